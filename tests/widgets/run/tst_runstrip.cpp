// SPDX-License-Identifier: MIT
#include "widgets/run/runstrip.h"

#include "core/secrets/memorytokenstore.h"
#include "core/store/habits.h"
#include "widgets/look/noticebar.h"
#include "widgets/run/inputssheet.h"
#include "widgets/run/preflightsheet.h"
#include "widgets/run/resultsline.h"
#include "widgets/run/runnerbox.h"

#include "core/store/ownerrules.h"
#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QCompleter>
#include <QDialog>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstRunStrip : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theFirstRunIsOnThisComputer();
    void anAccountBringsItsRunnersAndItsVisibility();
    void theMachinesOfAnOrganisationAreOffered();
    void labelsAreCompletedOneByOne();
    void eachOpenScriptHasItsOwnChoices();
    void whatWasLastUsedComesBack();
    void itsAccountComesBackWhicheverIsReadFirst();
    void aRunThatCouldNotBeginDoesNotBeginLater();
    void whatAScriptAsksForIsSet();
    void theSheetIsShownOnceForAnAccount();
    void everyFileCanBeSeen();
    void theTermsAreToldWithTheirPage();
    void whatCannotRunIsSaidAboveTheScript();
    void aFolderDroppedOnTheLineIsWhereResultsGo();
    void optionsReachTheJob();
    void anArrayIsChosenInASheet();
    void aTableIsReadAgainWhenItRuns();
    void whatTheSheetKnowsOfAnAccount();
    void whereAJobLivesIsChosenAndRemembered();
    void aTokenThatMayNotDeleteHasTwoWaysOut_data();
    void aTokenThatMayNotDeleteHasTwoWaysOut();
    void suggestionsAreAProperModel();
    void itIsOneRowWhateverItsWidth();
    void pictures();

private:
    void addAccount();
    void show();
    PreflightSheet *sheet() const { return m_strip->window()->findChild<PreflightSheet *>(); }
    template<typename T>
    T *part(const QString &name) const
    {
        return m_strip->findChild<T *>(name);
    }

    std::unique_ptr<testing::DeskFixture> m_home;
    testing::ScriptedPrompts m_prompts;
    ScriptInFront m_script;
    std::unique_ptr<RunStrip> m_strip;
    Account m_account;
};

void TstRunStrip::init()
{
    // What is submitted here need not run.
    qputenv("PUNCHCARD_HUB", "/nowhere/punchcard-hub");
    m_home = std::make_unique<testing::DeskFixture>();
    m_script = {.id = u"1"_s, .path = u"/scripts/kernel.sh"_s, .name = u"kernel.sh"_s, .text = "#!/bin/bash\necho hi\n"};
    m_prompts = {};
}

void TstRunStrip::cleanup()
{
    m_strip.reset();
    m_home->desk().stop();
    const QList<Job> jobs = *wait(m_home->store().jobs());
    for (const Job &job : jobs)
        QTRY_VERIFY(!m_home->desk().drives(job.id));
    m_home.reset();
}

void TstRunStrip::addAccount()
{
    m_account = makeAccount(gitHubApiRoot(), u"me"_s);
    QVERIFY(wait(m_home->desk().sessions()->keep(m_account)));
}

void TstRunStrip::show()
{
    m_strip = std::make_unique<RunStrip>(m_home->desk(), m_prompts);
    m_strip->setScriptSource([this] { return std::optional(m_script); });
    m_strip->resize(720, m_strip->sizeHint().height());
    m_strip->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_strip.get(), 30'000));
    // Accounts are read.
    QTRY_VERIFY(part<QMenu>(u"accountMenu"_s)->actions().size() >= 3);
}

