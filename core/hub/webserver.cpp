// SPDX-License-Identifier: MIT
#include "core/hub/webserver.h"

#include "core/hub/faults.h"
#include "core/hub/recorder.h"

#include <QCoreApplication>
#include <QHttpServerRequest>
#include <QLoggingCategory>
#include <QTimer>

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcHttp, "punchcard.hub.http", QtInfoMsg)

namespace {

struct Web
{
    Q_DECLARE_TR_FUNCTIONS(Web)
};

QByteArray verb(QHttpServerRequest::Method method)
{
    using enum QHttpServerRequest::Method;
    switch (method) {
    case Get: return "GET";
    case Put: return "PUT";
    case Delete: return "DELETE";
    case Post: return "POST";
    case Head: return "HEAD";
    case Options: return "OPTIONS";
    case Patch: return "PATCH";
    default: return {};
    }
}

// What a stream would have brought is its body.
void makeWhole(Answer &answer)
{
    if (const auto stream = std::move(answer.stream))
        answer.body = stream->readAll();
}

QByteArray headOf(const Answer &answer)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Sent by hand\r\n";
    for (qsizetype i = 0; i < answer.headers.size(); ++i)
        head += QByteArray(answer.headers.nameAt(i).data(), answer.headers.nameAt(i).size()) + ": "
            + answer.headers.valueAt(i).toByteArray() + "\r\n";
    if (!answer.contentType.isEmpty())
        head += "Content-Type: " + answer.contentType + "\r\n";
    return head + "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n";
}

// Half of it looks like a whole one to HTTP.
void shorten(QByteArray &body)
{
    body.truncate(body.size() / 2);
}

// Its middle, so that the beginning and the end of an archive still look like one.
void garble(QByteArray &body)
{
    for (qsizetype i = body.size() / 3; i < body.size() * 2 / 3; ++i)
        body[i] = char(body.at(i) ^ 0x55);
}

} // namespace

Reply::Reply(QHttpServerResponder &&responder, bool headersOnly, QPointer<SocketGuard> guard)
    : m_responder(std::move(responder))
    , m_guard(std::move(guard))
    , m_headersOnly(headersOnly)
{
}

Reply::~Reply()
{
    if (!m_sent)
        send(errorAnswer(500, u"Server Error"_s));
}

void Reply::reset()
{
    m_sent = true;
    if (m_guard)
        m_guard->reset();
}

void Reply::send(Answer answer)
{
    if (m_sent)
        return;
    if (m_seen)
        m_seen(answer);
    if (m_loseAnswer) {
        reset();
        return;
    }
    m_sent = true;
    if (m_change || m_write)
        makeWhole(answer);
    if (m_change)
        m_change(answer);
    if (m_write) {
        m_write(headOf(answer), answer.body);
        return;
    }
    const auto status = QHttpServerResponder::StatusCode(answer.status);
    if (!answer.contentType.isEmpty())
        answer.headers.append(QHttpHeaders::WellKnownHeader::ContentType, answer.contentType);
    const bool bodyless = answer.status == 204 || answer.status == 304;
    if (m_headersOnly || bodyless) {
        if (!bodyless)
            answer.headers.append(QHttpHeaders::WellKnownHeader::ContentLength,
                                  QByteArray::number(answer.stream ? answer.stream->size() : answer.body.size()));
        m_responder.write(answer.headers, status);
    } else if (answer.stream) {
        m_responder.write(answer.stream.release(), answer.headers, status);
    } else {
        m_responder.write(answer.body, answer.headers, status);
    }
}

WebServer::WebServer(Handler handler, Clock &clock, Faults *faults, Recorder *recorder)
    : m_handler(std::move(handler))
    , m_clock(clock)
    , m_faults(faults)
    , m_recorder(recorder)
{
}

Result<> WebServer::listen(const QHostAddress &address, const HttpLimits &limits, const std::optional<QSslConfiguration> &tls)
{
    auto server = std::make_unique<GuardedServer>(limits, tls);
    if (!server->listen(address)) {
        return Error{.kind = Error::Kind::Local,
                     .what = Web::tr("The hub cannot listen on %1.").arg(address.toString()),
                     .remedy = Web::tr("Check that loopback connections are allowed on this computer."),
                     .said = server->errorString()};
    }
    const QByteArray port = QByteArray::number(server->serverPort());
    const QByteArray name = address.toString().toLatin1();
    m_hosts = {name + ':' + port, "localhost:" + port};
    m_origin = (tls ? u"https://"_s : u"http://"_s) + QString::fromLatin1(m_hosts.constFirst());
    m_server = server.get();
    if (!bind(server.release())) {
        return Error{
            .kind = Error::Kind::Local, .what = Web::tr("The hub's web server did not start."), .remedy = Web::tr("Start the hub again.")};
    }
    return {};
}

bool WebServer::isOurHost(const QByteArray &host) const
{
    return m_hosts.contains(host.toLower());
}

