// SPDX-License-Identifier: MIT
// Breaks for the user: the program crashes when it is closed while it is at work. A desk is destroyed before each event
// that anything it was asked for waits for.
#include "core/jobs/desk.h"
#include "core/secrets/memorytokenstore.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <functional>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

/// Destroys something before the @p number-th event that this thread is given, counted from now.
class Guillotine : public QObject
{
public:
    Guillotine(int number, std::function<void()> fall)
        : m_left(number)
        , m_fall(std::move(fall))
    {
        QCoreApplication::instance()->installEventFilter(this);
    }
    [[nodiscard]] bool hasFallen() const { return m_left <= 0; }

    /// Runs the event loop until @p isTrue. Its own ticks do not count.
    bool waitFor(const std::function<bool()> &isTrue, std::chrono::milliseconds limit = std::chrono::seconds(20))
    {
        const QDeadlineTimer deadline(limit);
        m_prod.start(std::chrono::milliseconds(5));
        while (!isTrue() && !deadline.hasExpired()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        m_prod.stop();
        return isTrue();
    }
    void fall()
    {
        m_left = 0;
        m_fall();
    }

    bool eventFilter(QObject *receiver, QEvent *event) override
    {
        const bool counts = event->type() == QEvent::MetaCall || event->type() == QEvent::FutureCallOut || event->type() == QEvent::Timer;
        if (!counts || receiver == &m_prod || m_left <= 0)
            return false;
        --m_left;
        if (m_left > 0)
            return false;
        const QPointer<QObject> still(receiver);
        fall();
        return !still;
    }

private:
    int m_left;
    std::function<void()> m_fall;
    QTimer m_prod;
};

/// A home with one job, and a desk that has the only hold on its store.
struct Scene
{
    using Ask = QCoro::Task<> (*)(Scene *);

    Scene(const QUrl &server, Phase phase, bool stands);

    QTemporaryDir folder;
    Home home{.data = folder.path(), .config = folder.path(), .cache = folder.path(), .keychainService = u"test"_s};
    Submission submission;
    JobId job = {};
    std::weak_ptr<store::Store> store;
    std::unique_ptr<Desk> desk;
    bool isAnswered = false;
};

Scene::Scene(const QUrl &server, Phase phase, bool stands)
{
    auto opened = *wait(store::Store::open(home));
    store = opened;
    const auto tokens = std::make_shared<MemoryTokenStore>();
    Account account = makeAccount(server, u"octo"_s);
    [[maybe_unused]] const Result<> written = wait(tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context()));
    desk = std::make_unique<Desk>(opened, tokens);
    [[maybe_unused]] const Result<> kept = wait(desk->sessions()->keep(account));
    submission = {.spec = {.name = u"job.sh"_s, .account = account.id}, .script = "echo hello\n"};
    submission.spec.secrets = {{.name = u"KEY"_s, .from = SecretSource::From::Typed}};
    submission.typed = {{u"KEY"_s, SecretString(QByteArray("value"))}};
    Job wanted{.spec = {.name = u"old.sh"_s, .account = account.id}, .createdAt = Clock::system().now()};
    Job added = *wait(opened->add(wanted));
    job = added.id;
    [[maybe_unused]] const Result<> put = store::JobFolder(home, added.uid).write(added.spec, "echo again\n");
    added.phase = phase;
    if (phase == Phase::Collected)
        added.waiting = Waiting{.what = Waiting::For::Token};
    added.outcome = phase >= Phase::Ended ? Outcome::Succeeded : Outcome::Open;
    added.house = {.owner = u"octo"_s, .name = u"old"_s};
    added.house.dropped = !stands;
    if (stands)
        added.runs = {*wait(opened->saveRun(job, Run{.remoteId = 7, .attempts = {Attempt{.number = 1}}}))};
    [[maybe_unused]] const Result<> saved = wait(opened->save(added));
    [[maybe_unused]] const Result<Item> item
        = wait(opened->saveItem(job, Item{.name = u"uploads"_s, .remoteId = 1, .state = Item::State::Refused}));
}

QCoro::Task<> submit(Scene *scene)
{
    (void)co_await scene->desk->submit(scene->submission, Context());
    scene->isAnswered = true;
}

QCoro::Task<> cancel(Scene *scene)
{
    (void)co_await scene->desk->cancel(scene->job);
    scene->isAnswered = true;
}

