// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// A file that a script hands over while it runs: number of the mark that says so, and its name.
struct LiveFileMark
{
    int number = 0;
    QString name = {};
};
/// Those of @p names (a folder of the live branch) after number @p after, the newest of each name, in order. Pure.
[[nodiscard]] QList<LiveFileMark> liveFileMarks(const QStringList &names, int after);

/// Fetches one into an item of its own, which stands for what the task will leave until that is here.
[[nodiscard]] Async<> fetchLiveFile(Drive &drive, qint64 run, int attempt, Task task, QString name, Context context);

/// Whether @p item only holds what a script handed over so far.
[[nodiscard]] bool isSoFar(const Item &item);
/// The item that holds such files of an artifact called @p name, whose place the artifact takes; none: an id that is none.
[[nodiscard]] ItemId soFarOf(const Drive &drive, qint64 run, int attempt, const QString &name);
/// What the artifacts that are here have replaced.
void removeReplacedFiles(const Drive &drive);

} // namespace punchcard
