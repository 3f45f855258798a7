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
    : JobView(desk, parent)
    , m_model(new StepModel(Clock::system(), this))
    , m_strip(new QWidget(this))
    , m_attempts(new QComboBox(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_view(new QTreeView(this))
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
    setFocusProxy(m_view);
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

    ticker()->setObjectName("stepTicker");
    connect(m_attempts, &QComboBox::activated, this, [this] {
        m_attempt = m_attempts->currentData().toInt();
        if (known())
            take(*known());
        updateTicker();
        emit attemptChosen(*job(), m_attempt);
    });
    // Not each step that the keys pass on their way: whoever hears of it leads away from here.
    for (const auto signal : {&QTreeView::clicked, &QTreeView::activated}) {
        connect(m_view, signal, this, [this](const QModelIndex &chosen) {
            if (job())
                emit stepChosen(*job(), m_model->attempt(), chosen.data(StepModel::TaskRole).toLongLong(),
                                chosen.data(StepModel::StepRole).toInt());
        });
    }
    // A job of one task shows its steps; a big array its tasks.
    const auto unfold = [this] {
        if (m_model->rowCount() <= 4)
            m_view->expandAll();
    };
    connect(m_model, &StepModel::modelReset, this, unfold);
    connect(m_model, &StepModel::rowsInserted, this, unfold);
    updateState(nullptr);
}

void StepsView::clear()
{
    m_attempt = 0;
    m_model->clear();
    m_strip->hide();
    updateState(nullptr);
}

void StepsView::say(const Error &error)
{
    m_empty->say(u"warning"_s, error.what, error.remedy);
}

void StepsView::tick()
{
    m_model->tick();
}

bool StepsView::isRunning() const
{
    return m_model->isRunning();
}

void StepsView::take(const Job &taken)
{
    m_model->setJob(taken, m_attempt);
    listAttempts();
    updateState(&taken);
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

void StepsView::updateState(const Job *shown)
{
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    m_pages->setCurrentWidget(m_empty);
    if (!job())
        m_empty->say(u"steps"_s, tr("No job chosen"), tr("Choose a job to see its steps."));
    else if (!shown)
        m_empty->say(u"steps"_s, {}, {});
    else if (shown->isOver())
        m_empty->say(u"steps"_s, tr("No steps"), tr("This job ended before a runner took it."));
    else
        m_empty->say(u"clock"_s, tr("Not running yet"), tr("The steps come here as soon as a runner has taken the job."));
}

} // namespace punchcard
