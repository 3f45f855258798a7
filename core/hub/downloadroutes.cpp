// SPDX-License-Identifier: MIT
#include "core/hub/downloads.h"
#include "core/hub/routes.h"

#include <QFileInfo>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

Answer redirect(const QString &link)
{
    Answer answer = emptyAnswer(302);
    answer.headers.append(QHttpHeaders::WellKnownHeader::Location, link.toLatin1());
    return answer;
}

struct Links
{
    State &state;
    Downloads &downloads;

    [[nodiscard]] RunRecord *findRun(const Call &call) const
    {
        RunRecord *const run = state.run(call.id(u"run"_s));
        return run && run->announced && run->repository == call.repository->id ? run : nullptr;
    }

    [[nodiscard]] ArtifactRecord *findArtifact(const Call &call) const
    {
        ArtifactRecord *const artifact = state.artifact(call.id(u"artifact"_s));
        return artifact && artifact->repository == call.repository->id ? artifact : nullptr;
    }

    [[nodiscard]] bool hasLog(const JobRecord &job) const { return QFileInfo::exists(state.logFolder(job) + u"/job.txt"_s); }

    // There is no log before the whole attempt has ended, nor of jobs that no runner had; afterwards it may have been deleted.
    Answer runLogs(const RunRecord &run, const AttemptRecord &attempt) const
    {
        QList<JobRecord *> jobs = state.jobs(attempt);
        jobs.removeIf([](const JobRecord *job) { return !job->onRunner; });
        if (attempt.status != Status::Completed || jobs.isEmpty())
            return notFound();
        if (std::ranges::none_of(jobs, [this](const JobRecord *job) { return hasLog(*job); }))
            return errorAnswer(410, u"Gone"_s);
        return redirect(downloads.runLogs(run, attempt));
    }

    Answer jobLog(Call &call) const
    {
        const JobRecord *const job = state.job(call.id(u"job"_s));
        if (!job || job->repository != call.repository->id || !job->ended() || !job->onRunner)
            return notFound();
        return hasLog(*job) ? redirect(downloads.jobLog(*job)) : errorAnswer(410, u"Gone"_s);
    }

    Answer list(Call &call, QList<ArtifactRecord *> all) const
    {
        const QString name = call.request.item(u"name"_s);
        if (!name.isEmpty())
            all.removeIf([&name](const ArtifactRecord *artifact) { return artifact->artifact.name != name; });
        if (call.request.item(u"direction"_s) == "asc"_L1)
            std::ranges::reverse(all);
        QJsonArray shown;
        for (const ArtifactRecord *artifact : Page::of(call.request).slice(all))
            shown.append(call.views.artifact(*call.repository, *state.run(artifact->run), *artifact));
        Answer answer = jsonAnswer(QJsonObject{{u"total_count"_s, all.size()}, {u"artifacts"_s, shown}});
        addLinks(answer, call, Page::of(call.request), all.size());
        return answer;
    }

    Answer zip(Call &call) const
    {
        const ArtifactRecord *const artifact = findArtifact(call);
        if (!artifact || call.parameter(u"format"_s) != "zip"_L1)
            return notFound();
        return artifact->expired ? errorAnswer(410, u"Artifact has expired"_s) : redirect(downloads.artifact(*artifact));
    }
};

} // namespace

void addDownloadRoutes(Router &router, State &state, Downloads &downloads)
{
    const auto links = std::make_shared<Links>(state, downloads);
    const QString actions = u"/repos/{owner}/{repo}/actions"_s;
    const QString run = actions + u"/runs/{run}"_s;
    router.add("GET", run + u"/logs"_s, [links](Call &call) {
        const RunRecord *const record = links->findRun(call);
        return record ? links->runLogs(*record, record->latest()) : notFound();
    });
    router.add("DELETE", run + u"/logs"_s, [links](Call &call) {
        const RunRecord *const record = links->findRun(call);
        if (!record)
            return notFound();
        if (record->latest().status != Status::Completed)
            return errorAnswer(403, u"The logs of a run that has not ended cannot be deleted"_s);
        links->downloads.removeLogs(*record);
        return emptyAnswer(204);
    });
    router.add("GET", run + u"/attempts/{attempt}/logs"_s, [links](Call &call) {
        const RunRecord *const record = links->findRun(call);
        const AttemptRecord *const attempt = record ? record->attempt(call.parameter(u"attempt"_s).toInt()) : nullptr;
        return attempt ? links->runLogs(*record, *attempt) : notFound();
    });
    router.add("GET", actions + u"/jobs/{job}/logs"_s, [links](Call &call) { return links->jobLog(call); });
    router.add("GET", run + u"/artifacts"_s, [links](Call &call) {
        const RunRecord *const record = links->findRun(call);
        return record ? links->list(call, links->state.artifacts(record->id)) : notFound();
    });
    router.add("GET", actions + u"/artifacts"_s, [links](Call &call) {
        QList<ArtifactRecord *> all;
        for (const RunRecord *record : links->state.runs(call.repository->id))
            all += links->state.artifacts(record->id);
        return links->list(call, all);
    });
    router.add("GET", actions + u"/artifacts/{artifact}"_s, [links](Call &call) {
        const ArtifactRecord *const artifact = links->findArtifact(call);
        return artifact ? jsonAnswer(call.views.artifact(*call.repository, *links->state.run(artifact->run), *artifact)) : notFound();
    });
    router.add("DELETE", actions + u"/artifacts/{artifact}"_s, [links](Call &call) {
        const ArtifactRecord *const artifact = links->findArtifact(call);
        if (!artifact)
            return notFound();
        links->state.removeArtifact(artifact->id);
        return emptyAnswer(204);
    });
    router.add("GET", actions + u"/artifacts/{artifact}/{format}"_s, [links](Call &call) { return links->zip(call); });
}

} // namespace punchcard::hub
