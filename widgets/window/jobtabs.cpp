// SPDX-License-Identifier: MIT
#include "widgets/window/jobtabs.h"

#include "core/secrets/specsecrets.h"
#include "widgets/elements/elementspane.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/log/logpane.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/run/secretvaluesheet.h"
#include "widgets/timing/detailstab.h"
#include "widgets/timing/stepsview.h"
#include "widgets/timing/timingtab.h"
#include "widgets/window/waitingbar.h"

#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

JobTabs::JobTabs(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_actions(actions)
    , m_prompts(prompts)
    , m_tabs(new QTabWidget)
    , m_waiting(new WaitingBar(this))
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
    setFocusProxy(m_log);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] { setFocusProxy(m_tabs->currentWidget()); });
    connect(m_waiting, &WaitingBar::tryAgainWanted, this, &JobTabs::tryAgain);
    connect(m_waiting, &WaitingBar::mendWanted, this, [this] {
        if (!m_job)
            return;
        QCoro::connect(m_desk.store().job(*m_job), this, [this](const Result<Job> &job) {
            if (job)
                mend(*job);
            else
                emit failed(job.error());
        });
    });
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

void JobTabs::makeElements()
{
    m_elements = new ElementsPane(m_desk, m_actions, m_prompts);
    m_elements->hide();
    connect(m_elements, &ElementsPane::told, this, &JobTabs::told);
    connect(m_elements, &ElementsPane::failed, this, &JobTabs::failed);
    connect(m_elements, &ElementsPane::elementChosen, this, &JobTabs::elementChosen);
    connect(m_elements, &ElementsPane::elementChosen, m_timing, &TimingTab::chooseElement);
    connect(m_elements, &ElementsPane::logWanted, this, [this](JobId job, int attempt, qint64 task) {
        m_log->showTask(job, attempt, task);
        show(LogPage);
        m_log->setFocus(Qt::OtherFocusReason);
    });
}

// An array's log is first of all its elements.
void JobTabs::placeElements(bool isArray)
{
    if (isArray && !m_elements)
        makeElements();
    const int place = m_elements ? m_tabs->indexOf(m_elements) : -1;
    if (isArray == (place >= 0))
        return;
    const bool isLog = m_tabs->currentWidget() == m_log || m_tabs->currentWidget() == m_elements;
    if (isArray) {
        m_tabs->insertTab(0, m_elements, look::icon(u"gallery"_s), tr("Elements"));
        if (isLog)
            m_tabs->setCurrentWidget(m_elements);
    } else {
        m_tabs->removeTab(place);
        m_elements->setParent(this);
        m_elements->hide();
        if (isLog)
            m_tabs->setCurrentWidget(m_log);
    }
}

void JobTabs::setJob(std::optional<JobId> job, bool isArray)
{
    const bool isNew = job != m_job;
    m_job = job;
    placeElements(isArray);
    if (m_elements)
        m_elements->setJob(isArray ? job : std::nullopt);
    if (isNew && isArray && m_tabs->currentWidget() == m_log)
        show(ElementsPage);
    m_wait.reset();
    m_log->setJob(job);
    m_steps->setJob(job);
    m_timing->setJob(job);
    m_details->setJob(job);
    m_waiting->hide();
    lookAtWaiting();
}

void JobTabs::show(Tab tab)
{
    switch (tab) {
    case StepsPage: m_tabs->setCurrentWidget(m_steps); break;
    case TimingPage: m_tabs->setCurrentWidget(m_timing); break;
    case DetailsPage: m_tabs->setCurrentWidget(m_details); break;
    case ElementsPage:
        if (m_elements && m_tabs->indexOf(m_elements) >= 0) {
            m_tabs->setCurrentWidget(m_elements);
            break;
        }
        [[fallthrough]];
    case LogPage: m_tabs->setCurrentWidget(m_log); break;
    }
}

void JobTabs::lookAtWaiting()
{
    if (!m_job)
        return;
    QCoro::connect(m_desk.store().job(*m_job), this, [this, id = *m_job](const Result<Job> &job) {
        if (id == m_job && job)
            tellWait(*job);
    });
}

void JobTabs::tellWait(const Job &job)
{
    const std::optional<Waiting> untold = m_desk.untoldWait(job.id);
    m_wait = job.isOver() ? std::nullopt : untold ? untold : job.waiting;
    if (m_wait)
        m_waiting->tellWait(*m_wait);
    m_waiting->setVisible(m_wait.has_value());
}

void JobTabs::tryAgain()
{
    if (!m_job)
        return;
    QCoro::connect(m_desk.tryAgain(*m_job), this, [this](const Result<> &done) {
        if (!done)
            emit failed(done.error());
    });
}

void JobTabs::endWaitFor(Waiting::For what)
{
    if (m_wait && m_wait->what == what)
        tryAgain();
}

// To the place where that is mended which the job waits for.
void JobTabs::mend(const Job &job)
{
    if (!m_wait)
        return;
    if (m_wait->what == Waiting::For::Token)
        emit accountWanted(job.spec.account);
    else if (m_wait->what == Waiting::For::Disk)
        emit storageWanted();
    else if (m_wait->what == Waiting::For::Secret)
        askForSecrets(job);
}

void JobTabs::askForSecrets(const Job &job)
{
    const TokenStorePtr tokens = m_desk.sessions()->tokens();
    QCoro::connect(lackingSecrets(tokens, job.uid, job.spec.secrets, {}), this,
                   [this, tokens, job](const Result<QList<SecretSource>> &lacking) {
                       if (!lacking) {
                           emit failed(lacking.error());
                           return;
                       }
                       auto *sheet = new SecretValueSheet(job, *lacking, tokens, this);
                       sheet->setAttribute(Qt::WA_DeleteOnClose);
                       connect(sheet, &QDialog::accepted, this, [this] { endWaitFor(Waiting::For::Secret); });
                       sheet->open();
                   });
}

} // namespace punchcard
