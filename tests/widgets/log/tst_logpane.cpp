// SPDX-License-Identifier: MIT
#include "widgets/log/logpane.h"

#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/log/logview.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>

#include <algorithm>

using namespace punchcard;
using punchcard::testing::wait;
using namespace Qt::StringLiterals;

class TstLogPane : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theLogComesWhenTheTaskEnds();
    void noJob();
    void aJobThatRunsIsFollowed();
    void aJobThatIsOverBeginsAtTheTop();
    void aLargeLogShowsHowFarItIsRead();
    void controlSequencesAreShownOnDemand();

private:
    static QByteArray stamped(const QByteArray &text) { return "2026-11-23T10:00:00.1234567Z " + text + '\n'; }
    Job addRun(Status status)
    {
        Job job = m_fixture->addJob(u"kernel.sh"_s, status == Status::Completed ? Phase::Collected : Phase::Started, Outcome::Open);
        const Task task{.remoteId = 42, .name = u"punchcard"_s, .status = status, .runnerId = 7};
        const Run run{.remoteId = 9, .attempts = {{.number = 1, .status = status, .tasks = {task}}}};
        QTest::qVerify(wait(m_fixture->store().saveRun(job.id, run)).has_value(), "saved", "", __FILE__, __LINE__);
        return job;
    }

    /// The log of a job's only task, and that it is here.
    void putLog(const Job &job, const QByteArray &text)
    {
        m_fixture->put(job, u"logs/attempt-1/punchcard.log"_s, text);
        const Item item{.run = wait(m_fixture->store().job(job.id))->runs.first().id,
                        .kind = Item::Kind::Log,
                        .name = u"log"_s,
                        .state = Item::State::Here,
                        .path = u"logs/attempt-1"_s};
        QTest::qVerify(wait(m_fixture->store().saveItem(job.id, item)).has_value(), "saved", "", __FILE__, __LINE__);
    }
    static QByteArray numbered(int from, int to)
    {
        QByteArray text;
        for (int i = from; i < to; ++i)
            text += stamped("line " + QByteArray::number(i));
        return text;
    }
    [[nodiscard]] QString lastOnScreen() const { return m_pane->view()->lineText(m_pane->view()->linesOnScreen().last()); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<LogPane> m_pane;
};

void TstLogPane::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_pane = std::make_unique<LogPane>(m_fixture->desk(), m_prompts);
    m_pane->resize(900, 500);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void TstLogPane::cleanup()
{
    m_pane.reset();
    m_fixture.reset();
}

// Breaks for the user: an empty pane, and no word on whether something is wrong.
void TstLogPane::theLogComesWhenTheTaskEnds()
{
    const Job job = addRun(Status::InProgress);
    m_pane->setJob(job.id);
    const auto says = [this](const QString &text) {
        const QList<QLabel *> labels = m_pane->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](QLabel *label) { return label->isVisible() && label->text() == text; });
    };
    QTRY_VERIFY(says(u"The log comes when the task ends."_s));
    testing::takePictures(*m_pane, u"log-waiting"_s);
    m_fixture->put(job, u"logs/attempt-1/punchcard.log"_s, stamped("\x1B[32mhello\x1B[0m world") + stamped("##[error]no such file"));
    const Item item{.run = wait(m_fixture->store().job(job.id))->runs.first().id,
                    .kind = Item::Kind::Log,
                    .name = u"log"_s,
                    .state = Item::State::Here,
                    .path = u"logs/attempt-1"_s};
    QVERIFY(wait(m_fixture->store().saveItem(job.id, item)));
    QTRY_VERIFY(m_pane->view()->isVisible());
    QCOMPARE(m_pane->view()->lineText(0), u"hello world"_s);
    QTRY_COMPARE(m_pane->findChild<QLabel *>(u"logProblems"_s)->text(), u"1 problem"_s);
    testing::takePictures(*m_pane, u"log-short"_s);
}

void TstLogPane::noJob()
{
    QVERIFY(!m_pane->view()->isVisible());
    testing::takePictures(*m_pane, u"log-none"_s);
}

