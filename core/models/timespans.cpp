// SPDX-License-Identifier: MIT
#include "core/models/timespans.h"

#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct TimeSpansText
{
    Q_DECLARE_TR_FUNCTIONS(TimeSpans)
};

using Kind = TimeSpan::Kind;

// The steps of our own workflow; GitHub's runner adds some before and after.
QList<Kind> kindsOf(const QList<Step> &steps)
{
    QList<Kind> kinds;
    Kind kind = Kind::SetUp;
    for (const Step &step : steps) {
        if (step.name == workflow::scriptStep)
            kind = Kind::Script;
        else if (workflow::isKeepStep(step.name) || step.name == workflow::noteManifestStep || step.name == workflow::sendManifestStep)
            kind = Kind::Upload;
        else if (kind == Kind::Script || kind == Kind::Upload)
            kind = Kind::WrapUp;
        kinds.append(kind);
    }
    return kinds;
}

class Spans
{
public:
    explicit Spans(Time now)
        : m_now(now)
    {
    }

    void add(Kind kind, std::optional<Time> begin, std::optional<Time> end, bool open, const QList<Step> &steps = {})
    {
        if (!begin || (!end && !open))
            return;
        const Milliseconds length = std::max(end.value_or(m_now) - *begin, Milliseconds::zero());
        // Skipped, or over within the second that the server stamps.
        if (length == Milliseconds::zero() && !open)
            return;
        m_spans.append({.kind = kind, .begin = *begin, .length = length, .open = !end, .steps = steps});
    }
    [[nodiscard]] QList<TimeSpan> take() { return std::move(m_spans); }

private:
    Time m_now;
    QList<TimeSpan> m_spans;
};

// Each stretch lasts until the next one begins, so that what lies between two steps belongs to the earlier.
void addTask(Spans &spans, const Task &task)
{
    const QList<Kind> kinds = kindsOf(task.steps);
    std::optional<Time> begin = task.startedAt;
    for (qsizetype first = 0; first < kinds.size();) {
        qsizetype end = first;
        QList<Step> steps;
        std::optional<Time> last;
        while (end < kinds.size() && kinds.at(end) == kinds.at(first)) {
            const Step &step = task.steps.at(end++);
            if (step.startedAt)
                steps.append(step);
            last = step.completedAt;
        }
        const std::optional<Time> next = end < kinds.size() ? task.steps.at(end).startedAt : task.completedAt;
        const std::optional<Time> until = next ? next : end < kinds.size() || task.status != Status::InProgress ? last : std::nullopt;
        spans.add(kinds.at(first), begin, until, task.status == Status::InProgress, steps);
        if (!until)
            return;
        begin = until;
        first = end;
    }
    if (kinds.isEmpty())
        spans.add(Kind::SetUp, begin, task.completedAt, task.status == Status::InProgress);
}

} // namespace

QList<TimeSpan> timeSpans(const Job &job, int run, int attempt, int taskRow, Time now)
{
    Spans spans(now);
    if (attempt <= 1)
        spans.add(Kind::Sending, job.createdAt, job.submittedAt, job.phase < Phase::Started);
    const auto ran = std::ranges::find(job.runs, run, &Run::number);
    if (ran == job.runs.end())
        return spans.take();
    const auto tried = std::ranges::find(ran->attempts, attempt, &Attempt::number);
    if (tried == ran->attempts.end())
        return spans.take();
    const bool open = tried->status != Status::Completed;
    if (taskRow < 0 || taskRow >= tried->tasks.size()) {
        spans.add(Kind::Queued, tried->startedAt, std::nullopt, open);
        return spans.take();
    }
    const Task &task = tried->tasks.at(taskRow);
    const bool taken = task.runnerId != 0 && task.startedAt;
    spans.add(Kind::Queued, tried->startedAt, taken ? task.startedAt : task.completedAt, open && task.status != Status::Completed);
    if (taken)
        addTask(spans, task);
    // This computer's part is of the newest attempt.
    if (attempt == ran->attempts.constLast().number) {
        spans.add(Kind::Fetching, job.endedAt, job.collectedAt, job.phase == Phase::Ended);
        spans.add(Kind::CleanUp, job.collectedAt, job.finishedAt, job.phase == Phase::Collected);
    }
    return spans.take();
}

std::optional<Milliseconds> lengthOf(const Step &step, Time now)
{
    if (!step.startedAt || (!step.completedAt && step.status != Status::InProgress))
        return std::nullopt;
    return std::max(step.completedAt.value_or(now) - *step.startedAt, Milliseconds::zero());
}

QString nameOf(TimeSpan::Kind kind)
{
    switch (kind) {
    case Kind::Sending: return TimeSpansText::tr("Sending");
    case Kind::Queued: return TimeSpansText::tr("Queued");
    case Kind::SetUp: return TimeSpansText::tr("Set-up");
    case Kind::Script: return TimeSpansText::tr("Script");
    case Kind::Upload: return TimeSpansText::tr("Upload");
    case Kind::WrapUp: return TimeSpansText::tr("Wrap-up");
    case Kind::Fetching: return TimeSpansText::tr("Fetching results");
    case Kind::CleanUp: return TimeSpansText::tr("Cleaning up");
    }
    return {};
}

} // namespace punchcard
