// SPDX-License-Identifier: MIT
#include "core/jobs/starting.h"

#include "core/base/files.h"
#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/jobs/actionrules.h"
#include "core/jobs/inputtree.h"
#include "core/jobs/livechoice.h"
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

/// What the workflow of each run is made of.
struct Recipe
{
    QByteArray script = {};
    bool usesActions = true;
    std::optional<workflow::LiveOutput> live = {};
};

Async<Recipe> recipeOf(Drive &drive)
{
    const Result<QByteArray> script = drive.folder.script();
    if (!script)
        co_return script.error();
    const Result<bool> may = co_await mayUseActions(drive);
    if (!may)
        co_return may.error();
    const bool isLive = *may && drive.job.spec.live.value_or(false);
    if (isLive && isLiveByChoice(drive.job.spec)) {
        const Result<> made = co_await makeLiveChoice(drive);
        // Whoever waits for it would wait for nothing but their output.
        if (!made && (made.error().retry || made.error().kind == Error::Kind::Cancelled))
            co_return made.error();
    }
    Recipe recipe{.script = *script, .usesActions = *may};
    recipe.live = *may ? liveOutputOf(drive.job.spec, isLive, drive.session->isThisComputer(), *script) : std::nullopt;
    co_return recipe;
}

Result<QByteArray> workflowOf(const Job &job, const Recipe &recipe, int number)
{
    return recipe.usesActions ? workflow::jobWorkflow(job.spec, recipe.script.startsWith("#!"), job.uid, {}, recipe.live, number)
                              : workflow::workflowWithoutActions(job.spec, job.uid, recipe.script, number);
}

Async<QString> uploadTree(Drive &drive, Recipe recipe)
{
    const Result<QByteArray> workflow = workflowOf(drive.job, recipe, 1);
    if (!workflow)
        co_return workflow.error();
    QList<OwnFile> own{{.path = workflow::scriptFile, .mode = u"100755"_s, .content = recipe.script},
                       {.path = workflow::workflowPath, .content = *workflow}};
    const QStringList programs = recipe.live ? livePrograms(recipe.live->sends, recipe.script) : QStringList();
    for (const QString &name : programs) {
        const Result<QByteArray> text = readFile(u":/punchcard/live/"_s + name, largestLiveFile);
        if (!text)
            co_return text.error();
        const bool isProgram = name == workflow::uploadProgram;
        own.append({.path = workflow::liveFolder + u'/' + name, .mode = isProgram ? u"100755"_s : u"100644"_s, .content = *text});
    }
    co_return co_await sendTree(drive, own);
}

// The same as @p first but for the workflow, which has the elements of another run: nothing else is sent again.
Async<QString> treeOfRun(Drive &drive, QString first, Recipe recipe, int number)
{
    const Result<QByteArray> workflow = workflowOf(drive.job, recipe, number);
    if (!workflow)
        co_return workflow.error();
    const QList<github::TreeEntry> entries{{.path = workflow::workflowPath, .content = QString::fromUtf8(*workflow)}};
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    co_return co_await drive.client().createTree(drive.repo(), entries, first, drive.context, github::Patience::JustMade);
}

Async<QString> commitTree(Drive &drive, QString tree, QStringList parents)
{
    const JobCommit &commit = drive.job.commit;
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const github::NewCommit wanted{
        .message = commit.message, .tree = tree, .parents = parents, .author = signature(commit.date), .committer = signature(commit.date)};
    const Result<github::Commit> made
        = co_await drive.client().createCommit(drive.repo(), wanted, drive.context, github::Patience::JustMade);
    if (!made)
        co_return made.error();
    co_return made->sha;
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

// The job's commits in the order in which they are pushed, one for each run. Only those of several runs are kept with them.
QStringList chainOf(const Job &job)
{
    if (runsOf(job.spec) == 1)
        return {job.commit.sha};
    QStringList chain;
    for (const Run &run : job.runs)
        chain.append(run.headSha);
    return chain;
}

Async<> keepChain(Drive &drive, QStringList chain)
{
    QList<Run> runs;
    for (const QString &sha : std::as_const(chain)) {
        const Run run{.number = int(runs.size()) + 1, .headSha = sha};
        const Result<Run> kept = co_await drive.store->saveRun(drive.job.id, run);
        if (!kept)
            co_return kept.error();
        runs.append(*kept);
    }
    drive.job.runs = runs;
    co_return {};
}

Async<> push(Drive &drive, QString sha, bool makesBranch)
{
    const Job &job = drive.job;
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const auto pushed = co_await (
        makesBranch ? drive.client().createRef(drive.repo(), job.house.branch, sha, drive.context, github::Patience::JustMade)
                    : drive.client().updateRef(drive.repo(), job.house.branch, sha, false, drive.context, github::Patience::JustMade));
    drive.fresh = false; // the next try looks first
    if (!pushed)
        co_return pushed.error();
    co_return {};
}

} // namespace

Async<int> pushedCommits(Drive &drive)
{
    const Result<github::Ref> ref = co_await drive.client().ref(drive.repo(), drive.job.house.branch, drive.context);
    if (!ref && drive.isStanding() && ref.error().kind == Error::Kind::Missing)
        co_return 0;
    if (!ref)
        co_return ref.error();
    co_return int(chainOf(drive.job).indexOf(ref->sha)) + 1;
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
    const Result<Recipe> recipe = co_await recipeOf(drive);
    if (!recipe)
        co_return recipe.error();
    const Recipe made = *recipe;
    const Result<QString> first = co_await uploadTree(drive, made);
    if (!first)
        co_return first.error();
    QStringList chain;
    for (int number = 1; number <= runsOf(job.spec); ++number) {
        Result<QString> tree = *first;
        if (number > 1)
            tree = co_await treeOfRun(drive, *first, made, number);
        if (!tree)
            co_return tree.error();
        const QStringList onto = chain.isEmpty() ? *parents : chain.last(1);
        const Result<QString> sha = co_await commitTree(drive, *tree, onto);
        if (!sha)
            co_return sha.error();
        chain.append(*sha);
    }
    if (chain.size() > 1) {
        if (const Result<> kept = co_await keepChain(drive, chain); !kept)
            co_return kept;
    }
    job.commit.tree = *first;
    job.commit.sha = chain.constFirst();
    drive.fresh = true;
    const Result<> saved = co_await drive.save();
    if (saved)
        SentBlobs(drive.folder, job.house.repositoryId).forget();
    co_return saved;
}

Async<> pushCommit(Drive &drive)
{
    const QStringList chain = chainOf(drive.job);
    int done = 0;
    if (!drive.fresh) {
        const Result<int> pushed = co_await pushedCommits(drive);
        if (!pushed)
            co_return pushed.error();
        done = *pushed;
    }
    for (; done < int(chain.size()); ++done) {
        if (const Result<> pushed = co_await push(drive, chain.at(done), done == 0 && drive.isStanding()); !pushed)
            co_return pushed;
    }
    drive.job.submittedAt = drive.now();
    co_return {};
}

} // namespace punchcard
