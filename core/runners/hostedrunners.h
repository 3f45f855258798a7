// SPDX-License-Identifier: MIT
// core/runners: which machines there are to run on. The labels of GitHub's own runners with what they have (one dated data
// file), what a user types for a runner, and what can be suggested for an account.
#pragma once

#include "core/base/result.h"

#include <QDate>
#include <QList>
#include <QString>

namespace punchcard {

struct MachineSize
{
    int cores = 0; ///< 0: not known
    int memoryGb = 0;

    bool operator==(const MachineSize &) const = default;
};

/// A label that GitHub itself has machines for.
struct HostedRunner
{
    enum class System { Linux, MacOs, Windows };
    enum class State { Current, Preview, Deprecated };

    QString label = {};
    QString sameAs = {}; ///< the label it stands for just now
    System system = System::Linux;
    QString architecture = {}; ///< x64, arm64
    MachineSize publicSize = {};
    MachineSize privateSize = {};
    int diskGb = 0;
    State state = State::Current;
    bool isContainer = false; ///< without Docker inside

    [[nodiscard]] MachineSize size(bool isPrivate) const { return isPrivate ? privateSize : publicSize; }
    /// Where the scripts of most people run: bash with the tools of a Unix.
    [[nodiscard]] bool isUnix() const { return system != System::Windows; }
};

struct HostedRunners
{
    QDate asOf = {};
    QList<HostedRunner> runners = {};

    [[nodiscard]] const HostedRunner *find(const QString &label) const;
};

/// The list that this program was built with.
[[nodiscard]] const HostedRunners &hostedRunners();
/// Malformed: not a list of labels, or one of them lacks what each must have.
[[nodiscard]] Result<HostedRunners> hostedRunnersFromJson(const QByteArray &json);
/// "x64, 4 cores, 16 GB, preview", as far as it is known.
[[nodiscard]] QString aboutRunner(const HostedRunner &runner, bool isPrivate);

} // namespace punchcard
