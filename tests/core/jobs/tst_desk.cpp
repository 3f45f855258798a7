// SPDX-License-Identifier: MIT
// What the desk does about jobs that others have, or that are not as they should be. Whole jobs are in end-to-end.
#include "core/jobs/desk.h"

#include "core/secrets/memorytokenstore.h"
#include "core/store/database.h"

#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstDesk : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aHeldJobIsLeftAlone();
    void ofTwoOnlyOneRunsItAgain();
    void aForgottenJobLeavesNothing();
    void aJobThatIsNotOverIsNotForgotten();
    void aJobWithoutItsFolderCanBeCancelled();
    void aBrokenJobDoesNotHoldTheOthers();
    void withoutItsAccountAJobStaysOver();
    void aTypedSecretIsNotRunAgain();
    void tryingAgainTakesNoWishBack();
    void aWishIsNeverMissed();
    void aWaitIsNotCutShortByItself();
    void aFullDiskIsWaitedOut();
    void whatNeverCameIsNotHere_data();
    void whatNeverCameIsNotHere();
    void whatWasGoneIsAskedForAgain();
    void anArtifactIsTakenForWhatItIs_data();
    void anArtifactIsTakenForWhatItIs();
    void aFolderThatCannotBeUsedDoesNotHoldTheJob();
    void aFolderIsLookedAtBeforeTheJobIsTouched();
    void whatWaitsWithItsResultsTakesAnotherFolder();
    void whatIsHereNeedsNoAccount();
    void aLateCancelIsForced();
    void theEndIsWaitedForNoLonger();
    void whatIsNotFetchedStaysThere();
    void whereNothingIsWaitedForNothingIsGivenUp();
    void whatWasGivenUpIsWaitedForAgain();
    void whatCannotBeWrittenDownIsNotGivenUpYet();
    void whatWasGivenUpIsFetchedWithTheNextAttempt();

private:
    Job add(Phase phase, bool stands = false, const QString &account = {});
    /// One whose repository is octo/job-x on @p server.
    Job addOn(const testing::ScriptedServer &server, Phase phase);
    /// A file of @p of, in the job's folder.
    void put(const Job &of, const QString &path, const QByteArray &content = "x");
    void addItem(const Job &of, const Item &item) { QVERIFY(wait(m_store->saveItem(of.id, item))); }
    [[nodiscard]] Job job(const Job &of) const { return *wait(m_store->job(of.id)); }
    [[nodiscard]] store::JobFolder folderOf(const Job &of) const { return {m_home, of.uid}; }

    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
    QString m_account;
    TokenStorePtr m_tokens;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TstDesk::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(m_home));
    m_tokens = std::make_shared<MemoryTokenStore>();
    m_desk = std::make_unique<Desk>(m_store, m_tokens);
    // Nobody answers there: whoever drives a job waits for the network.
    QTcpServer gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    const Account account = makeAccount(QUrl(u"http://127.0.0.1:%1/"_s.arg(gone.serverPort())), u"octo"_s);
    m_account = account.id;
    QVERIFY(wait(m_tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_desk->sessions()->keep(account)));
}

void TstDesk::cleanup()
{
    const std::weak_ptr<store::Store> store = m_store;
    m_desk.reset();
    m_store.reset();
    QTRY_VERIFY(store.expired());
}

Job TstDesk::add(Phase phase, bool stands, const QString &account)
{
    const JobSpec spec{.name = u"job.sh"_s, .account = account.isEmpty() ? m_account : account};
    Job added = *wait(m_store->add(Job{.spec = spec, .createdAt = Clock::system().now()}));
    if (!folderOf(added).write(spec, "echo hello\n"))
        qFatal("no job folder");
    added.phase = phase;
    added.outcome = phase >= Phase::Ended ? Outcome::Succeeded : Outcome::Open;
    added.house.dropped = !stands;
    if (stands)
        added.runs = {*wait(m_store->saveRun(added.id, Run{.remoteId = 7, .attempts = {Attempt{.number = 1}}}))};
    if (!wait(m_store->save(added)))
        qFatal("not saved");
    return added;
}

Job TstDesk::addOn(const testing::ScriptedServer &server, Phase phase)
{
    const Account account = makeAccount(server.url(), u"octo"_s);
    if (!wait(m_tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context())) || !wait(m_desk->sessions()->keep(account)))
        qFatal("no account");
    Job added = add(phase, true, account.id);
    added.spec.deleteHouse = false;
    added.house.owner = u"octo"_s;
    added.house.name = u"job-x"_s;
    if (!wait(m_store->save(added)))
        qFatal("not saved");
    return added;
}

