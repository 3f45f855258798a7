// SPDX-License-Identifier: MIT
#include "core/http/transport.h"

#include "core/base/crashpoint.h"
#include "core/base/onpool.h"
#include "core/http/flight.h"
#include "core/http/headers.h"
#include "core/http/hostqueue.h"
#include "core/http/partfile.h"
#include "core/http/redirect.h"
#include "core/http/texts.h"

#include <QCoroSignal>
#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>

namespace punchcard::http {
namespace {

using namespace Qt::StringLiterals;

// Silent unless diagnostics has been started.
Q_LOGGING_CATEGORY(lcHttp, "punchcard.http", QtWarningMsg)

constexpr qint64 chunk = 1 << 20;
constexpr int mostRequests = 6;
// Fewer, so that a call never waits for one.
constexpr int mostDownloads = 4;
// Beyond our own few quick repeats.
constexpr Milliseconds redirectMending = std::chrono::minutes(1);

// The system's proxies, but never for this computer.
class Proxies : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (isLoopback(query.url()))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

QString hostKey(const QUrl &url)
{
    return url.scheme() + u"://"_s + url.authority(QUrl::FullyEncoded);
}

PartFile::Head headOf(const Reply &reply)
{
    PartFile::Head head{.status = reply.status,
                        .validator = rangeValidator(reply.header("etag"), reply.header("last-modified")),
                        .contentType = mediaTypeOf(reply.header("content-type")),
                        .fileName = fileNameOf(reply.header("content-disposition")),
                        .path = reply.url.path()};
    const std::optional<ContentRange> range = parseContentRange(reply.header("content-range"));
    bool known = false;
    const qint64 length = reply.header("content-length").toLongLong(&known);
    if (reply.status == 206) {
        head.first = range ? range->first : -1;
        head.total = range ? range->total : -1;
    } else if (known) {
        head.total = length;
    }
    return head;
}

// The body goes to the disk on the pool, a piece at a time; meanwhile the reply's buffer fills and then holds the network.
Async<> pour(Flight &flight, std::shared_ptr<PartFile> part, Context context)
{
    const PartFile::Head head = headOf(flight.reply());
    const auto begin = [part, head] { return part->begin(head); };
    if (const Result<> begun = co_await onPool(context, begin); !begun)
        co_return begun.error();
    for (;;) {
        while (!flight.hasBytes() && !flight.isOver())
            co_await qCoro(&flight, &Flight::moved);
        const QByteArray bytes = flight.take(chunk);
        if (bytes.isEmpty())
            break;
        const auto append = [part, bytes] { return part->append(bytes); };
        if (const Result<> written = co_await onPool(context, append); !written)
            co_return written.error();
        context.report({part->size(), part->total()});
    }
    if (const std::optional<Error> failure = flight.failure())
        co_return *failure;
    if (part->total() >= 0 && part->size() != part->total())
        co_return Error{.kind = Error::Kind::Unreachable,
                        .what = Http::tr("The connection ended before the whole file had come."),
                        .remedy = Http::tr("Try again; it goes on where it stopped."),
                        .retry = Retry{context.now()},
                        .detail = u"%1 of %2 bytes"_s.arg(part->size()).arg(part->total())};
    co_return {};
}

QCoro::Task<Exchange> outcome(Flight &flight, std::shared_ptr<PartFile> part, Context context)
{
    while (!flight.isOver() && !(part && flight.hasHead()))
        co_await qCoro(&flight, &Flight::moved);
    const int status = flight.reply().status;
    if (part && (status == 200 || status == 206)) {
        const Result<> poured = co_await pour(flight, part, context);
        if (!poured)
            co_return Exchange{poured.error(), flight.sends()};
        co_return Exchange{flight.reply(), flight.sends()};
    }
    flight.collect();
    while (!flight.isOver())
        co_await qCoro(&flight, &Flight::moved);
    if (const std::optional<Error> failure = flight.failure())
        co_return Exchange{*failure, flight.sends()};
    co_return Exchange{flight.reply(), flight.sends()};
}

bool isMutation(const Request &request)
{
    return request.method != "GET" && request.method != "HEAD";
}

Trace traceOf(const Request &request, const Exchange &exchange, Milliseconds took)
{
    Trace trace{.method = request.method, .path = request.url.path(QUrl::FullyEncoded), .took = took, .sends = exchange.sends};
    if (exchange.answer) {
        trace.status = exchange.answer->status;
        trace.requestId = exchange.answer->header("x-github-request-id");
    }
    qCInfo(lcHttp).noquote() << trace.method << request.url.host() + trace.path << trace.status << took.count() << "ms sends" << trace.sends
                             << trace.requestId << (exchange.answer ? QString() : kindName(exchange.answer.error().kind));
    return trace;
}

} // namespace

Limits Limits::usual()
{
    Limits limits;
#ifdef PUNCHCARD_TESTING
    if (const int patience = qEnvironmentVariableIntValue("PUNCHCARD_TEST_PATIENCE"); patience > 0)
        limits.sending = limits.answer = limits.idle = Milliseconds(patience);
#endif
    return limits;
}

Transport::Transport(QObject *parent)
    : Transport(Limits::usual(), parent)
{
}

Transport::Transport(Limits limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_queue(std::make_unique<HostQueue>(mostRequests))
    , m_downloads(std::make_unique<HostQueue>(mostDownloads))
{
}

Transport::~Transport() = default;

QCoro::Task<Exchange> Transport::send(Request request, Context context)
{
    return follow(std::move(request), nullptr, std::move(context));
}

QCoro::Task<Exchange> Transport::fetch(Request request, std::shared_ptr<PartFile> part, Context context)
{
    // Before anything is asked: a link lives for a minute, which is not to be spent on waiting for the downloads before it.
    const auto place = co_await m_downloads->enter(hostKey(request.url), context);
    if (!place)
        co_return Exchange{place.error(), 0};
    co_return co_await follow(request, part, context);
}

QCoro::Task<Exchange> Transport::follow(Request request, std::shared_ptr<PartFile> part, Context context)
{
    const QUrl origin = request.url;
    Result<std::unique_ptr<HostQueue::Place>> place = nullptr;
    QString host;
    for (int redirects = 0;; ++redirects) {
        // Who is sent on at the same host is not sent back to the end of its queue.
        if (const QString next = hostKey(request.url); next != host) {
            host = next;
            place = nullptr;
            place = co_await m_queue->enter(host, context);
        }
        if (!place)
            co_return Exchange{place.error(), 0};
        if (const Result<> may = request.mayGo ? request.mayGo() : Result<>(); !may)
            co_return Exchange{may.error(), 0};
        Exchange exchange = co_await hop(request, part, context);
        if (!exchange.answer)
            co_return exchange;
        exchange.answer->fromOrigin = sameOrigin(origin, exchange.answer->url);
        if (request.heard)
            request.heard(*exchange.answer);
        std::optional<Result<Request>> next = redirected(request, *exchange.answer);
        if (!next)
            co_return exchange;
        if (!*next) {
            // A proxy's or a gateway's mistake as a rule, which somebody mends.
            Error error = next->error();
            error.retry = Retry{context.now() + redirectMending};
            co_return Exchange{error, exchange.sends};
        }
        if (redirects >= m_limits.redirects)
            co_return Exchange{Error{.kind = Error::Kind::Refused,
                                     .what = Http::tr("%1 redirected in a circle.").arg(origin.host()),
                                     .remedy = Http::tr("Check the address of the server, and that no proxy changes its answers."),
                                     .retry = Retry{context.now() + redirectMending},
                                     .detail = origin.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo)},
                               exchange.sends};
        request = std::move(**next);
    }
}

QCoro::Task<Exchange> Transport::hop(Request request, std::shared_ptr<PartFile> part, Context context)
{
    const auto started = std::chrono::steady_clock::now();
    Flight flight(start(request, part.get()), request.limit, part != nullptr, m_limits, context);
    Exchange exchange = co_await outcome(flight, part, context);
    if (exchange.answer)
        crashPoint(isMutation(request) ? "answered" : "read");
    const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - started);
    emit done(traceOf(request, exchange, took));
    co_return exchange;
}

