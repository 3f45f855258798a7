// SPDX-License-Identifier: MIT
#include "core/accounts/hubaddress.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Address
{
    Q_DECLARE_TR_FUNCTIONS(HubAddress)
};

/// On this computer, with a port. The blobs lie at another of its addresses, 127.0.0.2, so a number it must be.
bool isOwnUrl(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && QHostAddress(url.host()).isLoopback()
        && url.port() > 0 && url.userInfo().isEmpty();
}

QUrl rootOf(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    if (!url.path().endsWith(u'/'))
        url.setPath(url.path() + u'/');
    return url;
}

} // namespace

QString hubAddressFile(const QString &hubFolder)
{
    return hubFolder + u"/address.json"_s;
}

QString hubLockFile(const QString &hubFolder)
{
    return hubFolder + u"/hub.lock"_s;
}

QString hubLogFile(const QString &hubFolder)
{
    return hubFolder + u"/hub.log"_s;
}

Result<HubAddress> readHubAddress(const QString &hubFolder)
{
    Result<QByteArray> content = readFile(hubAddressFile(hubFolder), 16 * 1024);
    if (!content)
        return content.error();
    const QJsonObject json = QJsonDocument::fromJson(*content).object();
    wipe(*content);
    HubAddress address{.api = rootOf(json.value("api"_L1).toString()),
                       .blobs = rootOf(json.value("blobs"_L1).toString()),
                       .token = SecretString(json.value("token"_L1).toString().toUtf8()),
                       .pid = json.value("pid"_L1).toInteger()};
    if (!isOwnUrl(address.api) || !isOwnUrl(address.blobs) || address.token.isEmpty())
        return Error{.kind = Error::Kind::Malformed,
                     .what = Address::tr("The address file of this computer's hub is damaged."),
                     .remedy = Address::tr("Remove “%1”, then try again.").arg(hubAddressFile(hubFolder)),
                     .detail = hubAddressFile(hubFolder)};
    return address;
}

qint64 hubLockHolder(const QString &hubFolder)
{
    const QString path = hubLockFile(hubFolder);
#ifdef Q_OS_UNIX
    // QLockFile holds a kernel lock on its file. Asked by trying to share it, which is let go of at once.
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    const bool isHeld = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file);
    if (!isHeld)
        return 0;
#endif
    qint64 pid = 0;
    QString host;
    QString program;
    QLockFile(path).getLockInfo(&pid, &host, &program);
    return pid;
}

} // namespace punchcard