void TstDesk::put(const Job &of, const QString &path, const QByteArray &content)
{
    const QString whole = folderOf(of).path() + u'/' + path;
    QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

// Breaks for the user: two programs change one job at once, and what one of them did is lost.
void TstDesk::aHeldJobIsLeftAlone()
{
    const Job over = add(Phase::Cleared, true);
    const auto lock = folderOf(over).tryLock();
    QVERIFY(lock && *lock);
    QCOMPARE(wait(m_desk->rerun(over.id)).error().kind, Error::Kind::Conflict);
    QCOMPARE(wait(m_desk->fetch(over.id, m_folder->filePath(u"out"_s), false)).error().kind, Error::Kind::Conflict);
    QCOMPARE(wait(m_desk->forget(over.id)).error().kind, Error::Kind::Conflict);
    QCOMPARE(job(over).phase, Phase::Cleared);
    QVERIFY(!job(over).wishes.rerun);
    QVERIFY(QFile::exists(folderOf(over).path() + u"/script"_s));
    (*lock)->unlock();
    QVERIFY(wait(m_desk->forget(over.id)));
}

void TstDesk::ofTwoOnlyOneRunsItAgain()
{
    const Job over = add(Phase::Cleared, true);
    Desk other(m_store, m_tokens);
    auto first = m_desk->rerun(over.id);
    const Result<JobId> second = wait(other.rerun(over.id));
    const Result<JobId> one = wait(std::move(first));
    QVERIFY(one.has_value() != second.has_value());
    QCOMPARE((one ? second : one).error().kind, Error::Kind::Conflict);
    QVERIFY(m_desk->drives(over.id) != other.drives(over.id));
    QCOMPARE(job(over).phase, Phase::Started);
    QVERIFY(job(over).wishes.rerun);
}

void TstDesk::aForgottenJobLeavesNothing()
{
    const Job over = add(Phase::Cleared);
    QTest::failOnWarning();
    QVERIFY(wait(m_desk->forget(over.id)));
    QVERIFY(!QFile::exists(folderOf(over).path()));
    QCOMPARE(wait(m_store->job(over.id)).error().kind, Error::Kind::Missing);
    QCOMPARE(wait(m_desk->forget(over.id)).error().kind, Error::Kind::Missing);
}

void TstDesk::aJobThatIsNotOverIsNotForgotten()
{
    const Job open = add(Phase::Collected, true);
    QCOMPARE(wait(m_desk->forget(open.id)).error().kind, Error::Kind::Conflict);
    QVERIFY(QFile::exists(folderOf(open).path() + u"/script"_s));
}

// Breaks for the user: a job whose folder they tidied away can never be got rid of.
void TstDesk::aJobWithoutItsFolderCanBeCancelled()
{
    const Job open = add(Phase::Prepared, false);
    QVERIFY(QDir(folderOf(open).path()).removeRecursively());
    QVERIFY(wait(m_desk->cancel(open.id)));
    QTRY_VERIFY(job(open).isOver());
    QCOMPARE(job(open).outcome, Outcome::Cancelled);
    QTRY_VERIFY(!m_desk->drives(open.id));
    QVERIFY(QDir(folderOf(open).path()).removeRecursively());
    QVERIFY(wait(m_desk->forget(open.id)));
}

void TstDesk::aBrokenJobDoesNotHoldTheOthers()
{
    const Job broken = add(Phase::Started, true, u"nowhere/nobody"_s);
    const Job fine = add(Phase::Started, true);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be taken up"_s));
    const Result<QList<JobId>> driven = wait(m_desk->resume());
    QVERIFY(driven);
    QCOMPARE(*driven, QList<JobId>{fine.id});
    const Job waits = job(broken);
    QVERIFY(waits.waiting);
    QCOMPARE(waits.waiting->what, Waiting::For::Decision);
    QVERIFY(waits.waiting->error.what.contains(u"nowhere/nobody"_s));
}

void TstDesk::withoutItsAccountAJobStaysOver()
{
    const Job over = add(Phase::Cleared, true, u"nowhere/nobody"_s);
    QVERIFY(!wait(m_desk->rerun(over.id)));
    QVERIFY(!wait(m_desk->fetch(over.id, m_folder->filePath(u"out"_s), false)));
    QVERIFY(job(over).isOver());
    QVERIFY(!job(over).wishes.rerun);
}

// Breaks for the user: the new job makes a repository and then waits for ever for a value that nobody has.
void TstDesk::aTypedSecretIsNotRunAgain()
{
    Job over = add(Phase::Cleared);
    over.spec.secrets = {{.name = u"KEY"_s, .from = SecretSource::From::Typed}};
    QVERIFY(wait(m_store->save(over)));
    const Result<JobId> again = wait(m_desk->rerun(over.id));
    QVERIFY(!again);
    QCOMPARE(again.error().kind, Error::Kind::Refused);
    QVERIFY(again.error().what.contains(u"KEY"_s));
    QCOMPARE(wait(m_store->jobs())->size(), 1);
}

void TstDesk::tryingAgainTakesNoWishBack()
{
    const Job open = add(Phase::Started, true);
    const auto lock = folderOf(open).tryLock();
    QVERIFY(lock && *lock);
    const auto elsewhere = *wait(store::Store::open(m_home));
    const QSignalSpy told(elsewhere.get(), &store::Store::jobChanged);
    auto again = m_desk->tryAgain(open.id);
    QVERIFY(wait(m_desk->cancel(open.id)));
    QVERIFY(wait(std::move(again)));
    QVERIFY(job(open).wishes.cancel);
    QTRY_VERIFY(!told.isEmpty());
}

// Breaks for the user: a cancel that comes just when another program takes the job up is never carried out.
void TstDesk::aWishIsNeverMissed()
{
    testing::ScriptedServer server;
    const Account account = makeAccount(server.url(), u"octo"_s);
    QVERIFY(wait(m_tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_desk->sessions()->keep(account)));
    const auto elsewhere = *wait(store::Store::open(m_home));
    for (int events = 0; events < 24; ++events) {
        Job open = add(Phase::Started, true, account.id);
        open.house.owner = u"octo"_s;
        open.house.name = u"job-%1"_s.arg(events);
        QVERIFY(wait(m_store->save(open)));
        const QByteArray run = "/repos/octo/job-" + QByteArray::number(events) + "/actions/runs/7";
        server.expect("GET", run + "/jobs").reply(401, "{}").times(-1);
        server.expect("POST", run + "/cancel").reply(202, "{}").times(-1);
        // A fresh desk each time: what is known already makes it quicker.
        Desk desk(m_store, m_tokens);
        auto viewed = desk.view(open.id);
        for (int event = 0; event < events; ++event)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        QVERIFY(wait(elsewhere->wish(open.id, store::Wish::Cancel)));
        QTRY_VERIFY2(!server.lastTo(run + "/cancel").method.isEmpty(), qPrintable(u"after %1 events"_s.arg(events)));
        desk.stop();
        QTRY_VERIFY(!desk.drives(open.id));
    }
}

// Breaks for the user: while their token is refused the server is asked hundreds of times a minute, and shuts them out.
void TstDesk::aWaitIsNotCutShortByItself()
{
    testing::ScriptedServer server;
    const QByteArray jobs = "/repos/octo/job-x/actions/runs/7/jobs";
    server.expect("GET", jobs).reply(401, R"({"message":"Bad credentials"})").times(-1);
    const Account account = makeAccount(server.url(), u"octo"_s);
    QVERIFY(wait(m_tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_desk->sessions()->keep(account)));
    Job open = add(Phase::Started, true, account.id);
    open.house.owner = u"octo"_s;
    open.house.name = u"job-x"_s;
    QVERIFY(wait(m_store->save(open)));
    QVERIFY(wait(m_desk->view(open.id)));
    QTRY_VERIFY(job(open).waiting);
    QCOMPARE(job(open).waiting->what, Waiting::For::Token);
    const qsizetype before = server.seen().size();
    // Many times as long as it took to cut it short.
    const QDeadlineTimer later(500);
    QTRY_VERIFY(later.hasExpired());
    QCOMPARE(server.seen().size(), before);
    QVERIFY(wait(m_desk->tryAgain(open.id)));
    QTRY_COMPARE(server.seen().size(), before + 1);
    // Another process can say so as well.
    const auto elsewhere = *wait(store::Store::open(m_home));
    QTRY_VERIFY(job(open).waiting);
    QVERIFY(wait(elsewhere->nudge(open.id)));
    QTRY_COMPARE(server.seen().size(), before + 2);
    m_desk->stop();
    QTRY_VERIFY(!m_desk->drives(open.id));
}

// Breaks for the user: the job they cancelled is left where it was, since there was no room to write that it is over.
void TstDesk::aFullDiskIsWaitedOut()
{
    const auto setReadOnly = [this](bool on) {
        const QString pragma = on ? u"PRAGMA query_only = ON"_s : u"PRAGMA query_only = OFF"_s;
        const Result<bool> set = wait(m_store->database()->read<bool>([pragma](QSqlDatabase &database) -> Result<bool> {
            const auto done = store::execute(database, pragma);
            return done ? Result<bool>(true) : Result<bool>(done.error());
        }));
        return set.has_value();
    };
    const Job open = add(Phase::Prepared);
    QVERIFY(wait(m_store->wish(open.id, store::Wish::Cancel)));
    QSignalSpy released(m_desk.get(), &Desk::released);
    QSignalSpy changed(m_desk.get(), &Desk::jobChanged);
    // Once, however often it is tried.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"job 1 waits, and that cannot be written down"_s));
    QTest::failOnWarning(QRegularExpression(u"cannot be written down"_s));
    QVERIFY(setReadOnly(true));
    QVERIFY(wait(m_desk->view(open.id)));
    QVERIFY(!released.wait(500));
    QVERIFY(m_desk->drives(open.id));
    // The database cannot say it, so the desk does.
    QVERIFY(!job(open).waiting);
    QVERIFY(m_desk->untoldWait(open.id));
    QCOMPARE(m_desk->untoldWait(open.id)->what, Waiting::For::Disk);
    QVERIFY(changed.contains(QVariantList{QVariant::fromValue(open.id), QVariant::fromValue(store::Change::State)}));
    const Time first = *m_desk->untoldWait(open.id)->until;
    QVERIFY(wait(m_desk->tryAgain(open.id)));
    QTRY_VERIFY(m_desk->untoldWait(open.id) && *m_desk->untoldWait(open.id)->until > first);
    QVERIFY(setReadOnly(false));
    QTRY_VERIFY_WITH_TIMEOUT(job(open).isOver(), 20'000);
    QVERIFY(!job(open).waiting);
    QVERIFY(!m_desk->untoldWait(open.id));
}

void TstDesk::whatNeverCameIsNotHere_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<Item::State>("state");
    QTest::newRow("nothing of it") << QString() << Item::State::Refused;
    QTest::newRow("its archive") << u"downloads/4"_s << Item::State::Refused;
    QTest::newRow("all of it") << u"artifacts/uploads/one"_s << Item::State::Here;
}

// Breaks for the user: they fetch again and are told that all is here, and it never was.
void TstDesk::whatNeverCameIsNotHere()
{
    QFETCH(const QString, file);
    QFETCH(const Item::State, state);
    const Job over = add(Phase::Cleared);
    addItem(over,
            {.name = u"uploads"_s, .remoteId = 4, .state = Item::State::Refused, .path = u"artifacts/uploads"_s, .why = u"damaged"_s});
    if (!file.isEmpty())
        put(over, file);
    QVERIFY(wait(m_desk->fetch(over.id, m_folder->filePath(u"out"_s), false)));
    QTRY_VERIFY(job(over).isOver());
    const Item item = job(over).items.value(0);
    QCOMPARE(item.state, state);
    const bool isHere = state == Item::State::Here;
    QCOMPARE(item.why, isHere ? QString() : u"damaged"_s);
    QCOMPARE(job(over).results, isHere ? Results::Complete : Results::Incomplete);
}

// Breaks for the user: the server had no log for a moment; its repository still has it, and nobody fetches it.
void TstDesk::whatWasGoneIsAskedForAgain()
{
    const Item gone{.kind = Item::Kind::Log, .name = u"job"_s, .remoteId = 9, .state = Item::State::Gone, .why = u"no log"_s};
    const Job stands = add(Phase::Cleared, true);
    addItem(stands, gone);
    QVERIFY(wait(m_desk->fetch(stands.id, {}, false)));
    QCOMPARE(job(stands).items.value(0).state, Item::State::Wanted);
    const Job dropped = add(Phase::Cleared);
    addItem(dropped, gone);
    QVERIFY(wait(m_desk->fetch(dropped.id, {}, false)));
    QTRY_VERIFY(job(dropped).isOver());
    QCOMPARE(job(dropped).items.value(0).state, Item::State::Gone);
    QCOMPARE(job(dropped).items.value(0).why, u"no log"_s);
}

void TstDesk::anArtifactIsTakenForWhatItIs_data()
{
    const QByteArray zip = testing::ZipBuilder().add("one", "1").bytes();
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("an archive") << QByteArray("/blob") << QByteArray("application/zip") << zip << u"one"_s << QByteArray("1");
    QTest::newRow("an archive by its address") << QByteArray("/blob.zip") << QByteArray("application/octet-stream") << zip << u"one"_s
                                               << QByteArray("1");
    QTest::newRow("a file as it is") << QByteArray("/blob") << QByteArray("application/octet-stream") << zip << u"kept.jar"_s << zip;
}

// Breaks for the user: their results stay in a zip, or the archive that they uploaded as it is comes apart.
void TstDesk::anArtifactIsTakenForWhatItIs()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, sent);
    QFETCH(const QString, file);
    QFETCH(const QByteArray, content);
    testing::ScriptedServer server;
    testing::ScriptedServer storage(QHostAddress(u"127.0.0.2"_s));
    const QJsonObject artifact{{u"id"_s, 4}, {u"name"_s, u"uploads"_s}, {u"size_in_bytes"_s, sent.size()}, {u"expired"_s, false}};
    const QJsonObject list{{u"total_count"_s, 1}, {u"artifacts"_s, QJsonArray{artifact}}};
    const QByteArray repository = "/repos/octo/job-x/actions";
    server.expect("GET", repository + "/runs/7/artifacts").reply(200, QJsonDocument(list).toJson());
    server.expect("GET", repository + "/artifacts/4/zip").redirect(storage.url(QString::fromLatin1(path)));
    storage.expect("GET", path).reply(200, sent, type).header("Content-Disposition", "attachment; filename=\"kept.jar\"");
    const Job ended = addOn(server, Phase::Ended);
    QVERIFY(wait(m_desk->view(ended.id)));
    QTRY_VERIFY(job(ended).isOver());
    QCOMPARE(job(ended).results, Results::Complete);
    QFile got(folderOf(ended).path() + u"/artifacts/uploads/"_s + file);
    QVERIFY(got.open(QIODevice::ReadOnly));
    QCOMPARE(got.readAll(), content);
}

