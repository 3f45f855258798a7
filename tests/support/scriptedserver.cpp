// SPDX-License-Identifier: MIT
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QPointer>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

#include <sys/socket.h>

namespace punchcard::testing {
namespace {

constexpr qint64 sendAhead = 256 << 10;

// Made once per process by openssl, so that no key lies in the sources.
struct Certificate
{
    Certificate()
    {
        const QStringList arguments{QStringLiteral("req"),
                                    QStringLiteral("-x509"),
                                    QStringLiteral("-newkey"),
                                    QStringLiteral("ec"),
                                    QStringLiteral("-pkeyopt"),
                                    QStringLiteral("ec_paramgen_curve:P-256"),
                                    QStringLiteral("-nodes"),
                                    QStringLiteral("-days"),
                                    QStringLiteral("3"),
                                    QStringLiteral("-subj"),
                                    QStringLiteral("/CN=localhost"),
                                    QStringLiteral("-addext"),
                                    QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"),
                                    QStringLiteral("-keyout"),
                                    keyFile(),
                                    QStringLiteral("-out"),
                                    certificateFile()};
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), arguments);
        if (!openssl.waitForFinished(30000) || openssl.exitCode() != 0)
            qFatal("openssl made no certificate: %s", openssl.readAllStandardError().constData());
    }
    [[nodiscard]] QString keyFile() const { return m_folder.filePath(QStringLiteral("key.pem")); }
    [[nodiscard]] QString certificateFile() const { return m_folder.filePath(QStringLiteral("certificate.pem")); }

private:
    QTemporaryDir m_folder;
};

const Certificate &certificate()
{
    static const Certificate made;
    return made;
}

QSslConfiguration serverTls()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QFile key(certificate().keyFile());
    if (!key.open(QIODevice::ReadOnly))
        qFatal("no key for the server");
    tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    tls.setLocalCertificate(QSslCertificate::fromPath(certificate().certificateFile()).constFirst());
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return tls;
}

} // namespace

QByteArray SeenRequest::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

bool SeenRequest::hasHeader(QByteArrayView name) const
{
    return std::ranges::any_of(headers, [name](const auto &header) { return name.compare(header.first, Qt::CaseInsensitive) == 0; });
}

Answer &Answer::reply(int code, const QByteArray &content, const QByteArray &type)
{
    status = code;
    body = content;
    generatedSize = -1;
    headers.removeIf([](const auto &one) { return one.first == "Content-Type"; });
    // Without a type Qt's client warns, and a warning fails the test.
    return header("Content-Type", type);
}

Answer &Answer::header(const QByteArray &name, const QByteArray &value)
{
    headers.append({name, value});
    return *this;
}

Answer &Answer::redirect(const QUrl &to, int code)
{
    return reply(code, "moved", "text/plain").header("Location", to.toEncoded());
}

Answer &Answer::file(const QByteArray &content, const QByteArray &tag, const QByteArray &type)
{
    reply(200, content, type).header("ETag", tag).header("Accept-Ranges", "bytes");
    etag = tag;
    return *this;
}

Answer &Answer::generated(qint64 size)
{
    reply(200, {}, "application/zip");
    generatedSize = size;
    return *this;
}

Answer &Answer::deflated()
{
    // Qt puts the length in front of the stream.
    body = qCompress(body, 9).mid(4);
    return header("Content-Encoding", "deflate");
}

Answer &Answer::chunked()
{
    isChunked = true;
    return *this;
}

Answer &Answer::cutAfter(qint64 bytes)
{
    fault = Fault::Cut;
    faultAfter = bytes;
    return *this;
}

Answer &Answer::stallAfter(qint64 bytes)
{
    fault = Fault::Stall;
    faultAfter = bytes;
    return *this;
}

Answer &Answer::trickle(qint64 bytes, std::chrono::milliseconds every)
{
    trickleBytes = bytes;
    trickleEvery = every;
    return *this;
}

Answer &Answer::closeUnanswered()
{
    fault = Fault::Close;
    return *this;
}

Answer &Answer::resetUnanswered()
{
    fault = Fault::Reset;
    return *this;
}

Answer &Answer::silence()
{
    fault = Fault::Silence;
    return *this;
}

Answer &Answer::hold()
{
    isHeld = true;
    return *this;
}

Answer &Answer::compute(std::function<void(const SeenRequest &, Answer &)> how)
{
    decide = std::move(how);
    return *this;
}

Answer &Answer::times(int n)
{
    left = n;
    return *this;
}

