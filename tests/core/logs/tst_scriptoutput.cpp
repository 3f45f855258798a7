// SPDX-License-Identifier: MIT
#include "core/logs/scriptoutput.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstScriptOutput : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void shows_data();
    void shows();
    void everything();
    void aStepThatNeverRan();
    void aLogWithoutSteps();
    void stampsAndMarkers();
    void longLinesComeInPieces();
    void aTenMegabyteLine();
    void windowsLineEnds();
    void missingFile();

private:
    /// The log of a set-up step, the script's step with @p script in it, and a step that cleans up.
    TaskLog logOf(const QByteArray &script)
    {
        const QByteArray before = stamped("set up");
        const QByteArray after = stamped("clean up");
        QFile file(m_dir.filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(before + script + after) < 0)
            qFatal("cannot write");
        const qint64 begin = before.size();
        const qint64 end = begin + script.size();
        return {.name = u"x"_s,
                .file = file.fileName(),
                .size = end + after.size(),
                .steps = {{.number = 1, .name = u"Set up job"_s, .begin = 0, .end = begin},
                          {.number = 2, .name = u"Run job.sh"_s, .begin = begin, .end = end},
                          {.number = 3, .name = u"Complete job"_s, .begin = end, .end = end + after.size()}}};
    }
    static QByteArray stamped(const QByteArray &text) { return "2023-11-14T22:13:20.1234567Z " + text + '\n'; }
    static QByteArray header()
    {
        return stamped("##[group]Run bash ./job.sh") + stamped("\x1B[36;1mbash ./job.sh\x1B[0m") + stamped("shell: /usr/bin/bash -e {0}")
            + stamped("env:") + stamped("  A: first") + "##[endgroup]\n" + stamped("##[endgroup]");
    }
    static QList<ScriptOutput::Line> all(const TaskLog &log, const ScriptOutput::Options &options)
    {
        Result<ScriptOutput> output = ScriptOutput::open(log, options);
        if (!output)
            qFatal("%s", qPrintable(output.error().detail));
        QList<ScriptOutput::Line> lines;
        for (;;) {
            const Result<std::optional<ScriptOutput::Line>> line = output->next();
            if (!line)
                qFatal("%s", qPrintable(line.error().detail));
            if (!*line)
                return lines;
            lines.append(**line);
        }
    }
    static QByteArray text(const QList<ScriptOutput::Line> &lines)
    {
        QByteArray all;
        for (const ScriptOutput::Line &line : lines)
            all += line.text + (line.last ? "\n" : "");
        return all;
    }
    static ScriptOutput::Options script() { return {.step = u"Run job.sh"_s}; }

    QTemporaryDir m_dir;
};

// Breaks for the user: the runner's chatter in their output, or a line of their own gone.
void TstScriptOutput::shows_data()
{
    QTest::addColumn<QByteArray>("step");
    QTest::addColumn<QByteArray>("text");
    const QByteArray exit = stamped("##[error]Process completed with exit code 1.");
    QTest::newRow("header goes") << header() + stamped("a") + stamped("b") << QByteArray("a\nb\n");
    QTest::newRow("no header") << stamped("a") << QByteArray("a\n");
    QTest::newRow("nothing printed") << header() << QByteArray();
    QTest::newRow("empty step") << QByteArray() << QByteArray();
    QTest::newRow("closing line goes") << header() + stamped("a") + exit << QByteArray("a\n");
    QTest::newRow("nothing but the closing line") << header() + exit << QByteArray();
    QTest::newRow("only the last closing line goes") << header() + exit + stamped("a") + exit
            + exit << QByteArray("Process completed with exit code 1.\na\nProcess completed with exit code 1.\n");
    QTest::newRow("an error of the script stays") << header() + stamped("##[error]no such file") << QByteArray("no such file\n");
    QTest::newRow("groups of the script stay") << header() + stamped("##[group]Run my tests") + stamped("a") + stamped("##[endgroup]")
                                               << QByteArray("Run my tests\na\n\n");
    QTest::newRow("a storm of group ends") << header() + stamped("##[endgroup]").repeated(3) + stamped("a") << QByteArray("\n\n\na\n");
    QTest::newRow("a header that never ends") << stamped("##[group]Run x") + stamped("a").repeated(3) << QByteArray("Run x\na\na\na\n");
    QTest::newRow("lines without stamps") << header() + stamped("a") + "b\n" << QByteArray("a\nb\n");
    QTest::newRow("last line without end") << header() + stamped("a").chopped(1) << QByteArray("a\n");
    QTest::newRow("empty lines") << header() + stamped("") + stamped("a") + stamped("") << QByteArray("\na\n\n");
    QTest::newRow("what looks like a stamp") << header() + stamped("2023-11-14T22:13:20.1234567Z x")
                                             << QByteArray("2023-11-14T22:13:20.1234567Z x\n");
}

