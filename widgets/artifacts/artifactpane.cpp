// SPDX-License-Identifier: MIT
#include "widgets/artifacts/artifactpane.h"

#include "core/job/array.h"
#include "core/jobs/resultplace.h"
#include "core/models/artifactmodel.h"
#include "core/models/wording.h"
#include "widgets/artifacts/artifactdelegate.h"
#include "widgets/artifacts/previewpane.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QAction>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {
// Below this width the kind of a file is told by its icon alone.
constexpr int widthForKinds = 420;
constexpr int widthForSizes = 220;
constexpr int fewArtifacts = 50; // Of so many all are looked at each time one changes.
constexpr int rowsAhead = 100; // Of a large folder more is asked for when so many are left below the last one seen.
} // namespace

ArtifactPane::ArtifactPane(Desk &desk, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(new ArtifactModel(desk, this))
    , m_actions(new FileActions(prompts, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_view(new QTreeView(this))
    , m_preview(new PreviewPane(this))
    , m_bar(new QProgressBar(this))
    , m_note(new QLabel(this))
{
    setObjectName("artifactPane");
    makeActions();
    makeView();

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(look::gap, 0, look::gap, 0);
    buttons->setSpacing(look::halfGap);
    for (QAction *action : {m_saveAll, m_openFolder})
        buttons->addWidget(makeButton(action));
    m_note->setObjectName("artifactNote");
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    buttons->addWidget(m_note, 1);
    buttons->addWidget(makeButton(m_retry));
    auto *strip = new QWidget(this);
    strip->setFixedHeight(look::barHeight);
    strip->setLayout(buttons);

    m_bar->setObjectName("artifactProgress");
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(2);
    m_bar->hide();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_preview);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(true);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_splitter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    column->addWidget(m_bar);
    column->addWidget(m_pages, 1);

    m_update.setSingleShot(true);
    m_update.setInterval(0);
    connect(&m_update, &QTimer::timeout, this, &ArtifactPane::updateState);
    connect(m_model, &ArtifactModel::jobRead, this, &ArtifactPane::updateState);
    connect(m_model, &ArtifactModel::dataChanged, this, [this](const QModelIndex &first) {
        updateSoon();
        if (first == m_view->currentIndex().siblingAtColumn(ArtifactModel::Name) && first.data(ArtifactModel::ItemRole).toLongLong() != 0)
            showCurrent();
    });
    connect(m_model, &ArtifactModel::rowsInserted, this, [this](const QModelIndex &parent) {
        updateSoon();
        if (parent.isValid() && !parent.parent().isValid() && m_model->rowCount() == 1)
            m_view->expand(parent); // the usual case: one artifact, and its files are what one wants
    });
    connect(m_model, &ArtifactModel::failed, this, &ArtifactPane::showError);
    connect(m_actions, &FileActions::failed, this, &ArtifactPane::showError);
    connect(m_actions, &FileActions::done, this, &ArtifactPane::told);
    connect(m_actions, &FileActions::progressed, this, [this](const Progress &progress) {
        m_bar->setVisible(progress.total > 0);
        m_bar->setRange(0, 1000);
        m_bar->setValue(progress.total > 0 ? int(progress.done * 1000 / progress.total) : 0);
    });
    updateState();
}

void ArtifactPane::makeView()
{
    m_view->setObjectName("artifactTree");
    m_view->setAccessibleName(tr("Artifacts"));
    setFocusProxy(m_view);
    m_view->setModel(m_model);
    auto *delegate = new ArtifactDelegate(m_view);
    m_view->setItemDelegate(delegate);
    connect(delegate, &ArtifactDelegate::pauseClicked, m_model,
            [this](const QModelIndex &index) { m_model->setPaused(index, !index.data(ArtifactModel::PausedRole).toBool()); });
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHeaderHidden(true);
    m_view->setIndentation(look::wideGap);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setDragEnabled(true);
    m_view->setDragDropMode(QAbstractItemView::DragOnly);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setExpandsOnDoubleClick(false);
    auto *separator = new QAction(m_view);
    separator->setSeparator(true);
    m_view->addActions({m_open, m_openFolder, m_saveAs, m_saveAll, separator, m_copy, m_copyPath, m_copySum, m_pause, m_retry});
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(look::rowHeight);
    header->setSectionResizeMode(ArtifactModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(ArtifactModel::Size, QHeaderView::Fixed);
    header->setSectionResizeMode(ArtifactModel::Kind, QHeaderView::Fixed);
    header->resizeSection(ArtifactModel::Size, fontMetrics().horizontalAdvance(tr("Incomplete")) + 3 * look::gap);
    header->resizeSection(ArtifactModel::Kind, fontMetrics().horizontalAdvance(tr("Document")) + 3 * look::gap);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ArtifactPane::showCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ArtifactPane::updateActions);
    connect(m_view, &QTreeView::activated, this, &ArtifactPane::openCurrent);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, &ArtifactPane::askForMore);
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, this, &ArtifactPane::askForMore);
}

