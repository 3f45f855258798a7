// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/base/time.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <functional>
#include <utility>

namespace punchcard::http {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

struct Reply;

/// What is asked. Headers, token and body go to the origin of `url` only: a redirect elsewhere is a fresh request.
struct Request
{
    QByteArray method = "GET";
    QUrl url = {};
    SecretString token = {}; ///< Sent as a bearer token.
    Headers headers = {};
    QByteArray body = {}; ///< An empty one of a POST, PUT or PATCH goes out as {}.
    QByteArray contentType = "application/json";
    QString authorities = {}; ///< A PEM file of authorities to trust besides the system's, for a private one.
    qint64 limit = 64LL << 20; ///< Of the answer in memory, decoded; in bytes.
    std::function<Result<>()> mayGo = {}; ///< Asked when its turn has come: what was true when it got in line may not be.
    std::function<void(const Reply &)> heard = {}; ///< Told of each answer of that origin, redirects too, before the next one goes.
};

/// What was answered.
struct Reply
{
    int status = 0;
    Headers headers = {};
    QByteArray body = {};
    QUrl url = {}; ///< The one that answered, after redirects.
    bool fromOrigin = true; ///< It answered at the origin that was asked, not where a redirect led.

    /// The value of @p name (any case), empty when absent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool isSuccess() const { return status >= 200 && status < 300; }
};

/// What became of a request. Qt may send one twice without a word (a connection closed before the answer): more than one
/// send means that a refusal may be the answer to the second copy; and an error with any send at all, that the server
/// may have done what was asked.
struct Exchange
{
    Result<Reply> answer;
    int sends = 0;
};

/// A request for diagnostics. No query, no header.
struct Trace
{
    QByteArray method = {};
    QString path = {};
    int status = 0; ///< 0: no answer.
    Milliseconds took = {};
    int sends = 0;
    QByteArray requestId = {};
};

/// Scheme, host and port are the same.
[[nodiscard]] bool sameOrigin(const QUrl &a, const QUrl &b);
/// 127.0.0.0/8, [::1], localhost.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace punchcard::http
