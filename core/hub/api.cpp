// SPDX-License-Identifier: MIT
#include "core/hub/api.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QLocale>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QUrl>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcApi, "punchcard.hub.api", QtInfoMsg)

namespace {

constexpr auto enterprisePrefix = "/api/v3"_L1;
constexpr auto repositoriesById = "/repositories/"_L1;
const QByteArrayList versions{"2022-11-28", "2026-03-10"};

// Both sides hashed: equal lengths, and nothing of the token's bytes shows in the time that the comparison takes.
QByteArray hashed(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

// "Bearer x", "token x", or Basic with the token as the password.
QByteArray presented(const QByteArray &authorization)
{
    const qsizetype space = authorization.indexOf(' ');
    const QByteArray scheme = authorization.left(space).toLower();
    const QByteArray rest = authorization.mid(space + 1).trimmed();
    if (scheme == "bearer" || scheme == "token")
        return rest;
    if (scheme != "basic")
        return {};
    const QByteArray pair = QByteArray::fromBase64(rest);
    return pair.mid(pair.indexOf(':') + 1);
}

QByteArray requestId()
{
    const quint64 a = QRandomGenerator::global()->generate64();
    const quint64 b = QRandomGenerator::global()->generate64();
    return QByteArray::number(a & 0xffff, 16).toUpper() + ':' + QByteArray::number(a >> 40, 16).toUpper() + ':'
        + QByteArray::number(b, 16).toUpper();
}

// GitHub sends JSON or nothing: whoever asks a download route for a zip must ask for JSON and follow the redirect.
bool takesJson(const QByteArray &accept)
{
    if (accept.isEmpty())
        return true;
    for (const QByteArray &each : accept.toLower().split(',')) {
        const QByteArray type = each.split(';').constFirst().trimmed();
        if (type == "*/*" || type == "application/*" || type == "application/json" || type.startsWith("application/vnd.github"))
            return true;
    }
    return false;
}

bool matchesTag(const QByteArray &ifNoneMatch, const QByteArray &tag)
{
    const auto opaque = [](QByteArray text) {
        text = text.trimmed();
        return text.startsWith("W/") ? text.mid(2) : text;
    };
    for (const QByteArray &each : ifNoneMatch.split(',')) {
        if (each.trimmed() == "*" || opaque(each) == opaque(tag))
            return true;
    }
    return false;
}

// To the address that stays the same whatever the repository is called.
Answer moved(const Call &call, const RepositoryRecord &repository)
{
    const QString rest = call.path.section(u'/', 4, -1, QString::SectionIncludeLeadingSep);
    QUrl to(call.views.root() + repositoriesById + QString::number(repository.id) + rest);
    to.setQuery(call.request.query);
    const QString location = to.toString(QUrl::FullyEncoded);
    Answer answer = call.request.reads() ? errorAnswer(301, u"Moved Permanently"_s) : errorAnswer(307, u"Temporary Redirect"_s);
    answer.headers.append(QHttpHeaders::WellKnownHeader::Location, location.toLatin1());
    return answer;
}

} // namespace

Api::Api(State &state, const Account &account, RateLimit &rates, const JobTokens &jobTokens, QByteArray token)
    : m_state(state)
    , m_account(account)
    , m_rates(rates)
    , m_jobTokens(jobTokens)
    , m_tokenHash(hashed(token))
{
}

bool Api::isToken(const QByteArray &authorization) const
{
    const QByteArray given = hashed(presented(authorization));
    return sodium_memcmp(given.constData(), m_tokenHash.constData(), size_t(m_tokenHash.size())) == 0;
}

const JobGrant *Api::grantOf(const QByteArray &authorization) const
{
    return m_jobTokens.find(presented(authorization));
}

bool Api::isFriend(const QByteArray &header) const
{
    constexpr QByteArrayView name = "\r\nauthorization:";
    const qsizetype at = header.toLower().indexOf(name);
    if (at < 0)
        return false;
    const qsizetype begin = at + name.size();
    const QByteArray authorization = header.mid(begin, header.indexOf("\r\n", begin) - begin).trimmed();
    return isToken(authorization) || grantOf(authorization);
}

std::optional<Answer> Api::turnedAway(const WebServer &server, const Request &request) const
{
    // A web page whose name was made to point to this computer sends its own name here.
    if (!server.isOurHost(request.header("host")))
        return errorAnswer(421, u"This is not the host that the request names."_s);
    if (request.header("user-agent").isEmpty()) {
        return errorAnswer(403, u"Request forbidden by administrative rules. Please make sure your request has a User-Agent header."_s,
                           u"overview/resources-in-the-rest-api#user-agent-required"_s);
    }
    const QByteArray authorization = request.header("authorization");
    if (!isToken(authorization) && !grantOf(authorization))
        return errorAnswer(401, u"Bad credentials"_s);
    const QByteArray accept = request.header("accept");
    if (!takesJson(accept)) {
        return errorAnswer(
            415, u"Unsupported 'Accept' header: '%1'. Must accept 'application/json'."_s.arg(QString::fromLatin1(accept.left(80))));
    }
    const QByteArray version = request.header("x-github-api-version");
    if (!version.isEmpty() && !versions.contains(version)) {
        return errorAnswer(400, u"Invalid API version: %1"_s.arg(QString::fromLatin1(version.left(40))),
                           u"about-the-rest-api/api-versions"_s);
    }
    return std::nullopt;
}

void Api::handle(const WebServer &server, const Request &request, const ReplyPtr &reply)
{
    Answer answer;
    const bool enterprise = request.path.startsWith(enterprisePrefix);
    const QString path = enterprise ? request.path.mid(enterprisePrefix.size()) : request.path;
    // Links name the host that the client used: a certificate may know only that one.
    const QString origin = server.origin().section(u"://"_s, 0, 0) + u"://"_s + QString::fromLatin1(request.header("host"));
    const Views views(m_account, enterprise ? origin + enterprisePrefix : origin, origin);
    bool isCounted = false;
    if (std::optional<Answer> refusal = turnedAway(server, request)) {
        answer = std::move(*refusal);
    } else if (path != "/rate_limit"_L1 && m_rates.isExhausted()) {
        answer
            = errorAnswer(403, u"API rate limit exceeded for user ID %1."_s.arg(m_account.id), u"overview/rate-limits-for-the-rest-api"_s);
        m_rates.addHeaders(answer.headers);
    } else {
        answer = routed(request, path, views);
        // What a job asks with its own token is another account.
        isCounted = path != "/rate_limit"_L1 && !grantOf(request.header("authorization"));
    }
    dress(answer, request);
    if (isCounted && answer.status != 304)
        m_rates.count();
    if (isCounted || path == "/rate_limit"_L1)
        m_rates.addHeaders(answer.headers);
    qCDebug(lcApi).noquote() << request.method << path << answer.status;
    reply->send(std::move(answer));
}

// "/repositories/7/rest" is "/repos/owner/name/rest".
QString Api::named(const QString &path) const
{
    if (!path.startsWith(repositoriesById))
        return path;
    const RepositoryRecord *const repository = m_state.repository(path.section(u'/', 2, 2).toLongLong());
    return repository ? u"/repos/"_s + repository->fullName() + path.section(u'/', 3, -1, QString::SectionIncludeLeadingSep) : path;
}

Answer Api::routed(const Request &request, const QString &asked, const Views &views)
{
    const QString path = named(asked);
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    const std::optional<Router::Match> match = m_router.find(method, path);
    if (!match)
        return notFound();
    Call call{.request = request,
              .views = views,
              .path = path,
              .parameters = match->parameters,
              .grant = grantOf(request.header("authorization"))};
    if (!request.reads() && !request.body.isEmpty()) {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
        if (error.error != QJsonParseError::NoError)
            return errorAnswer(400, u"Problems parsing JSON"_s);
        if (!document.isObject())
            return errorAnswer(400, u"Body should be a JSON object"_s);
        call.body = document.object();
    }
    if (path.startsWith("/repos/"_L1)) {
        const QString owner = call.parameter(u"owner"_s);
        const QString name = call.parameter(u"repo"_s);
        call.repository = m_state.repository(owner, name);
        if (!call.repository) {
            const RepositoryRecord *const renamed = m_state.renamedRepository(owner, name);
            return renamed ? moved(call, *renamed) : notFound();
        }
    }
    if (call.grant) {
        if (std::optional<Answer> refusal = call.grant->refusal(call))
            return std::move(*refusal);
    }
    if (request.reads())
        return (*match->handler)(call);
    m_state.database().begin();
    Answer answer = (*match->handler)(call);
    m_state.database().commit();
    if (const Result<> stored = m_state.database().takeFailure(); !stored)
        return errorAnswer(500, stored.error().sentence());
    return answer;
}

void Api::dress(Answer &answer, const Request &request) const
{
    using enum QHttpHeaders::WellKnownHeader;
    if (request.reads() && answer.status == 200) {
        const QByteArray tag = "W/\"" + QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256).toHex() + '"';
        answer.headers.append(ETag, tag);
        answer.headers.append(CacheControl, "private, max-age=60, s-maxage=60");
        answer.headers.append(Vary, "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With");
        const QByteArray known = request.header("if-none-match");
        if (!known.isEmpty() && matchesTag(known, tag)) {
            answer.status = 304;
            answer.body.clear();
            answer.contentType.clear();
        }
    }
    const QDateTime now = toDateTime(m_state.now());
    answer.headers.append(Date, QLocale::c().toString(now, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1());
    answer.headers.append(Server, "punchcard-hub");
    answer.headers.append("X-GitHub-Media-Type"_L1, "github.v3; format=json");
    answer.headers.append("X-GitHub-Request-Id"_L1, requestId());
    const QByteArray version = request.header("x-github-api-version");
    answer.headers.append("x-github-api-version-selected"_L1, version.isEmpty() ? versions.constFirst() : version);
    answer.headers.append(XContentTypeOptions, "nosniff");
    if (answer.status != 401 && answer.status != 421 && !grantOf(request.header("authorization"))) {
        answer.headers.append("X-OAuth-Scopes"_L1, "repo, workflow, delete_repo, read:org");
        answer.headers.append("X-Accepted-OAuth-Scopes"_L1, "repo");
    }
}

} // namespace punchcard::hub
