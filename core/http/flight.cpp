// SPDX-License-Identifier: MIT
#include "core/http/flight.h"

#include "core/http/texts.h"

#include <QSslError>

#include <algorithm>

namespace punchcard::http {
namespace {

// Far enough that our own few quick repeats give way to waiting: a certificate or a name is not mended in seconds.
constexpr Milliseconds slowMending = std::chrono::minutes(1);

// Qt reports a status of 400 and more as an error too; those are answers like any other.
bool isOnlyStatus(QNetworkReply::NetworkError error)
{
    return (error >= QNetworkReply::ContentAccessDenied && error < QNetworkReply::ProtocolUnknownError)
        || error == QNetworkReply::ProtocolInvalidOperationError || error >= QNetworkReply::InternalServerError
        || error == QNetworkReply::ProxyAuthenticationRequiredError;
}

} // namespace

Flight::Flight(QNetworkReply *reply, qint64 limit, bool streamed, Limits limits, Context context)
    : m_reply(reply)
    , m_limit(limit)
    , m_limits(limits)
    , m_context(std::move(context))
    , m_collects(!streamed)
{
    connect(m_reply, &QNetworkReply::requestSent, this, &Flight::sent);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 done, qint64) {
        if (m_sends == 0 && done > 0)
            m_timer.start(m_limits.sending);
    });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsTrouble = errors.constFirst().errorString();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Flight::moved, Qt::QueuedConnection);
    connect(m_reply, &QNetworkReply::readyRead, this, &Flight::read);
    connect(m_reply, &QNetworkReply::finished, this, &Flight::finished);
    connect(m_context.cancel.get(), &Cancel::requested, this, [this] { end(Ended::Cancelled); });
    connect(&m_timer, &QTimer::timeout, this, &Flight::timeUp);
    m_timer.setSingleShot(true);
    m_timer.start(m_limits.sending);
    if (m_reply->isFinished())
        finished();
    else if (m_context.cancelled())
        end(Ended::Cancelled);
}

Flight::~Flight()
{
    m_reply->disconnect(this);
    if (!m_reply->isFinished())
        m_reply->abort();
    m_reply->deleteLater();
}

bool Flight::hasHead() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
}

bool Flight::hasBytes() const
{
    return m_reply->isOpen() && m_reply->bytesAvailable() > 0;
}

QByteArray Flight::take(qint64 most)
{
    return m_reply->isOpen() ? m_reply->read(most) : QByteArray();
}

void Flight::collect()
{
    m_collects = true;
    read();
}

Reply Flight::reply() const
{
    Reply reply;
    reply.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto &header : m_reply->rawHeaderPairs())
        reply.headers.append({header.first, header.second});
    reply.body = m_body;
    reply.url = m_reply->url();
    return reply;
}

// The deadline begins when the request has really gone out; its second copy gets no new one.
void Flight::sent()
{
    if (++m_sends == 1)
        m_timer.start(m_collects ? m_limits.answer : m_limits.idle);
}

void Flight::read()
{
    if (!m_collects)
        m_timer.start(m_limits.idle);
    while (m_collects && hasBytes()) {
        // Decoded here, bit by bit: what a small body unfolds to is never in memory beyond the limit.
        m_body += take(64 << 10);
        if (m_body.size() > m_limit)
            return end(Ended::TooLarge);
    }
    QMetaObject::invokeMethod(this, &Flight::moved, Qt::QueuedConnection);
}

void Flight::finished()
{
    if (m_collects)
        read();
    m_timer.stop();
    m_over = true;
    // An answer without a requestSent is still proof of a send.
    if (m_sends == 0 && hasHead())
        m_sends = 1;
    QMetaObject::invokeMethod(this, &Flight::moved, Qt::QueuedConnection);
}

void Flight::timeUp()
{
    if (m_sends == 0 && !hasHead())
        return end(Ended::NotSent);
    if (m_collects)
        return end(Ended::NotAnswered);
    // The disk is slow, not the network.
    if (hasBytes())
        return m_timer.start(m_limits.idle);
    end(Ended::Idle);
}

void Flight::end(Ended why)
{
    if (m_over || m_ended != Ended::ByItself)
        return;
    m_ended = why;
    // Emits finished() before it returns.
    m_reply->abort();
}

Error Flight::unreachable(const QString &what, const QString &remedy) const
{
    return Error{.kind = Error::Kind::Unreachable,
                 .what = what,
                 .remedy = remedy,
                 .retry = Retry{m_context.now()},
                 .detail = QStringLiteral("QNetworkReply::NetworkError %1: %2").arg(int(m_reply->error())).arg(m_reply->errorString())};
}

// When its last bytes and the end of the connection come together, Qt takes a cut body for a whole one as often as not.
bool Flight::isCut(int status) const
{
    const bool counts = m_collects && status != 204 && status != 304 && m_reply->rawHeader("Content-Encoding").isEmpty();
    return counts && m_body.size() < m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
}

std::optional<Error> Flight::failure() const
{
    const QString host = m_reply->url().host();
    const auto seconds = [](Milliseconds time) { return durationText(time); };
    switch (m_ended) {
    case Ended::Cancelled: return cancelledError();
    case Ended::NotSent:
        return unreachable(Http::tr("%1 could not be reached within %2.").arg(host, seconds(m_limits.sending)),
                           Http::tr("Check the network connection, then try again."));
    case Ended::NotAnswered:
        return unreachable(Http::tr("%1 did not answer within %2.").arg(host, seconds(m_limits.answer)),
                           Http::tr("The server may be overloaded; try again in a while."));
    case Ended::Idle:
        return unreachable(Http::tr("%1 stopped sending for %2.").arg(host, seconds(m_limits.idle)),
                           Http::tr("Check the network connection; a download goes on where it stopped."));
    case Ended::TooLarge:
        return Error{.kind = Error::Kind::Refused,
                     .what = Http::tr("%1 sent an answer of more than %2 bytes.").arg(host).arg(m_limit),
                     .remedy = Http::tr("Check that the address is that of a GitHub API."),
                     .retry = Retry{m_context.now() + slowMending}};
    case Ended::ByItself: break;
    }
    const QString connection = Http::tr("Check the network connection, then try again.");
    const QNetworkReply::NetworkError error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // A body that was cut comes with its status, 200 as a rule, so the error counts first.
    if (error == QNetworkReply::NoError || (status >= 400 && isOnlyStatus(error))) {
        if (isCut(status))
            return unreachable(Http::tr("The connection to %1 broke.").arg(host), connection);
        return std::nullopt;
    }
    switch (error) {
    case QNetworkReply::HostNotFoundError: return unreachable(Http::tr("The server %1 cannot be found.").arg(host), connection);
    case QNetworkReply::ConnectionRefusedError:
        return unreachable(Http::tr("%1 refused the connection.").arg(host),
                           Http::tr("Check the address, and that the server is running."));
    case QNetworkReply::SslHandshakeFailedError: {
        Error untrusted = unreachable(m_tlsTrouble.isEmpty() ? Http::tr("No secure connection to %1 could be made.").arg(host)
                                                             : Http::tr("The identity of %1 cannot be trusted: %2").arg(host, m_tlsTrouble),
                                      Http::tr("A private server's authority can be given as a PEM file in the account; otherwise a "
                                               "login page of this network may be in between."));
        untrusted.retry = Retry{m_context.now() + slowMending};
        return untrusted;
    }
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return unreachable(Http::tr("The proxy on the way to %1 does not work.").arg(host), Http::tr("Check the system's proxy settings."));
    default: return unreachable(Http::tr("The connection to %1 broke.").arg(host), connection);
    }
}

} // namespace punchcard::http
