// SPDX-License-Identifier: MIT
#include "widgets/jobs/jobactions.h"

#include "core/base/onpool.h"
#include "core/store/jobfolder.h"
#include "widgets/look/icons.h"
#include "widgets/look/prompts.h"

#include <QDesktopServices>
#include <QWidget>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

void setHint(QAction *action, const QString &hint)
{
    action->setToolTip(hint);
    action->setStatusTip(hint);
}

} // namespace

JobActions::JobActions(Desk &desk, JobModel &jobs, look::Prompts &prompts, QWidget *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_jobs(jobs)
    , m_prompts(prompts)
    , m_window(parent)
    , m_open(&QDesktopServices::openUrl)
{
    const auto open = [this](const Job &job) { m_open(pageOf(job)); };
    openPage = add("openPage", u"external"_s, tr("Open &Page on GitHub"), tr("Opens the run's page in the browser"),
                   Qt::CTRL | Qt::SHIFT | Qt::Key_G, [this, open] { withJob(open); });
    runAgain = add("runAgain", u"rerun"_s, tr("Run &Again"), tr("Runs the same script with the same inputs once more"),
                   Qt::CTRL | Qt::Key_R, [this] { rerun(); });
    retryFailed = add("retryFailed", u"rerun"_s, tr("Run Failed Ones A&gain"), tr("Runs those elements of the array again that failed"), {},
                      [this] { takeBegun(m_desk.retryFailed(*m_job)); });
    runAgainWithEdits
        = add("runAgainWithEdits", u"edit"_s, tr("Run Again with &Edits…"), tr("Opens the job's script and what was chosen for it"),
              Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] { withJob([this](const Job &job) { editJob(job); }); });
    cancel = add("cancelJob", u"cancel"_s, tr("&Cancel Job"), tr("Asks the runner to stop the script"), Qt::CTRL | Qt::Key_F2,
                 [this] { cancelJob(); });
    goOn = add("goOn", u"rerun"_s, tr("&Try Again Now"), tr("Ends the wait and tries again at once"), {},
               [this] { QCoro::connect(m_desk.tryAgain(*m_job), this, [this](const Result<> &done) { takeResult(done); }); });
    showRace
        = add("showRace", u"race"_s, tr("Show Its &Race"), tr("Shows the job side by side with those that it races against"), {}, [this] {
              const QVariant race = m_job ? m_jobs.indexOf(*m_job).data(JobModel::RaceRole) : QVariant();
              if (race.isValid())
                  emit raceWished(GroupId(race.toLongLong()));
          });
    copyAsCommand = add("copyAsCommand", u"copy"_s, tr("Copy as &punch Command"), tr("Copies the command line that runs the same"),
                        Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] { withJob([this](const Job &job) { emit commandWished(job); }); });
    exportJob = add("exportJob", u"save"_s, tr("E&xport…"), tr("Saves the job's script, log, artifacts and description in a folder"), {},
                    [this] { withJob([this](const Job &job) { exportTo(job); }); });
    forget = add("forgetJob", u"trash"_s, tr("&Forget…"), tr("Removes the job and all it brought back from this computer"), Qt::Key_Delete,
                 [this] { forgetJob(); });
    connect(&m_jobs, &QAbstractItemModel::dataChanged, this, &JobActions::update);
    connect(&m_jobs, &QAbstractItemModel::modelReset, this, &JobActions::update);
    update();
}

QAction *JobActions::add(const char *name, const QString &icon, const QString &text, const QString &hint, const QKeySequence &keys,
                         std::function<void()> act)
{
    auto *action = new QAction(look::icon(icon), text, this);
    action->setObjectName(QLatin1StringView(name));
    setHint(action, hint);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    return action;
}

void JobActions::setJob(std::optional<JobId> job)
{
    m_job = job;
    update();
}

