// SPDX-License-Identifier: MIT
#include "core/http/partfile.h"

#include "core/base/clock.h"
#include "core/base/crashpoint.h"
#include "core/base/files.h"
#include "core/http/texts.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStorageInfo>

namespace punchcard::http {
namespace {

using namespace Qt::StringLiterals;

// Left free for the database and the logs, which must go on being written.
constexpr qint64 reserve = 16LL << 20;

QString partName(const QString &file)
{
    return file + u".part"_s;
}

QString infoName(const QString &file)
{
    return file + u".part.info"_s;
}

} // namespace

PartFile::PartFile(const QString &file)
    : m_name(file)
    , m_part(partName(file))
{
}

Result<std::shared_ptr<PartFile>> PartFile::open(const QString &file)
{
    const std::shared_ptr<PartFile> part(new PartFile(file));
    if (const Result<> ready = part->takeUp(); !ready)
        return ready.error();
    return part;
}

Result<> PartFile::takeUp()
{
    if (const Result<> folder = makePrivateFolder(QFileInfo(m_name).absolutePath()); !folder)
        return folder;
    if (!m_part.open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner))
        return storageError(Http::tr("“%1” could not be written.").arg(m_name), m_name, m_part.errorString());
    readInfo();
    if (m_head.validator.isEmpty())
        return startOver();
    if (!m_hash.addData(&m_part))
        return startOver();
    m_size = m_part.pos();
    return {};
}

QByteArray PartFile::sha256() const
{
    return m_hash.result();
}

Result<> PartFile::begin(const Head &head)
{
    const bool joins = head.status == 206;
    if (joins
        && (head.first != m_size || (head.total >= 0 && m_head.total >= 0 && head.total != m_head.total)
            || (!head.validator.isEmpty() && head.validator != m_head.validator)))
        return Error{.kind = Error::Kind::Corrupt,
                     .what = Http::tr("The server sent another part of “%1” than was asked for.").arg(QFileInfo(m_name).fileName()),
                     .remedy = Http::tr("Try again; it is fetched from the beginning then."),
                     .status = head.status};
    if (!joins && m_size > 0) {
        if (const Result<> emptied = startOver(); !emptied)
            return emptied;
    }
    if (head.total > m_size) {
        if (const Result<> room = checkRoom(m_name, head.total - m_size); !room)
            return room;
    }
    const QByteArray validator = joins ? m_head.validator : head.validator;
    const qint64 total = head.total >= 0 ? head.total : (joins ? m_head.total : -1);
    m_head = head;
    m_head.validator = validator;
    m_head.total = total;
    return writeInfo();
}

Result<> PartFile::append(const QByteArray &bytes)
{
    if (m_part.write(bytes) != bytes.size()) {
        Error full = storageError(Http::tr("“%1” could not be written.").arg(m_name), m_name, m_part.errorString());
        full.retry = Retry{Clock::system().now() + std::chrono::minutes(1)};
        // Whatever was written of it: position and hash agree again.
        if (!m_part.resize(m_size) || !m_part.seek(m_size))
            full.retry.reset();
        return full;
    }
    m_hash.addData(bytes);
    m_size += bytes.size();
    crashPoint("bytes");
    return {};
}

Result<> PartFile::startOver()
{
    m_head = {};
    m_hash.reset();
    m_size = 0;
    QFile::remove(infoName(m_name));
    if (!m_part.resize(0) || !m_part.seek(0))
        return storageError(Http::tr("“%1” could not be written.").arg(m_name), m_name, m_part.errorString());
    return {};
}

Result<Saved> PartFile::finish()
{
    m_part.close();
    if (const Result<> named = giveName(m_part.fileName(), m_name); !named)
        return named.error();
    QFile::remove(infoName(m_name));
    return Saved{.file = m_name,
                 .size = m_size,
                 .sha256 = sha256(),
                 .contentType = m_head.contentType,
                 .fileName = m_head.fileName,
                 .path = m_head.path};
}

Result<> PartFile::checkRoom(const QString &file, qint64 bytes)
{
    const QString folder = QFileInfo(file).absolutePath();
    const QStorageInfo disk(folder);
    if (!disk.isValid() || disk.bytesAvailable() < 0 || disk.bytesAvailable() - reserve >= bytes)
        return {};
    const QLocale locale;
    Error full{.kind = Error::Kind::Storage,
               .what = Http::tr("There is no room for “%1” (%2): only %3 are free, and the last %4 of a disk are left alone.")
                           .arg(QFileInfo(file).fileName(), locale.formattedDataSize(bytes),
                                locale.formattedDataSize(disk.bytesAvailable()), locale.formattedDataSize(reserve)),
               .remedy = Http::tr("Make room on %1, then try again.").arg(disk.rootPath()),
               .detail = folder};
    full.retry = Retry{Clock::system().now() + std::chrono::minutes(1)};
    return full;
}

void PartFile::readInfo()
{
    const Result<QByteArray> text = readFile(infoName(m_name), 64 << 10);
    if (!text)
        return;
    const QJsonObject info = QJsonDocument::fromJson(*text).object();
    m_head.validator = info.value(u"validator"_s).toString().toLatin1();
    m_head.total = info.value(u"total"_s).toInteger(-1);
    m_head.contentType = info.value(u"contentType"_s).toString();
    m_head.fileName = info.value(u"fileName"_s).toString();
    m_head.path = info.value(u"path"_s).toString();
}

Result<> PartFile::writeInfo() const
{
    const QJsonObject info{{u"validator"_s, QString::fromLatin1(m_head.validator)},
                           {u"total"_s, m_head.total},
                           {u"contentType"_s, m_head.contentType},
                           {u"fileName"_s, m_head.fileName},
                           {u"path"_s, m_head.path}};
    return writePrivateFile(infoName(m_name), QJsonDocument(info).toJson(QJsonDocument::Compact));
}

} // namespace punchcard::http
