// SPDX-License-Identifier: MIT
// The window itself: what it shows first, remembers, and asks. No job runs here.
#include "core/base/files.h"
#include "core/store/habits.h"
#include "core/store/jobfolder.h"
#include "tests/support/pictures.h"
#include "tests/support/samplearray.h"
#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/elements/elementgrid.h"
#include "widgets/elements/elementspane.h"
#include "widgets/jobs/joblist.h"
#include "widgets/look/noticebar.h"
#include "widgets/run/runstrip.h"
#include "widgets/window/jobtabs.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

namespace {

// Where a key holds: nowhere means in the whole window.
struct KeyUse
{
    QString what;
    QKeySequence keys;
    QList<const QWidget *> places = {};
    bool alsoBelow = true;

    [[nodiscard]] bool meets(const KeyUse &other) const
    {
        if (places.isEmpty() || other.places.isEmpty())
            return true;
        const auto reaches = [](const KeyUse &use, const QWidget *from, const QWidget *to) {
            return from == to || (use.alsoBelow && from->isAncestorOf(to));
        };
        return std::ranges::any_of(places, [&](const QWidget *place) {
            return std::ranges::any_of(
                other.places, [&](const QWidget *theirs) { return reaches(*this, place, theirs) || reaches(other, theirs, place); });
        });
    }
};

KeyUse useOf(const QAction &action, const QKeySequence &keys)
{
    KeyUse use{.what = action.text(), .keys = keys, .places = {}, .alsoBelow = action.shortcutContext() != Qt::WidgetShortcut};
    if (action.shortcutContext() == Qt::WindowShortcut || action.shortcutContext() == Qt::ApplicationShortcut)
        return use;
    for (const QObject *object : action.associatedObjects()) {
        const auto *widget = qobject_cast<const QWidget *>(object);
        if (widget && !qobject_cast<const QMenu *>(widget))
            use.places.append(widget);
    }
    return use;
}

QList<KeyUse> keysOf(const MainWindow &window)
{
    QList<KeyUse> uses;
    for (const QAction *action : window.findChildren<QAction *>()) {
        for (const QKeySequence &keys : action->shortcuts())
            uses.append(useOf(*action, keys));
    }
    for (const QShortcut *shortcut : window.findChildren<QShortcut *>()) {
        const bool isWide = shortcut->context() == Qt::WindowShortcut || shortcut->context() == Qt::ApplicationShortcut;
        const auto *place = qobject_cast<const QWidget *>(shortcut->parent());
        uses.append({.what = shortcut->objectName(),
                     .keys = shortcut->key(),
                     .places = isWide ? QList<const QWidget *>() : QList<const QWidget *>{place},
                     .alsoBelow = shortcut->context() != Qt::WidgetShortcut});
    }
    for (const QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
        if (!button->shortcut().isEmpty() && button->shortcut() != QKeySequence::mnemonic(button->text()))
            uses.append({.what = button->objectName(), .keys = button->shortcut()});
    }
    for (const QAction *menu : window.menuBar()->actions())
        uses.append({.what = menu->text(), .keys = QKeySequence::mnemonic(menu->text())});
    return uses;
}

} // namespace

class TstMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_fixture = std::make_unique<testing::WindowFixture>(); }
    void cleanup()
    {
        // The other process lives on until the window is gone.
        m_fixture.reset();
        m_lock.reset();
    }
    void firstStartShowsTheStartPage();
    void droppedScriptsAreOpened();
    void aRestartRestoresWhatWasThere();
    void leavingWithOpenJobsIsSaidOnce();
    void leavingCanBeTakenBack();
    void leavingAtOnceAsksNothing();
    void aJobIsCopiedAsACommand();
    void everyShortcutIsTheOnlyOne();
    void theShortcutsPageFindsACommand();
    void escGoesBackToTheScript();
    void diagnosticsAreShownAndSaved();
    void theWindowGetsSmall();
    void theStartPageScrollsWhereThereIsLittleRoom();
    void dialogsFitTheScreen_data();
    void dialogsFitTheScreen();
    void anExampleBecomesANewScript();
    void settingsHoldAtOnce();
    void whatIsOldGoesAtTheStart();
    void thePreflightSheetSaysWhatShellCheckThinks();
    void thePreflightSheetWaitsForShellCheck();
    void editingAJobBringsWhatItHad();
    void whatWasChosenByHandStays();
    void whatRunWouldDoIsSaidByKey();
    void theHistoryPageLetsGo();
    void keysLeadThroughThePanes();
    void withoutASandboxItIsSaidBefore();
    void whatStayedOnAServerIsOneClickAway();
    void theScriptInFrontBecomesAWorkflow();
    void anArrayOpensIntoItsElements();

