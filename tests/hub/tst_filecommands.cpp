// SPDX-License-Identifier: MIT
#include "core/hub/filecommands.h"
#include "core/hub/logcommand.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::hub;

class TstFileCommands : public QObject
{
    Q_OBJECT

private slots:
    void assignments_data();
    void assignments();
    void malformed_data();
    void malformed();
    void folders();
    void logCommands_data();
    void logCommands();
};

void TstFileCommands::assignments_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<Texts>("expected");
    QTest::newRow("empty") << QByteArray() << Texts();
    QTest::newRow("plain") << QByteArray("a=1\nb=\n\nc=x=y\n") << Texts{{u"a"_s, u"1"_s}, {u"b"_s, u""_s}, {u"c"_s, u"x=y"_s}};
    QTest::newRow("no last line break") << QByteArray("a=1") << Texts{{u"a"_s, u"1"_s}};
    QTest::newRow("twice") << QByteArray("a=1\nb=2\na=3\n") << Texts{{u"a"_s, u"3"_s}, {u"b"_s, u"2"_s}};
    QTest::newRow("heredoc") << QByteArray("a<<EOF\none=1\n\ntwo<<x\nEOF\nb=2\n")
                             << Texts{{u"a"_s, u"one=1\n\ntwo<<x"_s}, {u"b"_s, u"2"_s}};
    QTest::newRow("empty heredoc") << QByteArray("a<<EOF\nEOF\n") << Texts{{u"a"_s, u""_s}};
    QTest::newRow("heredoc with = in its mark") << QByteArray("a<<=E\nx\n=E\n") << Texts{{u"a"_s, u"x"_s}};
    QTest::newRow("shift in a value") << QByteArray("a=1<<2\n") << Texts{{u"a"_s, u"1<<2"_s}};
    QTest::newRow("CRLF and BOM") << QByteArray("\xEF\xBB\xBF"
                                                "a=1\r\nb<<E\r\nx\r\nE\r\n")
                                  << Texts{{u"a"_s, u"1"_s}, {u"b"_s, u"x"_s}};
    QTest::newRow("blanks stay") << QByteArray("a = 1 \n") << Texts{{u"a "_s, u" 1 "_s}};
}

void TstFileCommands::assignments()
{
    QFETCH(QByteArray, content);
    QFETCH(Texts, expected);
    const Result<Texts> texts = parseAssignments(content);
    QVERIFY(texts);
    QCOMPARE(*texts, expected);
}

void TstFileCommands::malformed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("neither") << QByteArray("nonsense\n");
    QTest::newRow("no name") << QByteArray("=x\n");
    QTest::newRow("no name, heredoc") << QByteArray("<<E\nE\n");
    QTest::newRow("no mark") << QByteArray("a<<\nx\n");
    QTest::newRow("open") << QByteArray("a<<E\nx\n E\n");
}

void TstFileCommands::malformed()
{
    QFETCH(QByteArray, content);
    const Result<Texts> texts = parseAssignments(content);
    QVERIFY(!texts);
    QCOMPARE(texts.error().kind, Error::Kind::Malformed);
}

void TstFileCommands::folders()
{
    QCOMPARE(parseFolders("/a\n\n/b c\r\n"), (QStringList{u"/a"_s, u"/b c"_s}));
}

void TstFileCommands::logCommands_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("file");
    const auto row = [](const char *line, const char *name, const char *data = "", const char *file = "") {
        QTest::newRow(line) << QByteArray(line) << QByteArray(name) << QByteArray(data) << QByteArray(file);
    };
    row("::error::x", "error", "x");
    row(" \t::error file=a%2Cb,line=1::50%25 of%0Aall", "error", "50% of\nall", "a,b");
    row("::group::", "group");
    row("::endgroup::", "endgroup");
    row("x ::error::y", "");
    row("::error:: a::b", "error", " a::b");
    row("::nothing::x", "");
    row("::::", "");
    row("::error", "");
    row("##[error]x", "error", "x");
    row("text ##[warning file=a%3Bb;line=2]x", "warning", "x", "a;b");
    row("##[section]x", "");
    row("##[error", "");
    row("std::vector::size", "");
}

void TstFileCommands::logCommands()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, file);
    const std::optional<LogCommand> command = mayBeCommand(line) ? parseLogCommand(line) : std::nullopt;
    QCOMPARE(command.has_value(), !name.isEmpty());
    if (!command)
        return;
    QCOMPARE(command->name, name);
    QCOMPARE(command->data, data);
    QCOMPARE(command->properties.value("file"), file);
}

PUNCHCARD_TEST(TstFileCommands, tst_filecommands)
#include "tst_filecommands.moc"
