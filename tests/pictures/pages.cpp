// SPDX-License-Identifier: MIT
#include "tests/pictures/pages.h"

#include "core/lint/problemmodel.h"
#include "core/models/elementmodel.h"
#include "core/models/racemodel.h"
#include "core/script/example.h"
#include "tests/pictures/samplejobs.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/artifacts/previewpane.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/problemspane.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/elements/elementgrid.h"
#include "widgets/elements/elementspane.h"
#include "widgets/jobs/joblist.h"
#include "widgets/log/logpane.h"
#include "widgets/log/logview.h"
#include "widgets/race/racepage.h"
#include "widgets/run/runstrip.h"
#include "widgets/timing/compareview.h"
#include "widgets/window/jobtabs.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QStandardPaths>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize usualSize(1280, 800);

QString exampleText(const QString &file)
{
    const QList<Example> examples = builtInExamples();
    const auto found = std::ranges::find(examples, file, &Example::file);
    if (found == examples.end())
        qFatal("there is no example %s", qPrintable(file));
    return QString::fromUtf8(found->text);
}

// A picture, a text, an archive and bytes come back.
QString ofAllKinds()
{
    return exampleText(u"fractal.sh"_s)
        + u"\n(cd uploads && zip -q fractal.zip fractal.png fractal.txt)\nhead -c 6000 uploads/fractal.png | tail -c 5990 >uploads/points.bin\n"_s;
}

const QString failing = u"#!/usr/bin/env bash\nset -euo pipefail\necho \"::group::Tools\"\nbash --version\necho \"::endgroup::\"\n"
                        "echo \"compiling 214 files\"\nfor i in {1..12}; do echo \"[$i/214] cc -O2 -c part$i.c\"; done\n"
                        "echo \"::warning::part 9 takes long\"\necho \"::error::part 12: undefined reference to 'fft_plan'\"\nexit 2\n"_s;
const QString faulty = u"#!/bin/bash\nfor f in $(ls *.txt); do\n    cp $f $1/backup\ndone\ncd build\nunused=1\nrm -rf $build/*\n"_s;

} // namespace

Pages::Pages(WindowFixture &fixture, Camera &camera)
    : m_fixture(fixture)
    , m_camera(camera)
{
}

void Pages::trigger(const char *action) const
{
    find<QAction>(action)->trigger();
}

