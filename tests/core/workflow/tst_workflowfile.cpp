// SPDX-License-Identifier: MIT
#include "core/workflow/workflowfile.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;

namespace {

const QByteArray everything = R"(# a comment
name: batch
run-name: "batch ${{ github.sha }}"
on:
  push: { branches: [ '**', '!old/*' ], paths: [ ".github/workflows/batch.yml" ] }
  workflow_dispatch:
    inputs: { level: { default: low } }
  schedule: [ { cron: "0 0 * * *" } ]
permissions: { contents: read, id-token: write }
concurrency: { group: "g-${{ github.ref }}", cancel-in-progress: true }
env: { MODE: fast, COUNT: 3, HEX: 0x10, YES: yes, TRUE: true, NOTHING: }
defaults: { run: { shell: bash, working-directory: sub } }
jobs:
  first:
    runs-on: ubuntu-24.04
    outputs: { x: "${{ steps.a.outputs.x }}" }
    steps:
      - id: a
        run: |
          echo one
          echo two
  second:
    name: The second
    needs: [first]
    if: ${{ !cancelled() }}
    runs-on: { group: big, labels: [gpu, linux] }
    timeout-minutes: 60
    continue-on-error: true
    permissions: read-all
    env: { A: "1" }
    strategy: { fail-fast: false, max-parallel: 4, matrix: { part: [1, 2] } }
    container: debian:13
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - name: Run job
        if: success() && matrix.part == 1
        shell: bash
        env: { API_KEY: "${{ secrets.API_KEY }}" }
        working-directory: there
        timeout-minutes: ${{ matrix.part }}
        continue-on-error: ${{ matrix.part == 2 }}
        run: bash ./job.sh
)";

} // namespace

class TstWorkflowFile : public QObject
{
    Q_OBJECT

private slots:
    void readsEverything();
    void mistakesNameTheirLine_data();
    void mistakesNameTheirLine();
    void triggers_data();
    void triggers();
    void hostileFilesAreRefused();
};

void TstWorkflowFile::readsEverything()
{
    const Result<WorkflowFile> file = parseWorkflow(everything);
    QVERIFY2(file, qPrintable(file ? QString() : file.error().what));
    QCOMPARE(file->name, u"batch"_s);
    QCOMPARE(file->runName, u"batch ${{ github.sha }}"_s);
    QVERIFY(file->on.push && file->on.dispatch);
    QCOMPARE(file->on.others, QStringList{u"schedule"_s});
    QCOMPARE(file->on.inputs.size(), 1);
    QCOMPARE(file->permissions.size(), 2);
    QCOMPARE(file->concurrency.group, u"g-${{ github.ref }}"_s);
    QCOMPARE(file->concurrency.cancelInProgress, u"true"_s);
    QCOMPARE(file->defaults.shell, u"bash"_s);
    const Entries env = {{u"MODE"_s, u"fast"_s}, {u"COUNT"_s, 3},   {u"HEX"_s, 16},
                         {u"YES"_s, u"yes"_s},   {u"TRUE"_s, true}, {u"NOTHING"_s, QJsonValue::Null}};
    QCOMPARE(file->env, env);
    QCOMPARE(file->jobs.size(), 2);
    const Job &first = file->jobs.at(0);
    QCOMPARE(first.steps.at(0).run, u"echo one\necho two\n"_s);
    QVERIFY(first.steps.at(0).hasRun);
    QCOMPARE(first.steps.at(0).line, 18);
    QCOMPARE(first.labels, QStringList{u"ubuntu-24.04"_s});
    QCOMPARE(first.outputs.size(), 1);
    const Job &second = *file->job(u"second"_s);
    QCOMPARE(second.name, u"The second"_s);
    QCOMPARE(second.needs, QStringList{u"first"_s});
    QCOMPARE(second.condition, u"${{ !cancelled() }}"_s);
    QCOMPARE(second.group, u"big"_s);
    QCOMPARE(second.labels, (QStringList{u"gpu"_s, u"linux"_s}));
    QCOMPARE(second.timeoutMinutes, u"60"_s);
    QCOMPARE(second.continueOnError, u"true"_s);
    QCOMPARE(second.permissions, (Entries{{u"*"_s, u"read-all"_s}}));
    QCOMPARE(second.strategy.maxParallel, u"4"_s);
    QCOMPARE(second.strategy.matrix.axes.first().second.toArray().size(), 2);
    QCOMPARE(second.unsupported, QStringList{u"container"_s});
    QCOMPARE(second.steps.at(0).uses, u"actions/checkout@v7"_s);
    QCOMPARE(second.steps.at(0).with, (Entries{{u"persist-credentials"_s, false}}));
    const Step &step = second.steps.at(1);
    QCOMPARE(step.workingDirectory, u"there"_s);
    QCOMPARE(step.timeoutMinutes, u"${{ matrix.part }}"_s);
    QCOMPARE(step.env, (Entries{{u"API_KEY"_s, u"${{ secrets.API_KEY }}"_s}}));
    QVERIFY(!file->job(u"third"_s));
}

