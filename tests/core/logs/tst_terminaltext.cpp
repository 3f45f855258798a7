// SPDX-License-Identifier: MIT
#include "core/logs/terminaltext.h"

#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstTerminalText : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void line_data();
    void line();
    void randomBytesAreHarmless();
    void piecesMakeTheSameLine();
    void aLineOf100Megabytes();
};

// Breaks for the user: a log writes to their clipboard, renames their window, or hides what it does.
void TstTerminalText::line_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("coloured");
    QTest::addColumn<QByteArray>("plain");
    const auto row = [](const char *name, const QByteArray &line, const QByteArray &coloured, const QByteArray &plain) {
        QTest::newRow(name) << line << coloured << plain;
    };
    const auto same = [&row](const char *name, const QByteArray &line, const QByteArray &text) { row(name, line, text, text); };
    same("plain", "hello", "hello");
    same("empty", "", "");
    same("tab", "a\tb", "a\tb");
    same("letters of all lands", "\xC3\xA4 \xE6\x8A\xA5 \xF0\x9F\x98\x80", "\xC3\xA4 \xE6\x8A\xA5 \xF0\x9F\x98\x80");
    row("colour", "\x1B[31mred\x1B[0m and not", "\x1B[0;31mred\x1B[0m and not", "red and not");
    row("colour left on", "\x1B[1;32mgreen", "\x1B[0;1;32mgreen\x1B[0m", "green");
    same("colour of nothing", "\x1B[31m\x1B[0m", "");
    row("256 colours", "\x1B[38;5;208mx", "\x1B[0;38;5;208mx\x1B[0m", "x");
    row("true colour", "\x1B[48;2;1;2;3mx", "\x1B[0;48;2;1;2;3mx\x1B[0m", "x");
    row("bright", "\x1B[91;104mx", "\x1B[0;91;104mx\x1B[0m", "x");
    row("runner's header", "\x1B[36;1mbash job.sh\x1B[0m", "\x1B[0;1;36mbash job.sh\x1B[0m", "bash job.sh");
    same("link", "\x1B]8;;https://evil.example\x1B\\text\x1B]8;;\x1B\\", "text");
    same("link ended by BEL", "\x1B]8;;https://evil.example\atext\x1B]8;;\a", "text");
    same("clipboard", "a\x1B]52;c;ZXZpbA==\ab", "ab");
    same("title", "\x1B]2;title\x1B\\x", "x");
    same("device query", "\x1B[6n\x1B[c\x1BZ\x1B[>0qx", "x");
    same("cursor moves", "\x1B[2J\x1B[H\x1B[10;10H\x1B[5Ax", "x");
    same("alternate screen", "\x1B[?1049hx\x1B[?1049l", "x");
    same("key reporting", "\x1B[>4;2mx", "x");
    same("full reset",
         "\x1B"
         "cx",
         "x");
    same("character set", "\x1B(0qqq", "qqq");
    same("8-bit CSI",
         "\xC2\x9B"
         "31;5xx",
         "x");
    same("8-bit OSC",
         "\xC2\x9D"
         "52;c;ZXZpbA==\xC2\x9Cx",
         "x");
    same("8-bit CSI, raw",
         "\x9B"
         "31mx",
         "\xEF\xBF\xBD"
         "31mx");
    same("string never ended", "x\x1B]0;all the rest", "x");
    same("sequence never ended", "x\x1B[31", "x");
    same("lone escape", "x\x1B", "x");
    same("escape twice", "\x1B\x1B[31;31Hx", "x");
    same("escape within a sequence", "\x1B[3\x1B[2Jx", "x");
    same("string cut by CAN", "\x1B]0;a\x18x", "x");
    row("sequence cut by SUB", "\x1B[31\x1Amx", "mx", "mx");
    same("bells and backspaces",
         "a\a\b\x0B\x0C\x7F"
         "b",
         "ab");
    same("NUL", QByteArray("a\0b", 3), "ab");
    same("bidi",
         "a\xE2\x80\xAE"
         "b\xE2\x81\xA6"
         "c",
         "a‹U+202E›b‹U+2066›c");
    same("line separator",
         "a\xE2\x80\xA8"
         "b",
         "a‹U+2028›b");
    same("byte order mark within",
         "a\xEF\xBB\xBF"
         "b",
         "ab");
    same("not UTF-8", "a\xFF\xC3(", "a\xEF\xBF\xBD\xEF\xBF\xBD(");
    same("overlong", "\xC0\x9B\xE0\x80\x9B", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    same("surrogate", "\xED\xA0\x80x", "\xEF\xBF\xBDx");
    same("beyond Unicode", "\xF4\x90\x80\x80x", "\xEF\xBF\xBDx");
    same("cut character", "x\xE2\x80", "x\xEF\xBF\xBD");
    same("progress bar", "10 %\r20 %\r100 %", "100 %");
    same("progress bar, cleared", "10 %\r\x1B[K20 %", "20 %");
    same("progress bar, then nothing", "100 %\r", "100 %");
    row("progress bar in colour", "\x1B[32m10 %\r20 %\x1B[0m", "\x1B[0;32m20 %\x1B[0m", "20 %");
    row("progress bar, colour changed", "\x1B[31mold\r\x1B[0mnew", "new", "new");
    same("too long a sequence", "\x1B[" + QByteArray(200, '1') + "mx", "x");
}

