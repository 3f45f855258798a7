// SPDX-License-Identifier: MIT
// A job that waits: the window says for what and until when, and leads to the place where it is mended.
#include "core/models/wording.h"
#include "core/secrets/specsecrets.h"
#include "core/store/jobfolder.h"
#include "tests/support/pictures.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/run/secretvaluesheet.h"
#include "widgets/settings/settingsdialog.h"
#include "widgets/settings/storagepage.h"
#include "widgets/window/waitingbar.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QToolButton>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstWaiting : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void itSaysForWhatAndUntilWhen();
    void tryingAgainReachesTheDriver();
    void aRefusedTokenLeadsToTheAccount();
    void aFullDiskLeadsToTheStorage();
    void aLostSecretIsEnteredAgain();
    void aFullDiskIsSeen();
    void aWaitAtTheEndCanBeGivenUp();

private:
    [[nodiscard]] Job addWaiting(const Waiting &waiting, const QList<SecretSource> &secrets = {});
    [[nodiscard]] bool isNudged(JobId id) { return m_nudges->contains(QVariantList{QVariant::fromValue(id)}); }
    void press(const char *button) { QTest::mouseClick(m_fixture->find<QPushButton>(button), Qt::LeftButton); }
    [[nodiscard]] WaitingBar *bar() const { return m_fixture->find<WaitingBar>("waitingBar"); }

    std::unique_ptr<testing::WindowFixture> m_fixture;
    std::unique_ptr<QLockFile> m_lock; ///< another process drives the job
    std::shared_ptr<store::Store> m_elsewhere;
    std::unique_ptr<QSignalSpy> m_nudges; ///< what that process hears
};

void TstWaiting::init()
{
    m_fixture = std::make_unique<testing::WindowFixture>();
    m_fixture->write(u"echo\n"_s);
    m_elsewhere = *wait(store::Store::open(m_fixture->store->home()));
    m_nudges = std::make_unique<QSignalSpy>(m_elsewhere.get(), &store::Store::changedElsewhere);
}

void TstWaiting::cleanup()
{
    m_fixture.reset();
    m_nudges.reset();
    m_elsewhere.reset();
    m_lock.reset();
}

Job TstWaiting::addWaiting(const Waiting &waiting, const QList<SecretSource> &secrets)
{
    const JobSpec spec{.name = u"kernel.sh"_s, .account = thisComputerId(), .secrets = secrets};
    Job job = *wait(m_fixture->store->add(Job{.spec = spec, .createdAt = Clock::system().now()}));
    const store::JobFolder folder(m_fixture->store->home(), job.uid);
    if (!folder.write(job.spec, "echo\n"))
        qFatal("no job folder");
    m_lock = std::move(*folder.tryLock());
    job.phase = Phase::Housed;
    job.waiting = waiting;
    if (!wait(m_fixture->store->save(job)))
        qFatal("the job is not saved");
    m_fixture->window->showJob(job.id);
    if (!QTest::qWaitFor([this] { return bar()->isVisible(); }))
        qFatal("the window does not say that the job waits");
    // What was written so far is news to the other process, and comes in order; only what comes now counts.
    const Job last = *wait(m_fixture->store->add(Job{.spec = {.name = u"last.sh"_s}, .createdAt = Clock::system().now()}));
    if (!QTest::qWaitFor([this, &last] { return isNudged(last.id); }))
        qFatal("the other process does not see the job");
    m_nudges->clear();
    return job;
}

