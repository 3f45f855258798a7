// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobtokens.h"
#include "core/hub/ratelimit.h"
#include "core/hub/router.h"
#include "core/hub/state.h"
#include "core/hub/webserver.h"

#include <QByteArray>

namespace punchcard::hub {

/// The door of the API: who may enter, what each answer carries, and the way to the route. Everything that GitHub does to
/// all requests alike is here.
class Api
{
public:
    Api(State &state, const Account &account, RateLimit &rates, const JobTokens &jobTokens, QByteArray token);

    [[nodiscard]] Router &router() { return m_router; }
    /// Whether a request's header block has a token: who has may send large bodies.
    [[nodiscard]] bool isFriend(const QByteArray &header) const;
    /// Answers @p request, which came to @p server.
    void handle(const WebServer &server, const Request &request, const ReplyPtr &reply);

private:
    [[nodiscard]] bool isToken(const QByteArray &authorization) const;
    [[nodiscard]] const JobGrant *grantOf(const QByteArray &authorization) const;
    [[nodiscard]] std::optional<Answer> turnedAway(const WebServer &server, const Request &request) const;
    [[nodiscard]] QString named(const QString &path) const;
    [[nodiscard]] Answer routed(const Request &request, const QString &asked, const Views &views);
    void dress(Answer &answer, const Request &request) const;

    State &m_state;
    const Account &m_account;
    RateLimit &m_rates;
    const JobTokens &m_jobTokens;
    QByteArray m_tokenHash;
    Router m_router;
};

} // namespace punchcard::hub
