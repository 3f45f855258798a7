// SPDX-License-Identifier: MIT
#include "core/jobs/lateartifacts.h"

#include "core/artifacts/placing.h"
#include "core/base/onpool.h"
#include "core/jobs/items.h"
#include "core/logs/scriptoutput.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct LateArtifactsText
{
    Q_DECLARE_TR_FUNCTIONS(LateArtifacts)
};

// What is not listed by then never will be.
constexpr Milliseconds listPatience = 3min;
constexpr qsizetype longestNotice = 1000;

/// A step that hands artifacts over, and what its log says of them.
struct KeepStep
{
    qint64 run = 0;
    int attempt = 0;
    QString task;
    qint64 log = 0; ///< whose it is, by the server's id
    QString step;
    QString folder;
    QStringList artifacts = {};
};

QList<KeepStep> keepSteps(const Drive &drive)
{
    QList<KeepStep> steps;
    for (const Run &run : drive.job.runs) {
        if (run.attempts.isEmpty())
            continue;
        const Attempt &attempt = run.attempts.constLast();
        for (const Task &task : attempt.tasks) {
            const Item *const log = logOf(drive.job, task);
            if (!log || log->state != Item::State::Here)
                continue;
            for (const Step &step : task.steps) {
                if (!workflow::isKeepStep(step.name) || step.conclusion != Conclusion::Success)
                    continue;
                steps.append({.run = run.id,
                              .attempt = log->attempt, // one that was not run again handed over its artifacts then
                              .task = task.name,
                              .log = log->remoteId,
                              .step = step.name,
                              .folder = drive.folder.path() + u'/' + log->path});
            }
        }
    }
    return steps;
}

// A log that cannot be read tells nothing: that is no reason to fail.
QStringList artifactsIn(const KeepStep &keep, const CancelPtr &cancel)
{
    static const QRegularExpression uploaded(u"^Artifact (.+) has been successfully uploaded!"_s);
    QStringList names;
    const Result<TaskLog> log = readTaskLog(keep.folder, keep.task, keep.log);
    if (!log || log->steps.isEmpty())
        return names;
    Result<ScriptOutput> output = ScriptOutput::open(*log, {.step = keep.step, .pieceLimit = longestNotice});
    while (output && !cancel->isRequested()) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        if (!line || !*line)
            break;
        const QRegularExpressionMatch said = uploaded.match(QString::fromUtf8((*line)->text));
        if (said.hasMatch())
            names.append(said.captured(1));
    }
    return names;
}

bool isListed(const Drive &drive, const KeepStep &keep, const QString &name)
{
    const auto isIt = [&](const Item &item) {
        return item.kind == Item::Kind::Artifact && item.remoteId > 0 && item.run == keep.run && item.attempt == keep.attempt
            && item.name == name;
    };
    // What only mends the others is not worth a wait.
    return workflow::isManifestArtifact(name) || std::ranges::any_of(drive.job.items, isIt);
}

Error notListedYet(const Drive &drive, const QString &name)
{
    return {.kind = Error::Kind::Missing,
            .what = LateArtifactsText::tr("The server does not list the artifact “%1” yet, which was uploaded.").arg(name),
            .remedy = LateArtifactsText::tr("It is asked for again; nothing is to be done."),
            .page = drive.job.house.page,
            .retry = Retry{drive.now()}};
}

Async<> giveUp(Drive &drive, KeepStep keep, QString name)
{
    const Item item{.id = unlistedOf(drive, keep.run, keep.attempt, name),
                    .run = keep.run,
                    .attempt = keep.attempt,
                    .kind = Item::Kind::Artifact,
                    .name = name,
                    .state = Item::State::Refused,
                    .path = u"unlisted/%1/%2"_s.arg(keep.attempt).arg(safeFolderName(name)),
                    .why = LateArtifactsText::tr("It was uploaded, but the server does not list it.")};
    co_return co_await keepItem(drive, item);
}

} // namespace

bool isUnlisted(const Item &item)
{
    return item.kind == Item::Kind::Artifact && item.remoteId == 0;
}

ItemId unlistedOf(const Drive &drive, qint64 run, int attempt, const QString &name)
{
    const auto found = std::ranges::find_if(drive.job.items, [&](const Item &item) {
        return isUnlisted(item) && item.run == run && item.attempt == attempt && item.name == name;
    });
    return found == drive.job.items.end() ? ItemId() : found->id;
}

Async<> waitForListing(Drive &drive)
{
    if (drive.job.house.dropped)
        co_return {};
    const auto reading = [steps = keepSteps(drive), cancel = drive.context.cancel]() -> Result<QList<KeepStep>> {
        QList<KeepStep> told = steps;
        for (KeepStep &keep : told)
            keep.artifacts = artifactsIn(keep, cancel);
        return told;
    };
    const Result<QList<KeepStep>> told = co_await onPool(drive.context, reading);
    if (!told)
        co_return told.error();
    const bool isPatient = drive.job.endedAt && drive.now() - *drive.job.endedAt < listPatience;
    for (const KeepStep &keep : *told) {
        for (const QString &name : keep.artifacts) {
            if (isListed(drive, keep, name))
                continue;
            if (isPatient)
                co_return notListedYet(drive, name);
            if (const Result<> given = co_await giveUp(drive, keep, name); !given)
                co_return given;
        }
    }
    co_return {};
}

} // namespace punchcard