void TstRunStrip::theFirstRunIsOnThisComputer()
{
    show();
    const JobSpec spec = m_strip->spec();
    QCOMPARE(spec.account, thisComputerId());
    QCOMPARE(spec.name, u"kernel.sh"_s);
    QVERIFY(!part<RunnerBox>(u"runnerBox"_s)->isEnabled());
    QVERIFY(!part<QToolButton>(u"visibilityButton"_s)->isEnabled());
    QCOMPARE(m_strip->submission().script, m_script.text);
    QSignalSpy wanted(m_strip.get(), &RunStrip::addAccountWanted);
    part<QMenu>(u"accountMenu"_s)->findChild<QAction *>(u"addAccount"_s)->trigger();
    QCOMPARE(wanted.size(), 1);
}

void TstRunStrip::anAccountBringsItsRunnersAndItsVisibility()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    auto *runner = part<RunnerBox>(u"runnerBox"_s);
    QVERIFY(runner->isEnabled());
    QCOMPARE(runner->currentText(), u"ubuntu-latest"_s);
    QTRY_VERIFY(runner->count() > 10);
    auto *visibility = part<QToolButton>(u"visibilityButton"_s);
    QVERIFY(m_strip->spec().isPrivate);
    QTest::mouseClick(visibility, Qt::LeftButton);
    QVERIFY(!m_strip->spec().isPrivate);
    QCOMPARE(visibility->text(), u"Public"_s);
    runner->lineEdit()->selectAll();
    QTest::keyClicks(runner->lineEdit(), u"self-hosted, gpu, group:big"_s);
    QCOMPARE(m_strip->spec().runsOn, (QStringList{u"self-hosted"_s, u"gpu"_s}));
    QCOMPARE(m_strip->spec().runnerGroup, u"big"_s);
    // Chosen for GitHub; on this computer it has no meaning, and it is there again afterwards.
    m_strip->chooseAccount(thisComputerId());
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"ubuntu-latest"_s});
    QVERIFY(m_strip->spec().isPrivate);
    m_strip->chooseAccount(m_account.id);
    QCOMPARE(m_strip->spec().runnerGroup, u"big"_s);
}

void TstRunStrip::theMachinesOfAnOrganisationAreOffered()
{
    testing::ScriptedServer server;
    server.expect("GET", "/orgs/guild/actions/runners?per_page=100")
        .reply(200, R"({"total_count":1,"runners":[{"id":1,"name":"render-1","status":"online",
"labels":[{"name":"self-hosted"},{"name":"gpu"}]}]})");
    server.expect("GET", "/orgs/guild/actions/hosted-runners?per_page=100").reply(403, R"({"message":"Must have admin rights"})");
    server.expect("GET", "/orgs/guild/actions/runner-groups?per_page=100").reply(403, R"({"message":"Must have admin rights"})");
    server.expect("GET", "/user").reply(200, R"({"login":"me","id":1})").header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    m_account = makeAccount(server.url(), u"me"_s);
    m_account.owner = u"guild"_s;
    const auto sessions = m_home->desk().sessions();
    QVERIFY(wait(sessions->tokens()->write(m_account.tokenKey, SecretString(QByteArray("token")), {})));
    QVERIFY(wait(sessions->keep(m_account)));
    show();
    m_strip->chooseAccount(m_account.id);
    auto *runner = part<RunnerBox>(u"runnerBox"_s);
    QTRY_VERIFY(runner->findText(u"gpu"_s) >= 0);
    // Asked once, whatever else changes.
    m_strip->chooseAccount(thisComputerId());
    m_strip->chooseAccount(m_account.id);
    QTRY_VERIFY(runner->findText(u"gpu"_s) >= 0);
    QTRY_COMPARE(server.seen().size(), 4);
}

void TstRunStrip::labelsAreCompletedOneByOne()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    auto *runner = part<RunnerBox>(u"runnerBox"_s);
    QTRY_VERIFY(runner->count() > 10);
    runner->lineEdit()->selectAll();
    QTest::keyClicks(runner->lineEdit(), u"self-hosted, 22.04-a"_s);
    QCompleter *completer = runner->lineEdit()->completer();
    QCOMPARE(completer->currentCompletion(), u"self-hosted, ubuntu-22.04-arm"_s);
}

