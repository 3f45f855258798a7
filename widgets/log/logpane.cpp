// SPDX-License-Identifier: MIT
#include "widgets/log/logpane.h"

#include "core/artifacts/placing.h"
#include "core/base/onpool.h"
#include "core/logs/livetext.h"
#include "core/logs/logline.h"
#include "widgets/log/logfindbar.h"
#include "widgets/log/logview.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QCoroTask>

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int partRole = Qt::UserRole; // Kind of a part; its step's number follows.
constexpr int stepRole = Qt::UserRole + 1;
constexpr int boxWidth = 260;
constexpr int widthForProblems = 320;
constexpr int searched = 50'000; // Lines in which a place is looked for again.
constexpr qint64 comparedBytes = 4096;
constexpr qint64 quick = 8'000'000; // Bytes that are indexed before anybody sees a bar.

QComboBox *makeBox(QWidget *parent, const char *name, const QString &said)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(QLatin1StringView(name));
    box->setAccessibleName(said);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumWidth(4 * look::wideGap); // in a narrow pane its words give way to the buttons
    box->setMaximumWidth(boxWidth);
    box->setFocusPolicy(Qt::TabFocus);
    box->hide();
    return box;
}

QByteArray textAt(const LogDocument &document, qint64 offset)
{
    return parseLogLine(document.line(offset, comparedBytes)).text.toByteArray();
}

} // namespace

