// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QString>

#include <memory>

namespace punchcard {

/// Lets one request that changes something on the server through at a time, among all processes of a home that use the
/// same account.
class MutationGate
{
public:
    /// @p lockFile: one for each account.
    explicit MutationGate(QString lockFile);

    /// Holds the gate while it lives.
    using Permit = std::shared_ptr<void>;
    /// Waits for its turn. Cancelled, or Storage when the lock file cannot be made.
    [[nodiscard]] Async<Permit> enter(Context context);

private:
    QString m_lockFile;
    std::weak_ptr<void> m_taken;
};

} // namespace punchcard
