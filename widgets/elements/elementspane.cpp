// SPDX-License-Identifier: MIT
#include "widgets/elements/elementspane.h"

#include "core/artifacts/placing.h"
#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/models/elementmodel.h"
#include "widgets/artifacts/fileactions.h"
#include "widgets/elements/elementdetails.h"
#include "widgets/elements/elementgrid.h"
#include "widgets/elements/elementsbar.h"
#include "widgets/elements/elementtable.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/log/logpane.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/prompts.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {
constexpr int widthForTwo = 620; // Below it the log stands under the elements.
} // namespace

ElementsPane::ElementsPane(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent)
    : JobView(desk, parent)
    , m_desk(desk)
    , m_actions(actions)
    , m_prompts(prompts)
    , m_model(new ElementModel(Clock::system(), this))
    , m_filter(new ElementFilter(*m_model, this))
    , m_files(new FileActions(prompts, this))
    , m_bar(new ElementsBar(this))
    , m_grid(new ElementGrid(this))
    , m_table(new ElementTable(*m_model, *m_filter, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_log(new LogPane(desk, prompts, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    setObjectName("elementsPane"_L1);
    ticker()->setObjectName("elementTicker"_L1);
    setFocusProxy(m_grid);
    makeActions();
    makeBar();
    makeViews();
    connectViews();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_splitter, 1);
    connect(m_model, &ElementModel::countsChanged, this, &ElementsPane::takeCounts);
    connect(&desk, &Desk::liveGrew, this, [this](JobId id, qint64 task, const std::optional<LiveProgress> &progress) {
        if (id == job() && progress)
            m_model->setProgress(task, *progress);
    });
    connect(m_log, &LogPane::told, this, &ElementsPane::told);
    connect(m_files, &FileActions::failed, this, &ElementsPane::failed);
    showChosen();
}

QAction *ElementsPane::makeAction(const char *name, const QString &icon, const QString &text, const QKeySequence &keys,
                                  std::function<void()> act)
{
    auto *action = new QAction(look::icon(icon), text, this);
    action->setObjectName(QLatin1StringView(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    return action;
}

void ElementsPane::makeActions()
{
    m_openLog = makeAction("openElementLog", u"log"_s, tr("Open the Log by Itself"), {}, [this] { openLog(); });
    m_openPage = makeAction("openElementPage", u"external"_s, tr("Open Page on GitHub"), {}, [this] {
        if (const Element *element = m_model->element(m_chosen))
            m_actions.open(element->page);
    });
    m_openFolder = makeAction("openElementFolder", u"folder-open"_s, tr("Show Results Folder"), {}, [this] {
        const Element *const element = m_model->element(m_chosen);
        if (element && known())
            m_files->openFolderOf(m_desk.store().home().jobFolder(known()->uid) + u'/' + element->folder);
    });
    m_tabular = makeAction("elementTable", u"file-table"_s, tr("As a Table"), {}, [this] { setTabular(m_tabular->isChecked()); });
    m_tabular->setCheckable(true);
    m_tabular->setToolTip(tr("Shows parameters, times and results as a table"));
    m_export = makeAction("exportElements", u"save"_s, tr("Export as CSV…"), {}, [this] { exportCsv(); });
    m_copy = makeAction("copyElements", u"copy"_s, tr("Copy"), QKeySequence::Copy, [this] { copyTable(); });
    m_find = makeAction("findElements", u"search"_s, tr("Find"), QKeySequence::Find, [this] {
        m_bar->find()->setFocus(Qt::ShortcutFocusReason);
        m_bar->find()->selectAll();
    });
    const auto zoom = [this](int steps) {
        m_isZoomed = true;
        m_grid->zoom(steps);
    };
    m_zoomIn = makeAction("largerElements", u"add"_s, tr("Larger Cells"), QKeySequence::ZoomIn, [zoom] { zoom(1); });
    m_zoomOut = makeAction("smallerElements", u"remove"_s, tr("Smaller Cells"), QKeySequence::ZoomOut, [zoom] { zoom(-1); });
}

void ElementsPane::makeBar()
{
    connect(m_bar, &ElementsBar::statesChosen, this, [this](ElementStates states) {
        m_filter->setStates(states);
        updatePages();
    });
    connect(m_bar, &ElementsBar::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        updatePages();
    });
    connect(m_bar->find(), &QLineEdit::returnPressed, this, [this] { m_pages->currentWidget()->setFocus(Qt::TabFocusReason); });
    m_bar->add(m_actions.retryFailed, true);
    m_bar->add(m_tabular);
    auto *more = new QAction(look::icon(u"more"_s), tr("More"), this);
    more->setObjectName("moreElements"_L1);
    QToolButton *button = m_bar->add(more);
    auto *menu = new QMenu(button);
    menu->setObjectName("elementsMenu"_L1);
    menu->addActions({m_zoomIn, m_zoomOut});
    menu->addSeparator();
    menu->addActions({m_copy, m_export});
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
}

void ElementsPane::makeViews()
{
    m_grid->setObjectName("elementGrid"_L1);
    m_grid->setAccessibleName(tr("Elements"));
    m_grid->setModel(m_filter);
    m_table->setObjectName("elementTableView"_L1);
    m_table->setAccessibleName(tr("Elements, as a table"));
    auto *cells = new QWidget(m_pages);
    auto *around = new QVBoxLayout(cells);
    around->setContentsMargins(look::gap, look::halfGap, 0, look::halfGap);
    around->addWidget(m_grid);
    cells->setFocusProxy(m_grid);
    m_pages->addWidget(cells);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    m_pages->setMinimumWidth(2 * look::barHeight);
    m_log->setObjectName("elementLog"_L1);
    m_details = new ElementDetails({m_openFolder, m_openPage, m_openLog}, this);
    auto *right = new QWidget(this);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_details);
    column->addWidget(m_log, 1);
    right->setMinimumWidth(4 * look::barHeight);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    // Not of the whole pane: the log has keys of its own for these.
    m_pages->addActions({m_find, m_copy, m_zoomIn, m_zoomOut});
    m_bar->addAction(m_find);
}

void ElementsPane::connectViews()
{
    for (QAbstractItemView *view : {static_cast<QAbstractItemView *>(m_grid), static_cast<QAbstractItemView *>(m_table)}) {
        connect(view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
            if (current.isValid() && !m_isChoosing)
                choose(current.data(ElementModel::NumberRole).toInt());
        });
        connect(view, &QAbstractItemView::activated, this, &ElementsPane::openLog);
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint &at) {
            if (view->indexAt(at).isValid())
                showMenu(view->viewport()->mapToGlobal(at));
        });
    }
    connect(m_grid, &ElementGrid::cellSizeChanged, this, [this] {
        m_zoomIn->setEnabled(m_grid->cellSize() < 3);
        m_zoomOut->setEnabled(m_grid->cellSize() > 0);
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ElementsPane::updatePages);
    connect(m_empty, &look::EmptyState::triggered, this, &ElementsPane::showAll);
}

