// SPDX-License-Identifier: MIT
// A repository's runs: reading them, changing them, and bringing home what they leave.
#include "core/github/caller.h"
#include "core/github/client.h"
#include "core/github/errors.h"
#include "core/github/parse.h"
#include "core/github/texts.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

namespace punchcard::github {
namespace {

using namespace Qt::StringLiterals;

QString runPath(const RepoName &repo, RunId run, const QString &rest = {})
{
    return repoPath(repo, u"/actions/runs/%1"_s.arg(std::to_underlying(run)) + rest);
}

Doing about(Deed deed, const RepoName &repo, RunId run)
{
    return {.deed = deed, .name = QString::number(std::to_underlying(run)), .repo = repo};
}

// All pages as one list. A list that grows while it is read shows an element twice: the first is the newer.
template<typename T>
Result<QList<T>> joined(const Pages &pages, const QString &key, Result<T> (*one)(const QJsonValue &))
{
    QList<T> all;
    QSet<qint64> known;
    for (const QJsonValue &page : pages.pages) {
        const Result<QList<T>> some = parse::list(page, key, one);
        if (!some)
            return some.error();
        for (const T &element : *some) {
            const qint64 id = std::to_underlying(element.id);
            if (known.contains(id))
                continue;
            known.insert(id);
            all.append(element);
        }
    }
    return all;
}

// "sha256:<hex>" to its bytes; empty when there is none, or one of a kind that we do not know.
QByteArray digestBytes(const QString &digest)
{
    constexpr qsizetype size = 32;
    const QByteArray bytes = digest.startsWith(u"sha256:"_s) ? QByteArray::fromHex(digest.mid(7).toLatin1()) : QByteArray();
    return bytes.size() == size ? bytes : QByteArray();
}

Async<> changeRun(Caller *caller, Deed deed, RepoName repo, RunId run, QString verb, bool repeatable, Context context)
{
    const Call call{.method = "POST", .path = runPath(repo, run, u'/' + verb), .doing = about(deed, repo, run), .repeatable = repeatable};
    const Result<Answer> answer = co_await caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return {};
}

} // namespace

Async<QList<WorkflowRun>> Client::runsByHeadSha(RepoName repo, QString sha, Context context)
{
    static const QRegularExpression full(u"^[0-9a-fA-F]{40}\\z"_s);
    // An abbreviated one finds nothing, an empty one everything.
    if (!full.match(sha).hasMatch())
        co_return Error{.kind = Error::Kind::Refused,
                        .what = Github::tr("“%1” is not the full name of a commit.").arg(sha),
                        .remedy = Github::tr("Report this with Help › Diagnostics."),
                        .detail = u"runsByHeadSha"_s};
    const Call call{.path = repoPath(repo, u"/actions/runs"_s),
                    .query = {{u"head_sha"_s, sha}, {u"exclude_pull_requests"_s, u"true"_s}, {u"per_page"_s, u"100"_s}},
                    .doing = {.deed = Deed::ListRuns, .name = repo.full(), .repo = repo},
                    .cached = true};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    Result<QList<WorkflowRun>> runs = sane(joined(*pages, u"workflow_runs"_s, parse::run));
    if (runs) {
        const auto other = [&sha](const WorkflowRun &run) { return run.headSha.compare(sha, Qt::CaseInsensitive) != 0; };
        runs->removeIf(other);
    }
    co_return runs;
}

Async<std::optional<WorkflowRun>> Client::newestRun(RepoName repo, QString branch, Context context)
{
    Call call{.path = repoPath(repo, u"/actions/runs"_s),
              .query = {{u"exclude_pull_requests"_s, u"true"_s}, {u"per_page"_s, u"1"_s}},
              .doing = {.deed = Deed::ListRuns, .name = repo.full(), .repo = repo}};
    if (!branch.isEmpty())
        call.query.addQueryItem(u"branch"_s, QString::fromLatin1(QUrl::toPercentEncoding(branch, "/")));
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    const Result<QList<WorkflowRun>> runs = parse::list(answer->json, u"workflow_runs"_s, parse::run);
    if (!runs)
        co_return runs.error();
    co_return runs->isEmpty() ? std::nullopt : std::optional(runs->first());
}

Async<Fresh<WorkflowRun>> Client::run(RepoName repo, RunId run, Context context)
{
    const Call call{.path = runPath(repo, run),
                    .query = {{u"exclude_pull_requests"_s, u"true"_s}},
                    .doing = about(Deed::ReadRun, repo, run),
                    .cached = true};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    const Result<WorkflowRun> read = sane(parse::run(answer->json));
    if (!read)
        co_return read.error();
    // Whoever believed it would go on asking for that one.
    if (read->id != run) {
        forgetAnswers();
        co_return malformed(answer->reply, call.doing, u"it is about run %1"_s.arg(std::to_underlying(read->id)), context.now());
    }
    // A word that nobody knows, or none: the next answer may have one.
    if (read->status == Status::Other)
        forgetAnswers();
    co_return Fresh<WorkflowRun>{.value = *read, .unchanged = answer->unchanged};
}

Async<Fresh<QList<WorkflowJob>>> Client::jobs(RepoName repo, RunId run, Context context, Attempts attempts)
{
    const Call call{.path = runPath(repo, run, u"/jobs"_s),
                    .query = {{u"filter"_s, attempts == Attempts::All ? u"all"_s : u"latest"_s}, {u"per_page"_s, u"100"_s}},
                    .doing = about(Deed::ListJobs, repo, run),
                    .cached = true};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    const Result<QList<WorkflowJob>> jobs = sane(joined(*pages, u"jobs"_s, parse::job));
    if (!jobs)
        co_return jobs.error();
    if (std::ranges::any_of(*jobs, [](const WorkflowJob &job) { return job.status == Status::Other; }))
        forgetAnswers();
    co_return Fresh<QList<WorkflowJob>>{.value = *jobs, .unchanged = pages->unchanged};
}

// 202; 409 when it has ended, which is what was wanted.
Async<> Client::cancelRun(RepoName repo, RunId run, Context context)
{
    const Result<> cancelled = co_await changeRun(m_caller.get(), Deed::CancelRun, repo, run, u"cancel"_s, true, context);
    if (!cancelled && cancelled.error().status != 409)
        co_return cancelled.error();
    co_return {};
}

Async<> Client::forceCancelRun(RepoName repo, RunId run, Context context)
{
    const Result<> cancelled = co_await changeRun(m_caller.get(), Deed::CancelRun, repo, run, u"force-cancel"_s, true, context);
    if (!cancelled && cancelled.error().status != 409)
        co_return cancelled.error();
    co_return {};
}

// DELETE, 204; 403 while it goes on.
Async<> Client::deleteRun(RepoName repo, RunId run, Context context)
{
    const Call call{.method = "DELETE", .path = runPath(repo, run), .doing = about(Deed::DeleteRun, repo, run)};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer && answer.error().status != 404)
        co_return answer.error();
    co_return {};
}

