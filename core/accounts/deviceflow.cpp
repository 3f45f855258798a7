// SPDX-License-Identifier: MIT
#include "core/accounts/deviceflow.h"

#include "core/accounts/capabilities.h"
#include "core/base/pause.h"
#include "core/http/transport.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Device
{
    Q_DECLARE_TR_FUNCTIONS(DeviceFlow)
};

constexpr Milliseconds slowDown = 5s;
constexpr qint64 answerLimit = 64 * 1024;

constexpr std::chrono::seconds longestCode = 1h;
constexpr std::chrono::seconds longestInterval = 1min;

// What is none, or beyond reason, must neither overflow nor be waited for.
std::chrono::seconds secondsIn(const QJsonObject &answer, const QString &key, std::chrono::seconds usual, std::chrono::seconds most)
{
    const qint64 told = answer.value(key).toInteger(usual.count());
    return told < 1 ? usual : std::min(std::chrono::seconds(told), most);
}

QUrl loginPage(const DeviceFlow &flow, const QString &path)
{
    QUrl url = webRoot(flow.apiRoot);
    url.setPath(url.path() + path);
    return url;
}

Error refusedLogin(const DeviceFlow &flow, const QString &what, const QString &detail)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = what,
                 .remedy
                 = Device::tr("Paste a token instead; one can be made at %1").arg(newTokenPage(flow.apiRoot, wantedScopes()).toString()),
                 .page = newTokenPage(flow.apiRoot, wantedScopes()),
                 .detail = detail};
}

// What the server says is wrong, by the word that it uses. Waiting and slowing down are no errors.
Error errorFor(const DeviceFlow &flow, const QString &word)
{
    const QString host = hostOfApiRoot(flow.apiRoot);
    const QString detail = u"device flow: "_s + word;
    if (word == "expired_token"_L1)
        return Error{.kind = Error::Kind::Refused,
                     .what = Device::tr("The code was not entered in time."),
                     .remedy = Device::tr("Sign in again, and enter the new code within a quarter of an hour."),
                     .detail = detail};
    if (word == "access_denied"_L1)
        return Error{.kind = Error::Kind::Denied,
                     .what = Device::tr("The sign-in was refused in the browser."),
                     .remedy = Device::tr("Sign in again, and grant what is asked for; or paste a token."),
                     .detail = detail};
    if (word == "device_flow_disabled"_L1)
        return refusedLogin(flow, Device::tr("The app that signs in to %1 is not allowed to do so with a code.").arg(host), detail);
    if (word == "incorrect_client_credentials"_L1 || word == "unauthorized_client"_L1 || word == "Not Found"_L1)
        return refusedLogin(flow, Device::tr("%1 knows no app with this client id.").arg(host), detail);
    return refusedLogin(flow, Device::tr("%1 refused to sign in with a code: %2").arg(host, word), detail);
}

/// The answer of either address as JSON, also of a refusal: what is wrong is in its `error`.
Async<QJsonObject> post(DeviceFlow flow, QString path, QUrlQuery form, Context context)
{
    http::Transport transport;
    const http::Request request{.method = "POST",
                                .url = loginPage(flow, path),
                                .headers = {{"Accept", "application/json"}},
                                .body = form.toString(QUrl::FullyEncoded).toLatin1(),
                                .contentType = "application/x-www-form-urlencoded",
                                .authorities = flow.caFile,
                                .limit = answerLimit};
    http::Exchange exchange = co_await transport.send(request, context);
    if (!exchange.answer)
        co_return exchange.answer.error();
    const QJsonObject json = QJsonDocument::fromJson(exchange.answer->body).object();
    const int status = exchange.answer->status;
    wipe(exchange.answer->body);
    if (!json.isEmpty())
        co_return json;
    if (status == 404)
        co_return refusedLogin(
            flow, Device::tr("%1 has no sign-in with a code, or knows no app with this client id.").arg(hostOfApiRoot(flow.apiRoot)),
            u"POST %1 404"_s.arg(path));
    co_return Error{.kind = status >= 500 ? Error::Kind::Unreachable : Error::Kind::Malformed,
                    .what = Device::tr("The answer of %1 to the sign-in cannot be read.").arg(hostOfApiRoot(flow.apiRoot)),
                    .remedy = Device::tr("Try again later, or paste a token."),
                    .status = status,
                    .detail = u"POST %1 %2"_s.arg(path).arg(status)};
}

} // namespace

QString builtInClientId()
{
    return QStringLiteral(PUNCHCARD_CLIENT_ID);
}

Async<DeviceCode> askForCode(DeviceFlow flow, Context context)
{
    if (flow.clientId.isEmpty())
        co_return refusedLogin(flow, Device::tr("Nothing here says which app signs in to %1.").arg(hostOfApiRoot(flow.apiRoot)),
                               u"device flow: no client id"_s);
    const QUrlQuery form{{u"client_id"_s, flow.clientId}, {u"scope"_s, wantedScopes().join(u' ')}};
    const Result<QJsonObject> answer = co_await post(flow, u"login/device/code"_s, form, context);
    if (!answer)
        co_return answer.error();
    if (const QString word = answer->value("error"_L1).toString(); !word.isEmpty())
        co_return errorFor(flow, word);
    DeviceCode code{.device = SecretString(answer->value("device_code"_L1).toString().toUtf8()),
                    .user = answer->value("user_code"_L1).toString(),
                    .page = QUrl(answer->value("verification_uri"_L1).toString(), QUrl::StrictMode),
                    .expires = context.now() + secondsIn(*answer, u"expires_in"_s, 900s, longestCode),
                    .interval = secondsIn(*answer, u"interval"_s, 5s, longestInterval)};
    // A page elsewhere could ask for more than a code.
    const bool isTheirs = http::sameOrigin(code.page, webRoot(flow.apiRoot));
    if (code.device.isEmpty() || code.user.isEmpty() || !isTheirs)
        co_return Error{.kind = Error::Kind::Malformed,
                        .what = Device::tr("The answer of %1 to the sign-in cannot be read.").arg(hostOfApiRoot(flow.apiRoot)),
                        .remedy = Device::tr("Try again later, or paste a token."),
                        .detail = u"device flow: incomplete"_s};
    co_return code;
}

Async<SecretString> waitForToken(DeviceFlow flow, DeviceCode code, Context context)
{
    while (context.now() < code.expires) {
        if (const Result<> paused = co_await pause(code.interval, context); !paused)
            co_return paused.error();
        const QUrlQuery form{{u"client_id"_s, flow.clientId},
                             {u"device_code"_s, QString::fromLatin1(code.device.bytes())},
                             {u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:device_code"_s}};
        const Result<QJsonObject> answer = co_await post(flow, u"login/oauth/access_token"_s, form, context);
        if (!answer && answer.error().kind != Error::Kind::Unreachable)
            co_return answer.error();
        if (!answer)
            continue; // the network comes back, or the code expires
        if (SecretString token(answer->value("access_token"_L1).toString().toUtf8()); !token.isEmpty())
            co_return token;
        const QString word = answer->value("error"_L1).toString();
        if (word == "slow_down"_L1)
            code.interval = std::max<Milliseconds>(secondsIn(*answer, u"interval"_s, 1s, longestInterval), code.interval + slowDown);
        else if (word != "authorization_pending"_L1)
            co_return errorFor(flow, word);
    }
    co_return errorFor(flow, u"expired_token"_s);
}

} // namespace punchcard
