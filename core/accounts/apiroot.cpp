// SPDX-License-Identifier: MIT
#include "core/accounts/apiroot.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QUrlQuery>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Root
{
    Q_DECLARE_TR_FUNCTIONS(ApiRoot)
};

constexpr auto gitHubApiHost = "api.github.com"_L1;
constexpr auto dataResidency = ".ghe.com"_L1;

/// 127.0.0.0/8 and ::1 as numbers. A name, also localhost, is whatever a resolver makes of it.
bool isLoopbackNumber(const QString &host)
{
    const QHostAddress address(host);
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.isLoopback();
    return address == QHostAddress(QHostAddress::LocalHostIPv6);
}

/// The path of the API on @p host for the path as typed; empty when that cannot be one.
QString apiPath(const QUrl &typed, bool isGitHubs)
{
    QString path = typed.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (isGitHubs)
        return path.isEmpty() ? u"/"_s : QString();
    const bool isOwn = isLoopbackNumber(typed.host()) || typed.host() == "localhost"_L1;
    if (path.isEmpty() && !isOwn)
        path = u"/api/v3"_s;
    return path + u'/';
}

QUrl page(const QUrl &apiRoot, const QString &path)
{
    QUrl url = webRoot(apiRoot);
    url.setPath(url.path() + path);
    return url;
}

} // namespace

QUrl gitHubApiRoot()
{
    return QUrl(u"https://api.github.com/"_s);
}

Result<QUrl> apiRootFromText(const QString &typed)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        return refusedError(Root::tr("The server's address is empty."), Root::tr("Write it as https://HOST/api/v3, or as github.com."));
    if (!text.contains("://"_L1))
        text.prepend("https://"_L1);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return refusedError(Root::tr("This is not a server's address."), Root::tr("Write it as https://HOST/api/v3, or as github.com."));
    // Shown without what may be secret in it.
    const QString shown = url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (!url.userInfo().isEmpty() || text.contains(u'@'))
        return refusedError(Root::tr("The address “%1” has a name or a password in it.").arg(shown),
                            Root::tr("Leave it out; tokens come from --token-file, PUNCHCARD_TOKEN or the keychain."));
    if (url.hasQuery() || url.hasFragment())
        return refusedError(Root::tr("The address “%1” goes on after the path.").arg(shown),
                            Root::tr("Leave out the part from “?” or “#” on."));
    if (url.scheme() == "http"_L1 && !isLoopbackNumber(url.host()))
        return refusedError(Root::tr("To “%1” the token would travel without encryption.").arg(shown),
                            Root::tr("Write https; http is for 127.0.0.1 and [::1] only."));
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return refusedError(Root::tr("“%1” is not an https address.").arg(shown), Root::tr("Write it as https://HOST/api/v3."));

    url = url.adjusted(QUrl::NormalizePathSegments);
    const QString host = url.host();
    const bool isGitHub = host == "github.com"_L1 || host == "www.github.com"_L1 || host == gitHubApiHost;
    const bool isResidency = host.endsWith(dataResidency);
    const QString path = apiPath(url, isGitHub || isResidency);
    if (path.isEmpty())
        return refusedError(Root::tr("“%1” is a page, not the root of an API.").arg(shown),
                            Root::tr("Write github.com, or the name of your server."));
    url.setPath(path, QUrl::TolerantMode);
    if (isGitHub)
        url.setHost(gitHubApiHost);
    else if (isResidency && !host.startsWith("api."_L1))
        url.setHost("api."_L1 + host);
    if (url.port() == (url.scheme() == "https"_L1 ? 443 : 80))
        url.setPort(-1);
    return url;
}

AccountKind kindOfApiRoot(const QUrl &apiRoot)
{
    if (apiRoot.host() == gitHubApiHost)
        return AccountKind::GitHub;
    return apiRoot.host().endsWith(dataResidency) ? AccountKind::DataResidency : AccountKind::Enterprise;
}

QString hostOfApiRoot(const QUrl &apiRoot)
{
    const QUrl web = webRoot(apiRoot);
    return web.authority(QUrl::FullyEncoded);
}

QUrl webRoot(const QUrl &apiRoot)
{
    QUrl url = apiRoot.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (kindOfApiRoot(apiRoot) != AccountKind::Enterprise && url.host().startsWith("api."_L1))
        url.setHost(url.host().sliced(4));
    QString path = url.path();
    if (path.endsWith("/api/v3/"_L1))
        path.chop(qsizetype(sizeof("api/v3/") - 1));
    url.setPath(path.isEmpty() ? u"/"_s : path);
    return url;
}

QUrl newTokenPage(const QUrl &apiRoot, const QStringList &scopes)
{
    QUrl url = page(apiRoot, u"settings/tokens/new"_s);
    QUrlQuery query;
    query.addQueryItem(u"scopes"_s, scopes.join(u','));
    query.addQueryItem(u"description"_s, u"Punchcard"_s);
    url.setQuery(query);
    return url;
}

QUrl tokensPage(const QUrl &apiRoot)
{
    return page(apiRoot, u"settings/tokens"_s);
}

QUrl repositoryPage(const QUrl &apiRoot, const QString &owner, const QString &repository)
{
    return page(apiRoot, owner + u'/' + repository);
}

QUrl repositorySettingsPage(const QUrl &apiRoot, const QString &owner, const QString &repository)
{
    return page(apiRoot, owner + u'/' + repository + u"/settings"_s);
}

} // namespace punchcard
