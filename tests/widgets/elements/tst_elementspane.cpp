// SPDX-License-Identifier: MIT
#include "widgets/elements/elementspane.h"

#include "core/models/elementmodel.h"
#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/samplearray.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/artifacts/fileactions.h"
#include "widgets/elements/elementcell.h"
#include "widgets/elements/elementdetails.h"
#include "widgets/elements/elementgrid.h"
#include "widgets/elements/elementtable.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/log/logpane.h"
#include "widgets/log/logview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstElementsPane : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theOneThatFailedIsChosenFirst();
    void keysGoFromCellToCell();
    void countsAreFilters();
    void findingByParameter();
    void aNarrowBarKeepsItsFindLine();
    void theLogBesideIsThatOfTheChosen();
    void oneThatGoesOnIsFollowed();
    void theMenuFitsTheElement();
    void theTableSortsByParameter();
    void theTableIsWrittenAndCopied();
    void cellsChangeTheirSize();
    void aBigArrayHasFewWidgets();

private:
    /// Writes @p job with its runs and shows it.
    void show(Job job);
    void keep(const Job &job);
    [[nodiscard]] QToolButton *button(const char *name) const { return m_pane->findChild<QToolButton *>(QLatin1StringView(name)); }
    [[nodiscard]] ElementGrid *grid() const { return m_pane->grid(); }
    [[nodiscard]] int rows() const { return grid()->model()->rowCount(); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<JobModel> m_jobs;
    std::unique_ptr<QWidget> m_window;
    JobActions *m_actions = nullptr;
    ElementsPane *m_pane = nullptr;
    Job m_job;
};

void TstElementsPane::init()
{
    m_prompts = {};
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_jobs = std::make_unique<JobModel>(m_fixture->desk());
    m_window = std::make_unique<QWidget>();
    m_actions = new JobActions(m_fixture->desk(), *m_jobs, m_prompts, m_window.get());
    m_pane = new ElementsPane(m_fixture->desk(), *m_actions, m_prompts, m_window.get());
    m_window->resize(900, 360);
    m_pane->resize(900, 360);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get(), 30'000));
}

void TstElementsPane::cleanup()
{
    m_window.reset();
    m_jobs.reset();
    m_fixture.reset();
}

void TstElementsPane::keep(const Job &job)
{
    for (Run run : job.runs) {
        const auto kept = wait(m_fixture->store().saveRun(m_job.id, run));
        if (!kept)
            qFatal("a run is not written: %s", qPrintable(kept.error().what));
        run.id = kept->id;
        for (const Item &item : testing::artifactsOf(job, run)) {
            if (!wait(m_fixture->store().saveItem(m_job.id, item)))
                qFatal("an artifact is not written");
        }
    }
}

void TstElementsPane::show(Job job)
{
    m_job = *wait(m_fixture->store().add(job));
    Job stored = m_job;
    stored.phase = job.phase;
    if (!wait(m_fixture->store().save(stored)))
        qFatal("the job is not saved");
    keep(job);
    m_job = *wait(m_fixture->store().job(m_job.id));
    m_pane->setJob(m_job.id);
    QTRY_VERIFY(rows() > 0);
}

// Breaks for the user: of 256 elements seven failed, and one has to look for them.
void TstElementsPane::theOneThatFailedIsChosenFirst()
{
    show(testing::halfwayArray(Clock::system().now()));
    QCOMPARE(rows(), 256);
    const Element *const chosen = m_pane->model().element(m_pane->chosen());
    QVERIFY(chosen);
    QVERIFY(chosen->state == ElementState::Failed || chosen->state == ElementState::TimedOut);
    QCOMPARE(grid()->currentIndex().data(ElementModel::NumberRole).toInt(), chosen->number);
    auto *details = m_pane->findChild<ElementDetails *>();
    QVERIFY(details->text().contains(u"file=talk-"_s));
    QVERIFY(details->text().contains(u"ran "_s));
    testing::takePictures(*m_pane, u"elements-grid"_s);
    m_pane->setJob(std::nullopt);
    QCOMPARE(rows(), 0);
    QCOMPARE(m_pane->chosen(), -1);
}

