// SPDX-License-Identifier: MIT
#include "core/hub/links.h"
#include "core/hub/ratelimit.h"
#include "core/hub/routes.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

Answer repositoryList(const Call &call, const QList<RepositoryRecord *> &all)
{
    QJsonArray list;
    for (const RepositoryRecord *repository : Page::of(call.request).slice(all))
        list.append(call.views.repository(*repository));
    Answer answer = jsonAnswer(list);
    addLinks(answer, call, Page::of(call.request), all.size());
    return answer;
}

} // namespace

void addAccountRoutes(Router &router, State &state, const Account &account, RateLimit &rates)
{
    router.add("GET", u"/user"_s, [](Call &call) { return jsonAnswer(call.views.user(true)); });
    router.add("GET", u"/users/{login}"_s, [&account](Call &call) {
        const QString login = call.parameter(u"login"_s);
        if (account.organisations.contains(login, Qt::CaseInsensitive))
            return jsonAnswer(call.views.owner(login, true));
        return login.compare(account.login, Qt::CaseInsensitive) == 0 ? jsonAnswer(call.views.user(false)) : notFound();
    });
    router.add("GET", u"/user/orgs"_s, [&account](Call &call) {
        QJsonArray list;
        for (const QString &name : Page::of(call.request).slice(account.organisations))
            list.append(call.views.organisation(name));
        Answer answer = jsonAnswer(list);
        addLinks(answer, call, Page::of(call.request), account.organisations.size());
        return answer;
    });
    router.add("GET", u"/orgs/{org}"_s, [&account](Call &call) {
        const QString login = call.parameter(u"org"_s);
        return account.organisations.contains(login, Qt::CaseInsensitive) ? jsonAnswer(call.views.organisationInFull(login)) : notFound();
    });
    router.add("GET", u"/user/repos"_s, [&state](Call &call) {
        QList<RepositoryRecord *> all = state.repositories();
        // Everything by default; who wants what a user owns leaves the organisations' out.
        const QStringList affiliations = call.request.item(u"affiliation"_s).split(u',', Qt::SkipEmptyParts);
        if (!affiliations.isEmpty())
            all.removeIf([&affiliations](const RepositoryRecord *one) {
                return !affiliations.contains(one->ownedByOrganisation ? u"organization_member"_s : u"owner"_s);
            });
        return repositoryList(call, all);
    });
    router.add("GET", u"/orgs/{org}/repos"_s, [&account, &state](Call &call) {
        const QString organisation = call.parameter(u"org"_s);
        if (!account.organisations.contains(organisation, Qt::CaseInsensitive))
            return notFound();
        QList<RepositoryRecord *> all = state.repositories();
        all.removeIf([&organisation](const RepositoryRecord *one) {
            return !one->ownedByOrganisation || one->owner.compare(organisation, Qt::CaseInsensitive) != 0;
        });
        return repositoryList(call, all);
    });
    router.add("GET", u"/rate_limit"_s, [&rates](Call &) { return jsonAnswer(rates.toJson()); });
    router.add("GET", u"/versions"_s, [](Call &) { return jsonAnswer(QJsonArray{u"2026-03-10"_s, u"2022-11-28"_s}); });
    router.add("GET", u"/meta"_s, [](Call &) {
        // gh takes whatever is not github.com for an Enterprise Server and wants to know how old it is.
        return jsonAnswer(QJsonObject{{u"verifiable_password_authentication"_s, false}, {u"installed_version"_s, u"3.19.0"_s}});
    });
    router.add("GET", u"/"_s, [](Call &call) { return jsonAnswer(rootLinks(call.views.root())); });
}

} // namespace punchcard::hub
