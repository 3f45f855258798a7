// SPDX-License-Identifier: MIT
#include "tests/support/zipbuilder.h"

#include <QFile>

#include <zlib.h>

namespace punchcard::testing {
namespace {

// Source: PKWARE APPNOTE 4.3 and 4.5.3.
void put(QByteArray &to, quint64 value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        to += char(value >> (8 * i));
}

constexpr quint32 large = 0xFFFFFFFF;

} // namespace

QByteArray ZipBuilder::deflate(const QByteArray &content)
{
    z_stream stream = {};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib does not start");
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(content.size()))), Qt::Uninitialized);
    QByteArray input = content;
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib does not end");
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

ZipBuilder &ZipBuilder::add(ZipPart part)
{
    const QByteArray packed = part.deflated ? deflate(part.content) : part.content;
    Written written;
    written.offset = part.sharesBytesOf ? m_parts.at(*part.sharesBytesOf).offset : quint64(m_bytes.size());
    written.crc
        = part.crc.value_or(quint32(::crc32(0, reinterpret_cast<const Bytef *>(part.content.constData()), uInt(part.content.size()))));
    written.size = part.size.value_or(quint64(part.content.size()));
    written.packed = part.packed.value_or(quint64(packed.size()));
    written.method = part.method.value_or(part.deflated ? 8 : 0);
    if (part.dataDescriptor)
        part.flags |= 0x0008;
    if (!part.sharesBytesOf) {
        const bool later = part.dataDescriptor;
        put(m_bytes, 0x04034B50, 4);
        put(m_bytes, part.zip64 ? 45 : 20, 2);
        put(m_bytes, part.flags, 2);
        put(m_bytes, written.method, 2);
        put(m_bytes, 0, 2);
        put(m_bytes, part.date, 2);
        const quint64 packedHere = part.localPacked.value_or(later ? 0 : written.packed);
        const quint64 sizeHere = part.localSize.value_or(later ? 0 : written.size);
        const QByteArray nameHere = part.localName.value_or(part.name);
        put(m_bytes, part.localCrc.value_or(later ? 0 : written.crc), 4);
        put(m_bytes, part.zip64 ? large : packedHere, 4);
        put(m_bytes, part.zip64 ? large : sizeHere, 4);
        put(m_bytes, quint64(nameHere.size()), 2);
        put(m_bytes, part.zip64 ? 20 : 0, 2);
        m_bytes += nameHere;
        if (part.zip64) {
            put(m_bytes, 0x0001, 2);
            put(m_bytes, 16, 2);
            put(m_bytes, sizeHere, 8);
            put(m_bytes, packedHere, 8);
        }
        m_bytes += packed;
        if (later) {
            put(m_bytes, 0x08074B50, 4);
            put(m_bytes, written.crc, 4);
            put(m_bytes, written.packed, part.zip64 ? 8 : 4);
            put(m_bytes, part.laterSize.value_or(written.size), part.zip64 ? 8 : 4);
        }
    }
    part.content.clear();
    written.part = std::move(part);
    m_parts.append(std::move(written));
    return *this;
}

QByteArray ZipBuilder::bytes() const
{
    QByteArray all = m_bytes;
    const quint64 directory = quint64(all.size());
    for (const Written &written : m_parts) {
        const ZipPart &part = written.part;
        put(all, 0x02014B50, 4);
        put(all, 3 << 8 | 45, 2); // Made on Unix.
        put(all, part.zip64 ? 45 : 20, 2);
        put(all, part.flags, 2);
        put(all, written.method, 2);
        put(all, 0, 2);
        put(all, part.date, 2);
        put(all, written.crc, 4);
        put(all, part.zip64 ? large : written.packed, 4);
        put(all, part.zip64 ? large : written.size, 4);
        put(all, quint64(part.name.size()), 2);
        put(all, part.zip64 ? 20 : 0, 2);
        put(all, 0, 2); // Comment.
        put(all, 0, 2); // Disk.
        put(all, 0, 2); // Internal attributes.
        put(all, quint64(part.mode) << 16, 4);
        put(all, part.offset.value_or(written.offset), 4);
        all += part.name;
        if (part.zip64) {
            put(all, 0x0001, 2);
            put(all, 16, 2);
            put(all, written.size, 8);
            put(all, written.packed, 8);
        }
    }
    const quint64 length = quint64(all.size()) - directory;
    const quint64 count = m_claimed.value_or(quint64(m_parts.size()));
    if (count > 0xFFFF) {
        const quint64 end = quint64(all.size());
        put(all, 0x06064B50, 4);
        put(all, 44, 8);
        put(all, 45, 2);
        put(all, 45, 2);
        put(all, 0, 4);
        put(all, 0, 4);
        put(all, count, 8);
        put(all, count, 8);
        put(all, length, 8);
        put(all, directory, 8);
        put(all, 0x07064B50, 4);
        put(all, 0, 4);
        put(all, end, 8);
        put(all, 1, 4);
    }
    put(all, 0x06054B50, 4);
    put(all, 0, 2);
    put(all, 0, 2);
    put(all, std::min<quint64>(count, 0xFFFF), 2);
    put(all, std::min<quint64>(count, 0xFFFF), 2);
    put(all, length, 4);
    put(all, directory, 4);
    put(all, 0, 2);
    return all;
}

QString ZipBuilder::save(const QString &path) const
{
    const QByteArray all = bytes();
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(all) != all.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

} // namespace punchcard::testing
