// SPDX-License-Identifier: MIT
#include "widgets/window/jobtabs.h"

#include "core/models/wording.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/log/logpane.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/timing/detailstab.h"
#include "widgets/timing/stepsview.h"
#include "widgets/timing/timingtab.h"

#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JobTabs)
};

QString waitingText(const Waiting &waiting)
{
    const QString text = waiting.until
        ? Text::tr("Waiting for %1, next try %2. %3", "what, when, why")
              .arg(waitedFor(waiting.what), momentText(*waiting.until, QDate::currentDate()), waiting.error.what)
        : Text::tr("Waiting for %1. %2", "what, why").arg(waitedFor(waiting.what), waiting.error.what);
    return waiting.error.remedy.isEmpty() ? text : Text::tr("%1 %2", "two sentences").arg(text, waiting.error.remedy);
}

} // namespace

JobTabs::JobTabs(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_actions(actions)
    , m_tabs(new QTabWidget)
    , m_waiting(new look::NoticeBar(u"state-waiting"_s, look::Tone::Waiting, this))
    , m_log(new LogPane(desk, prompts))
    , m_steps(new StepsView(desk))
    , m_timing(new TimingTab(desk))
    , m_details(new DetailsTab(desk))
{
    setObjectName("jobTabs"_L1);
    m_tabs->setObjectName("jobTabWidget"_L1);
    m_tabs->setDocumentMode(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->addTab(m_log, look::icon(u"log"_s), tr("Log"));
    m_tabs->addTab(m_steps, look::icon(u"steps"_s), tr("Steps"));
    m_tabs->addTab(m_timing, look::icon(u"timing"_s), tr("Timing"));
    m_tabs->addTab(m_details, look::icon(u"details"_s), tr("Details"));
    m_tabs->setCornerWidget(makeCorner());
    m_waiting->setObjectName("waitingBar"_L1);
    m_waiting->addButton(u"tryAgain"_s, tr("Try again now"), [this] { m_actions.goOn->trigger(); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_waiting);
    column->addWidget(m_tabs);
    connect(m_log, &LogPane::told, this, &JobTabs::told);
    const auto showStep = [this](JobId job, int attempt, qint64 task, int step) {
        m_log->showStep(job, attempt, task, step);
        show(LogPage);
    };
    connect(m_steps, &StepsView::stepChosen, this, showStep);
    connect(m_timing, &TimingTab::stepChosen, this, showStep);
    connect(&m_desk, &Desk::jobChanged, this, [this](JobId job, store::Change what) {
        if (job == m_job && what == store::Change::State)
            lookAtWaiting();
    });
}

// What is done with the job that is shown, beside its tabs.
QWidget *JobTabs::makeCorner()
{
    auto *corner = new QWidget;
    auto *row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 0, look::gap, 0);
    row->setSpacing(look::halfGap);
    for (QAction *action : {m_actions.cancel, m_actions.runAgain, m_actions.runAgainWithEdits, m_actions.openPage}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        row->addWidget(button);
        if (action != m_actions.cancel)
            m_spare.append(button);
    }
    return corner;
}

void JobTabs::resizeEvent(QResizeEvent *event)
{
    const QTabBar *bar = m_tabs->tabBar();
    const int buttons = int(m_spare.size() + 1) * (look::rowHeight + look::halfGap) + look::gap;
    const bool isWide = width() >= bar->tabRect(bar->count() - 1).right() - bar->tabRect(0).left() + buttons;
    for (QWidget *button : std::as_const(m_spare))
        button->setVisible(isWide);
    QWidget::resizeEvent(event);
}

void JobTabs::setJob(std::optional<JobId> job)
{
    m_job = job;
    m_log->setJob(job);
    m_steps->setJob(job);
    m_timing->setJob(job);
    m_details->setJob(job);
    m_waiting->hide();
    lookAtWaiting();
}

void JobTabs::show(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void JobTabs::lookAtWaiting()
{
    if (!m_job)
        return;
    QCoro::connect(m_desk.store().job(*m_job), this, [this, id = *m_job](const Result<Job> &job) {
        if (id != m_job)
            return;
        const bool isWaiting = job && !job->isOver() && job->waiting;
        if (isWaiting)
            m_waiting->setText(waitingText(*job->waiting));
        m_waiting->setVisible(isWaiting);
    });
}

} // namespace punchcard