// Breaks for the user: a folder or a secret of one script is sent with another.
void TstRunStrip::eachOpenScriptHasItsOwnChoices()
{
    show();
    m_strip->setResultsFolder(u"/results/one"_s);
    m_script = {.id = u"2"_s, .name = u"other.sh"_s, .text = "echo other\n"};
    m_strip->scriptChanged();
    QCOMPARE(m_strip->spec().outFolder, QString());
    m_script = {.id = u"1"_s, .path = u"/scripts/kernel.sh"_s, .name = u"kernel.sh"_s, .text = "echo hi\n"};
    m_strip->scriptChanged();
    QCOMPARE(m_strip->spec().outFolder, u"/results/one"_s);
}

void TstRunStrip::whatWasLastUsedComesBack()
{
    addAccount();
    const store::Habits habits(m_home->store().database());
    const JobSpec last{.account = m_account.id,
                       .runsOn = {u"macos-15"_s},
                       .isPrivate = false,
                       .secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::Typed}},
                       .outFolder = u"/results"_s};
    QVERIFY(wait(habits.keepChoices(store::scriptKeys(m_script.path, m_script.text), toJson(last), fromEpoch(1))));
    show();
    QTRY_COMPARE(m_strip->spec().runsOn, QStringList{u"macos-15"_s});
    QCOMPARE(m_strip->spec().account, m_account.id);
    QVERIFY(!m_strip->spec().isPrivate);
    QCOMPARE(part<ResultsLine>(u"resultsLine"_s)->folder(), u"/results"_s);
    // Its value was never stored, so it is asked for before anything runs.
    m_strip->run();
    QTRY_VERIFY(m_strip->window()->findChild<QDialog *>(u"secretsSheet"_s));
    QVERIFY(!sheet());
}

// Breaks for the user: Run told them that the accounts cannot be read; an hour later one is mended, and the script runs.
void TstRunStrip::aRunThatCouldNotBeginDoesNotBeginLater()
{
    addAccount();
    const store::StoredAccount broken{.id = m_account.id, .name = m_account.name, .settings = {}};
    QVERIFY(wait(m_home->store().saveAccount(broken)));
    m_strip = std::make_unique<RunStrip>(m_home->desk(), m_prompts);
    m_strip->setScriptSource([this] { return std::optional(m_script); });
    m_strip->useSpec({.account = m_account.id, .secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::Typed}}});
    m_strip->run();
    m_strip->show();
    QTRY_VERIFY(m_strip->findChild<look::NoticeBar *>()->isVisible());
    // Both that were asked for: when the strip was made, and by Run.
    QVERIFY(wait(m_home->desk().sessions()->accounts()).error().what.size() > 0);
    addAccount();
    m_strip->reloadAccounts();
    QTRY_VERIFY(part<QMenu>(u"accountMenu"_s)->actions().size() >= 3);
    QVERIFY(!m_strip->window()->findChild<QDialog *>());
}

// Breaks for the user: a script that ran on GitHub is shown for this computer, or runs there, since its account was read last.
void TstRunStrip::itsAccountComesBackWhicheverIsReadFirst()
{
    addAccount();
    const JobSpec last{
        .account = m_account.id, .runsOn = {u"macos-15"_s}, .secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::Typed}}};
    m_strip = std::make_unique<RunStrip>(m_home->desk(), m_prompts);
    m_strip->setScriptSource([this] { return std::optional(m_script); });
    // Nothing is read yet: answers of the store come by way of the event loop.
    m_strip->useSpec(last);
    m_strip->run();
    QVERIFY(!m_strip->findChild<QDialog *>());
    m_strip->show();
    QTRY_VERIFY(m_strip->window()->findChild<QDialog *>(u"secretsSheet"_s));
    QCOMPARE(m_strip->spec().account, m_account.id);
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"macos-15"_s});
}