private:
    [[nodiscard]] Job addJob(Phase phase);

    std::unique_ptr<testing::WindowFixture> m_fixture;
    std::unique_ptr<QLockFile> m_lock; ///< another process drives the job
};

Job TstMainWindow::addJob(Phase phase)
{
    const Job wanted{.spec = {.name = u"kernel.sh"_s, .account = thisComputerId()}, .createdAt = Clock::system().now()};
    Job job = *wait(m_fixture->store->add(wanted));
    const store::JobFolder folder(m_fixture->store->home(), job.uid);
    if (!folder.write(job.spec, "echo\n"))
        qFatal("no job folder");
    m_lock = std::move(*folder.tryLock());
    job.phase = phase;
    if (!wait(m_fixture->store->save(job)))
        qFatal("the job is not saved");
    return job;
}

void TstMainWindow::firstStartShowsTheStartPage()
{
    QVERIFY(m_fixture->find<QWidget>("startPage")->isVisible());
    QVERIFY(!m_fixture->find<QDockWidget>("jobsDock")->isVisible());
    QTest::mouseClick(m_fixture->find<QPushButton>("startNewScript"), Qt::LeftButton);
    QVERIFY(!m_fixture->find<QWidget>("startPage")->isVisible());
    QVERIFY(m_fixture->find<QDockWidget>("jobsDock")->isVisible());
    QVERIFY(m_fixture->find<QAction>("run")->isEnabled());
}

void TstMainWindow::droppedScriptsAreOpened()
{
    const QString path = m_fixture->path(u"dropped.sh"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("echo dropped\n") > 0);
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_fixture->window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_fixture->window.get(), &drop);
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), u"echo dropped\n"_s);
    QVERIFY(m_fixture->window->windowTitle().contains(u"dropped.sh"_s));
}

void TstMainWindow::aRestartRestoresWhatWasThere()
{
    const Job job = addJob(Phase::Cleared);
    m_fixture->write(u"echo not saved yet\n"_s);
    m_fixture->window->showJob(job.id);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(job.id));
    m_fixture->find<QDockWidget>("artifactsDock")->hide();
    m_fixture->close();
    m_fixture->open();
    QVERIFY(!m_fixture->settings->windowState().geometry.isEmpty());
    QVERIFY(!m_fixture->find<QDockWidget>("artifactsDock")->isVisible());
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(job.id));
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), u"echo not saved yet\n"_s);
}

void TstMainWindow::leavingWithOpenJobsIsSaidOnce()
{
    const Job job = addJob(Phase::Started);
    QTRY_VERIFY(m_fixture->window->jobs().indexOf(job.id).isValid());
    QSignalSpy left(m_fixture->window.get(), &MainWindow::left);
    m_fixture->window->close();
    QCOMPARE(m_fixture->prompts.asked.size(), 1);
    QCOMPARE(m_fixture->prompts.offered.size(), 2);
    QCOMPARE(left.size(), 1);
    m_fixture->window->show();
    m_fixture->window->close();
    QCOMPARE(m_fixture->prompts.asked.size(), 1);
}

void TstMainWindow::leavingCanBeTakenBack()
{
    const Job job = addJob(Phase::Started);
    QTRY_VERIFY(m_fixture->window->jobs().indexOf(job.id).isValid());
    m_fixture->prompts.chosen = -1;
    m_fixture->window->close();
    QVERIFY(m_fixture->window->isVisible());
    m_fixture->prompts.chosen = 1;
    m_fixture->window->close();
    QVERIFY(!m_fixture->window->isVisible());
    QTRY_VERIFY(m_fixture->job(job.id).wishes.cancel);
}

void TstMainWindow::leavingAtOnceAsksNothing()
{
    const Job job = addJob(Phase::Started);
    QTRY_VERIFY(m_fixture->window->jobs().indexOf(job.id).isValid());
    m_fixture->write(u"echo unsaved\n"_s);
    QSignalSpy left(m_fixture->window.get(), &MainWindow::left);
    m_fixture->window->leaveAtOnce();
    QCOMPARE(left.size(), 1);
    QVERIFY(m_fixture->prompts.asked.isEmpty());
    QVERIFY(!m_fixture->window->isVisible());
    QVERIFY(!m_fixture->settings->windowState().toldQuitIsFree);
    QVERIFY(!m_fixture->settings->windowState().geometry.isEmpty());
}