// Breaks for the user: they watch a job and see its first lines, for ever.
void TstLogPane::aJobThatRunsIsFollowed()
{
    const Job job = addRun(Status::InProgress);
    putLog(job, numbered(0, 500));
    m_pane->setJob(job.id);
    LogView *const view = m_pane->view();
    QTRY_VERIFY(view->isVisible() && view->document().isIndexed());
    QTRY_COMPARE(lastOnScreen(), u"line 499"_s);
    QVERIFY(m_pane->findChild<QAction *>(u"logFollow"_s)->isChecked());
    const auto append = [this, &job](int from, int to) {
        QFile file(m_fixture->folderOf(job) + u"/logs/attempt-1/punchcard.log"_s);
        QVERIFY(file.open(QIODevice::Append));
        file.write(numbered(from, to));
    };
    append(500, 600);
    QTRY_COMPARE(lastOnScreen(), u"line 599"_s);
    // Scrolling up lets go, being at the end takes hold again.
    QTest::keyClick(view, Qt::Key_PageUp);
    QVERIFY(!view->isFollowing());
    const qint64 top = view->topLine();
    append(600, 700);
    QTRY_VERIFY(view->document().isIndexed() && view->document().lines() == 700);
    QCOMPARE(view->topLine(), top);
    QTest::keyClick(view, Qt::Key_End, Qt::ControlModifier);
    QVERIFY(view->isFollowing());
    append(700, 800);
    QTRY_COMPARE(lastOnScreen(), u"line 799"_s);
}

void TstLogPane::aJobThatIsOverBeginsAtTheTop()
{
    const Job running = addRun(Status::InProgress);
    putLog(running, numbered(0, 500));
    m_pane->setJob(running.id);
    QTRY_VERIFY(m_pane->view()->isFollowing());
    Job over = addRun(Status::Completed);
    over = *wait(m_fixture->store().job(over.id));
    over.phase = Phase::Cleared;
    QVERIFY(wait(m_fixture->store().save(over)));
    putLog(over, numbered(0, 400));
    m_pane->setJob(over.id);
    QTRY_COMPARE(m_pane->view()->document().lines(), 400);
    QTRY_COMPARE(m_pane->view()->lineText(m_pane->view()->topLine()), u"line 0"_s);
    QVERIFY(!m_pane->view()->isFollowing());
}

void TstLogPane::aLargeLogShowsHowFarItIsRead()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"large.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray block = numbered(0, 10'000);
    for (qint64 written = 0; written < 48'000'000; written += block.size())
        file.write(block);
    file.close();
    const auto *bar = m_pane->findChild<QProgressBar *>(u"logProgress"_s);
    QVERIFY(!bar->isVisible());
    const QSignalSpy moved(bar, &QProgressBar::valueChanged);
    m_pane->showFile(file.fileName());
    QVERIFY(bar->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(m_pane->view()->document().isIndexed(), 60'000);
    QVERIFY(!bar->isVisible());
    QVERIFY(std::ranges::any_of(moved, [](const QList<QVariant> &value) { return value.first().toInt() > 0; }));
}

void TstLogPane::controlSequencesAreShownOnDemand()
{
    const Job job = addRun(Status::Completed);
    putLog(job, stamped("50 %\x1B[2K\x1B[1G100 % \x1B[32mdone\x1B[0m\a") + stamped("\x1B]0;a title\x1B\\next"));
    m_pane->setJob(job.id);
    QTRY_VERIFY(m_pane->view()->isVisible());
    const qint64 second = m_pane->view()->document().next(0);
    QCOMPARE(m_pane->view()->lineText(0), u"50 %100 % done"_s);
    m_pane->findChild<QAction *>(u"logShowHidden"_s)->trigger();
    QCOMPARE(m_pane->view()->lineText(0), u"50 %␛[2K␛[1G100 % done␇"_s);
    QCOMPARE(m_pane->view()->lineText(second), u"␛]0;a title␛\\next"_s);
    testing::takePictures(*m_pane, u"log-control-sequences"_s);
}

PUNCHCARD_TEST(TstLogPane, tst_logpane)
#include "tst_logpane.moc"
