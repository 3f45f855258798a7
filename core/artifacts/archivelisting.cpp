// SPDX-License-Identifier: MIT
#include "core/artifacts/archivelisting.h"

#include "core/artifacts/entryname.h"
#include "core/artifacts/zipreader.h"

#include <QCoreApplication>
#include <QFile>

#include <archive.h>
#include <archive_entry.h>

#include <array>

namespace punchcard {

namespace {

struct Listing
{
    Q_DECLARE_TR_FUNCTIONS(ArchiveListing)
};

constexpr qsizetype entryLimit = 10'000;
constexpr qint64 readLimit = qint64(64) << 20;
constexpr qint64 unpackLimit = qint64(1) << 30;

// What libarchive reads from: it stops where the budget or the wish to know ends.
struct Stream
{
    QFile file;
    const PoolShare &share;
    qint64 read = 0;
    bool spent = false;
    std::array<char, 64 * 1024> buffer = {};
};

la_ssize_t readSome(archive *, void *data, const void **buffer)
{
    auto *source = static_cast<Stream *>(data);
    if (source->share.cancelled() || source->read >= readLimit) {
        source->spent = true;
        return ARCHIVE_FATAL;
    }
    const qint64 got = source->file.read(source->buffer.data(), qint64(source->buffer.size()));
    source->read += std::max<qint64>(got, 0);
    *buffer = source->buffer.data();
    return la_ssize_t(got);
}

la_int64_t skipSome(archive *, void *data, la_int64_t request)
{
    auto *source = static_cast<Stream *>(data);
    const qint64 step = std::min<qint64>(request, source->file.size() - source->file.pos());
    return step > 0 && source->file.seek(source->file.pos() + step) ? step : 0;
}

la_int64_t seekTo(archive *, void *data, la_int64_t offset, int whence)
{
    auto *source = static_cast<Stream *>(data);
    const qint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source->file.pos() : source->file.size();
    return source->file.seek(base + offset) ? source->file.pos() : la_int64_t(ARCHIVE_FATAL);
}

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

Archive openArchive(Stream &source)
{
    Archive handle(archive_read_new(), &archive_read_free);
    archive_read_support_filter_all(handle.get());
    archive_read_support_format_tar(handle.get());
    archive_read_support_format_cpio(handle.get());
    archive_read_support_format_ar(handle.get());
    archive_read_support_format_7zip(handle.get());
    archive_read_support_format_iso9660(handle.get());
    archive_read_set_callback_data(handle.get(), &source);
    archive_read_set_read_callback(handle.get(), &readSome);
    archive_read_set_skip_callback(handle.get(), &skipSome);
    archive_read_set_seek_callback(handle.get(), &seekTo);
    if (archive_read_open1(handle.get()) != ARCHIVE_OK)
        return {nullptr, &archive_read_free};
    return handle;
}

ListedEntry listed(archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    if (!name)
        name = archive_entry_pathname(entry);
    return {.name = shownName(QString::fromUtf8(name)),
            .size = archive_entry_size_is_set(entry) ? qint64(archive_entry_size(entry)) : -1,
            .folder = archive_entry_filetype(entry) == AE_IFDIR};
}

// Passes over an entry's content; false when the budget is spent. A packed archive has to be unpacked to get past it, and a
// small one may unpack to anything.
bool passContent(archive *handle, qint64 &unpacked, const PoolShare &share)
{
    if (archive_filter_count(handle) == 1)
        return archive_read_data_skip(handle) >= ARCHIVE_WARN;
    for (;;) {
        const void *block = nullptr;
        std::size_t length = 0;
        la_int64_t offset = 0;
        const int got = archive_read_data_block(handle, &block, &length, &offset);
        if (got == ARCHIVE_EOF)
            return true;
        unpacked += qint64(length);
        if (got < ARCHIVE_WARN || unpacked > unpackLimit || share.cancelled())
            return false;
    }
}

} // namespace

Result<ArchiveListing> listZip(const QString &path, const PoolShare &share)
{
    Result<ZipReader> reader = ZipReader::open(path);
    if (!reader)
        return reader.error();
    ArchiveListing listing;
    for (;;) {
        if (share.cancelled())
            return cancelledError();
        const Result<std::optional<ZipEntry>> entry = reader->next();
        if (!entry)
            return entry.error();
        if (!*entry)
            return listing;
        if (listing.entries.size() == entryLimit) {
            listing.more = true;
            return listing;
        }
        listing.entries.append(
            {.name = shownName((*entry)->name), .size = std::max<qint64>((*entry)->size, -1), .folder = (*entry)->isFolder()});
    }
}

Result<ArchiveListing> listArchive(const QString &path, const PoolShare &share)
{
    const Error none{.kind = Error::Kind::Malformed,
                     .what = Listing::tr("“%1” is no archive that can be shown.").arg(path),
                     .remedy = Listing::tr("Open it with another program.")};
    Stream source{.file = QFile(path), .share = share};
    if (!source.file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return none;
    const Archive handle = openArchive(source);
    if (!handle)
        return none;
    ArchiveListing listing;
    qint64 unpacked = 0;
    for (archive_entry *entry = nullptr;;) {
        const int got = archive_read_next_header(handle.get(), &entry);
        if (share.cancelled())
            return cancelledError();
        if (got == ARCHIVE_EOF && (!listing.entries.isEmpty() || archive_format(handle.get()) == ARCHIVE_FORMAT_7ZIP))
            return listing;
        if (got < ARCHIVE_WARN || got == ARCHIVE_EOF) {
            if (listing.entries.isEmpty())
                return none;
            listing.more = true; // cut, or beyond the budget
            return listing;
        }
        listing.entries.append(listed(entry));
        if (listing.entries.size() == entryLimit || !passContent(handle.get(), unpacked, share)) {
            listing.more = true;
            return listing;
        }
    }
}

} // namespace punchcard
