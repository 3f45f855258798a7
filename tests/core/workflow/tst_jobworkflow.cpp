// SPDX-License-Identifier: MIT
#include "core/workflow/jobworkflow.h"

#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/workflow/expressions.h"
#include "core/workflow/jobcheck.h"
#include "core/workflow/plainsteps.h"
#include "core/workflow/workflowfile.h"
#include "tests/core/workflow/emitted.h"
#include "tests/core/workflow/runprogram.h"
#include "tests/support/hostiletexts.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;
using punchcard::testing::evaluated;
using punchcard::testing::parsed;
using punchcard::testing::Ran;
using punchcard::testing::runProgram;

class TstJobWorkflow : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void leastPrivilege();
    void whoWasToldOfNoSandboxSaysSo();
    void liveOutputMayWrite();
    void liveOutputByChoice();
    void labelsAndGroups_data();
    void labelsAndGroups();
    void whatCannotStandInAWorkflow_data();
    void whatCannotStandInAWorkflow();
    void severalRunsShareTheirLimit();
    void whatGitHubWouldRefuseWithTheWholeFile_data();
    void whatGitHubWouldRefuseWithTheWholeFile();
    void secretsReachTheScriptOnly();
    void aStandingRepositorysJobHasItsOwnBranchAndSecrets_data();
    void aStandingRepositorysJobHasItsOwnBranchAndSecrets();
    void arrays();
    void eachRunHasItsElements();
    void chosenElementsKeepWhatIsTheirs();
    void aTableIsVariablesOfTheScript_data();
    void aTableIsVariablesOfTheScript();
    void whatNoTableCanBe_data();
    void whatNoTableCanBe();
    void limitsOfAnArray();
    void aWorkflowThatIsTooLong();
    void timeoutIsTheRunners();
    void uploadsComeBackAfterAFailureToo();
    void eachNamedResultIsAnArtifact();
    void modesAndLinksAreNotedWithoutRisk();
    void withoutActions_data();
    void withoutActions();
    void theCommitIsFetchedByGit();
    void onlyWhatIsThereIsLost();
    void resultsThatCannotBeNamed_data();
    void resultsThatCannotBeNamed();

private:
    // Those that keep results, without what comes before and after them.
    static QList<workflow::Step> keepSteps(const JobSpec &spec)
    {
        QList<workflow::Step> steps = parsed(spec).jobs.first().steps;
        steps.removeIf([](const workflow::Step &step) { return !isKeepStep(step.name); });
        return steps;
    }
};

void TstJobWorkflow::leastPrivilege()
{
    const auto rights = [](const JobSpec &spec) { return parsed(spec).permissions; };
    QCOMPARE(rights({}), (Entries{{u"contents"_s, u"read"_s}}));
    QCOMPARE(rights({.oidc = true}), (Entries{{u"contents"_s, u"read"_s}, {u"id-token"_s, u"write"_s}}));
    QCOMPARE(rights({.packages = true}), (Entries{{u"contents"_s, u"read"_s}, {u"packages"_s, u"write"_s}}));
}

void TstJobWorkflow::labelsAndGroups_data()
{
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("group");
    QTest::newRow("one") << QStringList{u"ubuntu-24.04"_s} << QString();
    QTest::newRow("several") << QStringList{u"self-hosted"_s, u"linux"_s, u"x64"_s} << QString();
    QTest::newRow("group") << QStringList() << u"big & fast"_s;
    QTest::newRow("group and labels") << QStringList{u"gpu"_s} << u"big"_s;
}

void TstJobWorkflow::labelsAndGroups()
{
    QFETCH(QStringList, labels);
    QFETCH(QString, group);
    const WorkflowFile file = parsed({.runsOn = labels, .runnerGroup = group});
    QCOMPARE(file.jobs.first().labels, labels);
    QCOMPARE(file.jobs.first().group, group);
}

void TstJobWorkflow::whatCannotStandInAWorkflow_data()
{
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<int>("array");
    QTest::newRow("no runner") << QStringList() << u"OK"_s << 0;
    QTest::newRow("empty label") << QStringList{u" "_s} << u"OK"_s << 0;
    QTest::newRow("line break in a label") << QStringList{u"a\nb: c"_s} << u"OK"_s << 0;
    QTest::newRow("secret's name closes the expression") << QStringList{u"x"_s} << u"A }} ${{ github.token"_s << 0;
    QTest::newRow("secret's name with a line break") << QStringList{u"x"_s} << u"A\n"_s << 0;
    QTest::newRow("secret's name begins with a digit") << QStringList{u"x"_s} << u"1A"_s << 0;
    QTest::newRow("array too large") << QStringList{u"x"_s} << u"OK"_s << largestArray + 1;
    QTest::newRow("array too small") << QStringList{u"x"_s} << u"OK"_s << -1;
}

