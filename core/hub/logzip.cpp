// SPDX-License-Identifier: MIT
#include "core/hub/logzip.h"

#include "core/base/files.h"

#include <quazip.h>
#include <quazipfile.h>
#include <quazipnewinfo.h>

#include <QCoreApplication>
#include <QFile>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

Error zipError(const QString &zip, const QString &reason)
{
    return storageError(QCoreApplication::translate("LogZip", "The log archive could not be written."), zip, reason);
}

// zlib's quickest: a gigabyte of log is to be packed while somebody waits for it.
constexpr int level = 1;

bool addMember(QuaZip &zip, const ZipMember &member)
{
    QFile source(member.file);
    if (!member.file.isEmpty() && !source.open(QIODevice::ReadOnly))
        return true;
    QuaZipNewInfo info(member.name);
    // As near to GitHub's empty DOS date as minizip gets.
    info.dateTime = QDateTime(QDate(1980, 1, 1), QTime(0, 0));
    info.externalAttr = 0;
    QuaZipFile out(&zip);
    if (!out.open(QIODevice::WriteOnly, info, nullptr, 0, Z_DEFLATED, level))
        return false;
    if (member.file.isEmpty())
        return out.write(member.text) == member.text.size() && (out.close(), out.getZipError() == ZIP_OK);
    while (!source.atEnd()) {
        const QByteArray piece = source.read(64 * 1024);
        if (piece.isEmpty() || out.write(piece) != piece.size())
            return false;
    }
    out.close();
    return out.getZipError() == ZIP_OK;
}

} // namespace

QString mangledName(const QString &name)
{
    QString mangled;
    for (const QChar c : name)
        mangled += c.unicode() < 32 || u"/\\:*?\"<>|"_s.contains(c) ? QChar(u'_') : c;
    return mangled.left(90).trimmed();
}

Result<> writeZip(const QString &zip, const QList<ZipMember> &members)
{
    QFile file(zip + u".part"_s);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner))
        return zipError(zip, file.errorString());
    QuaZip archive(&file);
    archive.setZip64Enabled(true);
    archive.setUtf8Enabled(true);
    archive.setAutoClose(false);
    if (!archive.open(QuaZip::mdCreate))
        return zipError(zip, QString::number(archive.getZipError()));
    for (const ZipMember &member : members) {
        if (!addMember(archive, member)) {
            const QString reason = file.errorString();
            archive.close();
            file.remove();
            return zipError(zip, reason);
        }
    }
    archive.close();
    file.close();
    if (archive.getZipError() != ZIP_OK || !file.rename(zip))
        return zipError(zip, file.errorString());
    return {};
}

} // namespace punchcard::hub
