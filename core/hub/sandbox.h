// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace punchcard::hub {

/// Where a job's folders lie: `root` is the hub's name for them, the others are the job's own, in bubblewrap the same
/// short ones as on GitHub.
struct JobLayout
{
    QString root = {}; ///< <job folder>/work
    bool sandboxed = false;
    QString home = {}; ///< $HOME
    QString workspace = {}; ///< $GITHUB_WORKSPACE
    QString temp = {}; ///< $RUNNER_TEMP
    QString tools = {}; ///< $RUNNER_TOOL_CACHE

    /// @p repository: "owner/name"; whatever is no plain name in it is not taken over.
    [[nodiscard]] static JobLayout of(const QString &root, const QString &repository, bool sandboxed);
    /// Makes the folders, empty. Blocks.
    [[nodiscard]] Result<> make() const;
    /// The hub's name of a path below home.
    [[nodiscard]] QString outside(const QString &inside) const;
};

/// How the supervisor is started.
struct Launch
{
    static constexpr int infoDescriptor = 10; ///< Where bubblewrap tells the process that it made.
    QString program = {};
    QStringList arguments = {};
    QProcessEnvironment environment = {};
    bool tellsPid = false;
};

namespace sandbox {

/// Whether jobs can run in bubblewrap: it is tried out until it has worked once, and looked for from then on. True also when
/// that cannot be told. Blocks up to five seconds; call it on a job's thread.
[[nodiscard]] bool works();
/// The supervisor's file: beside this program, or where it was installed. Missing: it is nowhere.
[[nodiscard]] Result<QString> supervisor();
/// @p covered: folders that the job sees empty, on top of the personal ones of every user. Blocks.
[[nodiscard]] Result<Launch> launch(const JobLayout &layout, const QStringList &covered);
/// The environment that a job begins with: PATH, LANG, who it is.
[[nodiscard]] QStringList baseEnvironment(const JobLayout &layout);
/// What of our own environment is no secret and needed without bubblewrap.
[[nodiscard]] QProcessEnvironment plainEnvironment();

} // namespace sandbox
} // namespace punchcard::hub