void TstJobWorkflow::whatCannotStandInAWorkflow()
{
    QFETCH(QStringList, labels);
    QFETCH(QString, secret);
    QFETCH(int, array);
    const JobSpec spec{.runsOn = labels, .secrets = {{.name = secret}}, .array = array};
    const Result<QByteArray> yaml = jobWorkflow(spec, true);
    QVERIFY(!yaml);
    QCOMPARE(yaml.error().kind, Error::Kind::Refused);
    QVERIFY(!yaml.error().remedy.isEmpty());
}

// Breaks for the user: a licence for ten is overdrawn, since each of several runs takes ten.
void TstJobWorkflow::severalRunsShareTheirLimit()
{
    const auto limits = [](const JobSpec &spec) {
        QList<int> all;
        for (int number = 1; number <= runsOf(spec); ++number) {
            const Result<WorkflowFile> file = parseWorkflow(jobWorkflow(spec, true, {}, {}, {}, number).value_or(QByteArray()));
            all.append(file ? file->jobs.first().strategy.maxParallel.toInt() : -1);
        }
        return all;
    };
    JobSpec spec{.array = 3 * largestMatrix, .maxParallel = 10};
    QCOMPARE(limits(spec), (QList<int>{4, 3, 3}));
    spec.maxParallel = 3;
    QCOMPARE(limits(spec), (QList<int>{1, 1, 1}));
    spec.maxParallel = 2;
    const Result<QByteArray> refused = jobWorkflow(spec, true);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QVERIFY2(refused.error().remedy.contains(u"at least 3"_s), qPrintable(refused.error().remedy));
    spec.elements = {0, 5};
    QCOMPARE(limits(spec), QList<int>{2});
}

// Breaks for the user: their job never runs, and nothing says why.
void TstJobWorkflow::whatGitHubWouldRefuseWithTheWholeFile_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("input");
    QTest::addColumn<bool>("isTaken");
    const QString dots(20'900, u'.');
    QTest::newRow("group with a slash") << u"big/machines"_s << u"x"_s << false;
    QTest::newRow("group of nobody") << u"org/"_s << u"x"_s << false;
    QTest::newRow("group of an organisation") << u"org/big"_s << u"x"_s << true;
    QTest::newRow("group of an enterprise") << u"enterprise/big"_s << u"x"_s << true;
    QTest::newRow("group two deep") << u"org/big/machines"_s << u"x"_s << false;
    QTest::newRow("long text") << u"g"_s << QString(dots + dots) << true;
    QTest::newRow("long text that looks like an expression") << u"g"_s << QString(dots + u"${{"_s + dots) << false;
    QTest::newRow("just short enough") << u"g"_s << QString(dots + u"${{"_s) << true;
    QTest::newRow("too long once quoted") << u"g"_s << QString(u"${{"_s + QString(10'600, u'\'')) << false;
}

void TstJobWorkflow::whatGitHubWouldRefuseWithTheWholeFile()
{
    QFETCH(QString, group);
    QFETCH(QString, input);
    QFETCH(bool, isTaken);
    const Result<QByteArray> yaml = jobWorkflow({.runnerGroup = group, .each = {input, u"plain"_s}}, true);
    QCOMPARE(yaml.has_value(), isTaken);
    if (!isTaken) {
        QCOMPARE(yaml.error().kind, Error::Kind::Refused);
        QVERIFY(!yaml.error().remedy.isEmpty());
    }
}

// Breaks for the user: a job has more rights than showing its output needs, or a secret's value is not struck.
// Breaks for the user: the hub runs a script with all their rights, or none where there is no sandbox.
void TstJobWorkflow::whoWasToldOfNoSandboxSaysSo()
{
    JobSpec spec{.name = u"kernel.sh"_s};
    const std::pair<QString, QJsonValue> said{u"PUNCHCARD_NO_SANDBOX"_s, u"allowed"_s};
    QVERIFY(!parseWorkflow(*jobWorkflow(spec, false))->jobs.first().env.contains(said));
    spec.mayLackSandbox = true;
    QVERIFY(parseWorkflow(*jobWorkflow(spec, false))->jobs.first().env.contains(said));
}

