// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/job/job.h"

#include <QList>
#include <QString>

namespace punchcard::cli {

struct DeliveredFile
{
    QString name = {}; ///< below the results folder, parted by `/`
    QString path = {}; ///< absolute
    qint64 size = 0;
};

/// An artifact as it lies on this computer.
struct DeliveredArtifact
{
    QString name = {};
    QString path = {}; ///< its folder
    Item::State state = Item::State::Wanted;
    QString why = {};
    qint64 size = 0;   ///< of its files
    QList<DeliveredFile> files = {};
};

/// What a job's newest attempt brought home.
struct Delivery
{
    QString out = {}; ///< where results lie: the folder that the user chose, else the job's own
    QList<DeliveredArtifact> artifacts = {};
    QStringList logs = {};

    [[nodiscard]] qsizetype fileCount() const;
};

/// Looks at the disk, on the pool. @p folder: the job's own.
[[nodiscard]] Async<Delivery> deliveryOf(Job job, QString folder, Context context);

/// QUEUED and DURATION are the server's, TOTAL is ours: from Run (or from asking for another attempt) to the end.
struct JobTimes
{
    std::optional<Milliseconds> queued = {};
    std::optional<Milliseconds> running = {};
    std::optional<Milliseconds> total = {};
};
[[nodiscard]] JobTimes timesOf(const Job &job);

} // namespace punchcard::cli
