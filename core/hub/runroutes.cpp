// SPDX-License-Identifier: MIT
#include "core/hub/routes.h"
#include "core/hub/runfilter.h"
#include "core/hub/runmaker.h"
#include "core/hub/scheduler.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

struct Runs
{
    State &state;
    RunMaker &maker;
    Scheduler &scheduler;

    [[nodiscard]] RunRecord *find(const Call &call) const
    {
        RunRecord *const run = state.run(call.id(u"run"_s));
        return run && run->announced && run->repository == call.repository->id ? run : nullptr;
    }

    [[nodiscard]] JobRecord *findJob(const Call &call) const
    {
        JobRecord *const job = state.job(call.id(u"job"_s));
        return job && job->repository == call.repository->id ? job : nullptr;
    }

    [[nodiscard]] QJsonObject view(const Call &call, const RunRecord &run, const AttemptRecord &attempt) const
    {
        return call.views.run(*call.repository, run, attempt, state.git().commit(run.repository, run.sha));
    }

    Answer list(Call &call, const WorkflowRecord *only) const
    {
        const RunFilter filter(call.request);
        QList<RunRecord *> runs = state.runs(call.repository->id);
        runs.removeIf([&](const RunRecord *run) { return !run->announced || (only && run->workflow != only->id) || !filter.fits(*run); });
        QJsonArray shown;
        for (const RunRecord *run : Page::of(call.request).slice(runs))
            shown.append(view(call, *run, run->latest()));
        Answer answer = jsonAnswer(QJsonObject{{u"total_count"_s, runs.size()}, {u"workflow_runs"_s, shown}});
        addLinks(answer, call, Page::of(call.request), runs.size());
        return answer;
    }

    Answer run(Call &call) const
    {
        const RunRecord *const record = find(call);
        return record ? jsonAnswer(view(call, *record, record->latest())) : notFound();
    }

    Answer attempt(Call &call) const
    {
        const RunRecord *const record = find(call);
        const AttemptRecord *const attempt = record ? record->attempt(call.parameter(u"attempt"_s).toInt()) : nullptr;
        return attempt ? jsonAnswer(view(call, *record, *attempt)) : notFound();
    }

    Answer jobList(Call &call, const RunRecord &run, const QList<JobRecord *> &jobs) const
    {
        QJsonArray shown;
        for (const JobRecord *job : Page::of(call.request).slice(jobs))
            shown.append(call.views.job(*call.repository, run, *job));
        Answer answer = jsonAnswer(QJsonObject{{u"total_count"_s, jobs.size()}, {u"jobs"_s, shown}});
        addLinks(answer, call, Page::of(call.request), jobs.size());
        return answer;
    }

    Answer jobs(Call &call) const
    {
        const RunRecord *const record = find(call);
        if (!record)
            return notFound();
        if (call.request.item(u"filter"_s) != "all"_L1)
            return jobList(call, *record, state.jobs(record->latest()));
        QList<JobRecord *> all;
        for (const AttemptRecord &attempt : record->attempts)
            all += state.jobs(attempt);
        return jobList(call, *record, all);
    }

    Answer attemptJobs(Call &call) const
    {
        const RunRecord *const record = find(call);
        const AttemptRecord *const attempt = record ? record->attempt(call.parameter(u"attempt"_s).toInt()) : nullptr;
        return attempt ? jobList(call, *record, state.jobs(*attempt)) : notFound();
    }

    Answer job(Call &call) const
    {
        const JobRecord *const record = findJob(call);
        return record ? jsonAnswer(call.views.job(*call.repository, *state.run(record->run), *record)) : notFound();
    }

    Answer annotations(Call &call) const
    {
        const JobRecord *const record = findJob(call);
        if (!record)
            return notFound();
        QJsonArray shown;
        for (const Annotation &annotation : Page::of(call.request).slice(record->annotations))
            shown.append(call.views.annotation(*call.repository, *state.run(record->run), annotation));
        Answer answer = jsonAnswer(shown);
        addLinks(answer, call, Page::of(call.request), record->annotations.size());
        return answer;
    }

