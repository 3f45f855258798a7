// SPDX-License-Identifier: MIT
#include "core/logs/logsearch.h"

#include "core/base/onpool.h"

#include <algorithm>
#include <numeric>

namespace punchcard {
namespace {

constexpr qint64 firstSearched = 1 << 20;
constexpr qint64 mostSearched = 16 << 20; // Hits come as often as this is looked through.

} // namespace

LogSearch::LogSearch(const LogDocument &document, QObject *parent)
    : QObject(parent)
    , m_document(document)
{
    connect(&document, &LogDocument::cleared, this, &LogSearch::restart);
    connect(&document, &LogDocument::grew, this, &LogSearch::goOn);
}

LogSearch::~LogSearch()
{
    if (m_cancelled)
        m_cancelled->store(true);
}

Result<> LogSearch::find(const LogQuery &query)
{
    const Result<LogPattern> pattern = LogPattern::make(query);
    m_pattern = pattern ? std::optional(*pattern) : std::nullopt;
    restart();
    goOn();
    if (!pattern)
        return pattern.error();
    return {};
}

void LogSearch::clear()
{
    m_pattern.reset();
    restart();
}

void LogSearch::restart()
{
    if (m_cancelled)
        m_cancelled->store(true);
    m_running = false;
    m_begin = m_document.begin();
    m_searched = m_begin;
    m_blocks.clear();
    m_count = 0;
    m_tail = -1;
    emit changed();
}

void LogSearch::goOn()
{
    if (m_running || !m_pattern || !m_document.file())
        return;
    takeTailBack();
    m_running = true;
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    search(this);
}

// A last line that had not ended is looked at again when there is more.
void LogSearch::takeTailBack()
{
    if (m_tail < 0 || m_searched >= m_document.end())
        return;
    m_searched = m_tail;
    if (m_tailMatched) {
        --m_blocks[blockOf(m_tail)];
        --m_count;
    }
    m_tail = -1;
}

void LogSearch::noteTail()
{
    const QByteArrayView last = m_document.file()->bytes(m_searched - 1, m_searched);
    if (m_searched <= m_begin || last == "\n")
        return;
    m_tail = m_document.startOf(m_searched - 1);
    const QList<qint64> lines = linesIn(blockOf(m_tail));
    m_tailMatched = !lines.isEmpty() && lines.last() == m_tail;
}

LogSearch::Found LogSearch::look(const LogPattern &pattern, const MappedFile &file, qint64 begin, qint64 from, qint64 to, qint64 end,
                                 const std::atomic_bool &cancelled)
{
    Found found;
    found.searched = pattern.scan(file, from, to, end, cancelled, [&](qint64 line) {
        const auto block = qsizetype((line - begin) / blockSize);
        if (found.blocks.isEmpty() || found.blocks.last().first != block)
            found.blocks.append({block, 0});
        ++found.blocks.last().second;
        return true;
    });
    return found;
}

QCoro::Task<> LogSearch::search(QPointer<LogSearch> self)
{
    const std::shared_ptr<std::atomic_bool> cancelled = self->m_cancelled;
    for (qint64 slice = firstSearched;; slice = std::min(slice * 2, mostSearched)) {
        const qint64 end = self->m_document.end();
        const qint64 from = self->m_searched;
        const auto work = [pattern = *self->m_pattern, file = self->m_document.file(), begin = self->m_begin, from, end, slice, cancelled] {
            return Result<Found>(look(pattern, *file, begin, from, std::min(from + slice, end), end, *cancelled));
        };
        const Context context;
        const Result<Found> found = co_await onPool(context, work);
        if (!self || cancelled->load())
            co_return;
        if (!found) {
            self->m_running = false;
            emit self->changed();
            co_return;
        }
        for (const auto &[block, count] : found->blocks) {
            if (block >= self->m_blocks.size())
                self->m_blocks.resize(block + 1);
            self->m_blocks[block] += count;
            self->m_count += count;
        }
        self->m_searched = found->searched;
        self->noteTail();
        const bool stuck = found->searched == from; // Cut, or nothing there.
        self->m_running = found->searched < self->m_document.end() && !stuck;
        if (self->m_running)
            self->takeTailBack();
        emit self->changed();
        if (!self || cancelled->load() || !self->m_running)
            co_return;
    }
}

QList<qint64> LogSearch::linesIn(qsizetype block) const
{
    QList<qint64> lines;
    if (!m_pattern || block < 0 || block >= m_blocks.size() || m_blocks.at(block) == 0 || !m_document.file())
        return lines;
    const qint64 begin = m_begin + block * blockSize;
    const qint64 start = m_document.startOf(begin);
    const qint64 from = start < begin ? m_document.next(start) : start;
    const std::atomic_bool cancelled = false;
    m_pattern->scan(*m_document.file(), from, std::min(begin + blockSize, m_document.end()), m_document.end(), cancelled, [&](qint64 line) {
        if (line < begin + blockSize)
            lines.append(line);
        return lines.size() < m_blocks.at(block);
    });
    return lines;
}

qint64 LogSearch::countBefore(qint64 line) const
{
    const qsizetype block = std::min(blockOf(line), m_blocks.size());
    const QList<qint64> here = linesIn(block);
    return std::accumulate(m_blocks.cbegin(), m_blocks.cbegin() + block, qint64(0)) + (std::ranges::lower_bound(here, line) - here.begin());
}

std::optional<qint64> LogSearch::next(qint64 line) const
{
    for (qsizetype block = blockOf(line); block < m_blocks.size(); ++block) {
        const QList<qint64> lines = linesIn(block);
        if (const auto found = std::ranges::upper_bound(lines, line); found != lines.end())
            return *found;
    }
    return {};
}

std::optional<qint64> LogSearch::previous(qint64 line) const
{
    for (qsizetype block = std::min(blockOf(line), m_blocks.size() - 1); block >= 0; --block) {
        const QList<qint64> lines = linesIn(block);
        if (const auto found = std::ranges::lower_bound(lines, line); found != lines.begin())
            return *(found - 1);
    }
    return {};
}

} // namespace punchcard
