// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logline.h"
#include "core/logs/mappedfile.h"

#include <QList>

#include <atomic>

namespace punchcard {

/// A line that is of interest beyond its text.
struct LogLandmark
{
    qint64 offset = 0; ///< Of the line's first byte in the file.
    qint64 next = 0; ///< Where the line after it begins.
    qint64 line = 0; ///< Counted from 0 in the part that is indexed.
    LogMarker marker = LogMarker::None; ///< Group, EndGroup, Error or Warning.
};

/// Where lines begin in a part of a file. Only one line's place in 64 KB is kept, so 1 GB costs 256 KB of memory; between
/// two such places the bytes themselves are looked at, never more than 64 KB of them, however long a line is.
///
/// It is scanned from the front in pieces; whoever asks about bytes that are not scanned yet gets an estimate.
class LineIndex
{
public:
    static constexpr qint64 stride = 64 * 1024;
    struct Place
    {
        qint64 offset = 0;
        qint64 line = 0;
    };
    /// What a scan found; made on the pool, taken in on the main thread.
    struct Scan
    {
        qint64 to = 0; ///< Up to here, where a line begins or the part ends.
        qint64 lines = 0; ///< How many lines ended within it.
        qint64 searched = 0; ///< The line that begins at `to` does not end before this.
        QList<Place> places = {};
        QList<LogLandmark> landmarks = {};
    };

    LineIndex() = default;
    explicit LineIndex(qint64 begin);

    /// Looks at about @p want bytes more, fewer where there are very many landmarks, and at the rest of the line after them; not
    /// beyond @p end. Pure.
    [[nodiscard]] Scan scan(const MappedFile &file, qint64 end, qint64 want, const std::atomic_bool &cancelled) const;
    void take(const Scan &scan);

    [[nodiscard]] qint64 begin() const { return m_places.first().offset; }
    [[nodiscard]] qint64 scanned() const { return m_scanned; } ///< Lines before this byte are known.
    [[nodiscard]] qint64 lines() const { return m_lines; } ///< Whole lines before scanned().

    /// Where the line of byte @p offset begins.
    [[nodiscard]] qint64 startOf(const MappedFile &file, qint64 offset) const;
    /// Where the line after it begins; @p end when it is the last.
    [[nodiscard]] qint64 next(const MappedFile &file, qint64 offset, qint64 end) const;
    /// Number of the line of byte @p offset, from 0; an estimate beyond scanned().
    [[nodiscard]] qint64 lineAt(const MappedFile &file, qint64 offset) const;
    /// The same, estimated between two places, without a look at the file.
    [[nodiscard]] qint64 roughLineAt(qint64 offset) const;
    /// Where line @p line begins; an estimate (of a line's beginning) when it is not known yet. At most the last line of @p end.
    [[nodiscard]] qint64 offsetOf(const MappedFile &file, qint64 line, qint64 end) const;
    /// Lines up to @p end, those not scanned yet estimated.
    [[nodiscard]] qint64 estimatedLines(qint64 end) const;

private:
    [[nodiscard]] qsizetype placeBefore(qint64 offset) const;
    [[nodiscard]] qint64 endOfPlace(qsizetype place) const;
    [[nodiscard]] double bytesPerLine() const;

    QList<Place> m_places = {{}};
    qint64 m_scanned = 0;
    qint64 m_searched = 0; ///< So that a line that grows for hours is not gone through each time.
    qint64 m_lines = 0;
};

} // namespace punchcard