    Answer cancel(Call &call, bool force) const
    {
        RunRecord *const record = find(call);
        if (!record)
            return notFound();
        if (!scheduler.cancel(*record, force))
            return errorAnswer(409, u"Cannot cancel a workflow run that is completed."_s);
        return jsonAnswer(QJsonObject(), 202);
    }

    [[nodiscard]] Answer rerun(RunRecord *run, Scheduler::Again what, Id one) const
    {
        if (!run)
            return notFound();
        if (const Result<> begun = scheduler.rerun(*run, what, one); !begun)
            return errorAnswer(403, begun.error().said);
        return jsonAnswer(QJsonObject(), 201);
    }

    Answer rerunJob(Call &call) const
    {
        const JobRecord *const record = findJob(call);
        RunRecord *const run = record ? state.run(record->run) : nullptr;
        if (!run || !run->latest().jobs.contains(record->id))
            return notFound();
        return rerun(run, Scheduler::Again::One, record->id);
    }

    Answer remove(Call &call) const
    {
        const RunRecord *const record = find(call);
        if (!record)
            return notFound();
        if (record->latest().status != Status::Completed)
            return errorAnswer(403, u"Could not delete the workflow run"_s);
        const Id id = record->id;
        scheduler.forget(id);
        state.removeRun(id);
        return emptyAnswer(204);
    }
};

// An id, or the file's name.
const WorkflowRecord *findWorkflow(const Call &call)
{
    const QString wanted = call.parameter(u"workflow"_s);
    for (const WorkflowRecord &workflow : call.repository->workflows) {
        if (QString::number(workflow.id) == wanted || workflow.path.section(u'/', -1) == wanted)
            return &workflow;
    }
    return nullptr;
}

struct Workflows
{
    State &state;
    RunMaker &maker;

    static Answer list(Call &call)
    {
        const QList<WorkflowRecord> &all = call.repository->workflows;
        QJsonArray shown;
        for (const WorkflowRecord &workflow : Page::of(call.request).slice(all))
            shown.append(call.views.workflow(*call.repository, workflow));
        Answer answer = jsonAnswer(QJsonObject{{u"total_count"_s, all.size()}, {u"workflows"_s, shown}});
        addLinks(answer, call, Page::of(call.request), all.size());
        return answer;
    }

    Answer dispatch(Call &call) const
    {
        const WorkflowRecord *const workflow = findWorkflow(call);
        if (!workflow)
            return notFound();
        const QString wanted = call.text(u"ref"_s);
        QString ref;
        for (const QString &name : {wanted, QString(u"refs/heads/"_s + wanted), QString(u"refs/tags/"_s + wanted)}) {
            if (ref.isEmpty() && call.repository->refs.contains(name))
                ref = name;
        }
        if (ref.isEmpty())
            return errorAnswer(422, u"No ref found for: %1"_s.arg(wanted), dispatchPage);
        if (!state.policyOf(*call.repository).enabled)
            return errorAnswer(422, u"Actions has been disabled for this repository."_s, dispatchPage);
        const QString sha = call.repository->refs.value(ref);
        const QString path = workflow->path;
        const Result<workflow::WorkflowFile> file = maker.workflow(*call.repository, sha, path);
        if (!file || !file->on.dispatch)
            return errorAnswer(422, u"Workflow does not have 'workflow_dispatch' trigger"_s, dispatchPage);
        QJsonObject inputs = call.body[u"inputs"].toObject();
        if (const QString mistake = completeInputs(inputs, file->on.inputs); !mistake.isEmpty())
            return errorAnswer(422, mistake, dispatchPage);
        const Id id = maker.dispatch(*call.repository, path, *file, ref, sha, inputs);
        const bool tells = call.request.header("x-github-api-version") == "2026-03-10" || call.body[u"return_run_details"].toBool();
        if (!tells)
            return emptyAnswer(204);
        const QJsonObject run = call.views.run(*call.repository, *state.run(id), state.run(id)->latest(), std::nullopt);
        return jsonAnswer(QJsonObject{{u"workflow_run_id"_s, id}, {u"run_url"_s, run[u"url"]}, {u"html_url"_s, run[u"html_url"]}});
    }