void TstMainWindow::aJobIsCopiedAsACommand()
{
    const Job job = addJob(Phase::Cleared);
    m_fixture->window->showJob(job.id);
    QTRY_VERIFY(m_fixture->find<QAction>("copyAsCommand")->isEnabled());
    m_fixture->find<QAction>("copyAsCommand")->trigger();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(u"punch run kernel.sh"_s));
}

// Breaks for the user: a key that does nothing, because two commands want it.
void TstMainWindow::everyShortcutIsTheOnlyOne()
{
    m_fixture->write(u"echo\n"_s);
    m_fixture->find<QAction>("showHistory")->trigger();
    const QList<KeyUse> uses = keysOf(*m_fixture->window);
    QVERIFY(uses.size() > 50);
    for (auto use = uses.cbegin(); use != uses.cend(); ++use) {
        for (auto other = use + 1; other != uses.cend(); ++other) {
            QVERIFY2(use->keys != other->keys || !use->meets(*other),
                     qPrintable(u"%1: %2, %3"_s.arg(use->keys.toString(), use->what, other->what)));
        }
    }
    const auto isRun = [](const KeyUse &use) { return use.keys == QKeySequence(u"Ctrl+Return"_s); };
    QCOMPARE(std::ranges::count_if(uses, isRun), 1);
}

void TstMainWindow::theShortcutsPageFindsACommand()
{
    m_fixture->find<QAction>("shortcutsPage")->trigger();
    auto *page = m_fixture->find<QDialog>("shortcutsPage");
    auto *view = page->findChild<QTreeView *>(u"shortcuts"_s);
    QVERIFY(view->model()->rowCount() >= 4);
    QTest::keyClicks(page->findChild<QLineEdit *>(), u"forget"_s);
    QCOMPARE(view->model()->rowCount(), 1);
    // What has a key in one pane only.
    page->findChild<QLineEdit *>()->clear();
    QTest::keyClicks(page->findChild<QLineEdit *>(), u"next error"_s);
    QCOMPARE(view->model()->rowCount(), 1);
    QCOMPARE(view->model()->index(0, 1, view->model()->index(0, 0)).data().toString(), QKeySequence(Qt::Key_F8).toString());
    page->reject();
}

void TstMainWindow::escGoesBackToTheScript()
{
    m_fixture->write(u"echo\n"_s);
    auto *list = m_fixture->find<JobList>("jobList");
    list->focusFind();
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    QTRY_COMPARE(QApplication::focusWidget(), m_fixture->window->scripts()->currentPage()->editor());
}

void TstMainWindow::diagnosticsAreShownAndSaved()
{
    m_fixture->prompts.saveName = m_fixture->path(u"report.txt"_s);
    m_fixture->find<QAction>("diagnostics")->trigger();
    auto *text = m_fixture->find<QPlainTextEdit>("diagnosticsText");
    QTRY_VERIFY(text->toPlainText().contains(u"Punchcard"_s));
    QTest::mouseClick(m_fixture->find<QPushButton>("saveReport"), Qt::LeftButton);
    QVERIFY(QFile::exists(m_fixture->prompts.saveName));
}

// Breaks for the user: at a scale of 300 % the window is wider than a screen of 1920 points.
void TstMainWindow::theWindowGetsSmall()
{
    const Job job = addJob(Phase::Cleared);
    m_fixture->write(u"echo\n"_s);
    m_fixture->window->showJob(job.id);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(job.id));
    m_fixture->find<QAction>("showHistory")->trigger();
    m_fixture->find<QAction>("showScript")->trigger();
    m_fixture->window->scripts()->action(ScriptTabs::Command::Replace)->trigger();
    m_fixture->window->resize(640, 360);
    QTRY_COMPARE(m_fixture->window->size(), QSize(640, 360));
}

// 640 by 360 points are what 300 % leave of a screen of 1920 by 1080.
void TstMainWindow::theStartPageScrollsWhereThereIsLittleRoom()
{
    m_fixture->window->resize(640, 360);
    QTRY_COMPARE(m_fixture->window->size(), QSize(640, 360));
    auto *page = m_fixture->find<QScrollArea>("startPage");
    QVERIFY(page);
    QTRY_VERIFY(page->verticalScrollBar()->maximum() > 0);
    QCOMPARE(page->horizontalScrollBar()->maximum(), 0);
    auto *last = m_fixture->find<QPushButton>("startOpenScript");
    QVERIFY(last->visibleRegion().isEmpty());
    for (int i = 0; i < 20 && QApplication::focusWidget() != last; ++i)
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_fixture->window.get(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), last);
    QVERIFY(!last->visibleRegion().isEmpty());
    m_fixture->window->resize(400, 360);
    QTRY_COMPARE(page->horizontalScrollBar()->maximum(), 0);
}