// Breaks for the user: a file stands where their results belong, and the job that is over waits for ever.
void TstDesk::aFolderThatCannotBeUsedDoesNotHoldTheJob()
{
    Job ended = add(Phase::Ended);
    ended.spec.outFolder = m_folder->filePath(u"out"_s);
    QVERIFY(wait(m_store->save(ended)));
    put(ended, u"artifacts/uploads/one"_s);
    addItem(ended, {.name = u"uploads"_s, .remoteId = 4, .state = Item::State::Here, .path = u"artifacts/uploads"_s});
    QFile out(ended.spec.outFolder);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.close();
    QVERIFY(wait(m_desk->view(ended.id)));
    QTRY_VERIFY(job(ended).isOver() && !m_desk->drives(ended.id));
    QCOMPARE(job(ended).results, Results::Incomplete);
    const QString why = job(ended).items.value(0).why;
    const QStringList told{ended.spec.outFolder, folderOf(ended).path() + u"/artifacts/uploads"_s, u"punch fetch 1 --out"_s};
    for (const QString &part : told)
        QVERIFY2(why.contains(part), qPrintable(why));
    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY(wait(m_desk->fetch(ended.id, other, false)));
    QTRY_VERIFY(job(ended).isOver() && !m_desk->drives(ended.id));
    QCOMPARE(job(ended).results, Results::Complete);
    QVERIFY(QFile::exists(other + u"/one"_s));
}

