// SPDX-License-Identifier: MIT
#include "widgets/window/mainwindow.h"

#include "core/jobs/keeping.h"
#include "core/jobs/punchcommand.h"
#include "core/script/example.h"
#include "widgets/accounts/accountsdialog.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/joblist.h"
#include "widgets/look/appearance.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/prompts.h"
#include "widgets/run/runstrip.h"
#include "widgets/settings/settingsdialog.h"
#include "widgets/window/docktitle.h"
#include "widgets/window/jobends.h"
#include "widgets/window/startpage.h"
#include "widgets/window/stateline.h"

#include <QClipboard>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QListView>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTreeView>
#include <QVBoxLayout>

// Not in a namespace: the macro declares a function of rcc's.
static void initialiseResources()
{
    Q_INIT_RESOURCE(desktop);
}

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize leastPage(240, 160);
constexpr int leastDock = 160;

QStringList filesOf(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

} // namespace

MainWindow::MainWindow(Desk &desk, std::shared_ptr<store::Store> store, Settings &settings, look::Prompts &prompts, QWidget *parent)
    : QMainWindow(parent)
    , m_desk(desk)
    , m_store(std::move(store))
    , m_settings(settings)
    , m_prompts(prompts)
    , m_jobs(new JobModel(desk, this))
    , m_ends(new JobEnds(*m_jobs, this))
    , m_keeping(new Keeping(
          m_store, [this] { return keepRules(); }, Clock::system(), this))
    , m_actions(new JobActions(desk, *m_jobs, prompts, this))
    , m_list(new JobList(*m_jobs, *m_actions, desk.store().home()))
    , m_scripts(new ScriptTabs(desk.store().home(), prompts))
    , m_tabs(new JobTabs(desk, *m_actions, prompts))
    , m_artifacts(new ArtifactPane(desk, prompts))
    , m_start(new StartPage)
    , m_line(new StateLine(desk, *m_jobs))
    , m_strip(new RunStrip(desk, prompts))
    , m_pages(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical))
{
    initialiseResources();
    setObjectName("mainWindow"_L1);
    setWindowIcon(QIcon(u":/punchcard.svg"_s));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    m_run = makeAction("run", tr("&Run"), Qt::CTRL | Qt::Key_Return, [this] { run(); });
    m_run->setIcon(look::icon(u"run"_s, look::Tone::Success));
    m_preflight = makeAction("preflight", tr("&Before It Runs…"), Qt::CTRL | Qt::SHIFT | Qt::Key_Return, [this] {
        showDesk();
        m_strip->showPreflight();
    });
    m_preflight->setIcon(look::icon(u"eye"_s));
    m_preflight->setStatusTip(tr("Says what would be sent, who could see it, and what the job may do"));
    m_startRace = makeAction("startRaceAction", tr("Ra&ce…"), Qt::CTRL | Qt::ALT | Qt::Key_Return, [this] {
        showDesk();
        m_strip->race();
    });
    m_startRace->setIcon(look::icon(u"race"_s));
    m_startRace->setStatusTip(tr("Runs the script on several runners at once and compares their times"));
    makeCentre();
    makeDocks();
    makeMenus();
    statusBar()->addWidget(m_line, 1);
    statusBar()->setSizeGripEnabled(false);
    connectParts();
    updateTitle();
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
}

// The widgets first, which show what the models have; nobody hears of it any more.
MainWindow::~MainWindow()
{
    for (QObject *part : std::initializer_list<QObject *>{m_list, m_scripts, m_tabs, m_artifacts, m_strip, m_start, m_actions, m_jobs})
        part->disconnect(this);
    qDeleteAll(std::exchange(m_docks, {}));
    delete m_pages;
    delete m_line;
}

void MainWindow::makeCentre()
{
    m_splitter->setObjectName("centre"_L1);
    auto *above = new QWidget;
    auto *column = new QVBoxLayout(above);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(m_scripts, 1);
    m_strip->setScriptSource([this] { return scriptInFront(); });
    above->setMinimumSize(leastPage.width(), leastPage.height() * 3 / 4);
    m_tabs->setMinimumSize(leastPage.width(), leastPage.height() / 2);
    m_splitter->addWidget(above);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({460, 260});
    m_splitter->setChildrenCollapsible(false);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_start);
    // What is not in front does not keep the window wide.
    m_start->setMinimumSize(leastPage);
    setCentralWidget(m_pages);
}

QDockWidget *MainWindow::addDock(const char *name, const QString &title, Qt::DockWidgetArea area, QWidget *content)
{
    auto *dock = new QDockWidget(title);
    dock->setObjectName(QLatin1StringView(name));
    dock->setTitleBarWidget(new DockTitle(dock));
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_docks.append(dock);
    return dock;
}