// Breaks for the user: an example is opened that needs a password, and fails because nobody asked for it.
void TstRunStrip::whatAScriptAsksForIsSet()
{
    addAccount();
    m_script = {.id = u"1"_s, .name = u"deploy.sh"_s, .text = "#!/bin/bash\n# punchcard: runs-on=ubuntu-24.04 oidc secret=KEY\n"};
    show();
    m_strip->chooseAccount(m_account.id);
    m_strip->setResultsFolder(u"/results"_s);
    const JobSpec spec = m_strip->spec();
    QCOMPARE(spec.runsOn, QStringList{u"ubuntu-24.04"_s});
    QVERIFY(spec.oidc);
    QCOMPARE(spec.account, m_account.id);
    QCOMPARE(spec.outFolder, u"/results"_s);
    QCOMPARE(spec.secrets, (QList<SecretSource>{{.name = u"KEY"_s, .from = SecretSource::From::Typed}}));
    QTest::mouseClick(part<QPushButton>(u"runButton"_s), Qt::LeftButton);
    QTRY_VERIFY(m_strip->window()->findChild<QDialog *>(u"secretsSheet"_s));
    m_strip->window()->findChild<QDialog *>(u"secretsSheet"_s)->reject();
    // What is chosen by hand stays as long as the script does not ask for something else.
    auto *runner = part<RunnerBox>(u"runnerBox"_s);
    runner->lineEdit()->selectAll();
    QTest::keyClicks(runner->lineEdit(), u"mine"_s);
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"mine"_s});
    m_script.text += "echo\n";
    m_strip->scriptChecked();
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"mine"_s});
    m_script.text = "#!/bin/bash\n# punchcard: runs-on=macos-15\n";
    m_strip->scriptChecked();
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"macos-15"_s});
    QVERIFY(!m_strip->spec().oidc && m_strip->spec().secrets.isEmpty());
    // What cannot be had is said when it is to run, and what is chosen is kept.
    m_script.text = "# punchcard: runs-on=windows-2025 input=/etc/passwd\n";
    m_strip->scriptChecked();
    QVERIFY(!m_strip->findChild<look::NoticeBar *>()->isVisible());
    QTest::mouseClick(part<QPushButton>(u"runButton"_s), Qt::LeftButton);
    QVERIFY(m_strip->findChild<look::NoticeBar *>()->isVisible());
    QCOMPARE(m_strip->spec().runsOn, QStringList{u"macos-15"_s});
}

