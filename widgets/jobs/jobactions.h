// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/models/jobmodel.h"

#include <QAction>
#include <QObject>
#include <QUrl>

#include <functional>

namespace punchcard {

namespace look {
class Prompts;
}

/// What can be done with the chosen job; the actions stand in menus and on keys.
class JobActions : public QObject
{
    Q_OBJECT

public:
    using Opener = std::function<bool(const QUrl &)>;

    JobActions(Desk &desk, JobModel &jobs, look::Prompts &prompts, QWidget *parent);

    /// Who opens a page: the desktop, unless a test says otherwise.
    void setOpener(Opener opener) { m_open = std::move(opener); }
    void open(const QUrl &page) const { m_open(page); }
    void setJob(std::optional<JobId> job);
    [[nodiscard]] std::optional<JobId> job() const { return m_job; }

    QAction *openPage;
    QAction *runAgain;
    QAction *retryFailed; ///< of an array
    QAction *runAgainWithEdits;
    QAction *cancel; ///< of a job that has ended and waits: gives that up
    QAction *copyAsCommand;
    QAction *exportJob;
    QAction *forget;
    QAction *showRace; ///< of a job that takes part in one
    QAction *goOn; ///< ends a wait: tries again now

signals:
    /// Another job came of this one, or it begins anew: look at it.
    void begun(punchcard::JobId job);
    /// The user wants the script of @p job in front, with what was chosen for it.
    void editWished(const punchcard::Job &job, const QByteArray &script);
    void raceWished(punchcard::GroupId race);
    /// The user wants the command line of @p job.
    void commandWished(const punchcard::Job &job);
    /// A word for the status line.
    void told(const QString &text);
    void failed(const punchcard::Error &error);

private:
    QAction *add(const char *name, const QString &icon, const QString &text, const QString &hint, const QKeySequence &keys,
                 std::function<void()> act);
    void update();
    void withJob(std::function<void(const Job &)> act);
    void takeResult(const Result<> &result);
    void rerun();
    void takeBegun(Async<JobId> task);
    void cancelJob();
    void giveUpWaiting();
    void editJob(const Job &job);
    void exportTo(const Job &job);
    void forgetJob();

    Desk &m_desk;
    JobModel &m_jobs;
    look::Prompts &m_prompts;
    QWidget *m_window;
    Opener m_open;
    std::optional<JobId> m_job;
};

} // namespace punchcard
