// SPDX-License-Identifier: MIT
#include "tests/support/deskfixture.h"
#include "tests/support/samplearray.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/jobdelegate.h"
#include "widgets/jobs/joblist.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstJobList : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void emptyListSaysWhatToDo();
    void choosingTellsTheJob();
    void findingByKeyboard();
    void whatNothingMatchesCanBeTakenBack();
    void aHiddenJobIsShownWhenItIsChosen();
    void oneHeaderForEachDay();
    void actionsFitTheState();
    void forgettingAsksAndRemoves();
    void exportingCopiesTheFolder();
    void nothingTicksWhileNothingRuns();
    void theMenuFitsTheJob();
    void thePageIsOpenedInTheBrowser();
    void editingBringsTheScriptBack();
    void theFilterMenuNarrows();
    void anArraySaysHowFarItIs();

private:
    void show();
    /// A right click on @p job, and what is done in the menu that it opens.
    void inMenu(JobId job, const std::function<void(QMenu &)> &act);
    static void pick(QMenu &menu, QAction *action);
    /// One of the filter's menu, by its words.
    void choose(const QString &filter);
    [[nodiscard]] QListView *view() const { return m_list->view(); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<JobModel> m_jobs;
    std::unique_ptr<QWidget> m_window;
    JobActions *m_actions = nullptr;
    JobList *m_list = nullptr;
};

void TstJobList::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_prompts = {};
    m_jobs = std::make_unique<JobModel>(m_fixture->desk());
    m_window = std::make_unique<QWidget>();
    m_actions = new JobActions(m_fixture->desk(), *m_jobs, m_prompts, m_window.get());
    m_list = new JobList(*m_jobs, *m_actions, m_fixture->store().home(), m_window.get());
    m_list->resize(280, 500);
}

void TstJobList::cleanup()
{
    m_window.reset();
    m_jobs.reset();
    m_fixture.reset();
}

void TstJobList::show()
{
    QSignalSpy loaded(m_jobs.get(), &JobModel::loaded);
    m_jobs->load();
    QTRY_COMPARE(loaded.size(), 1);
    m_window->resize(280, 500);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get(), 30'000));
}

void TstJobList::emptyListSaysWhatToDo()
{
    show();
    QVERIFY(!view()->isVisible());
    QVERIFY(!m_list->findChild<QPushButton *>(u"emptyStateButton"_s)->isVisible());
}

void TstJobList::choosingTellsTheJob()
{
    const Job older = m_fixture->addJob(u"a.sh"_s);
    const Job newer = m_fixture->addJob(u"b.sh"_s);
    QSignalSpy told(m_list, &JobList::currentChanged);
    QSignalSpy opened(m_list, &JobList::opened);
    show();
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(m_list->filter().indexOf(older.id)).center());
    QCOMPARE(m_list->current(), std::optional(older.id));
    QTest::keyClick(view(), Qt::Key_Up);
    QCOMPARE(m_list->current(), std::optional(newer.id));
    // A list that gets the focus first has its first row chosen.
    QVERIFY(told.size() >= 2);
    QCOMPARE(told.at(told.size() - 2).first().value<std::optional<JobId>>(), std::optional(older.id));
    QCOMPARE(told.last().first().value<std::optional<JobId>>(), std::optional(newer.id));
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
}

void TstJobList::findingByKeyboard()
{
    const Job wanted = m_fixture->addJob(u"kernel.sh"_s);
    m_fixture->addJob(u"llama.sh"_s);
    show();
    auto *find = m_list->findChild<QLineEdit *>(u"findJob"_s);
    m_list->focusFind();
    QTest::keyClicks(find, u"kern"_s);
    QCOMPARE(m_list->filter().rowCount(), 1);
    QTest::keyClick(find, Qt::Key_Down);
    QCOMPARE(m_list->current(), std::optional(wanted.id));
    QTest::keyClick(find, Qt::Key_Escape);
    QCOMPARE(m_list->filter().rowCount(), 2);
}

void TstJobList::whatNothingMatchesCanBeTakenBack()
{
    m_fixture->addJob();
    show();
    m_list->filter().setKinds(JobKind::Cancelled);
    QVERIFY(!view()->isVisible());
    auto *all = m_list->findChild<QPushButton *>(u"emptyStateButton"_s);
    QVERIFY(all->isVisible());
    QTest::mouseClick(all, Qt::LeftButton);
    QVERIFY(view()->isVisible());
    QCOMPARE(m_list->filter().rowCount(), 1);
}