void TstJobWorkflow::liveOutputMayWrite()
{
    const JobSpec spec{.name = u"a.sh"_s, .secrets = {{.name = u"KEY"_s}, {.name = u"OTHER"_s}}, .array = 2};
    const Result<QByteArray> yaml = jobWorkflow(spec, true, u"0b1c"_s, {}, LiveOutput{.seconds = 1});
    QVERIFY(yaml);
    const Result<WorkflowFile> file = parseWorkflow(*yaml);
    QVERIFY2(file, yaml->constData());
    QCOMPARE(file->permissions, (Entries{{u"contents"_s, u"write"_s}}));
    const auto step = std::ranges::find(file->jobs.first().steps, scriptStep, &Step::name);
    QCOMPARE(step->run.trimmed(), u"mkdir -p uploads\nchmod +x ./job.sh\nbash .punchcard/ship.sh ./job.sh"_s);
    QMap<QString, QString> env;
    for (const auto &[name, value] : step->env)
        env.insert(name, value.toString());
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_TOKEN"_s), u"${{ github.token }}"_s);
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_SECRETS"_s), u"KEY OTHER"_s);
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_BRANCH"_s), u"punchcard-live/0b1c/${{ github.run_attempt }}-${{ matrix.task }}"_s);
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_INTERVAL"_s), u"1"_s);
    QVERIFY(!env.contains(u"PUNCHCARD_LIVE_CHOICE"_s));
}

// Breaks for the user: a job that sends nothing may write all the same, or all elements of a large array send at once.
void TstJobWorkflow::liveOutputByChoice()
{
    const auto jobOf = [](const JobSpec &spec, const LiveOutput &live) {
        return parseWorkflow(*jobWorkflow(spec, false, u"0b1c"_s, {}, live)).value_or(WorkflowFile());
    };
    const auto stepOf
        = [](const WorkflowFile &file) { return *std::ranges::find(file.jobs.first().steps, scriptStep, &workflow::Step::name); };
    const WorkflowFile large = jobOf({.array = 9}, {.seconds = 12, .first = 10, .every = 51});
    QMap<QString, QString> env;
    for (const auto &[name, value] : stepOf(large).env)
        env.insert(name, value.toString());
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_CHOICE"_s), u"punchcard-live/0b1c/choice"_s);
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_ELEMENT"_s), u"${{ matrix.task }}"_s);
    QCOMPARE(env.value(u"PUNCHCARD_LIVE_LOOKS"_s), u"10 51"_s);
    const WorkflowFile silent = jobOf({}, {.sends = false});
    QCOMPARE(silent.permissions, (Entries{{u"contents"_s, u"read"_s}}));
    QCOMPARE(stepOf(silent).run.trimmed(), u"mkdir -p uploads\nPATH=$PWD/.punchcard:$PATH bash ./job.sh"_s);
    QVERIFY(stepOf(silent).env.isEmpty());
}

void TstJobWorkflow::secretsReachTheScriptOnly()
{
    const WorkflowFile file = parsed({.secrets = {{.name = u"TOKEN"_s}}});
    QVERIFY(file.env.isEmpty());
    const workflow::Job &job = file.jobs.first();
    QVERIFY(job.env.isEmpty());
    for (const workflow::Step &step : job.steps) {
        for (const auto &[name, value] : step.env)
            QCOMPARE(evaluated(value.toString()) == "stolen"_L1, step.name == scriptStep);
        QVERIFY(step.name != scriptStep || step.env.size() == 1);
    }
}

void TstJobWorkflow::aStandingRepositorysJobHasItsOwnBranchAndSecrets_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"TOKEN"_s;
    QTest::newRow("small letters") << u"api_Key"_s;
    QTest::newRow("one letter") << u"a"_s;
    QTest::newRow("underlines") << u"__"_s;
    QTest::newRow("like a uid") << QString(32, u'A');
    QTest::newRow("a word of the expressions") << u"true"_s;
    QTest::newRow("bash's own") << u"IFS"_s;
}

