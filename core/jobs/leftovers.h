// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/types.h"
#include "core/job/ids.h"
#include "core/jobs/sessions.h"

namespace punchcard {

/// Something that Punchcard made on a server and that stands there still although its job is over, or that no job of this
/// home knows of.
struct Remnant
{
    enum class Kind { Repository, Branch, Secret };
    enum class State {
        Unseen,  ///< its server could not be looked at
        Idle,    ///< it is there, and nothing runs in it
        Running, ///< its run goes on; perhaps another computer watches it
        Kept,    ///< its job is one of this home's, which kept it
        Gone,    ///< it is not there any more
        Changed, ///< renamed, or there is another of its name
    };

    Kind kind = Kind::Repository;
    State state = State::Unseen;
    QString account = {};     ///< id
    QString accountName = {};
    QString uid = {};
    github::RepoName repo = {};
    qint64 repositoryId = 0;  ///< 0: nobody has seen it yet
    QString branch = {};      ///< of a branch
    QString secret = {};      ///< of a secret
    QUrl page = {};
    QString why = {};         ///< why it is still there, as far as this home knows
    std::optional<Time> since = {};
    bool isRecorded = false;  ///< this home noted that it was left
    bool isKept = false;      ///< nobody could look, and if it is there its job has kept it
    qint64 record = 0;        ///< that note; 0 for a secret, which goes with its branch
    std::optional<JobId> job = {}; ///< of this home
    QString jobName = {};

    /// "owner/name", "owner/name:punchcard/<uid>", "owner/name:PUNCHCARD_…": how it is called to delete it.
    [[nodiscard]] QString name() const;
    /// Only what our own note names by its id goes without the user's word, unless something runs in it or it was kept.
    [[nodiscard]] bool needsWord() const;
};

struct LeftOvers
{
    /// An account that could not be looked at, or only in part.
    struct Unseen
    {
        QString accountName;
        Error error;
    };
    QList<Remnant> remnants = {};
    QList<Unseen> unseen = {};
};

/// What is left on the servers of @p account (an id; empty: of all): what this home noted, also of servers that do not answer,
/// and what carries Punchcard's mark: repositories, and in standing ones branches and secrets. Not what a job of this home
/// that is not over needs, and never a standing repository itself. @p context hears how many accounts are done.
[[nodiscard]] Async<LeftOvers> findLeftOvers(std::shared_ptr<Sessions> sessions, std::shared_ptr<store::Store> store, QString account,
                                             Context context);

/// Deletes @p remnant and its note, if a look right before it still shows it with its id and its mark; success also when it
/// is gone already. @p word: the user has named it. Refused: it needs the word, or it is not what was left; Conflict: its job
/// needs it again; Denied: the token may not. The note then stays.
[[nodiscard]] Async<> removeRemnant(std::shared_ptr<Sessions> sessions, std::shared_ptr<store::Store> store, Remnant remnant, bool word,
                                    Context context);

} // namespace punchcard
