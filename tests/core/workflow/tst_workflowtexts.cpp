// SPDX-License-Identifier: MIT
#include "core/workflow/jobworkflow.h"
#include "tests/core/workflow/emitted.h"
#include "tests/support/hostiletexts.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;
using punchcard::testing::evaluated;
using punchcard::testing::parsed;

class TstWorkflowTexts : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void hostileTextStaysText_data();
    void hostileTextStaysText();
    void lineBreaksStayText_data();
    void lineBreaksStayText();
    void everyTextInEveryField();
    void pairsStayText();
};

// Breaks for the user: a file name or a label runs as a command, or gives a secret away.
void TstWorkflowTexts::hostileTextStaysText_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts = testing::hostileTexts();
    for (const QString &text : texts)
        QTest::newRow(text.toUtf8().toPercentEncoding()) << text;
}

void TstWorkflowTexts::hostileTextStaysText()
{
    QFETCH(QString, text);
    const JobSpec spec{.name = text, .runsOn = {u"linux"_s, text}, .each = {text, u"plain"_s}};
    const WorkflowFile file = parsed(spec);
    const WorkflowFile harmless = parsed({.name = u"x"_s, .runsOn = {u"linux"_s, u"x"_s}, .each = {u"x"_s, u"plain"_s}});
    QCOMPARE(evaluated(file.runName), text.simplified());
    QCOMPARE(file.jobs.size(), 1);
    const workflow::Job &job = file.jobs.first();
    QCOMPARE(job.labels.size(), 2);
    QCOMPARE(evaluated(job.labels.last()), text);
    // The value of an element is evaluated once, where the matrix stands; what reads it reads a value.
    QCOMPARE(job.strategy.matrix.include.size(), 2);
    QString input;
    for (const auto &[name, value] : job.strategy.matrix.include.first()) {
        if (name == "input"_L1)
            input = evaluated(value.toString());
    }
    QCOMPARE(input, text);
    QCOMPARE(evaluated(u"${{ matrix.input }}"_s, {{u"input"_s, input}}), text);
    // All else is as it would be without it.
    QCOMPARE(job.steps.size(), harmless.jobs.first().steps.size());
    for (qsizetype i = 0; i < job.steps.size(); ++i) {
        QCOMPARE(job.steps.at(i).run, harmless.jobs.first().steps.at(i).run);
        QCOMPARE(job.steps.at(i).env, harmless.jobs.first().steps.at(i).env);
        QCOMPARE(job.steps.at(i).with, harmless.jobs.first().steps.at(i).with);
    }
    QCOMPARE(file.permissions, harmless.permissions);
}

