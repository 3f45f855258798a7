// SPDX-License-Identifier: MIT
#include "widgets/race/racepage.h"

#include "core/base/files.h"
#include "core/models/racemodel.h"
#include "tests/support/samplejobs.h"
#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"
#include "widgets/race/racedelegates.h"
#include "widgets/race/racelegend.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::DeskFixture;
using testing::sampleRun;
using testing::wait;

class TstRacePage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void anEarlierRaceIsDrawnFromWhatIsStored();
    void anyRaceCanBeChosen();
    void lanesAndFiguresAreOneList();
    void keysLeadToTheLog();
    void whatRunsGrowsWhileItIsSeen();
    void aRepeatedRacerTakesTheLane();
    void withoutARaceItSaysHowToBeginOne();
    void aForgottenRaceMakesRoom();
    void barsAreDrawnOnOneScale();
    void everythingHasAName();

private:
    struct Lane
    {
        QString label;
        Milliseconds script;
        bool over = true;
    };
    QList<Job> addRace(const QList<Lane> &lanes)
    {
        QList<Job> wanted;
        for (const Lane &lane : lanes)
            wanted.append({.spec = {.name = u"work.sh"_s, .account = u"me"_s, .runsOn = {lane.label}}, .createdAt = Clock::system().now()});
        QList<Job> race = *wait(m_fixture->store().addTogether(wanted, store::raceKind(), Clock::system().now()));
        for (qsizetype i = 0; i < race.size(); ++i) {
            if (!lanes.at(i).over)
                hold(race.at(i));
            go(race[i], lanes.at(i));
        }
        return race;
    }
    // Else the desk would take it up, and write what it finds over what the test says.
    void hold(const Job &job)
    {
        const store::JobFolder folder(m_fixture->store().home(), job.uid);
        Result<std::unique_ptr<QLockFile>> lock = makePrivateFolder(folder.path()) ? folder.tryLock() : nullptr;
        if (!lock || !*lock)
            qFatal("a racer is not locked");
        m_locks.push_back(std::move(*lock));
    }
    void go(Job &job, const Lane &lane)
    {
        job.phase = lane.over ? Phase::Cleared : Phase::Started;
        job.outcome = lane.over ? Outcome::Succeeded : Outcome::Open;
        job.results = Results::Complete;
        QVERIFY(wait(m_fixture->store().save(job)));
        QVERIFY(wait(m_fixture->store().saveRun(job.id, sampleRun(3min, 10s, lane.script, lane.over))));
    }
    void show(std::optional<GroupId> race = {})
    {
        QSignalSpy shown(m_page.get(), &RacePage::shown);
        m_page->setRace(race);
        m_page->resize(900, 600);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get(), 30'000));
        QTRY_VERIFY(!shown.isEmpty());
    }
    [[nodiscard]] QListView *lanes() const { return m_page->findChild<QListView *>(u"raceLanes"_s); }
    [[nodiscard]] QTreeView *table() const { return m_page->findChild<QTreeView *>(u"raceTable"_s); }
    [[nodiscard]] QString verdict() const { return m_page->findChild<QLabel *>(u"raceVerdict"_s)->text(); }
    [[nodiscard]] QComboBox *choice() const { return m_page->findChild<QComboBox *>(u"raceChoice"_s); }

    std::unique_ptr<DeskFixture> m_fixture;
    std::vector<std::unique_ptr<QLockFile>> m_locks;
    std::unique_ptr<RacePage> m_page;
};

void TstRacePage::init()
{
    testing::failOnWarning();
    m_fixture = std::make_unique<DeskFixture>();
    m_page = std::make_unique<RacePage>(m_fixture->desk());
}

void TstRacePage::cleanup()
{
    m_page.reset();
    m_fixture.reset();
}

void TstRacePage::anEarlierRaceIsDrawnFromWhatIsStored()
{
    const QList<Job> race = addRace({{u"ubuntu-24.04"_s, 90s}, {u"ubuntu-24.04-arm"_s, 60s}});
    show(race.first().group);
    QCOMPARE(lanes()->model()->rowCount(), 2);
    QVERIFY2(verdict().startsWith(u"ubuntu-24.04-arm won"_s), qPrintable(verdict()));
    QCOMPARE(table()->model()->index(0, RaceModel::Script).data().toString(), u"1m30s"_s);
    QCOMPARE(table()->model()->index(0, RaceModel::Script).data(RaceModel::RatioRole).toString(), u"1.50×"_s);
    QVERIFY(!m_page->findChild<QToolButton *>(u"cancelRace"_s)->isEnabled());
    QVERIFY(m_page->findChild<QToolButton *>(u"raceAgain"_s)->isEnabled());
    QVERIFY(!m_page->findChild<QTimer *>(u"raceTicker"_s)->isActive());
}

void TstRacePage::anyRaceCanBeChosen()
{
    const QList<Job> first = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    const QList<Job> second = addRace({{u"c"_s, 10s}, {u"d"_s, 20s}, {u"e"_s, 30s}});
    show();
    QCOMPARE(m_page->race(), second.first().group); // the newest
    QCOMPARE(lanes()->model()->rowCount(), 3);
    QTRY_COMPARE(choice()->count(), 2);
    QVERIFY2(choice()->itemText(1).contains(u"a against b"_s), qPrintable(choice()->itemText(1)));
    choice()->setFocus();
    QTest::keyClick(choice(), Qt::Key_Down);
    QTRY_COMPARE(m_page->race(), first.first().group);
    QTRY_COMPARE(lanes()->model()->rowCount(), 2);
    QVERIFY(verdict().startsWith(u"b won"_s));
}

