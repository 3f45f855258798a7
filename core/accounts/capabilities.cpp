// SPDX-License-Identifier: MIT
#include "core/accounts/capabilities.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Rights
{
    Q_DECLARE_TR_FUNCTIONS(Capabilities)
};

/// Whether @p scopes hold @p wanted, or one that contains it.
bool covers(const QStringList &scopes, const QString &wanted)
{
    static const QHash<QString, QStringList> within = {
        {u"read:org"_s, {u"read:org"_s, u"write:org"_s, u"admin:org"_s}},
    };
    const QStringList enough = within.value(wanted, {wanted});
    return std::ranges::any_of(scopes, [&enough](const QString &scope) { return enough.contains(scope.trimmed()); });
}

QString lossWithout(const QString &scope)
{
    if (scope == "repo"_L1)
        return Rights::tr("The token may not create repositories, so no job can be submitted.");
    if (scope == "workflow"_L1)
        return Rights::tr("The token may not write workflow files, so no job can be submitted.");
    if (scope == "delete_repo"_L1)
        return Rights::tr("The token may not delete repositories, so those of finished jobs stay until you delete them by hand.");
    return Rights::tr("The token may not list your organisations; jobs for one still run when you name it.");
}

} // namespace

QStringList wantedScopes()
{
    return {u"repo"_s, u"workflow"_s, u"delete_repo"_s, u"read:org"_s};
}

Capabilities capabilities(const std::optional<QStringList> &scopes, const Account &account, FoundToken::From from)
{
    Capabilities result;
    if (account.isThisComputer()) {
        result.isKnown = true;
        return result;
    }
    QStringList given = scopes.value_or(QStringList());
    given.removeAll(QString());
    if (given.isEmpty()) {
        result.note
            = Rights::tr("The token does not say what it may do. A fine-grained one needs, for all repositories: Administration, Contents, "
                         "Workflows, Secrets and Actions (read and write).");
        return result;
    }
    result.isKnown = true;
    QStringList missing;
    for (const QString &scope : wantedScopes()) {
        if (!covers(given, scope))
            missing += scope;
    }
    const QString command = u"gh auth refresh -h %1 -s %2"_s.arg(hostOfApiRoot(account.apiRoot), missing.join(u','));
    const bool isGhs = from == FoundToken::From::Gh;
    for (const QString &scope : std::as_const(missing)) {
        result.lacks += Lack{.scope = scope,
                             .what = lossWithout(scope),
                             .remedy = isGhs ? Rights::tr("Run: %1").arg(command) : Rights::tr("Give the token the scope “%1”.").arg(scope),
                             .page = tokensPage(account.apiRoot),
                             .command = isGhs ? command : QString(),
                             .isNeeded = scope == "repo"_L1 || scope == "workflow"_L1};
    }
    result.mayRunJobs = !missing.contains(u"repo"_s) && !missing.contains(u"workflow"_s);
    result.mayDelete = !missing.contains(u"delete_repo"_s);
    result.seesOrganisations = !missing.contains(u"read:org"_s);
    return result;
}

} // namespace punchcard
