// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QString>

#include <optional>

namespace punchcard {

/// Until when a server wants no request of an account: told to one process of the home, kept by all.
class CoolDown
{
public:
    /// @p file: one for each account.
    explicit CoolDown(QString file)
        : m_file(std::move(file))
    {
    }

    /// nullopt: it may be asked.
    [[nodiscard]] std::optional<Time> until(Time now) const;
    /// Never makes it shorter. This process keeps to it also when the file cannot be written, which is in the log then: it
    /// costs the others a refusal of their own.
    void extend(Time until, Time now);

private:
    QString m_file;
    Time m_own = {}; ///< until when it was told here
};

} // namespace punchcard
