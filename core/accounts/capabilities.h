// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/tokensource.h"

namespace punchcard {

/// A right that the token lacks.
struct Lack
{
    QString scope = {};
    QString what = {}; ///< What cannot be done without it, one sentence.
    QString remedy = {}; ///< What to do.
    QUrl page = {}; ///< Where.
    QString command = {}; ///< The command that mends it, when the token is gh's.
    bool isNeeded = true; ///< No job can run without it; otherwise only a part is lost.
};

/// What a token may do, as far as its scopes say.
struct Capabilities
{
    bool isKnown = false; ///< A fine-grained or app token does not say: all below is then "perhaps".
    bool mayRunJobs = true; ///< repo and workflow
    bool mayDelete = true; ///< delete_repo: otherwise repositories stay until deleted by hand
    bool seesOrganisations = true; ///< read:org
    QList<Lack> lacks = {};
    QString note = {}; ///< For an unknown one: which permissions it needs.
};

/// The scopes that a token is asked for: repo, workflow, delete_repo, read:org.
[[nodiscard]] QStringList wantedScopes();
/// @p scopes as `X-OAuth-Scopes` gives them; nullopt or empty: unknown.
[[nodiscard]] Capabilities capabilities(const std::optional<QStringList> &scopes, const Account &account, FoundToken::From from);

} // namespace punchcard
