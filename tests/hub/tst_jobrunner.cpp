// SPDX-License-Identifier: MIT
#include "tests/hub/jobbench.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::hub;
using namespace punchcard::testing;

namespace {

SecretString secret(const QByteArray &value)
{
    return SecretString(QByteArray(value.constData(), value.size()));
}

} // namespace

class TstJobRunner : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void logReadsAsGitHubs();
    void stepsTellTheirStates();
    void failureStopsTheRest();
    void whatNeedsWallsDoesNotRunWithout();
    void conditionsAndForgiveness();
    void environmentAtThreeLevels();
    void fileCommandsCarryOver();
    void wrongFileCommandFailsTheStep();
    void shells_data();
    void shells();
    void workingDirectoryAndDefaults();
    void githubVariables();
    void secretsAreMaskedBeforeTheyReachTheDisk();
    void outputsWithSecretsStayHere();
    void workflowCommands();
    void refusedCommandFailsTheStep();
    void unknownThingsAreRefusedByName();
    void checkoutBringsTheFiles();
    void checkoutBringsOnlyWhatIsAskedFor();
    void uploadDeliversAZip();
    void uploadOfATakenNameFails();
    void hashFilesSeesTheWorkspace();
    void backgroundProcessesAndTmpLiveOn();
    void stepTimesOut();
    void jobTimesOut();
    void cancelEndsTheWholeTree_data();
    void cancelEndsTheWholeTree();
    void cancelledStepsStillRun();
    void cancelForcesWhatIgnoresIt();
    void cancelBeforeTheFirstStep();
    void cancelHasAnEnd();
    void forcedCancelRunsNothingMore();
    void forcedCancelAtOnce();
    void finishedMayDeleteTheRunner();
    void droppedRunnerLeavesNobody_data();
    void droppedRunnerLeavesNobody();
    void missingProgramAndFolderAreSaid();
    void scriptCannotReachTheHubsFiles();
    void workFolderIsRemoved();
    void summaryIsKept();
    void leftOverProcessesDieWithTheJob();
    void muchOutputKeepsTheLoopFree();
};

