// SPDX-License-Identifier: MIT
#include "core/logs/linereader.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace punchcard {
namespace {

struct Lines
{
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

constexpr qsizetype leastPiece = 128; // A stamp and a marker are never cut.

Error unreadable(const QFile &file)
{
    return storageError(Lines::tr("The log “%1” could not be read.").arg(QDir::toNativeSeparators(file.fileName())), file.fileName(),
                        file.errorString());
}

} // namespace

Result<LineReader> LineReader::open(const QString &path, qint64 begin, qint64 end, qsizetype pieceLimit)
{
    LineReader reader;
    reader.m_file = std::make_unique<QFile>(path);
    if (!reader.m_file->exists())
        return Error{.kind = Error::Kind::Missing,
                     .what = Lines::tr("There is no log “%1”.").arg(QDir::toNativeSeparators(path)),
                     .remedy = Lines::tr("Fetch the job again."),
                     .detail = path};
    if (!reader.m_file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(*reader.m_file);
    const qint64 size = reader.m_file->size();
    reader.m_end = end < 0 ? size : std::min(end, size);
    reader.m_limit = std::max<qsizetype>(pieceLimit, leastPiece);
    if (const Result<> there = reader.seek(std::min(begin, reader.m_end)); !there)
        return there.error();
    return reader;
}

Result<> LineReader::seek(qint64 offset)
{
    m_buffer.clear();
    m_at = 0;
    m_offset = offset;
    m_first = true;
    if (!m_file->seek(offset))
        return unreadable(*m_file);
    return {};
}

// Adds bytes to the buffer, at most so many that a piece of the limit's size is whole. False: there are none left.
Result<bool> LineReader::fill()
{
    if (m_at > 0) {
        m_buffer.remove(0, m_at);
        m_at = 0;
    }
    const qint64 left = m_end - m_offset - m_buffer.size();
    if (left <= 0)
        return false;
    const qsizetype old = m_buffer.size();
    m_buffer.resize(old + qsizetype(std::min<qint64>(left, m_limit + 1)));
    const qint64 got = m_file->read(m_buffer.data() + old, m_buffer.size() - old);
    m_buffer.resize(old + qsizetype(std::max<qint64>(got, 0)));
    if (got < 0)
        return unreadable(*m_file);
    return got > 0;
}

Result<std::optional<LineReader::Piece>> LineReader::next()
{
    qsizetype searched = m_at;
    qsizetype end = -1;
    for (;;) {
        end = m_buffer.indexOf('\n', searched);
        if (end >= 0 || m_buffer.size() - m_at > m_limit)
            break;
        searched = m_buffer.size() - m_at;
        const Result<bool> more = fill();
        if (!more)
            return more.error();
        if (!*more)
            break;
    }
    const qsizetype have = (end >= 0 ? end : m_buffer.size()) - m_at;
    if (have == 0 && end < 0)
        return std::optional<Piece>();
    const bool whole = have <= m_limit;
    const qsizetype length = whole ? have : m_limit;
    const Piece piece{.bytes = QByteArrayView(m_buffer).sliced(m_at, length),
                      .offset = m_offset,
                      .first = m_first,
                      .last = whole,
                      .lineEnd = whole && end >= 0};
    const qsizetype taken = length + (piece.lineEnd ? 1 : 0);
    m_at += taken;
    m_offset += taken;
    m_first = whole;
    return piece;
}

} // namespace punchcard
