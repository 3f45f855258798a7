// SPDX-License-Identifier: MIT
#include "core/github/caller.h"

#include "core/base/pause.h"
#include "core/github/errors.h"
#include "core/http/headers.h"
#include "core/http/retry.h"
#include "core/http/transport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <array>

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;

// What GitHub needs to know a new repository everywhere.
constexpr std::array patiencePauses{Milliseconds(500), Milliseconds(1000), Milliseconds(2000), Milliseconds(4000), Milliseconds(4000)};
constexpr int mostPages = 1000;
// Of all pages of a list together.
constexpr qsizetype mostBytes = 256LL << 20;
// So many requests of the last ones of an hour are left: they may be under way already.
constexpr int leftAlone = 5;

// A repository that was renamed is the same one at its number, and what is said there of a change counts.
bool isFromElsewhere(const Error &error, const QUrl &answered, const QUrl &asked)
{
    if (answered == asked)
        return false;
    return error.status == 404 || (error.status == 422 && !answered.path().contains("/repositories/"_L1));
}

// "partial-results; organizations=21955855,20582480": what a list left out for want of a single sign-on.
int hiddenOrganisations(const http::Reply &reply)
{
    const QByteArray said = reply.header("x-github-sso");
    if (!said.startsWith("partial-results"))
        return 0;
    const qsizetype at = said.indexOf('=');
    return at < 0 ? 1 : int(said.sliced(at + 1).split(',').size());
}

/// Counts what has been repeated and says how long to wait before the next copy, if there is to be one.
class Persistence
{
public:
    explicit Persistence(const Call &call)
        : m_repeatable(call.repeatable)
        , m_patient(call.patience == Patience::JustMade)
        , m_dispatch(call.doing.deed == Deed::Dispatch)
    {
    }

    /// @p left: a copy went out. One that never left may be repeated whatever it is.
    [[nodiscard]] std::optional<Milliseconds> next(const Error &error, bool left, Time now)
    {
        const bool notYet = error.status == 404 || error.status == 409 || (error.status == 422 && m_dispatch);
        if (m_patient && notYet)
            return m_patience < int(patiencePauses.size()) ? std::optional(patiencePauses.at(size_t(m_patience++))) : std::nullopt;
        // A throttled request has not been done either.
        const bool harmless = m_repeatable || !left || error.kind == Error::Kind::Throttled;
        if (!error.retry || !harmless || m_repeats >= m_backoff.repeats)
            return std::nullopt;
        const Milliseconds wait = std::max(m_backoff.before(m_repeats++), error.retry->at - now);
        return wait <= http::longestPatience ? std::optional(wait) : std::nullopt;
    }

private:
    http::Backoff m_backoff;
    bool m_repeatable;
    bool m_patient;
    bool m_dispatch;
    int m_repeats = 0;
    int m_patience = 0;
};

// Whether a mutation that must not be done twice may have been done, although we have no success in hand.
bool isLost(const Error &error, int sends)
{
    if (sends == 0 || error.kind == Error::Kind::Cancelled || error.kind == Error::Kind::Throttled)
        return false;
    // A refusal of the second copy says nothing of the first.
    return error.kind == Error::Kind::Unreachable || error.status == 0 || sends > 1;
}

QUrl rootedUrl(const QUrl &root, const QString &path, const QUrlQuery &query)
{
    QString base = root.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    QUrl url = root;
    url.setPath(base + path, QUrl::TolerantMode);
    url.setQuery(query.isEmpty() ? QString() : query.query(QUrl::FullyEncoded));
    return url;
}

} // namespace

QString segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString repoPath(const RepoName &repo, const QString &rest)
{
    return u"/repos/"_s + segment(repo.owner) + u'/' + segment(repo.name) + rest;
}

Caller::Caller(http::Transport *transport, ApiSource api)
    : m_transport(transport)
    , m_api(std::move(api))
{
}

QCoro::Task<Outcome> Caller::ask(Call call, Context context)
{
    return ask(Ask{.call = std::move(call), .next = {}}, std::move(context));
}

QCoro::Task<Outcome> Caller::ask(Ask asked, Context context)
{
    Call &call = asked.call;
    Persistence persistence(call);
    int sends = 0;
    for (;;) {
        const Result<Api> api = co_await m_api();
        if (!api)
            co_return Outcome{api.error(), sends};
        call.doing.root = api->root;
        http::Request request = requestFor(*api, call, context);
        if (!asked.next.isEmpty()) {
            request.url = asked.next;
            if (!http::sameOrigin(api->root, asked.next))
                co_return Outcome{malformed({}, call.doing, u"the next page is on another server"_s, context.now()), sends};
        }
        const QByteArray key = call.cached ? http::Cache::keyOf(request) : QByteArray();
        const std::shared_ptr<const http::Reply> kept = call.cached ? m_cache.find(key) : nullptr;
        if (kept)
            request.headers.append({"If-None-Match", kept->header("etag")});

        const http::Exchange exchange = co_await m_transport->send(request, context);
        sends += exchange.sends;
        Result<Answer> answer = read(exchange, call, key, kept, context.now());
        if (answer)
            co_return Outcome{std::move(answer), sends};
        Error error = answer.error();
        // Where it was sent on to knows nothing of it: that says nothing of what was asked for.
        if (exchange.answer && isFromElsewhere(error, exchange.answer->url, request.url))
            error = malformed(*exchange.answer, call.doing, u"it was sent on to where there is nothing"_s, context.now());
        if (!call.repeatable && isLost(error, exchange.sends))
            co_return Outcome{unknownFate(error, call.doing), sends};
        const std::optional<Milliseconds> wait = persistence.next(error, exchange.sends > 0, context.now());
        if (!wait) {
            // We have tried: the caller's next try is not to be at once.
            if (error.retry)
                error.retry->at = std::max(error.retry->at, context.now() + http::longestPatience);
            co_return Outcome{std::move(error), sends};
        }
        if (const Result<> waited = co_await pause(*wait, context); !waited)
            co_return Outcome{waited.error(), sends};
    }
}