void TstTerminalText::line()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, coloured);
    QFETCH(QByteArray, plain);
    QCOMPARE(terminalText(line, Colours::On), coloured);
    QCOMPARE(terminalText(line, Colours::Off), plain);
}

void TstTerminalText::randomBytesAreHarmless()
{
    QRandomGenerator random(6);
    static const QByteArray likely = "\x1B\x1B\x1B[]P0123456789;:m\\\a\r\t\xC2\x9B\xE2\x80\xAEx";
    static const QRegularExpression colour(u"\\x{1B}\\[[0-9;]*m"_s);
    static const QRegularExpression control(u"[\\x{00}-\\x{08}\\x{0A}-\\x{1F}\\x{7F}-\\x{9F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]"_s);
    for (int round = 0; round < 20'000; ++round) {
        QByteArray line;
        for (int i = random.bounded(60); i > 0; --i)
            line += random.bounded(4) == 0 ? char(random.bounded(256)) : likely.at(random.bounded(int(likely.size())));
        const QByteArray coloured = terminalText(line, Colours::On);
        QVERIFY(coloured.isValidUtf8());
        QString rest = QString::fromUtf8(coloured);
        QVERIFY2(!rest.contains(u'\x1B') || coloured.endsWith("\x1B[0m") || rest.lastIndexOf(u"\x1B[0m"_s) == rest.lastIndexOf(u'\x1B'),
                 line.toHex().constData());
        rest.remove(colour);
        QVERIFY2(!rest.contains(control), line.toHex().constData());
        const QString plain = QString::fromUtf8(terminalText(line, Colours::Off));
        QCOMPARE(plain, rest);
    }
}

void TstTerminalText::piecesMakeTheSameLine()
{
    const QByteArray line = "a\x1B[31mb\xC3\xA9\x1B]0;x\x1B\\c\x1B[0md \xE2\x80\xAE e\x1B[1m f";
    for (qsizetype size = 1; size < line.size(); ++size) {
        TerminalText text(Colours::On);
        for (int twice = 0; twice < 2; ++twice) { // The second line begins as the first one did.
            QByteArray out;
            for (qsizetype at = 0; at < line.size(); at += size)
                out += text.piece(QByteArrayView(line).sliced(at, std::min(size, line.size() - at)));
            out += text.endLine();
            QCOMPARE(out, terminalText(line, Colours::On));
        }
    }
    TerminalText bar(Colours::On);
    QCOMPARE(bar.piece("\x1B[31m10 %\r"), "\x1B[0;31m10 %");
    QCOMPARE(bar.piece("20 %"), "\x1B[0m\r\x1B[K\x1B[0;31m20 %");
    QCOMPARE(bar.endLine(), "\x1B[0m");
}

void TstTerminalText::aLineOf100Megabytes()
{
    TerminalText text(Colours::On);
    const QByteArray piece = ("plain \x1B[31mred\x1B[0m " + QByteArray(50, 'x') + "\xC3\xA9").repeated(1000);
    qsizetype out = 0;
    QElapsedTimer timer;
    timer.start();
    for (qsizetype in = 0; in < 100'000'000; in += piece.size())
        out += text.piece(piece).size();
    out += text.endLine().size();
    QVERIFY(out > 100'000'000);
    QVERIFY2(timer.elapsed() < 60'000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
}

PUNCHCARD_TEST(TstTerminalText, tst_terminaltext)
#include "tst_terminaltext.moc"