// Breaks for the user: one slip of the pen, and a job that was over waits with results that it had.
void TstDesk::aFolderIsLookedAtBeforeTheJobIsTouched()
{
    const Job over = add(Phase::Cleared);
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Result<> refused = wait(m_desk->fetch(over.id, file.fileName(), false));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QVERIFY2(refused.error().what.contains(file.fileName()), qPrintable(refused.error().what));
    QVERIFY(!m_desk->drives(over.id));
    QVERIFY(job(over).isOver());
    QCOMPARE(job(over).spec.outFolder, QString());
}

// Breaks for the user: the disk of their results folder is full, and no other one can be named, nor the job be removed.
void TstDesk::whatWaitsWithItsResultsTakesAnotherFolder()
{
    Job ended = add(Phase::Ended);
    ended.spec.outFolder = m_folder->filePath(u"full"_s);
    ended.waiting = Waiting{.what = Waiting::For::Disk, .until = {}, .error = {.kind = Error::Kind::Storage, .what = u"full"_s}};
    QVERIFY(wait(m_store->save(ended)));
    addItem(ended, {.name = u"uploads"_s, .remoteId = 4, .state = Item::State::Here, .path = u"artifacts/uploads"_s});
    put(ended, u"artifacts/uploads/one"_s);
    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY(wait(m_desk->fetch(ended.id, other, false)));
    QTRY_VERIFY(job(ended).isOver() && !m_desk->drives(ended.id));
    QCOMPARE(job(ended).results, Results::Complete);
    QVERIFY(QFile::exists(other + u"/one"_s));
    QVERIFY(!QFile::exists(ended.spec.outFolder));
    // What runs still has nothing to place, and what stands on the server is not forgotten.
    const Job runs = add(Phase::Started, true);
    QCOMPARE(wait(m_desk->fetch(runs.id, other, false)).error().kind, Error::Kind::Conflict);
    QCOMPARE(wait(m_desk->forget(add(Phase::Ended, true).id)).error().kind, Error::Kind::Conflict);
    QVERIFY(wait(m_desk->forget(add(Phase::Ended).id)));
}