void JobActions::update()
{
    const QModelIndex index = m_job ? m_jobs.indexOf(*m_job) : QModelIndex();
    const bool isThere = index.isValid();
    const auto state = index.data(JobModel::StateRole).value<JobState>();
    const bool isOpen = isThere && kindOf(state) == JobKind::Open;
    const bool isLocal = index.data(JobModel::AccountIdRole).toString() == thisComputerId();
    openPage->setEnabled(isThere && !isLocal);
    runAgain->setEnabled(isThere && !isOpen);
    retryFailed->setEnabled(isThere && !isOpen && index.data(JobModel::ElementsFailedRole).toInt() > 0);
    runAgainWithEdits->setEnabled(isThere);
    const bool waitsAtEnd = index.data(JobModel::WaitsAtEndRole).toBool();
    cancel->setText(waitsAtEnd ? tr("&Give Up Waiting…") : tr("&Cancel Job"));
    setHint(cancel, waitsAtEnd ? tr("Leaves what is still on the server there, and says so") : tr("Asks the runner to stop the script"));
    cancel->setEnabled(isOpen && state != JobState::Cancelling && state != JobState::Fetching);
    showRace->setEnabled(index.data(JobModel::RaceRole).isValid());
    goOn->setEnabled(isThere && state == JobState::Waiting);
    copyAsCommand->setEnabled(isThere);
    exportJob->setEnabled(isThere);
    forget->setEnabled(isThere && !isOpen);
}

void JobActions::withJob(std::function<void(const Job &)> act)
{
    if (!m_job)
        return;
    QCoro::connect(m_desk.store().job(*m_job), this, [this, act = std::move(act)](const Result<Job> &job) {
        if (job)
            act(*job);
        else
            emit failed(job.error());
    });
}

void JobActions::takeResult(const Result<> &result)
{
    if (!result)
        emit failed(result.error());
}

void JobActions::rerun()
{
    takeBegun(m_desk.rerun(*m_job));
}

void JobActions::takeBegun(Async<JobId> task)
{
    QCoro::connect(std::move(task), this, [this](const Result<JobId> &again) {
        if (again)
            emit begun(*again);
        else
            emit failed(again.error());
    });
}

void JobActions::cancelJob()
{
    if (m_jobs.indexOf(*m_job).data(JobModel::WaitsAtEndRole).toBool()) {
        giveUpWaiting();
        return;
    }
    QCoro::connect(m_desk.cancel(*m_job), this, [this](const Result<> &done) { takeResult(done); });
}

void JobActions::giveUpWaiting()
{
    const JobId job = *m_job;
    const QString name = m_jobs.indexOf(job).data().toString();
    const look::Question question{.text = tr("Give up waiting for job %1, “%2”?").arg(qint64(job)).arg(name),
                                  .explanation = tr("It has ended, and how it ended stays. What it has on the server stays there, on the "
                                                    "list of left-overs. What is not here yet can be fetched from there later."),
                                  .yes = tr("Give Up Waiting"),
                                  .dangerous = true};
    if (!m_prompts.confirm(m_window, question))
        return;
    QCoro::connect(m_desk.giveUp(job), this, [this](const Result<> &done) { takeResult(done); });
}

void JobActions::editJob(const Job &job)
{
    const auto reading = [folder = store::JobFolder(m_desk.store().home(), job.uid)] { return folder.script(); };
    QCoro::connect(onPool(Context(), reading), this, [this, job](const Result<QByteArray> &script) {
        if (script)
            emit editWished(job, *script);
        else
            emit failed(script.error());
    });
}

void JobActions::exportTo(const Job &job)
{
    const QString folder = m_prompts.chooseFolder(m_window, tr("Export job %1 into").arg(qint64(job.id)), {});
    if (folder.isEmpty())
        return;
    const QString target = tr("%1/%2 (job %3)", "folder, name, number").arg(folder, job.spec.name).arg(qint64(job.id));
    const auto copying = [source = store::JobFolder(m_desk.store().home(), job.uid), target] { return source.exportTo(target); };
    QCoro::connect(onPool(Context(), copying), this, [this, target](const Result<> &done) {
        if (done)
            emit told(tr("Exported to %1").arg(target));
        else
            emit failed(done.error());
    });
}

void JobActions::forgetJob()
{
    const JobId job = *m_job;
    const QString name = m_jobs.indexOf(job).data().toString();
    const look::Question question{.text = tr("Forget job %1, “%2”?").arg(qint64(job)).arg(name),
                                  .explanation
                                  = tr("Its script, inputs, log and artifacts are deleted from Punchcard's folder on this computer. "
                                       "What was placed in a results folder of yours stays."),
                                  .yes = tr("Forget"),
                                  .dangerous = true};
    if (!m_prompts.confirm(m_window, question))
        return;
    QCoro::connect(m_desk.forget(job), this, [this](const Result<> &done) { takeResult(done); });
}

} // namespace punchcard