LogPane::LogPane(Desk &desk, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_prompts(prompts)
    , m_view(new LogView(this))
    , m_findBar(new LogFindBar(m_view, this))
    , m_empty(new look::EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_bar(new QHBoxLayout)
    , m_attempts(makeBox(this, "logAttempt", tr("Attempt")))
    , m_tasks(makeBox(this, "logTask", tr("Task")))
    , m_parts(makeBox(this, "logPart", tr("Part of the log")))
    , m_problems(new QLabel(this))
    , m_live(new QLabel(tr("● Live"), this))
    , m_progress(new QProgressBar(this))
{
    setObjectName("logPane");
    m_view->setObjectName("logView");
    setFocusProxy(m_view);
    makeActions();
    makeBar();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *strip = new QWidget(this);
    strip->setFixedHeight(look::barHeight);
    strip->setLayout(m_bar);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_progress->setObjectName("logProgress");
    m_progress->setAccessibleName(tr("Reading the log"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(2);
    m_progress->setRange(0, 1000);
    m_progress->hide();
    column->addWidget(strip);
    column->addWidget(m_progress);
    column->addWidget(m_findBar);
    column->addWidget(m_pages, 1);

    connect(m_attempts, &QComboBox::activated, this, [this] {
        fillTasks();
        showChosen();
    });
    connect(m_tasks, &QComboBox::activated, this, &LogPane::showChosen);
    connect(m_parts, &QComboBox::activated, this, [this] {
        m_wanted = chosenPart();
        showChosen();
    });
    connect(&m_desk, &Desk::jobChanged, this, [this](JobId job, store::Change what) {
        if (job == m_job && what != store::Change::Wishes)
            load();
    });
    // The view sees by itself that its file grows.
    connect(&m_desk, &Desk::liveGrew, this, [this](JobId job) {
        if (job == m_job && m_liveFile.isEmpty())
            load();
    });
    connect(m_view, &LogView::said, this, &LogPane::told);
    connect(m_view, &LogView::foldsChanged, this, &LogPane::updateActions);
    connect(&m_view->document(), &LogDocument::failed, this, &LogPane::showError);
    for (const auto &changed : {&LogDocument::cleared, &LogDocument::grew})
        connect(&m_view->document(), changed, this, &LogPane::updateActions);
    connect(&m_view->document(), &LogDocument::indexed, this, &LogPane::updateActions);
    connect(&m_view->document(), &LogDocument::indexed, this, &LogPane::updateProgress);
    connect(&m_view->document(), &LogDocument::indexed, this, &LogPane::keepPlace);
    for (const auto &changed : {&LogDocument::cleared, &LogDocument::grew})
        connect(&m_view->document(), changed, this, &LogPane::updateProgress);
    setJob(std::nullopt);
}

LogPane::~LogPane() = default;

QAction *LogPane::makeAction(const QString &name, const QString &icon, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(icon.isEmpty() ? QIcon() : look::icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!key.isEmpty())
        action->setToolTip(tr("%1 (%2)", "what a button does, and its key").arg(text, key.toString(QKeySequence::NativeText)));
    addAction(action);
    return action;
}

void LogPane::makeActions()
{
    m_previousProblem = makeAction(u"logPreviousProblem"_s, u"chevron-up"_s, tr("Previous error or warning"), Qt::SHIFT | Qt::Key_F8);
    m_nextProblem = makeAction(u"logNextProblem"_s, u"chevron-down"_s, tr("Next error or warning"), Qt::Key_F8);
    connect(m_previousProblem, &QAction::triggered, m_view, [this] { m_view->goToProblem(false); });
    connect(m_nextProblem, &QAction::triggered, m_view, [this] { m_view->goToProblem(true); });
    m_wrap = makeAction(u"logWrap"_s, u"wrap"_s, tr("Wrap lines"), Qt::ALT | Qt::Key_Z);
    m_follow = makeAction(u"logFollow"_s, u"follow"_s, tr("Stay at the end"), Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_showHidden = makeAction(u"logShowHidden"_s, {}, tr("Show control sequences"), {});
    for (QAction *action : {m_wrap, m_follow, m_showHidden})
        action->setCheckable(true);
    connect(m_wrap, &QAction::toggled, m_view, &LogView::setWrapping);
    connect(m_follow, &QAction::triggered, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, m_follow, &QAction::setChecked);
    connect(m_showHidden, &QAction::toggled, m_view, &LogView::setShowHidden);
    auto *stamps = new QActionGroup(this);
    const auto addStamps = [&](const QString &name, const QString &text, Stamps kind) {
        QAction *const action = makeAction(name, {}, text, {});
        action->setCheckable(true);
        action->setChecked(kind == m_view->stamps());
        stamps->addAction(action);
        connect(action, &QAction::triggered, m_view, [this, kind] { m_view->setStamps(kind); });
        return action;
    };
    m_stampsOff = addStamps(u"logStampsOff"_s, tr("No time stamps"), Stamps::Off);
    m_stampsAbsolute = addStamps(u"logStampsAbsolute"_s, tr("Time of day"), Stamps::Absolute);
    m_stampsRelative = addStamps(u"logStampsRelative"_s, tr("Time since the first line"), Stamps::Relative);
    m_find = makeAction(u"logFind"_s, u"search"_s, tr("Find"), QKeySequence::Find);
    connect(m_find, &QAction::triggered, m_findBar, &LogFindBar::open);
    auto *next = makeAction(u"logNextMatch"_s, {}, tr("Next match"), Qt::Key_F3);
    auto *previous = makeAction(u"logPreviousMatch"_s, {}, tr("Previous match"), Qt::SHIFT | Qt::Key_F3);
    connect(next, &QAction::triggered, m_view, [this] { m_view->goToMatch(true); });
    connect(previous, &QAction::triggered, m_view, [this] { m_view->goToMatch(false); });
    m_goToLine = makeAction(u"logGoToLine"_s, {}, tr("Go to line…"), Qt::CTRL | Qt::Key_G);
    connect(m_goToLine, &QAction::triggered, this, &LogPane::goToLine);
    m_saveAs = makeAction(u"logSaveAs"_s, u"save"_s, tr("Save as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    connect(m_saveAs, &QAction::triggered, this, &LogPane::saveAs);
    m_copy = makeAction(u"logCopy"_s, u"copy"_s, tr("Copy"), {});
    m_copyWithStamps = makeAction(u"logCopyWithStamps"_s, {}, tr("Copy with time stamps"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_selectAll = makeAction(u"logSelectAll"_s, {}, tr("Select all"), {});
    connect(m_copy, &QAction::triggered, m_view, [this] { m_view->copy(false); });
    connect(m_copyWithStamps, &QAction::triggered, m_view, [this] { m_view->copy(true); });
    connect(m_selectAll, &QAction::triggered, m_view, &LogView::selectAll);
    connect(m_view, &LogView::selectionChanged, this, &LogPane::updateActions);
    m_foldAll = makeAction(u"logFoldAll"_s, {}, tr("Fold all groups"), Qt::CTRL | Qt::SHIFT | Qt::Key_Minus);
    m_unfoldAll = makeAction(u"logUnfoldAll"_s, {}, tr("Unfold all groups"), Qt::CTRL | Qt::SHIFT | Qt::Key_Plus);
    connect(m_foldAll, &QAction::triggered, m_view, [this] { m_view->setAllFolded(true); });
    connect(m_unfoldAll, &QAction::triggered, m_view, [this] { m_view->setAllFolded(false); });
}

QToolButton *LogPane::makeButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({look::iconSize, look::iconSize});
    button->setAccessibleName(action->text());
    return button;
}

// The buttons beside it do without the word.
void LogPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_problems->setVisible(width() >= widthForProblems);
}

void LogPane::makeBar()
{
    m_bar->setContentsMargins(look::gap, 0, look::gap, 0);
    m_bar->setSpacing(look::halfGap);
    for (QComboBox *box : {m_attempts, m_tasks, m_parts})
        m_bar->addWidget(box);
    m_live->setObjectName("logLive");
    m_live->setToolTip(tr("What the script has printed so far. The full log replaces it when the job has ended."));
    m_live->setAccessibleName(tr("Live output"));
    m_live->hide();
    m_bar->addWidget(m_live);
    m_bar->addStretch(1);
    m_problems->setObjectName("logProblems");
    m_problems->setForegroundRole(QPalette::PlaceholderText);
    m_bar->addWidget(m_problems);
    m_bar->addWidget(makeButton(m_previousProblem));
    m_bar->addWidget(makeButton(m_nextProblem));
    m_bar->addSpacing(look::gap);
    m_bar->addWidget(makeButton(m_find));
    auto *stamps = new QAction(look::icon(u"clock"_s), tr("Time stamps"), this);
    auto *stampsButton = makeButton(stamps);
    stampsButton->setObjectName("logStamps");
    auto *stampsMenu = new QMenu(stampsButton);
    stampsMenu->addActions({m_stampsOff, m_stampsAbsolute, m_stampsRelative});
    stampsButton->setMenu(stampsMenu);
    stampsButton->setPopupMode(QToolButton::InstantPopup);
    m_bar->addWidget(stampsButton);
    m_bar->addWidget(makeButton(m_wrap));
    m_bar->addWidget(makeButton(m_follow));
    auto *more = new QAction(look::icon(u"more"_s), tr("More"), this);
    auto *moreButton = makeButton(more);
    auto *menu = new QMenu(moreButton);
    menu->addActions({m_goToLine, m_foldAll, m_unfoldAll, m_showHidden});
    menu->addSeparator();
    menu->addAction(m_saveAs);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->addActions({m_copy, m_copyWithStamps, m_selectAll, m_find, m_goToLine, m_saveAs});
    moreButton->setMenu(menu);
    moreButton->setPopupMode(QToolButton::InstantPopup);
    m_bar->addWidget(moreButton);
}

// -- which job

void LogPane::setJob(std::optional<JobId> job)
{
    if (m_job && job == m_job)
        return;
    if (m_job)
        m_desk.followElements(*m_job, {});
    m_job = job;
    m_logs.clear();
    m_wanted = {};
    m_isLoading = false;
    ++m_asked;
    ++m_reading;
    if (job)
        load();
    else
        showNothing(tr("No job"), tr("Run a script, or choose a job to see what it printed."));
}

// A big array changes faster than it can be read.
void LogPane::load()
{
    m_loadAgain = m_isLoading;
    if (m_isLoading)
        return;
    m_isLoading = true;
    const quint64 asked = ++m_asked;
    QCoro::connect(m_desk.store().job(*m_job), this, [this, asked](const Result<Job> &job) {
        if (asked != m_asked)
            return;
        m_isLoading = false;
        if (m_loadAgain)
            load();
        if (job)
            take(*job);
        else
            showError(job.error());
    });
}

void LogPane::take(const Job &job)
{
    m_folder = m_desk.store().home().jobFolder(job.uid);
    m_isOpen = !job.isOver();
    m_nothing = job.isOver() ? tr("It never ran.") : tr("It comes when the job has run.");
    m_logs = jobLogs(job);
    fillAttempts();
    fillTasks();
    showChosen();
}

void LogPane::fillAttempts()
{
    const QVariant chosen = m_attempts->currentData();
    m_attempts->clear();
    for (const JobLog &log : std::as_const(m_logs)) {
        if (!m_alone && m_attempts->findData(log.attempt) < 0)
            m_attempts->addItem(tr("Attempt %1").arg(log.attempt), log.attempt);
    }
    m_attempts->setCurrentIndex(std::max(0, m_attempts->findData(chosen)));
    m_attempts->setVisible(m_attempts->count() > 1);
}

void LogPane::fillTasks()
{
    const int attempt = m_attempts->currentData().toInt();
    QList<std::pair<QString, qint64>> tasks;
    for (const JobLog &log : std::as_const(m_logs)) {
        if (log.attempt == attempt && !m_alone)
            tasks.append({log.name, log.task});
    }
    if (tasks != m_listed) {
        const QVariant chosen = m_tasks->currentData();
        m_listed = tasks;
        m_tasks->clear();
        for (const auto &[name, task] : std::as_const(m_listed))
            m_tasks->addItem(name, task);
        m_tasks->setCurrentIndex(std::max(0, m_tasks->findData(chosen)));
    }
    m_tasks->setVisible(m_tasks->count() > 1);
}

void LogPane::fillParts(const TaskLog *log)
{
    m_parts->clear();
    const auto add = [this](const QString &text, const LogPart &part) {
        m_parts->addItem(text);
        m_parts->setItemData(m_parts->count() - 1, int(part.kind), partRole);
        m_parts->setItemData(m_parts->count() - 1, part.step, stepRole);
        if (part == m_wanted)
            m_parts->setCurrentIndex(m_parts->count() - 1);
    };
    add(tr("Script output"), {.kind = LogPart::Kind::Script});
    if (log) {
        for (const StepLog &step : log->steps)
            add(step.name, {.kind = LogPart::Kind::Step, .step = step.number});
    }
    add(tr("Everything"), {.kind = LogPart::Kind::Everything});
    m_parts->setVisible(log && !log->steps.isEmpty());
}

const JobLog *LogPane::chosenLog() const
{
    const int attempt = m_alone ? m_alone->first : m_attempts->currentData().toInt();
    const qint64 task = m_alone ? m_alone->second : m_tasks->currentData().toLongLong();
    const auto found = std::ranges::find_if(m_logs, [=](const JobLog &log) { return log.attempt == attempt && log.task == task; });
    return found == m_logs.end() ? nullptr : &*found;
}

LogPart LogPane::chosenPart() const
{
    return {.kind = LogPart::Kind(m_parts->currentData(partRole).toInt()), .step = m_parts->currentData(stepRole).toInt()};
}

void LogPane::showChosen()
{
    const JobLog *const chosen = chosenLog();
    if (!chosen) {
        showNothing(tr("No log yet"), m_nothing);
        return;
    }
    // Of a large array only what is open is sent while it runs.
    m_desk.followElements(*m_job, m_isOpen && chosen->element >= 0 && chosen->mayCome ? QList{chosen->element} : QList<int>());
    const quint64 reading = ++m_reading;
    const auto read
        = [folder = m_folder + u'/' + chosen->folder, name = chosen->name, id = chosen->origin] { return readTaskLog(folder, name, id); };
    QCoro::connect(onPool(Context(), read), this, [this, reading, chosen = *chosen](const Result<TaskLog> &log) {
        if (reading == m_reading)
            showLog(chosen, log);
    });
}

void LogPane::showLog(const JobLog &chosen, const Result<TaskLog> &log)
{
    fillParts(log ? &*log : nullptr);
    if (!log && log.error().kind == Error::Kind::Missing && showLive(chosen))
        return;
    if (!log) {
        showNothing(chosen.mayCome ? tr("No log yet") : tr("No log"),
                    log.error().kind == Error::Kind::Missing ? chosen.absence : log.error().what);
        return;
    }
    const Result<LogRange> range = rangeOf(*log, m_wanted);
    if (!range) {
        showNothing(tr("Nothing here"), range.error().what);
        return;
    }
    // One who watches sees the end, until they scroll away from it; one who looks back begins at the top.
    const bool isNew = m_view->document().path() != log->file || m_view->document().begin() != range->begin;
    const bool wasLive = !m_liveFile.isEmpty() && m_view->document().path() == m_liveFile;
    const bool wasFollowing = m_view->isFollowing();
    m_place.reset();
    if (wasLive && !wasFollowing) {
        const LogDocument &live = m_view->document();
        m_place = {live.lineAt(m_view->topLine()), textAt(live, m_view->topLine())};
    }
    m_liveFile.clear();
    m_live->hide();
    if (isNew)
        m_view->setFollowing(false);
    m_view->document().show(log->file, *range);
    if (isNew)
        m_view->setFollowing(wasLive ? wasFollowing : m_isOpen);
    keepPlace();
    if (m_view->document().isEmpty())
        showNothing(tr("Nothing here"), tr("The script has printed nothing."));
    else
        m_pages->setCurrentWidget(m_view);
    updateActions();
}

bool LogPane::showLive(const JobLog &chosen)
{
    const QString file = liveLogPath(m_folder + u'/' + chosen.folder, chosen.name, chosen.origin);
    if (QFileInfo(file).size() <= 0)
        return false;
    const bool isNew = m_view->document().path() != file;
    if (isNew)
        m_view->setFollowing(false);
    m_view->document().show(file);
    if (isNew)
        m_view->setFollowing(m_isOpen);
    m_liveFile = file;
    m_live->show();
    m_pages->setCurrentWidget(m_view);
    updateActions();
    return true;
}

// Line numbers agree where nothing was left out; where something was, the line itself is looked for.
void LogPane::keepPlace()
{
    const LogDocument &document = m_view->document();
    if (!m_place || !document.isIndexed() || document.isEmpty())
        return;
    const auto [number, text] = *std::exchange(m_place, {});
    const qint64 start = number < document.lines() ? document.offsetOf(number) : document.previous(document.end());
    qint64 place = start;
    for (int looked = 0; looked < searched && place < document.end() && textAt(document, place) != text; ++looked)
        place = document.next(place);
    m_view->setTopLine(place < document.end() && textAt(document, place) == text ? place : start);
}

void LogPane::showNothing(const QString &title, const QString &text)
{
    ++m_reading; // what is still being read is no longer wanted
    m_liveFile.clear();
    m_live->hide();
    m_place.reset();
    m_view->document().clear();
    m_empty->say(u"log"_s, title, text);
    m_pages->setCurrentWidget(m_empty);
    for (QComboBox *box : {m_attempts, m_tasks, m_parts})
        box->setVisible(chosenLog() && box->count() > 1);
    updateActions();
}

void LogPane::showStep(JobId job, int attempt, qint64 task, int step)
{
    if (job != m_job)
        return;
    m_wanted = step > 0 ? LogPart{.kind = LogPart::Kind::Step, .step = step} : LogPart{.kind = LogPart::Kind::Everything};
    choose(attempt, task);
}

void LogPane::showTask(JobId job, int attempt, qint64 task)
{
    if (job != m_job)
        return;
    m_wanted = {};
    choose(attempt, task);
}

void LogPane::showTaskAlone(JobId job, int attempt, qint64 task)
{
    const bool isKnown = job == m_job && !m_isLoading;
    m_alone = {attempt, task};
    setJob(job);
    if (isKnown && (task == 0 || chosenLog()))
        showChosen();
    else if (isKnown)
        load();
}

void LogPane::choose(int attempt, qint64 task)
{
    m_attempts->setCurrentIndex(std::max(0, m_attempts->findData(attempt)));
    fillTasks();
    m_tasks->setCurrentIndex(std::max(0, m_tasks->findData(task)));
    showChosen();
}

void LogPane::showFile(const QString &file)
{
    if (m_job)
        m_desk.followElements(*m_job, {});
    m_job.reset();
    m_logs.clear();
    m_listed.clear();
    m_isLoading = false;
    ++m_asked;
    for (QComboBox *box : {m_attempts, m_tasks, m_parts})
        box->clear();
    showNothing({}, {});
    m_pages->setCurrentWidget(m_view);
    m_view->document().show(file);
    updateActions();
}

void LogPane::showError(const Error &error)
{
    showNothing(error.what, error.remedy);
}

void LogPane::goToLine()
{
    const QString lines = locale().toString(m_view->document().lines());
    const QString typed = m_prompts.chooseText(this, tr("Go to line"), tr("Line number, 1 to %1:").arg(lines), {});
    bool isNumber = false;
    const qint64 line = typed.toLongLong(&isNumber);
    if (isNumber && line > 0)
        m_view->goToLine(line - 1);
}

void LogPane::saveAs()
{
    const JobLog *const chosen = chosenLog();
    // The server's name for the task is no path.
    const QString suggested = (chosen ? safeFolderName(chosen->name) : QFileInfo(m_view->document().path()).completeBaseName()) + u".log"_s;
    const QString path = m_prompts.chooseSaveName(this, tr("Save the log"), suggested, tr("Logs (*.log *.txt)"));
    const auto file = m_view->document().file();
    if (path.isEmpty() || !file)
        return;
    const Context context;
    QCoro::connect(saveText(file, m_view->excerpt(false), path, context), this, [this, path](const Result<> &saved) {
        emit told(saved ? tr("Saved as %1").arg(QDir::toNativeSeparators(path)) : saved.error().sentence());
    });
}

void LogPane::updateProgress()
{
    const Progress progress = m_view->document().progress();
    m_progress->setVisible(!m_view->document().isIndexed() && progress.total > quick);
    m_progress->setValue(progress.total > 0 ? int(progress.done * 1000 / progress.total) : 0);
}

void LogPane::updateActions()
{
    const bool shown = m_pages->currentWidget() == m_view;
    for (QAction *action : {m_find, m_goToLine, m_saveAs, m_selectAll})
        action->setEnabled(shown);
    for (QAction *action : {m_copy, m_copyWithStamps})
        action->setEnabled(shown && m_view->hasSelection());
    const LogDocument &document = m_view->document();
    const qsizetype problems = document.problems().size();
    m_problems->setText(problems == 0 ? QString() : tr("%n problem(s)", nullptr, int(problems)));
    for (QAction *action : {m_previousProblem, m_nextProblem})
        action->setEnabled(problems > 0);
    const bool groups = !m_view->lines().folds().groups().isEmpty();
    m_foldAll->setEnabled(groups);
    m_unfoldAll->setEnabled(groups);
}

} // namespace punchcard
