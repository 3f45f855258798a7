// SPDX-License-Identifier: MIT
#include "core/logs/logtext.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using punchcard::testing::wait;

class TstLogText : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void takesOut_data();
    void takesOut();
    void saves();
    void stamps();

private:
    static QByteArray content()
    {
        const QByteArray stamp = "2026-11-23T10:00:0";
        return stamp + "0.1000000Z \x1B[1mone\x1B[0m line\n" + stamp + "1.2000000Z ##[endgroup]\n" + stamp + "2.3000000Z ##[error]two\n"
            + "continued";
    }
    std::shared_ptr<const MappedFile> file()
    {
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content()) < 0)
            qFatal("cannot write");
        file.close();
        return *MappedFile::open(file.fileName());
    }

    QTemporaryDir m_dir;
};

void TstLogText::takesOut_data()
{
    QTest::addColumn<LogExcerpt>("excerpt");
    QTest::addColumn<QString>("text");
    const qint64 end = content().size();
    const Time first = fromEpoch(1'795'428'000'100);
    QTest::newRow("all") << LogExcerpt{.begin = 0, .end = end} << u"one line\nError: two\ncontinued"_s;
    QTest::newRow("parts of lines") << LogExcerpt{.begin = 0, .end = end, .firstColumn = 4, .lastColumn = 3} << u"line\nError: two\ncon"_s;
    QTest::newRow("block") << LogExcerpt{.begin = 0, .end = end, .firstColumn = 1, .lastColumn = 4, .block = true} << u"ne \nrro\nont"_s;
    QTest::newRow("stamps") << LogExcerpt{.begin = 0, .end = end, .stamps = Stamps::Relative, .first = first}
                            << u"   +0:00.000 one line\n   +0:02.200 Error: two\n             continued"_s;
}

void TstLogText::takesOut()
{
    QFETCH(LogExcerpt, excerpt);
    QFETCH(QString, text);
    const Context context;
    const Result<QString> taken = wait(textOf(file(), excerpt, context));
    QVERIFY(taken);
    QCOMPARE(*taken, text);
}

void TstLogText::saves()
{
    const QString path = m_dir.filePath(u"saved.txt"_s);
    const Context context;
    QVERIFY(wait(saveText(file(), {.begin = 0, .end = content().size()}, path, context)));
    QFile saved(path);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), "one line\nError: two\ncontinued\n");
    const Result<> failed = wait(saveText(file(), {.begin = 0, .end = 5}, m_dir.filePath(u"none/x"_s), context));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, Error::Kind::Storage);
}

void TstLogText::stamps()
{
    const Time first = fromEpoch(1'795'428'000'000);
    using namespace std::chrono_literals;
    QCOMPARE(stampText(Stamps::Relative, first + 62'345ms, first), u"+1:02.345"_s);
    QCOMPARE(stampText(Stamps::Relative, first + 3'723'004ms, first), u"+1:02:03.004"_s);
    QCOMPARE(stampText(Stamps::Relative, first - 1ms, first), u"+0:00.000"_s);
    QCOMPARE(stampText(Stamps::Absolute, first, first), toDateTime(first).toLocalTime().toString(u"HH:mm:ss.zzz"_s));
    QVERIFY(stampText(Stamps::Off, first, first).isEmpty());
}

PUNCHCARD_TEST(TstLogText, tst_logtext)
#include "tst_logtext.moc"