/// One connection: reads requests, writes answers, one at a time.
class Connection : public QObject
{
public:
    Connection(ScriptedServer *server, QTcpSocket *socket, int number)
        : QObject(server)
        , m_server(server)
        , m_socket(socket)
        , m_number(number)
    {
        socket->setParent(this);
        connect(socket, &QTcpSocket::readyRead, this, &Connection::read);
        connect(socket, &QTcpSocket::bytesWritten, this, &Connection::pump);
        if (auto *secure = qobject_cast<QSslSocket *>(socket))
            connect(secure, &QSslSocket::encryptedBytesWritten, this, &Connection::pump);
        connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        connect(&m_tick, &QTimer::timeout, this, &Connection::tick);
        read();
    }

    void answer(Answer answer, const SeenRequest &request);

private:
    void read();
    void pump();
    void tick();
    void send(qint64 most);
    void finish();
    [[nodiscard]] qint64 ahead() const;
    static void slice(Answer &answer, const SeenRequest &request);

    ScriptedServer *m_server;
    QTcpSocket *m_socket;
    int m_number;
    QByteArray m_buffer;
    bool m_busy = false;
    bool m_sending = false;
    Answer m_answer;
    qint64 m_sent = 0;
    qint64 m_until = 0;
    QTimer m_tick;
};

void Connection::read()
{
    m_buffer += m_socket->readAll();
    if (m_busy)
        return;
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    QList<QByteArray> lines = m_buffer.left(end).split('\n');
    SeenRequest request;
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    request.connection = m_number;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    const qsizetype length = request.header("content-length").toLongLong();
    if (m_buffer.size() < end + 4 + length)
        return;
    request.body = m_buffer.mid(end + 4, length);
    m_buffer.remove(0, end + 4 + length);
    m_busy = true;
    m_server->handle(this, request);
}

// What of a file the request asks for.
void Connection::slice(Answer &answer, const SeenRequest &request)
{
    const QByteArray range = request.header("range");
    const QByteArray condition = request.header("if-range");
    if (answer.etag.isEmpty() || !range.startsWith("bytes=") || (!condition.isEmpty() && condition != answer.etag))
        return;
    const qint64 whole = answer.body.size();
    const qint64 first = range.mid(6).split('-').value(0).toLongLong();
    if (first >= whole) {
        answer.status = 416;
        answer.header("Content-Range", "bytes */" + QByteArray::number(whole));
        answer.body = "no such range";
        return;
    }
    answer.status = 206;
    answer.header("Content-Range",
                  "bytes " + QByteArray::number(first) + '-' + QByteArray::number(whole - 1) + '/' + QByteArray::number(whole));
    answer.body = answer.body.mid(first);
}

