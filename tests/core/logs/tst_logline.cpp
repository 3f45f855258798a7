// SPDX-License-Identifier: MIT
#include "core/logs/logline.h"

#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstLogLine : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void parsed_data();
    void parsed();
};

void TstLogLine::parsed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<qint64>("stamp"); // Milliseconds since the epoch; -1: none.
    QTest::addColumn<int>("marker");
    QTest::addColumn<QByteArray>("text");
    constexpr qint64 noon = 1'700'000'000'000; // 2023-11-14T22:13:20Z
    const auto row = [](const char *name, const QByteArray &line, qint64 stamp, LogMarker marker, const QByteArray &text) {
        QTest::newRow(name) << line << stamp << int(marker) << text;
    };
    using enum LogMarker;
    row("plain", "2023-11-14T22:13:20.1234567Z hello", noon + 123, None, "hello");
    row("with LF", "2023-11-14T22:13:20.1234567Z hello\n", noon + 123, None, "hello");
    row("with CRLF", "2023-11-14T22:13:20.1234567Z hello\r\n", noon + 123, None, "hello");
    row("with CR CR LF", "2023-11-14T22:13:20.1234567Z hello\r\r\n", noon + 123, None, "hello");
    row("no decimals", "2023-11-14T22:13:20Z x", noon, None, "x");
    row("one decimal", "2023-11-14T22:13:20.5Z x", noon + 500, None, "x");
    row("nine decimals", "2023-11-14T22:13:20.123456789Z x", noon + 123, None, "x");
    row("ten decimals", "2023-11-14T22:13:20.1234567890Z x", -1, None, "2023-11-14T22:13:20.1234567890Z x");
    row("empty message", "2023-11-14T22:13:20.1234567Z ", noon + 123, None, "");
    row("empty message, no blank", "2023-11-14T22:13:20.1234567Z", noon + 123, None, "");
    row("indented", "2023-11-14T22:13:20.1234567Z   x", noon + 123, None, "  x");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "2023-11-14T22:13:20.1234567Z x",
        noon + 123, None, "x");
    row("two byte order marks",
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "2023-11-14T22:13:20.1234567Z x",
        noon + 123, None, "x");
    row("no stamp", "second line of a message", -1, None, "second line of a message");
    row("nothing", "", -1, None, "");
    row("stamp glued to text", "2023-11-14T22:13:20.1234567Zx", -1, None, "2023-11-14T22:13:20.1234567Zx");
    row("no such day", "2023-02-30T22:13:20.1234567Z x", -1, None, "2023-02-30T22:13:20.1234567Z x");
    row("no such hour", "2023-11-14T24:13:20.1234567Z x", -1, None, "2023-11-14T24:13:20.1234567Z x");
    row("letters", "2023-11-14T22:1a:20.1234567Z x", -1, None, "2023-11-14T22:1a:20.1234567Z x");
    row("cut stamp", "2023-11-14T22:13", -1, None, "2023-11-14T22:13");
    row("cut in the decimals", "2023-11-14T22:13:20.12", -1, None, "2023-11-14T22:13:20.12");
    row("only one stamp goes", "2023-11-14T22:13:20Z 2023-11-14T22:13:20Z x", noon, None, "2023-11-14T22:13:20Z x");
    row("group", "2023-11-14T22:13:20Z ##[group]Run make", noon, Group, "Run make");
    row("end of group", "2023-11-14T22:13:20Z ##[endgroup]", noon, EndGroup, "");
    row("error", "2023-11-14T22:13:20Z ##[error]no", noon, Error, "no");
    row("warning", "2023-11-14T22:13:20Z ##[warning]no", noon, Warning, "no");
    row("notice", "2023-11-14T22:13:20Z ##[notice]no", noon, Notice, "no");
    row("debug", "2023-11-14T22:13:20Z ##[debug]no", noon, Debug, "no");
    row("command", "2023-11-14T22:13:20Z ##[command]git", noon, Command, "git");
    row("section", "2023-11-14T22:13:20Z ##[section]x", noon, Section, "x");
    row("unknown marker", "2023-11-14T22:13:20Z ##[start-action id=1]", noon, None, "##[start-action id=1]");
    row("marker within", "2023-11-14T22:13:20Z say ##[error]no", noon, None, "say ##[error]no");
    row("marker without stamp", "##[error]no", -1, Error, "no");
    row("unfinished marker", "2023-11-14T22:13:20Z ##[error", noon, None, "##[error");
}

void TstLogLine::parsed()
{
    QFETCH(QByteArray, line);
    QFETCH(qint64, stamp);
    QFETCH(int, marker);
    QFETCH(QByteArray, text);
    const LogLine parsed = parseLogLine(line);
    QCOMPARE(parsed.stamp ? toEpoch(*parsed.stamp) : -1, stamp);
    QCOMPARE(int(parsed.marker), marker);
    QCOMPARE(parsed.text.toByteArray(), text);
}

PUNCHCARD_TEST(TstLogLine, tst_logline)
#include "tst_logline.moc"
