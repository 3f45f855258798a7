// SPDX-License-Identifier: MIT
#include "core/http/redirect.h"

#include "core/http/texts.h"

#include <QHostAddress>

namespace punchcard::http {
namespace {

using namespace Qt::StringLiterals;

Error refused(const QUrl &from, const QUrl &to, int status, const QString &why)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = Http::tr("%1 redirected to %2, which was not followed: %3").arg(from.host(), to.host(), why),
                 .remedy = Http::tr("Check the address of the server, and that no proxy changes its answers."),
                 .status = status,
                 .detail = u"redirect from %1 to %2"_s.arg(from.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo),
                                                           to.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo))};
}

// No server elsewhere has business with what listens on this computer, or with the addresses that every machine has for
// itself (a cloud's own data, say). Another private network may hold an Enterprise Server's storage.
bool leadsInside(const QUrl &to)
{
    const QString host = to.host();
    if (isLoopback(to) || host.endsWith(".localhost"_L1) || host == "localhost."_L1)
        return true;
    QHostAddress address;
    if (!address.setAddress(host))
        return false;
    bool isOld = false;
    const quint32 old = address.toIPv4Address(&isOld);
    const bool isNowhere = isOld ? old >> 24 == 0 : address == QHostAddress(QHostAddress::AnyIPv6);
    return isNowhere || address.isLinkLocal() || (isOld && QHostAddress(old).isLinkLocal()) || address.isMulticast()
        || address.isBroadcast();
}

} // namespace

std::optional<Result<Request>> redirected(const Request &request, const Reply &reply)
{
    const bool moves = reply.status == 301 || reply.status == 302 || reply.status == 303 || reply.status == 307 || reply.status == 308;
    const QByteArray location = reply.header("location");
    if (!moves || location.isEmpty())
        return std::nullopt;

    const QUrl to = request.url.resolved(QUrl::fromEncoded(location));
    if (!to.isValid() || to.host().isEmpty() || (to.scheme() != u"https"_s && to.scheme() != u"http"_s))
        return refused(request.url, to, reply.status, Http::tr("it is not a web address."));
    const bool isFromHere = isLoopback(request.url);
    if (!isFromHere && leadsInside(to))
        return refused(request.url, to, reply.status, Http::tr("it leads to this computer, or to its own line."));
    // Nor from this computer to somewhere else: nothing leaves it in the clear.
    if (to.scheme() == u"http"_s && !(isFromHere && isLoopback(to)))
        return refused(request.url, to, reply.status, Http::tr("the connection there would not be encrypted."));

    Request next = request;
    next.url = to;
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (reply.status == 303 && !reads) {
        next.method = "GET";
        next.body.clear();
    }
    if (sameOrigin(request.url, to))
        return next;
    if (next.method != "GET" && next.method != "HEAD")
        return refused(request.url, to, reply.status, Http::tr("only what is read may be read elsewhere."));
    next.token = {};
    next.headers.clear();
    next.mayGo = {};
    next.heard = {};
    return next;
}

} // namespace punchcard::http