void Connection::answer(Answer answer, const SeenRequest &request)
{
    if (answer.decide) {
        Answer fresh;
        answer.decide(request, fresh);
        answer = fresh;
    }
    slice(answer, request);
    switch (answer.fault) {
    case Answer::Fault::Silence: return;
    case Answer::Fault::Reset: {
        const linger hard{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        m_socket->abort();
        return;
    }
    case Answer::Fault::Close: m_socket->disconnectFromHost(); return;
    default: break;
    }
    const bool hasBody = answer.status != 204 && answer.status != 304 && request.method != "HEAD";
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Scripted\r\n";
    for (const auto &[name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    if (answer.isChunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (hasBody)
        head += "Content-Length: " + QByteArray::number(answer.size()) + "\r\n";
    m_socket->write(head + "\r\n");
    m_answer = answer;
    m_sent = 0;
    m_until = hasBody ? answer.size() : 0;
    if (answer.fault != Answer::Fault::None)
        m_until = std::min(m_until, answer.faultAfter);
    m_sending = true;
    if (answer.trickleBytes > 0)
        m_tick.start(answer.trickleEvery);
    pump();
}

// What the socket still holds; what TLS has made of it counts too, or memory grows with the body.
qint64 Connection::ahead() const
{
    const auto *const secure = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
}

void Connection::pump()
{
    if (!m_sending || m_tick.isActive())
        return;
    while (m_sent < m_until && ahead() < sendAhead)
        send(sendAhead);
    if (m_sent >= m_until)
        finish();
}

void Connection::tick()
{
    send(m_answer.trickleBytes);
    if (m_sent >= m_until) {
        m_tick.stop();
        finish();
    }
}

void Connection::send(qint64 most)
{
    const qint64 count = std::min(most, m_until - m_sent);
    const QByteArray bytes = m_answer.generatedSize >= 0 ? QByteArray(count, 'g') : m_answer.body.mid(m_sent, count);
    m_sent += count;
    if (m_answer.isChunked)
        m_socket->write(QByteArray::number(count, 16) + "\r\n" + bytes + "\r\n");
    else
        m_socket->write(bytes);
}

void Connection::finish()
{
    m_sending = false;
    if (m_answer.fault == Answer::Fault::Stall)
        return;
    if (m_answer.fault == Answer::Fault::Cut) {
        m_socket->disconnectFromHost();
        return;
    }
    if (m_answer.isChunked)
        m_socket->write("0\r\n\r\n");
    m_busy = false;
    QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
}

ScriptedServer::ScriptedServer(const QHostAddress &address, Tls tls)
    : m_tls(tls)
{
    if (m_tls != Tls::No) {
        QSslConfiguration configuration = serverTls();
        if (m_tls == Tls::OffersHttp2)
            configuration.setAllowedNextProtocols({QSslConfiguration::ALPNProtocolHTTP2, QSslConfiguration::NextProtocolHttp1_1});
        auto secure = std::make_unique<QSslServer>();
        secure->setSslConfiguration(configuration);
        m_server = std::move(secure);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
    if (!m_server->listen(address))
        qFatal("the scripted server cannot listen on %s", qPrintable(address.toString()));
}

ScriptedServer::~ScriptedServer()
{
    for (const QString &complaint : complaints())
        QTest::qFail(qPrintable(complaint), __FILE__, __LINE__);
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("%1://%2:%3%4")
                    .arg(m_tls != Tls::No ? QStringLiteral("https") : QStringLiteral("http"), m_server->serverAddress().toString())
                    .arg(m_server->serverPort())
                    .arg(path));
}

Answer &ScriptedServer::expect(const QByteArray &method, const QByteArray &target)
{
    const auto answer = std::make_shared<Answer>();
    answer->method = method;
    answer->target = target;
    answer->reply(200, "{}");
    m_script.append(answer);
    return *answer;
}

void ScriptedServer::release(bool all)
{
    do {
        if (m_held.isEmpty())
            return;
        const std::function<void()> go = m_held.takeFirst();
        go();
    } while (all);
}

SeenRequest ScriptedServer::lastTo(const QByteArray &path) const
{
    const auto found
        = std::find_if(m_seen.crbegin(), m_seen.crend(), [&path](const SeenRequest &request) { return request.path() == path; });
    return found == m_seen.crend() ? SeenRequest{} : *found;
}

QStringList ScriptedServer::complaints() const
{
    QStringList all = m_complaints;
    for (const auto &answer : m_script) {
        if (answer->left > 0)
            all.append(QStringLiteral("expected, never came: %1 %2 (%3 more)")
                           .arg(QString::fromUtf8(answer->method), QString::fromUtf8(answer->target))
                           .arg(answer->left));
    }
    return all;
}

QString ScriptedServer::authorityFile()
{
    return certificate().certificateFile();
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        if (const auto *const secure = qobject_cast<QSslSocket *>(socket))
            m_protocols.append(secure->sslConfiguration().nextNegotiatedProtocol());
        if (m_tls == Tls::OffersHttp2 && m_protocols.constLast() == QSslConfiguration::ALPNProtocolHTTP2)
            socket->deleteLater();
        else
            new Connection(this, socket, ++m_connections);
    }
}

void ScriptedServer::handle(Connection *connection, const SeenRequest &request)
{
    m_seen.append(request);
    const auto fits = [&request](const std::shared_ptr<Answer> &answer) {
        return answer->method == request.method && answer->target == (answer->target.contains('?') ? request.target : request.path());
    };
    const auto due = [&fits](const std::shared_ptr<Answer> &answer) { return answer->left != 0 && fits(answer); };
    const auto cut = [&fits](const std::shared_ptr<Answer> &answer) { return answer->fault == Answer::Fault::Cut && fits(answer); };
    auto found = std::ranges::find_if(m_script, due);
    if (found == m_script.end())
        found = std::ranges::find_if(m_script, cut);
    if (found == m_script.end()) {
        m_complaints.append(QStringLiteral("unexpected: %1 %2").arg(QString::fromUtf8(request.method), QString::fromUtf8(request.target)));
        Answer none;
        connection->answer(none.reply(599, "unexpected request", "text/plain"), request);
        return;
    }
    const std::shared_ptr<Answer> answer = *found;
    if (answer->left > 0)
        --answer->left;
    if (!answer->isHeld) {
        connection->answer(*answer, request);
        return;
    }
    const QPointer<Connection> waiting(connection);
    m_held.append([waiting, answer, request] {
        if (waiting)
            waiting->answer(*answer, request);
    });
}

} // namespace punchcard::testing