void TstMainWindow::dialogsFitTheScreen_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("dialog");
    for (const auto &[action, dialog] : {std::pair("settings", "settingsDialog"),
                                         {"accounts", "accountsDialog"},
                                         {"newFromExample", "gallery"},
                                         {"shortcutsPage", "shortcutsPage"},
                                         {"diagnostics", "diagnosticsDialog"},
                                         {"about", "aboutDialog"}})
        QTest::newRow(dialog) << QString::fromLatin1(action) << QString::fromLatin1(dialog);
}

// Breaks for the user: the button that closes a dialog lies below the screen.
void TstMainWindow::dialogsFitTheScreen()
{
    QFETCH(const QString, action);
    QFETCH(const QString, dialog);
    m_fixture->window->findChild<QAction *>(action)->trigger();
    auto *opened = m_fixture->window->findChild<QDialog *>(dialog);
    QTRY_VERIFY(opened && opened->isVisible());
    const QSize room = m_fixture->window->screen()->availableSize();
    QVERIFY2(opened->width() <= room.width() && opened->height() <= room.height(),
             qPrintable(u"%1 x %2"_s.arg(opened->width()).arg(opened->height())));
    // What comes into it later does not make it wider.
    if (auto *taken = opened->findChild<QLabel *>(u"roomTaken"_s))
        QTRY_VERIFY(taken->text().contains(u"by logs"_s));
    opened->resize(1, 1);
    QVERIFY2(opened->width() <= 630 && opened->height() <= 320,
             qPrintable(u"at least %1 x %2"_s.arg(opened->width()).arg(opened->height())));
    opened->close();
}

