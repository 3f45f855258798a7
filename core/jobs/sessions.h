// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/base/context.h"
#include "core/jobs/session.h"

#include <QHash>

#include <memory>
#include <optional>

namespace punchcard {

/// The sessions of a home's accounts, made when first asked for. Lives as long as somebody waits for what it gives.
class Sessions : public std::enable_shared_from_this<Sessions>
{
public:
    Sessions(std::shared_ptr<store::Store> store, TokenStorePtr tokens);
    ~Sessions();

    /// Missing: no such account.
    [[nodiscard]] Async<std::shared_ptr<Session>> of(QString account);
    /// That of the job's account; of one that is gone too, when nothing of the job stands on its server.
    [[nodiscard]] Async<std::shared_ptr<Session>> of(Job job);
    /// All accounts, "This computer" first.
    [[nodiscard]] Async<QList<Account>> accounts();
    /// Stores @p account, so that its jobs can be taken up by any later start.
    [[nodiscard]] Async<> keep(Account account);
    /// Stores what is different about the account @p id. Gives it as it is now. Missing, Refused; Conflict: its name is taken.
    [[nodiscard]] Async<Account> change(QString id, AccountChanges changes);
    /// Signs out: removes @p account and its token. Gives what the user should know. Refused: this computer. Conflict: a job
    /// still needs it.
    [[nodiscard]] Async<QStringList> remove(Account account, Context context);

    /// Whether scripts on this computer are kept from the user's files; tried out once. Local: they are not, and why.
    [[nodiscard]] Async<> sandbox();

    /// The shortest time between two looks at a job on a server, for those that are open and all that will be.
    void setLeastInterval(Milliseconds least);

    [[nodiscard]] const TokenStorePtr &tokens() const { return m_tokens; }
    [[nodiscard]] QList<std::shared_ptr<Session>> all() const { return m_sessions.values(); }

private:
    std::shared_ptr<store::Store> m_store;
    TokenStorePtr m_tokens;
    std::shared_ptr<http::Transport> m_transport; ///< of all sessions
    QHash<QString, std::shared_ptr<Session>> m_sessions;
    Milliseconds m_least{0};
    std::optional<Result<>> m_sandbox; ///< once it was tried out
};

} // namespace punchcard
