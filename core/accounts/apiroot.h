// SPDX-License-Identifier: MIT
// core/accounts: who, where, which rights. The API's root and the pages that belong to it, accounts, where a token comes
// from, what it may do, this computer's hub, and the checks of `punch doctor`.
#pragma once

#include "core/base/result.h"

#include <QStringList>
#include <QUrl>

namespace punchcard {

enum class AccountKind {
    GitHub, ///< github.com
    DataResidency, ///< SUB.ghe.com
    Enterprise, ///< an Enterprise Server, or anything else that speaks the API at an address of its own
    ThisComputer, ///< the hub; has no address until it runs
};

/// The root of an API as typed (`--api-url`, the account dialog), made regular: https://api.github.com/,
/// https://api.SUB.ghe.com/, https://HOST/api/v3/, http://127.0.0.1:PORT/. A host's home page is taken for its API.
/// Refused: anything but https (http to 127.0.0.0/8 and [::1] is fine), user info, a query or a fragment, no host.
[[nodiscard]] Result<QUrl> apiRootFromText(const QString &typed);
[[nodiscard]] QUrl gitHubApiRoot();

/// Never ThisComputer: the hub's address is not stored.
[[nodiscard]] AccountKind kindOfApiRoot(const QUrl &apiRoot);
/// What `gh` and people call it: github.com, SUB.ghe.com, HOST[:PORT].
[[nodiscard]] QString hostOfApiRoot(const QUrl &apiRoot);
/// Where its pages are: https://github.com/, https://SUB.ghe.com/, https://HOST/.
[[nodiscard]] QUrl webRoot(const QUrl &apiRoot);
/// The page that makes a classic token, with @p scopes ticked.
[[nodiscard]] QUrl newTokenPage(const QUrl &apiRoot, const QStringList &scopes);
/// The page that lists one's tokens.
[[nodiscard]] QUrl tokensPage(const QUrl &apiRoot);
[[nodiscard]] QUrl repositoryPage(const QUrl &apiRoot, const QString &owner, const QString &repository);
/// Where a repository can be deleted by hand.
[[nodiscard]] QUrl repositorySettingsPage(const QUrl &apiRoot, const QString &owner, const QString &repository);

} // namespace punchcard
