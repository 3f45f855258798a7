// SPDX-License-Identifier: MIT
#include "core/logs/logtext.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/logs/ansi.h"
#include "core/logs/logline.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <algorithm>
#include <cstring>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LogText)
};

constexpr qsizetype writeSize = 1 << 20;
constexpr qsizetype writtenAtOnce = 1 << 20; // Of a long line.

struct Columns
{
    qsizetype from = 0;
    qsizetype to = -1;
};

// Appends the text of a line to @p out, which @p full empties; false when it wants no more.
template<typename Full>
bool emitLine(QByteArrayView line, const LogExcerpt &excerpt, const Columns &columns, QString &out, Full full)
{
    // Of a line of any length only what stands at its begin and its end is to be looked at.
    const LogLine parsed = parseLogLine(line);
    if (excerpt.stamps != Stamps::Off && columns.from == 0 && !excerpt.block) {
        const QString stamp = parsed.stamp ? stampText(excerpt.stamps, *parsed.stamp, excerpt.first) : QString();
        out += stamp.rightJustified(stampColumns(excerpt.stamps)) + u' ';
    }
    if (parsed.text.size() > longLine) {
        const qsizetype to = columns.to < 0 ? parsed.text.size() : std::min(columns.to, parsed.text.size());
        for (qsizetype at = std::min(columns.from, to); at < to; at += writtenAtOnce) {
            out += styledWindow(parsed.text, at, std::min(at + writtenAtOnce, to), excerpt.showHidden).text;
            if (!full())
                return false;
            releasePages(parsed.text.data() + at, std::min(writtenAtOnce, to - at));
        }
        return true;
    }
    const QString text = QString::fromUtf8(prefixFor(parsed.marker)) + styledText(parsed.text, excerpt.showHidden).text;
    const qsizetype to = columns.to < 0 ? text.size() : std::min(columns.to, text.size());
    const qsizetype from = std::min(columns.from, to);
    out += QStringView(text).sliced(from, to - from);
    return full();
}

// Where the line at @p at ends. Its pages are given back as they are passed.
qint64 endOfLine(const MappedFile &file, qint64 at, qint64 end)
{
    for (qint64 from = at; from < end; from += MappedFile::releaseEvery) {
        const qint64 to = std::min(end, from + MappedFile::releaseEvery);
        const QByteArrayView piece = file.bytes(from, to);
        const auto *const feed
            = piece.isEmpty() ? nullptr : static_cast<const char *>(std::memchr(piece.data(), '\n', size_t(piece.size())));
        if (feed)
            return from + (feed - piece.data());
        if (to < end)
            file.release(from, to);
    }
    return end;
}

// Calls @p write with text as it comes; false ends it.
template<typename Write>
Result<> each(const MappedFile &file, const LogExcerpt &excerpt, const Context &context, Write write)
{
    QString out;
    const qint64 end = std::min(excerpt.end, file.size());
    qint64 at = excerpt.begin;
    qint64 released = at;
    bool isStopped = false;
    const auto full = [&] {
        if (out.size() < writeSize)
            return true;
        isStopped = context.cancelled() || !file.isWhole();
        const bool goesOn = !isStopped && write(out);
        out.clear();
        return goesOn;
    };
    while (at < end) {
        if (context.cancelled() || !file.isWhole())
            return cancelledError();
        const qint64 lineEnd = endOfLine(file, at, end);
        const QByteArrayView line = file.bytes(at, lineEnd);
        const bool isFirst = at == excerpt.begin;
        const qint64 next = std::min(lineEnd + 1, end);
        const bool isLast = lineEnd + 1 >= excerpt.end;
        if (parseLogLine(line.first(std::min<qsizetype>(line.size(), 64))).marker != LogMarker::EndGroup || isFirst) {
            if (!isFirst)
                out += u'\n';
            const Columns columns{.from = excerpt.block || isFirst ? excerpt.firstColumn : 0,
                                  .to = excerpt.block || isLast ? excerpt.lastColumn : -1};
            if (!emitLine(line, excerpt, columns, out, full))
                return isStopped ? Result<>(cancelledError()) : Result<>();
        }
        at = next;
        if (at - released >= MappedFile::releaseEvery) {
            file.release(released, at);
            released = at;
        }
    }
    write(out);
    return {};
}

Result<> saveNow(const MappedFile &file, const LogExcerpt &excerpt, const QString &path, const Context &context)
{
    QSaveFile to(path);
    const auto unwritable = [&to, &path] {
        return storageError(Text::tr("The log could not be saved as “%1”.").arg(QDir::toNativeSeparators(path)), path, to.errorString());
    };
    if (!to.open(QIODevice::WriteOnly))
        return unwritable();
    bool good = true;
    const Result<> written = each(file, excerpt, context, [&](const QString &text) { return good = to.write(text.toUtf8()) >= 0; });
    if (!written)
        return written;
    if (!good || to.write("\n") != 1 || !to.commit())
        return unwritable();
    return {};
}

} // namespace

Async<QString> textOf(std::shared_ptr<const MappedFile> file, LogExcerpt excerpt, Context context)
{
    const auto work = [file, excerpt, context]() -> Result<QString> {
        QString all;
        const Result<> done = each(*file, excerpt, context, [&all](const QString &text) {
            all += text;
            return true;
        });
        if (!done)
            return done.error();
        return all;
    };
    co_return co_await onPool(context, work);
}

Async<> saveText(std::shared_ptr<const MappedFile> file, LogExcerpt excerpt, QString path, Context context)
{
    const auto work = [file, excerpt, path, context] { return saveNow(*file, excerpt, path, context); };
    co_return co_await onPool(context, work);
}

} // namespace punchcard
