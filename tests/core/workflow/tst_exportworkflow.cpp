// SPDX-License-Identifier: MIT
#include "core/workflow/exportworkflow.h"

#include "core/job/array.h"
#include "core/workflow/matrix.h"
#include "core/workflow/workflowfile.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;

/// A job as a workflow of the user's own. What GitHub's parser makes of it is tried in tests/contract.
class TstExportWorkflow : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    // Breaks for the user: the workflow that they put into their repository does not start, or is no longer their script.
    void standsOnItsOwn();
    void scriptsStayWhatTheyAre_data();
    void scriptsStayWhatTheyAre();
    void elementsOfATable();
    void hostileTextEndsNoComment();
    void tooManyElementsAreRefused();

private:
    static ExportedWorkflow exportedFrom(const JobSpec &spec, const QByteArray &script)
    {
        const Result<ExportedWorkflow> exported = exportWorkflow(spec, script, u"mine.yml"_s);
        return exported.value_or(ExportedWorkflow());
    }
    static WorkflowFile readBack(const ExportedWorkflow &exported)
    {
        const Result<WorkflowFile> file = parseWorkflow(exported.yaml);
        if (!file)
            qWarning("%s in %s", qPrintable(file.error().what), exported.yaml.constData());
        return file.value_or(WorkflowFile());
    }
};

void TstExportWorkflow::standsOnItsOwn()
{
    const JobSpec spec{.name = u"build.sh"_s,
                       .runsOn = {u"ubuntu-24.04-arm"_s},
                       .oidc = true,
                       .secrets = {{.name = u"API_KEY"_s}},
                       .inputs = {{.path = u"/home/me/data"_s, .name = u"data"_s}},
                       .uploads = {u"out/"_s},
                       .timeoutMinutes = 30};
    const ExportedWorkflow exported = exportedFrom(spec, "echo hi >uploads/x\n");
    const WorkflowFile file = readBack(exported);
    QVERIFY(file.on.dispatch && !file.on.push);
    QCOMPARE(file.permissions, (Entries{{u"contents"_s, u"read"_s}, {u"id-token"_s, u"write"_s}}));
    const workflow::Job &job = file.jobs.constFirst();
    QCOMPARE(job.labels, QStringList{u"ubuntu-24.04-arm"_s});
    QCOMPARE(job.timeoutMinutes, u"30"_s);
    QVERIFY(job.unsupported.isEmpty());
    QCOMPARE(job.steps.at(2).env, (Entries{{u"API_KEY"_s, u"${{ secrets.API_KEY }}"_s}}));
    QCOMPARE(job.steps.size(), 5);
    QVERIFY(job.steps.at(3).uses.startsWith(u"actions/upload-artifact@"_s));
    QCOMPARE(job.steps.at(4).with.at(1), (std::pair<QString, QJsonValue>(u"path"_s, u"out"_s)));
    const QByteArray text = exported.yaml;
    for (const char *const told : {"gh secret set API_KEY\n", "#   data\n", "gh workflow run mine.yml\n", "# push:\n"})
        QVERIFY2(text.contains(told), told);
    // Nothing of ours, nothing of this computer.
    QVERIFY2(!text.toLower().contains("punchcard") && !text.contains("/home/me"), text);
    QCOMPARE(exported.secrets, QStringList{u"API_KEY"_s});
    QCOMPARE(exported.inputs, QStringList{u"data"_s});
}

void TstExportWorkflow::scriptsStayWhatTheyAre_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("isInline");
    QTest::addColumn<QString>("shell");
    QTest::newRow("no shebang") << QByteArray("false\necho on\n") << true << u"bash {0}"_s;
    QTest::newRow("bash") << QByteArray("#!/usr/bin/env bash\n\n\techo 'a: #b'\n") << true << u"bash {0}"_s;
    QTest::newRow("sh, ending at once") << QByteArray("#!/bin/sh -e\nfalse\n") << true << u"sh -e {0}"_s;
    QTest::newRow("no line end") << QByteArray("echo x") << true << u"bash {0}"_s;
    QTest::newRow("python") << QByteArray("#!/usr/bin/env python3\nprint(1)\n") << false << u"bash"_s;
    QTest::newRow("an expression") << QByteArray("echo '${{ secrets.X }}'\n") << false << u"bash"_s;
    QTest::newRow("begins with a blank") << QByteArray("  echo x\n") << false << u"bash"_s;
    QTest::newRow("long") << QByteArray("#!/bin/bash\n") + QByteArray(7000, '#') << false << u"bash"_s;
    QTest::newRow("no UTF-8") << QByteArray("echo \xff\n") << false << u"bash"_s;
    QTest::newRow("control") << QByteArray("echo \x1b[1m\n") << false << u"bash"_s;
}

