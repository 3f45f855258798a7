// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/job.h"

#include <QStringList>

class QSqlDatabase;

namespace punchcard::store {

/// How a job went, for comparing it with its like: of its newest attempt, over all its tasks. The server's stamps.
struct PastRun
{
    JobId id = {};
    QString name = {};
    QString account = {}; ///< its id
    QStringList runsOn = {};
    Outcome outcome = Outcome::Open;
    Results results = Results::Open;
    int attempt = 0; ///< 0: no run was seen
    int tasks = 0;
    QString runnerName = {}; ///< of the first task that one took
    Time createdAt = {};     ///< local: when Run was pressed
    std::optional<Milliseconds> queued = {};
    std::optional<Milliseconds> running = {}; ///< nullopt: it has not ended, or nothing ran

    bool operator==(const PastRun &) const = default;
};

/// A script by its name, and how often it ran.
struct ScriptRuns
{
    QString name = {};
    int count = 0;

    bool operator==(const ScriptRuns &) const = default;
};

/// All jobs of the script @p name, oldest first.
[[nodiscard]] Result<QList<PastRun>> selectPastRuns(QSqlDatabase &database, const QString &name);
/// All scripts there are jobs of; the one that ran last comes first.
[[nodiscard]] Result<QList<ScriptRuns>> selectScripts(QSqlDatabase &database);

} // namespace punchcard::store