void TstJobList::aHiddenJobIsShownWhenItIsChosen()
{
    const Job job = m_fixture->addJob();
    show();
    m_list->filter().setKinds(JobKind::Open);
    m_list->choose(job.id);
    QCOMPARE(m_list->current(), std::optional(job.id));
    // One that comes later is chosen when it is there.
    m_list->choose(JobId(qint64(job.id) + 1));
    const Job next = m_fixture->addJob();
    QTRY_COMPARE(m_list->current(), std::optional(next.id));
}

void TstJobList::oneHeaderForEachDay()
{
    m_fixture->addJob(u"a.sh"_s);
    m_fixture->addJob(u"b.sh"_s);
    show();
    QVERIFY(JobDelegate::beginsDay(m_list->filter().index(0, 0)));
    QVERIFY(!JobDelegate::beginsDay(m_list->filter().index(1, 0)));
    QVERIFY(view()->visualRect(m_list->filter().index(0, 0)).height() > view()->visualRect(m_list->filter().index(1, 0)).height());
}

void TstJobList::actionsFitTheState()
{
    const Job over = m_fixture->addJob(u"over.sh"_s);
    const Job open = m_fixture->addJob(u"open.sh"_s, Phase::Started, Outcome::Open);
    show();
    QVERIFY(!m_actions->forget->isEnabled());
    m_list->choose(over.id);
    QVERIFY(m_actions->forget->isEnabled());
    QVERIFY(m_actions->runAgain->isEnabled());
    QVERIFY(!m_actions->cancel->isEnabled());
    m_list->choose(open.id);
    QVERIFY(!m_actions->forget->isEnabled());
    QVERIFY(!m_actions->runAgain->isEnabled());
    QVERIFY(m_actions->cancel->isEnabled());
}

void TstJobList::forgettingAsksAndRemoves()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"script"_s);
    show();
    m_list->choose(job.id);
    m_prompts.yes = false;
    m_actions->forget->trigger();
    QCOMPARE(m_prompts.asked.size(), 1);
    QCOMPARE(m_jobs->rowCount(), 1);
    m_prompts.yes = true;
    m_actions->forget->trigger();
    QTRY_COMPARE(m_jobs->rowCount(), 0);
    QTRY_VERIFY(!QFileInfo::exists(m_fixture->folderOf(job)));
}

void TstJobList::exportingCopiesTheFolder()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/one"_s, "1");
    const QTemporaryDir target;
    m_prompts.folder = target.path();
    show();
    m_list->choose(job.id);
    QSignalSpy told(m_actions, &JobActions::told);
    m_actions->exportJob->trigger();
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(QFile::exists(target.filePath(u"kernel.sh (job 1)/artifacts/uploads/one"_s)));
}

// Breaks for the user: an idle window keeps the processor awake.
void TstJobList::nothingTicksWhileNothingRuns()
{
    m_fixture->addJob();
    show();
    const auto ticks = [this] {
        const auto timers = m_list->findChildren<QTimer *>();
        return std::ranges::any_of(timers, &QTimer::isActive) || m_list->isTicking();
    };
    QVERIFY(!ticks());
    m_fixture->addJob(u"open.sh"_s, Phase::Started, Outcome::Open);
    QTRY_VERIFY(ticks());
    m_window->hide();
    QVERIFY(!ticks());
}

void TstJobList::inMenu(JobId job, const std::function<void(QMenu &)> &act)
{
    m_list->choose(job);
    bool opened = false;
    QObject guard;
    QTimer::singleShot(0, &guard, [&] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (!menu)
            return;
        opened = true;
        act(*menu);
        menu->close();
    });
    const QPoint at = view()->visualRect(m_list->filter().indexOf(job)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, view()->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(view()->viewport(), &event);
    QVERIFY(opened);
}

void TstJobList::pick(QMenu &menu, QAction *action)
{
    QVERIFY(menu.actions().contains(action));
    menu.setActiveAction(action);
    QTest::keyClick(&menu, Qt::Key_Return);
}

// Breaks for the user: after one right click no job that waits can be told to try again.
void TstJobList::theMenuFitsTheJob()
{
    const Job over = m_fixture->addJob(u"over.sh"_s);
    Job waiting = m_fixture->addJob(u"waiting.sh"_s, Phase::Started, Outcome::Open);
    waiting.waiting = Waiting{.what = Waiting::For::Network};
    QVERIFY(wait(m_fixture->store().save(waiting)));
    show();
    inMenu(over.id, [this](QMenu &menu) {
        QVERIFY(!menu.actions().contains(m_actions->goOn));
        QVERIFY(m_actions->forget->isEnabled());
        pick(menu, m_actions->forget);
    });
    QCOMPARE(m_prompts.asked.size(), 1);
    QTRY_COMPARE(m_jobs->rowCount(), 1);
    inMenu(waiting.id, [this](QMenu &menu) {
        QVERIFY(menu.actions().contains(m_actions->goOn));
        QVERIFY(!m_actions->forget->isEnabled());
    });
    QVERIFY(m_actions->goOn->isEnabled());
}

