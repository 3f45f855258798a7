// SPDX-License-Identifier: MIT
#include "app/cli/terminal.h"
#include "tests/cli/screen.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using cli::Paint;
using cli::Terminal;
using testing::Screen;

class TstTerminal : public QObject
{
    Q_OBJECT

private slots:
    void coloursOnlyWhereTheyAreWanted();
    void noSequenceGetsThrough();
    void nothingIsWrittenOverWhatWeSay();
    void liveLineIsWrittenOver();
    void noLiveLineInAFile();
    void noLiveLineWhileALogIsPrinted();
    void environmentDecidesOnColours_data();
    void environmentDecidesOnColours();
};

void TstTerminal::coloursOnlyWhereTheyAreWanted()
{
    Screen plain;
    Terminal(plain.streams()).print(cli::painted(u"good"_s, Paint::Good));
    QCOMPARE(plain.out, QByteArray("good\n"));
    Screen coloured;
    Terminal(coloured.streams(true, true)).print(cli::painted(u"good"_s, Paint::Good));
    QVERIFY2(coloured.out.startsWith("\x1b["), coloured.out.constData());
    QVERIFY(coloured.out.contains("good"));
}

// Breaks for the user: a runner's name, or what a server said, sets their terminal's title or its clipboard.
void TstTerminal::noSequenceGetsThrough()
{
    Screen screen;
    Terminal terminal(screen.streams(true, true));
    terminal.tell(u"a\x1b]0;title\x07z\x1b[2J"_s);
    terminal.live(u"a\x1b]52;c;eA==\x07z"_s);
    QCOMPARE(screen.err, QByteArray("az\n\r\x1b[Kaz"));
}

// Breaks for the user: they read what a server wants them to read, as if Punchcard had said it.
void TstTerminal::nothingIsWrittenOverWhatWeSay()
{
    Screen screen;
    screen.width = 20;
    Terminal terminal(screen.streams(true, true));
    terminal.tell(u"The server said: x\rJob 1 succeeded.\r\n"_s);
    QCOMPARE(screen.err, QByteArray("The server said: x Job 1 succeeded. \n\n"));
    screen.err.clear();
    terminal.live(u"\u202E\u202E\u202E of it all"_s); // Named, they need more room than one line has.
    QCOMPARE(screen.err, QByteArray("\r\x1b[K‹U+202E›‹U+202E›‹U…"));
}

void TstTerminal::liveLineIsWrittenOver()
{
    Screen screen;
    screen.width = 12;
    {
        Terminal terminal(screen.streams(true));
        terminal.live(u"queued for a long time"_s);
        QCOMPARE(screen.err, QByteArray("\r\x1b[Kqueued for…"));
        screen.err.clear();
        terminal.live(u"queued for a long time"_s);
        QVERIFY2(screen.err.isEmpty(), "it flickers");
        terminal.print(u"out"_s);
        QCOMPARE(screen.err, QByteArray("\r\x1b[K"));
        terminal.live(u"x"_s);
        screen.err.clear();
    }
    QCOMPARE(screen.err, QByteArray("\r\x1b[K"));
}

void TstTerminal::noLiveLineInAFile()
{
    Screen screen;
    {
        Terminal terminal(screen.streams());
        terminal.live(u"x"_s);
        terminal.tell(u"y"_s);
    }
    QCOMPARE(screen.err, QByteArray("y\n"));
}

void TstTerminal::noLiveLineWhileALogIsPrinted()
{
    Screen screen;
    Terminal terminal(screen.streams(true));
    terminal.live(u"x"_s);
    terminal.hold();
    screen.err.clear();
    terminal.live(u"y"_s);
    QVERIFY(screen.err.isEmpty());
    terminal.release();
    terminal.live(u"y"_s);
    QVERIFY(screen.err.endsWith('y'));
}

void TstTerminal::environmentDecidesOnColours_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("NO_COLOR") << QByteArray("NO_COLOR") << QByteArray("1");
    QTest::newRow("dumb") << QByteArray("TERM") << QByteArray("dumb");
}

void TstTerminal::environmentDecidesOnColours()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    const QByteArray before = qgetenv(variable.constData());
    const bool wasSet = qEnvironmentVariableIsSet(variable.constData());
    qputenv(variable.constData(), value);
    const cli::Streams streams = cli::Streams::standard();
    if (wasSet)
        qputenv(variable.constData(), before);
    else
        qunsetenv(variable.constData());
    QVERIFY(!streams.outColours);
    QVERIFY(!streams.errColours);
}

PUNCHCARD_TEST(TstTerminal, tst_terminal)
#include "tst_terminal.moc"