void TstElementsPane::keysGoFromCellToCell()
{
    show(testing::sampleArray(200, 200));
    grid()->setFocus();
    QTRY_VERIFY(grid()->hasFocus());
    QCOMPARE(m_pane->chosen(), 0);
    QTest::keyClick(grid(), Qt::Key_Right);
    QCOMPARE(m_pane->chosen(), 1);
    QTest::keyClick(grid(), Qt::Key_Down);
    QCOMPARE(m_pane->chosen(), 1 + grid()->columns());
    QVERIFY(grid()->columns() > 3);
    // What a key reaches is what the eye sees below.
    const QRect above = grid()->visualRect(grid()->model()->index(1, 0));
    const QRect below = grid()->visualRect(grid()->currentIndex());
    QCOMPARE(below.left(), above.left());
    QVERIFY(below.top() > above.top());
    QTest::keyClick(grid(), Qt::Key_Left);
    QTest::keyClick(grid(), Qt::Key_Up);
    QCOMPARE(m_pane->chosen(), 0);
    QTest::keyClick(grid(), Qt::Key_End);
    QCOMPARE(m_pane->chosen(), 199);
    QSignalSpy log(m_pane, &ElementsPane::logWanted);
    QTest::keyClick(grid(), Qt::Key_Return);
    QCOMPARE(log.size(), 1);
    QCOMPARE(log.at(0).at(1).toInt(), 1);
    QCOMPARE(log.at(0).at(2).toLongLong(), 1199);
}

void TstElementsPane::countsAreFilters()
{
    show(testing::halfwayArray(Clock::system().now()));
    const ElementCounts &counts = m_pane->model().counts();
    QCOMPARE(counts.running, 12);
    QVERIFY(counts.failed > 2);
    QVERIFY(button("failedElements")->text().contains(QString::number(counts.failed)));
    QCOMPARE(button("failedElements")->accessibleName(), u"Failed %1"_s.arg(counts.failed));
    QVERIFY(!button("cancelledElements")->isVisible());
    QTest::mouseClick(button("failedElements"), Qt::LeftButton);
    QCOMPARE(rows(), counts.failed);
    QTest::mouseClick(button("runningElements"), Qt::LeftButton);
    QCOMPARE(rows(), 12);
    QVERIFY(!button("failedElements")->isChecked());
    QTest::mouseClick(button("runningElements"), Qt::LeftButton); // once more takes it back
    QCOMPARE(rows(), 256);
    QVERIFY(button("allElements")->isChecked());
}

void TstElementsPane::findingByParameter()
{
    show(testing::halfwayArray(Clock::system().now()));
    grid()->setFocus();
    QTRY_VERIFY(grid()->hasFocus());
    QTest::keyClick(grid(), Qt::Key_F, Qt::ControlModifier);
    auto *find = m_pane->findChild<QLineEdit *>(u"findElement"_s);
    QTRY_VERIFY(find->hasFocus());
    QTest::keyClicks(find, u"talk-017"_s);
    QCOMPARE(rows(), 3);
    QTest::keyClick(find, Qt::Key_Return);
    QTRY_VERIFY(grid()->hasFocus());
    QTest::keyClicks(find, u"nothing"_s);
    QCOMPARE(rows(), 0);
    QPushButton *all = nullptr;
    for (QPushButton *each : m_pane->findChildren<QPushButton *>()) {
        if (each->isVisible())
            all = each;
    }
    QVERIFY(all);
    QTest::mouseClick(all, Qt::LeftButton);
    QCOMPARE(rows(), 256);
    QVERIFY(grid()->isVisible());
}

