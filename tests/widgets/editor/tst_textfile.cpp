// SPDX-License-Identifier: MIT
#include "widgets/editor/textfile.h"

#include "tests/support/testmain.h"
#include "widgets/editor/indentation.h"

#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstTextFile : public QObject
{
    Q_OBJECT

private slots:
    void bytesComeBack_data();
    void bytesComeBack();
    void mixedLineEndsAreSaid();
    void binaryIsRefused();
    void latin1TakesOnlyItsOwn();
    void savingThroughALink();
    void indentation_data();
    void indentation();
};

void TstTextFile::bytesComeBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("plain") << QByteArray("a\nb\n") << u"a\nb\n"_s;
    QTest::newRow("no end of line at the end") << QByteArray("a\nb") << u"a\nb"_s;
    QTest::newRow("windows") << QByteArray("a\r\nb\r\n") << u"a\nb\n"_s;
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "a\n")
                                     << u"a\n"_s;
    QTest::newRow("utf-8") << QByteArray("\xC3\xA4\xF0\x9F\x98\x80\n") << u"ä😀\n"_s;
    QTest::newRow("latin-1") << QByteArray("\xE4\xF6\n\x80") << u"\u00E4\u00F6\n\u0080"_s;
    QTest::newRow("latin-1, windows") << QByteArray("\xE4\r\n\xF6\r\n") << u"ä\nö\n"_s;
    QTest::newRow("line separator") << QByteArray("a\xE2\x80\xA8"
                                                  "b")
                                    << u"a\u2028b"_s;
}

void TstTextFile::bytesComeBack()
{
    QFETCH(const QByteArray, bytes);
    const Result<TextFile> file = TextFile::fromBytes(bytes, u"x.sh"_s);
    QVERIFY(file);
    QTEST(file->text, "text");
    QVERIFY(file->exact);
    QCOMPARE(file->toBytes(u"x.sh"_s).value_or("refused"), bytes);
}

void TstTextFile::mixedLineEndsAreSaid()
{
    const Result<TextFile> mixed = TextFile::fromBytes("a\r\nb\nc\n", u"x.sh"_s);
    QVERIFY(mixed);
    QVERIFY(!mixed->exact);
    QCOMPARE(mixed->lineEnd, TextFile::LineEnd::Lf);
    QVERIFY(!TextFile::fromBytes("a\rb\n", u"x.sh"_s)->exact);
    QVERIFY(!TextFile::fromBytes("a\xE2\x80\xA9"
                                 "b\n",
                                 u"x.sh"_s)
                 ->exact);
}

void TstTextFile::binaryIsRefused()
{
    const Result<TextFile> file = TextFile::fromBytes(QByteArray("a\0b", 3), u"x.sh"_s);
    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::Refused);
    QVERIFY(file.error().what.contains(u"x.sh"_s));
}

void TstTextFile::latin1TakesOnlyItsOwn()
{
    TextFile file{.text = u"ä"_s, .encoding = TextFile::Encoding::Latin1};
    QCOMPARE(file.toBytes(u"x"_s).value_or("refused"), "\xE4");
    file.text = u"€"_s;
    QCOMPARE(file.toBytes(u"x"_s).error().kind, Error::Kind::Refused);
}

// Breaks for the user: saving makes a file of their link, and the script it led to stays as it was.
void TstTextFile::savingThroughALink()
{
    const QTemporaryDir dir;
    const QString target = dir.filePath(u"target"_s);
    const QString link = dir.filePath(u"link"_s);
    QVERIFY(writeTextFile(target, TextFile{.text = u"old"_s}));
    QVERIFY(QFile::link(target, link));
    QVERIFY(writeTextFile(link, TextFile{.text = u"new"_s}));
    QCOMPARE(readTextFile(target).value_or(TextFile()).text, u"new"_s);
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(writeTextFile(dir.filePath(u"none/x"_s), TextFile()).error().kind, Error::Kind::Storage);
}

void TstTextFile::indentation_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("tabs");
    QTest::addColumn<int>("width");
    QTest::newRow("nothing") << u"a\nb\n"_s << false << 4;
    QTest::newRow("two") << u"a\n  b\n    c\n  d\n"_s << false << 2;
    QTest::newRow("four") << u"a\n    b\n        c\n"_s << false << 4;
    QTest::newRow("eight") << u"a\n        b\nc\n        d\n"_s << false << 8;
    QTest::newRow("tabs") << u"a\n\tb\n\t\tc\n  d\n"_s << true << 4;
}

void TstTextFile::indentation()
{
    QFETCH(const QString, text);
    const Indentation style = Indentation::of(text, {});
    QTEST(style.tabs, "tabs");
    QTEST(style.width, "width");
}

PUNCHCARD_TEST(TstTextFile, tst_textfile)
#include "tst_textfile.moc"
