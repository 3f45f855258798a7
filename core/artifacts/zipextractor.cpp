// SPDX-License-Identifier: MIT
#include "core/artifacts/zipextractor.h"

#include "core/artifacts/entryname.h"
#include "core/artifacts/naming.h"
#include "core/artifacts/poolprogress.h"
#include "core/artifacts/safefolder.h"
#include "core/artifacts/safelinks.h"
#include "core/artifacts/space.h"
#include "core/artifacts/zipreader.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <array>
#include <zlib.h>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Extractor
{
    Q_DECLARE_TR_FUNCTIONS(Extractor)
};

constexpr qint64 leastOnDisk = 4096; // What a file or folder takes there, however small it is.

Error tooMuch(const QString &what, const QString &zip)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = what,
                 .remedy = Extractor::tr("The archive itself is kept: unpack by hand what you need of it."),
                 .detail = zip};
}

QString pathOf(const ZipEntry &entry)
{
    return entry.name.endsWith(u'/') ? entry.name.chopped(1) : entry.name;
}

// This concerns one file; anything else concerns the disk, the archive as a whole, or the user's wish.
bool concernsOneFile(const Error &error)
{
    return error.kind == Error::Kind::Conflict || error.kind == Error::Kind::Refused || error.kind == Error::Kind::Corrupt;
}

Result<quint32> checksum(QFile &file, const PoolShare &share)
{
    std::array<char, 64 * 1024> buffer;
    uLong crc = ::crc32(0, nullptr, 0);
    for (;;) {
        if (share.cancelled())
            return cancelledError();
        const qint64 got = file.read(buffer.data(), buffer.size());
        if (got < 0)
            return Error{.kind = Error::Kind::Storage, .what = Extractor::tr("“%1” could not be read.").arg(file.fileName())};
        if (got == 0)
            return quint32(crc);
        crc = ::crc32(crc, reinterpret_cast<const Bytef *>(buffer.data()), uInt(got));
    }
}

// One archive on its way into one folder: first all names and sizes are judged, then what passed is written.
class Extraction
{
public:
    Extraction(ZipReader zip, QString path, QString target, UnpackLimits limits, PoolSharePtr share)
        : m_zip(std::move(zip))
        , m_path(std::move(path))
        , m_target(std::move(target))
        , m_limits(limits)
        , m_share(std::move(share))
    {
    }

    Result<Unpacked> run()
    {
        if (const Result<> judged = judge(); !judged)
            return judged.error();
        Result<SafeFolder> folder = SafeFolder::open(m_target);
        if (!folder)
            return folder.error();
        Naming naming(*folder, [this](const QString &path, const Error &error) { takeBack(path, error.what); });
        if (const Result<> written = writeAll(*folder, naming); !written)
            return written.error();
        if (const Result<> named = naming.finish(); !named)
            return named.error();
        return std::move(m_result);
    }

private:
    Result<> judge();
    Result<> writeAll(SafeFolder &folder, Naming &naming);
    Result<> writeEntry(SafeFolder &folder, Naming &naming, const ZipEntry &entry);
    Result<bool> isThere(SafeFolder &folder, const ZipEntry &entry);
    void refuse(const ZipEntry &entry, const QString &why);
    [[nodiscard]] Result<> checkSizes(qint64 total, qint64 names) const;
    [[nodiscard]] Error tooMany() const;

    // Its name turned out to be taken when it was to get it.
    void takeBack(const QString &path, const QString &why)
    {
        const auto file = std::ranges::find(m_result.files, path, &UnpackedFile::path);
        if (file != m_result.files.end()) {
            m_result.bytes -= file->size;
            m_result.files.erase(file);
        }
        m_result.refusals.append({.name = shownName(path), .why = why});
    }

    ZipReader m_zip;
    QString m_path;
    QString m_target;
    UnpackLimits m_limits;
    PoolSharePtr m_share;
    QHash<qint64, QString> m_unfit; ///< Number of an entry, and why it is not unpacked; empty for those that will not be named.
    Unpacked m_result;
};

void Extraction::refuse(const ZipEntry &entry, const QString &why)
{
    if (m_result.refusals.size() < mostRefusals)
        m_result.refusals.append({.name = shownName(entry.name), .why = why});
    else
        ++m_result.unnamed;
}

Error Extraction::tooMany() const
{
    return tooMuch(Extractor::tr("The archive holds more than %1 files and folders.").arg(QLocale().toString(m_limits.entries)), m_path);
}

