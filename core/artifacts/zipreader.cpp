// SPDX-License-Identifier: MIT
#include "core/artifacts/zipreader.h"

#include "core/artifacts/entryname.h"
#include "core/base/filename.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/unzip.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Zip
{
    Q_DECLARE_TR_FUNCTIONS(Zip)
};

constexpr qsizetype readAtOnce = 64 * 1024;
constexpr quint16 typeMask = 0170000;
constexpr quint16 typeFile = 0100000;
constexpr quint16 typeFolder = 0040000;
constexpr quint16 typeLink = 0120000;
constexpr quint16 encryptedFlags = 0x0001 | 0x0040 | 0x2000; // Classic, strong, masked headers.
constexpr quint16 stored = 0;
constexpr quint16 deflated = 8;
constexpr qint64 deflateRatio = 1032; // The most that deflate can make of one byte.

Error notAZip(const QString &path, int code)
{
    const QString shown = QDir::toNativeSeparators(path);
    return Error{.kind = Error::Kind::Malformed,
                 .what = Zip::tr("“%1” is not a complete zip archive.").arg(shown),
                 .remedy = Zip::tr("Fetch it again."),
                 .detail = u"%1: zip error %2"_s.arg(path).arg(code)};
}

Error damaged(const ZipEntry &entry, const QString &what, int code)
{
    return Error{.kind = Error::Kind::Corrupt,
                 .what = what,
                 .remedy = Zip::tr("Fetch the archive again; if it is the same then, the file was damaged where it was packed."),
                 .detail = u"%1: zip error %2"_s.arg(shownName(entry.name)).arg(code)};
}

Error refused(const ZipEntry &entry, const QString &why)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = why,
                 .remedy = Zip::tr("The archive itself is kept: look into it with a program that you trust."),
                 .detail = shownName(entry.name)};
}

// Nothing but the end record, which QuaZip does not find at the very beginning of a file; and where it finds one whose
// count was cut away, it says "no entries" of an archive that had some.
bool isEmptyArchive(const QString &path)
{
    constexpr qint64 endRecord = 22;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.size() >= endRecord && file.read(4) == "PK\x05\x06";
}

qint64 bounded(quint64 size)
{
    return size > quint64(std::numeric_limits<qint64>::max()) ? -1 : qint64(size);
}

} // namespace

bool ZipEntry::isFolder() const
{
    return name.endsWith(u'/') || (mode & typeMask) == typeFolder;
}

std::optional<QString> ZipEntry::whyUnreadable() const
{
    const quint16 type = mode & typeMask;
    if (type == typeLink)
        return Zip::tr("It is a symbolic link.");
    if (type != 0 && type != typeFile && type != typeFolder)
        return Zip::tr("It is a device, a pipe or a socket.");
    if ((type == typeFile && name.endsWith(u'/')) || (isFolder() && size != 0))
        return Zip::tr("It is a file and a folder at once.");
    if ((flags & encryptedFlags) != 0)
        return Zip::tr("It is encrypted.");
    if (method != stored && method != deflated)
        return Zip::tr("It is packed by a method that Punchcard does not know (%1).").arg(method);
    if (size < 0 || packed < 0 || (method == stored && size != packed)
        || (method == deflated && size / deflateRatio > packed + deflateRatio))
        return Zip::tr("Its declared size cannot be true.");
    return std::nullopt;
}

ZipReader::ZipReader(std::unique_ptr<QuaZip> zip)
    : m_zip(std::move(zip))
{
}

