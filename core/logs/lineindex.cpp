// SPDX-License-Identifier: MIT
#include "core/logs/lineindex.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace punchcard {
namespace {

constexpr qint64 unscannedReach = 4 << 20; // How far a line's end is looked for where nothing is known yet.
constexpr double usualLine = 80;
constexpr qsizetype landmarksAtOnce = 200'000; // A log may hold nothing else: they go on in the next scan.

// Whether it is worth taking the line apart: a marker stands at its beginning or behind the stamp.
bool mayBeMarked(const char *line, qint64 size)
{
    if (size < 3)
        return false;
    if (line[0] == '#' || line[0] == '\xEF')
        return true;
    if (size > 29 && line[27] == 'Z')
        return line[29] == '#'; // The usual seven decimals.
    const void *const blank = std::memchr(line, ' ', size_t(std::min<qint64>(size, 31)));
    if (!blank)
        return false;
    const char *const text = static_cast<const char *>(blank) + 1;
    return text < line + size && *text == '#';
}

bool isLandmark(LogMarker marker)
{
    return marker == LogMarker::Group || marker == LogMarker::EndGroup || marker == LogMarker::Error || marker == LogMarker::Warning;
}

qint64 lineFeed(const MappedFile &file, qint64 begin, qint64 end)
{
    const QByteArrayView bytes = file.bytes(begin, end);
    const void *const found = bytes.isEmpty() ? nullptr : std::memchr(bytes.data(), '\n', size_t(bytes.size()));
    return found ? begin + (static_cast<const char *>(found) - bytes.data()) : -1;
}

// Where the line ends that goes on at @p from; -1: not before @p end, or nobody wants to know any more. Of a line of any length
// no more than a piece is in memory.
qint64 farLineFeed(const MappedFile &file, qint64 from, qint64 end, const std::atomic_bool &cancelled)
{
    while (from < end && !cancelled.load(std::memory_order_relaxed) && file.isWhole()) {
        const qint64 to = std::min(end, from + MappedFile::releaseEvery);
        const qint64 feed = lineFeed(file, from, to);
        if (feed >= 0)
            return feed;
        file.release(from, to);
        from = to;
    }
    return -1;
}

// Where the last line begins that begins in [begin, end).
qint64 lastStart(const MappedFile &file, qint64 begin, qint64 end)
{
    const QByteArrayView bytes = file.bytes(begin, std::max(begin, end - 1));
    const qsizetype found = bytes.isEmpty() ? -1 : bytes.lastIndexOf('\n');
    return found < 0 ? begin : begin + found + 1;
}

} // namespace

LineIndex::LineIndex(qint64 begin)
    : m_places{{.offset = begin, .line = 0}}
    , m_scanned(begin)
{
}

LineIndex::Scan LineIndex::scan(const MappedFile &file, qint64 end, qint64 want, const std::atomic_bool &cancelled) const
{
    Scan result{.to = m_scanned};
    qint64 lastPlace = m_places.last().offset;
    qint64 released = m_scanned;
    const QByteArrayView bytes = file.bytes(m_scanned, end);
    const char *const base = bytes.data() - m_scanned;
    const char *const limit = bytes.data() + bytes.size();
    while (result.to < end && result.to < m_scanned + want && result.landmarks.size() < landmarksAtOnce) {
        const char *const line = base + result.to;
        if (result.to - lastPlace >= stride) {
            result.places.append({.offset = result.to, .line = m_lines + result.lines});
            lastPlace = result.to;
            if (cancelled.load(std::memory_order_relaxed) || !file.isWhole())
                break;
        }
        const auto *feed = static_cast<const char *>(std::memchr(line, '\n', size_t(std::min<qint64>(limit - line, stride))));
        if (!feed) {
            const qint64 far = farLineFeed(file, std::max(result.to, m_searched), end, cancelled);
            feed = far < 0 ? nullptr : base + far;
        }
        if (!feed) {
            // The last line has not ended: it is looked at again when there is more.
            result.searched = cancelled.load(std::memory_order_relaxed) || !file.isWhole() ? 0 : end;
            break;
        }
        if (mayBeMarked(line, feed - line)) {
            const LogMarker marker = parseLogLine(QByteArrayView(line, std::min<qint64>(feed - line, 64))).marker;
            if (isLandmark(marker))
                result.landmarks.append({.offset = result.to, .next = feed + 1 - base, .line = m_lines + result.lines, .marker = marker});
        }
        ++result.lines;
        result.to = feed + 1 - base;
        if (result.to - released >= MappedFile::releaseEvery) {
            file.release(released, result.to);
            released = result.to;
        }
    }
    return result;
}