bool WebServer::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    const Request taken{.method = verb(request.method()),
                        .path = request.url().path(QUrl::FullyEncoded),
                        .query = request.query(),
                        .headers = request.headers(),
                        .body = request.body()};
    SocketGuard *const guard = m_server->guard(request.remoteAddress(), request.remotePort());
    if (guard)
        guard->requestTaken();
    dispatch(taken, std::make_shared<Reply>(std::move(responder), taken.method == "HEAD", guard));
    return true;
}

void WebServer::dispatch(const Request &request, const ReplyPtr &reply)
{
    const std::optional<Fault> fault = m_faults ? m_faults->next(request) : std::nullopt;
    if (m_recorder) {
        const bool isMade = fault && fault->kind == Fault::Kind::Status;
        reply->watch([this, request, isMade](const Answer &answer) { m_recorder->note(request, answer, isMade); });
    }
    if (!fault) {
        m_handler(request, reply);
        return;
    }
    qCDebug(lcHttp) << "fault" << fault->kindName() << request.method << request.path;
    spoil(*fault, request, reply);
}

void WebServer::spoil(const Fault &fault, const Request &request, const ReplyPtr &reply)
{
    switch (fault.kind) {
    case Fault::Kind::Status: {
        Answer answer{.status = fault.status, .headers = fault.headers, .body = fault.body, .contentType = fault.contentType};
        reply->send(std::move(answer));
        return;
    }
    case Fault::Kind::Drop: reply->reset(); return;
    case Fault::Kind::DropAfter: reply->loseAnswer(); break;
    case Fault::Kind::Delay: m_clock.after(fault.delay, this, [this, request, reply] { m_handler(request, reply); }); return;
    case Fault::Kind::Hang: m_hanging.append(reply); return;
    case Fault::Kind::Fresh: {
        Request unconditional = request;
        unconditional.headers.removeAll(QHttpHeaders::WellKnownHeader::IfNoneMatch);
        m_handler(unconditional, reply);
        return;
    }
    case Fault::Kind::Hold: {
        const int changes = m_faults->changes();
        hold(changes, request, reply);
        return;
    }
    case Fault::Kind::Cut:
    case Fault::Kind::Slow: {
        const Milliseconds time = fault.kind == Fault::Kind::Slow ? fault.delay : Milliseconds(-1);
        // Kept until the end, since QHttpServer closes what nobody answers.
        m_hanging.append(reply);
        reply->sendBy([this, reply = std::weak_ptr(reply), time, rate = fault.rate](const QByteArray &head, const QByteArray &body) {
            if (const ReplyPtr kept = reply.lock())
                sendSlowly(kept, head, body, rate > 0 ? Milliseconds(body.size() * 1000 / rate) : time);
        });
        break;
    }
    case Fault::Kind::Shorten: reply->changeBy([](Answer &answer) { shorten(answer.body); }); break;
    case Fault::Kind::Garble: reply->changeBy([](Answer &answer) { garble(answer.body); }); break;
    case Fault::Kind::Rewrite: {
        reply->changeBy([fault](Answer &answer) { rewrite(fault, answer); });
        Request unconditional = request;
        unconditional.headers.removeAll(QHttpHeaders::WellKnownHeader::IfNoneMatch);
        m_handler(unconditional, reply);
        return;
    }
    }
    m_handler(request, reply);
}

// A test does something to the world meanwhile, so it does not go by the clock of the test.
void WebServer::hold(int changes, const Request &request, const ReplyPtr &reply)
{
    if (m_faults->changes() != changes) {
        m_handler(request, reply);
        return;
    }
    QTimer::singleShot(20ms, this, [this, changes, request, reply] { hold(changes, request, reply); });
}

// In ten pieces. With a negative time half of them and then a reset.
void WebServer::sendSlowly(const ReplyPtr &reply, const QByteArray &head, const QByteArray &body, Milliseconds time)
{
    const QPointer<SocketGuard> guard = reply->guard();
    if (!guard)
        return;
    if (time < Milliseconds::zero()) {
        guard->write(head + body.first(body.size() / 2));
        m_clock.after(Milliseconds(50), guard.data(), [guard] { guard->reset(); });
        return;
    }
    guard->write(head);
    constexpr int pieces = 10;
    for (int piece = 0; piece < pieces; ++piece) {
        const qsizetype from = body.size() * piece / pieces;
        const QByteArray bytes = body.sliced(from, body.size() * (piece + 1) / pieces - from);
        m_clock.after(time * piece / pieces, guard.data(), [guard, bytes, last = piece + 1 == pieces] {
            guard->write(bytes);
            if (last)
                guard->close();
        });
    }
}

// Never called: handleRequest() takes everything.
void WebServer::missingHandler(const QHttpServerRequest &, QHttpServerResponder &responder)
{
    responder.write(QHttpServerResponder::StatusCode::NotFound);
}

} // namespace punchcard::hub
