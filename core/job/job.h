// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/ids.h"
#include "core/job/jobspec.h"
#include "core/job/run.h"

#include <QUrl>

namespace punchcard {

/// How far a job as a whole has come. Stored after the effect; the numbers are in the database.
enum class Phase {
    Prepared = 0,      ///< written down here, nothing on the server
    Housed = 1,        ///< its repository or branch is there
    SecretsSealed = 2, ///< its secrets are there
    Started = 3,       ///< the commit that triggers it is pushed
    Ended = 4,         ///< all its runs have ended
    Collected = 5,     ///< every item is here or can never be had
    Cleared = 6,       ///< what it left on the server is gone, kept on purpose, or on the list of left-overs
};

/// The script's fate; the numbers are in the database.
enum class Outcome {
    Open = 0, ///< not known yet
    Succeeded = 1,
    Failed = 2,
    Cancelled = 3,
    TimedOut = 4,
    Lost = 5,    ///< what ran it is gone: nobody can tell
    Refused = 6, ///< never ran: it could not be submitted, and nothing of it is left on the server unless listed
};

/// Whether all that the job made is here; the numbers are in the database.
enum class Results {
    Open = 0,
    Complete = 1,
    Incomplete = 2,
};

/// Why a job does not go on just now, until when, and what ends that.
struct Waiting
{
    enum class For { Network = 1, Quota = 2, Token = 3, Secret = 4, Keychain = 5, Disk = 6, Decision = 7, Runner = 8 };
    For what = For::Network;
    std::optional<Time> until = {}; ///< nullopt: until the user does something
    Error error = {};               ///< what happened, and what the user can do
};

/// The repository or branch a job lives in: intent first, found facts later.
struct House
{
    QString owner = {};
    QString name = {};
    bool organisation = false;
    qint64 repositoryId = 0; ///< 0: not seen yet
    QString branch = {};     ///< that the job's commit goes to
    QString baseSha = {};    ///< what the branch showed before
    QUrl page = {};
    bool dropped = false;    ///< deleted by us, or seen to be gone
};

/// The commit that triggers the job: its bytes are fixed before anything is sent.
struct JobCommit
{
    QString message = {};
    Time date = {};
    QString tree = {};
    QString sha = {};
};

/// A log or an artifact that is to be brought home.
struct Item
{
    enum class Kind { Log = 0, Artifact = 1 };
    enum class State { Wanted = 0, PartlyHere = 1, Here = 2, Refused = 3, Gone = 4 };

    ItemId id = {};
    qint64 run = 0;    ///< Run::id
    int attempt = 1;
    Kind kind = Kind::Artifact;
    QString name = {};     ///< the artifact's, or the task's
    qint64 remoteId = 0;   ///< the artifact's, or the task's
    qint64 size = 0;   ///< bytes as announced; of the zip
    QString digest = {};
    State state = State::Wanted;
    QString path = {}; ///< below the job's folder: the artifact's folder, or that of the attempt's logs
    QString why = {};  ///< why it was refused or is gone; entries that were refused
};

/// What somebody asked for. Stored; whoever drives the job carries it out.
struct Wishes
{
    bool cancel = false;
    bool forget = false;
    bool fetch = false;
    bool rerun = false;
    bool rerunFailed = false; ///< only what did not succeed, as a new attempt
    bool giveUp = false; ///< of a job that has ended: what it waits for is waited for no longer
};

/// A job as the store has it.
struct Job
{
    JobId id = {};
    QString uid = {};
    std::optional<GroupId> group = {};
    JobSpec spec = {};
    Phase phase = Phase::Prepared;
    Outcome outcome = Outcome::Open;
    Results results = Results::Open;
    std::optional<Waiting> waiting = {};
    Wishes wishes = {};
    House house = {};
    JobCommit commit = {};
    QList<Run> runs = {};
    QList<Item> items = {};
    Time createdAt = {};                     ///< local: when Run was pressed
    std::optional<Time> submittedAt = {};    ///< local: when the push was accepted
    std::optional<Time> endedAt = {};        ///< local: when the end of its runs was seen
    std::optional<Time> collectedAt = {};    ///< local: when what it brought was here
    std::optional<Time> finishedAt = {};     ///< local: when it was cleared
    std::optional<Error> error = {};         ///< why it was refused, lost or is incomplete
    std::optional<Time> cancelAskedAt = {};  ///< local: when the server accepted the cancel

    [[nodiscard]] bool isOver() const { return phase == Phase::Cleared; }
};

/// Whether nothing more can come of @p item: it is here, refused or gone.
[[nodiscard]] bool isSettled(const Item &item);
/// The newest attempts of all the job's runs as one: each of its tasks once, in the order of the runs. Nullopt before there is one.
[[nodiscard]] std::optional<Attempt> newestAttempt(const Job &job);
/// The page of the job's first run; of its repository before there is one.
[[nodiscard]] QUrl pageOf(const Job &job);
/// The log of @p task, if it is listed; of one that repeats an earlier attempt's, that one's.
[[nodiscard]] const Item *logOf(const Job &job, const Task &task);
/// Whether the newest attempt has ended and each of its tasks has its log here, or never will have.
[[nodiscard]] bool logsAreSettled(const Job &job);

/// Whether @p item belongs to what the job came to at last: to the newest attempt of its run, or to an element that this
/// attempt did not run again.
[[nodiscard]] bool isCurrent(const Job &job, const Item &item);

/// Stable words of `--json`: "started", "succeeded", "complete", "network", "artifact", "here".
[[nodiscard]] QString wordFor(Phase phase);
[[nodiscard]] QString wordFor(Outcome outcome);
[[nodiscard]] QString wordFor(Results results);
[[nodiscard]] QString wordFor(Waiting::For what);
[[nodiscard]] QString wordFor(Item::Kind kind);
[[nodiscard]] QString wordFor(Item::State state);

} // namespace punchcard