// Breaks for the user: beside a wide editor there is nothing to read in the line where one types.
void TstElementsPane::aNarrowBarKeepsItsFindLine()
{
    show(testing::sampleArray(200, 150));
    auto *again = button("retryFailedButton");
    auto *succeeded = button("succeededElements");
    const QString wordy = succeeded->accessibleName();
    m_pane->resize(1400, 360);
    QTRY_COMPARE(succeeded->text(), wordy);
    QCOMPARE(again->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    for (const int width : {900, 640, 480, 400}) {
        m_pane->resize(width, 360);
        const auto *find = m_pane->findChild<QLineEdit *>(u"findElement"_s);
        QTRY_VERIFY(m_pane->findChild<QWidget *>(u"elementsBar"_s)->width() == width);
        QVERIFY2(find->width() >= find->minimumWidth(), QByteArray::number(width));
        QCOMPARE_GE(again->x(), find->geometry().right());
    }
    QCOMPARE(again->toolButtonStyle(), Qt::ToolButtonIconOnly);
    QVERIFY(succeeded->text() != wordy);
    testing::takePictures(*m_pane, u"elements-narrow"_s);
}

void TstElementsPane::theLogBesideIsThatOfTheChosen()
{
    show(testing::sampleArray(4, 3));
    for (const int element : {1, 2})
        m_fixture->put(m_job, u"logs/attempt-1/job %1.log"_s.arg(element),
                       "2026-11-23T10:00:00.1234567Z this is " + QByteArray::number(element) + '\n');
    LogView *const log = m_pane->log()->view();
    m_pane->choose(2);
    QTRY_COMPARE(log->lineText(0), u"this is 2"_s);
    m_pane->choose(1);
    QTRY_COMPARE(log->lineText(0), u"this is 1"_s);
    QVERIFY(!m_pane->log()->findChild<QWidget *>(u"logTask"_s)->isVisible());
    m_pane->choose(3); // which the server has not listed yet
    QTRY_VERIFY(!log->isVisible());
    QVERIFY(m_pane->findChild<ElementDetails *>()->text().contains(u"not listed"_s));
    QVERIFY(!m_pane->findChild<QAction *>(u"openElementLog"_s)->isEnabled());
}

// Breaks for the user: the grid stands still while the job goes on, or jumps back to the first cell at each change.
void TstElementsPane::oneThatGoesOnIsFollowed()
{
    Job job = testing::sampleArray(8, 4);
    show(job);
    m_pane->choose(3);
    QSignalSpy reset(&m_pane->model(), &QAbstractItemModel::modelReset);
    Task next = job.runs.at(0).attempts.at(0).tasks.at(3);
    next.remoteId = 1004;
    next.name = u"job 4"_s;
    next.status = Status::InProgress;
    next.conclusion = Conclusion::None;
    next.completedAt.reset();
    Run run = m_job.runs.at(0);
    run.attempts[0].tasks.append(next);
    QVERIFY(wait(m_fixture->store().saveRun(m_job.id, run)));
    QTRY_COMPARE(m_pane->model().counts().running, 1);
    QCOMPARE(m_pane->chosen(), 3);
    QCOMPARE(grid()->currentIndex().row(), 3);
    QCOMPARE(reset.size(), 0);
    QVERIFY(m_pane->findChild<QTimer *>(u"elementTicker"_s)->isActive());
    emit m_fixture->desk().liveGrew(m_job.id, 1004, LiveProgress{.percent = 61});
    QCOMPARE(m_pane->model().indexOf(4).data(ElementModel::ProgressRole).toInt(), 61);
}

void TstElementsPane::theMenuFitsTheElement()
{
    show(testing::sampleArray(4, 3));
    m_fixture->put(m_job, u"artifacts/uploads-2/a.txt"_s);
    m_pane->choose(2);
    QList<QUrl> opened;
    m_actions->setOpener([&opened](const QUrl &url) {
        opened.append(url);
        return true;
    });
    m_pane->files().setOpener([&opened](const QUrl &url) {
        opened.append(url);
        return true;
    });
    m_pane->findChild<QAction *>(u"openElementPage"_s)->trigger();
    m_pane->findChild<QAction *>(u"openElementFolder"_s)->trigger();
    QCOMPARE(opened.size(), 2);
    QVERIFY(opened.at(0).toString().endsWith(u"/job/2"_s));
    QCOMPARE(opened.at(1).toLocalFile(), m_fixture->folderOf(m_job) + u"/artifacts/uploads-2"_s);
    bool hasMenu = false;
    QTimer::singleShot(0, m_pane, [&] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        hasMenu = menu && menu->actions().contains(m_pane->findChild<QAction *>(u"openElementLog"_s));
        if (menu)
            menu->close();
    });
    const QPoint at = grid()->visualRect(grid()->currentIndex()).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, grid()->viewport()->mapToGlobal(at));
    QApplication::sendEvent(grid()->viewport(), &event);
    QVERIFY(hasMenu);
}