void TstMainWindow::anExampleBecomesANewScript()
{
    m_fixture->find<QAction>("newFromExample")->trigger();
    auto *gallery = m_fixture->find<QDialog>("gallery");
    QTRY_VERIFY(gallery && gallery->isVisible());
    auto *list = gallery->findChild<QListView *>(u"galleryList"_s);
    list->setCurrentIndex(list->model()->index(1, 0));
    const QString text = gallery->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY(text.startsWith(u"#!"_s));
    QTest::mouseClick(gallery->findChild<QPushButton *>(u"galleryOpen"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), text);
    QVERIFY(m_fixture->window->scripts()->currentPath().isEmpty());
    QVERIFY(m_fixture->window->windowTitle().contains(m_fixture->window->scripts()->currentName()));
    QTRY_VERIFY(!m_fixture->find<QDialog>("gallery"));
    // One that needs more says so in the strip at once.
    m_fixture->find<QAction>("newFromExample")->trigger();
    gallery = m_fixture->find<QDialog>("gallery");
    QTRY_VERIFY(gallery && gallery->isVisible());
    QTest::keyClicks(gallery->findChild<QLineEdit *>(u"galleryFind"_s), u"openfaas"_s);
    QTest::mouseClick(gallery->findChild<QPushButton *>(u"galleryOpen"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->window->scripts()->currentText().contains(u"faas-cli"_s));
    QCOMPARE(m_fixture->find<RunStrip>("runStrip")->submission().spec.secrets.size(), 2);
    QCOMPARE(m_fixture->find<RunStrip>("runStrip")->spec().name, u"openfaas.sh"_s);
}

void TstMainWindow::settingsHoldAtOnce()
{
    m_fixture->write(u"echo\n"_s);
    m_fixture->find<QAction>("settings")->trigger();
    auto *dialog = m_fixture->find<QDialog>("settingsDialog");
    QVERIFY(dialog);
    auto *themes = dialog->findChild<QComboBox *>(u"editorTheme"_s);
    themes->setCurrentIndex(themes->findData(u"Monokai"_s));
    dialog->findChild<QSpinBox *>(u"tabWidth"_s)->setValue(7);
    dialog->findChild<QCheckBox *>(u"softTabs"_s)->setChecked(false);
    dialog->findChild<QCheckBox *>(u"wrapLines"_s)->setChecked(true);
    dialog->findChild<QSpinBox *>(u"poll"_s)->setValue(90);
    const ScriptEditor *editor = m_fixture->window->scripts()->currentPage()->editor();
    QCOMPARE(editor->indentation(), (Indentation{.tabs = true, .width = 7}));
    QCOMPARE(editor->lineWrapMode(), QPlainTextEdit::WidgetWidth);
    QVERIFY(editor->palette().color(QPalette::Base).lightness() < 100);
    const Account server = makeAccount(QUrl(u"https://github.example/api/v3/"_s), u"octo"_s);
    QVERIFY(wait(m_fixture->desk->sessions()->keep(server)));
    const auto session = wait(m_fixture->desk->sessions()->of(server.id));
    QVERIFY2(session, qPrintable(session ? QString() : session.error().what));
    QCOMPARE((*session)->poller().least(), 90s);
    // Asking this computer costs nothing.
    QCOMPARE((*wait(m_fixture->desk->sessions()->of(thisComputerId())))->poller().least(), 0s);
    dialog->findChild<QSpinBox *>(u"poll"_s)->setValue(30);
    QCOMPARE((*session)->poller().least(), 30s);
}

void TstMainWindow::whatIsOldGoesAtTheStart()
{
    Job job = addJob(Phase::Cleared);
    job.finishedAt = Clock::system().now() - std::chrono::days(40);
    QVERIFY(wait(m_fixture->store->save(job)));
    m_lock.reset();
    const store::JobFolder folder(m_fixture->store->home(), job.uid);
    QVERIFY(makePrivateFolder(folder.logs()));
    QFile log(folder.logs() + u"/1.txt"_s);
    QVERIFY(log.open(QIODevice::WriteOnly) && log.write("a log\n") > 0);
    log.close();
    Preferences preferences = m_fixture->settings->preferences();
    preferences.keepLogsDays = 30;
    m_fixture->settings->setPreferences(preferences);
    m_fixture->close();
    QVERIFY(QFile::exists(log.fileName()));
    m_fixture->open();
    QTRY_VERIFY(!QFile::exists(log.fileName()));
    QVERIFY(folder.script());
    QVERIFY(m_fixture->window->jobs().indexOf(job.id).isValid());
}

void TstMainWindow::thePreflightSheetSaysWhatShellCheckThinks()
{
    const QByteArray found = R"(cat > /dev/null; echo '{"comments":[
{"line":1,"column":1,"endLine":1,"endColumn":2,"level":"error","code":1000,"message":"a","fix":null},
{"line":1,"column":1,"endLine":1,"endColumn":2,"level":"info","code":2086,"message":"b","fix":null},
{"line":1,"column":1,"endLine":1,"endColumn":2,"level":"style","code":2001,"message":"c","fix":null}]}')";
    m_fixture->write(u"echo\n"_s);
    ScriptPage *page = m_fixture->window->scripts()->currentPage();
    page->linter()->setShellCheck({.program = testing::writeScript(m_fixture->path(u"shellcheck"_s), found)});
    QTest::keyClicks(page->editor(), u"#"_s);
    QTRY_COMPARE(page->linter()->model()->rowCount(), 3);
    m_fixture->find<RunStrip>("runStrip")->showPreflight();
    QTRY_VERIFY(m_fixture->find<QDialog>("preflightSheet"));
    const QList<QLabel *> labels = m_fixture->find<QDialog>("preflightSheet")->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](QLabel *label) { return label->text() == u"ShellCheck found: 1 error, 2 notes."_s; }));
}

// Breaks for the user: they press Run right after the last word, and the sheet says nothing of the error in it.
void TstMainWindow::thePreflightSheetWaitsForShellCheck()
{
    const QString gate = m_fixture->path(u"gate"_s);
    const QByteArray slow = "cat > /dev/null; until [ -e '" + gate.toUtf8() + "' ]; do sleep 0.05; done; echo '{\"comments\":[]}'";
    m_fixture->write(u"echo\n"_s);
    ScriptPage *page = m_fixture->window->scripts()->currentPage();
    page->linter()->setShellCheck({.program = testing::writeScript(m_fixture->path(u"shellcheck"_s), slow)});
    QTest::keyClicks(page->editor(), u"#"_s);
    m_fixture->find<RunStrip>("runStrip")->showPreflight();
    QTRY_VERIFY(m_fixture->find<QLabel>("preflightLint") && m_fixture->find<QLabel>("preflightLint")->isVisible());
    const auto *lint = m_fixture->find<QLabel>("preflightLint");
    QCOMPARE(lint->text(), u"ShellCheck is looking…"_s);
    QTRY_VERIFY(page->linter()->isChecking());
    QVERIFY(writePrivateFile(gate, "go"));
    QTRY_COMPARE(lint->text(), u"ShellCheck finds nothing wrong."_s);
}

