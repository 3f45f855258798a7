// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"

#include <deque>
#include <optional>

namespace punchcard {

/// How fast a download is, over its last seconds.
class TransferRate
{
public:
    void add(Time at, const Progress &progress);

    [[nodiscard]] const Progress &progress() const { return m_last; }
    /// Bytes a second; nullopt before a second's worth is known.
    [[nodiscard]] std::optional<qint64> speed() const;
    /// Until the end at that speed; nullopt when nobody knows.
    [[nodiscard]] std::optional<Milliseconds> remaining() const;

private:
    struct Sample
    {
        Time at = {};
        qint64 done = 0;
    };
    std::deque<Sample> m_samples;
    Progress m_last;
};

} // namespace punchcard