Async<> Client::rerun(RepoName repo, RunId run, Context context)
{
    return changeRun(m_caller.get(), Deed::Rerun, std::move(repo), run, u"rerun"_s, false, std::move(context));
}

Async<> Client::rerunFailedJobs(RepoName repo, RunId run, Context context)
{
    return changeRun(m_caller.get(), Deed::Rerun, std::move(repo), run, u"rerun-failed-jobs"_s, false, std::move(context));
}

Async<> Client::dispatch(RepoName repo, QString workflowFile, QString ref, Context context)
{
    const Call call{.method = "POST",
                    .path = repoPath(repo, u"/actions/workflows/%1/dispatches"_s.arg(segment(workflowFile))),
                    .body = {{u"ref"_s, ref}},
                    .doing = {.deed = Deed::Dispatch, .name = workflowFile, .repo = repo},
                    .repeatable = false};
    const Result<Answer> answer = co_await m_caller->answer(call, context);
    if (!answer)
        co_return answer.error();
    co_return {};
}

Async<Saved> Client::saveRunLogs(RepoName repo, RunId run, int attempt, QString file, Context context, Patience patience)
{
    const QString rest = attempt > 0 ? u"/attempts/%1/logs"_s.arg(attempt) : u"/logs"_s;
    Doing doing = about(Deed::SaveLog, repo, run);
    doing.name = Github::tr("run %1").arg(doing.name);
    const Call call{.path = runPath(repo, run, rest), .doing = doing, .patience = patience};
    const http::Download download{.file = file};
    co_return co_await m_caller->save(call, download, context);
}

Async<Saved> Client::saveJobLog(RepoName repo, TaskId task, QString file, Context context, Patience patience)
{
    const QString id = QString::number(std::to_underlying(task));
    const Call call{.path = repoPath(repo, u"/actions/jobs/%1/logs"_s.arg(id)),
                    .doing = {.deed = Deed::SaveLog, .name = Github::tr("job %1").arg(id), .repo = repo},
                    .patience = patience};
    const http::Download download{.file = file};
    co_return co_await m_caller->save(call, download, context);
}

Async<Fresh<QList<Artifact>>> Client::artifacts(RepoName repo, RunId run, Context context)
{
    const Call call{.path = runPath(repo, run, u"/artifacts"_s),
                    .query = {{u"per_page"_s, u"100"_s}},
                    .doing = about(Deed::ListArtifacts, repo, run),
                    .cached = true};
    const Result<Pages> pages = co_await m_caller->pages(call, context);
    if (!pages)
        co_return pages.error();
    const Result<QList<Artifact>> artifacts = sane(joined(*pages, u"artifacts"_s, parse::artifact));
    if (!artifacts)
        co_return artifacts.error();
    co_return Fresh<QList<Artifact>>{.value = *artifacts, .unchanged = pages->unchanged};
}

Async<Saved> Client::saveArtifact(RepoName repo, Artifact artifact, QString file, Context context)
{
    const Call call{.path = repoPath(repo, u"/actions/artifacts/%1/zip"_s.arg(std::to_underlying(artifact.id))),
                    .doing = {.deed = Deed::SaveArtifact, .name = artifact.name, .repo = repo}};
    const http::Download download{.file = file, .size = artifact.size > 0 ? artifact.size : -1, .sha256 = digestBytes(artifact.digest)};
    co_return co_await m_caller->save(call, download, context);
}

} // namespace punchcard::github