void Pages::leave(QWidget *dialog)
{
    dialog->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void Pages::takeDialog(const char *dialog, const QString &name, Looks looks)
{
    waitUntil(dialog, [&] { return m_fixture.find<QWidget>(dialog) && m_fixture.find<QWidget>(dialog)->isVisible(); });
    m_camera.take(find<QWidget>(dialog), name, looks);
    leave(find<QWidget>(dialog));
}

void Pages::takeFirst()
{
    window()->resize(usualSize);
    m_camera.take(window(), u"start"_s, Looks::AlsoContrast);
    m_fixture.window->scripts()->newScript();
    m_camera.take(window(), u"desk-empty"_s, Looks::AlsoContrast);
    m_fixture.window->scripts()->closeCurrent();
}

void Pages::takeDesk()
{
    writeSampleJobs(*m_fixture.store, 500);
    m_fixture.window->jobs().load();
    m_fixture.window->jobs().loadAccounts();
    find<RunStrip>("runStrip")->reloadAccounts();
    waitUntil("500 jobs", [this] { return m_fixture.window->jobs().rowCount() == 500; });
    m_camera.take(window(), u"desk-no-script"_s);
    QTest::keyClicks(find<QLineEdit>("findJob"), u"nothing is like this"_s);
    waitUntil("an empty list", [this] { return find<JobList>("jobList")->view()->model()->rowCount() == 0; });
    m_camera.take(find<QWidget>("jobsDock"), u"jobs-none-found"_s);
    find<QLineEdit>("findJob")->clear();
}

JobId Pages::run(const QString &name, const QString &script, JobState state)
{
    JobModel &jobs = m_fixture.window->jobs();
    const int before = jobs.rowCount();
    m_fixture.window->scripts()->newScript(name, script);
    m_fixture.window->run();
    waitUntil("another job", [&] { return jobs.rowCount() == before + 1; });
    const JobId id = jobs.jobs().first().id;
    waitUntil("its state", [&] { return jobs.indexOf(id).data(JobModel::StateRole).value<JobState>() == state; });
    return id;
}

void Pages::show(JobId job, int tab)
{
    m_fixture.window->showJob(job);
    find<QTabWidget>("jobTabWidget")->setCurrentIndex(tab);
}

void Pages::takeJobs()
{
    m_whole = run(u"fractal.sh"_s, ofAllKinds(), JobState::Succeeded);
    const QString tabs[] = {u"log"_s, u"steps"_s, u"timing"_s, u"details"_s};
    for (int tab = 0; tab < int(std::size(tabs)); ++tab) {
        show(m_whole, tab);
        if (tab == JobTabs::StepsPage)
            waitUntil("steps", [this] { return find<QTreeView>("stepTree")->model()->rowCount() > 0; });
        if (tab == JobTabs::TimingPage)
            waitUntil("times", [this] { return find<QTreeView>("timingTable")->model()->rowCount() > 0; });
        m_camera.take(window(), u"job-"_s + tabs[tab], tab == JobTabs::LogPage ? Looks::AlsoContrast : Looks::LightAndDark);
    }
    const JobId failed = run(u"compile-the-whole-thing-again-for-every-machine-there-is.sh"_s, failing, JobState::Failed);
    show(failed, JobTabs::LogPage);
    m_camera.take(window(), u"job-failed"_s, Looks::AlsoContrast);
    const JobId running = run(u"render.sh"_s,
                              u"#!/usr/bin/env bash\nset -euo pipefail\nfor i in {1..600}; do\n"
                              "    echo \"frame $i of 600\"\n    sleep 1\ndone\n"_s,
                              JobState::Running);
    show(running, JobTabs::LogPage);
    m_camera.take(window(), u"job-running"_s, Looks::AlsoContrast);
    trigger("cancelJob");
    waitUntil("the end of the running job", [&] { return !m_fixture.window->jobs().indexOf(running).data(JobModel::IsOpenRole).toBool(); });
    const WaitingJob waiting = writeWaitingJob(*m_fixture.store);
    waitUntil("the waiting job", [&] { return m_fixture.window->jobs().indexOf(waiting.id).isValid(); });
    show(waiting.id, JobTabs::StepsPage);
    waitUntil("why it waits", [this] { return find<QWidget>("waitingBar")->isVisible(); });
    m_camera.take(window(), u"job-waiting"_s);
}

void Pages::takeArray()
{
    const WaitingJob array = writeArray(*m_fixture.store);
    waitUntil("the array", [&] { return m_fixture.window->jobs().indexOf(array.id).isValid(); });
    m_fixture.window->showJob(array.id);
    waitUntil("its elements", [this] { return m_fixture.find<ElementsPane>("elementsPane"); });
    auto *elements = find<ElementsPane>("elementsPane");
    waitUntil("all of them", [&] { return elements->model().rowCount() == 256; });
    auto *splitter = find<QSplitter>("centre");
    const QList<int> sizes = splitter->sizes();
    splitter->setSizes({200, 520});
    waitUntil("the log of one", [&] { return !elements->log()->view()->document().isEmpty(); });
    m_camera.take(window(), u"array"_s, Looks::AlsoContrast);
    m_camera.take(elements, u"array-grid"_s);
    elements->grid()->setCellSize(0);
    m_camera.take(elements, u"array-grid-small"_s);
    elements->grid()->setCellSize(3);
    m_camera.take(elements, u"array-grid-large"_s);
    elements->grid()->setCellSize(1);
    elements->setTabular(true);
    m_camera.take(window(), u"array-table"_s);
    elements->setTabular(false);
    find<QTabWidget>("jobTabWidget")->setCurrentIndex(3);
    waitUntil("times", [this] { return find<QTreeView>("timingTable")->model()->rowCount() > 0; });
    m_camera.take(window(), u"array-timing"_s);
    splitter->setSizes(sizes);
    show(m_whole, JobTabs::LogPage);
}

void Pages::choose(const QString &artifact)
{
    QTreeView *tree = window()->findChild<ArtifactPane *>()->view();
    QModelIndexList found;
    waitUntil(qPrintable(artifact), [&] {
        found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, artifact, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return !found.isEmpty();
    });
    auto *preview = window()->findChild<PreviewPane *>();
    QSignalSpy shown(preview, &PreviewPane::shown);
    tree->setCurrentIndex(found.first());
    waitUntil("its preview", [&] { return !shown.isEmpty(); });
}

void Pages::takeArtifacts()
{
    show(m_whole, JobTabs::LogPage);
    for (const auto &[file, word] : {std::pair(u"fractal.txt"_s, u"text"_s),
                                     {u"points.bin"_s, u"hex"_s},
                                     {u"fractal.zip"_s, u"zip"_s},
                                     {u"fractal.png"_s, u"image"_s}}) {
        choose(file);
        m_camera.take(find<QWidget>("artifactsDock"), u"artifacts-"_s + word);
    }
    find<QTabWidget>("scriptTabWidget")->setCurrentIndex(0);
    m_camera.take(window(), u"desk"_s, Looks::AlsoContrast);
}

void Pages::takeEditor()
{
    ScriptTabs *scripts = m_fixture.window->scripts();
    QDir().mkpath(m_fixture.path(u"kernel/scripts"_s));
    QDir().mkpath(m_fixture.path(u"llama/scripts"_s));
    for (const QString &name : {u"kernel/scripts/test.sh"_s, u"llama/scripts/test.sh"_s}) {
        QFile file(m_fixture.path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(exampleText(u"primes.sh"_s).toUtf8()) <= 0)
            qFatal("no script is written");
        file.close();
        scripts->open(m_fixture.path(name));
        waitUntil("an open script", [&] { return !scripts->currentText().isEmpty() && scripts->currentName() == u"test.sh"_s; });
    }
    scripts->action(ScriptTabs::Command::Find)->trigger();
    QTest::keyClicks(qobject_cast<QWidget *>(QApplication::focusWidget()), u"primes"_s);
    m_camera.take(window(), u"editor-find"_s);
    scripts->action(ScriptTabs::Command::Replace)->trigger();
    m_camera.take(window(), u"editor-replace"_s);
    scripts->newScript(u"backup.sh"_s, faulty);
    if (QStandardPaths::findExecutable(u"shellcheck"_s).isEmpty())
        return;
    waitUntil("problems", [&] { return scripts->currentPage()->linter()->model()->rowCount() > 0; });
    scripts->currentPage()->problemsPane()->setUnfolded(true);
    m_camera.take(window(), u"editor-problems"_s, Looks::AlsoContrast);
}

void Pages::takeHistory()
{
    const QString primes = exampleText(u"primes.sh"_s);
    run(u"primes.sh"_s, primes, JobState::Succeeded);
    show(run(u"primes.sh"_s, QString(primes).replace(u"200000"_s, u"400000"_s), JobState::Succeeded), JobTabs::TimingPage);
    trigger("showHistory");
    auto *runs = find<QTreeView>("historyRuns");
    waitUntil("past runs", [&] { return runs->model()->rowCount() > 10; });
    m_camera.take(window(), u"history"_s, Looks::AlsoContrast);
    runs->selectionModel()->select(runs->model()->index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    runs->selectionModel()->select(runs->model()->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    auto *comparison = find<CompareView>("compareView");
    QSignalSpy shown(comparison, &CompareView::shown);
    find<QToolButton>("compareRuns")->click();
    waitUntil("both jobs", [&] { return !shown.isEmpty(); });
    m_camera.take(window(), u"history-compare"_s);
    QTest::keyClick(window(), Qt::Key_Escape);
}

void Pages::takeRace()
{
    JobModel &jobs = m_fixture.window->jobs();
    auto shown = [&](GroupId race) {
        waitUntil("the race in the list", [&] { return jobs.index(2, 0).data(JobModel::RaceRole).toLongLong() == qint64(race); });
        m_fixture.window->showJob(jobs.jobs().at(1).id);
        trigger("showRace");
        auto *page = find<RacePage>("racePage");
        waitUntil("its lanes", [&] { return page->race() == race && page->model()->rowCount() == 3; });
        find<QListView>("raceLanes")->setFocus();
    };
    const SampleRace over = writeSampleRace(*m_fixture.store, true);
    shown(over.id);
    m_camera.take(window(), u"race"_s, Looks::AlsoContrast);
    const SampleRace running = writeSampleRace(*m_fixture.store, false);
    shown(running.id);
    m_camera.take(window(), u"race-running"_s, Looks::AlsoContrast);
    m_camera.take(find<QWidget>("jobsDock"), u"jobs-race"_s);
    window()->resize(720, 560);
    m_camera.take(window(), u"race-narrow"_s);
    window()->resize(usualSize);
    QTest::keyClick(window(), Qt::Key_Escape);
    auto *strip = find<RunStrip>("runStrip");
    m_fixture.window->scripts()->newScript(u"race.sh"_s, exampleText(u"race.sh"_s));
    strip->chooseAccount(u"github.com/octocat"_s);
    waitUntil("the account", [&] { return strip->account().id == u"github.com/octocat"_s; });
    strip->race();
    takeDialog("raceSheet", u"race-sheet"_s, Looks::AlsoContrast);
    strip->chooseAccount(thisComputerId());
    strip->race();
    takeDialog("raceSheet", u"race-sheet-here"_s);
}

void Pages::takeSheets()
{
    auto *strip = find<RunStrip>("runStrip");
    m_fixture.window->scripts()->newScript(u"backup.sh"_s, faulty);
    strip->showPreflight();
    takeDialog("preflightSheet", u"preflight-here"_s);
    strip->chooseAccount(u"github.com/octocat"_s);
    waitUntil("the account", [&] { return strip->account().id == u"github.com/octocat"_s; });
    strip->showSecrets();
    takeDialog("secretsSheet", u"secrets-empty"_s);
    strip->showInputs();
    takeDialog("inputsSheet", u"inputs-empty"_s);
    strip->addInputs({m_fixture.path(u"kernel"_s), m_fixture.path(u"llama/scripts/test.sh"_s)});
    JobSpec spec = strip->spec();
    spec.secrets = {{.name = u"API_TOKEN"_s, .from = SecretSource::From::File, .where = m_fixture.path(u"kernel/scripts/test.sh"_s)},
                    {.name = u"A_SECRET_WITH_A_RATHER_LONG_NAME_FOR_THE_STORAGE_ACCOUNT"_s,
                     .from = SecretSource::From::File,
                     .where = m_fixture.path(u"llama/scripts/test.sh"_s)}};
    strip->useSpec(spec);
    strip->showSecrets();
    takeDialog("secretsSheet", u"secrets"_s, Looks::AlsoContrast);
    strip->showInputs();
    takeDialog("inputsSheet", u"inputs"_s);
    strip->showArray();
    find<QDialog>("arraySheet")->findChild<QRadioButton *>(u"arrayInputs"_s)->click();
    takeDialog("arraySheet", u"array"_s, Looks::AlsoContrast);
    strip->showPreflight();
    takeDialog("preflightSheet", u"preflight"_s, Looks::AlsoContrast);
    m_camera.take(strip, u"strip"_s, Looks::AlsoContrast);
    find<QToolButton>("optionsButton")->click();
    takeDialog("optionsPanel", u"options"_s);
}

void Pages::takeDialogs()
{
    trigger("newFromExample");
    takeDialog("gallery", u"gallery"_s);
    trigger("settings");
    waitUntil("the settings", [this] { return m_fixture.find<QListView>("settingsPages"); });
    auto *pages = find<QListView>("settingsPages");
    for (int row = 0; row < pages->model()->rowCount(); ++row) {
        pages->setCurrentIndex(pages->model()->index(row, 0));
        m_camera.take(pages->window(), u"settings-%1"_s.arg(pages->currentIndex().data().toString().toLower()),
                      row == 0 ? Looks::AlsoContrast : Looks::LightAndDark);
    }
    leave(pages->window());
    trigger("accounts");
    waitUntil("the accounts", [this] { return m_fixture.find<QListView>("accountsList"); });
    auto *accounts = find<QListView>("accountsList");
    waitUntil("an account", [&] { return accounts->model()->rowCount() > 1; });
    accounts->setCurrentIndex(accounts->model()->index(1, 0));
    m_camera.take(accounts->window(), u"accounts"_s);
    find<QPushButton>("addAccountButton")->click();
    takeDialog("accountsDialog", u"accounts-add"_s);
    trigger("shortcutsPage");
    takeDialog("shortcutsPage", u"shortcuts"_s);
    trigger("diagnostics");
    waitUntil("the report", [this] { return !find<QPlainTextEdit>("diagnosticsText")->toPlainText().isEmpty(); });
    takeDialog("diagnosticsDialog", u"diagnostics"_s);
    trigger("about");
    takeDialog("aboutDialog", u"about"_s);
}

void Pages::takeNarrow()
{
    show(m_whole, JobTabs::LogPage);
    window()->resize(720, 560);
    m_camera.take(window(), u"desk-narrow"_s);
    window()->resize(1720, 1000);
    m_camera.take(window(), u"desk-wide"_s);
    window()->resize(usualSize);
}

void Pages::takeSmall()
{
    window()->resize(640, 330);
    m_camera.take(window(), u"small-start"_s);
    auto *strip = find<RunStrip>("runStrip");
    m_fixture.window->scripts()->newScript(u"backup.sh"_s, faulty);
    m_camera.take(window(), u"small-desk"_s);
    strip->showPreflight();
    takeDialog("preflightSheet", u"small-preflight"_s);
    strip->showSecrets();
    takeDialog("secretsSheet", u"small-secrets"_s);
    strip->showInputs();
    takeDialog("inputsSheet", u"small-inputs"_s);
    trigger("newFromExample");
    takeDialog("gallery", u"small-gallery"_s);
    trigger("settings");
    takeDialog("settingsDialog", u"small-settings"_s);
    trigger("accounts");
    waitUntil("the accounts", [this] { return m_fixture.find<QPushButton>("addAccountButton"); });
    find<QPushButton>("addAccountButton")->click();
    takeDialog("accountsDialog", u"small-accounts"_s);
    trigger("diagnostics");
    takeDialog("diagnosticsDialog", u"small-diagnostics"_s);
}

} // namespace punchcard::testing