void LineIndex::take(const Scan &scan)
{
    m_places += scan.places;
    m_scanned = scan.to;
    m_searched = scan.searched;
    m_lines += scan.lines;
}

qsizetype LineIndex::placeBefore(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(m_places, offset, {}, &Place::offset);
    return std::max<qsizetype>(after - m_places.begin() - 1, 0);
}

qint64 LineIndex::endOfPlace(qsizetype place) const
{
    return place + 1 < m_places.size() ? m_places.at(place + 1).offset : m_scanned;
}

// Lines that begin a stride or more behind a place have a place of their own. So a line's beginning lies within a stride of
// its place, and when its end does not, the line ends where the next place begins.
qint64 LineIndex::startOf(const MappedFile &file, qint64 offset) const
{
    if (offset >= m_scanned && offset < m_searched)
        return m_scanned; // the last line, which has not ended
    if (offset >= m_scanned)
        return lastStart(file, std::max(m_scanned, offset - unscannedReach), offset + 1);
    const qint64 place = m_places.at(placeBefore(offset)).offset;
    return lastStart(file, place, std::min(offset + 1, place + stride));
}

qint64 LineIndex::next(const MappedFile &file, qint64 offset, qint64 end) const
{
    if (offset >= m_scanned) {
        const qint64 from = std::max(offset, m_searched);
        const qint64 feed = lineFeed(file, from, std::min(end, from + unscannedReach));
        return feed < 0 ? end : feed + 1;
    }
    const qsizetype place = placeBefore(offset);
    const qint64 feed = lineFeed(file, offset, std::min(endOfPlace(place), m_places.at(place).offset + stride));
    return feed < 0 ? endOfPlace(place) : feed + 1;
}

qint64 LineIndex::lineAt(const MappedFile &file, qint64 offset) const
{
    if (offset >= m_scanned && offset < m_searched)
        return m_lines;
    if (offset >= m_scanned)
        return m_lines + qint64(std::floor(double(offset - m_scanned) / bytesPerLine()));
    const Place place = m_places.at(placeBefore(offset));
    qint64 line = place.line;
    const qint64 end = std::min(offset, place.offset + stride);
    for (qint64 feed = lineFeed(file, place.offset, end); feed >= 0; feed = lineFeed(file, feed + 1, end))
        ++line;
    return line;
}

qint64 LineIndex::roughLineAt(qint64 offset) const
{
    if (offset >= m_scanned)
        return m_lines + qint64(std::floor(double(offset - m_scanned) / bytesPerLine()));
    const qsizetype place = placeBefore(offset);
    const Place from = m_places.at(place);
    const Place to = place + 1 < m_places.size() ? m_places.at(place + 1) : Place{.offset = m_scanned, .line = m_lines};
    return from.line
        + qint64(double(to.line - from.line) * double(offset - from.offset) / double(std::max<qint64>(1, to.offset - from.offset)));
}

qint64 LineIndex::offsetOf(const MappedFile &file, qint64 line, qint64 end) const
{
    if (line > m_lines) {
        const auto guess = m_scanned + qint64(double(line - m_lines) * bytesPerLine());
        return startOf(file, std::max(begin(), std::min(guess, end - 1)));
    }
    if (line == m_lines)
        return startOf(file, std::max(begin(), std::min(m_scanned, end - 1)));
    const auto after = std::ranges::upper_bound(m_places, std::max<qint64>(line, 0), {}, &Place::line);
    const Place place = *(after - 1);
    qint64 offset = place.offset;
    for (qint64 i = place.line; i < line; ++i)
        offset = lineFeed(file, offset, m_scanned) + 1;
    return offset;
}

qint64 LineIndex::estimatedLines(qint64 end) const
{
    if (m_scanned >= end)
        return m_lines;
    return m_lines + std::max<qint64>(1, qint64(double(end - m_scanned) / bytesPerLine()));
}

double LineIndex::bytesPerLine() const
{
    return m_lines > 0 ? std::max(1.0, double(m_scanned - begin()) / double(m_lines)) : usualLine;
}

} // namespace punchcard