void ElementsPane::showMenu(const QPoint &at)
{
    QMenu menu(this);
    menu.setObjectName("elementMenu"_L1);
    menu.addActions({m_openLog, m_openPage, m_openFolder});
    menu.addSeparator();
    menu.addActions({m_copy, m_export});
    menu.exec(at);
}

// -- which job

void ElementsPane::clear()
{
    m_model->clear();
    m_chosen = -1;
    m_shown = {};
    m_bar->find()->clear();
    m_bar->choose({});
    m_log->setJob(std::nullopt);
    showChosen();
}

void ElementsPane::say(const Error &error)
{
    m_empty->say(u"warning"_s, error.what, error.remedy);
    m_pages->setCurrentWidget(m_empty);
}

void ElementsPane::take(const Job &job)
{
    m_model->setJob(job);
    if (!m_isZoomed && m_chosen < 0 && m_model->rowCount() > 0)
        m_grid->fitCells(m_model->elements().constLast().number);
    updatePages();
    if (m_chosen < 0)
        chooseFirst();
    else
        showChosen();
}

void ElementsPane::tick()
{
    m_model->tick();
    if (m_chosen >= 0)
        m_details->show(m_model->element(m_chosen), Clock::system().now());
}

bool ElementsPane::isRunning() const
{
    return m_model->counts().running + m_model->counts().waiting > 0;
}

void ElementsPane::takeCounts()
{
    m_bar->setCounts(m_model->counts());
}

// What one opens the job for: one that failed, else one that runs.
void ElementsPane::chooseFirst()
{
    const QList<Element> &elements = m_model->elements();
    for (const ElementStates wanted :
         {ElementStates(ElementState::Failed) | ElementState::TimedOut, ElementStates(ElementState::Running)}) {
        const auto found = std::ranges::find_if(elements, [wanted](const Element &element) { return wanted.testFlag(element.state); });
        if (found != elements.end()) {
            choose(found->number);
            return;
        }
    }
    if (!elements.isEmpty())
        choose(elements.constFirst().number);
}

void ElementsPane::choose(int number)
{
    if (!m_model->element(number))
        return;
    const bool isNew = number != m_chosen;
    m_chosen = number;
    markChosen();
    showChosen();
    if (isNew)
        emit elementChosen(number);
}

