// SPDX-License-Identifier: MIT
#include "widgets/jobs/joblist.h"

#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/jobdelegate.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/findline.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

JobList::JobList(JobModel &jobs, JobActions &actions, const Home &home, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_actions(actions)
    , m_filter(new JobFilter(jobs, home, this))
    , m_find(new QLineEdit)
    , m_filterButton(new QToolButton)
    , m_pages(new QStackedWidget)
    , m_view(new QListView)
    , m_empty(new look::EmptyState)
{
    setObjectName("jobList"_L1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_pages);
    makeView();
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    connect(m_empty, &look::EmptyState::triggered, this, &JobList::showAll);
    m_ticker.setInterval(1s);
    connect(&m_ticker, &QTimer::timeout, this, &JobList::repaintOpenRows);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &JobList::takeRows);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &JobList::takeRows);
    connect(m_filter, &JobFilter::narrowed, this, &JobList::updateEmptyPage);
    connect(&m_jobs, &JobModel::countsChanged, this, &JobList::updateTicker);
    connect(&m_jobs, &JobModel::loaded, this, &JobList::takeRows);
    updateEmptyPage();
}

void JobList::makeView()
{
    m_view->setObjectName("jobView"_L1);
    setFocusProxy(m_view);
    m_view->setAccessibleName(tr("Jobs"));
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new JobDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Ten thousand rows are laid out a few hundred at a time, so that the window does not wait for them.
    m_view->setLayoutMode(QListView::Batched);
    m_view->setBatchSize(500);
    // The same ground as the pane around it.
    m_view->viewport()->setBackgroundRole(QPalette::Window);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &JobList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &JobList::tellCurrent);
    connect(m_view, &QAbstractItemView::activated, this, [this] {
        if (const auto job = current())
            emit opened(*job);
    });
}

QWidget *JobList::makeBar()
{
    m_find->setObjectName("findJob"_L1);
    m_find->setPlaceholderText(tr("Find a job"));
    m_find->setAccessibleName(tr("Find a job by name, script or outcome"));
    m_find->setToolTip(tr("Looks in names, scripts, runners and outcomes"));
    look::makeFindLine(m_find);
    m_find->installEventFilter(this);
    connect(m_find, &QLineEdit::textChanged, m_filter, &JobFilter::setText);
    m_filterButton->setObjectName("filterJobs"_L1);
    m_filterButton->setIcon(look::icon(u"filter"_s));
    m_filterButton->setToolTip(tr("Show only some outcomes or one account"));
    m_filterButton->setAccessibleName(tr("Filter jobs"));
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    m_filterButton->setAutoRaise(true);
    auto *menu = new QMenu(m_filterButton);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillFilterMenu(menu); });
    m_filterButton->setMenu(menu);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(look::gap, look::halfGap, look::gap, look::halfGap);
    row->setSpacing(look::halfGap);
    row->addWidget(m_find);
    row->addWidget(m_filterButton);
    return bar;
}

void JobList::addKind(QMenu *menu, JobKind kind, const QString &text)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(m_filter->kinds().testFlag(kind));
    connect(action, &QAction::toggled, this, [this, kind](bool wanted) { m_filter->setKinds(m_filter->kinds().setFlag(kind, wanted)); });
}

void JobList::fillFilterMenu(QMenu *menu)
{
    menu->clear();
    menu->addSection(tr("Outcome"));
    addKind(menu, JobKind::Open, tr("Not ended yet"));
    addKind(menu, JobKind::Succeeded, tr("Succeeded"));
    addKind(menu, JobKind::Failed, tr("Failed"));
    addKind(menu, JobKind::Cancelled, tr("Cancelled"));
    menu->addSection(tr("Account"));
    auto *group = new QActionGroup(menu);
    const auto addAccount = [this, menu, group](const QString &id, const QString &name) {
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(m_filter->account() == id);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, id] { m_filter->setAccount(id); });
    };
    addAccount({}, tr("All accounts"));
    const QHash<QString, QString> &names = m_jobs.accountNames();
    QStringList ids = names.keys();
    std::ranges::sort(ids, {}, [&names](const QString &id) { return names.value(id); });
    for (const QString &id : std::as_const(ids))
        addAccount(id, names.value(id));
    menu->addSeparator();
    QAction *all = menu->addAction(tr("Show all jobs"), this, &JobList::showAll);
    all->setEnabled(m_filter->isNarrow());
}

