// SPDX-License-Identifier: MIT
#include "core/hub/addressfile.h"

#include "core/base/files.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

QString addressFile(const QString &hubFolder)
{
    return hubFolder + u"/address.json"_s;
}

Result<> writeAddress(const QString &hubFolder, const Address &address)
{
    const QJsonObject json{
        {u"api"_s, address.api}, {u"blobs"_s, address.blobs}, {u"token"_s, QString::fromLatin1(address.token)}, {u"pid"_s, address.pid}};
    return writePrivateFile(addressFile(hubFolder), QJsonDocument(json).toJson());
}

std::optional<Address> readAddress(const QString &hubFolder)
{
    const Result<QByteArray> content = readFile(addressFile(hubFolder), 64 * 1024);
    if (!content)
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(*content).object();
    Address address{.api = json[u"api"].toString(),
                    .blobs = json[u"blobs"].toString(),
                    .token = json[u"token"].toString().toLatin1(),
                    .pid = json[u"pid"].toInteger()};
    return address.api.isEmpty() || address.token.isEmpty() ? std::nullopt : std::optional(address);
}

void removeAddress(const QString &hubFolder)
{
    QFile::remove(addressFile(hubFolder));
}

} // namespace punchcard::hub
