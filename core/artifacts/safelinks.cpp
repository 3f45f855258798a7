// SPDX-License-Identifier: MIT
#include "core/artifacts/safelinks.h"

#include "core/artifacts/entryname.h"

#include <QStringList>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLinksFollowed = 40; // As Linux does.

} // namespace

std::optional<QString> linkGoal(const QString &path, const QString &target)
{
    QStringList goal = path.split(u'/');
    goal.removeLast();
    bool down = false;
    const QStringList parts = target.split(u'/');
    for (const QString &part : parts) {
        if (part == ".."_L1) {
            // After a name, which may itself be a link, a step up leads nobody knows where.
            if (down || goal.isEmpty())
                return std::nullopt;
            goal.removeLast();
        } else if (part != "."_L1 && !part.isEmpty()) {
            down = true;
            goal.append(part);
        }
    }
    const QString whole = goal.join(u'/');
    if (target.startsWith(u'/') || whyUnfit(whole))
        return std::nullopt;
    return whole;
}

std::optional<QString> followLinks(SafeFolder &folder, const QString &path)
{
    QStringList parts = path.split(u'/');
    int followed = 0;
    for (qsizetype depth = 1; depth <= parts.size(); ++depth) {
        const QString at = parts.first(depth).join(u'/');
        const Result<SafeFolder::Found> found = folder.look(at);
        if (!found || found->kind == SafeFolder::Found::Kind::Missing)
            return std::nullopt;
        if (found->kind != SafeFolder::Found::Kind::Link)
            continue;
        const Result<QString> text = folder.readLink(at);
        const std::optional<QString> goal = text ? linkGoal(at, *text) : std::nullopt;
        if (!goal || ++followed > mostLinksFollowed)
            return std::nullopt;
        parts = goal->split(u'/') + parts.sliced(depth);
        depth = 0;
    }
    return parts.join(u'/');
}

} // namespace punchcard