void TstWorkflowFile::mistakesNameTheirLine_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const QByteArray &yaml, int line, const char *named) {
        QTest::newRow(name) << yaml << line << QString::fromUtf8(named);
    };
    const QByteArray head = "on: push\njobs:\n  a:\n    runs-on: x\n";
    const QByteArray steps = "    steps:\n      - run: true\n";
    row("empty", "", 1, "");
    row("no mapping", "- a\n", 1, "mapping");
    row("not YAML", "on: push\njobs: [\n", 3, "");
    row("tab", "on: push\njobs:\n\ta: 1\n", 3, "");
    row("no jobs", "on: push\n", 1, "jobs");
    row("no on", "jobs:\n  a:\n    runs-on: x\n" + steps, 1, "on");
    row("unknown key", head + steps + "    foo: 1\n", 7, "foo");
    row("unknown key of a step", head + steps + "        runs: x\n", 7, "runs");
    row("key twice", head + steps + "    runs-on: y\n", 7, "runs-on");
    row("job twice", head + steps + "  a:\n    runs-on: y\n", 7, "a");
    row("no runs-on", "on: push\njobs:\n  a:\n" + steps, 4, "runs-on");
    row("no steps", head, 4, "steps");
    row("run and uses", head + steps + "        uses: x\n", 6, "uses");
    row("neither", head + "    steps:\n      - name: x\n", 6, "run");
    row("job id", "on: push\njobs:\n  1a:\n    runs-on: x\n" + steps, 4, "1a");
    row("unknown need", head + "    needs: b\n" + steps, 4, "b");
    row("needs itself", head + "    needs: a\n" + steps, 4, "a");
    row("circle", head + "    needs: b\n" + steps + "  b:\n    runs-on: x\n    needs: a\n" + steps, 4, "needs");
    row("expression", head + "    steps:\n      - run: echo ${{ nope.x }}\n", 6, "nope");
    row("function", head + "    steps:\n      - run: echo\n        if: shout(1)\n", 7, "shout");
    row("open expression", head + "    env: { A: '${{ 1' }\n" + steps, 5, "}}");
    row("minutes", head + "    timeout-minutes: soon\n" + steps, 5, "timeout-minutes");
    row("boolean", head + "    continue-on-error: maybe\n" + steps, 5, "continue-on-error");
    row("env list", head + "    env: [a]\n" + steps, 5, "env");
    row("env deep", head + "    env: { A: { B: 1 } }\n" + steps, 5, "A");
    row("same step id", head + "    steps:\n      - {id: s, run: a}\n      - {id: S, run: b}\n", 7, "S");
    row("two documents", head + steps + "---\na: 1\n", 8, "document");
    row("list for name", "name: [a]\n" + head + steps, 1, "name");
    row("both filters", "on: { push: { branches: [a], branches-ignore: [b] } }\njobs:\n  a:\n    runs-on: x\n" + steps, 1, "branches");
}

void TstWorkflowFile::mistakesNameTheirLine()
{
    QFETCH(QByteArray, yaml);
    QFETCH(int, line);
    QFETCH(QString, named);
    const Result<WorkflowFile> file = parseWorkflow(yaml);
    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::Malformed);
    QVERIFY2(file.error().what.contains(u"Line %1 "_s.arg(line)) && file.error().what.contains(named), qPrintable(file.error().what));
    QVERIFY(!file.error().remedy.isEmpty());
}

