// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"

#include <QString>

#include <deque>
#include <optional>

namespace punchcard::cli {

/// Bytes for people, by thousands and with at most four digits: "0B", "43.84kB", "5.665MB", "22.7MB".
[[nodiscard]] QString sizeText(qint64 bytes);

/// Whole seconds, as the timing table has them: "0s", "15s", "2m51s". nullopt: "-".
[[nodiscard]] QString secondsText(std::optional<Milliseconds> duration);

/// How old something is, in its largest unit: "now", "5m", "3h", "12d".
[[nodiscard]] QString ageText(Milliseconds age);

/// How fast a download is, over its last seconds.
class Rate
{
public:
    void add(Time at, const Progress &progress);

    /// Bytes a second; nullopt before a second's worth is known.
    [[nodiscard]] std::optional<qint64> speed() const;
    /// Until the end at that speed; nullopt when nobody knows.
    [[nodiscard]] std::optional<Milliseconds> remaining() const;
    /// "12.3MB of 22.7MB, 3.1MB/s, 4s left", as far as it is known.
    [[nodiscard]] QString text() const;

private:
    struct Sample
    {
        Time at = {};
        qint64 done = 0;
    };
    std::deque<Sample> m_samples;
    Progress m_last;
};

} // namespace punchcard::cli
