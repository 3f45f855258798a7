// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/github/client.h"
#include "core/github/doing.h"
#include "core/http/cache.h"
#include "core/http/download.h"
#include "core/http/message.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QObject>
#include <QUrlQuery>

namespace punchcard::github {

/// A request to the API before it knows its server and its token.
struct Call
{
    QByteArray method = "GET";
    QString path = {}; ///< Below the root, percent-encoded, begins with a slash.
    QUrlQuery query = {};
    QJsonObject body = {};
    QByteArray readyBody = {}; ///< JSON as it goes out, in the place of `body`: for what is too large to be made here.
    Doing doing = {};
    bool repeatable = true; ///< A second copy does no harm, or can be recognised.
    bool cached = false; ///< Worth an ETag.
    QByteArray accept = "application/vnd.github+json";
    Patience patience = Patience::None;
};

struct Answer
{
    http::Reply reply;
    QJsonValue json;
    bool unchanged = false;
};

/// What became of a call: the answer or its error, and how many copies left this computer in all.
struct Outcome
{
    Result<Answer> answer;
    int sends = 0;
};

/// All pages of a list.
struct Pages
{
    QList<QJsonValue> pages;
    bool unchanged = true;
    int hidden = 0; ///< organisations of which nothing is in the answer, for want of their single sign-on
};

/// Makes calls: headers, ETags, retries, errors; learns quota and clock from every answer.
class Caller : public QObject
{
    Q_OBJECT

public:
    Caller(http::Transport *transport, ApiSource api);

    [[nodiscard]] QCoro::Task<Outcome> ask(Call call, Context context);
    /// As ask(), for callers that need the answer only.
    [[nodiscard]] Async<Answer> answer(Call call, Context context);
    /// Follows Link: rel="next". Malformed: it leads to another server, or in circles.
    [[nodiscard]] Async<Pages> pages(Call call, Context context);
    /// Saves what @p call is redirected to.
    [[nodiscard]] Async<Saved> save(Call call, http::Download download, Context context);

    [[nodiscard]] std::optional<Quota> quota() const { return m_quota; }
    [[nodiscard]] std::optional<Milliseconds> skew() const { return m_skew; }
    void setQuota(const Quota &quota);
    /// What was told before is asked for in full from now on.
    void forgetAnswers() { m_cache.clear(); }

signals:
    void quotaChanged(const punchcard::github::Quota &quota);
    /// See Client::throttled.
    void throttled(punchcard::Time until);

private:
    struct Ask
    {
        Call call;
        QUrl next; ///< A further page, as the server named it; empty for the first.
    };
    [[nodiscard]] QCoro::Task<Outcome> ask(Ask ask, Context context);
    [[nodiscard]] http::Request requestFor(const Api &api, const Call &call, const Context &context);
    [[nodiscard]] Async<http::Request> freshRequest(Call call, Context context);
    [[nodiscard]] Result<Answer> read(const http::Exchange &exchange, const Call &call, const QByteArray &key,
                                      const std::shared_ptr<const http::Reply> &kept, Time now);
    void learn(const http::Reply &reply, Time now);
    [[nodiscard]] Error refusal(const http::Reply &reply, const Call &call, Time now);

    http::Transport *m_transport;
    ApiSource m_api;
    http::Cache m_cache;
    std::optional<Quota> m_quota;
    std::optional<Milliseconds> m_skew;
};

/// One segment of a path.
[[nodiscard]] QString segment(const QString &text);
/// "/repos/OWNER/NAME" and @p rest, which is encoded already.
[[nodiscard]] QString repoPath(const RepoName &repo, const QString &rest = {});

} // namespace punchcard::github
