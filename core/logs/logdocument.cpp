// SPDX-License-Identifier: MIT
#include "core/logs/logdocument.h"

#include "core/base/onpool.h"

#include <QFileInfo>

#include <algorithm>

namespace punchcard {
namespace {

using namespace std::chrono_literals;

constexpr qint64 firstSlice = 1 << 20;
constexpr qint64 largestSlice = 64 << 20;
constexpr qsizetype problemLimit = 1'000'000; // More than anybody goes through; they would cost memory.
constexpr auto lookDelay = 50ms;

} // namespace

LogDocument::LogDocument(QObject *parent)
    : QObject(parent)
{
    m_lookTimer.setSingleShot(true);
    m_lookTimer.setInterval(lookDelay);
    connect(&m_lookTimer, &QTimer::timeout, this, &LogDocument::look);
    const auto lookSoon = [this] {
        if (!m_lookTimer.isActive())
            m_lookTimer.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, lookSoon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, lookSoon);
}

LogDocument::~LogDocument()
{
    if (m_cancelled)
        m_cancelled->store(true);
}

void LogDocument::show(const QString &file, LogRange range)
{
    const bool same = m_file && file == m_path && range.begin == m_range.begin && (range.end < 0 || range.end >= m_end);
    m_path = file;
    m_range = range;
    if (same)
        look();
    else
        reopen();
}

void LogDocument::clear()
{
    m_path.clear();
    m_range = {};
    reopen();
}

void LogDocument::reopen()
{
    if (m_cancelled)
        m_cancelled->store(true);
    m_indexing = false;
    m_settled = false;
    m_file = nullptr;
    m_end = m_range.begin;
    m_index = LineIndex(m_range.begin);
    m_problems.clear();
    emit cleared();
    if (m_path.isEmpty() || !open())
        return;
    emit grew();
    startIndexing();
}

bool LogDocument::open()
{
    if (const QStringList watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    const Result<std::shared_ptr<const MappedFile>> file = MappedFile::open(m_path);
    m_watcher.addPath(QFileInfo(m_path).path());
    if (!file) {
        emit failed(file.error());
        return false;
    }
    m_watcher.addPath(m_path);
    m_file = *file;
    const qint64 size = m_file->size();
    m_end = std::max(m_range.begin, m_range.end < 0 ? size : std::min(m_range.end, size));
    return true;
}

// Somebody wrote to the file, or to another one in its folder.
void LogDocument::look()
{
    if (!m_file) {
        if (QFileInfo::exists(m_path))
            reopen();
        return;
    }
    const MappedFile::Change change = m_file->change();
    if (change == MappedFile::Change::Replaced) {
        reopen();
        return;
    }
    const qint64 old = m_end;
    if (change == MappedFile::Change::None)
        m_end = std::max(m_range.begin, m_range.end < 0 ? m_file->size() : std::min(m_range.end, m_file->size()));
    else if (!open())
        return;
    if (m_end == old)
        return;
    emit grew();
    startIndexing();
}

void LogDocument::startIndexing()
{
    m_settled = false;
    if (m_indexing || !m_file)
        return;
    m_indexing = true;
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    index(this);
}

// Slice by slice, so that what is known grows while it is looked at; another file or this one's growth is noticed between two.
QCoro::Task<> LogDocument::index(QPointer<LogDocument> document)
{
    const std::shared_ptr<std::atomic_bool> cancelled = document->m_cancelled;
    for (qint64 slice = firstSlice;; slice = std::min(slice * 2, largestSlice)) {
        const qint64 end = document->m_end;
        const auto scan = [known = document->m_index, file = document->m_file, end, slice, cancelled] {
            return Result<LineIndex::Scan>(known.scan(*file, end, slice, *cancelled));
        };
        const Context context;
        const Result<LineIndex::Scan> found = co_await onPool(context, scan);
        if (!document || cancelled->load())
            co_return;
        if (!found) {
            document->m_indexing = false;
            emit document->failed(found.error());
            co_return;
        }
        const bool settled = found->to == document->m_index.scanned() && end == document->m_end;
        document->take(*found, settled);
        if (!document || cancelled->load() || settled)
            co_return;
    }
}

void LogDocument::take(const LineIndex::Scan &scan, bool settled)
{
    m_index.take(scan);
    for (const LogLandmark &mark : scan.landmarks) {
        if ((mark.marker == LogMarker::Error || mark.marker == LogMarker::Warning) && m_problems.size() < problemLimit)
            m_problems.append(mark);
    }
    m_indexing = !settled;
    m_settled = settled;
    emit indexed(scan.landmarks);
}

qint64 LogDocument::startOf(qint64 offset) const
{
    return isEmpty() ? begin() : m_index.startOf(*m_file, std::clamp(offset, begin(), m_end - 1));
}

qint64 LogDocument::next(qint64 offset) const
{
    return offset >= m_end || !m_file ? m_end : std::min(m_index.next(*m_file, offset, m_end), m_end);
}

qint64 LogDocument::previous(qint64 offset) const
{
    return offset <= begin() || !m_file ? begin() : m_index.startOf(*m_file, offset - 1);
}

qint64 LogDocument::lineAt(qint64 offset) const
{
    return m_file ? m_index.lineAt(*m_file, offset) : 0;
}

qint64 LogDocument::offsetOf(qint64 line) const
{
    return isEmpty() ? begin() : std::clamp(m_index.offsetOf(*m_file, line, m_end), begin(), m_end);
}

qint64 LogDocument::lines() const
{
    // What the settled index leaves over is the one line that has not ended.
    return m_settled ? m_index.lines() + (m_index.scanned() < m_end ? 1 : 0) : m_index.estimatedLines(m_end);
}

QByteArrayView LogDocument::line(qint64 offset, qint64 limit) const
{
    if (!m_file || offset >= m_end)
        return {};
    const qint64 after = next(offset);
    QByteArrayView bytes = m_file->bytes(offset, std::min(after, offset + limit));
    if (offset + bytes.size() == after && bytes.endsWith('\n'))
        bytes.chop(1);
    while (bytes.endsWith('\r'))
        bytes.chop(1);
    return bytes;
}

std::optional<Time> LogDocument::firstStamp() const
{
    return parseLogLine(line(begin(), 64)).stamp;
}

} // namespace punchcard
