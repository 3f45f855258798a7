// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"
#include "core/jobs/livechoice.h"
#include "core/jobs/livefiles.h"
#include "core/logs/livetext.h"

#include <QHash>

#include <optional>

namespace punchcard {

/// How soon to look again for new output.
struct LiveSituation
{
    bool thisComputer = false;
    Milliseconds age{};  ///< since the task began
    int absent = 0;      ///< so many looks found nothing yet
    int remaining = -1;  ///< requests that the account has left; -1 unknown
};
/// Pure. A look that finds nothing new is free; one that finds something costs two requests.
[[nodiscard]] Milliseconds liveInterval(const LiveSituation &situation);

/// Fetches beside the watching what the tasks of a run have printed so far, while somebody looks at the job.
class LiveLog
{
public:
    /// Both outlive it.
    LiveLog(Drive &drive, const Run &run);

    /// Begins to look, if the job sends its output and nothing has begun yet.
    void begin();
    /// Nothing of it may be at work when the drive goes on.
    Async<> over();

private:
    struct Reading
    {
        LivePlace place = {};
        LiveText text = {};
        std::optional<Time> since = {}; ///< when the script ran first and nothing of it was there
    };
    Async<> follow();
    Async<> followTasks();
    Async<> tellRules();
    Async<bool> look(Task task, int attempt);
    Async<> append(Task task, QString file, QString path, QString branch);
    Async<> takeFiles(Task task, int attempt, QList<LiveFileMark> marks);
    Result<> write(const Task &task, const QString &file, const QByteArray &text);
    /// Says in place of the output why there is none; once.
    void tellAbsence(const Task &task, int attempt, const QString &why);
    void noteAbsence(const Task &task, int attempt);
    [[nodiscard]] Reading &readingOf(const Task &task, int attempt);
    /// Those of the tasks whose output is looked at.
    [[nodiscard]] QList<Task> tasksInView(const Attempt &attempt, const QList<int> &chosen) const;
    [[nodiscard]] QList<int> chosenElements() const;
    [[nodiscard]] Reading restored(const QString &file) const;
    [[nodiscard]] QString fileOf(const Task &task, int attempt) const;
    [[nodiscard]] Milliseconds interval() const;

    Drive &m_drive;
    const Run &m_run;
    Context m_context;
    LiveChooser m_chooser;
    QHash<qint64, Reading> m_readings;
    int m_absent = 0;
    std::optional<Async<>> m_work;
};

/// How far the script of @p job said it was when it was heard last, whichever process listens; nullopt: it did not say, or
/// several of its tasks run. @p folder: the job's own.
[[nodiscard]] std::optional<LiveProgress> liveProgressOf(const Job &job, const QString &folder);
/// What stood in for the log of @p item until that was there.
void removeLiveLog(const Drive &drive, const Item &item);
/// Deletes the branches by which a job's output came, where the repository stays. Harmless where there are none.
[[nodiscard]] Async<> deleteLiveBranches(Drive &drive);

} // namespace punchcard
