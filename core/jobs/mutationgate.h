// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QString>

#include <memory>
#include <optional>

namespace punchcard {

/// Lets one request that changes something on the server through at a time, among all processes of a home that use the
/// same account; once there were 20 within a minute, a second apart, so that one job is not slowed and a hundred do not get
/// the account flagged. Source: github-api E, "at least one second between mutations".
class MutationGate
{
public:
    enum class Pace { Paced, Free };
    /// @p lockFile: one for each account. What went through lately lies beside it.
    MutationGate(QString lockFile, Pace pace);

    /// Holds the gate while it lives.
    using Permit = std::shared_ptr<void>;
    /// Waits for its turn. Cancelled, or Storage when the lock file cannot be made.
    [[nodiscard]] Async<Permit> enter(Context context);
    /// Counts one more request of who holds @p held, and keeps its distance.
    [[nodiscard]] Async<> again(Permit held, Context context);
    /// When this process was let through last.
    [[nodiscard]] std::optional<Time> last() const { return m_last; }

private:
    Async<> keepPace(Context context);

    QString m_lockFile;
    Pace m_pace;
    std::weak_ptr<void> m_taken;
    std::optional<Time> m_last;
};

} // namespace punchcard
