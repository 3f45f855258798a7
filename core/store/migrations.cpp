// SPDX-License-Identifier: MIT
#include "core/store/migrations.h"

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

// Times are milliseconds since 1970 in UTC; what the server stamped and what this computer measured never share a column.
// `revision` grows with every change of a job or of what belongs to it, so that another process can ask what is new.
const QStringList &first()
{
    static const QStringList statements{
        u"CREATE TABLE account (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, settings TEXT NOT NULL,"
        " quota_limit INTEGER, quota_remaining INTEGER, quota_reset INTEGER, last_mutation INTEGER) STRICT"_s,

        u"CREATE TABLE job_group (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT"_s,

        u"CREATE TABLE job (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL,"
        " group_id INTEGER REFERENCES job_group(id), name TEXT NOT NULL, account TEXT NOT NULL, spec TEXT NOT NULL,"
        " phase INTEGER NOT NULL, outcome INTEGER NOT NULL, results INTEGER NOT NULL,"
        " waiting_for INTEGER, waiting_until INTEGER, waiting_error TEXT,"
        " wish_cancel INTEGER NOT NULL DEFAULT 0, wish_forget INTEGER NOT NULL DEFAULT 0,"
        " wish_fetch INTEGER NOT NULL DEFAULT 0, wish_rerun INTEGER NOT NULL DEFAULT 0, cancel_asked INTEGER NOT NULL DEFAULT 0,"
        " house_owner TEXT, house_name TEXT, house_organisation INTEGER, house_repository INTEGER, house_branch TEXT,"
        " house_base TEXT, house_page TEXT, house_dropped INTEGER NOT NULL DEFAULT 0,"
        " commit_message TEXT, commit_date INTEGER, commit_tree TEXT, commit_sha TEXT,"
        " created_at INTEGER NOT NULL, submitted_at INTEGER, finished_at INTEGER, error TEXT) STRICT"_s,
        u"CREATE INDEX job_revision ON job(revision)"_s,
        u"CREATE INDEX job_unfinished ON job(phase) WHERE phase < 6"_s,

        u"CREATE TABLE run (id INTEGER PRIMARY KEY, job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE, number INTEGER NOT NULL,"
        " head_sha TEXT NOT NULL, remote_id INTEGER NOT NULL, created_at INTEGER, page TEXT, UNIQUE(job, number)) STRICT"_s,
        u"CREATE TABLE attempt (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE, number INTEGER NOT NULL,"
        " status INTEGER NOT NULL, conclusion INTEGER NOT NULL, started_at INTEGER, updated_at INTEGER, UNIQUE(run, number)) STRICT"_s,
        u"CREATE TABLE task (id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt(id) ON DELETE CASCADE, remote_id INTEGER "
        u"NOT NULL,"
        " name TEXT NOT NULL, status INTEGER NOT NULL, conclusion INTEGER NOT NULL, created_at INTEGER, started_at INTEGER, completed_at "
        "INTEGER,"
        " runner_id INTEGER NOT NULL, runner_name TEXT, labels TEXT, page TEXT, UNIQUE(attempt, remote_id)) STRICT"_s,
        u"CREATE TABLE step (task INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE, number INTEGER NOT NULL, name TEXT NOT NULL,"
        " status INTEGER NOT NULL, conclusion INTEGER NOT NULL, started_at INTEGER, completed_at INTEGER, PRIMARY KEY(task, number)) STRICT"_s,
        u"CREATE TABLE item (id INTEGER PRIMARY KEY, job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE, run INTEGER NOT NULL,"
        " attempt INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, remote_id INTEGER NOT NULL, size INTEGER NOT NULL, digest "
        "TEXT,"
        " state INTEGER NOT NULL, path TEXT, why TEXT, UNIQUE(job, run, attempt, kind, remote_id, name)) STRICT"_s,

        u"CREATE TABLE leftover (id INTEGER PRIMARY KEY, uid TEXT NOT NULL, account TEXT NOT NULL, owner TEXT NOT NULL, repository TEXT "
        u"NOT NULL,"
        " repository_id INTEGER NOT NULL, branch TEXT, page TEXT, reason TEXT NOT NULL, noticed_at INTEGER NOT NULL,"
        " UNIQUE(account, owner, repository, branch)) STRICT"_s,
    };
    return statements;
}

// What was last chosen with a script (by its path or by the hash of its text), and which accounts a user has been told about
// what a job sends and creates there.
const QStringList &second()
{
    static const QStringList statements{
        u"CREATE TABLE script_use (key TEXT PRIMARY KEY, choices TEXT NOT NULL, used_at INTEGER NOT NULL) STRICT"_s,
        u"CREATE INDEX script_use_age ON script_use(used_at)"_s,
        u"CREATE TABLE preflight_seen (account TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT"_s,
    };
    return statements;
}

// What this computer measured between the end of the runs and the end of the job; and past runs are asked for by name.
const QStringList &third()
{
    static const QStringList statements{
        u"ALTER TABLE job ADD COLUMN ended_at INTEGER"_s,
        u"ALTER TABLE job ADD COLUMN collected_at INTEGER"_s,
        u"CREATE INDEX job_name ON job(name)"_s,
    };
    return statements;
}

// When a cancel was accepted, so that whoever takes the job up knows how long the server has had for it.
const QStringList &fourth()
{
    static const QStringList statements{
        u"ALTER TABLE job ADD COLUMN cancel_asked_at INTEGER"_s,
        u"UPDATE job SET cancel_asked_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE cancel_asked <> 0"_s,
        u"ALTER TABLE job DROP COLUMN cancel_asked"_s,
    };
    return statements;
}

// The standing repositories that jobs were housed in, by the ids they had: another one of that name is not to be used.
const QStringList &fifth()
{
    static const QStringList statements{
        u"CREATE TABLE standing_repository (account TEXT NOT NULL, owner TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE,"
        " organisation INTEGER NOT NULL, repository_id INTEGER NOT NULL, PRIMARY KEY(account, owner, name)) STRICT"_s,
    };
    return statements;
}

// What was seen of the rules that organisations have for Actions.
const QStringList &sixth()
{
    static const QStringList statements{
        u"CREATE TABLE owner_rules (account TEXT NOT NULL, owner TEXT NOT NULL, refuses_actions INTEGER NOT NULL,"
        " seen_at INTEGER NOT NULL, PRIMARY KEY (account, owner)) STRICT"_s,
    };
    return statements;
}

// A new attempt of what failed, and of nothing else.
const QStringList &seventh()
{
    static const QStringList statements{
        u"ALTER TABLE job ADD COLUMN wish_rerun_failed INTEGER NOT NULL DEFAULT 0"_s,
    };
    return statements;
}

// A job that has ended is waited for no longer.
const QStringList &eighth()
{
    static const QStringList statements{
        u"ALTER TABLE job ADD COLUMN wish_give_up INTEGER NOT NULL DEFAULT 0"_s,
    };
    return statements;
}

} // namespace

int migrationCount()
{
    return 8;
}

QStringList migration(int from)
{
    switch (from) {
    case 0: return first();
    case 1: return second();
    case 2: return third();
    case 3: return fourth();
    case 4: return fifth();
    case 5: return sixth();
    case 6: return seventh();
    case 7: return eighth();
    default: return {};
    }
}

} // namespace punchcard::store
