// SPDX-License-Identifier: MIT
// core/http: one request, or one body streamed to a file and checked. Redirects, deadlines, the queue per host, retries,
// ETags. It knows HTTP and nothing of GitHub.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/http/message.h"

#include <QHash>
#include <QObject>
#include <QSslConfiguration>

#include <map>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace punchcard::http {

class HostQueue;
class PartFile;

/// How long what may take. Real time, not the clock's: a network does not run faster because a test's clock does.
struct Limits
{
    Milliseconds sending = std::chrono::seconds(30); ///< Without a byte going out, from the start to the request's last byte.
    Milliseconds answer = std::chrono::seconds(60); ///< From there to the answer's last byte, for send().
    Milliseconds idle = std::chrono::seconds(60); ///< Without a byte coming in, for fetch().
    int redirects = 5;

    /// The above; in a build with PUNCHCARD_TESTING the variable PUNCHCARD_TEST_PATIENCE, in ms, stands for all three times.
    [[nodiscard]] static Limits usual();
};

/// Sends requests. Main thread; outlives every coroutine that it gave out (a reply that dies never resumes its waiter).
class Transport : public QObject
{
    Q_OBJECT

public:
    explicit Transport(QObject *parent = nullptr);
    explicit Transport(Limits limits, QObject *parent = nullptr);
    ~Transport() override;

    /// One request with its whole answer in memory, redirects followed. No retry, no cache. An answer of any status is
    /// an answer; Exchange::answer is an error when none came whole: Unreachable, Refused (too large, unsafe redirect),
    /// Cancelled.
    [[nodiscard]] QCoro::Task<Exchange> send(Request request, Context context);

    /// One request whose answer, if it is 200 or 206, goes on in @p part as it arrives: HTTP/1.1, identity, Range with
    /// If-Range. Any other answer is in memory as send() gives it. Bytes that came before a failure stay in @p part.
    [[nodiscard]] QCoro::Task<Exchange> fetch(Request request, std::shared_ptr<PartFile> part, Context context);

signals:
    /// A request has ended, one way or the other: the line that diagnostics gets.
    void done(const punchcard::http::Trace &trace);

private:
    [[nodiscard]] QCoro::Task<Exchange> follow(Request request, std::shared_ptr<PartFile> part, Context context);
    [[nodiscard]] QCoro::Task<Exchange> hop(Request request, std::shared_ptr<PartFile> part, Context context);
    [[nodiscard]] QNetworkReply *start(const Request &request, const PartFile *part);
    [[nodiscard]] QSslConfiguration tls(const QString &authorities);
    [[nodiscard]] QNetworkAccessManager &network(const QString &authorities);

    Limits m_limits;
    std::unique_ptr<HostQueue> m_queue;
    std::unique_ptr<HostQueue> m_downloads; ///< By the host that gives out the links.
    QHash<QString, QSslConfiguration> m_tls; ///< By file of authorities.
    std::map<QString, std::unique_ptr<QNetworkAccessManager>> m_networks; ///< Likewise.
};

} // namespace punchcard::http