void MainWindow::makeDocks()
{
    QDockWidget *jobs = addDock("jobsDock", tr("Jobs"), Qt::LeftDockWidgetArea, m_list);
    QDockWidget *artifacts = addDock("artifactsDock", tr("Artifacts"), Qt::RightDockWidgetArea, m_artifacts);
    m_artifacts->view()->viewport()->setBackgroundRole(QPalette::Window);
    // Narrower, names cannot be read any more: the window takes from the middle, and docks can be hidden.
    m_list->setMinimumWidth(leastDock);
    m_artifacts->setMinimumWidth(leastDock + look::wideGap);
    resizeDocks({jobs, artifacts}, {272, 296}, Qt::Horizontal);
}

void MainWindow::connectParts()
{
    connect(m_list, &JobList::currentChanged, this, &MainWindow::takeJob);
    connect(m_list, &JobList::opened, this, [this] { showTab(JobTabs::ElementsPage); });
    connect(m_list->view(), &QAbstractItemView::clicked, this, &MainWindow::showDesk);
    connect(m_actions, &JobActions::begun, this, &MainWindow::showJob);
    connect(m_actions, &JobActions::failed, this, &MainWindow::say);
    connect(m_actions, &JobActions::editWished, this, [this](const Job &job, const QByteArray &script) {
        m_scripts->newScript(job.spec.name, QString::fromUtf8(script));
        m_strip->useSpec(job.spec);
    });
    connect(m_actions, &JobActions::commandWished, this, [this](const Job &job) {
        QGuiApplication::clipboard()->setText(punchCommand(job.spec, job.spec.name));
        statusBar()->showMessage(tr("Copied the command of job %1").arg(qint64(job.id)), 8000);
    });
    connect(m_strip, &RunStrip::submitted, this, &MainWindow::showJob);
    connect(m_strip, &RunStrip::raceStarted, this, &MainWindow::showRace);
    connect(m_actions, &JobActions::raceWished, this, &MainWindow::showRace);
    connect(m_strip, &RunStrip::addAccountWanted, this, [this] { showAccounts()->showAdd(); });
    connect(m_strip, &RunStrip::backToScript, m_scripts, [this] { m_scripts->setFocus(); });
    connect(m_scripts, &ScriptTabs::currentChanged, m_strip, &RunStrip::scriptChanged);
    connect(m_scripts, &ScriptTabs::currentChecked, m_strip, &RunStrip::scriptChecked);
    connect(m_jobs, &JobModel::failed, this, &MainWindow::say);
    connect(m_jobs, &JobModel::loaded, this, &MainWindow::choosePage);
    connect(m_jobs, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_showsStart)
            choosePage(); // one that was submitted elsewhere
    });
    connect(m_jobs, &JobModel::loaded, m_keeping, &Keeping::begin, Qt::SingleShotConnection);
    connect(m_keeping, &Keeping::failed, this, [this](const Error &error) { statusBar()->showMessage(error.sentence(), 8000); });
    connect(m_scripts, &ScriptTabs::failed, this, &MainWindow::say);
    connect(m_scripts, &ScriptTabs::currentChanged, this, &MainWindow::choosePage);
    connect(m_scripts, &ScriptTabs::currentChanged, this, &MainWindow::updateTitle);
    const auto tell = [this](const QString &text) { statusBar()->showMessage(text, 8000); };
    connect(m_actions, &JobActions::told, this, tell);
    connect(m_tabs, &JobTabs::told, this, tell);
    connect(m_tabs, &JobTabs::elementChosen, m_artifacts, &ArtifactPane::showElement);
    connect(m_tabs, &JobTabs::failed, this, &MainWindow::say);
    connect(m_tabs, &JobTabs::accountWanted, this, [this](const QString &account) { showAccounts()->choose(account); });
    connect(m_tabs, &JobTabs::storageWanted, this, [this] { showSettings()->showStorage(); });
    connect(m_artifacts, &ArtifactPane::told, this, tell);
    connect(m_line, &StateLine::leftOversWanted, this, &MainWindow::showLeftOvers);
    connect(m_start, &StartPage::tryWished, this, &MainWindow::tryExample);
    connect(m_start, &StartPage::accountWished, this, [this] { showAccounts()->showAdd(); });
    connect(m_start, &StartPage::scriptWished, this, [this] { m_scripts->newScript(); });
    connect(m_start, &StartPage::openWished, m_scripts, &ScriptTabs::chooseAndOpen);
    connect(&m_settings, &Settings::changed, this, &MainWindow::applyPreferences);
}

// The start page is for whoever has neither a job nor a script yet.
void MainWindow::choosePage()
{
    const bool isNew = !m_isWelcomed && m_jobs->rowCount() == 0 && !m_scripts->hasScript();
    m_isWelcomed = !isNew;
    m_pages->setCurrentWidget(isNew ? static_cast<QWidget *>(m_start) : m_splitter);
    for (QAction *action : {m_run, m_preflight, m_startRace})
        action->setEnabled(m_scripts->hasScript());
    // The first time everything comes into view; later what was hidden stays hidden.
    if (isNew != m_showsStart) {
        m_showsStart = isNew;
        for (QDockWidget *dock : std::as_const(m_docks))
            dock->setVisible(!isNew);
    }
}