// Breaks for the user: another job in the same repository starts with theirs, or reads its secrets.
void TstJobWorkflow::aStandingRepositorysJobHasItsOwnBranchAndSecrets()
{
    QFETCH(const QString, name);
    const QString uid = u"0b1c2d3e-4f50-4617-8899-aabbccddeeff"_s;
    const QString other = u"0b1c2d3e-4f50-4617-8899-aabbccddeefe"_s;
    const JobSpec spec{.housing = Housing::Standing, .secrets = {{.name = name}}};
    const Result<QByteArray> yaml = jobWorkflow(spec, true, uid);
    QVERIFY(yaml);
    const Result<WorkflowFile> file = parseWorkflow(*yaml);
    QVERIFY(file);
    QVERIFY(file->on.startsOnPush(u"refs/heads/"_s + branchOf(uid), {}));
    QVERIFY(!file->on.startsOnPush(u"refs/heads/"_s + branchOf(other), {}));
    QVERIFY(!file->on.startsOnPush(u"refs/heads/main"_s, {}));
    QVERIFY(!file->on.startsOnPush(u"refs/tags/"_s + branchOf(uid), {}));
    const auto script = std::ranges::find(file->jobs.first().steps, scriptStep, &workflow::Step::name);
    QCOMPARE(script->env.size(), 1);
    QCOMPARE(script->env.first().first, name);
    const QJsonObject secrets{{standingSecret(uid, name), u"mine"_s}, {standingSecret(other, name), u"theirs"_s}, {name, u"nobody's"_s}};
    const Scope scope{.contexts = {{u"secrets"_s, secrets}}};
    QCOMPARE(interpolate(script->env.first().second.toString(), scope).value_or(u"<refused>"_s), u"mine"_s);
}

void TstJobWorkflow::arrays()
{
    const workflow::Job job = parsed({.array = 3}).jobs.first();
    QCOMPARE(job.strategy.failFast, u"false"_s);
    QCOMPARE(job.strategy.matrix.include.size(), 3);
    QCOMPARE(evaluated(job.name, {{u"task"_s, 2}}), u"job 2"_s);
    const Entries with = keepSteps({.array = 3}).last().with;
    const auto name = std::ranges::find(with, u"name"_s, &Entries::value_type::first);
    QVERIFY(name != with.end());
    QCOMPARE(evaluated(name->second.toString(), {{u"task"_s, 2}}), uploadsArtifact(2));
}

// Breaks for the user: of 600 elements some run twice or never, or think that they are others.
void TstJobWorkflow::eachRunHasItsElements()
{
    const auto tasks = [](const JobSpec &spec, int number) {
        const Result<QByteArray> yaml = jobWorkflow(spec, true, {}, {}, {}, number);
        const Result<QByteArray> plain = workflowWithoutActions(spec, u"u"_s, "x\n", number);
        QList<int> found;
        const WorkflowFile file = parseWorkflow(yaml.value_or(QByteArray())).value_or(WorkflowFile());
        const WorkflowFile bare = parseWorkflow(plain.value_or(QByteArray())).value_or(WorkflowFile());
        if (file.jobs.size() != 1 || bare.jobs.size() != 1
            || file.jobs.first().strategy.matrix.include != bare.jobs.first().strategy.matrix.include)
            return found;
        for (const Entries &entries : file.jobs.first().strategy.matrix.include)
            found.append(entries.first().second.toInt());
        for (const workflow::Step &step : file.jobs.first().steps) {
            for (const auto &[name, value] : step.env) {
                if (name == "PUNCHCARD_TASKS"_L1 && value.toString() != QString::number(arraySize(spec)))
                    found.clear();
            }
        }
        return found;
    };
    const JobSpec spec{.array = 600};
    for (int number = 1; number <= 3; ++number)
        QCOMPARE(tasks(spec, number), elementsOfRun(spec, number));
    QCOMPARE(tasks({.array = 600, .elements = {3, 511}}, 1), (QList<int>{3, 511}));
    QCOMPARE(tasks({.each = {u"a"_s, u"b"_s, u"c"_s}, .elements = {2}}, 1), QList<int>{2});
}

