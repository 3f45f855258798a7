// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace punchcard::github {

/// What the settings of a repository, and of those above it, let its workflows use.
struct ActionsPermissions
{
    enum class Allowed { All, LocalOnly, Selected };

    bool isEnabled = true; ///< True does not prove that runs start: an account that is flagged does not show here.
    Allowed allowed = Allowed::All;
    bool needsPinned = false; ///< `uses:` must name a full commit id: a tag is refused.
    bool takesGithubs = true; ///< Of Selected: actions/* and github/*.
    QStringList patterns = {}; ///< Of Selected: "owner/*", "owner/name@*"; one that begins with "!" refuses.

    /// Whether a workflow may say `uses:` @p action, "actions/checkout@v7".
    [[nodiscard]] bool takes(const QString &action) const;
    bool operator==(const ActionsPermissions &) const = default;
};

} // namespace punchcard::github