void MainWindow::showDesk()
{
    if (!m_showsStart)
        m_pages->setCurrentWidget(m_splitter);
}

void MainWindow::showTab(JobTabs::Tab tab)
{
    showDesk();
    m_tabs->show(tab);
    focusInto(m_tabs);
}

void MainWindow::updateTitle()
{
    const QString name = m_scripts->currentName();
    setWindowTitle(name.isEmpty() ? tr("Punchcard") : tr("%1 – Punchcard", "script").arg(name));
    setWindowFilePath(m_scripts->currentPath());
}

void MainWindow::openScripts(const QStringList &files)
{
    for (const QString &file : files)
        m_scripts->open(file);
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    QWidget::show();
    raise();
    activateWindow();
}

void MainWindow::showJob(JobId job)
{
    showDesk();
    m_list->choose(job);
}

void MainWindow::takeJob(std::optional<JobId> job)
{
    if (m_job)
        m_desk.unview(*m_job);
    m_job = job;
    m_tabs->setJob(job, job && m_jobs->indexOf(*job).data(JobModel::ElementsRole).toInt() > 0);
    m_artifacts->setJob(job);
    m_line->setAccount(job ? m_jobs->indexOf(*job).data(JobModel::AccountIdRole).toString() : QString());
    if (!job)
        return;
    QCoro::connect(m_desk.view(*job), this, [this](const Result<> &viewed) {
        if (!viewed)
            say(viewed.error());
    });
}

std::optional<ScriptInFront> MainWindow::scriptInFront() const
{
    const ScriptPage *page = m_scripts->currentPage();
    if (!page)
        return std::nullopt;
    ScriptInFront script{.id = page->id(), .path = page->path(), .name = page->name(), .text = page->text().toUtf8()};
    script.isLintComing = page->isLintComing();
    if (page->linter()->isKnown()) {
        LintCount &count = script.lint.emplace();
        for (const Finding &finding : page->linter()->model()->findings()) {
            if (!finding.isShellChecks())
                continue; // that the sheet says by itself
            ++(finding.level == Finding::Level::Error         ? count.errors
                   : finding.level == Finding::Level::Warning ? count.warnings
                                                              : count.notes);
        }
    }
    return script;
}

void MainWindow::run()
{
    showDesk();
    m_strip->run();
}

void MainWindow::chooseThisComputer()
{
    m_strip->chooseAccount(thisComputerId());
}

// One click: what it does stands beside the button, and nothing leaves this computer. Without a sandbox it asks.
void MainWindow::tryExample()
{
    const QList<Example> examples = builtInExamples();
    const auto example = std::ranges::find(examples, u"fractal.sh"_s, &Example::file);
    if (example == examples.cend())
        return;
    m_scripts->newScript(example->file, QString::fromUtf8(example->text));
    QCoro::connect(m_desk.sessions()->sandbox(), this, [this, example = *example](const Result<> &sandbox) {
        const look::Question question{.text = tr("Run the example with all your rights?"),
                                      .explanation = sandbox ? QString() : sandbox.error().sentence(),
                                      .yes = tr("Run"),
                                      .dangerous = true};
        if (sandbox || m_prompts.confirm(this, question))
            submitExample(example, !sandbox);
    });
}

void MainWindow::submitExample(const Example &example, bool mayLackSandbox)
{
    const Submission submission{.spec = {.name = example.file, .account = thisComputerId(), .mayLackSandbox = mayLackSandbox},
                                .script = example.text};
    QCoro::connect(m_desk.submit(submission, Context()), this, [this](const Result<Desk::Submitted> &submitted) {
        if (submitted)
            showJob(submitted->job.id);
        else
            say(submitted.error());
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    openScripts(filesOf(*event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::applyPreferences()
{
    const Preferences &preferences = m_settings.preferences();
    look::applyTheme(preferences.theme);
    EditorHabits habits{.theme = preferences.editorTheme,
                        .indentation = {.tabs = !preferences.softTabs, .width = preferences.tabWidth},
                        .wrapLines = preferences.wrapLines,
                        .checkScripts = preferences.checkScripts};
    if (!preferences.editorFont.isEmpty())
        habits.font.setFamily(preferences.editorFont);
    if (preferences.editorFontSize > 0)
        habits.font.setPointSize(preferences.editorFontSize);
    m_scripts->setHabits(habits);
    m_desk.sessions()->setLeastInterval(std::chrono::seconds(preferences.leastPollSeconds));
    m_strip->setUsualResultsFolder(preferences.resultsFolder);
}

KeepRules MainWindow::keepRules() const
{
    const Preferences &preferences = m_settings.preferences();
    return {.logsDays = preferences.keepLogsDays, .artifactsDays = preferences.keepArtifactsDays};
}

void MainWindow::say(const Error &error)
{
    if (error.kind != Error::Kind::Cancelled)
        m_prompts.tell(this, error.what, error.remedy);
}

} // namespace punchcard