QCoro::Task<> giveUp(Scene *scene)
{
    (void)co_await scene->desk->giveUp(scene->job);
    scene->isAnswered = true;
}

QCoro::Task<> rerun(Scene *scene)
{
    (void)co_await scene->desk->rerun(scene->job);
    scene->isAnswered = true;
}

QCoro::Task<> fetch(Scene *scene)
{
    (void)co_await scene->desk->fetch(scene->job, scene->home.data + u"/out"_s, false);
    scene->isAnswered = true;
}

QCoro::Task<> tryAgain(Scene *scene)
{
    (void)co_await scene->desk->tryAgain(scene->job);
    scene->isAnswered = true;
}

QCoro::Task<> forget(Scene *scene)
{
    (void)co_await scene->desk->forget(scene->job);
    scene->isAnswered = true;
}

QCoro::Task<> resume(Scene *scene)
{
    (void)co_await scene->desk->resume();
    scene->isAnswered = true;
}

QCoro::Task<> view(Scene *scene)
{
    (void)co_await scene->desk->view(scene->job);
    scene->isAnswered = true;
}

} // namespace

class TstDeskEnds : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void atAnyMoment_data();
    void atAnyMoment();

private:
    QUrl m_nowhere;
};

void TstDeskEnds::initTestCase()
{
#ifdef __GLIBC__
    // What was freed looks like nothing that could be used.
    mallopt(M_PERTURB, 0xa5);
#endif
    QTcpServer gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    m_nowhere = QUrl(u"http://127.0.0.1:%1/"_s.arg(gone.serverPort()));
}

void TstDeskEnds::atAnyMoment_data()
{
    QTest::addColumn<Scene::Ask>("ask");
    QTest::addColumn<Phase>("phase");
    QTest::addColumn<bool>("stands");
    QTest::addColumn<bool>("silent");
    const auto row
        = [](const char *name, Scene::Ask ask, Phase phase, bool stands) { QTest::newRow(name) << ask << phase << stands << false; };
    row("submit", &submit, Phase::Cleared, false);
    row("cancel", &cancel, Phase::Housed, false);
    row("give up", &giveUp, Phase::Collected, true);
    row("rerun as a new attempt", &rerun, Phase::Cleared, true);
    row("rerun as a new job", &rerun, Phase::Cleared, false);
    row("fetch", &fetch, Phase::Cleared, true);
    row("try again", &tryAgain, Phase::Started, true);
    row("forget", &forget, Phase::Cleared, false);
    row("resume", &resume, Phase::Started, true);
    row("view", &view, Phase::Started, true);
    QTest::newRow("view, with a request under way") << Scene::Ask(&view) << Phase::Started << true << true;
}

void TstDeskEnds::atAnyMoment()
{
    QFETCH(const Scene::Ask, ask);
    QFETCH(const Phase, phase);
    QFETCH(const bool, stands);
    QFETCH(const bool, silent);
    ScriptedServer server;
    server.expect("GET", "/repos/octo/old/actions/runs/7/jobs").silence().times(-1);
    // Some way beyond the answer: what was begun goes on.
    int beyond = 5;
    int moments = 0;
    for (; beyond > 0; ++moments) {
        Scene scene(silent ? server.url() : m_nowhere, phase, stands);
        bool wasAnswered = false;
        Guillotine guillotine(moments + 1, [&scene, &wasAnswered] {
            wasAnswered = scene.isAnswered;
            scene.desk.reset();
        });
        auto task = ask(&scene);
        // A desk that has answered and drives nothing waits for nothing any more.
        QVERIFY(guillotine.waitFor([&] { return scene.isAnswered; }));
        (void)guillotine.waitFor([&] { return guillotine.hasFallen() || !scene.desk->drives(scene.job); }, std::chrono::milliseconds(500));
        if (!guillotine.hasFallen())
            guillotine.fall();
        // Whoever still waited for something has let go of the store.
        QVERIFY(guillotine.waitFor([&] { return scene.store.expired(); }));
        beyond -= wasAnswered ? 1 : 0;
    }
    qInfo("destroyed at %d moments", moments);
    QVERIFY(moments > 5);
}

PUNCHCARD_TEST(TstDeskEnds, tst_deskends)
#include "tst_deskends.moc"