Result<> Extraction::judge()
{
    if (m_zip.count() > m_limits.entries)
        return tooMany();
    NameTwins twins;
    qint64 total = 0;
    for (qint64 number = 0;; ++number) {
        if (m_share->cancelled())
            return cancelledError();
        const Result<std::optional<ZipEntry>> entry = m_zip.next();
        if (!entry)
            return entry.error();
        if (!*entry)
            break;
        std::optional<QString> why = whyUnfit(pathOf(**entry));
        if (!why)
            why = (*entry)->whyUnreadable();
        if (!why)
            why = twins.add(pathOf(**entry), (*entry)->isFolder());
        if (why)
            m_unfit.insert(number, m_unfit.size() < mostRefusals ? *why : QString());
        else if (qAddOverflow(total, (*entry)->size, &total))
            total = std::numeric_limits<qint64>::max();
        // A hundred folders in each other for every name would fill a disk without a byte of content.
        if (number == m_limits.entries || twins.count() > m_limits.entries)
            return tooMany();
    }
    m_share->total = total;
    return checkSizes(total, twins.count());
}

Result<> Extraction::checkSizes(qint64 total, qint64 names) const
{
    const QLocale locale;
    if (m_limits.bytes >= 0 && total > m_limits.bytes)
        return tooMuch(Extractor::tr("The archive would unpack to %1, more than the %2 that are allowed.")
                           .arg(locale.formattedDataSize(total), locale.formattedDataSize(m_limits.bytes)),
                       m_path);
    const qint64 packed = QFileInfo(m_path).size();
    if (isBomb(packed, total, freeBytes(m_target)))
        return tooMuch(Extractor::tr("The archive is made to fill the disk: its %1 would unpack to %2.")
                           .arg(locale.formattedDataSize(packed), locale.formattedDataSize(total)),
                       m_path);
    qint64 room = 0;
    if (qAddOverflow(total, names * leastOnDisk, &room))
        room = std::numeric_limits<qint64>::max();
    return spaceCheck(m_target, room, m_limits.reserve);
}

Result<> Extraction::writeAll(SafeFolder &folder, Naming &naming)
{
    m_zip.rewind();
    for (qint64 number = 0;; ++number) {
        if (m_share->cancelled())
            return cancelledError();
        const Result<std::optional<ZipEntry>> entry = m_zip.next();
        if (!entry)
            return entry.error();
        if (!*entry)
            return {};
        if (const auto unfit = m_unfit.constFind(number); unfit != m_unfit.cend()) {
            refuse(**entry, *unfit);
            continue;
        }
        const Result<> written = (*entry)->isFolder() ? folder.makeFolder(pathOf(**entry)) : writeEntry(folder, naming, **entry);
        if (!written && !concernsOneFile(written.error()))
            return written;
        if (!written)
            refuse(**entry, written.error().what);
    }
}

// Whether an earlier, interrupted run has put the file there.
Result<bool> Extraction::isThere(SafeFolder &folder, const ZipEntry &entry)
{
    QString path = entry.name;
    Result<SafeFolder::Found> found = folder.look(path);
    // A link that a manifest put there since, or one of a folder above.
    const bool isLinked = found ? found->kind == SafeFolder::Found::Kind::Link : found.error().kind == Error::Kind::Conflict;
    if (const std::optional<QString> end = isLinked ? followLinks(folder, path) : std::nullopt) {
        path = *end;
        found = folder.look(path);
    }
    if (!found)
        return found.error();
    if (found->kind != SafeFolder::Found::Kind::File || found->size != entry.size)
        return false;
    const Result<std::unique_ptr<QFile>> file = folder.read(path);
    if (!file)
        return file.error();
    const Result<quint32> crc = checksum(**file, *m_share);
    if (!crc)
        return crc.error();
    return *crc == entry.crc;
}

Result<> Extraction::writeEntry(SafeFolder &folder, Naming &naming, const ZipEntry &entry)
{
    const Result<bool> there = isThere(folder, entry);
    if (!there)
        return there.error();
    if (*there) {
        m_share->done += entry.size;
    } else {
        Result<NewFile> file = folder.create(entry.name, false, u"unpack"_s);
        if (!file)
            return file.error();
        const auto write = [&file](QByteArrayView bytes) { return file->write(bytes); };
        if (const Result<> read = m_zip.read(entry, *m_share, write); !read)
            return read;
        if (const Result<> added = naming.add(entry.name, std::move(*file), NewFile::Existing::Keep); !added)
            return added;
    }
    m_result.files.append({.path = entry.name, .size = entry.size});
    m_result.bytes += entry.size;
    return {};
}

Result<Unpacked> extract(const QString &zip, const QString &folder, UnpackLimits limits, const PoolSharePtr &share)
{
    Result<ZipReader> reader = ZipReader::open(zip);
    if (!reader)
        return reader.error();
    return Extraction(std::move(*reader), zip, folder, limits, share).run();
}

} // namespace

Async<Unpacked> unpack(QString zip, QString folder, UnpackLimits limits, Context context)
{
    const PoolProgress progress(context);
    const auto work = [zip, folder, limits, share = progress.share()] { return extract(zip, folder, limits, share); };
    co_return co_await onPool(context, work);
}

} // namespace punchcard