QNetworkReply *Transport::start(const Request &request, const PartFile *part)
{
    QNetworkRequest out(request.url);
    for (const auto &[name, value] : request.headers)
        out.setRawHeader(name, value);
    if (!request.token.isEmpty())
        out.setRawHeader("Authorization", QByteArray("Bearer ").append(request.token.bytes()));
    // No cookies, no remembered passwords, no cache: what is sent is what is written here.
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // Qt's guard takes a log of equal lines for a bomb; Flight has a limit of its own.
    out.setDecompressedSafetyCheckThreshold(-1);
    out.setTransferTimeout(0);
    if (request.url.scheme() == u"https"_s)
        out.setSslConfiguration(tls(request.authorities));
    if (part) {
        // Anything else lets memory grow with the file, or hides its length.
        out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        out.setRawHeader("Accept-Encoding", "identity");
        if (part->size() > 0 && !part->validator().isEmpty()) {
            out.setRawHeader("Range", "bytes=" + QByteArray::number(part->size()) + '-');
            out.setRawHeader("If-Range", part->validator());
        }
    }
    const bool hasBody = request.method != "GET" && request.method != "HEAD" && request.method != "DELETE";
    if (hasBody)
        out.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);

    // Never an empty body: Qt counts no send of such a one, and may send it again when the answer breaks off.
    QNetworkReply *reply = nullptr;
    QNetworkAccessManager &manager = network(request.authorities);
    if (request.method == "GET")
        reply = manager.get(out);
    else if (request.method == "DELETE")
        reply = manager.deleteResource(out);
    else
        reply = manager.sendCustomRequest(out, request.method, request.body.isEmpty() ? QByteArray("{}") : request.body);
    if (part)
        reply->setReadBufferSize(chunk);
    if (isMutation(request))
        connect(reply, &QNetworkReply::requestSent, this, [] { crashPoint("sent"); });
    return reply;
}

// One for each file of authorities: a connection that one account's authority has vouched for is kept open, and would serve
// another account of the same server, which does not trust it.
QNetworkAccessManager &Transport::network(const QString &authorities)
{
    std::unique_ptr<QNetworkAccessManager> &manager = m_networks[authorities];
    if (!manager) {
        manager = std::make_unique<QNetworkAccessManager>();
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        manager->setProxyFactory(new Proxies);
    }
    return *manager;
}

QSslConfiguration Transport::tls(const QString &authorities)
{
    if (const auto known = m_tls.constFind(authorities); known != m_tls.constEnd())
        return *known;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    for (const QString &file : {authorities, qEnvironmentVariable("SSL_CERT_FILE")}) {
        if (file.isEmpty())
            continue;
        const QList<QSslCertificate> certificates = QSslCertificate::fromPath(file, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
        if (certificates.isEmpty())
            qCWarning(lcHttp) << "no certificate in" << file;
        tls.addCaCertificates(certificates);
    }
    return *m_tls.insert(authorities, tls);
}

} // namespace punchcard::http
