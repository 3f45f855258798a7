// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/poolprogress.h"
#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <map>
#include <memory>

class QuaZip;

namespace punchcard {

/// What the archive's directory says of an entry.
struct ZipEntry
{
    QString name;
    qint64 size = 0; ///< Declared. Negative: beyond what a qint64 holds.
    qint64 packed = 0; ///< Declared.
    quint32 crc = 0;
    quint16 method = 0;
    quint16 flags = 0;
    quint16 mode = 0; ///< Unix mode, 0 when the archive has none.

    [[nodiscard]] bool isFolder() const;
    /// Why this entry is not to be read, whatever its name: a link, a device, encrypted, sizes that cannot be.
    [[nodiscard]] std::optional<QString> whyUnreadable() const;
};

/// Reads a zip from its beginning to its end, entry by entry, in 64 KiB pieces. All that QuaZip lets pass is checked here:
/// sizes delivered, checksums, entries that share bytes, encryption, methods (platform-facts, Zip 3–5).
class ZipReader
{
public:
    using Write = std::function<Result<>(QByteArrayView)>;

    /// Malformed: it is no zip, or its directory is cut.
    [[nodiscard]] static Result<ZipReader> open(const QString &path);
    ZipReader(ZipReader &&) noexcept;
    ZipReader &operator=(ZipReader &&) noexcept;
    ~ZipReader();

    /// As the archive's end declares it: not to be trusted but as a bound.
    [[nodiscard]] qint64 count() const;
    /// Moves on and tells the entry; nullopt after the last one. Malformed: the directory is cut here.
    [[nodiscard]] Result<std::optional<ZipEntry>> next();
    /// Back to before the first entry.
    void rewind();

    /// Hands the content of the entry that next() told to @p write. Corrupt or Refused: this entry is not to be had, what was
    /// written of it must go; any other error is @p write's own, or Cancelled. Adds to @p share's progress what it writes.
    [[nodiscard]] Result<> read(const ZipEntry &entry, PoolShare &share, const Write &write);

private:
    explicit ZipReader(std::unique_ptr<QuaZip> zip);
    [[nodiscard]] bool sharesBytes(qint64 begin, qint64 end) const;

    std::unique_ptr<QuaZip> m_zip;
    bool m_begun = false;
    std::map<qint64, qint64> m_ranges; ///< Begin and end of the packed bytes of the entries that were whole.
};

} // namespace punchcard
