// SPDX-License-Identifier: MIT
#include "app/cli/jsonreporter.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/script/example.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct ExamplesText
{
    Q_DECLARE_TR_FUNCTIONS(Examples)
};

QString shortName(const Example &example)
{
    return example.file.section(u'.', 0, 0);
}

QJsonObject exampleEvent(const Example &example)
{
    return {{u"event"_s, u"example"_s},      {u"name"_s, shortName(example)},
            {u"file"_s, example.file},       {u"title"_s, example.title},
            {u"group"_s, example.group},     {u"needs"_s, example.needs},
            {u"inputs"_s, example.inputs},   {u"secrets"_s, QJsonArray::fromStringList(example.secrets)},
            {u"oidc"_s, example.oidc},       {u"array"_s, example.array},
            {u"returns"_s, example.returns}, {u"takes"_s, example.takes},
            {u"runs_on"_s, example.runsOn},  {u"works_here"_s, example.worksHere}};
}

} // namespace

QCoro::Task<ExitCode> examplesVerb(Bench &bench)
{
    const QList<Example> examples = builtInExamples();
    if (bench.arguments.watch.json) {
        for (const Example &example : examples)
            printJson(bench.terminal, exampleEvent(example));
        co_return ExitCode::Succeeded;
    }
    Table table({ExamplesText::tr("NAME"), ExamplesText::tr("GROUP"), ExamplesText::tr("HERE"), ExamplesText::tr("WHAT")});
    for (const Example &example : examples)
        table.add({shortName(example), example.group, example.worksHere ? ExamplesText::tr("yes") : QString(), example.title});
    bench.terminal.print(table.lines());
    bench.terminal.tell(ExamplesText::tr("“punch examples show NAME” prints one; those with “yes” run on this computer with --local."));
    co_return ExitCode::Succeeded;
}

QCoro::Task<ExitCode> exampleShowVerb(Bench &bench)
{
    const QList<Example> examples = builtInExamples();
    const QString &name = bench.arguments.example;
    const auto isIt = [&name](const Example &example) { return example.file == name || shortName(example) == name; };
    const auto found = std::ranges::find_if(examples, isIt);
    if (found == examples.cend()) {
        co_return bench.fail({.kind = Error::Kind::Missing,
                              .what = ExamplesText::tr("There is no example “%1”.").arg(name),
                              .remedy = ExamplesText::tr("“punch examples” lists them.")},
                             ExitCode::Usage);
    }
    // As it is: it may go into a file. Who reads no further wants no more.
    (void)bench.terminal.write(found->text);
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
