// SPDX-License-Identifier: MIT
#include "widgets/log/logpane.h"

#include "core/logs/livetext.h"
#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/log/logview.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

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
    void liveOutputIsMarkedAndReplaced();
    void tasksOfOneNameHaveTheirOwnLiveOutput();
    // Breaks for the user: they open an element, and its output does not come, or they do not know when it does.
    void theOpenElementIsFollowed();
    void aJobThatIsOverBeginsAtTheTop();
    void aLargeLogShowsHowFarItIsRead();
    void controlSequencesAreShownOnDemand();
    void theFindBarFindsAndCounts();
    void aWrongExpressionSaysWhy();
    void stampsAreChosenFromTheirMenu();
    void aLogIsSavedAsItIsShown();
    void goesToALine();

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
    /// Shows a log of @p text that belongs to no job.
    void showText(const QByteArray &text)
    {
        QFile file(m_folder.filePath(u"a.log"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        file.close();
        m_pane->showFile(file.fileName());
        QTRY_VERIFY(m_pane->view()->document().isIndexed());
    }
    template<typename T>
    [[nodiscard]] T *part(const QString &name) const
    {
        return m_pane->findChild<T *>(name);
    }
    [[nodiscard]] QString count() const { return part<QLabel>(u"logFindCount"_s)->text(); }
    [[nodiscard]] QString caretText() const { return m_pane->view()->lineText(m_pane->view()->caret().line); }
    [[nodiscard]] QString lastOnScreen() const { return m_pane->view()->lineText(m_pane->view()->linesOnScreen().last()); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    QTemporaryDir m_folder;
    std::unique_ptr<LogPane> m_pane;
};

void TstLogPane::init()
{
    m_prompts = {};
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_pane = std::make_unique<LogPane>(m_fixture->desk(), m_prompts);
    m_pane->resize(900, 500);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get(), 30'000));
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
    QTRY_VERIFY(
        says(u"The log comes when the task ends."_s + u"\n"_s + u"No live output: it is switched off for this job or its account."_s));
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

// Breaks for the user: they read what their script printed, and the place is lost when the full log comes.
void TstLogPane::theOpenElementIsFollowed()
{
    Job job{.spec = {.name = u"kernel.sh"_s, .account = u"github"_s, .array = 256, .live = true}, .createdAt = Clock::system().now()};
    job = *wait(m_fixture->store().add(job));
    job.phase = Phase::Started;
    QVERIFY(wait(m_fixture->store().save(job)));
    QList<Task> tasks;
    for (int i = 0; i < 3; ++i)
        tasks.append({.remoteId = 100 + i, .name = u"job %1"_s.arg(i), .status = Status::InProgress, .runnerId = 7});
    const Run run{.remoteId = 9, .attempts = {{.number = 1, .status = Status::InProgress, .tasks = tasks}}};
    QVERIFY(wait(m_fixture->store().saveRun(job.id, run)));
    // Nobody drives it here: what is open is told to who does.
    const auto told = [&] {
        const QDir folder(m_fixture->folderOf(job));
        const QStringList names = folder.entryList({u"follow-*"_s}, QDir::Files);
        QFile file(folder.filePath(names.value(0)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(QDir().mkpath(m_fixture->folderOf(job)));
    m_pane->setJob(job.id);
    QTRY_COMPARE(told(), QByteArray("0\n"));
    const auto labels = [this] { return m_pane->findChildren<QLabel *>(); };
    QTRY_VERIFY(std::ranges::any_of(labels(), [](const QLabel *label) { return label->text().contains(u"begins up to"_s); }));
    testing::takePictures(*m_pane, u"log-element"_s);
    auto *box = part<QComboBox>(u"logTask"_s);
    box->setCurrentIndex(2);
    emit box->activated(2);
    QTRY_COMPARE(told(), QByteArray("2\n"));
    m_pane->setJob(std::nullopt);
    QTRY_COMPARE(told(), QByteArray());
}

void TstLogPane::liveOutputIsMarkedAndReplaced()
{
    const Job job = addRun(Status::InProgress);
    m_pane->setJob(job.id);
    const auto *mark = part<QLabel>(u"logLive"_s);
    QTRY_VERIFY(!m_pane->view()->isVisible() && !mark->isVisible());
    const QString file = m_fixture->put(job, liveLogPath(u"logs/attempt-1"_s, u"punchcard"_s, 42), numbered(0, 300));
    emit m_fixture->desk().liveGrew(job.id, 42, std::nullopt);
    LogView *const view = m_pane->view();
    QTRY_VERIFY(view->isVisible() && view->document().isIndexed());
    QVERIFY(mark->isVisible());
    QCOMPARE(mark->text(), u"● Live"_s);
    QTRY_COMPARE(lastOnScreen(), u"line 299"_s);
    QFile live(file);
    QVERIFY(live.open(QIODevice::Append));
    live.write(stamped("something was left out") + numbered(700, 2900));
    live.close();
    QTRY_COMPARE(lastOnScreen(), u"line 2899"_s);
    testing::takePictures(*m_pane, u"log-live"_s);
    QTRY_VERIFY(view->document().isIndexed());
    view->setTopLine(view->document().offsetOf(301 + 1000));
    const QString top = view->lineText(view->topLine());
    QCOMPARE(top, u"line 1700"_s);

    putLog(job, numbered(0, 3000));
    QTRY_VERIFY(!mark->isVisible());
    QTRY_COMPARE(view->document().lines(), 3000);
    QTRY_COMPARE(view->lineText(view->topLine()), top);
    QVERIFY(!view->isFollowing());
}

// Breaks for the user: what they see as a task's output is another's.
void TstLogPane::tasksOfOneNameHaveTheirOwnLiveOutput()
{
    const Job job = m_fixture->addJob(u"kernel.sh"_s, Phase::Started, Outcome::Open);
    Attempt attempt{.number = 1, .status = Status::InProgress};
    for (const qint64 id : {42, 43, 44}) {
        const QString name = id == 44 ? u"Build"_s : u"build"_s;
        attempt.tasks.append({.remoteId = id, .name = name, .status = Status::InProgress, .runnerId = 7});
        m_fixture->put(job, liveLogPath(u"logs/attempt-1"_s, name, id), stamped("of task " + QByteArray::number(id)));
    }
    QVERIFY(wait(m_fixture->store().saveRun(job.id, {.remoteId = 9, .attempts = {attempt}})));
    m_pane->setJob(job.id);
    auto *box = part<QComboBox>(u"logTask"_s);
    QTRY_COMPARE(box->count(), 3);
    for (int i = 0; i < box->count(); ++i) {
        box->setCurrentIndex(i);
        emit box->activated(i);
        QTRY_COMPARE(lastOnScreen(), u"of task %1"_s.arg(42 + i));
    }
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

void TstLogPane::theFindBarFindsAndCounts()
{
    showText(stamped("an apple") + stamped("a pear") + stamped("an Apple, an apple") + stamped("no fruit"));
    m_pane->view()->setFocus();
    QVERIFY(!part<QWidget>(u"logFindText"_s)->isVisible());
    QTest::keySequence(m_pane->view(), QKeySequence::Find);
    auto *text = part<QLineEdit>(u"logFindText"_s);
    QTRY_VERIFY(text->isVisible() && text->hasFocus());
    QTest::keyClicks(text, u"apple"_s);
    QTRY_COMPARE(count(), u"Line 1 of 2"_s);
    QCOMPARE(caretText(), u"an apple"_s);
    const auto selected = [this] {
        const LogSelection &now = m_pane->view()->selection();
        return std::pair(now.begin().column, now.end().column);
    };
    QCOMPARE(selected(), (std::pair<qsizetype, qsizetype>(3, 8)));
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(caretText(), u"an Apple, an apple"_s);
    QCOMPARE(count(), u"Line 2 of 2"_s);
    QTest::mouseClick(part<QToolButton>(u"logFindNext"_s), Qt::LeftButton);
    QCOMPARE(selected(), (std::pair<qsizetype, qsizetype>(13, 18)));
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QTest::mouseClick(part<QToolButton>(u"logFindPrevious"_s), Qt::LeftButton);
    QCOMPARE(caretText(), u"an apple"_s);
    // The capital one counts no more.
    text->selectAll();
    QTest::keyClicks(text, u"Apple"_s);
    QTest::mouseClick(part<QToolButton>(u"logFindCase"_s), Qt::LeftButton);
    QTRY_COMPARE(count(), u"Line 1 of 1"_s);
    text->selectAll();
    QTest::keyClicks(text, u"plum"_s);
    QTRY_COMPARE(count(), u"Not found"_s);
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QVERIFY(!m_pane->view()->search().pattern());
    QVERIFY(m_pane->view()->hasFocus());
    // What is selected is what one wants to find.
    m_pane->view()->select({.anchor = {.line = 0, .column = 0}, .caret = {.line = 0, .column = 2}});
    part<QAction>(u"logFind"_s)->trigger();
    QCOMPARE(text->text(), u"an"_s);
}

void TstLogPane::aWrongExpressionSaysWhy()
{
    showText(stamped("a1") + stamped("b2") + stamped("c"));
    part<QAction>(u"logFind"_s)->trigger();
    auto *text = part<QLineEdit>(u"logFindText"_s);
    QTest::mouseClick(part<QToolButton>(u"logFindRegex"_s), Qt::LeftButton);
    QTest::keyClicks(text, u"[a-c]\\d"_s);
    QTRY_COMPARE(count(), u"Line 1 of 2"_s);
    text->selectAll();
    QTest::keyClicks(text, u"[a"_s);
    QTRY_VERIFY(!part<QLabel>(u"logFindCount"_s)->toolTip().isEmpty());
    QCOMPARE(count(), part<QLabel>(u"logFindCount"_s)->toolTip());
    text->clear();
    QCOMPARE(count(), QString());
}

void TstLogPane::stampsAreChosenFromTheirMenu()
{
    showText(stamped("one") + "2026-11-23T10:00:02.0000000Z two\n");
    const QList<QAction *> kinds = part<QToolButton>(u"logStamps"_s)->menu()->actions();
    QCOMPARE(kinds.size(), 3);
    QVERIFY(kinds.at(0)->isChecked());
    const QImage without = m_pane->view()->viewport()->grab().toImage();
    for (const auto &[row, kind] : {std::pair(1, Stamps::Absolute), {2, Stamps::Relative}}) {
        kinds.at(row)->trigger();
        QVERIFY(kinds.at(row)->isChecked() && !kinds.at(0)->isChecked());
        QCOMPARE(m_pane->view()->stamps(), kind);
        QCOMPARE_NE(m_pane->view()->viewport()->grab().toImage(), without);
    }
    kinds.at(0)->trigger();
    QCOMPARE(m_pane->view()->stamps(), Stamps::Off);
}

void TstLogPane::aLogIsSavedAsItIsShown()
{
    showText(stamped("\x1B[31mred\x1B[0m") + stamped("plain"));
    QSignalSpy told(m_pane.get(), &LogPane::told);
    m_prompts.saveName = m_folder.filePath(u"saved.txt"_s);
    part<QAction>(u"logSaveAs"_s)->trigger();
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.first().first().toString().contains(u"saved.txt"_s));
    QFile saved(m_prompts.saveName);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), QByteArray("red\nplain\n"));
    // Nobody chose a name: nothing is written, and nothing said.
    m_prompts.saveName.clear();
    part<QAction>(u"logSaveAs"_s)->trigger();
    QCOMPARE(m_prompts.asked.size(), 2);
    QCOMPARE(told.size(), 1);
}

void TstLogPane::goesToALine()
{
    showText(numbered(1, 500));
    m_prompts.line = u"400"_s;
    QTest::keySequence(m_pane->view(), QKeySequence(u"Ctrl+G"_s));
    QCOMPARE(m_prompts.asked.size(), 1);
    QTRY_COMPARE(caretText(), u"line 400"_s);
    QVERIFY(m_pane->view()->linesOnScreen().contains(m_pane->view()->caret().line));
    for (const QString &none : {u"zero"_s, u"0"_s, QString()}) {
        m_prompts.line = none;
        part<QAction>(u"logGoToLine"_s)->trigger();
        QCOMPARE(caretText(), u"line 400"_s);
    }
}

PUNCHCARD_TEST(TstLogPane, tst_logpane)
#include "tst_logpane.moc"