void ArtifactPane::makeActions()
{
    const auto make = [this](const char *name, const QString &text, const QString &iconName, const QKeySequence &key, auto call) {
        auto *action = new QAction(look::icon(iconName), text, this);
        action->setObjectName(QLatin1StringView(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, call);
        return action;
    };
    m_open = make("openArtifact", tr("Open"), u"external"_s, {}, [this] { openCurrent(); });
    m_openFolder = make("openArtifactFolder", tr("Open folder"), u"folder-open"_s, {}, [this] {
        const QStringList paths = selectedPaths();
        const QString all = m_model->index(0, 0).data(ArtifactModel::PathRole).toString();
        m_actions->openFolderOf(paths.isEmpty() ? all : paths.constFirst());
    });
    m_saveAs = make("saveArtifactAs", tr("Save as…"), u"save"_s, QKeySequence::Save, [this] {
        const QStringList paths = selectedPaths();
        if (!paths.isEmpty())
            m_actions->saveAs(paths.constFirst());
    });
    m_saveAll = make("saveAllArtifacts", tr("Save all…"), u"download"_s, {}, [this] { saveAll(); });
    m_copy = make("copyArtifacts", tr("Copy"), u"copy"_s, QKeySequence::Copy, [this] { m_actions->copy(m_model->urls(selectedRows())); });
    m_copyPath = make("copyArtifactPath", tr("Copy path"), u"link"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                      [this] { m_actions->copyPaths(selectedPaths()); });
    m_copySum = make("copyArtifactSum", tr("Copy SHA-256"), u"shield"_s, {}, [this] {
        const QStringList paths = selectedPaths();
        if (!paths.isEmpty())
            m_actions->copySum(paths.constFirst());
    });
    m_pause = make("pauseArtifact", tr("Pause the download"), u"pause"_s, QKeySequence(Qt::CTRL | Qt::Key_P), [this] { togglePause(); });
    m_retry = make("fetchArtifacts", tr("Fetch again"), u"rerun"_s, {}, [this] { retry(); });
    addActions({m_saveAs, m_copy, m_copyPath, m_pause});
}

QToolButton *ArtifactPane::makeButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setAccessibleName(action->text());
    if (action == m_retry) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        const auto follow = [button, action] { button->setVisible(action->isVisible()); };
        connect(action, &QAction::changed, button, follow);
    }
    return button;
}

void ArtifactPane::setJob(std::optional<JobId> job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_element = -1;
    m_preview->showNote(u"eye"_s, tr("Nothing chosen"), tr("Choose a file to look into it here."));
    m_model->setJob(job);
    updateState();
}

QByteArray ArtifactPane::saveState() const
{
    return m_splitter->saveState();
}

void ArtifactPane::restoreState(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

void ArtifactPane::showElement(int number)
{
    m_element = number;
    followElement();
}

// One at a time is open, so that its neighbours stay in sight.
void ArtifactPane::followElement()
{
    const QModelIndex index = m_element < 0 ? QModelIndex() : m_model->indexOfElement(m_element);
    if (!index.isValid())
        return;
    m_element = -1;
    const QModelIndex before = m_view->currentIndex();
    if (before.isValid() && before.data(ArtifactModel::ElementRole) == index.data(ArtifactModel::ElementRole))
        return;
    m_view->collapseAll();
    m_view->setCurrentIndex(index);
    m_view->expand(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtTop);
}

// -- what is to be seen

void ArtifactPane::updateSoon()
{
    if (m_model->rowCount() > fewArtifacts)
        m_update.start();
    else
        updateState();
}

void ArtifactPane::updateState()
{
    m_update.stop();
    updateProgress();
    updateActions();
    followElement();
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_splitter);
        return;
    }
    m_pages->setCurrentWidget(m_empty);
    const std::optional<Job> &job = m_model->job();
    if (!m_job)
        m_empty->say(u"artifact"_s, tr("No job chosen"), tr("Choose a job to see what it brought back."));
    else if (!job)
        m_empty->say(u"artifact"_s, {}, {}); // being read: a blink
    else if (job->outcome == Outcome::Refused)
        m_empty->say(u"artifact"_s, tr("Nothing to bring back"), tr("This job never ran."));
    else if (job->phase < Phase::Ended)
        m_empty->say(u"artifact"_s, tr("Nothing here yet"),
                     job->spec.live.value_or(false)
                         ? tr("What the script puts into the folder uploads comes here when it has ended. “punchcard-upload NAME FILE” in "
                              "the script shows a file at once.")
                         : tr("What the script puts into the folder uploads comes here when it has ended."));
    else if (job->phase < Phase::Collected)
        m_empty->say(u"download"_s, tr("Looking what there is"), tr("The script has ended; its results come in a moment."));
    else
        m_empty->say(u"artifact"_s, tr("Nothing came back"),
                     tr("The script put no file into the folder uploads. What it puts there comes here when it has ended."));
}