void TstRacePage::lanesAndFiguresAreOneList()
{
    const QList<Job> race = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    QSignalSpy chosen(m_page.get(), &RacePage::jobChosen);
    show(race.first().group);
    QCOMPARE(chosen.takeLast().first().value<JobId>(), race.first().id);
    QTest::keyClick(lanes(), Qt::Key_Down);
    QCOMPARE(table()->currentIndex().row(), 1);
    QCOMPARE(chosen.takeLast().first().value<JobId>(), race.at(1).id);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Up);
    QCOMPARE(lanes()->currentIndex().row(), 0);
    QVERIFY(lanes()->selectionModel()->isSelected(lanes()->model()->index(0, 0)));
    QCOMPARE(chosen.takeLast().first().value<JobId>(), race.first().id);
}

void TstRacePage::keysLeadToTheLog()
{
    const QList<Job> race = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    show(race.first().group);
    QSignalSpy opened(m_page.get(), &RacePage::jobOpened);
    QTest::keyClick(lanes(), Qt::Key_Down);
    QTest::keyClick(lanes(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().value<JobId>(), race.at(1).id);
    QSignalSpy back(m_page.get(), &RacePage::backWished);
    m_page->findChild<QToolButton *>(u"raceBack"_s)->click();
    QCOMPARE(back.size(), 1);
}

void TstRacePage::whatRunsGrowsWhileItIsSeen()
{
    const QList<Job> race = addRace({{u"a"_s, 90s}, {u"b"_s, 60s, false}});
    show(race.first().group);
    QVERIFY(m_page->findChild<QTimer *>(u"raceTicker"_s)->isActive());
    QVERIFY(m_page->findChild<QToolButton *>(u"cancelRace"_s)->isEnabled());
    const auto script = [this] { return m_page->model()->race().lanes.at(1).script; };
    QVERIFY(script().open);
    const Milliseconds before = *script().length;
    QTRY_VERIFY(*script().length > before);
    m_page->hide();
    QVERIFY(!m_page->findChild<QTimer *>(u"raceTicker"_s)->isActive());
    // What is stored meanwhile is seen when the page comes back.
    Job over = race.at(1);
    go(over, {u"b"_s, 60s, true});
    m_page->show();
    QTRY_VERIFY(!script().open);
    QTRY_VERIFY(verdict().startsWith(u"b won"_s));
    QTRY_VERIFY(!m_page->findChild<QTimer *>(u"raceTicker"_s)->isActive());
}

void TstRacePage::aRepeatedRacerTakesTheLane()
{
    const QList<Job> race = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    show(race.first().group);
    Job again = *wait(m_fixture->store().add({.group = race.first().group, .spec = race.first().spec, .createdAt = Clock::system().now()}));
    again.group = race.first().group;
    go(again, {u"a"_s, 30s});
    QTRY_VERIFY2(verdict().startsWith(u"a won"_s), qPrintable(verdict()));
    QCOMPARE(lanes()->model()->rowCount(), 2);
}

void TstRacePage::withoutARaceItSaysHowToBeginOne()
{
    m_page->show();
    m_page->setRace({});
    const auto empty = [this] {
        for (const QLabel *label : m_page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"No races yet"_s))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(empty());
    QVERIFY(!m_page->findChild<QToolButton *>(u"raceAgain"_s)->isEnabled());
    QVERIFY(!choice()->isEnabled());
}

void TstRacePage::aForgottenRaceMakesRoom()
{
    const QList<Job> first = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    const QList<Job> second = addRace({{u"c"_s, 10s}, {u"d"_s, 20s}});
    show(second.first().group);
    for (const Job &job : second)
        QVERIFY(wait(m_fixture->store().forget(job.id)));
    QTRY_COMPARE(m_page->race(), first.first().group);
    QTRY_VERIFY(verdict().startsWith(u"b won"_s));
}

void TstRacePage::barsAreDrawnOnOneScale()
{
    const QList<Job> race = addRace({{u"a"_s, 180s}, {u"b"_s, 60s}});
    show(race.first().group);
    // Near the right end there is only the longer one's bar.
    const QImage image = lanes()->viewport()->grab().toImage();
    const auto inked = [&](int row, double share, RacePart part) {
        const QRect lane = lanes()->visualRect(lanes()->model()->index(row, 0));
        const double scale = image.devicePixelRatio();
        const QColor wanted = colourOf(part, lanes()->palette());
        const int x = int((lane.left() + 20 + (lane.width() - 40) * share) * scale);
        for (int y = lane.top() + lane.height() / 2; y < lane.bottom() - 8; ++y) {
            if (image.pixelColor(x, int(y * scale)).rgb() == wanted.rgb())
                return true;
        }
        return false;
    };
    QVERIFY(inked(0, 0.85, RacePart::Script));
    QVERIFY(inked(1, 0.30, RacePart::Script));
    QVERIFY(!inked(1, 0.85, RacePart::Script));
}

void TstRacePage::everythingHasAName()
{
    const QList<Job> race = addRace({{u"a"_s, 90s}, {u"b"_s, 60s}});
    show(race.first().group);
    for (const QWidget *widget : std::initializer_list<QWidget *>{lanes(), table(), choice(), m_page->findChild<RaceLegend *>()})
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    const QModelIndex winner = lanes()->model()->index(1, 0);
    const QString said = winner.data(Qt::AccessibleDescriptionRole).toString();
    QVERIFY2(said.contains(u"winner"_s) && said.contains(u"Script 1m0s"_s), qPrintable(said));
}

PUNCHCARD_TEST(TstRacePage, tst_racepage)
#include "tst_racepage.moc"
