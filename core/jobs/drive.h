// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/inputprogress.h"
#include "core/jobs/session.h"
#include "core/logs/livetext.h"
#include "core/store/jobfolder.h"
#include "core/store/jobstore.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <optional>

namespace punchcard {

/// The list of what an artifact loses, as the server has it; an artifact itself, but none of the job's results.
struct FoundManifest
{
    qint64 run = 0; ///< Run::id
    int attempt = 0;
    github::Artifact artifact = {};
};

/// Which elements of a large array were told to send their output, and when: one answer for all its runs.
struct ToldElements
{
    QList<int> elements = {};
    QList<Time> changes = {};
    bool isTelling = false;
};

/// What the steps of one job's pipeline work on. Belongs to the Pipeline, which outlives its steps.
struct Drive
{
    std::shared_ptr<store::Store> store;
    std::shared_ptr<Session> session;
    TokenStorePtr tokens;
    store::JobFolder folder;
    Context context;
    Job job;
    /// The intent of the step at work was written by this process: its effect cannot be there yet, so nobody looks.
    bool fresh = false;
    /// This process has seen that the standing repository is the one that the job knows.
    bool houseSeen = false;
    /// Set by a step before it fails, when the error's kind does not tell what the job would wait for.
    std::optional<Waiting::For> blame = {};
    std::function<void(ItemId, const Progress &)> progressed = {};
    std::function<void(const InputProgress &)> sending = {};
    /// The job waits, or no longer does, and there was no room to write that down.
    std::function<void()> waitChanged = {};
    /// More of what a task prints is here; how far it says it is.
    std::function<void(qint64 task, const std::optional<LiveProgress> &)> liveGrew = {};
    ToldElements told = {};
    /// What the user holds back for now; in memory only, so that a new start goes on with all.
    QSet<ItemId> paused = {};
    /// As they were listed last.
    QList<FoundManifest> manifests = {};
    /// By item: what ends the work on it alone.
    QHash<ItemId, CancelPtr> fetching = {};

    [[nodiscard]] github::Client &client() const { return session->client(); }
    [[nodiscard]] github::RepoName repo() const { return {.owner = job.house.owner, .name = job.house.name}; }
    [[nodiscard]] bool isStanding() const { return job.spec.housing == Housing::Standing; }
    [[nodiscard]] Time now() const { return context.now(); }
    [[nodiscard]] Async<> save() const { return store->save(job); }
    /// Waits for the account's turn to change something on the server.
    [[nodiscard]] Async<MutationGate::Permit> enter() const { return session->enter(context); }
};

} // namespace punchcard