void JobList::showAll()
{
    m_find->clear();
    m_filter->setKinds(JobFilter::allKinds());
    m_filter->setAccount({});
}

void JobList::showMenu(const QPoint &at)
{
    if (!m_view->indexAt(at).isValid())
        return;
    QMenu menu(this);
    menu.setObjectName("jobMenu"_L1);
    menu.addAction(m_actions.runAgain);
    // Left out rather than hidden: a hidden action is off in every other place too.
    if (m_actions.retryFailed->isEnabled())
        menu.addAction(m_actions.retryFailed);
    menu.addActions({m_actions.runAgainWithEdits, m_actions.cancel});
    if (m_actions.goOn->isEnabled())
        menu.addAction(m_actions.goOn);
    if (m_actions.showRace->isEnabled())
        menu.addAction(m_actions.showRace);
    menu.addSeparator();
    menu.addActions({m_actions.openPage, m_actions.copyAsCommand, m_actions.exportJob});
    menu.addSeparator();
    menu.addAction(m_actions.forget);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

std::optional<JobId> JobList::current() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? std::optional(JobId(index.data(JobModel::IdRole).toLongLong())) : std::nullopt;
}

void JobList::tellCurrent()
{
    const std::optional<JobId> job = current();
    if (job == m_told)
        return;
    m_told = job;
    m_actions.setJob(job);
    emit currentChanged(job);
}

void JobList::choose(JobId job)
{
    m_wished = job;
    if (m_jobs.indexOf(job).isValid() && !m_filter->indexOf(job).isValid())
        showAll();
    chooseWished();
}

void JobList::chooseWished()
{
    if (!m_wished)
        return;
    const QModelIndex index = m_filter->indexOf(*m_wished);
    if (!index.isValid())
        return;
    m_wished.reset();
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void JobList::takeRows()
{
    chooseWished();
    tellCurrent();
    updateEmptyPage();
    updateTicker();
}

void JobList::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

bool JobList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_find && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return) {
            m_view->setFocus(Qt::TabFocusReason);
            if (!m_view->currentIndex().isValid())
                m_view->setCurrentIndex(m_filter->index(0, 0));
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_find->text().isEmpty()) {
            m_find->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void JobList::updateEmptyPage()
{
    const bool isEmpty = m_filter->rowCount() == 0;
    m_pages->setCurrentIndex(isEmpty ? 1 : 0);
    m_filterButton->setIcon(m_filter->kinds() == JobFilter::allKinds() && m_filter->account().isEmpty()
                                ? look::icon(u"filter"_s)
                                : look::icon(u"filter"_s, look::Tone::Accent));
    if (!isEmpty)
        return;
    if (m_filter->isNarrow())
        m_empty->say(u"search"_s, tr("No job is like that"), tr("Names, scripts, runners and outcomes were looked at."),
                     tr("Show all jobs"));
    else
        m_empty->say(u"run"_s, tr("No jobs yet"), tr("Write a script and press Run. Each run stands here, with its log and its results."));
}

void JobList::updateTicker()
{
    const JobModel::Counts &counts = m_jobs.counts();
    const bool isWanted = isVisible() && counts.running + counts.queued + counts.waiting > 0;
    if (isWanted && !m_ticker.isActive())
        m_ticker.start();
    else if (!isWanted)
        m_ticker.stop();
}

// Only what can be seen, and of that only what still changes.
void JobList::repaintOpenRows()
{
    const QRect seen = m_view->viewport()->rect();
    for (QModelIndex index = m_view->indexAt(seen.topLeft()); index.isValid(); index = index.siblingAtRow(index.row() + 1)) {
        const QRect row = m_view->visualRect(index);
        if (row.top() > seen.bottom())
            break;
        if (index.data(JobModel::IsOpenRole).toBool())
            m_view->viewport()->update(row);
    }
}

void JobList::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateTicker();
}

void JobList::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    updateTicker();
}

} // namespace punchcard
