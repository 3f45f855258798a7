// SPDX-License-Identifier: MIT
#include "app/cli/compat.h"

#include <QRegularExpression>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

// Those of actions-batch, which is written in Go: one dash or two, as one likes.
const QStringList &valueFlags()
{
    static const QStringList names{u"owner"_s,        u"token-file"_s, u"file"_s,     u"runs-on"_s,
                                   u"secrets-from"_s, u"out"_s,        u"interval"_s, u"max-attempts"_s};
    return names;
}

const QStringList &boolFlags()
{
    static const QStringList names{u"org"_s, u"private"_s, u"delete"_s, u"logs"_s, u"verbose"_s};
    return names;
}

bool isTruth(const QString &word)
{
    static const QStringList words{u"true"_s, u"false"_s, u"TRUE"_s, u"FALSE"_s, u"True"_s, u"False"_s};
    return words.contains(word);
}

/// The flag's name, without dashes and value; empty when @p argument is no flag of actions-batch.
QString knownName(const QString &argument)
{
    static const QRegularExpression flag(u"^--?([a-z][a-z-]+)(=.*)?$"_s, QRegularExpression::DotMatchesEverythingOption);
    const QString name = flag.match(argument).captured(1);
    return valueFlags().contains(name) || boolFlags().contains(name) ? name : QString();
}

} // namespace

QStringList modernised(QStringList arguments)
{
    const qsizetype end = arguments.contains(u"--"_s) ? arguments.indexOf(u"--"_s) : arguments.size();
    bool namesFile = false;
    QStringList result;
    for (qsizetype i = 0; i < end; ++i) {
        QString argument = arguments.at(i);
        const QString name = knownName(argument);
        const bool hasValue = argument.contains(u'=');
        if (!name.isEmpty() && !argument.startsWith("--"_L1))
            argument.prepend(u'-');
        namesFile = namesFile || name == "file"_L1;
        if (boolFlags().contains(name) && !hasValue && i + 1 < end && isTruth(arguments.at(i + 1))) {
            argument += u'=' + arguments.at(i + 1).toLower();
            ++i;
        }
        result.append(argument);
        // What follows is its value, whatever it looks like.
        if (valueFlags().contains(name) && !hasValue && i + 1 < end)
            result.append(arguments.at(++i));
    }
    result += arguments.sliced(end);
    if (namesFile && result.constFirst().startsWith(u'-'))
        result.prepend(u"run"_s);
    return result;
}

} // namespace punchcard::cli