// Breaks for the user: they edit an old job, and what they get is what they chose last.
void TstMainWindow::editingAJobBringsWhatItHad()
{
    Job older = addJob(Phase::Cleared);
    older.spec.outFolder = u"/older"_s;
    QVERIFY(wait(m_fixture->store->save(older)));
    JobSpec newer = older.spec;
    newer.outFolder = u"/newer"_s;
    const store::Habits habits(m_fixture->store->database());
    const QStringList keys = store::scriptKeys({}, "echo\n");
    QVERIFY(wait(habits.keepChoices(keys, toJson(newer), Clock::system().now())));
    m_fixture->window->showJob(older.id);
    QTRY_VERIFY(m_fixture->find<QAction>("runAgainWithEdits")->isEnabled());
    m_fixture->find<QAction>("runAgainWithEdits")->trigger();
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), u"echo\n"_s);
    const auto *strip = m_fixture->find<RunStrip>("runStrip");
    QTRY_COMPARE(strip->spec().outFolder, u"/older"_s);
    // The database answers in order: when this is here, all that was asked before is.
    QVERIFY(wait(habits.lastChoices(keys)));
    QCOMPARE(strip->spec().outFolder, u"/older"_s);
}

// Breaks for the user: "punchcard --local" sends the script to the server that ran it last.
void TstMainWindow::whatWasChosenByHandStays()
{
    const Account server = makeAccount(QUrl(u"https://github.example/api/v3/"_s), u"octo"_s);
    QVERIFY(wait(m_fixture->desk->sessions()->keep(server)));
    auto *strip = m_fixture->find<RunStrip>("runStrip");
    strip->reloadAccounts();
    QTRY_COMPARE(m_fixture->find<QMenu>("accountMenu")->actions().size(), 4);
    const QString script = m_fixture->path(u"own.sh"_s);
    QVERIFY(writePrivateFile(script, "echo own\n"));
    const JobSpec last{.name = u"own.sh"_s, .account = server.id};
    const store::Habits habits(m_fixture->store->database());
    QVERIFY(wait(habits.keepChoices(store::scriptKeys(script, "echo own\n"), toJson(last), Clock::system().now())));
    m_fixture->window->openScripts({script});
    m_fixture->window->chooseThisComputer();
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), u"echo own\n"_s);
    QVERIFY(wait(habits.lastChoices({})));
    QCOMPARE(strip->spec().account, thisComputerId());
}

void TstMainWindow::whatRunWouldDoIsSaidByKey()
{
    const auto sheet = [this] { return m_fixture->find<QDialog>("preflightSheet"); };
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!m_fixture->find<QAction>("preflight")->isEnabled()); // there is no script yet
    m_fixture->write(u"echo\n"_s);
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    QTest::keyClick(sheet(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet());
    QCOMPARE(m_fixture->window->jobs().rowCount(), 0);
    // And by mouse, where the strip has its menu.
    auto *more = m_fixture->find<QMenu>("moreMenu");
    emit more->aboutToShow();
    more->findChild<QAction *>(u"morePreflight"_s)->trigger();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
}

// Breaks for the user: they press Alt+3 or click a job, and the history stays where it is.
void TstMainWindow::theHistoryPageLetsGo()
{
    const Job job = addJob(Phase::Cleared);
    m_fixture->write(u"echo\n"_s);
    QTRY_VERIFY(m_fixture->window->jobs().indexOf(job.id).isValid());
    auto *list = m_fixture->find<JobList>("jobList");
    const auto leads = [this](const std::function<void()> &act) {
        m_fixture->find<QAction>("showHistory")->trigger();
        const auto *history = m_fixture->find<QWidget>("historyPage");
        if (!history->isVisible())
            return false;
        act();
        return QTest::qWaitFor([history] { return !history->isVisible(); });
    };
    for (const char *action : {"showScript", "showLog", "showSteps", "showTiming", "showDetails", "preflight"}) {
        const QKeySequence keys = m_fixture->find<QAction>(action)->shortcut();
        QVERIFY2(leads([&] { QTest::keySequence(m_fixture->window.get(), keys); }), action);
    }
    const QPoint row = list->view()->visualRect(list->filter().indexOf(job.id)).center();
    QVERIFY(leads([&] { QTest::mouseClick(list->view()->viewport(), Qt::LeftButton, {}, row); }));
    QVERIFY(leads([&] { QTest::keyClick(list->view(), Qt::Key_Return); }));
    QVERIFY(leads([&] { m_fixture->window->showJob(job.id); }));
    QVERIFY(leads([&] { QTest::mouseClick(m_fixture->find<QToolButton>("historyBack"), Qt::LeftButton); }));
    QCOMPARE(QApplication::focusWidget(), m_fixture->window->scripts()->currentPage()->editor());
    // A script that is open already.
    const QString script = m_fixture->path(u"own.sh"_s);
    QVERIFY(writePrivateFile(script, "echo own\n"));
    m_fixture->window->openScripts({script});
    QTRY_COMPARE(m_fixture->window->scripts()->currentText(), u"echo own\n"_s);
    QVERIFY(leads([&] { m_fixture->window->openScripts({script}); }));
}

