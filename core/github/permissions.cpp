// SPDX-License-Identifier: MIT
#include "core/github/permissions.h"

#include <QRegularExpression>

#include <algorithm>

namespace punchcard::github {

using namespace Qt::StringLiterals;

bool ActionsPermissions::takes(const QString &action) const
{
    static const QRegularExpression pinned(u"@[0-9a-f]{40}\\z"_s);
    if (!isEnabled || allowed == Allowed::LocalOnly || (needsPinned && !pinned.match(action).hasMatch()))
        return false;
    if (allowed == Allowed::All)
        return true;
    const auto fits = [&action](const QString &pattern) {
        const QString wildcard = QRegularExpression::wildcardToRegularExpression(pattern, QRegularExpression::NonPathWildcardConversion);
        return QRegularExpression(wildcard, QRegularExpression::CaseInsensitiveOption).match(action).hasMatch();
    };
    if (std::ranges::any_of(patterns, [&fits](const QString &pattern) { return pattern.startsWith(u'!') && fits(pattern.sliced(1)); }))
        return false;
    const bool isGithubs = action.startsWith("actions/"_L1) || action.startsWith("github/"_L1);
    return (takesGithubs && isGithubs) || std::ranges::any_of(patterns, fits);
}

} // namespace punchcard::github