void TstJobList::thePageIsOpenedInTheBrowser()
{
    Job job = m_fixture->addJob();
    job.house.page = QUrl(u"https://github.example/octo/job"_s);
    QVERIFY(wait(m_fixture->store().save(job)));
    QList<QUrl> opened;
    m_actions->setOpener([&opened](const QUrl &url) {
        opened.append(url);
        return true;
    });
    show();
    const auto open = [this](QMenu &menu) { pick(menu, m_actions->openPage); };
    inMenu(job.id, open);
    QTRY_COMPARE(opened, (QList<QUrl>{job.house.page}));
    // Its run says more than its repository.
    const Run run{.page = QUrl(u"https://github.example/octo/job/actions/runs/7"_s)};
    QVERIFY(wait(m_fixture->store().saveRun(job.id, run)));
    inMenu(job.id, open);
    QTRY_COMPARE(opened, (QList<QUrl>{job.house.page, run.page}));
}

void TstJobList::editingBringsTheScriptBack()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"script"_s, "echo as it was\n");
    show();
    QSignalSpy wished(m_actions, &JobActions::editWished);
    inMenu(job.id, [this](QMenu &menu) { pick(menu, m_actions->runAgainWithEdits); });
    QTRY_COMPARE(wished.size(), 1);
    QCOMPARE(wished.first().at(0).value<Job>().id, job.id);
    QCOMPARE(wished.first().at(1).toByteArray(), QByteArray("echo as it was\n"));
}

void TstJobList::choose(const QString &filter)
{
    QMenu *menu = m_list->findChild<QToolButton *>(u"filterJobs"_s)->menu();
    menu->popup(view()->mapToGlobal(QPoint()));
    const QList<QAction *> actions = menu->actions();
    const auto wanted = std::ranges::find(actions, filter, &QAction::text);
    QVERIFY2(wanted != actions.cend(), qPrintable(filter));
    pick(*menu, *wanted);
    QVERIFY(!menu->isVisible());
}

void TstJobList::theFilterMenuNarrows()
{
    const Job failed = m_fixture->addJob(u"failed.sh"_s, Phase::Cleared, Outcome::Failed);
    m_fixture->addJob(u"fine.sh"_s);
    show();
    choose(u"Succeeded"_s);
    QCOMPARE(m_list->filter().rowCount(), 1);
    QVERIFY(m_list->filter().indexOf(failed.id).isValid());
    choose(u"Failed"_s);
    QCOMPARE(m_list->filter().rowCount(), 0);
    choose(u"Show all jobs"_s);
    QCOMPARE(m_list->filter().rowCount(), 2);
    // These jobs are of no account.
    QTRY_VERIFY(m_jobs->accountNames().contains(thisComputerId()));
    choose(m_jobs->accountNames().value(thisComputerId()));
    QCOMPARE(m_list->filter().rowCount(), 0);
    choose(u"All accounts"_s);
    QCOMPARE(m_list->filter().rowCount(), 2);
}

// Breaks for the user: the row of an array says no more than that it runs.
void TstJobList::anArraySaysHowFarItIs()
{
    const Job array = testing::sampleArray(6, 4);
    Job job = *wait(m_fixture->store().add(array));
    Run run = array.runs.at(0);
    run.attempts[0].tasks[1].conclusion = Conclusion::Failure;
    run.attempts[0].tasks[3].status = Status::InProgress;
    QVERIFY(wait(m_fixture->store().saveRun(job.id, run)));
    job.phase = Phase::Started;
    QVERIFY(wait(m_fixture->store().save(job)));
    show();
    const auto said = [this] {
        const QPoint at = view()->visualRect(view()->model()->index(0, 0)).center();
        QHelpEvent help(QEvent::ToolTip, at, view()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(view()->viewport(), &help);
        return QToolTip::text();
    };
    QVERIFY2(said().contains(u"\n3/6, 1 failed · "_s), qPrintable(said()));
    m_list->choose(job.id);
    QVERIFY(!m_actions->retryFailed->isEnabled()); // some of it still runs
    job.phase = Phase::Cleared;
    job.outcome = Outcome::Failed;
    QVERIFY(wait(m_fixture->store().save(job)));
    QTRY_VERIFY(said().contains(u"\n1 of 6 failed · "_s));
    QVERIFY(m_actions->retryFailed->isEnabled());
}

PUNCHCARD_TEST(TstJobList, tst_joblist)
#include "tst_joblist.moc"
