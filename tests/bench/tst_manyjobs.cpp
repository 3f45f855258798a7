// SPDX-License-Identifier: MIT
#include "tests/pictures/samplejobs.h"
#include "tests/support/deskfixture.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/joblist.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;

/// The list of many jobs: how long it takes to open, to scroll by, to find. PUNCHCARD_BENCH_JOBS says how many, 300 when that is
/// not set; figures are told, never judged.
class TstManyJobs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opens();
    void scrolls();
    void finds();

private:
    static double since(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

    const int m_count = std::max(300, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_JOBS"));
    testing::DeskFixture m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<JobModel> m_jobs;
    std::unique_ptr<QWidget> m_window;
    JobList *m_list = nullptr;
};

void TstManyJobs::initTestCase()
{
    testing::writeSampleJobs(m_fixture.store(), m_count);
    m_jobs = std::make_unique<JobModel>(m_fixture.desk());
    m_window = std::make_unique<QWidget>();
    auto *const actions = new JobActions(m_fixture.desk(), *m_jobs, m_prompts, m_window.get());
    m_list = new JobList(*m_jobs, *actions, m_fixture.store().home(), m_window.get());
    m_list->resize(280, 800);
    m_window->resize(280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get(), 30'000));
}

void TstManyJobs::opens()
{
    QSignalSpy loaded(m_jobs.get(), &JobModel::loaded);
    QElapsedTimer timer;
    timer.start();
    m_jobs->load();
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 60'000);
    m_window->repaint();
    qInfo("%d jobs: read and painted in %.0f ms", m_count, since(timer));
    QCOMPARE(m_list->view()->model()->rowCount(), m_count);
}

void TstManyJobs::scrolls()
{
    QListView *const view = m_list->view();
    QScrollBar *const bar = view->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    QList<double> frames;
    for (int i = 0; i < 500; ++i) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(int(qint64(bar->maximum()) * i / 499));
        view->viewport()->repaint();
        frames.append(since(timer));
    }
    // The end moves away as long as rows are laid out.
    const auto atEnd = [&] {
        view->scrollToBottom();
        return view->visualRect(view->model()->index(m_count - 1, 0)).intersects(view->viewport()->rect());
    };
    QTRY_VERIFY_WITH_TIMEOUT(atEnd(), 60'000);
    std::ranges::sort(frames);
    qInfo("a frame while scrolling: median %.1f ms, 99 %% below %.1f ms, longest %.1f ms; at 60 frames a second each has 16.7 ms",
          frames.at(frames.size() / 2), frames.at(frames.size() * 99 / 100), frames.last());
}

void TstManyJobs::finds()
{
    auto *const find = m_list->findChild<QLineEdit *>();
    QVERIFY(find);
    const QAbstractItemModel *const rows = m_list->view()->model();
    QElapsedTimer timer;
    timer.start();
    find->setText(u"whisper"_s);
    QTRY_VERIFY_WITH_TIMEOUT(rows->rowCount() > 0 && rows->rowCount() < m_count, 60'000);
    qInfo("find: %d of %d jobs in %.0f ms", rows->rowCount(), m_count, since(timer));
    find->clear();
    QTRY_COMPARE_WITH_TIMEOUT(rows->rowCount(), m_count, 60'000);
}

PUNCHCARD_TEST(TstManyJobs, tst_manyjobs)
#include "tst_manyjobs.moc"