void TstRunStrip::theSheetIsShownOnceForAnAccount()
{
    show();
    QSignalSpy back(m_strip.get(), &RunStrip::backToScript);
    QTest::mouseClick(part<QPushButton>(u"runButton"_s), Qt::LeftButton);
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    QVERIFY(wait(m_home->store().jobs())->isEmpty());
    QTest::keyClick(sheet(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet());
    QCOMPARE(back.size(), 1);
    QVERIFY(wait(m_home->store().jobs())->isEmpty());

    QSignalSpy submitted(m_strip.get(), &RunStrip::submitted);
    m_strip->run();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    QTest::keyClick(sheet(), Qt::Key_Return);
    QTRY_COMPARE(submitted.size(), 1);
    QTRY_VERIFY(!sheet());
    m_strip->run();
    QTRY_COMPARE(submitted.size(), 2);
    QVERIFY(!sheet());
    m_strip->showPreflight();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    const store::Habits habits(m_home->store().database());
    QTRY_VERIFY(*wait(habits.lastChoices(store::scriptKeys(m_script.path, m_script.text))));
}

// Breaks for the user: "and 30 more" leave the computer, and nobody says which.
void TstRunStrip::everyFileCanBeSeen()
{
    Preflight told{.fileCount = 42, .bytes = 400};
    for (int i = 0; i < 40; ++i)
        told.files.append({.name = u"data/part-%1.bin"_s.arg(i), .size = 10});
    PreflightSheet sheet(told, m_script, u"me"_s);
    sheet.show();
    auto *all = sheet.findChild<QPushButton *>(u"preflightShowAll"_s);
    QVERIFY(all->text().contains(u"42"_s));
    QVERIFY(!sheet.findChild<QListView *>(u"preflightAllFiles"_s));
    QTest::mouseClick(all, Qt::LeftButton);
    auto *list = sheet.findChild<QListView *>(u"preflightAllFiles"_s);
    QTRY_VERIFY(list->isVisible());
    const QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(list->model()->rowCount(), 41);
    QCOMPARE(list->model()->index(39, 0).data(), u"data/part-39.bin"_s);
    QVERIFY(list->model()->index(40, 0).data().toString().contains(u"2"_s));
    QVERIFY(!all->isVisible());
    testing::takePictures(sheet, u"run-preflight-all-files"_s);
    // A few need no list.
    told.fileCount = 2;
    told.files.resize(2);
    const PreflightSheet few(told, m_script, u"me"_s);
    QVERIFY(!few.findChild<QPushButton *>(u"preflightShowAll"_s));
}

void TstRunStrip::theTermsAreToldWithTheirPage()
{
    const auto says = [](bool isBound) {
        const PreflightSheet sheet(Preflight{.isBoundByTerms = isBound}, ScriptInFront{.name = u"a.sh"_s}, u"me"_s);
        return std::ranges::any_of(sheet.findChildren<QLabel *>(), [](const QLabel *label) {
            return label->openExternalLinks() && label->text().contains(u"href=\"%1\""_s.arg(runnerTermsPage().toString()))
                && label->text().contains(u"software project of the repository"_s) && label->text().contains(u"self-hosted runners"_s);
        });
    };
    QVERIFY(says(true));
    QVERIFY(!says(false));
}

void TstRunStrip::whatCannotRunIsSaidAboveTheScript()
{
    m_script.text = "  \n";
    const store::Habits habits(m_home->store().database());
    QVERIFY(wait(habits.keepSeenPreflight(thisComputerId(), fromEpoch(1))));
    show();
    m_strip->run();
    auto *notice = part<look::NoticeBar>(u"noticeBar"_s);
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"empty"_s));
    m_strip->showPreflight();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    QVERIFY(!sheet()->findChild<QPushButton *>(u"preflightRun"_s)->isEnabled());
    QTest::keyClick(sheet(), Qt::Key_Return);
    QVERIFY(sheet()->isVisible());
    QTest::keyClick(sheet(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet());
    QVERIFY(wait(m_home->store().jobs())->isEmpty());
}

void TstRunStrip::aFolderDroppedOnTheLineIsWhereResultsGo()
{
    const QTemporaryDir folder;
    show();
    auto *line = part<ResultsLine>(u"resultsLine"_s);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.path())});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(line, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(line, &drop);
    QCOMPARE(m_strip->spec().outFolder, folder.path());
    line->setText(u"~/results"_s);
    QCOMPARE(m_strip->spec().outFolder, QDir::homePath() + u"/results"_s);
    m_prompts.folder = u"/chosen"_s;
    line->findChild<QAction *>(u"chooseResults"_s)->trigger();
    QCOMPARE(m_strip->spec().outFolder, u"/chosen"_s);
}

void TstRunStrip::optionsReachTheJob()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    QTest::mouseClick(part<QToolButton>(u"optionsButton"_s), Qt::LeftButton);
    auto *panel = part<QWidget>(u"optionsPanel"_s);
    QVERIFY(panel->isVisible());
    panel->findChild<QCheckBox *>(u"keepRepository"_s)->click();
    panel->findChild<QCheckBox *>(u"oidc"_s)->click();
    panel->findChild<QSpinBox *>(u"timeLimit"_s)->setValue(90);
    QTest::keyClick(panel, Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QVERIFY(!m_strip->spec().deleteHouse);
    QVERIFY(m_strip->spec().oidc);
    QCOMPARE(m_strip->spec().timeoutMinutes, std::optional(90));
    QVERIFY(part<QToolButton>(u"optionsButton"_s)->toolTip().contains(u"90"_s));
}

