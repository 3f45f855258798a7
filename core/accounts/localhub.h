// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/hubaddress.h"
#include "core/base/context.h"
#include "core/base/home.h"

namespace punchcard {

/// Finds the hub of a home, and starts it when there is none. The hub is a process of its own that outlives this one.
class LocalHub
{
public:
    /// @p program: empty: `PUNCHCARD_HUB`, else beside our own program, else in PATH. @p limit: for its start, real time.
    explicit LocalHub(Home home, QString program = {}, Milliseconds limit = std::chrono::seconds(10));

    /// Asked at each request: no address of a hub is stored. Two that start one at once end with one hub.
    /// Missing: the program is not there. Local: it did not start; `detail` has the end of its log. Cancelled.
    [[nodiscard]] Async<HubAddress> address(Context context) const;
    /// The address of a hub that lives, without starting one. Missing: none.
    [[nodiscard]] Async<HubAddress> running(Context context) const;
    /// The path of the hub's program. Missing: there is none.
    [[nodiscard]] Result<QString> program() const;

private:
    Home m_home;
    QString m_program;
    Milliseconds m_limit;
};

} // namespace punchcard
