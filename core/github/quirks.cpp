// SPDX-License-Identifier: MIT
#include "core/github/quirks.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;
using Kind = Error::Kind;

#define TEXT(text) QT_TRANSLATE_NOOP("Github", text)

constexpr auto any = std::nullopt;

// From the special to the general: the first row that fits is taken.
const Quirk quirks[] = {
    // -- the account
    {403, any, "email address must be verified", Kind::Denied,
     TEXT("your e-mail address is not verified, and until then GitHub refuses everything that writes"),
     TEXT("Verify the address on GitHub's e-mail page, then try again."), Page::Emails},
    {403, any, "account was suspended", Kind::Denied, TEXT("the account is suspended"), TEXT("Ask GitHub's support about the account."),
     Page::None},
    {403, any, "account was flagged", Kind::Denied, TEXT("the account is flagged"), TEXT("Ask GitHub's support about the account."),
     Page::None},
    {0, any, "Actions has been disabled for this user", Kind::Denied, TEXT("GitHub has disabled Actions for your account"),
     TEXT("Ask GitHub's support why the account is flagged; jobs can run on this computer meanwhile."), Page::None},
    {0, any, "Actions has been disabled|Actions is disabled", Kind::Denied,
     TEXT("GitHub Actions is disabled for this repository, or by its owner"),
     TEXT("Allow Actions in the repository's settings, or choose another owner."), Page::ActionsSettings},
    {403, any, "spending limit", Kind::Denied, TEXT("the account's spending limit is reached"),
     TEXT("Raise the limit in the account's billing settings, or run the job on this computer."), Page::None},
    // -- the organisation's rules
    {403, any, "forbids access via a personal access token (classic)", Kind::Denied, TEXT("the organisation does not allow classic tokens"),
     TEXT("Use a fine-grained token that the organisation has approved."), Page::Tokens},
    {403, any, "forbids access via a fine-grained", Kind::Denied, TEXT("the organisation does not allow this fine-grained token"),
     TEXT("Make one that the organisation allows (its lifetime may be limited), or a classic one."), Page::Tokens},
    {403, any, "OAuth App access restrictions", Kind::Denied, TEXT("the organisation does not allow this OAuth application"),
     TEXT("Ask an owner of the organisation to approve it, or use a personal access token."), Page::None},
    {403, any, "IP allow list", Kind::Denied, TEXT("the organisation allows its own network addresses only"),
     TEXT("Try again from the organisation's network or VPN."), Page::None},
    {403, any, "SAML", Kind::Denied, TEXT("the token is not authorised for the organisation's single sign-on"),
     TEXT("Authorise the token for the organisation on GitHub's token page (“Configure SSO”), then try again."), Page::Tokens},
    {403, Deed::CreateRepository, "need admin access to the organization", Kind::Denied,
     TEXT("the organisation does not let you, or this token, create repositories"),
     TEXT("Ask an owner for the right (a fine-grained token must be approved by the organisation), or use your own account."), Page::None},
    {403, any, "Organization members cannot delete repositories", Kind::Denied,
     TEXT("the organisation does not let members delete repositories"), TEXT("Ask an owner of the organisation to delete it, or keep it."),
     Page::RepositorySettings},
    {403, Deed::DeleteRepository, "admin rights", Kind::Denied, TEXT("the token lacks the “delete_repo” scope"),
     TEXT("Add the scope to the token (fine-grained: “Administration: write”), or delete the repository by hand at the end of its settings "
          "page."),
     Page::RepositorySettings},
    {403, any, "admin rights", Kind::Denied, TEXT("it takes an administrator of the repository"),
     TEXT("Ask its owner, or choose a repository of your own."), Page::Repository},
    {403, any, "archived", Kind::Denied, TEXT("the repository is archived and can only be read"),
     TEXT("Unarchive it in its settings, or choose another."), Page::RepositorySettings},
    {403, any, "access blocked", Kind::Denied, TEXT("GitHub has blocked the repository"), TEXT("Ask GitHub's support about it."),
     Page::Repository},
    // -- the token's rights
    {0, any, "to create or update workflow", Kind::Denied, TEXT("the token may not write workflow files"),
     TEXT("Add the “workflow” scope to the token (fine-grained: “Workflows: write”)."), Page::Tokens},
    {403, any, "administrative rules", Kind::Refused, TEXT("a rule of the server refuses such requests"),
     TEXT("Check that no proxy changes the requests; otherwise report this with Help › Diagnostics."), Page::None},
    // -- runs
    {403, Deed::Rerun, "over a month ago", Kind::Refused, TEXT("it is more than a month old, and GitHub repeats younger runs only"),
     TEXT("Use Run again, which makes a new job of the same script."), Page::None},
    {403, Deed::Rerun, "already running", Kind::Conflict, TEXT("it is still running"),
     TEXT("Wait for its end, or cancel it, then try again."), Page::None},
    {403, Deed::Rerun, "cannot be retried", Kind::Refused,
     TEXT("GitHub cannot repeat this run (it may still be going on, or its workflow file be broken)"),
     TEXT("Wait for its end, or use Run again, which makes a new job of the same script."), Page::None},
    {403, Deed::Rerun, "workflow file may be broken", Kind::Refused, TEXT("its workflow file is broken"),
     TEXT("Use Run again, which makes a new job of the same script."), Page::None},
    {409, Deed::CancelRun, "completed", Kind::Conflict, TEXT("it has ended already"), TEXT("There is nothing left to cancel."), Page::None},
    {422, Deed::Dispatch, "does not have 'workflow_dispatch'", Kind::Refused,
     TEXT("GitHub does not know the workflow yet, or its file is not valid"),
     TEXT("Look at the Actions page of the repository for an error in the file."), Page::Repository},
    {422, Deed::Dispatch, "No ref found", Kind::Missing, TEXT("there is no such branch"), TEXT("Submit the job again."), Page::Repository},
    {422, Deed::Dispatch, "Unexpected inputs", Kind::Refused, TEXT("the workflow has no such inputs"), TEXT("Submit the job again."),
     Page::None},
    // -- repositories
    {422, Deed::CreateRepository, "name already exists", Kind::Conflict, TEXT("there is one of this name already"),
     TEXT("Choose another name, or delete the old repository."), Page::Repository},
    {422, Deed::CreateRepository, "isibility", Kind::Refused, TEXT("the owner does not allow repositories of this visibility"),
     TEXT("Choose private instead of public, or the other way round."), Page::None},
    {422, Deed::CreateRepository, "name is", Kind::Refused, TEXT("GitHub does not take its name: %1"),
     TEXT("Choose a name of letters, digits, “-”, “_” and “.”."), Page::None},
    {422, Deed::CreateRepository, "custom propert", Kind::Refused,
     TEXT("the organisation requires properties that this program cannot set: %1"),
     TEXT("Choose your own account, or ask an owner of the organisation."), Page::None},
    // -- content
    {0, any, "secret_scanning|Push cannot contain secrets|Secret detected", Kind::Refused,
     TEXT("GitHub's push protection found a token or key in a file"),
     TEXT("Take it out of the script or the inputs and pass it as a secret."), Page::None},
    {0, any, "rule violation", Kind::Refused, TEXT("a rule of the repository or the organisation forbids it: %1"),
     TEXT("Change the rule in the repository's settings, or choose another owner."), Page::RepositorySettings},
    {409, any, "Repository is empty", Kind::Conflict, TEXT("the repository has no commit yet"), TEXT("Try again in a few seconds."),
     Page::None},
    {409, any, "but expected", Kind::Conflict, TEXT("somebody else wrote to the same branch meanwhile"), TEXT("Try again."), Page::None},
    {422, any, "Reference already exists", Kind::Conflict, TEXT("there is one of this name with other content"),
     TEXT("Submit the job again under another name."), Page::None},
    {422, any, "Reference does not exist", Kind::Missing, TEXT("there is none of this name"),
     TEXT("Check whether somebody has deleted it."), Page::Repository},
    {422, any, "not a fast forward|fast-forward", Kind::Conflict, TEXT("somebody else wrote to the same branch meanwhile"),
     TEXT("Try again."), Page::None},
    {422, Deed::PutFile, "sha", Kind::Conflict, TEXT("the file is there already with other content"),
     TEXT("Choose another repository, or delete the file."), Page::Repository},
    {422, Deed::PutSecret, "key_id", Kind::Conflict, TEXT("the repository has a new key"),
     TEXT("Try again; the secret is sealed with the new key then."), Page::None},
    {422, Deed::PutSecret, "name", Kind::Refused, TEXT("GitHub does not take its name: %1"),
     TEXT("A name has letters, digits and “_”, begins with none of the digits, and not with GITHUB_."), Page::None},
    {422, Deed::PutSecret, "large", Kind::Refused, TEXT("it is too large"), TEXT("A secret may have at most 48 KB."), Page::None},
    // -- the protocol
    {400, any, "API version|supported version", Kind::Refused, TEXT("the server does not know the version of the API that we speak"),
     TEXT("Update this program, or the Enterprise Server."), Page::None},
    {410, any, "version", Kind::Refused, TEXT("GitHub no longer speaks the version of the API that this program uses"),
     TEXT("Update this program."), Page::None},
    {400, any, "parsing JSON", Kind::Malformed, TEXT("the server did not understand the request"),
     TEXT("Report this with Help › Diagnostics."), Page::None},
};