void TstRunStrip::anArrayIsChosenInASheet()
{
    show();
    QTest::mouseClick(part<QToolButton>(u"optionsButton"_s), Qt::LeftButton);
    auto *panel = part<QWidget>(u"optionsPanel"_s);
    auto *button = panel->findChild<QPushButton *>(u"arrayButton"_s);
    QCOMPARE(button->accessibleName(), u"Array: none"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!panel->isVisible());
    QTRY_VERIFY(part<QDialog>(u"arraySheet"_s));
    auto *sheet = part<QDialog>(u"arraySheet"_s);
    sheet->findChild<QRadioButton *>(u"arrayTimes"_s)->click();
    sheet->findChild<QSpinBox *>(u"arrayCount"_s)->setValue(7);
    sheet->accept();
    QCOMPARE(m_strip->spec().array, 7);
    QVERIFY(part<QToolButton>(u"optionsButton"_s)->toolTip().contains(u"7 times"_s));
    QTest::mouseClick(part<QToolButton>(u"optionsButton"_s), Qt::LeftButton);
    QVERIFY(button->text().startsWith(u"7 times"_s));
    panel->close();
    // An input that is taken away is no element any more.
    JobSpec spec = m_strip->spec();
    spec.array = 0;
    spec.inputs = {{.path = QCoreApplication::applicationFilePath(), .name = u"x"_s}};
    spec.each = {u"x"_s};
    m_strip->useSpec(spec);
    m_strip->showInputs();
    QTRY_VERIFY(part<QDialog>(u"inputsSheet"_s));
    auto *inputs = part<InputsSheet>(u"inputsSheet"_s);
    inputs->findChild<QListView *>(u"inputsList"_s)->selectAll();
    inputs->removeChosen();
    inputs->accept();
    QVERIFY(m_strip->spec().each.isEmpty());
}

// Breaks for the user: they mend their table, press Run again, and the old rows run once more.
void TstRunStrip::aTableIsReadAgainWhenItRuns()
{
    show();
    const QTemporaryDir folder;
    const auto write = [&folder](const QByteArray &text) {
        QFile file(folder.filePath(u"p.csv"_s));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("A\n1\n2\n"));
    JobSpec spec = m_strip->spec();
    spec.params = {.names = {u"A"_s}, .rows = {{u"1"_s}}, .file = folder.filePath(u"p.csv"_s)};
    m_strip->useSpec(spec);
    m_strip->showPreflight();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    sheet()->reject();
    QCOMPARE(m_strip->spec().params.rows.size(), 2);
    QVERIFY(write("A\n1,2\n"));
    m_strip->showPreflight();
    QVERIFY(m_strip->findChild<look::NoticeBar *>()->isVisible());
    QVERIFY2(m_strip->findChild<look::NoticeBar *>()->text().contains(u"Line 2 of “p.csv”"_s),
             qPrintable(m_strip->findChild<look::NoticeBar *>()->text()));
}

void TstRunStrip::whereAJobLivesIsChosenAndRemembered()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    QTest::mouseClick(part<QToolButton>(u"optionsButton"_s), Qt::LeftButton);
    auto *panel = m_strip->findChild<QFrame *>(u"optionsPanel"_s);
    QTRY_VERIFY(panel->isVisible());
    QVERIFY(!panel->findChild<QLineEdit *>(u"standingName"_s)->isEnabled());
    panel->findChild<QCheckBox *>(u"standing"_s)->click();
    QTest::keyClicks(panel->findChild<QLineEdit *>(u"standingName"_s), u"batch"_s);
    QVERIFY(panel->findChild<QCheckBox *>(u"keepRepository"_s)->text().contains(u"branch"_s));
    testing::takePictures(*panel, u"options-standing"_s);
    panel->close();
    QCOMPARE(m_strip->spec().housing, Housing::Standing);
    QCOMPARE(m_strip->spec().standingRepository, u"batch"_s);
    QVERIFY(part<QToolButton>(u"optionsButton"_s)->toolTip().contains(u"batch"_s));
    // It has no meaning on this computer, and is there again afterwards.
    m_strip->chooseAccount(thisComputerId());
    QCOMPARE(m_strip->spec().housing, Housing::Repository);
    m_strip->chooseAccount(m_account.id);
    QCOMPARE(m_strip->spec().standingRepository, u"batch"_s);
    // Kept with the script as all that is chosen: a job's description has it.
    QCOMPARE(specFromJson(toJson(m_strip->spec()))->housing, Housing::Standing);
}