// Breaks for the user: of those that they retry the first one gets the input of element 0.
void TstJobWorkflow::chosenElementsKeepWhatIsTheirs()
{
    const auto entry = [](const JobSpec &spec, const QString &key) {
        for (const auto &[name, value] : parsed(spec).jobs.constFirst().strategy.matrix.include.constFirst()) {
            if (name == key)
                return value.toVariant().toString();
        }
        return QString();
    };
    const JobSpec number{.array = 4, .elements = {2, 3}};
    const JobSpec input{.inputs = {{.path = u"/c"_s, .name = u"c"_s}}, .each = {u"a"_s, u"b"_s, u"c"_s}, .elements = {2}};
    const JobSpec row{.params = {.names = {u"A"_s}, .rows = {{u"1"_s}, {u"2"_s}, {u"3"_s}}}, .elements = {2}};
    for (const JobSpec &spec : {number, input, row})
        QCOMPARE(entry(spec, u"task"_s), u"2"_s);
    QCOMPARE(entry(input, u"input"_s), u"c"_s);
    QCOMPARE(entry(input, u"own"_s), u"/c"_s);
    QCOMPARE(entry(row, u"param_A"_s), u"3"_s);
}

void TstJobWorkflow::aTableIsVariablesOfTheScript_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts = testing::hostileTexts() + testing::hostileLines() + testing::hostileBlanks();
    for (const QString &text : texts)
        QTest::newRow(text.toUtf8().toPercentEncoding()) << text;
    QTest::newRow("number") << u"007"_s;
}

// Breaks for the user: a cell of their table runs as a command, gives a secret away, or arrives as another value.
void TstJobWorkflow::aTableIsVariablesOfTheScript()
{
    QFETCH(QString, text);
    const Parameters params{.names = {u"task"_s, u"Width_2"_s}, .rows = {{text, u"1"_s}, {u"plain"_s, text}}};
    const WorkflowFile file = parsed({.secrets = {{.name = u"TOKEN"_s}}, .params = params});
    const WorkflowFile harmless
        = parsed({.secrets = {{.name = u"TOKEN"_s}}, .params = {.names = params.names, .rows = {{u"x"_s, u"1"_s}, {u"plain"_s, u"x"_s}}}});
    const workflow::Job &job = file.jobs.first();
    QCOMPARE(job.strategy.matrix.include.size(), 2);
    for (qsizetype i = 0; i < job.steps.size(); ++i) {
        QCOMPARE(job.steps.at(i).run, harmless.jobs.first().steps.at(i).run);
        QCOMPARE(job.steps.at(i).env, harmless.jobs.first().steps.at(i).env);
        QVERIFY(job.steps.at(i).name == scriptStep || !job.steps.at(i).env.contains({u"task"_s, u"${{ matrix.param_task }}"_s}));
    }
    const auto script = std::ranges::find(job.steps, scriptStep, &workflow::Step::name);
    for (int element = 0; element < 2; ++element) {
        QJsonObject matrix;
        for (const auto &[name, value] : job.strategy.matrix.include.at(element))
            matrix.insert(name, name == "task"_L1 ? QJsonValue(value.toInt()) : QJsonValue(evaluated(value.toString())));
        QMap<QString, QString> env;
        for (const auto &[name, value] : script->env)
            env.insert(name, evaluated(value.toString(), matrix));
        QCOMPARE(env.value(u"task"_s), params.rows.at(element).at(0));
        QCOMPARE(env.value(u"Width_2"_s), params.rows.at(element).at(1));
        QCOMPARE(env.value(u"PUNCHCARD_TASK"_s), QString::number(element));
        QCOMPARE(env.value(u"PUNCHCARD_TASKS"_s), u"2"_s);
    }
}

