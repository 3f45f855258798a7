// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace punchcard {

/// Where the text lies that a task has printed so far, until its log is there. Beside that: `<safeFolderName(name)>.live`.
[[nodiscard]] QString liveLogPath(const QString &folder, const QString &taskName);

/// How far a script says it is.
struct LiveProgress
{
    int percent = 0;
    std::optional<std::chrono::seconds> left = {};
    bool operator==(const LiveProgress &) const = default;
};

/// Makes of what a script prints what the runner would write into its log: each line with a stamp, which is that of its
/// arrival, workflow commands as marks, or as nothing.
/// A line such as `::punchcard progress=37 eta=120::` is for the progress bar alone.
class LiveText
{
public:
    /// @p piece goes on where the last one ended.
    [[nodiscard]] QByteArray take(QByteArrayView piece, Time now);
    /// Something is missing here: what it says is a line of its own.
    [[nodiscard]] QByteArray gap(const QString &said, Time now);
    /// What was said last, or a percentage at the end of what was printed last.
    [[nodiscard]] std::optional<LiveProgress> progress() const { return m_progress; }

private:
    /// nullopt: the line is not to be seen.
    [[nodiscard]] std::optional<QByteArray> shown(QByteArrayView line);

    bool m_inLine = false; ///< the line has begun in an earlier piece
    std::optional<LiveProgress> m_progress;
};

} // namespace punchcard
