// SPDX-License-Identifier: MIT
// Which machines there are, and what a workflow may use.
#include "core/github/caller.h"
#include "core/github/client.h"
#include "core/github/parse.h"

namespace punchcard::github {

using namespace Qt::StringLiterals;

namespace {

Call runnersCall(const QString &path, const QString &name)
{
    return {.path = path, .query = {{u"per_page"_s, u"100"_s}}, .doing = {.deed = Deed::ListRunners, .name = name}};
}

} // namespace

// For admins whose token has the scope. 403 or 404 to all others.
template<typename T>
Async<std::optional<QList<T>>> Client::listed(Call call, QString key, Result<T> (*one)(const QJsonValue &), Context context)
{
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages && (pages.error().status == 403 || pages.error().status == 404) && pages.error().kind != Error::Kind::Throttled)
        co_return std::optional<QList<T>>();
    if (!pages)
        co_return pages.error();
    QList<T> all;
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<T>> some = parse::list(page, key, one);
        if (!some)
            co_return some.error();
        all += *some;
    }
    co_return std::optional(all);
}

// GET /orgs/ORG/actions/runners.
Async<std::optional<QList<OfferedRunner>>> Client::organisationRunners(QString organisation, Context context)
{
    const Call call = runnersCall(u"/orgs/%1/actions/runners"_s.arg(segment(organisation)), organisation);
    co_return co_await listed(call, u"runners"_s, parse::selfHostedRunner, context);
}

// Besides, GET /orgs/ORG/actions/hosted-runners and runner-groups.
Async<QList<OfferedRunner>> Client::offeredRunners(QString organisation, Context context)
{
    const auto own = co_await organisationRunners(organisation, context);
    if (!own)
        co_return own.error();
    const Call hosted = runnersCall(u"/orgs/%1/actions/hosted-runners"_s.arg(segment(organisation)), organisation);
    const auto larger = co_await listed(hosted, u"runners"_s, parse::largerRunner, context);
    if (!larger)
        co_return larger.error();
    QList<OfferedRunner> all = own->value_or(QList<OfferedRunner>()) + larger->value_or(QList<OfferedRunner>());
    // Whoever may not see the machines may not see their groups either.
    if (!*own)
        co_return all;
    const auto groups = co_await runnerGroups(organisation, {}, context);
    if (!groups)
        co_return groups.error();
    for (const RunnerGroup &group : groups->value_or(QList<RunnerGroup>())) {
        if (!group.isDefault)
            all.append({.id = group.id, .name = group.name, .isGroup = true});
    }
    co_return all;
}

// GET /repos/OWNER/NAME/actions/runners.
Async<std::optional<QList<OfferedRunner>>> Client::repositoryRunners(RepoName repo, Context context)
{
    const Call call = runnersCall(repoPath(repo, u"/actions/runners"_s), repo.full());
    co_return co_await listed(call, u"runners"_s, parse::selfHostedRunner, context);
}

// GET /orgs/ORG/actions/runner-groups.
Async<std::optional<QList<RunnerGroup>>> Client::runnerGroups(QString organisation, QString visibleTo, Context context)
{
    Call call = runnersCall(u"/orgs/%1/actions/runner-groups"_s.arg(segment(organisation)), organisation);
    if (!visibleTo.isEmpty())
        call.query.addQueryItem(u"visible_to_repository"_s, visibleTo);
    co_return co_await listed(call, u"runner_groups"_s, parse::runnerGroup, context);
}

// GET actions/permissions, and actions/permissions/selected-actions where that says more.
Async<ActionsPermissions> Client::actionsPermissions(RepoName repo, Context context)
{
    const Doing doing{.deed = Deed::ReadPermissions, .name = repo.full(), .repo = repo};
    const Call call{.path = repoPath(repo, u"/actions/permissions"_s), .doing = doing, .patience = Patience::JustMade};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    const Result<ActionsPermissions> permissions = parse::actionsPermissions(answer->json, QJsonValue());
    if (!permissions || permissions->allowed != ActionsPermissions::Allowed::Selected)
        co_return permissions;
    const Call more{.path = repoPath(repo, u"/actions/permissions/selected-actions"_s), .doing = doing};
    const Result<Answer> selected = co_await m_caller->answer(more, context);
    if (!selected)
        co_return selected.error();
    co_return parse::actionsPermissions(answer->json, selected->json);
}

// GET check-runs/ID/annotations: a job's id is that of its check run.
Async<QList<Annotation>> Client::annotations(RepoName repo, TaskId task, Context context)
{
    const QString id = QString::number(qint64(task));
    const Call call{.path = repoPath(repo, u"/check-runs/%1/annotations"_s.arg(id)),
                    .query = {{u"per_page"_s, u"100"_s}},
                    .doing = {.deed = Deed::ListAnnotations, .name = id, .repo = repo}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::list(answer->json, {}, parse::annotation);
}

} // namespace punchcard::github