void TstJobRunner::logReadsAsGitHubs()
{
    JobBench bench(
        "      - name: Say it\n        shell: bash\n        env: { A: b }\n        run: |\n          echo hello\n          exit 3\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"failure"_s);
    const QByteArray expected = "##[group]Run echo hello\n\033[36;1mecho hello\033[0m\n\033[36;1mexit 3\033[0m\n"
                                "shell: /usr/bin/bash --noprofile --norc -e -o pipefail {0}\nenv:\n  A: b\n##[endgroup]\nhello\n"
                                "##[error]Process completed with exit code 3.\n";
    QCOMPARE(bench.log(2), expected);
    QVERIFY(bench.rawLog(2).startsWith("\xEF\xBB\xBF"));
    const QRegularExpression stamp(uR"(\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z )"_s);
    for (const QString &line : QString::fromUtf8(bench.rawLog().sliced(3)).split(u'\n', Qt::SkipEmptyParts))
        QVERIFY2(stamp.match(line).hasMatch(), qPrintable(line));
    QCOMPARE(bench.rawLog().count("\xEF\xBB\xBF"), 1);
    // The job's log is the steps' logs, one after the other.
    QByteArray joined;
    for (int number = 1; number <= 3; ++number)
        joined += bench.log(number);
    QCOMPARE(bench.log(), joined);
    QCOMPARE(bench.annotations.size(), 1);
    QCOMPARE(bench.annotations.first().message, u"Process completed with exit code 3."_s);
}

void TstJobRunner::stepsTellTheirStates()
{
    JobBench bench("      - run: echo one\n      - name: Second ${{ github.sha }}\n        run: echo two\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    QStringList seen;
    for (const StepState &step : std::as_const(bench.changes))
        seen.append(u"%1 %2 %3"_s.arg(step.number).arg(step.name, step.conclusion ? conclusionName(*step.conclusion) : u"-"_s));
    QCOMPARE(seen,
             (QStringList{u"1 Set up job -"_s, u"1 Set up job success"_s, u"2 Run echo one -"_s, u"2 Run echo one success"_s,
                          u"3 Second 0123abcd -"_s, u"3 Second 0123abcd success"_s, u"4 Complete job -"_s, u"4 Complete job success"_s}));
    for (const StepState &step : bench.runner().steps()) {
        QCOMPARE(step.status, StepState::Status::Completed);
        QVERIFY(step.startedAt <= step.completedAt);
        QVERIFY(QFile::exists(step.logFile));
    }
    QVERIFY(!bench.runner().isRunning());
}

void TstJobRunner::failureStopsTheRest()
{
    JobBench bench(
        "      - run: echo before; false; echo after\n      - run: echo never\n      - run: echo always\n        if: always()\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"failure"_s);
    QCOMPARE(bench.stepConclusions(), u"failure,skipped,success"_s);
    QVERIFY(!bench.log().contains("\nafter\n"));
    QVERIFY(!bench.log().contains("never"));
    QVERIFY(!QFile::exists(bench.folder() + u"/logs/3.txt"_s));
    QVERIFY(bench.log(4).contains("\nalways\n"));
}

// Breaks for the user: a script reads and deletes their files, and they were told that it could not.
void TstJobRunner::whatNeedsWallsDoesNotRunWithout()
{
    // Also when they were there a moment ago.
    if (!*wait(JobRunner::sandboxWorks()))
        QSKIP("bubblewrap does not work here");
    const QByteArray path = qgetenv("PATH");
    const QTemporaryDir programs;
    for (const QString &name : {u"bash"_s, u"touch"_s})
        QVERIFY(QFile::link(QStandardPaths::findExecutable(name), programs.filePath(name)));
    const QString mark = programs.filePath(u"mark"_s);
    const QByteArray steps = "      - run: touch " + QFile::encodeName(mark) + "\n";
    const auto back = qScopeGuard([&path] { qputenv("PATH", path); });
    qputenv("PATH", QFile::encodeName(programs.path()));
    JobBench needed(steps);
    needed.request.walls = Walls::Needed;
    needed.run();
    QCOMPARE(needed.conclusion(), u"failure"_s);
    QCOMPARE(needed.stepConclusions(), u"skipped"_s);
    QVERIFY(!QFile::exists(mark));
    QVERIFY2(needed.log(1).contains("##[error]bubblewrap does not work on this computer") && needed.log(1).contains("Install bubblewrap"),
             needed.log(1));
    JobBench wanted(steps);
    wanted.run();
    QCOMPARE(wanted.conclusion(), u"success"_s);
    QVERIFY(QFile::exists(mark));
    QVERIFY2(wanted.log(1).contains("runs without bubblewrap"), wanted.log(1));
    qputenv("PATH", path);
    JobBench again(steps);
    again.request.walls = Walls::Needed;
    again.run();
    QVERIFY2(again.log(1).contains("runs in bubblewrap"), again.log(1));
}

void TstJobRunner::conditionsAndForgiveness()
{
    JobBench bench("      - id: soft\n        run: exit 1\n        continue-on-error: true\n"
                   "      - run: echo ${{ steps.soft.outcome }} ${{ steps.soft.conclusion }}\n"
                   "      - run: echo no\n        if: github.sha == 'other'\n"
                   "      - run: echo yes\n        if: github.sha == '0123ABCD' && env.MODE\n        env: { MODE: x }\n"
                   "      - run: echo failed\n        if: failure()\n"
                   "      - run: echo no\n        if: secrets.X\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"success,success,skipped,success,skipped,failure"_s);
    QVERIFY(bench.log(3).contains("\nfailure success\n"));
    QVERIFY(bench.log(7).contains("secrets")); // An `if` cannot see them, on GitHub neither.
    QCOMPARE(bench.conclusion(), u"failure"_s);
}

void TstJobRunner::environmentAtThreeLevels()
{
    JobBench bench(
        "      - run: echo \"$A $B $C ${{ env.C }} $N\"\n        env: { C: step, D: \"${{ env.B }}\" }\n      - run: echo \"$A $B $C\"\n",
        "    env: { B: job, C: job }\n", "env: { A: workflow, B: workflow, C: workflow, N: 1.50 }\n");
    bench.run();
    QVERIFY2(bench.log(2).contains("\nworkflow job step step 1.5\n"), bench.log(2).constData());
    QVERIFY(bench.log(2).contains("\n  D: job\n"));
    QVERIFY(bench.log(3).contains("\nworkflow job job\n"));
}

void TstJobRunner::fileCommandsCarryOver()
{
    JobBench bench(R"(      - id: make
        run: |
          echo "simple=a=b" >> "$GITHUB_OUTPUT"
          { echo "long<<END"; echo one; echo two; echo END; } >> "$GITHUB_OUTPUT"
          echo "KEPT=yes" >> "$GITHUB_ENV"
          mkdir -p "$RUNNER_TEMP/tools"; printf '#!/bin/sh\necho my tool\n' > "$RUNNER_TEMP/tools/mytool"; chmod +x "$RUNNER_TEMP/tools/mytool"
          echo "$RUNNER_TEMP/tools" >> "$GITHUB_PATH"
      - run: |
          mytool; echo "kept $KEPT ${{ env.KEPT }}"
          echo "[${{ steps.make.outputs.simple }}]"; cat <<'X'
          ${{ steps.make.outputs.long }}
          X
)",
                   "    outputs: { out: \"${{ steps.make.outputs.simple }}\", other: \"x${{ steps.none.outputs.y }}\" }\n");
    bench.run();
    QVERIFY2(bench.log(3).contains("\nmy tool\nkept yes yes\n[a=b]\none\ntwo\n"), bench.log().constData());
    QCOMPARE(bench.conclusion(), u"success"_s);
    QCOMPARE(bench.end->outputs, (QJsonObject{{u"out"_s, u"a=b"_s}, {u"other"_s, u"x"_s}}));
}

void TstJobRunner::wrongFileCommandFailsTheStep()
{
    JobBench bench("      - run: echo nonsense >> $GITHUB_ENV\n      - run: 'echo \"a<<E\" >> $GITHUB_OUTPUT'\n        if: always()\n"
                   "      - run: ln -sf /etc/hostname $GITHUB_ENV\n        if: always()\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"failure,failure,success"_s);
    QVERIFY(bench.log(2).contains("##[error]Unable to process file command 'env' successfully. Invalid format 'nonsense'"));
    QVERIFY(bench.log(3).contains("Matching delimiter not found 'E'"));
}

void TstJobRunner::shells_data()
{
    QTest::addColumn<QByteArray>("shell");
    QTest::addColumn<QByteArray>("run");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QString>("conclusion");
    QTest::newRow("default has no pipefail") << QByteArray() << QByteArray("false | true; echo \"$0\" | grep -q '\\.sh$' && echo end")
                                             << QByteArray("\nend\n") << u"success"_s;
    QTest::newRow("bash has") << QByteArray("bash") << QByteArray("false | true; echo end") << QByteArray("exit code 1") << u"failure"_s;
    QTest::newRow("sh") << QByteArray("sh") << QByteArray("echo sh $-") << QByteArray("\nsh e") << u"success"_s;
    QTest::newRow("python") << QByteArray("python") << QByteArray("print(6 * 7)") << QByteArray("\n42\n") << u"success"_s;
    QTest::newRow("own") << QByteArray("awk -f {0}") << QByteArray("BEGIN { print 2 + 3 }") << QByteArray("\n5\n") << u"success"_s;
    QTest::newRow("own with quotes") << QByteArray("'bash -c \"cat {0}\"'") << QByteArray("some text") << QByteArray("\nsome text\n")
                                     << u"success"_s;
    QTest::newRow("unknown") << QByteArray("fish") << QByteArray("echo x") << QByteArray("The shell “fish” is not known") << u"failure"_s;
    QTest::newRow("CRLF") << QByteArray("bash") << QByteArray("\"echo one\\r\\necho two\\r\\n\"") << QByteArray("\none\ntwo\n")
                          << u"success"_s;
}

void TstJobRunner::shells()
{
    QFETCH(QByteArray, shell);
    QFETCH(QByteArray, run);
    QFETCH(QByteArray, said);
    QFETCH(QString, conclusion);
    const bool quoted = run.startsWith('"');
    JobBench bench((quoted ? "      - run: " + run : "      - run: |\n          " + run) + '\n'
                   + (shell.isEmpty() ? "" : "        shell: " + shell + '\n'));
    bench.run();
    QVERIFY2(bench.log(2).contains(said), bench.log(2).constData());
    QCOMPARE(bench.conclusion(), conclusion);
}

void TstJobRunner::workingDirectoryAndDefaults()
{
    JobBench bench("      - run: mkdir -p sub/deeper; pwd\n        working-directory: .\n      - run: pwd; false | true\n"
                   "      - run: pwd\n        working-directory: ${{ github.workspace }}/sub/deeper\n        if: always()\n",
                   "    defaults: { run: { working-directory: sub } }\n",
                   "defaults: { run: { shell: bash, working-directory: nowhere } }\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"success,failure,success"_s); // The workflow's shell has pipefail.
    QVERIFY2(bench.log(3).contains("/my.repo/my.repo/sub\n"), bench.log().constData());
    QVERIFY(bench.log(4).contains("/my.repo/my.repo/sub/deeper\n"));
}

void TstJobRunner::githubVariables()
{
    JobBench bench(R"(      - id: me
        env: { GITHUB_SHA: forged, CI: mine }
        run: |
          echo "$GITHUB_SHA $GITHUB_REPOSITORY $GITHUB_RUN_ID $GITHUB_REF $GITHUB_ACTION $GITHUB_JOB $GITHUB_ACTIONS $CI $RUNNER_OS"
          test "$PWD" = "$GITHUB_WORKSPACE" && test -d "$RUNNER_TEMP" && test -d "$HOME" && echo folders
          grep -c 0123abcd "$GITHUB_EVENT_PATH"
          echo "[$GITHUB_TOKEN]"; echo "${{ runner.os }} ${{ job.status }} ${{ github.workspace }}"; readlink /proc/self/fd/0
)");
    bench.run();
    QVERIFY2(bench.log(2).contains("\n0123abcd me/my.repo 12 refs/heads/main me work true mine Linux\nfolders\n1\n[]\nLinux success /"),
             bench.log(2).constData());
    QVERIFY(bench.log(2).contains("/my.repo/my.repo\n/dev/null\n"));
}

void TstJobRunner::secretsAreMaskedBeforeTheyReachTheDisk()
{
    JobBench bench(R"(      - name: Use ${{ secrets.KEY }}
        env: { KEY: "${{ secrets.KEY }}", ALL: "${{ secrets.LINES }}" }
        run: |
          echo "value $KEY and literally ${{ secrets.KEY }}"
          printf '%s' "$KEY" | base64
          printf 'h%s' "$KEY" | base64
          printf 'slow '; for ((i = 0; i < ${#KEY}; i++)); do printf '%s' "${KEY:i:1}"; done; echo
          printf '%s\n' "$ALL"
          echo "::error::with $KEY"
          echo "key=$KEY" >> $GITHUB_OUTPUT
          echo "length ${#KEY}"
)");
    const QByteArray key = "Tr0ub4dor&3-horse";
    bench.request.secrets = {{u"KEY"_s, secret(key)}, {u"LINES"_s, secret("first line\nsecond line")}};
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    const QByteArray log = bench.rawLog();
    for (const QByteArray &form : {key, key.toBase64(), QByteArray("first line"), QByteArray("second line"), key.toBase64().first(12)})
        QVERIFY2(!log.contains(form), log.constData());
    QVERIFY(log.contains("value *** and literally ***"));
    QVERIFY(log.contains("slow ***\n"));
    QVERIFY(log.contains("length 17"));
    QVERIFY(log.contains("##[error]with ***"));
    QCOMPARE(bench.annotations.last().message, u"with ***"_s);
    QCOMPARE(bench.runner().steps().at(1).name, u"Use ***"_s);
    // The same words, written before they were known to be secret by add-mask, are not; afterwards they are.
    JobBench later("      - run: |\n          echo plain-one; echo '::add-mask::plain-one'; echo plain-one; printf 'x%s\\n' plain-one\n");
    later.run();
    QVERIFY(later.log(2).contains("\nplain-one\n***\nx***\n"));
}

void TstJobRunner::outputsWithSecretsStayHere()
{
    JobBench bench("      - id: a\n        env: { K: \"${{ secrets.KEY }}\" }\n        run: echo \"x=$K\" >> $GITHUB_OUTPUT; echo y=fine "
                   ">> $GITHUB_OUTPUT\n",
                   "    outputs: { x: \"${{ steps.a.outputs.x }}\", y: \"${{ steps.a.outputs.y }}\" }\n");
    bench.request.secrets = {{u"KEY"_s, secret("very-secret-value")}};
    bench.run();
    QCOMPARE(bench.end->outputs, (QJsonObject{{u"y"_s, u"fine"_s}}));
    QVERIFY(bench.log().contains("##[warning]Skip output 'x' since it may contain secret."));
}

void TstJobRunner::workflowCommands()
{
    JobBench bench(R"(      - run: |
          echo "::group::My group"; echo inside; echo "::endgroup::"
          echo "::error file=a.c,line=3,title=T%2C1::bad%0Athing"
          echo "::warning::careful"; echo "  ::notice::note"; echo "::debug::hidden"
          echo "::stop-commands::tok-en"; echo "::error::not one"; echo "::tok-en::"; echo "::notice::again"
          echo "::unknown::thing"; echo "text ##[group]middle"; echo "std::string::npos"
          for i in $(seq 20); do echo "::warning::w$i"; done
)");
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    const QByteArray log = bench.log(2);
    QVERIFY2(log.contains("\n##[group]My group\ninside\n##[endgroup]\n##[error]bad\nthing\n##[warning]careful\n##[notice]note\n"),
             log.constData());
    QVERIFY(!log.contains("\nhidden"));
    QVERIFY(log.contains("\n::stop-commands::tok-en\n::error::not one\n::tok-en::\n##[notice]again\n"));
    QVERIFY(log.contains("\n::unknown::thing\n##[group]middle\nstd::string::npos\n"));
    const Annotation &first = bench.annotations.first();
    QCOMPARE(first.level, u"failure"_s);
    QCOMPARE(first.message, u"bad\nthing"_s);
    QCOMPARE(first.file, u"a.c"_s);
    QCOMPARE(first.title, u"T,1"_s);
    QCOMPARE(first.line, 3);
    QCOMPARE(std::ranges::count(bench.annotations, u"warning"_s, &Annotation::level), 10);
}

void TstJobRunner::refusedCommandFailsTheStep()
{
    JobBench bench("      - run: echo '::set-output name=x::y'; echo on\n      - run: echo never\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"failure,skipped"_s);
    QVERIFY(bench.log(2).contains("The `set-output` command is disabled"));
    QVERIFY(bench.log(2).contains("\non\n"));
}

void TstJobRunner::unknownThingsAreRefusedByName()
{
    JobBench action("      - uses: actions/setup-node@v4\n        with: { node-version: 20 }\n      - run: echo never\n");
    action.run();
    QCOMPARE(action.stepConclusions(), u"failure,skipped"_s);
    QVERIFY(action.log(2).contains("##[error]The action “actions/setup-node@v4” is not known on this computer"));
    JobBench container("      - run: echo never\n", "    container: debian:13\n    services: { db: { image: x } }\n");
    container.run();
    QCOMPARE(container.conclusion(), u"failure"_s);
    QCOMPARE(container.stepConclusions(), u"skipped"_s);
    QVERIFY(container.log(1).contains("##[error]“container” of a job is not known on this computer"));
    QVERIFY(container.log(1).contains("##[error]“services”"));
    JobBench submodules("      - uses: actions/checkout@v7\n        with: { submodules: recursive }\n");
    submodules.run();
    QVERIFY(submodules.log(2).contains("The input “submodules” of actions/checkout is not known"));
    QCOMPARE(submodules.conclusion(), u"failure"_s);
}

void TstJobRunner::checkoutBringsTheFiles()
{
    JobBench bench("      - run: ln -s /etc ln; touch old\n      - uses: actions/checkout@v7\n        with: { persist-credentials: false, "
                   "strange: 1 }\n"
                   "      - run: ./job.sh; cat link; stat -c %a job.sh data/in.txt; ls\n      - uses: actions/checkout@v7\n        with: { "
                   "path: other/place }\n"
                   "      - run: cat other/place/data/in.txt; ls\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    QVERIFY2(bench.log(4).contains("\nfrom the script\ninput\n755\n644\ndata\njob.sh\nlink\n"), bench.log().constData());
    QVERIFY(bench.log(3).contains("##[group]Run actions/checkout@v7\nwith:\n  persist-credentials: false\n"));
    QVERIFY(bench.log(3).contains("##[warning]Unexpected input(s) 'strange'"));
    QVERIFY(bench.log(6).contains("\ninput\ndata\njob.sh\nlink\nother\n"));
    // A repository from anywhere may hold names that lead out of the workspace.
    for (const QString &path : {u"../../escaped"_s, u"a/../../b"_s, u".git/config"_s, u"/abs"_s, u"a//b"_s}) {
        JobBench nasty("      - uses: actions/checkout@v7\n");
        nasty.request.files = [path](const QString &) -> Result<QList<RepositoryFile>> {
            return QList<RepositoryFile>{{.path = path, .content = []() -> Result<QByteArray> { return QByteArray("x"); }}};
        };
        nasty.run();
        QCOMPARE(nasty.conclusion(), u"failure"_s);
    }
}

// Breaks for the user: on this computer an element of an array has the inputs of all the others too.
void TstJobRunner::checkoutBringsOnlyWhatIsAskedFor()
{
    const auto bench = [](const QByteArray &with) {
        auto made = std::make_unique<JobBench>("      - uses: actions/checkout@v7\n        with: { " + with
                                               + " }\n      - run: find . -type f | sort\n");
        made->request.files = [](const QString &) -> Result<QList<RepositoryFile>> {
            QList<RepositoryFile> files;
            for (const QString &path :
                 {u"job.sh"_s, u"a b/x"_s, u"a b/y*/z"_s, u"a*"_s, u"größe "_s, u"größe"_s, u"back\\"_s, u"sub/job.sh"_s})
                files.append({.path = path, .content = []() -> Result<QByteArray> { return QByteArray("x"); }});
            return files;
        };
        made->run();
        return made;
    };
    const auto folder = bench("sparse-checkout: \"/job.sh\\n/a b\", sparse-checkout-cone-mode: false");
    QCOMPARE(folder->conclusion(), u"success"_s);
    QVERIFY2(folder->log(3).endsWith("\n./a b/x\n./a b/y*/z\n./job.sh\n"), folder->log(3));
    const auto escaped = bench("sparse-checkout: \"/a\\\\*\\n/größe[ ]\\n/back\\\\\\\\\", sparse-checkout-cone-mode: false");
    QVERIFY2(escaped->log(3).endsWith("\n./a*\n./back\\\n./größe \n"), escaped->log(3));
    const auto without = bench("sparse-checkout: \"/*\\n!/a b\\n!gr??*\", sparse-checkout-cone-mode: false");
    QVERIFY2(without->log(3).endsWith("\n./a*\n./back\\\n./job.sh\n./sub/job.sh\n"), without->log(3));
    QCOMPARE(bench("sparse-checkout: sub")->conclusion(), u"failure"_s);
}

void TstJobRunner::uploadDeliversAZip()
{
    JobBench bench("      - run: mkdir -p uploads/sub /tmp/else; echo a > uploads/a.txt; echo b > uploads/sub/b.txt; echo h > "
                   "uploads/.hidden; echo t > /tmp/else/t\n"
                   "      - id: up\n        uses: actions/upload-artifact@v7\n        with: { name: results, path: uploads/ }\n"
                   "      - uses: actions/upload-artifact@v7\n        with: { name: elsewhere, path: /tmp/else, overwrite: true }\n"
                   "      - uses: actions/upload-artifact@v7\n        with: { path: uploads/a.txt, archive: false }\n"
                   "      - uses: actions/upload-artifact@v7\n        with: { name: none, path: nothing }\n"
                   "      - uses: actions/upload-artifact@v7\n        with: { name: none, path: nothing, if-no-files-found: error }\n"
                   "      - run: echo ${{ steps.up.outputs.artifact-digest }}\n        if: always()\n");
    bench.run();
    QVERIFY2(bench.stepConclusions() == "success,success,success,success,success,failure,success"_L1, bench.log().constData());
    QCOMPARE(bench.artifacts.size(), 3);
    const Artifact &results = bench.artifacts.at(0);
    QCOMPARE(results.name, u"results"_s);
    QCOMPARE(QFileInfo(results.file).size(), results.size);
    QProcess unzip;
    unzip.start(u"unzip"_s, {u"-p"_s, results.file, u"sub/b.txt"_s});
    QVERIFY(unzip.waitForFinished());
    QCOMPARE(unzip.readAllStandardOutput(), "b\n");
    QVERIFY(bench.log(8).contains("\n" + results.digest.section(u':', 1).toLatin1() + "\n"));
    QCOMPARE(bench.artifacts.at(1).name, u"elsewhere"_s);
    QVERIFY(bench.artifacts.at(1).overwrite);
    QCOMPARE(bench.artifacts.at(2).name, u"a.txt"_s);
    QVERIFY(!bench.artifacts.at(2).archived);
    QFile plain(bench.artifacts.at(2).file);
    QVERIFY(plain.open(QIODevice::ReadOnly));
    QCOMPARE(plain.readAll(), "a\n");
    QVERIFY(bench.log(6).contains("##[warning]No files were found with the provided path: nothing. No artifacts will be uploaded."));
    QVERIFY(bench.log(7).contains("##[error]No files were found"));
}

void TstJobRunner::uploadOfATakenNameFails()
{
    JobBench bench("      - run: echo a > a\n      - uses: actions/upload-artifact@v7\n        with: { name: taken, path: a }\n");
    bench.request.artifactExists = [](const QString &name) { return name == "taken"_L1; };
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"success,failure"_s);
    QVERIFY(bench.artifacts.isEmpty());
    QVERIFY(bench.log(3).contains("(409) Conflict"));
}

void TstJobRunner::hashFilesSeesTheWorkspace()
{
    JobBench bench("      - run: printf abc > a; mkdir d; printf abc > d/b\n      - run: echo \"[${{ hashFiles('a') }}] [${{ "
                   "hashFiles('**/b') == hashFiles('a') }}] [${{ hashFiles('none') }}]\"\n");
    bench.run();
    // SHA-256 of the (binary) SHA-256 of "abc".
    QVERIFY2(bench.log(3).contains("[4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358] [true] []"),
             bench.log(3).constData());
}

void TstJobRunner::backgroundProcessesAndTmpLiveOn()
{
    JobBench bench(
        "      - run: echo kept > /tmp/kept; (while true; do sleep 0.05; date +%s%N > /tmp/beat; done) & echo started\n"
        "      - run: cat /tmp/kept; one=$(cat /tmp/beat); while [ \"$(cat /tmp/beat)\" = \"$one\" ]; do sleep 0.02; done; echo it beats\n"
        "        timeout-minutes: 0.5\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    QVERIFY(bench.log(3).contains("\nkept\nit beats\n"));
}

void TstJobRunner::stepTimesOut()
{
    JobBench bench("      - name: Slow\n        run: echo begun; sleep 60\n        timeout-minutes: 0.005\n      - run: echo cleaned\n     "
                   "   if: failure()\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"failure,success"_s);
    QVERIFY2(bench.log(2).contains("##[error]The action 'Slow' has timed out after 0.005 minutes."), bench.log(2).constData());
    QCOMPARE(bench.conclusion(), u"failure"_s);
}

void TstJobRunner::jobTimesOut()
{
    JobBench bench("      - run: sleep 60\n      - run: echo never\n      - run: echo cleaned\n        if: always()\n",
                   "    timeout-minutes: 0.01\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"timed_out"_s);
    QCOMPARE(bench.stepConclusions(), u"cancelled,skipped,success"_s);
    QVERIFY(bench.log().contains("maximum execution time of 0.01 minutes"));
}

void TstJobRunner::cancelEndsTheWholeTree_data()
{
    QTest::addColumn<bool>("sandbox");
    QTest::newRow("bubblewrap") << true;
    QTest::newRow("supervisor") << false;
}

void TstJobRunner::cancelEndsTheWholeTree()
{
    QFETCH(bool, sandbox);
    const QByteArray marker = uniqueMarker();
    JobBench bench("      - run: |\n          trap 'echo politely' INT\n          setsid sh -c 'trap \"\" INT TERM; sleep 999; : " + marker
                   + "' &\n          (setsid sh -c 'sleep 999; : " + marker
                   + "' & )\n          echo up\n          sleep 999\n      - run: echo never\n");
    bench.request.walls = sandbox ? Walls::Wanted : Walls::None;
    bench.run([&bench](JobRunner &runner) {
        QVERIFY(bench.waitForLog(2, "Z up\n"));
        runner.cancel();
        QVERIFY(runner.isRunning());
    });
    QCOMPARE(bench.conclusion(), u"cancelled"_s);
    QCOMPARE(bench.stepConclusions(), u"cancelled,skipped"_s);
    QVERIFY2(bench.log(2).contains("\npolitely\n"), bench.log(2).constData());
    QVERIFY(bench.log(2).contains("##[error]The operation was canceled."));
    QCOMPARE(processesWith(marker), 0);
}

void TstJobRunner::cancelledStepsStillRun()
{
    JobBench bench(
        "      - run: echo up; sleep 999\n      - run: echo a\n        if: always()\n      - run: echo c\n        if: cancelled()\n"
        "      - run: echo f\n        if: failure()\n      - run: echo s\n        if: ${{ !cancelled() }}\n");
    bench.run([&bench](JobRunner &runner) {
        QVERIFY(bench.waitForLog(2, "Z up\n"));
        runner.cancel();
    });
    QCOMPARE(bench.stepConclusions(), u"cancelled,success,success,skipped,skipped"_s);
    QCOMPARE(bench.conclusion(), u"cancelled"_s);
    // A step that would run after a cancel is not disturbed by one.
    JobBench stays(
        "      - run: echo up; while [ ! -e go ]; do sleep 0.02; done; echo through\n        if: always()\n      - run: echo never\n");
    stays.run([&stays](JobRunner &runner) {
        QVERIFY(stays.waitForLog(2, "Z up\n"));
        runner.cancel();
        QFile go(QDir(stays.folder()).filePath(u"work/home/work/my.repo/my.repo/go"_s));
        QVERIFY(go.open(QIODevice::WriteOnly));
    });
    QCOMPARE(stays.stepConclusions(), u"success,skipped"_s);
    QVERIFY(stays.log(2).contains("\nthrough\n"));
    QCOMPARE(stays.conclusion(), u"cancelled"_s);
}

void TstJobRunner::cancelForcesWhatIgnoresIt()
{
    JobBench bench("      - run: trap 'echo int' INT; trap 'echo term' TERM; echo up; while true; do sleep 0.1 || true; done\n");
    bench.run([&bench](JobRunner &runner) {
        QVERIFY(bench.waitForLog(2, "Z up\n"));
        runner.cancel();
    });
    QVERIFY2(bench.log(2).contains("\nint\n"), bench.log(2).constData());
    QVERIFY(bench.log(2).contains("\nterm\n"));
    QCOMPARE(bench.stepConclusions(), u"cancelled"_s);
    // 7.5 s to SIGTERM, 2.5 s more to SIGKILL; timers may come a little early.
    const QList<StepState> steps = bench.runner().steps();
    const auto took = *steps.at(1).completedAt - *steps.at(1).startedAt;
    QVERIFY2(took >= std::chrono::seconds(9) && took < std::chrono::seconds(16), qPrintable(QString::number(took.count())));
}

void TstJobRunner::cancelBeforeTheFirstStep()
{
    JobBench bench("      - run: echo never\n");
    bench.run([](JobRunner &runner) { runner.cancel(); });
    QCOMPARE(bench.conclusion(), u"cancelled"_s);
    QCOMPARE(bench.stepConclusions(), u"skipped"_s);
    QVERIFY(!bench.log().contains("never"));
}

// Breaks for the user: a cancelled job whose last step never ends keeps the hub alive for ever.
void TstJobRunner::cancelHasAnEnd()
{
    FakeClock clock;
    JobBench bench("      - run: echo up; sleep 999\n      - run: echo cleaning; sleep 999\n        if: always()\n      - run: echo "
                   "never\n        if: always()\n");
    bench.request.clock = &clock;
    bench.run([&bench, &clock](JobRunner &runner) {
        QVERIFY(bench.waitForLog(2, "Z up\n"));
        runner.cancel();
        QVERIFY(bench.waitForLog(3, "Z cleaning\n"));
        clock.advance(std::chrono::minutes(4));
        QVERIFY(runner.isRunning());
        clock.advance(std::chrono::minutes(2));
    });
    QCOMPARE(bench.stepConclusions(), u"cancelled,cancelled,skipped"_s);
    QCOMPARE(bench.conclusion(), u"cancelled"_s);
}

void TstJobRunner::forcedCancelAtOnce()
{
    for (int turns = 0; turns < 12; ++turns) {
        JobBench bench("      - run: echo never; sleep 999\n");
        bench.run([turns](JobRunner &runner) {
            for (int turn = 0; turn < turns; ++turn)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
            runner.cancel(true);
        });
        QCOMPARE(bench.conclusion(), u"cancelled"_s);
        // And dropped at the same places.
        JobBench dropped("      - run: sleep 999\n");
        dropped.start();
        for (int turn = 0; turn < turns; ++turn)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
        dropped.drop();
        QTRY_COMPARE(processesWith(dropped.folder().toUtf8()), 0);
    }
}

void TstJobRunner::finishedMayDeleteTheRunner()
{
    const JobBench bench("      - run: 'true'\n");
    auto runner = std::make_unique<JobRunner>(bench.request);
    connect(runner.get(), &JobRunner::finished, this, [&runner] { runner.reset(); });
    runner->start();
    QTRY_VERIFY(!runner);
}

void TstJobRunner::forcedCancelRunsNothingMore()
{
    const QByteArray marker = uniqueMarker();
    JobBench bench("      - run: |\n          trap '' INT TERM; echo up; while true; do sleep 1; done # " + marker
                   + "\n      - run: echo never\n        if: always()\n");
    bench.run([&bench](JobRunner &runner) {
        QVERIFY(bench.waitForLog(2, "Z up\n"));
        runner.cancel(true);
    });
    QCOMPARE(bench.conclusion(), u"cancelled"_s);
    QCOMPARE(bench.stepConclusions(), u"cancelled,skipped"_s);
    QCOMPARE(processesWith(marker), 0);
}

void TstJobRunner::droppedRunnerLeavesNobody_data()
{
    cancelEndsTheWholeTree_data();
}

void TstJobRunner::droppedRunnerLeavesNobody()
{
    QFETCH(bool, sandbox);
    const QByteArray marker = uniqueMarker();
    JobBench bench("      - run: |\n          setsid sh -c 'sleep 999; : " + marker + "' & echo up; sleep 999\n");
    bench.request.walls = sandbox ? Walls::Wanted : Walls::None;
    bench.start();
    QVERIFY(bench.waitForLog(2, "Z up\n"));
    QTRY_VERIFY(processesWith(marker) > 0);
    bench.drop();
    QTRY_COMPARE(processesWith(marker), 0);
    QVERIFY(!bench.end);
}

void TstJobRunner::missingProgramAndFolderAreSaid()
{
    JobBench bench("      - run: echo x\n        working-directory: nowhere\n      - run: x\n        shell: no-such-program {0}\n        "
                   "if: always()\n      - run: kill -9 $$\n        if: always()\n");
    bench.run();
    QCOMPARE(bench.stepConclusions(), u"failure,failure,failure"_s);
    QVERIFY2(bench.log(2).contains("##[error]An error occurred trying to start process '/usr/bin/bash' with working directory '"),
             bench.log(2).constData());
    QVERIFY(bench.log(2).contains("/nowhere'. No such file or directory"));
    QVERIFY(bench.log(3).contains("'no-such-program'"));
    QVERIFY(bench.log(4).contains("exit code 137"));
}

// Breaks for the user: a script gets at their files through the hub, which stands outside of the sandbox.
void TstJobRunner::scriptCannotReachTheHubsFiles()
{
    if (!*wait(JobRunner::sandboxWorks()))
        QSKIP("bubblewrap does not work here");
    QTemporaryDir personal(QDir::homePath() + u"/punchcard-test-XXXXXX"_s);
    QFile diary(personal.filePath(u"diary"_s));
    QVERIFY(diary.open(QIODevice::WriteOnly));
    diary.write("FOO=dear diary\n");
    diary.close();
    JobBench bench("      - run: |\n          cat " + diary.fileName().toUtf8() + " || echo hidden\n          ln -s "
                   + diary.fileName().toUtf8() + " up\n          ln -s ../../../../../../../../../../.." + diary.fileName().toUtf8()
                   + " up2\n          rm $GITHUB_ENV; ln -s " + diary.fileName().toUtf8() + " $GITHUB_ENV\n          ls -A "
                   + personal.path().section(u'/', 0, -2).toUtf8()
                   + " /root | grep -c punchcard || true\n"
                     "      - uses: actions/upload-artifact@v7\n        with: { path: up* }\n      - run: env\n");
    bench.run();
    QVERIFY2(bench.log(2).contains("\nhidden\n"), bench.log(2).constData());
    QVERIFY(!bench.log().contains("dear diary"));
    QVERIFY(bench.artifacts.isEmpty());
    QVERIFY(bench.log(3).contains("No files were found"));
}

void TstJobRunner::workFolderIsRemoved()
{
    JobBench bench("      - run: |\n          mkdir -p a/b; touch a/b/c; chmod 000 a/b; chmod 555 a\n          d=x; for i in $(seq 300); "
                   "do mkdir $d; cd $d; done; touch end\n          mkdir /tmp/x; chmod 0 /tmp/x\n");
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    QVERIFY(QFileInfo::exists(bench.folder() + u"/work"_s));
    const Result<> removed = wait(JobRunner::removeWorkFolder(bench.folder()));
    QVERIFY2(removed, qPrintable(removed ? QString() : removed.error().detail));
    QVERIFY(!QFileInfo::exists(bench.folder() + u"/work"_s));
    QVERIFY(QFileInfo::exists(bench.folder() + u"/logs/job.txt"_s));
    QVERIFY(wait(JobRunner::removeWorkFolder(bench.folder())));
}

void TstJobRunner::summaryIsKept()
{
    JobBench bench("      - run: echo '# Title with a-secret-word' >> $GITHUB_STEP_SUMMARY\n      - run: head -c 1100000 /dev/zero >> "
                   "$GITHUB_STEP_SUMMARY\n");
    bench.request.secrets = {{u"K"_s, secret("a-secret-word")}};
    bench.run();
    QFile summary(bench.folder() + u"/summaries/2.md"_s);
    QVERIFY(summary.open(QIODevice::ReadOnly));
    QCOMPARE(summary.readAll(), "# Title with ***\n");
    QCOMPARE(bench.stepConclusions(), u"success,failure"_s);
}

void TstJobRunner::leftOverProcessesDieWithTheJob()
{
    for (const bool sandbox : {true, false}) {
        const QByteArray marker = uniqueMarker();
        JobBench bench("      - run: |\n          setsid sh -c 'sleep 999; : " + marker
                       + "' & setsid setsid sh -c 'trap \"\" TERM; sleep 999; : " + marker + "' & echo ok\n");
        bench.request.walls = sandbox ? Walls::Wanted : Walls::None;
        bench.run();
        QCOMPARE(bench.conclusion(), u"success"_s);
        QCOMPARE(processesWith(marker), 0);
    }
}

// Breaks for the user: the hub answers nobody while a job prints.
void TstJobRunner::muchOutputKeepsTheLoopFree()
{
    JobBench bench("      - run: head -c 200000000 /dev/zero | tr '\\0' 'x' | fold -w 99\n");
    QElapsedTimer sinceLast;
    qint64 longest = 0;
    QTimer ticker;
    connect(&ticker, &QTimer::timeout, &ticker, [&] { longest = std::max(longest, sinceLast.restart()); });
    sinceLast.start();
    ticker.start(5);
    bench.run();
    QCOMPARE(bench.conclusion(), u"success"_s);
    QVERIFY2(QFileInfo(bench.folder() + u"/logs/2.txt"_s).size() > 250'000'000, "the log is not whole");
    QVERIFY2(longest < 500, qPrintable(QString::number(longest))); // 50 ms and the machine's other work.
}

PUNCHCARD_TEST(TstJobRunner, tst_jobrunner)
#include "tst_jobrunner.moc"