void TstWaiting::itSaysForWhatAndUntilWhen()
{
    const Error why{.kind = Error::Kind::Unreachable,
                    .what = u"The server does not answer."_s,
                    .remedy = u"Look whether it is up."_s,
                    .page = QUrl(u"https://status.example/"_s)};
    const Time until = Clock::system().now() + std::chrono::hours(1);
    Job job = addWaiting(Waiting{.what = Waiting::For::Network, .until = until, .error = why});
    const QString heading = u"Waiting for the network, next try %1."_s.arg(momentText(until, QDate::currentDate()));
    QCOMPARE(bar()->text(), QString(heading + u" The server does not answer. Look whether it is up."_s));
    const QList<QLabel *> labels = bar()->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"href=\"https://status.example/\""_s); }));
    // Where it is narrow the button stands below the text, and is whole.
    auto *again = m_fixture->find<QPushButton>("tryAgain");
    m_fixture->window->resize(640, 480);
    QTRY_COMPARE(m_fixture->window->size(), QSize(640, 480));
    QTRY_VERIFY(again->width() >= again->sizeHint().width() && again->y() > labels.first()->y());
    m_fixture->window->resize(1400, 800);
    QTRY_VERIFY(again->x() > labels.first()->geometry().right());
    // There is no place in the window where a network is mended.
    QVERIFY(!m_fixture->find<QPushButton>("mendWait")->isVisible());
    job.waiting->until.reset();
    QVERIFY(wait(m_fixture->store->save(job)));
    QTRY_VERIFY(bar()->text().startsWith(u"Waiting for the network. "_s));
    job.waiting.reset();
    QVERIFY(wait(m_fixture->store->save(job)));
    QTRY_VERIFY(bar()->isHidden());
}

void TstWaiting::tryingAgainReachesTheDriver()
{
    const Job job = addWaiting(Waiting{.what = Waiting::For::Decision, .error = {.what = u"Something is in the way."_s}});
    press("tryAgain");
    QTRY_VERIFY(isNudged(job.id));
}

// Breaks for the user: they read that their token is refused, and have to find out where tokens are kept.
void TstWaiting::aRefusedTokenLeadsToTheAccount()
{
    const Job job = addWaiting(Waiting{.what = Waiting::For::Token, .error = {.what = u"The token is refused."_s}});
    press("mendWait");
    QTRY_VERIFY(m_fixture->find<QDialog>("accountsDialog"));
    auto *dialog = m_fixture->find<QDialog>("accountsDialog");
    QTRY_VERIFY(dialog->isVisible());
    QTRY_COMPARE(dialog->findChild<QListView *>(u"accountsList"_s)->currentIndex().data().toString(), thisComputer().name);
    QVERIFY(bar()->isVisible());
    QVERIFY(!isNudged(job.id));
    QMetaObject::invokeMethod(dialog, "accountsChanged");
    QTRY_VERIFY(isNudged(job.id));
    dialog->close();
}

void TstWaiting::aFullDiskLeadsToTheStorage()
{
    const Job job = addWaiting(Waiting{.what = Waiting::For::Disk, .error = {.what = u"The disk is full."_s}});
    press("mendWait");
    QTRY_VERIFY(m_fixture->find<SettingsDialog>("settingsDialog"));
    auto *dialog = m_fixture->find<SettingsDialog>("settingsDialog");
    QTRY_VERIFY(dialog->findChild<StoragePage *>()->isVisible());
    QVERIFY(!isNudged(job.id));
    dialog->close();
    QTRY_VERIFY(isNudged(job.id));
}

// Breaks for the user: "Enter it again" says the job, and there is nowhere to do so.
void TstWaiting::aLostSecretIsEnteredAgain()
{
    const SecretSource lost{.name = u"TOKEN"_s, .from = SecretSource::From::Typed};
    const SecretSource there{.name = u"KEY"_s, .from = SecretSource::From::Typed};
    const Job job = addWaiting(Waiting{.what = Waiting::For::Secret, .error = {.what = u"The value is gone."_s}}, {lost, there});
    const TokenStorePtr tokens = m_fixture->desk->sessions()->tokens();
    QVERIFY(wait(keepJobSecret(tokens, job.uid, there.name, SecretString(QByteArray("kept")), {})));
    press("mendWait");
    QTRY_VERIFY(m_fixture->find<SecretValueSheet>("secretValueSheet"));
    auto *sheet = m_fixture->find<SecretValueSheet>("secretValueSheet");
    auto *done = sheet->findChild<QPushButton *>(u"secretValueDone"_s);
    QCOMPARE(sheet->findChildren<QLineEdit *>().size(), 1);
    QVERIFY(!done->isEnabled());
    auto *line = sheet->findChild<QLineEdit *>(u"value-TOKEN"_s);
    QCOMPARE(line->echoMode(), QLineEdit::Password);
    testing::takePictures(*m_fixture->window, u"job-waiting-secret"_s);
    testing::takePictures(*sheet, u"secret-value"_s);
    QTest::keyClicks(line, u"geheim"_s);
    QTest::mouseClick(done, Qt::LeftButton);
    QTRY_VERIFY(isNudged(job.id));
    const Result<SecretString> value = wait(secretValue(tokens, job.uid, lost, {}));
    QVERIFY(value);
    QCOMPARE(value->bytes(), QByteArrayView("geheim"));
}