// Breaks for the user: they left an account, and cannot have copied what lies on their own disk.
void TstDesk::whatIsHereNeedsNoAccount()
{
    const Job over = add(Phase::Cleared, false, u"nowhere/nobody"_s);
    addItem(over, {.name = u"uploads"_s, .remoteId = 4, .state = Item::State::Here, .path = u"artifacts/uploads"_s});
    put(over, u"artifacts/uploads/one"_s, "1");
    const QString out = m_folder->filePath(u"out"_s);
    QVERIFY(wait(m_desk->fetch(over.id, out, false)));
    QTRY_VERIFY(job(over).isOver() && !m_desk->drives(over.id));
    QCOMPARE(job(over).results, Results::Complete);
    QVERIFY(QFile::exists(out + u"/one"_s));
}

// Breaks for the user: whoever takes a job up begins to wait anew, and a job that does not obey a cancel runs for hours.
void TstDesk::aLateCancelIsForced()
{
    testing::ScriptedServer server;
    const QByteArray run = "/repos/octo/job-x/actions/runs/7";
    server.expect("GET", run + "/jobs").reply(401, "{}").times(-1);
    // A POST to /cancel would be one too many.
    server.expect("POST", run + "/force-cancel").reply(202, "{}");
    Job open = addOn(server, Phase::Started);
    open.cancelAskedAt = Clock::system().now() - std::chrono::minutes(6);
    QVERIFY(wait(m_store->save(open)));
    QVERIFY(wait(m_store->wish(open.id, store::Wish::Cancel)));
    // Somebody else is just changing something for the account: it waits for its turn.
    const QByteArray hash = QCryptographicHash::hash(open.spec.account.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    QVERIFY(QDir().mkpath(m_home.data + u"/accounts"_s));
    QLockFile turn(m_home.data + u"/accounts/"_s + QString::fromLatin1(hash) + u".lock"_s);
    QVERIFY(turn.tryLock());
    QVERIFY(wait(m_desk->view(open.id)));
    const QDeadlineTimer later(500);
    QTRY_VERIFY(later.hasExpired());
    QVERIFY(server.seen().isEmpty());
    turn.unlock();
    QTRY_VERIFY(!server.lastTo(run + "/force-cancel").method.isEmpty());
    m_desk->stop();
    QTRY_VERIFY(!m_desk->drives(open.id));
}

// Breaks for the user: the token or the account is gone for good, and a job that has ended waits for ever.
void TstDesk::theEndIsWaitedForNoLonger()
{
    testing::ScriptedServer server;
    server.expect("GET", "/repos/octo/job-x").reply(401, R"({"message":"Bad credentials"})").times(-1);
    server.expect("DELETE", "/repos/octo/job-x/actions/runs/7").reply(401, R"({"message":"Bad credentials"})").times(-1);
    QList<Job> jobs{addOn(server, Phase::Collected), addOn(server, Phase::Collected), add(Phase::Collected, true, u"nowhere/nobody"_s)};
    jobs[1].spec.housing = Housing::Standing;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be taken up"_s));
    for (Job &each : jobs) {
        each.spec.deleteHouse = true;
        each.results = Results::Complete;
        each.house = House{.owner = u"octo"_s, .name = u"job-x"_s, .repositoryId = qint64(each.id), .branch = u"main"_s};
        QVERIFY(wait(m_store->save(each)));
    }
    QVERIFY(wait(m_desk->resume()));
    for (const Job &each : std::as_const(jobs)) {
        QTRY_VERIFY(job(each).waiting);
        QVERIFY(wait(m_desk->giveUp(each.id)));
        QTRY_VERIFY(job(each).isOver() && !m_desk->drives(each.id));
        const Job over = job(each);
        QVERIFY(!over.waiting);
        QCOMPARE(over.outcome, Outcome::Succeeded);
        QCOMPARE(over.results, Results::Complete);
        QVERIFY(over.error && over.error->what.contains(u"octo/job-x"_s));
        QVERIFY(!over.house.dropped);
        const QList<store::LeftOver> listed = *wait(m_store->leftOvers());
        QCOMPARE(listed.size(), qsizetype(each.id));
        QCOMPARE(listed.last().uid, each.uid);
        QCOMPARE(listed.last().branch.isEmpty(), each.spec.housing == Housing::Repository);
        QVERIFY(!listed.last().reason.isEmpty());
    }
}

// Breaks for the user: they end a wait, and the only copy of a result is deleted, or nobody says that it is not here.
void TstDesk::whatIsNotFetchedStaysThere()
{
    testing::ScriptedServer server;
    server.expect("GET", "/repos/octo/job-x/actions/runs/7/artifacts").reply(401, R"({"message":"Bad credentials"})").times(-1);
    Job ended = addOn(server, Phase::Ended);
    ended.spec.deleteHouse = true;
    ended.house.repositoryId = 8;
    ended.error = Error{.kind = Error::Kind::Refused, .what = u"The step failed."_s};
    QVERIFY(wait(m_store->save(ended)));
    addItem(ended, {.kind = Item::Kind::Log, .name = u"run"_s, .remoteId = 3});
    addItem(ended, {.name = u"uploads"_s, .remoteId = 4, .state = Item::State::PartlyHere});
    addItem(ended, {.name = u"first"_s, .remoteId = 5, .state = Item::State::Here});
    QVERIFY(wait(m_desk->view(ended.id)));
    QTRY_VERIFY(job(ended).waiting);
    // Another process may say so.
    const auto elsewhere = *wait(store::Store::open(m_home));
    QVERIFY(wait(elsewhere->wish(ended.id, store::Wish::GiveUp)));
    QTRY_VERIFY(job(ended).isOver() && !m_desk->drives(ended.id));
    const Job over = job(ended);
    QCOMPARE(over.outcome, Outcome::Succeeded);
    QCOMPARE(over.results, Results::Incomplete);
    QVERIFY(!over.house.dropped);
    for (const Item &item : over.items) {
        QCOMPARE(item.state, item.name == u"first"_s ? Item::State::Here : Item::State::Refused);
        QCOMPARE(item.why.isEmpty(), item.name == u"first"_s);
    }
    // What was wrong before is still said.
    QCOMPARE(over.error->what, u"The step failed."_s);
    for (const QString &part : {u"the log of “run”, “uploads”"_s, u"octo/job-x"_s, u"punch fetch %1"_s.arg(qint64(over.id))})
        QVERIFY2(over.error->remedy.contains(part), qPrintable(over.error->remedy));
    QCOMPARE(wait(m_store->leftOvers())->size(), 1);
}

void TstDesk::whereNothingIsWaitedForNothingIsGivenUp()
{
    testing::ScriptedServer server;
    server.expect("GET", "/repos/octo/job-x/actions/runs/7/jobs").reply(401, "{}").times(-1);
    Job runs = addOn(server, Phase::Started);
    runs.waiting = Waiting{.what = Waiting::For::Token};
    QVERIFY(wait(m_store->save(runs)));
    const Job works = add(Phase::Ended, true);
    const Job over = add(Phase::Cleared);
    for (const Job &each : {runs, works, over}) {
        QCOMPARE(wait(m_desk->giveUp(each.id)).error().kind, Error::Kind::Conflict);
        QVERIFY(!job(each).wishes.giveUp);
    }
    // One may have come all the same: what has not ended is still waited for.
    QVERIFY(wait(m_store->wish(runs.id, store::Wish::GiveUp)));
    QVERIFY(wait(m_desk->view(runs.id)));
    QTRY_VERIFY(job(runs).waiting->until);
    QVERIFY(!job(runs).isOver());
    m_desk->stop();
    QTRY_VERIFY(!m_desk->drives(runs.id));
}

// Breaks for the user: the disk is full, or the computer dies, while they give up; nobody drives the job any more, and what had
// been settled by then is deleted with the repository.
void TstDesk::whatCannotBeWrittenDownIsNotGivenUpYet()
{
    testing::ScriptedServer server;
    server.expect("GET", "/repos/octo/job-x/actions/runs/7/artifacts").reply(401, R"({"message":"Bad credentials"})").times(-1);
    Job ended = addOn(server, Phase::Ended);
    ended.spec.deleteHouse = true;
    ended.house.repositoryId = 8;
    QVERIFY(wait(m_store->save(ended)));
    addItem(ended, {.kind = Item::Kind::Log, .name = u"run"_s, .remoteId = 3});
    const auto execute = [this](const QString &sql) {
        return wait(m_store->database()->write<bool>([sql](QSqlDatabase &database) -> Result<bool> {
            const auto done = store::execute(database, sql);
            return done ? Result<bool>(true) : Result<bool>(done.error());
        }));
    };
    QVERIFY(execute(u"CREATE TRIGGER full BEFORE INSERT ON leftover BEGIN SELECT RAISE(ABORT, 'full'); END"_s));
    QVERIFY(wait(m_desk->view(ended.id)));
    QTRY_VERIFY(job(ended).waiting);
    QVERIFY(wait(m_desk->giveUp(ended.id)));
    QTRY_COMPARE(job(ended).waiting->what, Waiting::For::Disk);
    QVERIFY(m_desk->drives(ended.id) && !job(ended).isOver());
    QVERIFY(execute(u"DROP TRIGGER full"_s));
    QVERIFY(wait(m_desk->tryAgain(ended.id)));
    QTRY_VERIFY(job(ended).isOver() && !m_desk->drives(ended.id));
    QVERIFY2(job(ended).error->what.contains(u"the log of “run”"_s), qPrintable(job(ended).error->what));
    QCOMPARE(wait(m_store->leftOvers())->size(), 1);
}

// Breaks for the user: they run a job again whose log they had given up, and it is deleted with the repository.
void TstDesk::whatWasGivenUpIsFetchedWithTheNextAttempt()
{
    testing::ScriptedServer server;
    server.expect("POST", "/repos/octo/job-x/actions/runs/7/rerun").reply(401, "{}").times(-1);
    server.expect("GET", "/repos/octo/job-x/actions/runs/7").reply(401, "{}").times(-1);
    for (const bool wasGivenUp : {false, true}) {
        const Job over = addOn(server, Phase::Cleared);
        if (wasGivenUp)
            QVERIFY(wait(m_store->wish(over.id, store::Wish::GiveUp)));
        addItem(over, {.kind = Item::Kind::Log, .name = u"run"_s, .remoteId = 3, .state = Item::State::Refused, .why = u"given up"_s});
        QVERIFY(wait(m_desk->rerun(over.id)));
        QCOMPARE(job(over).items.constFirst().state, wasGivenUp ? Item::State::Wanted : Item::State::Refused);
    }
    m_desk->stop();
    QTRY_VERIFY(!m_desk->drives(JobId(1)) && !m_desk->drives(JobId(2)));
}

// Breaks for the user: they fetch what they had given up, and at the first hitch it is given up again.
void TstDesk::whatWasGivenUpIsWaitedForAgain()
{
    testing::ScriptedServer server;
    server.expect("GET", "/repos/octo/job-x/actions/runs/7/artifacts").reply(401, "{}").times(-1);
    const Job over = addOn(server, Phase::Cleared);
    QVERIFY(wait(m_store->wish(over.id, store::Wish::GiveUp)));
    QVERIFY(wait(m_desk->fetch(over.id, {}, false)));
    QTRY_VERIFY(job(over).waiting);
    QVERIFY(!job(over).isOver());
    QVERIFY(!job(over).wishes.giveUp);
    m_desk->stop();
    QTRY_VERIFY(!m_desk->drives(over.id));
}

PUNCHCARD_TEST(TstDesk, tst_desk)
#include "tst_desk.moc"