Async<Answer> Caller::answer(Call call, Context context)
{
    Outcome outcome = co_await ask(call, context);
    co_return std::move(outcome.answer);
}

Async<Pages> Caller::pages(Call call, Context context)
{
    Pages pages;
    Ask next{.call = call, .next = {}};
    QSet<QUrl> seen;
    qsizetype bytes = 0;
    for (int page = 0; page < mostPages && bytes < mostBytes; ++page) {
        const Outcome outcome = co_await ask(next, context);
        if (!outcome.answer)
            co_return outcome.answer.error();
        pages.pages.append(outcome.answer->json);
        pages.unchanged = pages.unchanged && outcome.answer->unchanged;
        const http::Reply &reply = outcome.answer->reply;
        pages.hidden = std::max(pages.hidden, hiddenOrganisations(reply));
        const QUrl further = http::nextPage(reply.header("link"), reply.url);
        if (further.isEmpty())
            co_return pages;
        seen.insert(reply.url);
        if (seen.contains(further))
            co_return malformed({}, call.doing, u"its pages lead in a circle"_s, context.now());
        bytes += reply.body.size();
        next.next = further;
    }
    co_return malformed({}, call.doing, u"the list has no end"_s, context.now());
}

Async<Saved> Caller::save(Call call, http::Download download, Context context)
{
    // The API is asked at each try: the link that it gives is good for a minute.
    download.ask = [this, call, context] { return freshRequest(call, context); };
    download.judge = [this, call, context](const http::Reply &reply) {
        const Time now = context.now();
        Error error = refusal(reply, call, now);
        if (call.patience == Patience::JustMade && (reply.status == 404 || reply.status == 409))
            error.retry = Retry{now};
        return error;
    };
    co_return co_await http::save(m_transport, download, context);
}

Async<http::Request> Caller::freshRequest(Call call, Context context)
{
    const Result<Api> api = co_await m_api();
    if (!api)
        co_return api.error();
    co_return requestFor(*api, call, context);
}

http::Request Caller::requestFor(const Api &api, const Call &call, const Context &context)
{
    http::Request request;
    request.method = call.method;
    request.url = rootedUrl(api.root, call.path, call.query);
    request.token = api.token;
    request.authorities = api.authorities;
    request.mayGo = api.mayGo;
    request.heard = [this, context](const http::Reply &reply) { learn(reply, context.now()); };
    request.headers
        = {{"Accept", call.accept}, {"X-GitHub-Api-Version", api.version.toLatin1()}, {"User-Agent", "Punchcard/" PUNCHCARD_VERSION}};
    if (!call.readyBody.isEmpty())
        request.body = call.readyBody;
    else if (!call.body.isEmpty())
        request.body = QJsonDocument(call.body).toJson(QJsonDocument::Compact);
    return request;
}

Result<Answer> Caller::read(const http::Exchange &exchange, const Call &call, const QByteArray &key,
                            const std::shared_ptr<const http::Reply> &kept, Time now)
{
    if (!exchange.answer)
        return exchange.answer.error();
    http::Reply reply = *exchange.answer;
    const bool unchanged = reply.status == 304 && kept;
    if (unchanged) {
        reply.body = kept->body;
        if (reply.header("link").isEmpty())
            reply.headers.append({"Link", kept->header("link")});
    } else if (!reply.isSuccess()) {
        return refusal(reply, call, now);
    }
    QJsonValue json;
    if (!reply.body.isEmpty()) {
        QJsonParseError trouble;
        const QJsonDocument document = QJsonDocument::fromJson(reply.body, &trouble);
        if (document.isNull())
            return malformed(reply, call.doing, trouble.errorString(), now);
        json = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    // Only what could be read is worth a 304.
    if (call.cached && !unchanged)
        m_cache.keep(key, reply);
    return Answer{.reply = std::move(reply), .json = std::move(json), .unchanged = unchanged};
}

Error Caller::refusal(const http::Reply &reply, const Call &call, Time now)
{
    Error error = errorOf(reply, call.doing, now);
    if (error.kind == Error::Kind::Throttled && error.retry)
        emit throttled(error.retry->at);
    return error;
}

void Caller::learn(const http::Reply &reply, Time now)
{
    if (const std::optional<Quota> quota = quotaOf(reply, now); quota && (quota->resource.isEmpty() || quota->resource == u"core"_s)) {
        setQuota(*quota);
        // Nobody has to be refused first.
        if (quota->limit > 0 && quota->remaining <= std::min(leftAlone, quota->limit / 10))
            emit throttled(quota->reset + std::chrono::seconds(1));
    }
    const std::optional<Time> date = http::parseHttpDate(reply.header("date"));
    if (!date)
        return;
    // The header has whole seconds and has been on its way: keep an estimate that it does not contradict.
    const Milliseconds least = *date - now;
    const Milliseconds slack(500);
    if (!m_skew || *m_skew < least - slack || *m_skew > least + std::chrono::seconds(1) + slack)
        m_skew = least + slack;
}

void Caller::setQuota(const Quota &quota)
{
    m_quota = quota;
    emit quotaChanged(quota);
}

} // namespace punchcard::github
