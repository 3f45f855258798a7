// SPDX-License-Identifier: MIT
#include "widgets/window/mainwindow.h"

#include "core/base/files.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/joblist.h"
#include "widgets/look/icons.h"
#include "widgets/look/prompts.h"
#include "widgets/window/jobtabs.h"
#include "widgets/window/startpage.h"
#include "widgets/window/stateline.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestScript = 16 << 20;

} // namespace

MainWindow::MainWindow(Desk &desk, Settings &settings, look::Prompts &prompts, QWidget *parent)
    : QMainWindow(parent)
    , m_desk(desk)
    , m_settings(settings)
    , m_prompts(prompts)
    , m_jobs(new JobModel(desk, this))
    , m_actions(new JobActions(desk, *m_jobs, prompts, this))
    , m_list(new JobList(*m_jobs, *m_actions, desk.store().home()))
    , m_tabs(new JobTabs(desk))
    , m_artifacts(new ArtifactPane(desk, prompts))
    , m_start(new StartPage)
    , m_pages(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_script(new QPlainTextEdit)
{
    setObjectName("mainWindow"_L1);
    setWindowTitle(tr("Punchcard"));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    makeCentre();
    makeDocks();
    makeBar();
    makeMenus();
    statusBar()->addWidget(new StateLine(m_desk, *m_jobs), 1);
    statusBar()->setSizeGripEnabled(false);
    connect(m_list, &JobList::currentChanged, this, &MainWindow::takeJob);
    connect(m_actions, &JobActions::begun, this, &MainWindow::showJob);
    connect(m_actions, &JobActions::failed, this, &MainWindow::say);
    connect(m_jobs, &JobModel::failed, this, &MainWindow::say);
    resize(1280, 800);
}

MainWindow::~MainWindow() = default;

void MainWindow::makeCentre()
{
    m_script->setObjectName("script"_L1);
    m_script->setFrameShape(QFrame::NoFrame);
    m_script->setFont(look::monospacedFont());
    m_splitter->addWidget(m_script);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_start);
    setCentralWidget(m_pages);
}

void MainWindow::makeDocks()
{
    const auto add = [this](const char *name, const QString &title, Qt::DockWidgetArea area, QWidget *content) {
        auto *dock = new QDockWidget(title);
        dock->setObjectName(QLatin1StringView(name));
        dock->setWidget(content);
        addDockWidget(area, dock);
        return dock;
    };
    QDockWidget *jobs = add("jobsDock", tr("Jobs"), Qt::LeftDockWidgetArea, m_list);
    QDockWidget *artifacts = add("artifactsDock", tr("Artifacts"), Qt::RightDockWidgetArea, m_artifacts);
    resizeDocks({jobs, artifacts}, {280, 300}, Qt::Horizontal);
}

void MainWindow::makeBar()
{
    auto *bar = addToolBar(tr("Run"));
    bar->setObjectName("runBar"_L1);
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QAction *run = bar->addAction(look::icon(u"run"_s, look::Tone::Success), tr("Run"), this, &MainWindow::run);
    run->setObjectName("run"_L1);
    run->setShortcut(Qt::CTRL | Qt::Key_Return);
    bar->addAction(m_actions->cancel);
    bar->addAction(m_actions->runAgain);
}

void MainWindow::makeMenus()
{
    QMenu *job = menuBar()->addMenu(tr("&Job"));
    job->addActions({m_actions->runAgain, m_actions->runAgainWithEdits, m_actions->cancel, m_actions->goOn});
    job->addSeparator();
    job->addActions({m_actions->openPage, m_actions->copyAsCommand, m_actions->exportJob, m_actions->forget});
}

void MainWindow::begin()
{
    m_jobs->load();
    QCoro::connect(m_desk.resume(), this, [this](const Result<QList<JobId>> &driven) {
        if (!driven)
            say(driven.error());
    });
    restore();
}

void MainWindow::restore()
{
    const WindowState state = m_settings.windowState();
    restoreGeometry(state.geometry);
    restoreState(state.docks);
    m_splitter->restoreState(state.splitter);
    openScripts(state.scripts);
    if (state.job > 0)
        m_list->choose(JobId(state.job));
}

void MainWindow::keepState()
{
    WindowState state = m_settings.windowState();
    state.geometry = saveGeometry();
    state.docks = saveState();
    state.splitter = m_splitter->saveState();
    state.scripts = m_scriptPath.isEmpty() ? QStringList() : QStringList{m_scriptPath};
    state.job = m_job ? qint64(*m_job) : 0;
    m_settings.setWindowState(state);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    keepState();
    QMainWindow::closeEvent(event);
}

void MainWindow::openScripts(const QStringList &files)
{
    for (const QString &file : files) {
        const Result<QByteArray> text = readFile(file, largestScript);
        if (!text) {
            say(text.error());
            continue;
        }
        m_scriptPath = file;
        m_script->setPlainText(QString::fromUtf8(*text));
    }
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::showJob(JobId job)
{
    m_list->choose(job);
}

void MainWindow::takeJob(std::optional<JobId> job)
{
    if (m_job)
        m_desk.unview(*m_job);
    m_job = job;
    m_tabs->setJob(job);
    m_artifacts->setJob(job);
    if (!job)
        return;
    QCoro::connect(m_desk.view(*job), this, [this](const Result<> &viewed) {
        if (!viewed)
            say(viewed.error());
    });
}

void MainWindow::run()
{
    Submission submission;
    submission.script = m_script->toPlainText().toUtf8();
    submission.spec.name = m_scriptPath.isEmpty() ? tr("script.sh") : QFileInfo(m_scriptPath).fileName();
    submission.spec.account = thisComputerId();
    QCoro::connect(m_desk.submit(submission, Context()), this, [this](const Result<Desk::Submitted> &submitted) {
        if (submitted)
            showJob(submitted->job.id);
        else
            say(submitted.error());
    });
}

void MainWindow::say(const Error &error)
{
    m_prompts.tell(this, error.what, error.remedy);
}

} // namespace punchcard