void TstRunStrip::aTokenThatMayNotDeleteHasTwoWaysOut_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<Housing>("housing");
    QTest::addColumn<bool>("deletes");
    QTest::newRow("standing") << u"useStanding"_s << Housing::Standing << true;
    QTest::newRow("kept") << u"keepRepositories"_s << Housing::Repository << false;
}

// Breaks for the user: the job runs, and then its repository stays for good.
void TstRunStrip::aTokenThatMayNotDeleteHasTwoWaysOut()
{
    QFETCH(const QString, button);
    QFETCH(const Housing, housing);
    QFETCH(const bool, deletes);
    testing::ScriptedServer server;
    server.expect("GET", "/user").reply(200, R"({"login":"me","id":1})").header("X-OAuth-Scopes", "repo, workflow, read:org").times(-1);
    m_account = makeAccount(server.url(), u"me"_s);
    QVERIFY(wait(m_home->desk().sessions()->tokens()->write(m_account.tokenKey, SecretString(QByteArray("ghp_x")), {})));
    QVERIFY(wait(m_home->desk().sessions()->keep(m_account)));
    const store::Habits habits(m_home->store().database());
    QVERIFY(wait(habits.keepSeenPreflight(m_account.id, Clock::system().now())));
    show();
    m_strip->chooseAccount(m_account.id);
    QTRY_VERIFY(part<QToolButton>(u"accountButton"_s)->toolTip().contains(u"may not delete"_s));
    // Also when the sheet has been seen.
    m_strip->run();
    QTRY_VERIFY(sheet());
    auto *first = sheet();
    QVERIFY(first->findChild<QPushButton *>(button));
    QVERIFY(!first->findChild<QPushButton *>(u"preflightRun"_s)->isEnabled());
    testing::takePictures(*first, u"preflight-rights"_s);
    QTest::mouseClick(first->findChild<QPushButton *>(button), Qt::LeftButton);
    QTRY_VERIFY(sheet() && sheet() != first);
    QCOMPARE(m_strip->spec().housing, housing);
    QCOMPARE(m_strip->spec().deleteHouse, deletes);
    QVERIFY(!sheet()->findChild<QPushButton *>(button));
    QVERIFY(wait(m_home->store().jobs())->isEmpty());
    sheet()->reject();
}

void TstRunStrip::suggestionsAreAProperModel()
{
    SuggestedRunners model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSuggestions(runnerSuggestions(makeAccount(gitHubApiRoot(), u"me"_s), true, {u"gpu"_s}));
    QCOMPARE(model.index(0).data().toString(), u"gpu"_s);
    model.setSuggestions({});
    QCOMPARE(model.rowCount(), 0);
}

