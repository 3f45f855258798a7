// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/job.h"

#include <QStringList>

class QSqlDatabase;

namespace punchcard::store {

/// What a list shows of a job: a tenth of what reading the whole job costs.
struct JobSummary
{
    JobId id = {};
    QString uid = {};
    QString name = {};
    QString account = {}; ///< its id
    QStringList runsOn = {};
    Phase phase = Phase::Prepared;
    Outcome outcome = Outcome::Open;
    Results results = Results::Open;
    std::optional<Waiting::For> waitingFor = {};
    std::optional<Time> waitingUntil = {};
    bool cancelWished = false;
    bool isRunning = false; ///< a runner works on one of its tasks
    int elements = 0;       ///< of its array, those that run; 0: it is none
    int elementsOver = 0;   ///< those of which the newest attempt has ended
    int elementsFailed = 0; ///< of these
    Time createdAt = {};
    Time begunAt = {}; ///< when Run was pressed, or its newest attempt asked for
    std::optional<Time> finishedAt = {};
    std::optional<GroupId> race = {}; ///< that it takes part in

    [[nodiscard]] bool isOver() const { return phase == Phase::Cleared; }
    bool operator==(const JobSummary &) const = default;
};

/// Newest first. @p where is SQL of our own, such as "WHERE phase < 6".
[[nodiscard]] Result<QList<JobSummary>> selectSummaries(QSqlDatabase &database, const QString &where = {}, const QVariantList &values = {});

} // namespace punchcard::store
