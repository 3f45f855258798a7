// SPDX-License-Identifier: MIT
#include "widgets/timing/historypage.h"

#include "core/artifacts/placing.h"
#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/models/runnermodel.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/prompts.h"
#include "widgets/timing/compareview.h"
#include "widgets/timing/historychart.h"
#include "widgets/timing/historydelegates.h"
#include "widgets/timing/historylegend.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QTreeView *makeView(QAbstractItemModel *model, const char *name, const QString &accessible, QWidget *parent)
{
    auto *view = new QTreeView(parent);
    view->setObjectName(QLatin1StringView(name));
    view->setAccessibleName(accessible);
    view->setModel(model);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->header()->setStretchLastSection(false);
    return view;
}

QToolButton *makeButton(const char *name, const QString &text, const QString &iconName, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QLatin1StringView(name));
    button->setText(text);
    button->setIcon(look::icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

} // namespace

HistoryPage::HistoryPage(Desk &desk, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_prompts(prompts)
    , m_runs(new HistoryModel(this))
    , m_runners(new RunnerModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_scripts(new QComboBox(this))
    , m_compare(makeButton("compareRuns", tr("Compare"), u"compare"_s, this))
    , m_export(makeButton("exportHistory", tr("Export"), u"save"_s, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_chart(new HistoryChart(this))
    , m_comparison(new CompareView(desk, this))
{
    setObjectName("historyPage");
    m_sorted->setSourceModel(m_runs);
    m_sorted->setSortRole(HistoryModel::SortRole);
    m_overview = makeOverview();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_overview);
    m_pages->addWidget(m_comparison);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeStrip());
    column->addWidget(m_pages, 1);

    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::milliseconds(500));
    connect(&m_pause, &QTimer::timeout, this, &HistoryPage::reload);
    connect(&desk, &Desk::jobChanged, this, [this](JobId, store::Change what) {
        if (what == store::Change::Items || what == store::Change::Wishes)
            return;
        m_stale = true;
        if (isVisible() && !m_pause.isActive())
            m_pause.start();
    });
    connect(m_scripts, &QComboBox::activated, this, [this] { setScript(m_scripts->currentData().toString()); });
    connect(m_chart, &HistoryChart::jobClicked, this, &HistoryPage::jobChosen);
    connect(m_runView, &QTreeView::activated, this,
            [this](const QModelIndex &index) { emit jobChosen(JobId(index.data(HistoryModel::JobRole).toLongLong())); });
    connect(m_runView->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::updateSelection);
    connect(m_compare, &QToolButton::clicked, this, &HistoryPage::compare);
    connect(m_comparison, &CompareView::backAsked, this, [this] { m_pages->setCurrentWidget(m_overview); });
    m_empty->say(u"history"_s, tr("No history yet"), tr("When a script has run, its durations come here, run by run."));
    updateSelection();
}

QWidget *HistoryPage::makeStrip()
{
    m_scripts->setObjectName("historyScript");
    m_scripts->setAccessibleName(tr("Script"));
    m_scripts->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_scripts->setMinimumContentsLength(24);
    QToolButton *back = makeButton("historyBack", tr("Back to the script"), u"chevron-left"_s, this);
    connect(back, &QToolButton::clicked, this, &HistoryPage::backWished);
    QToolButton *races = makeButton("historyRaces", tr("Races"), u"race"_s, this);
    races->setToolTip(tr("Runs on several runners at once, side by side"));
    connect(races, &QToolButton::clicked, this, &HistoryPage::racesWished);
    m_compare->setToolTip(tr("Choose two runs below to compare them"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setMenu(new QMenu(m_export));
    m_export->menu()->addAction(tr("As a table (CSV)…"), this, [this] { exportRuns(Format::Csv); })->setObjectName("exportCsv");
    m_export->menu()->addAction(tr("As JSON…"), this, [this] { exportRuns(Format::Json); })->setObjectName("exportJson");
    auto *strip = new QWidget(this);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(look::gap + look::halfGap, 0, look::gap, 0);
    row->setSpacing(look::gap);
    row->addWidget(back);
    row->addWidget(m_scripts);
    row->addStretch();
    row->addWidget(races);
    row->addWidget(m_compare);
    row->addWidget(m_export);
    strip->setFixedHeight(look::barHeight + look::halfGap);
    return strip;
}

QWidget *HistoryPage::makeOverview()
{
    m_runView = makeView(m_sorted, "historyRuns", tr("Runs"), this);
    setFocusProxy(m_runView);
    m_runView->setItemDelegate(new HistoryDelegate(m_runView));
    m_runView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_runView->setSortingEnabled(true);
    m_runView->sortByColumn(HistoryModel::Began, Qt::DescendingOrder);
    QHeaderView *header = m_runView->header();
    const QFontMetrics metrics = fontMetrics();
    header->resizeSection(HistoryModel::Job, metrics.horizontalAdvance(u"#100000"_s) + 2 * look::wideGap);
    header->resizeSection(HistoryModel::Began, metrics.horizontalAdvance(u"99 Nov 9999, 99:99:99"_s) + look::wideGap);
    header->resizeSection(HistoryModel::Result, metrics.horizontalAdvance(u"Succeeded"_s) + 4 * look::wideGap);
    header->resizeSection(HistoryModel::Queued, metrics.horizontalAdvance(u"99h59m59s"_s) + look::wideGap);
    header->resizeSection(HistoryModel::Duration, metrics.horizontalAdvance(u"99h59m59s"_s) + look::wideGap);
    header->setSectionResizeMode(HistoryModel::Runner, QHeaderView::Stretch);

    m_runnerView = makeView(m_runners, "historyRunners", tr("By runner"), this);
    m_runnerView->setItemDelegate(new SpreadDelegate(m_runnerView));
    m_runnerView->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_runnerView->header()->setSectionResizeMode(RunnerModel::Runner, QHeaderView::Interactive);
    m_runnerView->header()->resizeSection(RunnerModel::Runner, metrics.horizontalAdvance(u"self-hosted, linux, x64"_s));
    m_runnerView->header()->setSectionResizeMode(RunnerModel::Range, QHeaderView::Stretch);
    m_runnerView->header()->setSectionsClickable(false);

    auto *chart = new QWidget(this);
    auto *column = new QVBoxLayout(chart);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new HistoryLegend(chart));
    column->addWidget(m_chart, 1);
    auto *lists = new QSplitter(Qt::Vertical, this);
    lists->addWidget(chart);
    lists->addWidget(m_runnerView);
    lists->addWidget(m_runView);
    lists->setStretchFactor(0, 5);
    lists->setStretchFactor(1, 2);
    lists->setStretchFactor(2, 5);
    lists->setHandleWidth(1);
    m_chart->setMinimumHeight(160);
    return lists;
}

void HistoryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        reload();
}

void HistoryPage::setScript(const QString &name)
{
    m_wanted = name;
    m_pages->setCurrentWidget(m_runs->rowCount() > 0 ? m_overview : m_empty);
    reload();
}

void HistoryPage::reload()
{
    m_stale = false;
    listScripts();
}

void HistoryPage::listScripts()
{
    QCoro::connect(m_desk.store().scripts(), this, [this](const Result<QList<store::ScriptRuns>> &scripts) {
        if (!scripts) {
            emit told(scripts.error().sentence());
            return;
        }
        if (m_wanted.isEmpty())
            m_wanted = scripts->isEmpty() ? QString() : scripts->constFirst().name;
        m_scripts->clear();
        for (const store::ScriptRuns &script : *scripts)
            m_scripts->addItem(tr("%1 (%Ln run(s))", nullptr, script.count).arg(script.name), script.name);
        m_scripts->setCurrentIndex(m_scripts->findData(m_wanted));
        m_scripts->setEnabled(m_scripts->count() > 0);
        QCoro::connect(m_desk.store().pastRuns(m_wanted), this, [this, name = m_wanted](const Result<QList<store::PastRun>> &runs) {
            if (name != m_wanted)
                return;
            m_script = name;
            if (runs)
                take(*runs);
            else
                emit told(runs.error().sentence());
        });
    });
}

void HistoryPage::take(const QList<store::PastRun> &runs)
{
    if (runs != m_runs->runs()) {
        m_runs->setRuns(runs);
        m_runners->setRuns(runs);
        m_chart->setRuns(runs);
    }
    if (m_pages->currentWidget() != m_comparison)
        m_pages->setCurrentWidget(runs.isEmpty() ? static_cast<QWidget *>(m_empty) : m_overview);
    updateSelection();
    emit shown();
}

QList<JobId> HistoryPage::selectedJobs() const
{
    QList<JobId> jobs;
    for (const QModelIndex &index : m_runView->selectionModel()->selectedRows())
        jobs.append(JobId(index.data(HistoryModel::JobRole).toLongLong()));
    std::ranges::sort(jobs);
    return jobs;
}

void HistoryPage::updateSelection()
{
    const QList<JobId> jobs = selectedJobs();
    m_compare->setEnabled(jobs.size() == 2);
    m_export->setEnabled(m_runs->rowCount() > 0);
    m_chart->setMarked(jobs);
}

void HistoryPage::compare()
{
    const QList<JobId> jobs = selectedJobs();
    if (jobs.size() != 2)
        return;
    m_comparison->setJobs(jobs.constFirst(), jobs.constLast());
    m_pages->setCurrentWidget(m_comparison);
}

void HistoryPage::exportRuns(Format format)
{
    const bool json = format == Format::Json;
    const QString base = safeFolderName(QFileInfo(m_script).completeBaseName());
    const QString file = m_prompts.chooseSaveName(this, tr("Export history"), base + (json ? u"-history.json"_s : u"-history.csv"_s),
                                                  json ? tr("JSON (*.json)") : tr("Table (*.csv)"));
    if (file.isEmpty())
        return;
    // The entry that was chosen counts, whatever the file is called.
    const auto writing
        = [file, json, runs = m_runs->runs()] { return writePrivateFile(file, json ? historyJson(runs) : historyCsv(runs)); };
    const Context context;
    QCoro::connect(onPool(context, writing), this, [this, file](const Result<> &written) {
        emit told(written ? tr("History written to %1").arg(QFileInfo(file).fileName()) : written.error().sentence());
    });
}

} // namespace punchcard
