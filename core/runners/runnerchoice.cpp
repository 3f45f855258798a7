// SPDX-License-Identifier: MIT
#include "core/runners/runnerchoice.h"

#include "core/runners/hostedrunners.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RunnerChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(RunnerChoice)
};

const QString groupPrefix = u"group:"_s;

// What stands behind a label that one of @p owners has.
QString aboutOffered(const QList<github::OfferedRunner> &owners)
{
    const github::OfferedRunner &first = owners.constFirst();
    if (first.isHosted && first.cores > 0)
        return RunnerChoiceText::tr("larger runner, %1 cores, %2 GB").arg(first.cores).arg(first.memoryGb);
    if (first.isHosted)
        return RunnerChoiceText::tr("larger runner");
    const auto online = std::ranges::count_if(owners, &github::OfferedRunner::isOnline);
    return online == 0 ? RunnerChoiceText::tr("your own, offline now")
                       : RunnerChoiceText::tr("%n machine(s) of your own, online", nullptr, int(online));
}

// Each label once, in the order of the machines.
QList<RunnerSuggestion> offeredLabels(const QList<github::OfferedRunner> &offered, const QStringList &used)
{
    QStringList labels;
    for (const github::OfferedRunner &runner : offered) {
        for (const QString &label : runner.labels) {
            if (!labels.contains(label, Qt::CaseInsensitive) && !used.contains(label, Qt::CaseInsensitive))
                labels.append(label);
        }
    }
    QList<RunnerSuggestion> list;
    for (const QString &label : std::as_const(labels)) {
        QList<github::OfferedRunner> owners;
        std::ranges::copy_if(offered, std::back_inserter(owners),
                             [&label](const github::OfferedRunner &runner) { return runner.labels.contains(label, Qt::CaseInsensitive); });
        list.append({.label = label, .about = aboutOffered(owners), .isHosted = owners.constFirst().isHosted});
    }
    for (const github::OfferedRunner &runner : offered) {
        if (runner.isGroup)
            list.append({.label = groupPrefix + runner.name, .about = RunnerChoiceText::tr("runner group")});
    }
    return list;
}

} // namespace

RunnerChoice runnerChoiceFromText(const QString &text)
{
    static const QRegularExpression between(u"[\\s,;]+"_s);
    // A blank after the prefix belongs to it, as people write it.
    static const QRegularExpression spacedPrefix(u"\\bgroup:\\s+"_s, QRegularExpression::CaseInsensitiveOption);
    QString compact = text;
    compact.replace(spacedPrefix, groupPrefix);
    RunnerChoice choice;
    for (const QString &term : compact.split(between, Qt::SkipEmptyParts)) {
        if (term.startsWith(groupPrefix, Qt::CaseInsensitive))
            choice.group = term.mid(groupPrefix.size());
        else if (!choice.labels.contains(term, Qt::CaseInsensitive))
            choice.labels.append(term);
    }
    return choice;
}

QString textOf(const RunnerChoice &choice)
{
    QStringList terms = choice.labels;
    if (!choice.group.isEmpty())
        terms.append(groupPrefix + choice.group);
    return terms.join(u", "_s);
}

QList<RunnerSuggestion> runnerSuggestions(const Account &account, bool isPrivate, const QStringList &used,
                                          const QList<github::OfferedRunner> &offered)
{
    QList<RunnerSuggestion> list;
    if (account.isThisComputer())
        return list;
    // Only GitHub itself has hosted runners; an Enterprise Server has those that its owner set up.
    const bool hasHosted = account.kind != AccountKind::Enterprise;
    for (const QString &label : used) {
        if (!hasHosted || !hostedRunners().find(label))
            list.append({.label = label, .about = RunnerChoiceText::tr("used before")});
    }
    list += offeredLabels(offered, used);
    if (std::ranges::find(list, u"self-hosted"_s, &RunnerSuggestion::label) == list.end())
        list.append({.label = u"self-hosted"_s, .about = RunnerChoiceText::tr("your own machines")});
    if (!hasHosted)
        return list;
    QList<RunnerSuggestion> others;
    QList<RunnerSuggestion> hosted;
    for (const HostedRunner &runner : hostedRunners().runners) {
        QList<RunnerSuggestion> &into = runner.isUnix() ? hosted : others;
        into.append({.label = runner.label, .about = aboutRunner(runner, isPrivate), .isHosted = true});
    }
    // Somebody's own machines first only when they were used or are offered: else they would stand before what nearly everybody takes.
    return used.isEmpty() && offered.isEmpty() ? hosted + others + list : list + hosted + others;
}

} // namespace punchcard
