// SPDX-License-Identifier: MIT
#include "widgets/timing/timingtab.h"

#include "core/models/timingmodel.h"
#include "tests/support/pictures.h"
#include "tests/support/samplearray.h"
#include "tests/support/samplejobs.h"
#include "tests/support/testmain.h"
#include "widgets/timing/detailstab.h"
#include "widgets/timing/elementspreadbar.h"
#include "widgets/timing/timingbar.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTextBrowser>
#include <QToolTip>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstTimingTab : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void allOfAJobIsInOneBar();
    void aRunningJobGrows();
    void hoveringTellsTheFigures();
    void aStepCanBeChosenInTheBar();
    void tasksOfAnArrayCanBeChosen();
    void anArrayShowsHowFarItsTimesAreApart();
    void detailsCanBeReadAndCopied();

private:
    Job wholeJob()
    {
        Job job = m_fixture->addJob(u"linux-kernel.sh"_s);
        const Time now = Clock::system().now();
        job.createdAt = now - 4min;
        job.submittedAt = now - 4min + 3s;
        job.endedAt = now - 20s;
        job.collectedAt = now - 8s;
        job.finishedAt = now - 6s;
        job.house
            = {.owner = u"octo"_s, .name = u"kernel-3f2a"_s, .branch = u"main"_s, .page = QUrl(u"https://github.com/octo/kernel-3f2a"_s)};
        job.commit.sha = u"9fceb02d0ae598e95dc970b74767f19372d61af8"_s;
        job.spec.secrets = {{.name = u"REGISTRY_TOKEN"_s}};
        job.spec.inputs = {{.path = u"/home/octo/patches"_s, .name = u"patches"_s}};
        job.spec.outFolder = u"/home/octo/results"_s;
        const auto saved = wait(m_fixture->store().save(job));
        const auto kept = wait(m_fixture->store().saveRun(job.id, testing::sampleRun(237s, 22s, 154s)));
        return saved && kept ? job : Job{};
    }

    [[nodiscard]] QRectF placeOfScript() const
    {
        const QList<TimeSpan> &spans = m_tab->model()->spans();
        const auto script = std::ranges::find(spans, TimeSpan::Kind::Script, &TimeSpan::kind);
        return m_tab->findChild<TimingBar *>()->placeOf(script - spans.begin());
    }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    std::unique_ptr<TimingTab> m_tab;
};

void TstTimingTab::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_tab = std::make_unique<TimingTab>(m_fixture->desk());
    m_tab->resize(760, 420);
    m_tab->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_tab.get(), 30'000));
}

void TstTimingTab::cleanup()
{
    m_tab.reset();
    m_fixture.reset();
}

void TstTimingTab::allOfAJobIsInOneBar()
{
    m_tab->setJob(wholeJob().id);
    QTRY_VERIFY(m_tab->model()->spans().size() >= 6);
    const auto *bar = m_tab->findChild<TimingBar *>();
    QRectF before;
    for (qsizetype span = 0; span < m_tab->model()->spans().size(); ++span) {
        const QRectF place = bar->placeOf(span);
        QVERIFY(place.width() >= 3); // the shortest can be pointed at
        QVERIFY(place.left() >= before.right() - 0.01);
        before = place;
    }
    QVERIFY(qAbs(before.right() - bar->width()) < 1);
    QVERIFY(bar->accessibleDescription().contains(u"Script 2m34s"_s));
    testing::takePictures(*m_tab, u"timing-whole"_s);
}

void TstTimingTab::aRunningJobGrows()
{
    const Job job = m_fixture->addJob(u"a.sh"_s, Phase::Started, Outcome::Open);
    QVERIFY(wait(m_fixture->store().saveRun(job.id, testing::sampleRun(120s, 22s, 60s, false))));
    m_tab->setJob(job.id);
    QTRY_VERIFY(m_tab->model()->isRunning());
    const auto *ticker = m_tab->findChild<QTimer *>(u"timingTicker"_s);
    QVERIFY(ticker->isActive());
    testing::takePictures(*m_tab, u"timing-running"_s);
    m_tab->hide();
    QVERIFY(!ticker->isActive());
}