void TstMainWindow::keysLeadThroughThePanes()
{
    const Job job = addJob(Phase::Cleared);
    m_fixture->write(u"echo\n"_s);
    m_fixture->window->showJob(job.id);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(job.id));
    const Item item{.name = u"answer"_s, .remoteId = 1, .state = Item::State::Here, .path = u"artifacts/answer"_s};
    QVERIFY(wait(m_fixture->store->saveItem(job.id, item)));
    QTRY_VERIFY(m_fixture->find<QTreeView>("artifactTree")->isVisible());
    const auto in = [this](const char *pane) { return m_fixture->find<QWidget>(pane)->isAncestorOf(QApplication::focusWidget()); };
    const auto press = [this](Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(m_fixture->window.get(), key, with); };
    QCOMPARE(QApplication::focusWidget(), m_fixture->window->scripts()->currentPage()->editor());
    for (const char *pane : {"jobTabs", "artifactPane", "jobList", "runStrip", "scriptTabs"}) {
        press(Qt::Key_F6);
        QVERIFY2(in(pane), pane);
    }
    QCOMPARE(QApplication::focusWidget(), m_fixture->window->scripts()->currentPage()->editor());
    for (const char *pane : {"runStrip", "jobList", "artifactPane", "jobTabs"}) {
        press(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY2(in(pane), pane);
    }
    press(Qt::Key_0, Qt::AltModifier);
    for (const Qt::Key key : {Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_6}) {
        press(key, Qt::AltModifier);
        QVERIFY(in("jobTabs"));
        press(Qt::Key_0, Qt::AltModifier);
        QVERIFY(in("scriptTabs"));
    }
    QCOMPARE(m_fixture->find<QTabWidget>("jobTabWidget")->currentIndex(), int(JobTabs::DetailsPage));
    QTest::keyClick(m_fixture->find<JobList>("jobList")->view(), Qt::Key_Return);
    QVERIFY(in("jobTabs"));
    // One that is hidden is passed over; shown again it has the keys.
    press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(!m_fixture->find<QWidget>("artifactPane")->isVisible());
    press(Qt::Key_F6);
    QVERIFY(in("jobList"));
    press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(in("artifactPane"));
}

// Breaks for the user: the window says that their files are safe, and the hub runs the script with all their rights.
void TstMainWindow::withoutASandboxItIsSaidBefore()
{
    const QTemporaryDir folder;
    testing::writeScript(folder.filePath(u"bwrap"_s), "echo no permission >&2; exit 1");
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&path] { qputenv("PATH", path); });
    qputenv("PATH", folder.path().toUtf8() + ':' + path);
    m_fixture = std::make_unique<testing::WindowFixture>();
    QTRY_VERIFY(m_fixture->find<QLabel>("tryText")->text().contains(u"all your rights"_s));
    QTRY_VERIFY(m_fixture->find<QToolButton>("accountButton")->toolTip().contains(u"all your rights"_s));
    testing::takePictures(*m_fixture->window, u"start-no-sandbox"_s);
    // The example asks, as no sheet comes before it.
    m_fixture->prompts.yes = false;
    QTest::mouseClick(m_fixture->find<QPushButton>("tryHere"), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->prompts.asked.size(), 1);
    QVERIFY(m_fixture->window->scripts()->hasScript());
    // The sheet has been seen, but not with this on it.
    m_fixture->window->run();
    QTRY_VERIFY(m_fixture->find<QDialog>("preflightSheet"));
    auto *sheet = m_fixture->find<QDialog>("preflightSheet");
    const auto *danger = sheet->findChild<look::NoticeBar *>(u"preflightDanger"_s);
    QTRY_VERIFY(danger->isVisible());
    QVERIFY2(danger->text().contains(u"no permission"_s), qPrintable(danger->text()));
    testing::takePictures(*sheet, u"preflight-no-sandbox"_s);
    sheet->reject();
    QVERIFY(wait(m_fixture->store->jobs())->isEmpty());
    m_fixture->find<QAction>("accounts")->trigger();
    QTRY_VERIFY(m_fixture->find<QLabel>("accountFacts")->text().contains(u"all your rights"_s));
    // Who says yes to it has it so: the hub hears of that.
    m_fixture->prompts.yes = true;
    QTest::mouseClick(m_fixture->find<QPushButton>("tryHere"), Qt::LeftButton);
    QTRY_COMPARE(wait(m_fixture->store->jobs())->size(), 1);
    QVERIFY(m_fixture->newest().spec.mayLackSandbox);
}

