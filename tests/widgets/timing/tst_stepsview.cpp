// SPDX-License-Identifier: MIT
#include "widgets/timing/stepsview.h"

#include "core/models/stepmodel.h"
#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/testmain.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstStepsView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void stepsComeAsTheStoreTells();
    void choosingAStepTellsWhich();
    void attemptsCanBeChosen();
    void nothingTicksWhenNothingRuns();

private:
    static Run run(bool over)
    {
        const Time begin = Clock::system().now() - 171s;
        Task task{.remoteId = 42,
                  .name = u"job"_s,
                  .status = over ? Status::Completed : Status::InProgress,
                  .conclusion = over ? Conclusion::Failure : Conclusion::None,
                  .startedAt = begin,
                  .runnerId = 5};
        const auto step = [&](int number, const QString &name, Conclusion conclusion, Milliseconds from, std::optional<Milliseconds> to) {
            task.steps.append({.number = number,
                               .name = name,
                               .status = to ? Status::Completed : Status::InProgress,
                               .conclusion = to ? conclusion : Conclusion::None,
                               .startedAt = begin + from,
                               .completedAt = to ? std::optional(begin + *to) : std::nullopt});
        };
        step(1, u"Set up job"_s, Conclusion::Success, 0s, 4s);
        step(2, u"Fetch the script"_s, Conclusion::Success, 4s, 6s);
        step(3, u"Run job.sh"_s, Conclusion::Failure, 6s, over ? std::optional<Milliseconds>(160s) : std::nullopt);
        if (over) {
            step(4, u"Keep uploads"_s, Conclusion::Skipped, 160s, 160s);
            step(5, u"Complete job"_s, Conclusion::Success, 160s, 162s);
            task.completedAt = begin + 162s;
        }
        return Run{.remoteId = 7, .attempts = {Attempt{.number = 1, .status = task.status, .tasks = {task}}}};
    }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    std::unique_ptr<StepsView> m_view;
};

void TstStepsView::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_view = std::make_unique<StepsView>(m_fixture->desk());
    m_view->resize(560, 260);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get(), 30'000));
}

void TstStepsView::cleanup()
{
    m_view.reset();
    m_fixture.reset();
}

void TstStepsView::stepsComeAsTheStoreTells()
{
    testing::takePictures(*m_view, u"steps-empty"_s);
    const Job job = m_fixture->addJob(u"a.sh"_s, Phase::Started, Outcome::Open);
    m_view->setJob(job.id);
    const QAbstractItemModel *model = m_view->view()->model();
    QVERIFY(testing::wait(m_fixture->store().saveRun(job.id, run(false))));
    QTRY_COMPARE(model->rowCount(model->index(0, 0)), 3);
    QVERIFY(m_view->view()->isExpanded(model->index(0, 0)));
    testing::takePictures(*m_view, u"steps-running"_s);
    QVERIFY(testing::wait(m_fixture->store().saveRun(job.id, run(true))));
    QTRY_COMPARE(model->rowCount(model->index(0, 0)), 5);
    QCOMPARE(model->index(2, StepModel::Duration, model->index(0, 0)).data(), u"2m34s"_s);
    testing::takePictures(*m_view, u"steps-failed"_s);
}

void TstStepsView::choosingAStepTellsWhich()
{
    const Job job = m_fixture->addJob();
    QVERIFY(testing::wait(m_fixture->store().saveRun(job.id, run(true))));
    m_view->setJob(job.id);
    const QAbstractItemModel *model = m_view->view()->model();
    QTRY_COMPARE(model->rowCount(), 1);
    QSignalSpy chosen(m_view.get(), &StepsView::stepChosen);
    const QRect place = m_view->view()->visualRect(model->index(2, 0, model->index(0, 0)));
    QTest::mouseClick(m_view->view()->viewport(), Qt::LeftButton, {}, place.center());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(1).toInt(), 1);
    QCOMPARE(chosen.at(0).at(2).toLongLong(), 42);
    QCOMPARE(chosen.at(0).at(3).toInt(), 3);
}

void TstStepsView::attemptsCanBeChosen()
{
    const Job job = m_fixture->addJob();
    Run both = run(true);
    both.attempts.append(both.attempts.constFirst());
    both.attempts.last().number = 2;
    both.attempts.last().tasks.first().name = u"second try"_s;
    QVERIFY(testing::wait(m_fixture->store().saveRun(job.id, both)));
    m_view->setJob(job.id);
    const QAbstractItemModel *model = m_view->view()->model();
    QTRY_COMPARE(model->index(0, 0).data(), u"second try"_s);
    auto *attempts = m_view->findChild<QComboBox *>(u"stepAttempts"_s);
    QVERIFY(attempts->isVisible());
    QCOMPARE(attempts->currentData().toInt(), 2);
    testing::takePictures(*m_view, u"steps-attempts"_s);
    QTest::keyClick(attempts, Qt::Key_Down);
    QCOMPARE(model->index(0, 0).data(), u"job"_s);
}

void TstStepsView::nothingTicksWhenNothingRuns()
{
    const Job running = m_fixture->addJob(u"a.sh"_s, Phase::Started, Outcome::Open);
    QVERIFY(testing::wait(m_fixture->store().saveRun(running.id, run(false))));
    const Job over = m_fixture->addJob();
    QVERIFY(testing::wait(m_fixture->store().saveRun(over.id, run(true))));
    QTimer *timer = m_view->findChild<QTimer *>(u"stepTicker"_s);
    QVERIFY(timer);
    m_view->setJob(running.id);
    QTRY_VERIFY(timer->isActive());
    m_view->hide();
    QVERIFY(!timer->isActive());
    m_view->show();
    QTRY_VERIFY(timer->isActive());
    m_view->setJob(over.id);
    QTRY_COMPARE(m_view->view()->model()->rowCount(), 1);
    QVERIFY(!timer->isActive());
}

PUNCHCARD_TEST(TstStepsView, tst_stepsview)
#include "tst_stepsview.moc"