void TstExportWorkflow::scriptsStayWhatTheyAre()
{
    QFETCH(const QByteArray, script);
    QFETCH(const bool, isInline);
    const ExportedWorkflow exported = exportedFrom({.name = u"a b.sh"_s}, script);
    const workflow::Step step = readBack(exported).jobs.constFirst().steps.at(2);
    QTEST(step.shell, "shell");
    QCOMPARE(!exported.scriptPath, isInline);
    if (isInline) {
        QCOMPARE(step.run.toUtf8().trimmed(), script.trimmed());
        return;
    }
    QCOMPARE(*exported.scriptPath, u".github/scripts/a-b.sh"_s);
    QVERIFY2(step.run.contains(u"./.github/scripts/a-b.sh"_s), qPrintable(step.run));
    QCOMPARE(step.run.startsWith(u"bash "_s), !script.startsWith("#!"));
}

void TstExportWorkflow::elementsOfATable()
{
    JobSpec spec{.name = u"x"_s};
    spec.params = {.names = {u"WIDTH"_s, u"name"_s}, .rows = {{u"80"_s, u"yes"_s}, {u"1e3"_s, u"${{ github.token }}"_s}}};
    spec.maxParallel = 1;
    spec.failFast = true;
    const workflow::Job job = readBack(exportedFrom(spec, "echo $WIDTH\n")).jobs.constFirst();
    QCOMPARE(job.strategy.failFast, u"true"_s);
    QCOMPARE(job.strategy.maxParallel, u"1"_s);
    const Result<Plan> plan = expandMatrix(job.strategy, {});
    QVERIFY(plan);
    QCOMPARE(plan->combinations.size(), 2);
    QStringList values;
    for (const Entries &combination : plan->combinations) {
        const Scope scope{.contexts = {{u"matrix"_s, toContext(combination)}, {u"github"_s, QJsonObject{{u"token"_s, u"stolen"_s}}}}};
        for (const auto &[name, value] : job.steps.at(2).env)
            values.append(name + u'=' + interpolate(value.toString(), scope).value_or(u"<refused>"_s));
    }
    QVERIFY2(values.contains(u"WIDTH=1e3"_s) && values.contains(u"name=yes"_s) && values.contains(u"PUNCHCARD_TASK=1"_s),
             qPrintable(values.join(u' ')));
    QVERIFY2(values.filter(u"stolen"_s).isEmpty(), qPrintable(values.join(u' ')));
}

// Breaks for the user: a file's name becomes a line of the workflow.
void TstExportWorkflow::hostileTextEndsNoComment()
{
    for (const QString &text :
         {u"a\njobs: x"_s, u"a\r  run: id"_s, u"a\u2028b: c"_s, u"a\u0085b: c"_s, u"${{ github.token }}"_s, u"\ufeff"_s}) {
        const JobSpec spec{.name = text, .inputs = {{.path = u"/x"_s, .name = text}}, .uploads = {}};
        const WorkflowFile file = readBack(exportedFrom(spec, "true\n"));
        QCOMPARE(file.jobs.size(), 1);
        QCOMPARE(file.jobs.constFirst().steps.size(), 4);
    }
}

void TstExportWorkflow::tooManyElementsAreRefused()
{
    QVERIFY(!exportWorkflow({.name = u"x"_s, .array = largestMatrix + 1}, "true\n", u"x.yml"_s));
    QVERIFY(!exportWorkflow({.name = u"x"_s, .runsOn = {}}, "true\n", u"x.yml"_s));
}

PUNCHCARD_TEST(TstExportWorkflow, tst_exportworkflow)
#include "tst_exportworkflow.moc"