// Breaks for the user: a private repository stays on their account, and the window never says so.
void TstMainWindow::whatStayedOnAServerIsOneClickAway()
{
    auto *button = m_fixture->find<QToolButton>("leftOversButton");
    QVERIFY(!button->isVisible());
    const store::LeftOver leftOver{.uid = u"11111111-2222-3333-4444-555555555555"_s,
                                   .account = u"nowhere"_s,
                                   .owner = u"octo"_s,
                                   .repository = u"job-x"_s,
                                   .repositoryId = 7,
                                   .branch = u""_s,
                                   .page = QUrl(u"https://example.invalid/"_s),
                                   .reason = u"it could not be deleted"_s,
                                   .noticedAt = Clock::system().now()};
    QVERIFY(wait(m_fixture->store->addLeftOver(leftOver)));
    m_fixture->window->jobs().load();
    QTRY_VERIFY(button->isVisible());
    QVERIFY(button->text().contains(u"1"_s));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(m_fixture->find<QTreeView>("remnants"));
    // Its account is gone, and still it is listed.
    QTRY_COMPARE(m_fixture->find<QTreeView>("remnants")->model()->rowCount(), 1);
}

// Breaks for the user: the workflow is written, and nobody says what else it needs.
void TstMainWindow::theScriptInFrontBecomesAWorkflow()
{
    const QTemporaryDir folder;
    m_fixture->window->scripts()->newScript(u"mine.sh"_s, u"# punchcard: timeout=30m\necho hi\n"_s);
    QTRY_VERIFY(m_fixture->window->scripts()->hasScript());
    m_fixture->prompts.saveName = folder.filePath(u"mine.yml"_s);
    m_fixture->find<QAction>("exportWorkflow")->trigger();
    QFile file(folder.filePath(u"mine.yml"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("timeout-minutes: 30\n") && text.contains("workflow_dispatch"), text);
    QVERIFY(m_fixture->prompts.asked.constLast().contains(u"mine.yml"_s));
}

// Breaks for the user: an array opens on the log of its first element, and nothing tells of the others.
void TstMainWindow::anArrayOpensIntoItsElements()
{
    const auto write = [this](Job job) {
        Job stored = *wait(m_fixture->store->add(job));
        stored.phase = Phase::Cleared;
        stored.outcome = Outcome::Succeeded;
        QTest::qVerify(wait(m_fixture->store->saveRun(stored.id, job.runs.value(0, {.number = 1}))).has_value(), "run", "", __FILE__,
                       __LINE__);
        QTest::qVerify(wait(m_fixture->store->save(stored)).has_value(), "job", "", __FILE__, __LINE__);
        return stored.id;
    };
    const JobId array = write(testing::sampleArray(9, 9));
    const JobId plain = write({.spec = {.name = u"plain.sh"_s}, .createdAt = fromEpoch(1)});
    const auto elements = [this, array] { return m_fixture->window->jobs().indexOf(array).data(JobModel::ElementsRole).toInt(); };
    QTRY_VERIFY(m_fixture->window->jobs().indexOf(plain).isValid() && elements() == 9);
    auto *tabs = m_fixture->find<QTabWidget>("jobTabWidget");
    m_fixture->window->showJob(plain);
    QCOMPARE(tabs->tabText(0), u"Log"_s);
    m_fixture->window->showJob(array);
    QCOMPARE(tabs->tabText(0), u"Elements"_s);
    QCOMPARE(tabs->currentIndex(), 0);
    auto *pane = m_fixture->find<ElementsPane>("elementsPane");
    QTRY_COMPARE(pane->grid()->model()->rowCount(), 9);
    pane->grid()->setFocus();
    QTest::keyClick(pane->grid(), Qt::Key_Return);
    QCOMPARE(tabs->tabText(tabs->currentIndex()), u"Log"_s);
    m_fixture->window->showJob(plain);
    QCOMPARE(tabs->tabText(0), u"Log"_s);
    QCOMPARE(tabs->currentIndex(), 0);
    m_fixture->find<QAction>("showElements")->trigger();
    QCOMPARE(tabs->currentIndex(), 0);
}

PUNCHCARD_TEST(TstMainWindow, tst_mainwindow)
#include "tst_mainwindow.moc"
