// SPDX-License-Identifier: MIT
#include "widgets/timing/stepsview.h"

#include "core/models/stepmodel.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/metrics.h"
#include "widgets/timing/stepdelegate.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

StepsView::StepsView(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(new StepModel(Clock::system(), this))
    , m_strip(new QWidget(this))
    , m_attempts(new QComboBox(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_view(new QTreeView(this))
    , m_ticker(new QTimer(this))
{
    setObjectName("stepsView");
    m_attempts->setObjectName("stepAttempts");
    m_attempts->setAccessibleName(tr("Attempt"));
    auto *row = new QHBoxLayout(m_strip);
    row->setContentsMargins(look::gap, 0, look::gap, 0);
    row->addWidget(m_attempts);
    row->addStretch();
    m_strip->setFixedHeight(look::barHeight);
    m_strip->hide();

    m_view->setObjectName("stepTree");
    m_view->setAccessibleName(tr("Steps"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new StepDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHeaderHidden(true);
    m_view->setIndentation(look::wideGap);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(StepModel::Name, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(StepModel::Duration, QHeaderView::Fixed);
    m_view->header()->resizeSection(StepModel::Duration, fontMetrics().horizontalAdvance(u"99h59m59s"_s) + 2 * look::gap);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(m_pages, 1);

    m_ticker->setObjectName("stepTicker");
    m_ticker->setInterval(std::chrono::seconds(1));
    connect(m_ticker, &QTimer::timeout, m_model, &StepModel::tick);
    connect(&desk, &Desk::jobChanged, this, [this](JobId job, store::Change) {
        if (job == m_job)
            reload();
    });
    connect(m_attempts, &QComboBox::activated, this, [this] {
        m_attempt = m_attempts->currentData().toInt();
        if (m_known)
            take(*m_known);
        emit attemptChosen(*m_job, m_attempt);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (current.isValid() && m_job) {
            emit stepChosen(*m_job, m_model->attempt(), current.data(StepModel::TaskRole).toLongLong(),
                            current.data(StepModel::StepRole).toInt());
        }
    });
    // A job of one task shows its steps; a big array its tasks.
    const auto unfold = [this] {
        if (m_model->rowCount() <= 4)
            m_view->expandAll();
    };
    connect(m_model, &StepModel::modelReset, this, unfold);
    connect(m_model, &StepModel::rowsInserted, this, unfold);
    updateState(nullptr);
}

void StepsView::setJob(std::optional<JobId> job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_known.reset();
    m_attempt = 0;
    m_model->clear();
    m_strip->hide();
    updateState(nullptr);
    updateTimer();
    if (job)
        reload();
}

void StepsView::reload()
{
    QCoro::connect(m_desk.store().job(*m_job), this, [this, id = *m_job](const Result<Job> &job) {
        if (id != m_job)
            return;
        if (job)
            take(*job);
        else if (job.error().kind == Error::Kind::Missing)
            setJob(std::nullopt);
        else
            m_empty->say(u"warning"_s, job.error().what, job.error().remedy);
    });
}

void StepsView::take(const Job &job)
{
    m_known = job;
    m_model->setJob(job, m_attempt);
    listAttempts();
    updateState(&job);
    updateTimer();
}

void StepsView::listAttempts()
{
    const QList<int> attempts = m_model->attempts();
    m_strip->setVisible(attempts.size() > 1);
    if (m_attempts->count() == attempts.size())
        return;
    m_attempts->clear();
    for (const int attempt : attempts)
        m_attempts->insertItem(0, tr("Attempt %1").arg(attempt), attempt);
    m_attempts->setCurrentIndex(std::max(0, m_attempts->findData(m_model->attempt())));
}

void StepsView::updateState(const Job *job)
{
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    m_pages->setCurrentWidget(m_empty);
    if (!m_job)
        m_empty->say(u"steps"_s, tr("No job chosen"), tr("Choose a job to see its steps."));
    else if (!job)
        m_empty->say(u"steps"_s, {}, {});
    else if (job->isOver())
        m_empty->say(u"steps"_s, tr("No steps"), tr("This job ended before a runner took it."));
    else
        m_empty->say(u"clock"_s, tr("Not running yet"), tr("The steps come here as soon as a runner has taken the job."));
}

void StepsView::updateTimer()
{
    const bool wanted = isVisible() && m_model->isRunning();
    if (wanted && !m_ticker->isActive())
        m_ticker->start();
    else if (!wanted)
        m_ticker->stop();
}

void StepsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model->tick();
    updateTimer();
}

void StepsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ticker->stop();
}

} // namespace punchcard
