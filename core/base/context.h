// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/cancel.h"
#include "core/base/clock.h"

#include <functional>

namespace punchcard {

/// How far something is. Bytes; total < 0 when nobody knows.
struct Progress
{
    qint64 done = 0;
    qint64 total = -1;
};

/// What a wait needs to know about who waits: whether the answer is still wanted, where progress goes, which clock.
/// A cheap value; coroutines take it by copy.
struct Context
{
    CancelPtr cancel = Cancel::make();
    std::function<void(const Progress &)> progress = {};
    Clock *clock = &Clock::system();

    [[nodiscard]] bool cancelled() const { return cancel->isRequested(); }
    [[nodiscard]] Time now() const { return clock->now(); }
    void report(const Progress &p) const
    {
        if (progress)
            progress(p);
    }
};

} // namespace punchcard
