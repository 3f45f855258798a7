// SPDX-License-Identifier: MIT
// Whole jobs through the window: real events, the real hub, a real bash.
#include "core/base/files.h"
#include "core/models/artifactmodel.h"
#include "tests/support/hubprogram.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/artifacts/artifactdelegate.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/joblist.h"
#include "widgets/log/logpane.h"
#include "widgets/log/logview.h"
#include "widgets/run/runstrip.h"
#include "widgets/timing/stepsview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstWindowWork : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_gate.listen(QHostAddress::LocalHost)); }
    void init() { m_fixture = std::make_unique<testing::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }
    void theExampleRunsToItsArtifact();
    void aScriptOfOnesOwn();
    void cancellingAndRunningAgain();
    void theFailedOnesRunAgain();
    void aJobOfPunchAppears();
    void aDownloadIsPausedAndGoesOn();
    void whatWasChosenComesBackWithTheFile();
    void fromTheScriptToTheArtifactByKeys();
    void twoJobsRunAtOnce();
    void aJobHereGoesOnWithoutTheWindow();

private:
    void press(const char *action);
    [[nodiscard]] bool ended(int jobs);
    /// A script that runs until the test lets it go on; the connection is its.
    [[nodiscard]] QString waitingScript(const QString &then) const;
    [[nodiscard]] QTcpSocket *arrived();
    [[nodiscard]] QStringList log() const;
    [[nodiscard]] bool hasArtifact(const QString &name) const;

    std::unique_ptr<testing::WindowFixture> m_fixture;
    QTcpServer m_gate;
};

void TstWindowWork::press(const char *action)
{
    QAction *found = m_fixture->find<QAction>(action);
    QTRY_VERIFY(found->isEnabled());
    QTest::keySequence(m_fixture->window.get(), found->shortcut());
}

bool TstWindowWork::ended(int jobs)
{
    const auto &list = m_fixture->window->jobs().jobs();
    return list.size() == jobs && std::ranges::all_of(list, &store::JobSummary::isOver);
}

QStringList TstWindowWork::log() const
{
    const LogView *view = m_fixture->window->findChild<LogPane *>()->view();
    QStringList lines;
    const ShownLines &shown = view->lines();
    for (qint64 row = 0; row < shown.rows(); ++row)
        lines.append(view->lineText(shown.atRow(row)));
    return lines;
}

bool TstWindowWork::hasArtifact(const QString &name) const
{
    const QAbstractItemModel *model = m_fixture->window->findChild<ArtifactPane *>()->view()->model();
    return !model->match(model->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive).isEmpty();
}