void TstScriptOutput::shows()
{
    QFETCH(QByteArray, step);
    QFETCH(QByteArray, text);
    if (step.endsWith('\n') || step.isEmpty()) {
        QCOMPARE(TstScriptOutput::text(all(logOf(step), script())), text);
    } else {
        TaskLog log = logOf(step);
        QFile file(log.file);
        QVERIFY(file.resize(log.step(u"Run job.sh"_s)->end));
        QCOMPARE(TstScriptOutput::text(all(log, script())), text);
    }
}

void TstScriptOutput::everything()
{
    const TaskLog log = logOf(header() + stamped("a") + stamped("##[error]Process completed with exit code 1."));
    const QByteArray shown = text(all(log, {.step = u"Run job.sh"_s, .show = ScriptOutput::Show::Everything}));
    QVERIFY(shown.startsWith("set up\nRun bash ./job.sh\n"));
    QVERIFY(shown.endsWith("\na\nProcess completed with exit code 1.\nclean up\n"));
}

void TstScriptOutput::aStepThatNeverRan()
{
    QCOMPARE(all(logOf(stamped("a")), {.step = u"Another"_s}).size(), 0);
}

void TstScriptOutput::aLogWithoutSteps()
{
    TaskLog log = logOf(stamped("a"));
    log.steps.clear();
    QCOMPARE(text(all(log, script())), "set up\na\nclean up\n");
}

void TstScriptOutput::stampsAndMarkers()
{
    const auto lines = all(logOf(header() + stamped("a") + stamped("##[warning]b") + "c\n"), script());
    QCOMPARE(lines.size(), 3);
    QCOMPARE(toEpoch(lines.at(0).stamp.value()), 1'700'000'000'123);
    QCOMPARE(lines.at(0).marker, LogMarker::None);
    QCOMPARE(lines.at(1).marker, LogMarker::Warning);
    QVERIFY(!lines.at(2).stamp);
}

void TstScriptOutput::longLinesComeInPieces()
{
    const QByteArray longLine = QByteArray(300, 'x') + QByteArray(300, 'y');
    const auto lines = all(logOf(header() + stamped(longLine) + stamped("z")), {.step = u"Run job.sh"_s, .pieceLimit = 256});
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).first && !lines.at(0).last);
    QVERIFY(!lines.at(1).first && !lines.at(1).last);
    QVERIFY(!lines.at(2).first && lines.at(2).last);
    QVERIFY(lines.at(3).first && lines.at(3).last);
    QCOMPARE(text(lines), longLine + "\nz\n");
}

void TstScriptOutput::aTenMegabyteLine()
{
    const QByteArray longLine(10 << 20, 'x');
    Result<ScriptOutput> output = ScriptOutput::open(logOf(header() + stamped(longLine)), script());
    QVERIFY(output);
    qsizetype size = 0;
    for (;;) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        QVERIFY(line);
        if (!*line)
            break;
        QVERIFY((*line)->text.size() <= 64 * 1024);
        size += (*line)->text.size();
    }
    QCOMPARE(size, longLine.size());
}

void TstScriptOutput::windowsLineEnds()
{
    QByteArray step = header() + stamped("a") + stamped("b");
    step.replace("\n", "\r\n");
    QCOMPARE(text(all(logOf(step), script())), "a\nb\n");
}

void TstScriptOutput::missingFile()
{
    const Result<ScriptOutput> output = ScriptOutput::open({.file = m_dir.filePath(u"none"_s)}, script());
    QVERIFY(!output);
    QCOMPARE(output.error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstScriptOutput, tst_scriptoutput)
#include "tst_scriptoutput.moc"