    // Fills in defaults; what is wrong with the inputs, if anything.
    static QString completeInputs(QJsonObject &inputs, const workflow::Entries &known)
    {
        QStringList unexpected = inputs.keys();
        for (const auto &[name, description] : known) {
            unexpected.removeAll(name);
            if (inputs.contains(name))
                continue;
            if (description[u"required"].toBool() && description[u"default"].isUndefined())
                return u"Required input '%1' not provided"_s.arg(name);
            inputs.insert(name, description[u"default"].toVariant().toString());
        }
        return unexpected.isEmpty() ? QString() : u"Unexpected inputs provided: [\"%1\"]"_s.arg(unexpected.join(u"\", \""_s));
    }

    static inline const QString dispatchPage = u"actions/workflows#create-a-workflow-dispatch-event"_s;
};

} // namespace

void addRunRoutes(Router &router, State &state, RunMaker &maker, Scheduler &scheduler)
{
    const auto runs = std::make_shared<Runs>(state, maker, scheduler);
    const QString actions = u"/repos/{owner}/{repo}/actions"_s;
    const QString run = actions + u"/runs/{run}"_s;
    router.add("GET", actions + u"/runs"_s, [runs](Call &call) { return runs->list(call, nullptr); });
    router.add("GET", run, [runs](Call &call) { return runs->run(call); });
    router.add("DELETE", run, [runs](Call &call) { return runs->remove(call); });
    router.add("GET", run + u"/attempts/{attempt}"_s, [runs](Call &call) { return runs->attempt(call); });
    router.add("GET", run + u"/attempts/{attempt}/jobs"_s, [runs](Call &call) { return runs->attemptJobs(call); });
    router.add("GET", run + u"/jobs"_s, [runs](Call &call) { return runs->jobs(call); });
    router.add("POST", run + u"/cancel"_s, [runs](Call &call) { return runs->cancel(call, false); });
    router.add("POST", run + u"/force-cancel"_s, [runs](Call &call) { return runs->cancel(call, true); });
    router.add("POST", run + u"/rerun"_s, [runs](Call &call) { return runs->rerun(runs->find(call), Scheduler::Again::All, 0); });
    router.add("POST", run + u"/rerun-failed-jobs"_s,
               [runs](Call &call) { return runs->rerun(runs->find(call), Scheduler::Again::Failed, 0); });
    router.add("GET", actions + u"/jobs/{job}"_s, [runs](Call &call) { return runs->job(call); });
    router.add("POST", actions + u"/jobs/{job}/rerun"_s, [runs](Call &call) { return runs->rerunJob(call); });
    router.add("GET", u"/repos/{owner}/{repo}/check-runs/{job}/annotations"_s, [runs](Call &call) { return runs->annotations(call); });

    const auto workflows = std::make_shared<Workflows>(state, maker);
    const QString workflow = actions + u"/workflows/{workflow}"_s;
    router.add("GET", actions + u"/workflows"_s, [](Call &call) { return Workflows::list(call); });
    router.add("GET", workflow, [](Call &call) {
        const WorkflowRecord *const found = findWorkflow(call);
        return found ? jsonAnswer(call.views.workflow(*call.repository, *found)) : notFound();
    });
    router.add("GET", workflow + u"/runs"_s, [runs](Call &call) {
        const WorkflowRecord *const found = findWorkflow(call);
        return found ? runs->list(call, found) : notFound();
    });
    router.add("POST", workflow + u"/dispatches"_s, [workflows](Call &call) { return workflows->dispatch(call); });
}

} // namespace punchcard::hub
