// SPDX-License-Identifier: MIT
#include "core/hub/logcommand.h"

#include <QByteArrayList>

namespace punchcard::hub {
namespace {

const QByteArrayList &knownNames()
{
    static const QByteArrayList names
        = {"add-mask", "group",       "endgroup",       "error",   "warning",    "notice",     "debug",   "stop-commands",
           "echo",     "add-matcher", "remove-matcher", "set-env", "set-output", "save-state", "add-path"};
    return names;
}

QByteArrayView withoutBlanks(QByteArrayView line)
{
    qsizetype at = 0;
    while (at < line.size() && (line.at(at) == ' ' || line.at(at) == '\t'))
        ++at;
    return line.sliced(at);
}

QByteArray unescaped(QByteArray text, bool property)
{
    text.replace("%0D", "\r").replace("%0A", "\n");
    if (property)
        text.replace("%3A", ":").replace("%2C", ",").replace("%3B", ";").replace("%5D", "]");
    return text.replace("%25", "%");
}

LogCommand command(const QByteArray &head, const QByteArray &data, char separator)
{
    const qsizetype blank = head.indexOf(' ');
    LogCommand result{.name = blank < 0 ? head : head.first(blank), .data = unescaped(data, false)};
    if (blank < 0)
        return result;
    for (const QByteArray &pair : head.sliced(blank + 1).split(separator)) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            result.properties.insert(pair.first(equals).trimmed(), unescaped(pair.sliced(equals + 1), true));
    }
    return result;
}

} // namespace

bool mayBeCommand(QByteArrayView line)
{
    const QByteArrayView begun = withoutBlanks(line);
    return begun.startsWith("::") || begun.contains("##[");
}

std::optional<LogCommand> parseLogCommand(QByteArrayView line)
{
    std::optional<LogCommand> result;
    const QByteArrayView begun = withoutBlanks(line);
    if (begun.startsWith("::")) {
        const qsizetype close = begun.indexOf("::", 2);
        if (close > 2)
            result = command(begun.sliced(2, close - 2).toByteArray(), begun.sliced(close + 2).toByteArray(), ',');
    } else if (const qsizetype open = begun.indexOf("##["); open >= 0) {
        const qsizetype close = begun.indexOf(']', open);
        if (close > open + 3)
            result = command(begun.sliced(open + 3, close - open - 3).toByteArray(), begun.sliced(close + 1).toByteArray(), ';');
    }
    if (result && !knownNames().contains(result->name))
        return std::nullopt;
    return result;
}

} // namespace punchcard::hub
