// SPDX-License-Identifier: MIT
#include "core/jobs/starting.h"

#include "core/base/files.h"
#include "core/job/marks.h"
#include "core/jobs/actionrules.h"
#include "core/jobs/inputtree.h"
#include "core/jobs/sentblobs.h"
#include "core/jobs/standinghouse.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestLiveFile = 1 << 20;

github::Signature signature(Time date)
{
    // GitHub keeps whole seconds; with a fraction the sha would differ from what we ask for.
    return {
        .name = u"Punchcard"_s, .email = u"punchcard@users.noreply.github.com"_s, .date = std::chrono::floor<std::chrono::seconds>(date)};
}

Async<QString> uploadTree(Drive &drive)
{
    const Result<QByteArray> script = drive.folder.script();
    if (!script)
        co_return script.error();
    const Result<bool> may = co_await mayUseActions(drive);
    if (!may)
        co_return may.error();
    std::optional<workflow::LiveOutput> live;
    if (*may && drive.job.spec.live.value_or(false))
        live = workflow::LiveOutput{.seconds = drive.session->isThisComputer() ? 1 : 5};
    const Result<QByteArray> workflow = *may ? workflow::jobWorkflow(drive.job.spec, script->startsWith("#!"), drive.job.uid, {}, live)
                                             : workflow::workflowWithoutActions(drive.job.spec, drive.job.uid, *script);
    if (!workflow)
        co_return workflow.error();
    QList<OwnFile> own{{.path = workflow::scriptFile, .mode = u"100755"_s, .content = *script},
                       {.path = workflow::workflowPath, .content = *workflow}};
    for (const QString &name : live ? workflow::liveFiles : QStringList()) {
        const Result<QByteArray> text = readFile(u":/punchcard/live/"_s + name, largestLiveFile);
        if (!text)
            co_return text.error();
        own.append({.path = workflow::liveFolder + u'/' + name, .content = *text});
    }
    co_return co_await sendTree(drive, own);
}

// What the new commit stands on; in a standing repository on nothing, so that no job sees another's files.
Async<QStringList> parentsOf(Drive &drive)
{
    Job &job = drive.job;
    if (drive.isStanding())
        co_return QStringList();
    const Result<github::Ref> base = co_await drive.client().ref(drive.repo(), job.house.branch, drive.context, github::Patience::JustMade);
    if (!base)
        co_return base.error();
    if (job.house.baseSha.isEmpty())
        job.house.baseSha = base->sha;
    co_return QStringList{job.house.baseSha};
}

Async<> push(Drive &drive)
{
    const Job &job = drive.job;
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const auto pushed = co_await (
        drive.isStanding()
            ? drive.client().createRef(drive.repo(), job.house.branch, job.commit.sha, drive.context, github::Patience::JustMade)
            : drive.client().updateRef(drive.repo(), job.house.branch, job.commit.sha, false, drive.context, github::Patience::JustMade));
    drive.fresh = false; // the next try looks first
    if (!pushed)
        co_return pushed.error();
    co_return {};
}

} // namespace

Async<bool> isPushed(Drive &drive)
{
    const Result<github::Ref> ref = co_await drive.client().ref(drive.repo(), drive.job.house.branch, drive.context);
    if (!ref && drive.isStanding() && ref.error().kind == Error::Kind::Missing)
        co_return false;
    if (!ref)
        co_return ref.error();
    co_return ref->sha == drive.job.commit.sha;
}

Async<> writeCommit(Drive &drive)
{
    Job &job = drive.job;
    if (drive.isStanding()) {
        if (const Result<> seen = co_await seeStanding(drive); !seen)
            co_return seen;
    }
    if (!job.commit.sha.isEmpty())
        co_return {}; // fixed in an earlier life
    const Result<QStringList> parents = co_await parentsOf(drive);
    if (!parents)
        co_return parents.error();
    if (job.commit.message.isEmpty()) {
        job.commit.message
            = QCoreApplication::translate("Starting", "Run %1").arg(job.spec.name.simplified()) + u"\n\n"_s + markerOf(job.uid);
        job.commit.date = drive.now();
        if (const Result<> saved = co_await drive.save(); !saved)
            co_return saved;
    }
    const Result<QString> tree = co_await uploadTree(drive);
    if (!tree)
        co_return tree.error();
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const github::NewCommit wanted{.message = job.commit.message,
                                   .tree = *tree,
                                   .parents = *parents,
                                   .author = signature(job.commit.date),
                                   .committer = signature(job.commit.date)};
    const Result<github::Commit> commit
        = co_await drive.client().createCommit(drive.repo(), wanted, drive.context, github::Patience::JustMade);
    if (!commit)
        co_return commit.error();
    job.commit.tree = *tree;
    job.commit.sha = commit->sha;
    drive.fresh = true;
    const Result<> saved = co_await drive.save();
    if (saved)
        SentBlobs(drive.folder, job.house.repositoryId).forget();
    co_return saved;
}

Async<> pushCommit(Drive &drive)
{
    bool there = false;
    if (!drive.fresh) {
        const Result<bool> pushed = co_await isPushed(drive);
        if (!pushed)
            co_return pushed.error();
        there = *pushed;
    }
    if (!there) {
        if (const Result<> pushed = co_await push(drive); !pushed)
            co_return pushed;
    }
    drive.job.submittedAt = drive.now();
    co_return {};
}

} // namespace punchcard
