// SPDX-License-Identifier: MIT
#include "core/logs/livetext.h"

#include "core/logs/logline.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstLiveText : public QObject
{
    Q_OBJECT

private slots:
    void linesHaveStampsAndMarks();
    void piecesMayEndInALine();
    void eachTaskHasAFileOfItsOwn();
    void anEarlierVersionsFileIsGoneOnWith();
    void progress_data();
    void progress();

private:
    static constexpr Time now = Time(1'795'860'000'123ms);
    static QByteArray plain(const QByteArray &text)
    {
        QByteArray out;
        for (const QByteArray &line : text.split('\n')) {
            const LogLine parsed = parseLogLine(line);
            out += (parsed.stamp == now ? "@" : "") + QByteArray::number(int(parsed.marker)) + parsed.text.toByteArray() + '|';
        }
        return out;
    }
};

// Breaks for the user: the time that their script printed is taken for ours and hidden, or an error is not seen as one.
void TstLiveText::linesHaveStampsAndMarks()
{
    LiveText text;
    const QByteArray taken
        = text.take("2026-01-01T00:00:00Z mine\n::group::A\n::endgroup::\n::error file=a.c,line=1::bad\n::debug::x\n::y\n", now);
    QCOMPARE(plain(taken), QByteArray("@02026-01-01T00:00:00Z mine|@1A|@2|@3bad|@0::y|0|"));
    QCOMPARE(plain(text.gap(u"gap"_s, now)), QByteArray("@0gap|0|"));
}

void TstLiveText::piecesMayEndInALine()
{
    LiveText text;
    QByteArray all = text.take("10%\r20%\r", now);
    all += text.take("::error::30%\nnext", now);
    all += text.gap(u"gap"_s, now);
    QCOMPARE(plain(all), QByteArray("@010%\r20%\r::error::30%|@0next|@0gap|0|"));
}

// Breaks for the user: after an update the output of a job that is lost is shown no longer.
void TstLiveText::anEarlierVersionsFileIsGoneOnWith()
{
    const QTemporaryDir folder;
    const auto put = [](const QString &file) {
        QFile out(file);
        return out.open(QIODevice::WriteOnly);
    };
    const QString own = liveLogPath(folder.path(), u"build"_s, 7);
    const QString before = folder.filePath(u"build.live"_s);
    QVERIFY(put(before));
    QCOMPARE(liveLogPath(folder.path(), u"build"_s, 7), before);
    QVERIFY(put(own));
    QCOMPARE(liveLogPath(folder.path(), u"build"_s, 7), own);
}

// Breaks for the user: what they see as a task's output is another's.
void TstLiveText::eachTaskHasAFileOfItsOwn()
{
    QSet<QString> files;
    qint64 id = 0;
    for (const QString &name : {u"build"_s, u"build"_s, u"Build"_s, QString(300, u'n'), QString(300, u'n'), u"%1"_s, u"%1"_s})
        files.insert(liveLogPath(u"logs"_s, name, ++id).toCaseFolded());
    QCOMPARE(files.size(), id);
}

void TstLiveText::progress_data()
{
    QTest::addColumn<QByteArray>("printed");
    QTest::addColumn<int>("percent"); // -1: none
    QTest::addColumn<int>("left");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("said") << QByteArray("::punchcard progress=37 eta=120::\n") << 37 << 120 << QByteArray();
    QTest::newRow("said without an end") << QByteArray("::punchcard progress=5::\n") << 5 << -1 << QByteArray();
    QTest::newRow("too much") << QByteArray("::punchcard progress=700::\n") << 100 << -1 << QByteArray();
    QTest::newRow("guessed") << QByteArray("a\nDownloading 40.5 %\n") << 40 << -1 << QByteArray("a|Downloading 40.5 %|");
    QTest::newRow("a bar") << QByteArray("10%\r55%\r") << 55 << -1 << QByteArray("10%\r55%");
    QTest::newRow("not the last line") << QByteArray("99%\nlinking\n") << -1 << -1 << QByteArray("99%|linking|");
    QTest::newRow("no percentage") << QByteArray("150 % of it\n") << -1 << -1 << QByteArray("150 % of it|");
}

void TstLiveText::progress()
{
    QFETCH(const QByteArray, printed);
    QFETCH(const int, percent);
    QFETCH(const int, left);
    LiveText text;
    QByteArray shown;
    for (const QByteArray &line : text.take(printed, now).split('\n'))
        shown += parseLogLine(line).text.toByteArray() + (line.isEmpty() || line.endsWith('\r') ? "" : "|");
    QTEST(shown, "shown");
    QCOMPARE(text.progress() ? text.progress()->percent : -1, percent);
    QCOMPARE(text.progress() && text.progress()->left ? int(text.progress()->left->count()) : -1, left);
}

PUNCHCARD_TEST(TstLiveText, tst_livetext)
#include "tst_livetext.moc"
