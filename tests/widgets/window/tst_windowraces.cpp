// SPDX-License-Identifier: MIT
// A race from the sheet to its end and back again, on the real hub, by keys.
#include "core/models/racemodel.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/joblist.h"
#include "widgets/race/racepage.h"
#include "widgets/run/runstrip.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstWindowRaces : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_fixture = std::make_unique<testing::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }
    void aRaceIsChosenRunAndRunAgain();
    void allAreCancelledAtOnce();
    void theScriptsOwnRaceIsOffered();
    void aRaceGoesOnWithTheNextWindow();

private:
    void press(const char *action)
    {
        // No window manager gives the focus back when a sheet has closed.
        m_fixture->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get(), 30'000));
        auto *found = m_fixture->find<QAction>(action);
        QTRY_VERIFY(found->isEnabled());
        QTest::keySequence(m_fixture->window.get(), found->shortcut());
    }
    [[nodiscard]] QDialog *sheet() const { return m_fixture->find<QDialog>("raceSheet"); }
    /// Races this computer against two that are typed.
    void race(const QString &script)
    {
        m_fixture->write(script);
        press("startRaceAction");
        QTRY_VERIFY(sheet() && sheet()->isVisible());
        QVERIFY(!sheet()->findChild<QPushButton *>(u"startRace"_s)->isEnabled());
        auto *field = sheet()->findChild<QLineEdit *>(u"racerField"_s);
        for (const QString &label : {u"quick"_s, u"slow, big"_s}) {
            QTest::keyClicks(field, label);
            QTest::keyClick(field, Qt::Key_Return);
        }
        QTRY_VERIFY(sheet()->findChild<QPushButton *>(u"startRace"_s)->isEnabled());
        QTest::keyClick(sheet(), Qt::Key_Return);
        QTRY_VERIFY(page() && page()->isVisible() && page()->model()->rowCount() == 3);
    }
    [[nodiscard]] RacePage *page() const { return m_fixture->find<RacePage>("racePage"); }
    [[nodiscard]] QListView *lanes() const { return m_fixture->find<QListView>("raceLanes"); }
    [[nodiscard]] JobList *list() const { return m_fixture->find<JobList>("jobList"); }

    std::unique_ptr<testing::WindowFixture> m_fixture;
};

void TstWindowRaces::aRaceIsChosenRunAndRunAgain()
{
    race(u"echo raced\n"_s);
    const GroupId first = *page()->race();
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->race().isOver, 60'000);
    for (const RaceLane &lane : page()->model()->race().lanes)
        QCOMPARE(lane.state, JobState::Succeeded);
    // The list joins them, and follows the lane; the page stays.
    for (int row = 0; row < 3; ++row)
        QCOMPARE(m_fixture->window->jobs().index(row, 0).data(JobModel::RaceRole).toLongLong(), qint64(first));
    QTest::keyClick(lanes(), Qt::Key_Down);
    QTRY_COMPARE(list()->current(), std::optional(page()->model()->race().lanes.at(1).job));
    QVERIFY(page()->isVisible());
    // Enter leads to its log, and a key back to the race.
    QTest::keyClick(lanes(), Qt::Key_Return);
    QTRY_VERIFY(!page()->isVisible());
    QVERIFY(m_fixture->find<QTabWidget>("jobTabWidget")->isVisible());
    press("showRaces");
    QTRY_VERIFY(page()->isVisible());

    m_fixture->find<QToolButton>("raceAgain")->click();
    QTRY_VERIFY(page()->race() != first && page()->model()->rowCount() == 3);
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->race().isOver, 60'000);
    auto *choice = m_fixture->find<QComboBox>("raceChoice");
    QTRY_COMPARE(choice->count(), 2);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QTRY_COMPARE(page()->race(), std::optional(first));
    QTest::keyClick(m_fixture->window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!page()->isVisible());
}

void TstWindowRaces::allAreCancelledAtOnce()
{
    race(u"exec sleep 600\n"_s);
    // As many as there are cores, at least one.
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::any_of(page()->model()->race().lanes, [](const RaceLane &lane) { return lane.state == JobState::Running; }), 60'000);
    // They run, and are seen to.
    const Milliseconds before = page()->model()->race().longest;
    QTRY_VERIFY(page()->model()->race().longest > before);
    m_fixture->find<QToolButton>("cancelRace")->click();
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->race().isOver, 60'000);
    for (const RaceLane &lane : page()->model()->race().lanes)
        QCOMPARE(lane.state, JobState::Cancelled);
    QVERIFY(!page()->model()->race().winner);
}

void TstWindowRaces::theScriptsOwnRaceIsOffered()
{
    const Account server = makeAccount(QUrl(u"https://api.github.invalid/"_s), u"me"_s);
    QVERIFY(wait(m_fixture->desk->sessions()->keep(server)));
    auto *strip = m_fixture->find<RunStrip>("runStrip");
    strip->reloadAccounts();
    m_fixture->write(u"# punchcard: runs-on=ubuntu-24.04 race=macos-15\necho\n"_s);
    QTRY_VERIFY((strip->chooseAccount(server.id), strip->account().id == server.id));
    press("run");
    QTRY_VERIFY(sheet() && sheet()->isVisible());
    const auto *model = sheet()->findChild<QListView *>(u"racersList"_s)->model();
    QCOMPARE(model->index(0, 0).data().toString(), u"ubuntu-24.04"_s);
    QCOMPARE(model->index(1, 0).data().toString(), u"macos-15"_s);
    QStringList chosen;
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked)
            chosen.append(model->index(row, 0).data().toString());
    }
    QCOMPARE(chosen, QStringList({u"ubuntu-24.04"_s, u"macos-15"_s}));
    QTest::keyClick(sheet(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet());
    QCOMPARE(m_fixture->window->jobs().rowCount(), 0);
}

// Breaks for the user: they close the window in the middle of a race, and one of the racers is never heard of again.
void TstWindowRaces::aRaceGoesOnWithTheNextWindow()
{
    race(u"sleep 3; echo done\n"_s);
    const GroupId id = *page()->race();
    m_fixture->close();
    m_fixture->open();
    press("showRaces");
    QTRY_VERIFY(page() && page()->isVisible());
    QTRY_COMPARE(page()->race(), std::optional(id));
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->rowCount() == 3 && page()->model()->race().isOver, 60'000);
    for (const RaceLane &lane : page()->model()->race().lanes)
        QCOMPARE(lane.state, JobState::Succeeded);
}

PUNCHCARD_TEST(TstWindowRaces, tst_windowraces)
#include "tst_windowraces.moc"
