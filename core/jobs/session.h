// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/accounts/localhub.h"
#include "core/accounts/tokensource.h"
#include "core/github/client.h"
#include "core/jobs/cooldown.h"
#include "core/jobs/mutationgate.h"
#include "core/jobs/poller.h"
#include "core/secrets/tokenstore.h"
#include "core/store/jobstore.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace punchcard {

/// All that the jobs of one account share: the client, the gate for mutations, the poller, what is left of the quota.
class Session : public QObject
{
    Q_OBJECT

public:
    Session(Account account, std::shared_ptr<store::Store> store, TokenStorePtr tokens, std::shared_ptr<http::Transport> transport);

    [[nodiscard]] const Account &account() const { return m_account; }
    [[nodiscard]] github::Client &client() { return m_client; }
    [[nodiscard]] Poller &poller() { return m_poller; }
    [[nodiscard]] bool isThisComputer() const { return m_account.isThisComputer(); }

    /// See MutationGate::enter.
    [[nodiscard]] Async<MutationGate::Permit> enter(Context context) { return m_gate.enter(std::move(context)); }
    /// See MutationGate::again.
    [[nodiscard]] Async<> enterAgain(MutationGate::Permit held, Context context)
    {
        return m_gate.again(std::move(held), std::move(context));
    }
    /// @p job waits until others have taken their secrets out of its repository.
    void seekRoom(JobId job) { m_roomSeekers.insert(job); }
    /// Wakes those.
    void makeRoom();
    /// What the token is that was sent last.
    [[nodiscard]] TokenKind tokenKind() const { return kindOf(m_token); }
    /// The token is read anew at the next request: the last one was refused.
    void forgetToken() { m_tokenReadAt.reset(); }

private:
    Async<github::Api> api();
    [[nodiscard]] Result<> mayAsk() const;
    void keepQuota(const github::Quota &quota);

    Account m_account;
    std::shared_ptr<store::Store> m_store;
    TokenStorePtr m_tokens;
    std::shared_ptr<http::Transport> m_transport; ///< whoever works with this session has it to the end
    LocalHub m_hub;
    github::Client m_client;
    MutationGate m_gate;
    CoolDown m_coolDown;
    Poller m_poller;
    QSet<JobId> m_roomSeekers;
    SecretString m_token;
    std::optional<Time> m_tokenReadAt;
    std::optional<Time> m_quotaKeptAt;
};

} // namespace punchcard
