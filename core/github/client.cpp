// SPDX-License-Identifier: MIT
#include "core/github/client.h"

#include "core/github/caller.h"
#include "core/github/errors.h"
#include "core/github/parse.h"
#include "core/http/transport.h"

namespace punchcard::github {

using namespace Qt::StringLiterals;

Client::Client(http::Transport *transport, ApiSource api, QObject *parent)
    : QObject(parent)
    , m_caller(std::make_unique<Caller>(transport, std::move(api)))
{
    connect(m_caller.get(), &Caller::quotaChanged, this, &Client::quotaChanged);
    connect(m_caller.get(), &Caller::throttled, this, &Client::throttled);
    connect(transport, &http::Transport::done, this, &Client::requestDone);
}

Client::~Client() = default;

void Client::forgetAnswers()
{
    m_caller->forgetAnswers();
}

std::optional<Quota> Client::quota() const
{
    return m_caller->quota();
}

std::optional<Time> Client::serverTime(Time now) const
{
    const std::optional<Milliseconds> skew = m_caller->skew();
    return skew ? std::optional(now + *skew) : std::nullopt;
}

Milliseconds Client::skew() const
{
    return m_caller->skew().value_or(Milliseconds::zero());
}

// GET /user; the token's scopes are in a header.
Async<User> Client::user(Context context)
{
    const Call call{.path = u"/user"_s, .doing = {.deed = Deed::ReadUser}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    Result<User> user = parse::user(answer->json);
    if (user)
        user->scopes = scopesOf(answer->reply);
    co_return user;
}

// GET /user/orgs: always empty for a fine-grained token.
Async<Organisations> Client::organisations(Context context)
{
    const Call call{.path = u"/user/orgs"_s, .query = {{u"per_page"_s, u"100"_s}}, .doing = {.deed = Deed::ListOrganisations}};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    Organisations all{.hidden = pages->hidden};
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<Organisation>> some = parse::list(page, {}, parse::organisation);
        if (!some)
            co_return some.error();
        all.list += *some;
    }
    co_return all;
}

// GET /rate_limit, which costs nothing. An Enterprise Server without limits has no such thing.
Async<Quota> Client::rateLimit(Context context)
{
    const Call call{.path = u"/rate_limit"_s, .doing = {.deed = Deed::ReadQuota}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer && answer.error().status == 404)
        co_return Quota{};
    if (!answer)
        co_return answer.error();
    Result<Quota> quota = parse::quota(answer->json);
    if (!quota)
        co_return quota;
    quota->reset -= skew();
    m_caller->setQuota(*quota);
    co_return quota;
}

// POST /user/repos, /orgs/ORG/repos. Asked twice, the second answer is 422; the description tells whose it is.
Async<Repository> Client::createRepository(NewRepository wanted, Context context)
{
    const QString path = wanted.organisation.isEmpty() ? u"/user/repos"_s : u"/orgs/%1/repos"_s.arg(segment(wanted.organisation));
    const Call call{.method = "POST",
                    .path = path,
                    .body = {{u"name"_s, wanted.name},
                             {u"description"_s, wanted.description},
                             {u"private"_s, wanted.isPrivate},
                             {u"auto_init"_s, wanted.autoInit},
                             {u"has_issues"_s, false},
                             {u"has_projects"_s, false},
                             {u"has_wiki"_s, false}},
                    .doing
                    = {.deed = Deed::CreateRepository, .name = wanted.name, .repo = {.owner = wanted.organisation, .name = wanted.name}}};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (answer) {
        const Result<Repository> made = parse::repository(answer->json);
        if (made && made->name.name.compare(wanted.name, Qt::CaseInsensitive) != 0)
            co_return malformed(answer->reply, call.doing, u"it is about %1"_s.arg(made->name.full()), context.now());
        co_return made;
    }
    if (answer.error().status != 422 || answer.error().kind != Error::Kind::Conflict)
        co_return answer.error();

    QString owner = wanted.organisation;
    if (owner.isEmpty()) {
        const Result<User> self = co_await user(context);
        if (!self)
            co_return self.error();
        owner = self->login;
    }
    const RepoName name{.owner = owner, .name = wanted.name};
    const Result<Repository> there = co_await repository(name, context, Patience::JustMade);
    if (there && !wanted.description.isEmpty() && there->description == wanted.description)
        co_return there;
    if (!there && there.error().kind != Error::Kind::Missing)
        co_return there.error();
    co_return answer.error();
}

// Never by way of a 304: what is deleted and what is lost hangs on it.
Async<Repository> Client::repository(RepoName repo, Context context, Patience patience)
{
    const Call call{
        .path = repoPath(repo), .doing = {.deed = Deed::ReadRepository, .name = repo.full(), .repo = repo}, .patience = patience};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return parse::repository(answer->json);
}

// GET /user/repos, /orgs/ORG/repos.
Async<QList<Repository>> Client::repositories(QString organisation, Context context)
{
    Call call{.path = u"/orgs/%1/repos"_s.arg(segment(organisation)),
              .query = {{u"per_page"_s, u"100"_s}},
              .doing = {.deed = Deed::ListRepositories, .name = organisation}};
    if (organisation.isEmpty()) {
        call.path = u"/user/repos"_s;
        call.query = {{u"affiliation"_s, u"owner"_s}, {u"per_page"_s, u"100"_s}};
    }
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    QList<Repository> all;
    for (const QJsonValue &page : pages->pages) {
        const Result<QList<Repository>> some = parse::list(page, {}, parse::repository);
        if (!some)
            co_return some.error();
        all += *some;
    }
    co_return all;
}

// DELETE, 204. A 404 may be the second copy's, or an earlier process did it; but one that can still be read is there.
Async<> Client::deleteRepository(RepoName repo, Context context)
{
    const Call call{
        .method = "DELETE", .path = repoPath(repo), .doing = {.deed = Deed::DeleteRepository, .name = repo.full(), .repo = repo}};
    const Outcome outcome = co_await m_caller->ask(call, context);
    if (outcome.answer)
        co_return {};
    if (outcome.answer.error().status != 404)
        co_return outcome.answer.error();
    if (outcome.sends > 1)
        co_return {};
    const Result<Repository> there = co_await repository(repo, context);
    if (!there && there.error().status == 404)
        co_return {};
    co_return there ? outcome.answer.error() : there.error();
}

} // namespace punchcard::github