// One click on the start page, and a picture comes back.
void TstWindowWork::theExampleRunsToItsArtifact()
{
    QTest::mouseClick(m_fixture->find<QPushButton>("tryHere"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QCOMPARE(m_fixture->newest().outcome, Outcome::Succeeded);
    QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(u"fractal.png"_s), 20'000);
    QCOMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(m_fixture->newest().id));
    QTRY_VERIFY(m_fixture->window->findChild<StepsView *>()->view()->model()->rowCount() > 0);
}

void TstWindowWork::aScriptOfOnesOwn()
{
    m_fixture->write(u"echo hello from the window\nmkdir -p uploads\necho 42 > uploads/answer.txt\n"_s);
    press("run");
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(m_fixture->newest().id));
    QTRY_VERIFY_WITH_TIMEOUT(log().contains(u"hello from the window"_s), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(u"answer.txt"_s), 20'000);
    QCOMPARE(m_fixture->find<QLabel>("stateLine")->text(), u"Nothing runs"_s);
}

void TstWindowWork::cancellingAndRunningAgain()
{
    m_fixture->write(u"echo begun\nsleep 600\n"_s);
    press("run");
    JobModel &jobs = m_fixture->window->jobs();
    QTRY_VERIFY_WITH_TIMEOUT(jobs.rowCount() == 1 && jobs.index(0, 0).data(JobModel::StateRole).value<JobState>() == JobState::Running,
                             120'000);
    QCOMPARE(m_fixture->find<QLabel>("stateLine")->text(), u"1 running"_s);
    press("cancelJob");
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QCOMPARE(m_fixture->newest().outcome, Outcome::Cancelled);
    press("runAgain");
    QTRY_VERIFY_WITH_TIMEOUT(jobs.rowCount() == 2, 60'000);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(m_fixture->newest().id));
    press("cancelJob");
    QTRY_VERIFY_WITH_TIMEOUT(ended(2), 120'000);
}

// Breaks for the user: one of many elements failed, and the button for it does nothing, or runs all of them again.
void TstWindowWork::theFailedOnesRunAgain()
{
    m_fixture->write(u"# punchcard: array=3\necho element $PUNCHCARD_TASK\n[ $PUNCHCARD_TASK != 1 ]\n"_s);
    press("run");
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    const Job first = m_fixture->newest();
    QCOMPARE(first.outcome, Outcome::Failed);
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->find<QToolButton>("retryFailedButton"), 20'000);
    auto *again = m_fixture->find<QToolButton>("retryFailedButton");
    QTRY_VERIFY(again->isVisible() && again->isEnabled());
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(ended(2), 120'000);
    const Job second = m_fixture->newest();
    QCOMPARE(second.spec.elements, QList<int>{1});
    QVERIFY(second.group);
    QCOMPARE(m_fixture->job(first.id).group, second.group);
    const std::optional<Attempt> attempt = newestAttempt(second);
    QVERIFY(attempt);
    QCOMPARE(attempt->tasks.size(), 1);
    QTRY_COMPARE(m_fixture->find<JobList>("jobList")->current(), std::optional(second.id));
    QTRY_VERIFY_WITH_TIMEOUT(log().contains(u"element 1"_s), 20'000);
}

// Breaks for the user: what they start in a terminal is not in the window beside it.
void TstWindowWork::aJobOfPunchAppears()
{
    const QString script = m_fixture->path(u"theirs.sh"_s);
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("echo theirs\n") > 0);
    file.close();
    QProcess punch;
    punch.start(testing::builtProgram(u"punch"_s), {u"run"_s, script, u"--local"_s});
    JobModel &jobs = m_fixture->window->jobs();
    QTRY_VERIFY_WITH_TIMEOUT(jobs.rowCount() == 1, 60'000);
    QCOMPARE(jobs.index(0, 0).data().toString(), u"theirs.sh"_s);
    QVERIFY(m_fixture->find<JobList>("jobList")->isVisible()); // and not behind the start page
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QTRY_VERIFY_WITH_TIMEOUT(punch.state() == QProcess::NotRunning, 30'000);
    QCOMPARE(punch.exitCode(), 0);
}

// Breaks for the user: a large result takes the whole line, and the only way to stop it is to cancel the job.
void TstWindowWork::aDownloadIsPausedAndGoesOn()
{
    const QString faults = m_fixture->path(u"faults.json"_s);
    QVERIFY(writePrivateFile(faults, R"([{"match": "GET .*/artifacts/[0-9]+/zip$", "fault": "delay", "ms": 3000, "times": -1}])"));
    qputenv("PUNCHCARD_HUB_FAULTS", faults.toUtf8());
    const auto unset = qScopeGuard([] { qunsetenv("PUNCHCARD_HUB_FAULTS"); });
    m_fixture->write(u"mkdir -p uploads\necho 42 > uploads/answer.txt\n"_s);
    press("run");
    QTreeView *tree = m_fixture->window->findChild<ArtifactPane *>()->view();
    const auto artifact = [tree] { return tree->model()->index(0, 0); };
    QTRY_VERIFY_WITH_TIMEOUT(artifact().isValid() && artifact().data(ArtifactModel::PausableRole).toBool()
                                 && artifact().data(ArtifactModel::StateRole).toInt() == int(Item::State::PartlyHere),
                             120'000);
    const auto click = [tree, &artifact] {
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, ArtifactDelegate::pauseButton(tree->visualRect(artifact())).center());
    };
    click();
    QVERIFY(artifact().data(ArtifactModel::PausedRole).toBool());
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->newest().waiting.has_value(), 60'000);
    QVERIFY(artifact().data(ArtifactModel::ProgressTextRole).toString().contains(u"aused"_s));
    QVERIFY(!hasArtifact(u"answer.txt"_s));
    click();
    QVERIFY(!artifact().data(ArtifactModel::PausedRole).toBool());
    QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(u"answer.txt"_s), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 60'000);
    QCOMPARE(m_fixture->newest().results, Results::Complete);
    QVERIFY(!artifact().data(ArtifactModel::PausableRole).toBool());
}

// Breaks for the user: their inputs and their results folder have to be chosen anew at each start.
void TstWindowWork::whatWasChosenComesBackWithTheFile()
{
    const QString script = m_fixture->path(u"own.sh"_s);
    QVERIFY(writePrivateFile(script, "echo own\n"));
    const auto strip = [this] { return m_fixture->find<RunStrip>("runStrip"); };
    const auto isOpen = [this] { return m_fixture->window->scripts()->currentText() == u"echo own\n"_s; };
    m_fixture->window->openScripts({script});
    QTRY_VERIFY(isOpen());
    strip()->addInputs({script});
    strip()->setResultsFolder(m_fixture->path(u"results"_s));
    const JobSpec chosen = strip()->spec();
    QCOMPARE(chosen.inputs.size(), 1);
    press("run");
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    press("closeScript");
    QTRY_VERIFY(!m_fixture->window->scripts()->hasScript());
    QVERIFY(strip()->spec().inputs.isEmpty());
    m_fixture->window->openScripts({script});
    QTRY_COMPARE(strip()->spec(), chosen);
    // And in the tab that the next start brings back.
    m_fixture->close();
    m_fixture->open();
    QTRY_VERIFY(isOpen());
    QTRY_COMPARE(strip()->spec(), chosen);
    // Another text in a tab of its own has nothing of it, and the same text has.
    m_fixture->write(u"echo another\n"_s);
    QVERIFY(strip()->spec().inputs.isEmpty());
    m_fixture->write(u"echo own\n"_s);
    QTRY_COMPARE(strip()->spec().inputs, chosen.inputs);
}

// Breaks for the user: without a mouse they do not get at what the script made.
void TstWindowWork::fromTheScriptToTheArtifactByKeys()
{
    const auto key = [](Qt::Key which, Qt::KeyboardModifiers with = {}) { QTest::keyClick(QApplication::focusWidget(), which, with); };
    QTest::keyClick(m_fixture->window.get(), Qt::Key_N, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"echo 42 > uploads/answer.txt"_s);
    key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(u"answer.txt"_s), 20'000);
    key(Qt::Key_F6);
    key(Qt::Key_F6);
    const QTreeView *tree = m_fixture->window->findChild<ArtifactPane *>()->view();
    QCOMPARE(QApplication::focusWidget(), tree);
    key(Qt::Key_End);
    QCOMPARE(tree->currentIndex().data().toString(), u"answer.txt"_s);
    key(Qt::Key_C, Qt::ControlModifier);
    const QList<QUrl> copied = QGuiApplication::clipboard()->mimeData()->urls();
    QCOMPARE(copied.size(), 1);
    QCOMPARE(readFile(copied.constFirst().toLocalFile(), 100).value_or(QByteArray()), QByteArray("42\n"));
    key(Qt::Key_Escape);
    QVERIFY(m_fixture->window->scripts()->isAncestorOf(QApplication::focusWidget()));
}

QString TstWindowWork::waitingScript(const QString &then) const
{
    return u"#!/bin/bash\nexec 3<>/dev/tcp/127.0.0.1/%1\nread -r -u 3\n%2\n"_s.arg(m_gate.serverPort()).arg(then);
}

QTcpSocket *TstWindowWork::arrived()
{
    return QTest::qWaitFor([this] { return m_gate.hasPendingConnections(); }, 120'000) ? m_gate.nextPendingConnection() : nullptr;
}

void TstWindowWork::twoJobsRunAtOnce()
{
    qputenv("PUNCHCARD_HUB_JOBS", "2");
    const auto unset = qScopeGuard([] { qunsetenv("PUNCHCARD_HUB_JOBS"); });
    const std::array names{u"one"_s, u"two"_s};
    QList<QTcpSocket *> running;
    for (const QString &name : names) {
        m_fixture->write(waitingScript(u"echo %1 > uploads/%1"_s.arg(name)));
        press("run");
        running.append(arrived());
        QVERIFY(running.last());
    }
    QTRY_COMPARE(m_fixture->find<QLabel>("stateLine")->text(), u"2 running"_s);
    // The later one ends first, and each has what it made.
    const auto *list = m_fixture->find<JobList>("jobList");
    for (const int at : {1, 0}) {
        QVERIFY(running.at(at)->write("go\n") > 0);
        const JobModel &jobs = m_fixture->window->jobs();
        const int row = 1 - at; // the newest stands first
        QTRY_VERIFY_WITH_TIMEOUT(jobs.jobs().at(row).isOver(), 120'000);
        QCOMPARE(jobs.jobs().at(row).outcome, Outcome::Succeeded);
        m_fixture->window->showJob(jobs.jobs().at(row).id);
        QTRY_COMPARE(list->current(), std::optional(jobs.jobs().at(row).id));
        QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(names.at(size_t(at))), 20'000);
        QVERIFY(!hasArtifact(names.at(size_t(row))));
    }
}

// Breaks for the user: they close the window over a long job, and it is gone.
void TstWindowWork::aJobHereGoesOnWithoutTheWindow()
{
    m_fixture->write(waitingScript(u"echo 42 > uploads/answer.txt"_s));
    press("run");
    QTcpSocket *script = arrived();
    QVERIFY(script);
    QTRY_COMPARE(m_fixture->find<QLabel>("stateLine")->text(), u"1 running"_s);
    m_fixture->close();
    QCOMPARE(m_fixture->prompts.asked.size(), 1);
    QVERIFY(script->write("go\n") > 0);
    QTRY_COMPARE_WITH_TIMEOUT(script->state(), QAbstractSocket::UnconnectedState, 20'000); // the script is over
    m_fixture->open();
    QTRY_VERIFY_WITH_TIMEOUT(ended(1), 120'000);
    QCOMPARE(m_fixture->newest().outcome, Outcome::Succeeded);
    QTRY_VERIFY_WITH_TIMEOUT(hasArtifact(u"answer.txt"_s), 20'000);
}

PUNCHCARD_TEST(TstWindowWork, tst_windowwork)
#include "tst_windowwork.moc"
