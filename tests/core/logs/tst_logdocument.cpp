// SPDX-License-Identifier: MIT
#include "core/logs/logdocument.h"

#include "tests/support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstLogDocument : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void showsAtOnceAndIndexes();
    void grows();
    void growsWithinItsRange();
    void isReplaced();
    void isCut();
    void comesLater();
    void anotherFileWhileIndexing();
    void problems();

private:
    QString write(const QByteArray &content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(mode) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }

    QTemporaryDir m_dir;
};

void TstLogDocument::showsAtOnceAndIndexes()
{
    LogDocument document;
    document.show(write(QByteArray("ten bytes\n").repeated(500'000)));
    QCOMPARE(document.line(document.begin(), 100), "ten bytes");
    QCOMPARE(document.next(0), 10);
    QVERIFY(!document.isIndexed());
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 500'000);
    QCOMPARE(document.offsetOf(400'000), 4'000'000);
    QCOMPARE(document.previous(4'000'000), 3'999'990);
}

// Breaks for the user: the log on the screen stands still while the job prints.
void TstLogDocument::grows()
{
    LogDocument document;
    document.show(write("one\ntw"));
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 2);
    QSignalSpy cleared(&document, &LogDocument::cleared);
    write("o\nthree\n", QIODevice::Append);
    QTRY_COMPARE(document.lines(), 3);
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.line(document.offsetOf(1), 100), "two");
    QCOMPARE(document.line(document.offsetOf(2), 100), "three");
    QVERIFY(cleared.isEmpty());
}

void TstLogDocument::growsWithinItsRange()
{
    LogDocument document;
    const QString file = write("skip\none\ntwo\nthree\n");
    document.show(file, {.begin = 5, .end = 9});
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 1);
    QSignalSpy cleared(&document, &LogDocument::cleared);
    document.show(file, {.begin = 5, .end = 13});
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 2);
    QVERIFY(cleared.isEmpty());
    document.show(file, {.begin = 0, .end = 5});
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.line(0, 100), "skip");
    QCOMPARE(cleared.size(), 1);
}

// Breaks for the user: an earlier attempt's text stays when the final log has come.
void TstLogDocument::isReplaced()
{
    LogDocument document;
    const QString file = write("old\n");
    document.show(file);
    QTRY_VERIFY(document.isIndexed());
    QFile other(m_dir.filePath(u"new"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("new text\nof two lines\n");
    other.close();
    QCOMPARE(std::rename(qPrintable(other.fileName()), qPrintable(file)), 0);
    QTRY_COMPARE(document.line(0, 100), "new text");
    QTRY_COMPARE(document.lines(), 2);
}

void TstLogDocument::isCut()
{
    LogDocument document;
    const QString file = write(QByteArray("text\n").repeated(100'000));
    document.show(file);
    QTRY_VERIFY(document.isIndexed());
    QVERIFY(QFile::resize(file, 10));
    QTRY_COMPARE(document.end(), 10);
    QTRY_COMPARE(document.lines(), 2);
}

void TstLogDocument::comesLater()
{
    LogDocument document;
    QSignalSpy failed(&document, &LogDocument::failed);
    const QString file = m_dir.filePath(u"x.log"_s);
    QFile::remove(file);
    document.show(file);
    QCOMPARE(failed.size(), 1);
    QVERIFY(!document.isOpen());
    write("here\n");
    QTRY_VERIFY(document.isOpen());
    QTRY_COMPARE(document.lines(), 1);
}

void TstLogDocument::anotherFileWhileIndexing()
{
    LogDocument document;
    document.show(write(QByteArray("a line of text\n").repeated(2'000'000)));
    QFile other(m_dir.filePath(u"other"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("b\nb\n");
    other.close();
    document.show(other.fileName());
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 2);
    document.clear();
    QVERIFY(document.isEmpty());
    QVERIFY(document.isIndexed());
}

void TstLogDocument::problems()
{
    LogDocument document;
    document.show(write("2026-11-23T10:00:00.1234567Z ok\n2026-11-23T10:00:00.1234567Z ##[error]bad\n##[warning]hm\n"));
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.problems().size(), 2);
    QCOMPARE(document.problems().first().line, 1);
    QCOMPARE(document.problems().last().marker, LogMarker::Warning);
    QVERIFY(document.firstStamp().has_value());
}

PUNCHCARD_TEST(TstLogDocument, tst_logdocument)
#include "tst_logdocument.moc"