void TstJobWorkflow::whatNoTableCanBe_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QList<QStringList>>("rows");
    const auto row = [](const char *what, const QStringList &names) {
        QTest::newRow(what) << names << QList<QStringList>{QStringList(names.size(), u"x"_s)};
    };
    row("no name", {QString()});
    row("blank in a name", {u"a b"_s});
    row("number first", {u"1a"_s});
    row("closes the expression", {u"a }} ${{ github.token"_s});
    row("line break", {u"a\n"_s});
    row("letters of no shell", {u"größe"_s});
    row("GitHub's", {u"github_sha"_s});
    row("the runner's", {u"RUNNER_TEMP"_s});
    row("the actions'", {u"ACTIONS_RUNTIME_TOKEN"_s});
    row("ours", {u"PUNCHCARD_TASK"_s});
    row("where programs are", {u"Path"_s});
    row("where the user is", {u"HOME"_s});
    row("what bash counts", {u"SECONDS"_s});
    row("what bash cannot change", {u"UID"_s});
    row("a secret's", {u"token"_s});
    row("twins", {u"a"_s, u"A"_s});
    QTest::newRow("too few values") << QStringList{u"a"_s, u"b"_s} << QList<QStringList>{{u"1"_s}};
    QTest::newRow("no rows") << QStringList{u"a"_s} << QList<QStringList>{};
    QTest::newRow("no columns") << QStringList() << QList<QStringList>{{}};
    QTest::newRow("zero") << QStringList{u"a"_s} << QList<QStringList>{{QString(QChar(0))}};
    QTest::newRow("more than a variable takes") << QStringList{u"a"_s} << QList<QStringList>{{QString(132'000, u'x')}};
    QTest::newRow("long and like an expression") << QStringList{u"a"_s} << QList<QStringList>{{u"${{"_s + QString(21'000, u'x')}};
}

void TstJobWorkflow::whatNoTableCanBe()
{
    QFETCH(const QStringList, names);
    QFETCH(const QList<QStringList>, rows);
    const Result<QByteArray> yaml = jobWorkflow({.secrets = {{.name = u"TOKEN"_s}}, .params = {.names = names, .rows = rows}}, true);
    QVERIFY(!yaml);
    QCOMPARE(yaml.error().kind, Error::Kind::Refused);
    QVERIFY(!yaml.error().remedy.isEmpty());
}

void TstJobWorkflow::limitsOfAnArray()
{
    const JobSpec spec{.array = 9, .maxParallel = 2, .failFast = true};
    const Strategy strategy = parsed(spec).jobs.first().strategy;
    QCOMPARE(strategy.failFast, u"true"_s);
    QCOMPARE(strategy.maxParallel, u"2"_s);
    QCOMPARE(parsed({.array = 9}).jobs.first().strategy.maxParallel, QString());
    QVERIFY(!jobWorkflow({.array = 9, .maxParallel = 0}, true));
    QVERIFY2(!jobWorkflow({.array = 9, .elements = {9}}, true), "an element that is not there");
    QVERIFY2(!jobWorkflow({.array = 9, .elements = {2, 2}}, true), "an element twice");
    QVERIFY2(!jobWorkflow({.array = 9, .each = {u"a"_s}}, true), "an array in two ways");
}

// Breaks for the user: GitHub says nothing but that the workflow is wrong.
void TstJobWorkflow::aWorkflowThatIsTooLong()
{
    JobSpec spec{.params = {.names = {u"TEXT"_s}}};
    for (int i = 0; i < 100; ++i)
        spec.params.rows.append({QString(10'300, u'x')});
    QVERIFY(jobWorkflow(spec, true));
    spec.params.rows.append({QString(20'000, u'x')});
    const Result<QByteArray> yaml = jobWorkflow(spec, true);
    QVERIFY(!yaml);
    QCOMPARE(yaml.error().kind, Error::Kind::Refused);
}

void TstJobWorkflow::timeoutIsTheRunners()
{
    QCOMPARE(parsed({.timeoutMinutes = 7}).jobs.first().timeoutMinutes, u"7"_s);
    QCOMPARE(parsed({}).jobs.first().timeoutMinutes, QString());
}

void TstJobWorkflow::uploadsComeBackAfterAFailureToo()
{
    const workflow::Step last = keepSteps({}).last();
    QVERIFY(last.uses.startsWith(u"actions/upload-artifact@"_s));
    // Also what begins with a dot, which the action leaves out otherwise.
    const auto hidden = std::ranges::find(last.with, u"include-hidden-files"_s, &Entries::value_type::first);
    QVERIFY(hidden != last.with.end());
    QVERIFY(hidden->second.toBool());
    const Scope failed{.success = false, .failure = true};
    const Scope cancelled{.success = false, .cancelled = true};
    QVERIFY(conditionHolds(last.condition, failed).value_or(false));
    QVERIFY(conditionHolds(last.condition, cancelled).value_or(false));
    // The artifact lives as long as the repository's setting says.
    QVERIFY(std::ranges::find(last.with, u"retention-days"_s, &Entries::value_type::first) == last.with.end());
}

void TstJobWorkflow::eachNamedResultIsAnArtifact()
{
    const auto kept = [](const workflow::Step &step, const QString &key) {
        const auto found = std::ranges::find(step.with, key, &Entries::value_type::first);
        return found == step.with.end() ? QString() : evaluated(found->second.toString(), {{u"task"_s, 3}});
    };
    const JobSpec spec{.uploads = {u"out/"_s, u"build/app.bin"_s, u"${{ github.token }}"_s}};
    const QList<workflow::Step> steps = keepSteps(spec);
    const workflow::Step &first = steps.at(steps.size() - 3);
    QCOMPARE(kept(first, u"name"_s), u"out"_s);
    QCOMPARE(kept(first, u"path"_s), u"out"_s);
    QVERIFY(isKeepStep(first.name));
    QCOMPARE(kept(steps.at(steps.size() - 2), u"name"_s), u"build-app.bin"_s);
    QCOMPARE(kept(steps.last(), u"path"_s), u"${{ github.token }}"_s);
    JobSpec array = spec;
    array.array = 4;
    QCOMPARE(kept(keepSteps(array).last(), u"name"_s), u"${{ github.token }}-3"_s);
}

// Breaks for the user: a job is taken for failed because of what only makes its results nicer.
void TstJobWorkflow::modesAndLinksAreNotedWithoutRisk()
{
    const QString hostile = u"$(id) ${{ github.token }}/x"_s;
    const QList<workflow::Step> steps = parsed({.uploads = {u"out/"_s, hostile}, .array = 3}).jobs.first().steps;
    const workflow::Step noting = steps.at(2);
    const workflow::Step sending = steps.last();
    const Scope cancelled{.success = false, .cancelled = true};
    for (const workflow::Step &step : {noting, sending}) {
        QCOMPARE(step.continueOnError, u"true"_s);
        QVERIFY(conditionHolds(step.condition, cancelled).value_or(false));
        QVERIFY(!isKeepStep(step.name));
    }
    QCOMPARE(evaluated(noting.env.first().second.toString()), u"uploads\nout\n"_s + hostile);
    QCOMPARE(noting.run, parsed({}).jobs.first().steps.at(2).run);
    QVERIFY(!noting.run.contains("${{"_L1));
    const auto with = [&sending](const QString &key) {
        const auto found = std::ranges::find(sending.with, key, &Entries::value_type::first);
        return found == sending.with.end() ? QString() : evaluated(found->second.toString(), {{u"task"_s, 2}});
    };
    QCOMPARE(with(u"name"_s), u"punchcard-manifest-2"_s);
    QVERIFY(isManifestArtifact(with(u"name"_s)) && !isManifestArtifact(u"uploads-2"_s));
    QCOMPARE(with(u"path"_s), manifestFile);
    // Most jobs have nothing to note, and nothing is made then.
    QCOMPARE(with(u"if-no-files-found"_s), u"ignore"_s);
}

void TstJobWorkflow::withoutActions_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("hasInputs");
    QTest::addColumn<bool>("embedded");
    QTest::newRow("small") << QByteArray("#!/bin/sh\necho '${{ secrets.X }}'\n") << false << true;
    QTest::newRow("no shebang, no line end") << QByteArray("echo END") << false << true;
    QTest::newRow("bytes") << QByteArray("echo '\xff\xfe\r'\n") << false << true;
    QTest::newRow("longer than GitHub takes with an expression") << QByteArray("echo $\n").repeated(4000) << false << true;
    QTest::newRow("large") << QByteArray("echo $\n").repeated(6000) << false << false;
    QTest::newRow("with inputs") << QByteArray("echo $\n") << true << false;
}

// Breaks for the user: their organisation allows no actions, and no job of theirs runs at all.
void TstJobWorkflow::withoutActions()
{
    QFETCH(const QByteArray, script);
    QFETCH(const bool, hasInputs);
    QFETCH(const bool, embedded);
    JobSpec spec{.name = u"x"_s, .uploads = {u"build/${{ github.token }}"_s}};
    if (hasInputs)
        spec.inputs = {{.path = u"/a"_s, .name = u"a"_s}};
    const Result<QByteArray> yaml = workflowWithoutActions(spec, u"11111111-2222-3333-4444-555555555555"_s, script);
    QVERIFY2(yaml, yaml ? "" : qPrintable(yaml.error().sentence()));
    const Result<WorkflowFile> file = parseWorkflow(*yaml);
    QVERIFY2(file, file ? "" : qPrintable(file.error().sentence()));
    const QList<workflow::Step> steps = file->jobs.constFirst().steps;
    QCOMPARE(steps.size(), 3);
    for (const workflow::Step &step : steps) {
        QVERIFY(step.uses.isEmpty());
        QVERIFY2(!step.run.contains(u"${{"_s), qPrintable(step.run));
    }
    QCOMPARE(steps.at(1).name, scriptStep);
    QCOMPARE(steps.at(2).name, keepUploadsStep);
    QCOMPARE(steps.at(0).env.size(), embedded ? 0 : 1);
    if (!embedded)
        return;
    const QTemporaryDir folder;
    const Ran ran = runProgram(steps.at(0).run.toUtf8(), folder.path(), {});
    QVERIFY2(ran.code == 0, ran.said);
    QFile written(folder.filePath(u"job.sh"_s));
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), script);
}

void TstJobWorkflow::theCommitIsFetchedByGit()
{
    const QTemporaryDir folder;
    const QByteArray making = R"bash(git init --quiet server/octo/demo && cd server/octo/demo
echo 'echo hello' > job.sh && chmod +x job.sh && mkdir data && echo 1 > data/one
git add . && git -c user.name=a -c user.email=a@b commit --quiet -m m && git rev-parse HEAD && mkdir ../../../work && echo old > ../../../work/old)bash";
    const Ran made = runProgram(making, folder.path(), {});
    if (made.said.contains("git: command not found"))
        QSKIP("git is not installed");
    QVERIFY2(made.code == 0, made.said);
    const QStringList environment{u"GITHUB_SERVER_URL=file://"_s + folder.path() + u"/server"_s, u"GITHUB_REPOSITORY=octo/demo"_s,
                                  u"GITHUB_SHA="_s + QString::fromLatin1(made.said.trimmed()), u"PUNCHCARD_TOKEN=t0ken"_s};
    const Ran fetched = runProgram(fetchCommitProgram(), folder.filePath(u"work"_s), environment);
    QVERIFY2(fetched.code == 0, fetched.said);
    QVERIFY2(!fetched.said.contains("t0ken"), fetched.said);
    QVERIFY(QFileInfo(folder.filePath(u"work/job.sh"_s)).isExecutable());
    QVERIFY(QFileInfo::exists(folder.filePath(u"work/data/one"_s)));
    QVERIFY(!QFileInfo::exists(folder.filePath(u"work/old"_s)));
}

void TstJobWorkflow::onlyWhatIsThereIsLost()
{
    const QTemporaryDir folder;
    const QStringList results{u"PUNCHCARD_RESULTS=uploads\nbuild/my out"_s};
    QVERIFY(QDir(folder.path()).mkpath(u"uploads/empty"_s) && QDir(folder.path()).mkpath(u"build/my out"_s));
    const Ran nothing = runProgram(tellLostProgram(), folder.path(), results);
    QVERIFY2(nothing.code == 0, nothing.said);
    QFile file(folder.filePath(u"build/my out/$(x)"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Ran lost = runProgram(tellLostProgram(), folder.path(), results);
    QCOMPARE(lost.code, 1);
    QVERIFY2(lost.said.startsWith("::error::") && lost.said.contains("What lies in build/my out is lost."), lost.said);
}

void TstJobWorkflow::resultsThatCannotBeNamed_data()
{
    QTest::addColumn<QStringList>("uploads");
    QTest::newRow("empty") << QStringList{u""_s};
    QTest::newRow("the list of modes") << QStringList{u"punchcard-manifest"_s};
    QTest::newRow("an element's list of modes") << QStringList{u"punchcard-manifest-3"_s};
    QTest::newRow("only forbidden letters") << QStringList{u"***"_s};
    QTest::newRow("line break") << QStringList{u"a\n!b"_s};
    QTest::newRow("outside") << QStringList{u"../a"_s};
    QTest::newRow("absolute") << QStringList{u"/etc"_s};
    QTest::newRow("home") << QStringList{u"~/x"_s};
    QTest::newRow("what is left out") << QStringList{u"!x"_s};
    QTest::newRow("backslash") << QStringList{u"a\\b"_s};
    QTest::newRow("twice") << QStringList{u"out"_s, u"Out/"_s};
    QTest::newRow("what comes anyway") << QStringList{u"uploads/"_s};
}

void TstJobWorkflow::resultsThatCannotBeNamed()
{
    QFETCH(const QStringList, uploads);
    const Result<QByteArray> yaml = jobWorkflow({.uploads = uploads}, true);
    QVERIFY(!yaml);
    QCOMPARE(yaml.error().kind, Error::Kind::Refused);
}

PUNCHCARD_TEST(TstJobWorkflow, tst_jobworkflow)
#include "tst_jobworkflow.moc"