void TstWorkflowFile::triggers_data()
{
    QTest::addColumn<QByteArray>("on");
    QTest::addColumn<QString>("ref");
    QTest::addColumn<QStringList>("changed");
    QTest::addColumn<bool>("starts");
    const auto row = [](const char *on, const char *ref, const QStringList &changed, bool starts) {
        QTest::newRow(qPrintable(QString::fromLatin1(on) + u' ' + QString::fromLatin1(ref) + u' ' + changed.join(u',')))
            << QByteArray(on) << QString::fromLatin1(ref) << changed << starts;
    };
    row("push", "refs/heads/main", {}, true);
    row("[push, pull_request]", "refs/heads/main", {}, true);
    row("workflow_dispatch", "refs/heads/main", {}, false);
    row("{push: {}}", "refs/tags/v1", {}, true);
    row("{push: {branches: [main]}}", "refs/heads/main", {}, true);
    row("{push: {branches: [main]}}", "refs/heads/other", {}, false);
    row("{push: {branches: [main]}}", "refs/tags/v1", {}, false);
    row("{push: {tags: ['v*']}}", "refs/heads/main", {}, false);
    row("{push: {tags: ['v*']}}", "refs/tags/v1.2", {}, true);
    row("{push: {branches: ['release/*']}}", "refs/heads/release/1", {}, true);
    row("{push: {branches: ['release/*']}}", "refs/heads/release/1/2", {}, false);
    row("{push: {branches: ['release/**']}}", "refs/heads/release/1/2", {}, true);
    row("{push: {branches: ['**', '!old/**']}}", "refs/heads/old/x", {}, false);
    row("{push: {branches: ['!old', '**']}}", "refs/heads/old", {}, true);
    row("{push: {branches-ignore: [main]}}", "refs/heads/main", {}, false);
    row("{push: {branches-ignore: [main]}}", "refs/heads/x", {}, true);
    row("{push: {branches: ['v[0-9]+.x']}}", "refs/heads/v12.x", {}, true);
    row("{push: {branches: ['v[0-9]+.x']}}", "refs/heads/v1y", {}, false);
    row("{push: {paths: ['.github/workflows/batch.yml']}}", "refs/heads/a", {u".github/workflows/batch.yml"_s}, true);
    row("{push: {paths: ['.github/workflows/batch.yml']}}", "refs/heads/a", {u"job.sh"_s}, false);
    row("{push: {paths: ['**/*.js', '!sub/**']}}", "refs/heads/a", {u"sub/x.js"_s}, false);
    row("{push: {paths: ['**/*.js', '!sub/**']}}", "refs/heads/a", {u"sub/x.js"_s, u"y.js"_s}, true);
    row("{push: {paths-ignore: ['docs/**']}}", "refs/heads/a", {u"docs/a"_s}, false);
    row("{push: {paths-ignore: ['docs/**']}}", "refs/heads/a", {u"docs/a"_s, u"b"_s}, true);
}

void TstWorkflowFile::triggers()
{
    QFETCH(QByteArray, on);
    QFETCH(QString, ref);
    QFETCH(QStringList, changed);
    QFETCH(bool, starts);
    const Result<WorkflowFile> file = parseWorkflow("on: " + on + "\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n");
    QVERIFY2(file, qPrintable(file ? QString() : file.error().what));
    QCOMPARE(file->on.startsOnPush(ref, changed), starts);
}

// Breaks for the user: a workflow file that anybody may have pushed takes the hub down, or all memory.
void TstWorkflowFile::hostileFilesAreRefused()
{
    QByteArray laughs = "a0: &a0 [x, x]\n";
    for (int level = 1; level < 40; ++level) {
        const QByteArray before = QByteArray::number(level - 1);
        laughs += "a" + QByteArray::number(level) + ": &a" + QByteArray::number(level) + " [*a" + before + ", *a" + before + "]\n";
    }
    QVERIFY(!parseWorkflow(laughs));
    QVERIFY(!parseWorkflow(QByteArray(20'000, '[')));
    QVERIFY(!parseWorkflow(QByteArray("a: ").repeated(20'000)));
    QVERIFY(!parseWorkflow("on: push\n\xff\xfe"));
    QVERIFY(!parseWorkflow(QByteArray("on: push\n\0x", 11)));
    QVERIFY(!parseWorkflow("a: &x [*x]\n"));
    QVERIFY(!parseWorkflow(QByteArray("# ").repeated(600'000)));
    // Found by a fuzzer: documents without end.
    QVERIFY(!parseWorkflow(",n:   "));
    QVERIFY(!parseWorkflow("on: push\n---\non: push\n"));
}

PUNCHCARD_TEST(TstWorkflowFile, tst_workflowfile)
#include "tst_workflowfile.moc"