void TstTimingTab::hoveringTellsTheFigures()
{
    m_tab->setJob(wholeJob().id);
    QTRY_VERIFY(m_tab->model()->spans().size() >= 6);
    auto *bar = m_tab->findChild<TimingBar *>();
    const QPoint place = placeOfScript().center().toPoint();
    QHelpEvent help(QEvent::ToolTip, place, bar->mapToGlobal(place));
    QCoreApplication::sendEvent(bar, &help);
    QTRY_VERIFY(QToolTip::text().startsWith(u"Script: 2m34s"_s));
}

void TstTimingTab::aStepCanBeChosenInTheBar()
{
    m_tab->setJob(wholeJob().id);
    QTRY_VERIFY(m_tab->model()->spans().size() >= 6);
    QSignalSpy chosen(m_tab.get(), &TimingTab::stepChosen);
    auto *bar = m_tab->findChild<TimingBar *>();
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(int(placeOfScript().center().x()), bar->height() - 4));
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(3).toInt(), 3);
}

void TstTimingTab::tasksOfAnArrayCanBeChosen()
{
    const Job job = m_fixture->addJob();
    Run run = testing::sampleRun(600s, 10s, 60s);
    Task second = run.attempts.first().tasks.first();
    second.remoteId = 43;
    second.name = u"job 1"_s;
    second.steps[2].completedAt = *second.steps[2].startedAt + 30s;
    run.attempts.first().tasks.append(second);
    QVERIFY(wait(m_fixture->store().saveRun(job.id, run)));
    m_tab->setJob(job.id);
    auto *tasks = m_tab->findChild<QComboBox *>(u"timingTask"_s);
    QTRY_COMPARE(tasks->count(), 2);
    QVERIFY(tasks->isVisible());
    const Milliseconds whole = m_tab->model()->total();
    QTest::keyClick(tasks, Qt::Key_Down);
    QCOMPARE(tasks->currentText(), u"job 1"_s);
    QCOMPARE(m_tab->model()->total(), whole); // the same stretches; its steps differ
}

void TstTimingTab::anArrayShowsHowFarItsTimesAreApart()
{
    const Job array = testing::halfwayArray(Clock::system().now());
    const Job job = *wait(m_fixture->store().add(array));
    QVERIFY(wait(m_fixture->store().saveRun(job.id, array.runs.at(0))));
    m_tab->setJob(job.id);
    auto *spread = m_tab->findChild<ElementSpreadBar *>();
    QTRY_VERIFY(spread->isVisible());
    const ElementSpread known = *elementSpread(elementsIn(array));
    QVERIFY(spread->text().contains(u"element %1<"_s.arg(known.slowest)));
    QSignalSpy clicked(spread, &ElementSpreadBar::elementClicked);
    QTest::mouseClick(spread, Qt::LeftButton, {}, QPoint(spread->width() - 16 - 3, spread->height() - 12));
    QCOMPARE(clicked.size(), 1);
    auto *tasks = m_tab->findChild<QComboBox *>(u"timingTask"_s);
    QVERIFY2(tasks->currentText().startsWith(u"job %1: model="_s.arg(clicked.at(0).at(0).toInt())), qPrintable(tasks->currentText()));
    testing::takePictures(*m_tab, u"timing-array"_s);
    m_tab->setJob(wholeJob().id);
    QTRY_VERIFY(m_tab->model()->spans().size() >= 6);
    QVERIFY(!spread->isVisible());
}

void TstTimingTab::detailsCanBeReadAndCopied()
{
    DetailsTab details(m_fixture->desk());
    details.resize(760, 640);
    details.show();
    const Job job = wholeJob();
    m_fixture->addArtifact(job, u"uploads"_s, Item::State::Refused, u"aux.txt: Windows keeps this name for a device."_s);
    details.setJob(job.id);
    auto *text = details.findChild<QTextBrowser *>();
    QTRY_VERIFY(text->toPlainText().contains(u"REGISTRY_TOKEN"_s));
    QVERIFY(text->toPlainText().contains(u"Windows keeps this name"_s));
    QVERIFY(text->toHtml().contains(u"href=\"https://github.com/octo/kernel-3f2a\""_s));
    QVERIFY(text->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    QVERIFY(text->textInteractionFlags().testFlag(Qt::LinksAccessibleByKeyboard));
    QVERIFY(details.plainText().contains(u"octo/kernel-3f2a"_s));
    testing::takePictures(details, u"details"_s);
}

PUNCHCARD_TEST(TstTimingTab, tst_timingtab)
#include "tst_timingtab.moc"