void ArtifactPane::updateProgress()
{
    qint64 files = 0;
    qint64 bytes = 0;
    QString underWay;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        files += index.data(ArtifactModel::FilesRole).toLongLong();
        if (!index.data(ArtifactModel::PathRole).toString().isEmpty())
            bytes += index.data(ArtifactModel::SizeRole).toLongLong();
        const QString text = index.data(ArtifactModel::ProgressTextRole).toString();
        if (underWay.isEmpty() || (!text.isEmpty() && !index.data(ArtifactModel::PausedRole).toBool()))
            underWay = text;
    }
    const bool mayCome = m_model->job() && m_model->job()->phase < Phase::Ended;
    const QString all = files == 0 ? QString()
        : mayCome                  ? tr("%Ln file(s), %1 so far", nullptr, int(files)).arg(sizeText(bytes))
                                   : tr("%Ln file(s), %1", nullptr, int(files)).arg(sizeText(bytes));
    m_note->setText(underWay.isEmpty() ? all : underWay);
    m_note->setToolTip(tipText(m_note->text()));
}

void ArtifactPane::updateActions()
{
    const QStringList paths = selectedPaths();
    const bool one = paths.size() == 1;
    bool anything = false;
    bool incomplete = false;
    bool anyPaused = false;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        anything = anything || !index.data(ArtifactModel::PathRole).toString().isEmpty();
        anyPaused = anyPaused || index.data(ArtifactModel::PausedRole).toBool();
        const auto state = Item::State(index.data(ArtifactModel::StateRole).toInt());
        incomplete = incomplete || state == Item::State::Refused || state == Item::State::Wanted || state == Item::State::PartlyHere;
    }
    m_open->setEnabled(!paths.isEmpty());
    m_saveAs->setEnabled(one);
    m_saveAll->setEnabled(anything);
    m_openFolder->setEnabled(anything);
    m_copy->setEnabled(!paths.isEmpty());
    m_copyPath->setEnabled(!paths.isEmpty());
    m_copySum->setEnabled(one && QFileInfo(paths.constFirst()).isFile());
    const QModelIndexList rows = selectedRows();
    const auto may = [](const QModelIndex &row) { return row.data(ArtifactModel::PausableRole).toBool(); };
    const auto isPaused = [](const QModelIndex &row) { return row.data(ArtifactModel::PausedRole).toBool(); };
    const bool goesOn = std::ranges::any_of(rows, isPaused);
    m_pause->setEnabled(std::ranges::any_of(rows, may));
    m_pause->setText(goesOn ? tr("Go on with the download") : tr("Pause the download"));
    m_pause->setIcon(look::icon(goesOn ? u"run"_s : u"pause"_s));
    const std::optional<Job> &job = m_model->job();
    const bool isStuck = job && !job->isOver() && job->waiting && job->phase >= Phase::Ended && !anyPaused;
    m_retry->setVisible(job && (job->isOver() || isStuck) && incomplete);
}

// Laying out a hundred thousand rows takes its time: a large folder is told of as it is scrolled through.
void ArtifactPane::askForMore()
{
    QModelIndex last;
    for (int y = m_view->viewport()->height() - 1; !last.isValid() && y > 0; y -= look::rowHeight)
        last = m_view->indexAt(QPoint(0, y)).siblingAtColumn(0);
    for (; last.isValid(); last = last.parent()) {
        const QModelIndex folder = last.parent();
        if (m_model->hasMore(folder) && last.row() + rowsAhead >= m_model->rowCount(folder)) {
            m_model->tellMore(folder);
            return;
        }
    }
}

