// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

class QTcpServer;

namespace punchcard::testing {

/// A request as it came over the wire.
struct SeenRequest
{
    QByteArray method;
    QByteArray target; ///< Path and query.
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    int connection = 0; ///< Which of the server's connections, counted from 1.

    [[nodiscard]] QByteArray path() const { return target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?')); }
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool hasHeader(QByteArrayView name) const;
};

/// What the server does when the request comes: an answer, or a fault. Built by chaining; the last word counts.
class Answer
{
public:
    Answer &reply(int code, const QByteArray &content = {}, const QByteArray &type = "application/json");
    Answer &header(const QByteArray &name, const QByteArray &value);
    Answer &redirect(const QUrl &to, int code = 302);
    /// @p content as a file: ETag @p tag, Range and If-Range obeyed.
    Answer &file(const QByteArray &content, const QByteArray &tag = "\"v1\"", const QByteArray &type = "application/zip");
    /// A body of @p size bytes that is never whole in memory.
    Answer &generated(qint64 size);
    Answer &deflated(); ///< Content-Encoding: deflate.
    Answer &chunked(); ///< Instead of a Content-Length.
    Answer &cutAfter(qint64 bytes); ///< Announces everything, sends so much of the body, closes.
    Answer &stallAfter(qint64 bytes); ///< Sends so much of the body and then nothing more.
    Answer &trickle(qint64 bytes, std::chrono::milliseconds every);
    Answer &closeUnanswered(); ///< FIN instead of an answer.
    Answer &resetUnanswered(); ///< RST instead of an answer.
    Answer &silence(); ///< Never a byte; the connection stays.
    Answer &hold(); ///< Answers when ScriptedServer::release() is called.
    /// Decides at the request itself; the answer given is a fresh one.
    Answer &compute(std::function<void(const SeenRequest &, Answer &)> decide);
    Answer &times(int n); ///< Serves so many requests; -1 any number, also none.

private:
    friend class ScriptedServer;
    friend class Connection;
    enum class Fault { None, Close, Reset, Silence, Cut, Stall };

    QByteArray method;
    QByteArray target;
    int left = 1;
    int status = 200;
    QByteArray body;
    qint64 generatedSize = -1;
    QList<std::pair<QByteArray, QByteArray>> headers;
    bool isChunked = false;
    bool isHeld = false;
    Fault fault = Fault::None;
    qint64 faultAfter = 0;
    qint64 trickleBytes = 0;
    std::chrono::milliseconds trickleEvery{0};
    QByteArray etag; ///< Of a file.
    std::function<void(const SeenRequest &, Answer &)> decide;

    [[nodiscard]] qint64 size() const { return generatedSize >= 0 ? generatedSize : body.size(); }
};

/// An HTTP/1.1 server on loopback that answers what the test says and nothing else. An unexpected request fails the test,
/// and so does an expected one that never came (asked when the server dies, or by check()).
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    /// OffersHttp2: would rather speak HTTP/2, and hangs up when the client wants that too: see protocols().
    enum class Tls { No, Yes, OffersHttp2 };

    explicit ScriptedServer(const QHostAddress &address = QHostAddress::LocalHost, Tls tls = Tls::No);
    ~ScriptedServer() override;

    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const;
    /// The next @p method to @p target (with or without its query) is answered as the returned object says.
    Answer &expect(const QByteArray &method, const QByteArray &target);
    /// Lets held requests have their answers: the oldest, or all.
    void release(bool all = false);

    [[nodiscard]] const QList<SeenRequest> &seen() const { return m_seen; }
    [[nodiscard]] const SeenRequest &last() const { return m_seen.constLast(); }
    /// The last one to @p path; an empty one when none came.
    [[nodiscard]] SeenRequest lastTo(const QByteArray &path) const;
    [[nodiscard]] qsizetype held() const { return m_held.size(); }
    [[nodiscard]] int connections() const { return m_connections; }
    /// Which protocol each TLS connection agreed on; empty: the client named none.
    [[nodiscard]] const QList<QByteArray> &protocols() const { return m_protocols; }
    /// What went wrong so far; empty when all that was expected came and nothing else.
    [[nodiscard]] QStringList complaints() const;

    /// The PEM file of the authority that signed the certificate for localhost and 127.0.0.1.
    [[nodiscard]] static QString authorityFile();

private:
    friend class Connection;
    void accept();
    void handle(class Connection *connection, const SeenRequest &request);

    std::unique_ptr<QTcpServer> m_server;
    Tls m_tls;
    QList<QByteArray> m_protocols;
    int m_connections = 0;
    QList<std::shared_ptr<Answer>> m_script;
    QList<SeenRequest> m_seen;
    QList<std::function<void()>> m_held;
    QStringList m_complaints;
};

} // namespace punchcard::testing