ZipReader::ZipReader(ZipReader &&) noexcept = default;
ZipReader &ZipReader::operator=(ZipReader &&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::open(const QString &path)
{
    auto zip = std::make_unique<QuaZip>(path);
    if (!zip->open(QuaZip::mdUnzip)) {
        if (isEmptyArchive(path))
            return ZipReader(nullptr);
        return notAZip(path, zip->getZipError());
    }
    ZipReader reader(std::move(zip));
    if (reader.count() == 0 && !isEmptyArchive(path))
        return notAZip(path, UNZ_BADZIPFILE);
    return reader;
}

qint64 ZipReader::count() const
{
    if (!m_zip)
        return 0;
    unz_global_info64 info;
    return unzGetGlobalInfo64(m_zip->getUnzFile(), &info) == UNZ_OK ? bounded(info.number_entry) : 0;
}

void ZipReader::rewind()
{
    m_begun = false;
    m_ranges.clear();
}

Result<std::optional<ZipEntry>> ZipReader::next()
{
    const bool empty = count() == 0;
    const bool moved = !empty && (m_begun ? m_zip->goToNextFile() : m_zip->goToFirstFile());
    m_begun = true;
    if (empty)
        return std::optional<ZipEntry>();
    if (!moved) {
        const int code = m_zip->getZipError();
        if (code == UNZ_OK || code == UNZ_END_OF_LIST_OF_FILE)
            return std::optional<ZipEntry>();
        return notAZip(m_zip->getZipName(), code);
    }
    // Not by QuaZip: the times that it reads for each entry cost more than all the rest.
    const unzFile file = m_zip->getUnzFile();
    unz_file_info64 info;
    int code = unzGetCurrentFileInfo64(file, &info, nullptr, 0, nullptr, 0, nullptr, 0);
    QByteArray name(code == UNZ_OK ? qsizetype(info.size_filename) : 0, '\0');
    if (code == UNZ_OK)
        code = unzGetCurrentFileInfo64(file, &info, name.data(), uLong(name.size()), nullptr, 0, nullptr, 0);
    if (code != UNZ_OK)
        return notAZip(m_zip->getZipName(), code);
    return ZipEntry{.name = fileNameOf(name).value_or(QString::fromUtf8(name)),
                    .size = bounded(info.uncompressed_size),
                    .packed = bounded(info.compressed_size),
                    .crc = quint32(info.crc),
                    .method = quint16(info.compression_method),
                    .flags = quint16(info.flag),
                    .mode = quint16(info.external_fa >> 16)};
}

// A bomb without recursion lets many entries unpack the same bytes.
bool ZipReader::sharesBytes(qint64 begin, qint64 end) const
{
    const auto after = m_ranges.lower_bound(begin);
    return (after != m_ranges.end() && after->first < end) || (after != m_ranges.begin() && std::prev(after)->second > begin);
}

Result<> ZipReader::read(const ZipEntry &entry, PoolShare &share, const Write &write)
{
    if (const std::optional<QString> why = entry.whyUnreadable())
        return refused(entry, *why);
    QuaZipFile file(m_zip.get());
    if (!file.open(QIODevice::ReadOnly))
        return damaged(entry, Zip::tr("It is damaged: its header does not fit the archive's directory."), file.getZipError());
    const qint64 begin = bounded(unzGetCurrentFileZStreamPos64(m_zip->getUnzFile()));
    if (begin < 0 || entry.packed > std::numeric_limits<qint64>::max() - begin || sharesBytes(begin, begin + entry.packed))
        return refused(entry, Zip::tr("It shares its bytes with another entry of the archive."));

    std::array<char, readAtOnce> buffer;
    qint64 left = entry.size;
    while (left > 0) {
        if (share.cancelled())
            return cancelledError();
        const qint64 got = file.read(buffer.data(), std::min<qint64>(left, readAtOnce));
        if (got <= 0)
            break;
        if (const Result<> written = write(QByteArrayView(buffer.data(), got)); !written)
            return written;
        left -= got;
        share.done += got;
    }
    int code = file.getZipError();
    file.close();
    if (code == UNZ_OK)
        code = file.getZipError(); // Only now is the checksum compared.
    if (code == UNZ_OK && left == 0) {
        // Not of one that lied: it would take the bytes from those that they belong to.
        if (entry.packed > 0)
            m_ranges.emplace(begin, begin + entry.packed);
        return {};
    }
    if (code == UNZ_CRCERROR)
        return damaged(entry, Zip::tr("It is damaged: its checksum is wrong."), code);
    if (left > 0)
        return damaged(
            entry, Zip::tr("It is damaged: %n byte(s) of its declared size are missing.", nullptr, int(std::min<qint64>(left, INT_MAX))),
            code);
    return damaged(entry, Zip::tr("It is damaged and cannot be unpacked."), code);
}

} // namespace punchcard