void ArtifactPane::showCurrent()
{
    const QModelIndex index = m_view->currentIndex().siblingAtColumn(ArtifactModel::Name);
    if (!index.isValid())
        return;
    const QString path = index.data(ArtifactModel::PathRole).toString();
    const auto kind = index.data(ArtifactModel::KindRole).value<FileKind>();
    if (kind != FileKind::Folder) {
        m_preview->showFile(path);
        return;
    }
    const qint64 files = index.data(ArtifactModel::FilesRole).toLongLong();
    const QString size = sizeText(index.data(ArtifactModel::SizeRole).toLongLong());
    const QString why = index.data(ArtifactModel::WhyRole).toString();
    const QString progress = index.data(ArtifactModel::ProgressTextRole).toString();
    const QString content = !progress.isEmpty() ? progress : files > 0 ? tr("%Ln file(s), %1", nullptr, int(files)).arg(size) : size;
    const QString digest = index.data(ArtifactModel::DigestRole).toString();
    const bool whole = why.isEmpty();
    const QString about = digest.startsWith("sha256:"_L1) ? tr("%1\nSHA-256 of its archive: %2").arg(content, digest.sliced(7)) : content;
    m_preview->showNote(whole ? u"folder"_s : u"warning"_s, index.data().toString(), whole ? about : why);
}

void ArtifactPane::showError(const Error &error)
{
    m_preview->showNote(u"warning"_s, error.what, error.remedy);
    emit told(error.sentence());
}

void ArtifactPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_view->setColumnHidden(ArtifactModel::Kind, width() < widthForKinds);
    m_view->setColumnHidden(ArtifactModel::Size, width() < widthForSizes);
}

// -- what is done

QModelIndexList ArtifactPane::selectedRows() const
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::ranges::sort(rows);
    return rows;
}

QStringList ArtifactPane::selectedPaths() const
{
    QStringList paths;
    for (const QUrl &url : m_model->urls(selectedRows()))
        paths.append(url.toLocalFile());
    return paths;
}

void ArtifactPane::openCurrent()
{
    const QModelIndexList rows = selectedRows();
    if (rows.size() == 1 && m_model->rowCount(rows.constFirst()) > 0) {
        m_view->setExpanded(rows.constFirst(), !m_view->isExpanded(rows.constFirst()));
        return;
    }
    m_actions->open(selectedPaths());
}

void ArtifactPane::saveAll()
{
    if (!m_model->job())
        return;
    // Of an array's element that was not run again the earlier attempt is the newest.
    const QList<Item> &items = m_model->job()->items;
    const bool isArray = arraySize(m_model->job()->spec) > 0;
    QHash<ItemId, const Item *> known;
    QHash<QString, int> newest;
    for (const Item &item : items) {
        known.insert(item.id, &item);
        int &attempt = newest[isArray ? item.name : QString()];
        attempt = std::max(attempt, item.attempt);
    }
    QList<FileActions::Placement> placements;
    const QString here = u"."_s;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const QString path = index.data(ArtifactModel::PathRole).toString();
        const Item *const item = known.value(ItemId(index.data(ArtifactModel::ItemRole).toLongLong()));
        if (!path.isEmpty() && item && item->attempt == newest.value(isArray ? item->name : QString()))
            placements.append({.from = path, .below = resultPlace(here, item->name, m_model->job()->spec)});
    }
    m_actions->saveAll(placements);
}

void ArtifactPane::togglePause()
{
    const QModelIndexList rows = selectedRows();
    const auto isPaused = [](const QModelIndex &row) { return row.data(ArtifactModel::PausedRole).toBool(); };
    const bool paused = std::ranges::none_of(rows, isPaused);
    for (const QModelIndex &row : rows)
        m_model->setPaused(row, paused);
}

// One that waits tries again at once; of one that is over, what is missing is asked for anew.
void ArtifactPane::retry()
{
    const bool isOver = m_model->job() && m_model->job()->isOver();
    QCoro::connect(isOver ? m_desk.fetch(*m_job, {}, false) : m_desk.tryAgain(*m_job), this, [this](const Result<> &begun) {
        if (!begun)
            showError(begun.error());
    });
}

} // namespace punchcard
