// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace punchcard::testing {

/// An entry of an archive as a test wants it, lies included.
struct ZipPart
{
    QByteArray name = {};
    QByteArray content = {};
    bool deflated = false;
    std::optional<quint16> method = {}; ///< Told instead of the true one.
    quint16 flags = 0x0800; ///< The name is UTF-8.
    quint16 mode = 0100644; ///< Unix mode, in the upper half of the external attributes.
    bool dataDescriptor = false; ///< Sizes and checksum follow the content, as streaming writers do.
    bool zip64 = false; ///< Sizes in the zip64 extra field.
    std::optional<quint64> size = {}; ///< Told instead of the content's.
    std::optional<quint64> packed = {}; ///< Told instead of the packed content's.
    std::optional<quint32> crc = {}; ///< Told instead of the true one.
    std::optional<QByteArray> localName = {}; ///< What the entry's own header says, where that differs from the directory.
    std::optional<quint64> localSize = {};
    std::optional<quint64> localPacked = {};
    std::optional<quint32> localCrc = {};
    std::optional<quint64> laterSize = {}; ///< What the data descriptor says.
    std::optional<quint64> offset = {}; ///< Where the directory says that it lies.
    std::optional<qsizetype> sharesBytesOf = {}; ///< Has no bytes of its own, but those of the entry of this number.
    quint16 date = 0x5B77; ///< DOS date; 0 is what GitHub's logs have.
};

/// Writes a zip byte by byte, since no library writes what a hostile one may hold.
class ZipBuilder
{
public:
    ZipBuilder &add(ZipPart part);
    ZipBuilder &add(const QByteArray &name, const QByteArray &content) { return add(ZipPart{.name = name, .content = content}); }

    /// Says at the archive's end that it has so many entries.
    ZipBuilder &claim(quint64 entries)
    {
        m_claimed = entries;
        return *this;
    }

    /// The archive so far, with its directory.
    [[nodiscard]] QByteArray bytes() const;
    /// Writes it to @p path and returns @p path.
    QString save(const QString &path) const;

    [[nodiscard]] static QByteArray deflate(const QByteArray &content);

private:
    struct Written
    {
        ZipPart part;
        quint64 offset = 0;
        quint32 crc = 0;
        quint64 size = 0;
        quint64 packed = 0;
        quint16 method = 0;
    };

    QByteArray m_bytes;
    std::optional<quint64> m_claimed;
    QList<Written> m_parts;
};

} // namespace punchcard::testing
