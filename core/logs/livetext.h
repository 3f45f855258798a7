// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace punchcard {

/// Where the text lies that a task has printed so far, until its log is there. Beside that: `<safeFolderName(nameWithId())>.live`;
/// what an earlier version left there without the id is gone on with.
[[nodiscard]] QString liveLogPath(const QString &folder, const QString &taskName, qint64 taskId);

/// How far a script says it is.
struct LiveProgress
{
    int percent = 0;
    std::optional<std::chrono::seconds> left = {};
    bool operator==(const LiveProgress &) const = default;
};

/// How far the task said it was when @p file, its text, grew last; nullopt: it did not say, or that text has gone.
[[nodiscard]] std::optional<LiveProgress> keptProgress(const QString &file);
/// What is written beside such a text, so that whoever looks goes on with it.
struct LivePlace
{
    int next = 1;    ///< number of the piece that comes next
    qint64 upTo = 0; ///< bytes of what was printed
    qint64 size = 0; ///< of the text
    int uploads = 0; ///< number of the last file that was handed over
    std::optional<LiveProgress> progress = {};
};
[[nodiscard]] LivePlace keptPlace(const QString &file);
void keepPlace(const QString &file, const LivePlace &place);
void removeLiveText(const QString &file);

/// Whether @p line, without its stamp, only says how far a script is: it is for the progress bar alone.
[[nodiscard]] bool isProgressLine(QByteArrayView line);

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