// In both views, whichever it was chosen in.
void ElementsPane::markChosen()
{
    const QScopedValueRollback choosing(m_isChoosing, true);
    for (const auto &[view, index] : {std::pair(static_cast<QAbstractItemView *>(m_grid), m_filter->indexOf(m_chosen)),
                                      {static_cast<QAbstractItemView *>(m_table), m_table->indexOf(m_chosen)}}) {
        if (index.isValid() && view->currentIndex().siblingAtColumn(0) != index)
            view->setCurrentIndex(index);
    }
}

void ElementsPane::showChosen()
{
    const Element *const element = m_model->element(m_chosen);
    m_details->show(element, Clock::system().now());
    m_openLog->setEnabled(element && element->task != 0);
    m_openPage->setEnabled(element && !element->page.isEmpty());
    m_openFolder->setEnabled(element && !element->folder.isEmpty());
    const std::pair shown(element ? element->attempt : 0, element ? element->task : 0);
    if (!job() || !element || (shown == m_shown && shown.second != 0))
        return;
    m_shown = shown;
    m_log->showTaskAlone(*job(), shown.first, shown.second);
}

void ElementsPane::openLog()
{
    const Element *const element = m_model->element(m_chosen);
    if (job() && element && element->task != 0)
        emit logWanted(*job(), element->attempt, element->task);
}

// -- what is seen

void ElementsPane::setTabular(bool tabular)
{
    m_tabular->setChecked(tabular);
    setFocusProxy(tabular ? static_cast<QWidget *>(m_table) : m_grid);
    updatePages();
    for (QAction *action : {m_zoomIn, m_zoomOut})
        action->setVisible(!tabular);
    if (m_splitter->orientation() == Qt::Horizontal)
        m_splitter->setSizes(tabular ? QList<int>{width() * 3 / 5, width() * 2 / 5} : QList<int>{width() / 2, width() / 2});
}

void ElementsPane::updatePages()
{
    const bool isNone = m_filter->rowCount() == 0 && m_model->rowCount() > 0;
    m_pages->setCurrentWidget(isNone                       ? static_cast<QWidget *>(m_empty)
                                  : m_tabular->isChecked() ? static_cast<QWidget *>(m_table)
                                                           : m_grid->parentWidget());
    if (isNone)
        m_empty->say(u"search"_s, tr("No element is like that"), {}, tr("Show all"));
    else if (m_chosen >= 0)
        markChosen();
}

void ElementsPane::showAll()
{
    m_bar->find()->clear();
    m_bar->choose({});
}

void ElementsPane::resizeEvent(QResizeEvent *event)
{
    JobView::resizeEvent(event);
    const Qt::Orientation wanted = width() >= widthForTwo ? Qt::Horizontal : Qt::Vertical;
    if (wanted == m_splitter->orientation())
        return;
    m_splitter->setOrientation(wanted);
    m_splitter->setSizes({1000, 1000});
}

// -- the table outside

QByteArray ElementsPane::csv(bool selected, char separator) const
{
    QList<Element> elements;
    const QList<int> numbers = selected ? m_table->selected() : m_table->shown();
    elements.reserve(numbers.size());
    for (const int number : numbers) {
        if (const Element *element = m_model->element(number))
            elements.append(*element);
    }
    return elementsCsv(m_model->spec(), elements, CsvReader::Spreadsheet, separator);
}

// What is seen, in its order.
void ElementsPane::exportCsv()
{
    const QString base = safeFolderName(QFileInfo(m_model->spec().name).completeBaseName());
    const QString file = m_prompts.chooseSaveName(this, tr("Export elements"), base + u"-elements.csv"_s, tr("Table (*.csv)"));
    if (file.isEmpty())
        return;
    const auto writing = [file, content = csv(false, ',')] { return writePrivateFile(file, content); };
    QCoro::connect(onPool(Context(), writing), this, [this, file](const Result<> &written) {
        if (written)
            emit told(tr("Elements written to %1").arg(QFileInfo(file).fileName()));
        else
            emit failed(written.error());
    });
}

// As spreadsheets take it from the clipboard: several chosen rows, else all.
void ElementsPane::copyTable()
{
    const bool isChosen = m_tabular->isChecked() && m_table->selected().size() > 1;
    QString text = QString::fromUtf8(csv(isChosen, '\t'));
    QGuiApplication::clipboard()->setText(text.replace(u"\r\n"_s, u"\n"_s));
    emit told(tr("Copied %n element(s)", nullptr, int(isChosen ? m_table->selected().size() : m_table->shown().size())));
}

} // namespace punchcard