// Breaks for the user: their disk is full, and a job that waits for room seems to run for hours.
void TstWaiting::aFullDiskIsSeen()
{
    QTcpServer gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    const Account account = makeAccount(QUrl(u"http://127.0.0.1:%1/"_s.arg(gone.serverPort())), u"octo"_s);
    gone.close();
    QVERIFY(wait(m_fixture->desk->sessions()->tokens()->write(account.tokenKey, SecretString(QByteArray("token")), {})));
    QVERIFY(wait(m_fixture->desk->sessions()->keep(account)));
    Job job = *wait(m_fixture->store->add(Job{.spec = {.name = u"job.sh"_s, .account = account.id}, .createdAt = Clock::system().now()}));
    QVERIFY(wait(m_fixture->store->wish(job.id, store::Wish::Cancel)));
    const auto setReadOnly = [this](const QString &state) {
        return wait(m_fixture->store->database()->read<bool>([state](QSqlDatabase &database) -> Result<bool> {
            const auto done = store::execute(database, u"PRAGMA query_only = "_s + state);
            return done ? Result<bool>(true) : Result<bool>(done.error());
        }));
    };
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"job 1 waits, and that cannot be written down"_s));
    QVERIFY(setReadOnly(u"ON"_s));
    m_fixture->window->showJob(job.id);
    QTRY_VERIFY_WITH_TIMEOUT(bar()->isVisible(), 20'000);
    QVERIFY(bar()->text().startsWith(u"Waiting for the disk, next try"_s));
    JobModel &jobs = m_fixture->window->jobs();
    QTRY_COMPARE(jobs.indexOf(job.id).data(JobModel::StateRole).value<JobState>(), JobState::Waiting);
    QVERIFY(setReadOnly(u"OFF"_s));
    press("tryAgain");
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->job(job.id).isOver(), 20'000);
    QTRY_VERIFY(bar()->isHidden());
}

// Breaks for the user: a job that has ended waits for a token that never comes, and the window knows no way out.
void TstWaiting::aWaitAtTheEndCanBeGivenUp()
{
    Job job = addWaiting(Waiting{.what = Waiting::For::Token, .error = {.what = u"The token is refused."_s}});
    auto *cancel = m_fixture->find<QAction>("cancelJob");
    QVERIFY(cancel->isEnabled() && cancel->text().contains(u"Cancel"_s));
    job.phase = Phase::Collected;
    job.outcome = Outcome::Succeeded;
    QVERIFY(wait(m_fixture->store->save(job)));
    QTRY_VERIFY(cancel->isEnabled() && cancel->text().contains(u"Give Up"_s));
    // Beside what is told of the job, also where it is narrow.
    QToolButton *beside = nullptr;
    for (auto *button : m_fixture->find<QWidget>("jobTabs")->findChildren<QToolButton *>()) {
        if (button->defaultAction() == cancel)
            beside = button;
    }
    QVERIFY(beside && beside->isVisible());
    m_nudges->clear();
    m_fixture->prompts.asked.clear();
    m_fixture->prompts.yes = false;
    QTest::mouseClick(beside, Qt::LeftButton);
    QCOMPARE(m_fixture->prompts.asked.size(), 1);
    QVERIFY(m_fixture->prompts.explained.last().contains(u"left-overs"_s));
    QVERIFY(!m_fixture->job(job.id).wishes.giveUp);
    m_fixture->prompts.yes = true;
    QTest::mouseClick(beside, Qt::LeftButton);
    QTRY_VERIFY(m_fixture->job(job.id).wishes.giveUp);
    QVERIFY(!m_fixture->job(job.id).wishes.cancel);
    QTRY_VERIFY(isNudged(job.id));
}

PUNCHCARD_TEST(TstWaiting, tst_waiting)
#include "tst_waiting.moc"