// Breaks for the user: half of the strip is cut off in a small window.
void TstRunStrip::itIsOneRowWhateverItsWidth()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    m_strip->addInputs({QCoreApplication::applicationFilePath()});
    auto *inputs = part<QToolButton>(u"inputsButton"_s);
    auto *more = part<QToolButton>(u"moreButton"_s);
    m_strip->resize(m_strip->sizeHint());
    QCOMPARE(inputs->text(), u"Inputs 1"_s);
    QVERIFY(!more->isVisible());
    m_strip->resize(m_strip->sizeHint().width() - 8, m_strip->height());
    QCOMPARE(inputs->text(), u"1"_s);
    QCOMPARE(inputs->accessibleName(), u"Inputs 1"_s);
    QVERIFY(part<ResultsLine>(u"resultsLine"_s)->isVisible());
    m_strip->resize(m_strip->minimumSizeHint());
    QVERIFY(m_strip->width() < 304);
    QVERIFY(!part<QToolButton>(u"optionsButton"_s)->isVisible());
    QVERIFY(!inputs->isVisible());
    QVERIFY(part<RunnerBox>(u"runnerBox"_s)->isVisible());
    const int row = part<QPushButton>(u"runButton"_s)->geometry().center().y();
    for (const QWidget *each : m_strip->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (!each->isVisible() || each->isWindow())
            continue;
        QVERIFY2(each->geometry().right() < m_strip->width(), qPrintable(each->objectName()));
        QVERIFY2(qAbs(each->geometry().center().y() - row) <= 1, qPrintable(each->objectName()));
    }
    // What found no room is in the menu.
    auto *menu = part<QMenu>(u"moreMenu"_s);
    emit menu->aboutToShow();
    menu->findChild<QAction *>(u"moreOptions"_s)->trigger();
    QVERIFY(part<QWidget>(u"optionsPanel"_s)->isVisible());
    part<QWidget>(u"optionsPanel"_s)->close();
    menu->findChild<QAction *>(u"moreVisibility"_s)->trigger();
    QVERIFY(!m_strip->spec().isPrivate);
    m_prompts.folder = u"/chosen"_s;
    menu->findChild<QAction *>(u"moreResults"_s)->trigger();
    QCOMPARE(m_strip->spec().outFolder, u"/chosen"_s);
}

void TstRunStrip::pictures()
{
    addAccount();
    show();
    testing::takePictures(*m_strip, u"run-strip-here"_s);
    m_strip->chooseAccount(m_account.id);
    m_strip->setResultsFolder(QDir::homePath() + u"/results/kernel"_s);
    m_strip->addInputs({QCoreApplication::applicationFilePath()});
    testing::takePictures(*m_strip, u"run-strip-account"_s);
    auto *runner = part<RunnerBox>(u"runnerBox"_s);
    QTRY_VERIFY(runner->count() > 10);
    runner->showPopup();
    testing::takePictures(*runner->view()->window(), u"run-runners"_s);
    runner->hidePopup();
    QTest::mouseClick(part<QToolButton>(u"optionsButton"_s), Qt::LeftButton);
    testing::takePictures(*part<QWidget>(u"optionsPanel"_s), u"run-options"_s);
    part<QWidget>(u"optionsPanel"_s)->close();
    m_script.lint = LintCount{.errors = 1, .warnings = 2};
    m_strip->showPreflight();
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    testing::takePictures(*sheet(), u"run-preflight"_s);
}

// Breaks for the user: the sheet says that the job may only read, or lets them lose hours of computing to a known rule.
void TstRunStrip::whatTheSheetKnowsOfAnAccount()
{
    addAccount();
    show();
    m_strip->chooseAccount(m_account.id);
    m_strip->showPreflight();
    const auto sheet = [this] { return m_strip->window()->findChild<QDialog *>(u"preflightSheet"_s); };
    const auto says = [sheet](const QString &words) {
        return std::ranges::any_of(sheet()->findChildren<QLabel *>(),
                                   [&words](const QLabel *label) { return label->text().contains(words); });
    };
    QTRY_VERIFY(sheet());
    QVERIFY(says(u"asked next"_s) && says(u"ship.sh"_s));
    QVERIFY(!sheet()->findChild<QWidget *>(u"preflightLoss"_s));
    testing::takePictures(*sheet(), u"preflight-live"_s);
    sheet()->reject();
    QTRY_VERIFY(!sheet());
    const store::OwnerRules rules{.refusesActions = true, .seenAt = Clock::system().now()};
    QVERIFY(wait(store::keepOwnerRules(m_home->desk().store().database(), m_account.id, u"me"_s, rules)));
    m_strip->showPreflight();
    QTRY_VERIFY(sheet());
    QVERIFY(sheet()->findChild<QWidget *>(u"preflightLoss"_s));
    QVERIFY(!says(u"ship.sh"_s));
    testing::takePictures(*sheet(), u"preflight-loss"_s);
    sheet()->reject();
    QTRY_VERIFY(!sheet());
}

PUNCHCARD_TEST(TstRunStrip, tst_runstrip)
#include "tst_runstrip.moc"