namespace {

// What means something to YAML, to GitHub's expressions, to bash, to git or to a terminal.
const QStringList &pieces()
{
    static const QStringList all{
        u" "_s,      u"\t"_s,         u"\n"_s,     u"\r"_s,        u"\r\n"_s,     u"\u0085"_s, u"\u2028"_s, u"\u2029"_s,
        u"\u00a0"_s, u"\ufeff"_s,     u"\u202e"_s, u"\u200b"_s,    u"\x1b[31m"_s, u"\x07"_s,   u"\x7f"_s,   u"#"_s,
        u" #"_s,     u"&a"_s,         u"*a"_s,     u"!"_s,         u"!!str"_s,    u"|"_s,      u">"_s,      u"%"_s,
        u"@"_s,      u"`"_s,          u": "_s,     u"- "_s,        u"? "_s,       u","_s,      u"{"_s,      u"}"_s,
        u"["_s,      u"]"_s,          u"\""_s,     u"'"_s,         u"\\"_s,       u"${{"_s,    u"}}"_s,     u"${{ secrets.TOKEN }}"_s,
        u"$"_s,      u"$("_s,         u";"_s,      u"\n---\n"_s,   u"\n...\n"_s,  u"<<"_s,     u"="_s,      u"~"_s,
        u"null"_s,   u"\U0001f0cf"_s, u"%0A"_s,    u"::error::"_s, u"\nEOF\n"_s,  u"END"_s,    u"-"_s,      u"--"_s};
    return all;
}

/// A field of a job that takes a text, and how the text is found again in what was emitted.
struct TextField
{
    const char *name;
    void (*put)(JobSpec &spec, const QString &text);
};

const TextField textFields[] = {
    {"name", [](JobSpec &spec, const QString &text) { spec.name = text; }},
    {"label", [](JobSpec &spec, const QString &text) { spec.runsOn = {u"linux"_s, text}; }},
    {"single label", [](JobSpec &spec, const QString &text) { spec.runsOn = {text}; }},
    {"group", [](JobSpec &spec, const QString &text) { spec.runnerGroup = text; }},
    {"secret", [](JobSpec &spec, const QString &text) { spec.secrets = {{.name = text}}; }},
    {"result", [](JobSpec &spec, const QString &text) { spec.uploads = {text}; }},
    {"result's folder", [](JobSpec &spec, const QString &text) { spec.uploads = {u"out/"_s + text + u"/x"_s}; }},
    {"element", [](JobSpec &spec, const QString &text) { spec.each = {text, u"plain"_s}; }},
    {"element's input",
     [](JobSpec &spec, const QString &text) {
         spec.each = {text};
         spec.inputs = {{.path = u"/x"_s, .name = text}, {.path = u"/y"_s, .name = u"common"_s}};
     }},
    {"common input",
     [](JobSpec &spec, const QString &text) {
         spec.each = {u"own"_s};
         spec.inputs = {{.path = u"/x"_s, .name = u"own"_s}, {.path = u"/y"_s, .name = text}};
     }},
    {"parameter", [](JobSpec &spec, const QString &text) { spec.params = {.names = {u"seed"_s}, .rows = {{text}, {u"1"_s}}}; }},
    {"column", [](JobSpec &spec, const QString &text) { spec.params = {.names = {text}, .rows = {{u"0"_s}, {u"1"_s}}}; }},
};

// All that is a structure and not a text: keys, programs, conditions, actions, rights, triggers.
QStringList skeleton(const WorkflowFile &file)
{
    QStringList bones{file.name, QString::number(file.jobs.size())};
    for (const auto &[name, right] : file.permissions)
        bones.append(name + u'=' + right.toString());
    for (const workflow::Job &job : file.jobs) {
        bones += {job.id,
                  job.name,
                  job.condition,
                  job.timeoutMinutes,
                  job.strategy.maxParallel,
                  job.strategy.matrix.expression,
                  job.strategy.matrix.includeExpression,
                  QString::number(job.needs.size()),
                  QString::number(job.outputs.size()),
                  job.unsupported.join(u',')};
        for (const workflow::Step &step : job.steps) {
            bones += {step.run, step.uses, step.condition, step.shell, step.workingDirectory, step.continueOnError, step.timeoutMinutes,
                      step.id};
            for (const auto &[name, value] : step.with)
                bones.append(u"with "_s + name);
        }
    }
    return bones;
}

// Everything that the runner would evaluate.
QStringList textsOf(const WorkflowFile &file)
{
    QStringList texts{file.runName};
    const auto add = [&texts](const Entries &entries) {
        for (const auto &[name, value] : entries)
            texts.append(value.toString());
    };
    for (const workflow::Job &job : file.jobs) {
        texts += job.labels + QStringList{job.group};
        for (const Entries &entries : job.strategy.matrix.include)
            add(entries);
        for (const workflow::Step &step : job.steps) {
            texts.append(step.name);
            add(step.env);
            add(step.with);
        }
    }
    return texts;
}

} // namespace