#undef TEXT

} // namespace

const Quirk *findQuirk(int status, Deed deed, const QString &said)
{
    const auto says = [&said](QLatin1StringView alternatives) {
        bool any = false;
        for (const QLatin1StringView words : alternatives.tokenize('|'_L1))
            any = any || said.contains(words, Qt::CaseInsensitive);
        return any;
    };
    const auto fits = [&](const Quirk &quirk) {
        return (quirk.status == 0 || quirk.status == status) && (!quirk.deed || *quirk.deed == deed)
            && says(QLatin1StringView(quirk.words));
    };
    const auto found = std::ranges::find_if(quirks, fits);
    return found == std::ranges::end(quirks) ? nullptr : &*found;
}

QUrl pageOf(Page page, const Doing &doing)
{
    const QUrl web = webRoot(doing.root);
    if (web.isEmpty())
        return {};
    const QString repo = doing.repo.owner.isEmpty() ? QString() : doing.repo.full();
    switch (page) {
    case Page::None: return {};
    case Page::Tokens: return web.resolved(QUrl(u"settings/tokens"_s));
    case Page::Emails: return web.resolved(QUrl(u"settings/emails"_s));
    case Page::Repository: return repo.isEmpty() ? QUrl() : web.resolved(QUrl(repo));
    case Page::RepositorySettings: return repo.isEmpty() ? QUrl() : web.resolved(QUrl(repo + u"/settings"_s));
    case Page::ActionsSettings: return repo.isEmpty() ? QUrl() : web.resolved(QUrl(repo + u"/settings/actions"_s));
    case Page::Status: return web.host() == u"github.com"_s ? QUrl(u"https://www.githubstatus.com/"_s) : QUrl();
    }
    return {};
}

} // namespace punchcard::github