void TstElementsPane::theTableSortsByParameter()
{
    show(testing::halfwayArray(Clock::system().now()));
    button("elementTableButton")->click();
    ElementTable *const table = m_pane->table();
    QVERIFY(table->isVisible());
    QVERIFY(!grid()->isVisible());
    const ElementModel &model = m_pane->model();
    QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), u"model"_s);
    table->sortByColumn(model.columnOf(ElementModel::Ran), Qt::DescendingOrder);
    // Of one moment: those that run get on while one looks.
    const Time now = Clock::system().now();
    QList<qint64> ran;
    const QList<int> shown = table->shown();
    ran.reserve(shown.size());
    for (const int number : shown)
        ran.append(ranOf(*model.element(number), now).value_or(Milliseconds(-1)).count());
    QVERIFY(std::ranges::is_sorted(ran, std::greater<>()));
    table->sortByColumn(3, Qt::DescendingOrder);
    QCOMPARE(table->model()->index(0, 3).data().toString(), u"5"_s);
    // Both show the same one.
    m_pane->choose(77);
    QCOMPARE(table->currentIndex().data(ElementModel::NumberRole).toInt(), 77);
    testing::takePictures(*m_pane, u"elements-table"_s);
}

// Breaks for the user: what is pasted into a spreadsheet is not what was seen.
void TstElementsPane::theTableIsWrittenAndCopied()
{
    show(testing::sampleArray(5, 3));
    QTemporaryDir folder;
    m_prompts.saveName = folder.filePath(u"a.csv"_s);
    QSignalSpy told(m_pane, &ElementsPane::told);
    button("elementTableButton")->click();
    m_pane->table()->sortByColumn(2, Qt::DescendingOrder);
    m_pane->findChild<QAction *>(u"exportElements"_s)->trigger();
    QTRY_COMPARE(told.size(), 1);
    QFile file(m_prompts.saveName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 7);
    QVERIFY(lines.at(0).startsWith("element,width,seed,outcome,"));
    QVERIFY(lines.at(1).startsWith("4,84,4,waiting,"));
    QVERIFY(lines.at(5).startsWith("0,80,0,succeeded,1,3000,20000,"));
    m_pane->table()->setFocus();
    QTRY_VERIFY(m_pane->table()->hasFocus());
    QTest::keyClick(m_pane->table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList copied = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(copied.size(), 7);
    QVERIFY(copied.at(1).startsWith(u"4\t84\t4\twaiting"_s));
}

void TstElementsPane::cellsChangeTheirSize()
{
    show(testing::sampleArray(200, 200));
    grid()->setCellSize(1);
    const int size = grid()->cellSize();
    const int columns = grid()->columns();
    const QPointF at = grid()->viewport()->rect().center();
    QWheelEvent wheel(at, grid()->viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(grid()->viewport(), &wheel);
    QCOMPARE(grid()->cellSize(), size + 1);
    QVERIFY(grid()->columns() < columns);
    m_pane->findChild<QAction *>(u"smallerElements"_s)->trigger();
    m_pane->findChild<QAction *>(u"smallerElements"_s)->trigger();
    QCOMPARE(grid()->cellSize(), size - 1);
    QVERIFY(grid()->columns() > columns);
    testing::takePictures(*m_pane, u"elements-small"_s);
}

// Breaks for the user: an array of 4096 makes the window stand still.
void TstElementsPane::aBigArrayHasFewWidgets()
{
    show(testing::sampleArray(4096, 1000));
    QCOMPARE(rows(), 4096);
    QCOMPARE(grid()->cellSize(), 0);
    QVERIFY(m_pane->findChildren<QWidget *>().size() < 200);
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_End);
    QCOMPARE(m_pane->chosen(), 4095);
    QVERIFY(grid()->viewport()->rect().contains(grid()->visualRect(grid()->currentIndex())));
    testing::takePictures(*m_pane, u"elements-4096"_s);
}

PUNCHCARD_TEST(TstElementsPane, tst_elementspane)
#include "tst_elementspane.moc"
