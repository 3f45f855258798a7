// SPDX-License-Identifier: MIT
#include "core/runners/runnerchoice.h"

#include "core/runners/hostedrunners.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RunnerChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(RunnerChoice)
};

const QString groupPrefix = u"group:"_s;

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

QList<RunnerSuggestion> runnerSuggestions(const Account &account, bool isPrivate, const QStringList &used)
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
    if (!used.contains(u"self-hosted"_s))
        list.append({.label = u"self-hosted"_s, .about = RunnerChoiceText::tr("your own machines")});
    if (!hasHosted)
        return list;
    QList<RunnerSuggestion> others;
    QList<RunnerSuggestion> hosted;
    for (const HostedRunner &runner : hostedRunners().runners) {
        QList<RunnerSuggestion> &into = runner.isUnix() ? hosted : others;
        into.append({.label = runner.label, .about = aboutRunner(runner, isPrivate), .isHosted = true});
    }
    // Somebody's own machines first only when they were used: else they would stand before what nearly everybody takes.
    return used.isEmpty() ? hosted + others + list : list + hosted + others;
}

} // namespace punchcard
