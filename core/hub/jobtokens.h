// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/secretstring.h"
#include "core/hub/httpmessage.h"
#include "core/hub/records.h"
#include "core/workflow/workflowfile.h"

#include <QByteArray>

#include <map>
#include <optional>

namespace punchcard::hub {

struct Call;

/// What a job may do with its own token, in its own repository only.
struct JobGrant
{
    enum class Right { None, Read, Write };

    Id job = 0;
    Id repository = 0;
    Right contents = Right::None;
    Right actions = Right::None;

    /// What `permissions` of the workflow and of the job give; without either GitHub's cautious default, contents: read.
    [[nodiscard]] static JobGrant of(Id job, Id repository, const workflow::Entries &file, const workflow::Entries &own);

    /// What GitHub says to a request that goes beyond it; nullopt: go on. A workflow file is checked where a branch moves.
    [[nodiscard]] std::optional<Answer> refusal(const Call &call) const;
};

/// "Resource not accessible by integration", as GitHub says to a job that asks for too much.
[[nodiscard]] Answer notAccessible();

/// GITHUB_TOKEN: one for each job, from its start to its end. In memory only: no job outlives the hub.
class JobTokens
{
public:
    [[nodiscard]] SecretString issue(const JobGrant &grant);
    void revoke(Id job);
    /// nullptr: there is no such token, or no longer.
    [[nodiscard]] const JobGrant *find(const QByteArray &token) const;

private:
    std::map<QByteArray, JobGrant> m_grants; ///< by the token's hash: how long a comparison takes tells nothing
};

} // namespace punchcard::hub