// Breaks for the user: of all texts that somebody else may have chosen for them, one is a command.
void TstWorkflowTexts::everyTextInEveryField()
{
    QStringList texts{QString(20'000, u'x'), QString(u"nul\0x"_s), QString()};
    for (const QString &piece : pieces())
        texts += {piece, piece + u"x"_s, u"x"_s + piece, u"x"_s + piece + u"y"_s, u"x/"_s + piece};
    int taken = 0;
    int refused = 0;
    int tried = 0;
    for (const TextField &field : textFields) {
        JobSpec plain{.name = u"job"_s};
        field.put(plain, u"x"_s);
        const QStringList bones = skeleton(parsed(plain));
        for (const QString &text : std::as_const(texts)) {
            // The sanitizers see the same ways in a few of them.
            if (testing::isSanitized && (++tried % 5) != 0)
                continue;
            JobSpec spec{.name = u"job"_s};
            field.put(spec, text);
            const QByteArray what = field.name + QByteArray(": ") + text.left(60).toUtf8().toPercentEncoding();
            const Result<QByteArray> yaml = jobWorkflow(spec, true);
            if (!yaml) {
                ++refused;
                QVERIFY2(!yaml.error().what.isEmpty() && !yaml.error().remedy.isEmpty(), what);
                continue;
            }
            ++taken;
            const Result<WorkflowFile> file = parseWorkflow(*yaml);
            QVERIFY2(file, what + '\n' + *yaml);
            // A column's own name is a variable's: it can only be one.
            if (field.name != "column"_L1 && field.name != "secret"_L1)
                QVERIFY2(skeleton(*file) == bones, what + '\n' + *yaml);
            for (const QString &found : textsOf(*file))
                QVERIFY2(!evaluated(found, {{u"own"_s, u"x"_s}, {u"task"_s, 0}}).contains("stolen"_L1)
                             || found == "${{ secrets.TOKEN }}"_L1,
                         what + '\n' + *yaml);
            if (field.name == "name"_L1)
                QCOMPARE(evaluated(file->runName), text.simplified());
            if (field.name == "label"_L1)
                QCOMPARE(evaluated(file->jobs.first().labels.last()), text);
            if (field.name == "group"_L1)
                QCOMPARE(evaluated(file->jobs.first().group), text);
        }
    }
    qInfo("%d texts in fields: %d taken, %d refused", taken + refused, taken, refused);
}

// Two of them meet. A run takes 256 elements at once.
void TstWorkflowTexts::pairsStayText()
{
    QStringList pairs;
    for (const QString &first : pieces()) {
        for (const QString &second : pieces())
            pairs.append(first + second);
    }
    constexpr qsizetype most = 250;
    for (qsizetype from = 0; from < pairs.size(); from += most) {
        const QStringList some = pairs.sliced(from, std::min(most, pairs.size() - from));
        JobSpec spec{.name = u"job"_s};
        spec.params.names = {u"word"_s};
        for (const QString &pair : some)
            spec.params.rows.append({pair});
        const WorkflowFile file = parsed(spec);
        const QList<Entries> elements = file.jobs.first().strategy.matrix.include;
        QCOMPARE(elements.size(), some.size());
        for (qsizetype i = 0; i < some.size(); ++i) {
            for (const auto &[name, value] : elements.at(i)) {
                if (name == "param_word"_L1)
                    QCOMPARE(evaluated(value.toString()), some.at(i));
            }
        }
    }
    qInfo("%lld pairs", qint64(pairs.size()));
}

// Names and inputs may have more than a line; a label or a group may not, and is refused.
void TstWorkflowTexts::lineBreaksStayText_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts = testing::hostileLines();
    for (const QString &text : texts)
        QTest::newRow(text.toUtf8().toPercentEncoding()) << text;
}

void TstWorkflowTexts::lineBreaksStayText()
{
    QFETCH(QString, text);
    const WorkflowFile file = parsed({.name = text, .runsOn = {u"linux"_s}, .each = {text, u"plain"_s}});
    const WorkflowFile harmless = parsed({.name = u"x"_s, .runsOn = {u"linux"_s}, .each = {u"x"_s, u"plain"_s}});
    QCOMPARE(evaluated(file.runName), text.simplified());
    QCOMPARE(file.jobs.size(), 1);
    QCOMPARE(file.jobs.first().steps.size(), harmless.jobs.first().steps.size());
    QCOMPARE(file.jobs.first().strategy.matrix.include.size(), 2);
    QString input;
    for (const auto &[name, value] : file.jobs.first().strategy.matrix.include.first()) {
        if (name == "input"_L1)
            input = evaluated(value.toString());
    }
    QCOMPARE(input, text);
    QVERIFY(!jobWorkflow({.runsOn = {text}}, true));
    QVERIFY(!jobWorkflow({.runsOn = {}, .runnerGroup = text}, true));
}

PUNCHCARD_TEST(TstWorkflowTexts, tst_workflowtexts)
#include "tst_workflowtexts.moc"
