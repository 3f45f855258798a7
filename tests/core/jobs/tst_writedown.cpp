// SPDX-License-Identifier: MIT
#include "core/jobs/writedown.h"

#include "core/base/files.h"
#include "core/secrets/memorytokenstore.h"
#include "core/secrets/specsecrets.h"
#include "core/store/jobfolder.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

namespace {

/// A keychain that takes so many entries and then fails, for a while.
class FailingTokens : public MemoryTokenStore
{
public:
    explicit FailingTokens(int good)
        : m_good(good)
    {
    }
    Async<> write(QString key, SecretString value, Context context) override
    {
        if (m_good-- <= 0)
            co_return away();
        co_return co_await MemoryTokenStore::write(key, value, context);
    }
    Async<> remove(QString key, Context context) override
    {
        if (keeps)
            co_return away();
        co_return co_await MemoryTokenStore::remove(key, context);
    }

    bool keeps = false;

private:
    static Error away() { return {.kind = Error::Kind::Denied, .what = u"The keychain is locked."_s, .remedy = u"Unlock it."_s}; }

    int m_good;
};

} // namespace

class TstWriteDown : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whatAJobNeedsIsThere();
    void aFailureLeavesNothing_data();
    void aFailureLeavesNothing();
    void aKeychainThatKeepsIsSweptLater();
    void whatADeadProcessLeftIsSwept();
    void whatIsAJobIsNotSwept();
    void whatSomebodyWritesIsNotSwept();
    void aBareFolderIsSweptWhenItIsOld();

private:
    [[nodiscard]] store::JobFolder folder() const { return {m_home, m_uid}; }
    [[nodiscard]] QString mark() const { return folder().path() + u"/unwritten"_s; }
    [[nodiscard]] bool holds(const QString &name) const { return bool(wait(m_tokens->read(jobSecretKey(m_uid, name), Context()))); }
    [[nodiscard]] Result<Job> write()
    {
        const auto lock = folder().tryLock();
        return wait(writeDown(m_store, m_tokens, {.submission = m_submission, .uid = m_uid, .lock = lock->get()}, {}, Context()));
    }
    /// What there is when a process dies just before the row.
    void dieBeforeTheRow();

    const QString m_uid = u"0b1c2d3e-uid"_s;
    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<FailingTokens> m_tokens;
    Submission m_submission;
};

void TstWriteDown::init()
{
    QTest::failOnWarning();
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->filePath(u"home"_s), .config = {}, .cache = {}, .keychainService = u"test"_s};
    QVERIFY(makePrivateFolder(folder().path()));
    m_store = *wait(store::Store::open(m_home));
    m_tokens = std::make_shared<FailingTokens>(2);
    QVERIFY(writePrivateFile(m_folder->filePath(u"input"_s), "in"));
    m_submission = {.spec = {.name = u"job.sh"_s}, .script = "echo hello\n"};
    m_submission.spec.inputs = {{.path = m_folder->filePath(u"input"_s), .name = u"data/input"_s}};
    m_submission.spec.secrets
        = {{.name = u"ONE"_s, .from = SecretSource::From::Typed}, {.name = u"TWO"_s, .from = SecretSource::From::Typed}};
    m_submission.typed = {{u"ONE"_s, SecretString(QByteArray("1st value"))}, {u"TWO"_s, SecretString(QByteArray("2nd value"))}};
}

void TstWriteDown::dieBeforeTheRow()
{
    const Result<Job> job = write();
    QVERIFY(job);
    QVERIFY(wait(m_store->forget(job->id)));
    QVERIFY(writePrivateFile(mark(), {}));
}

void TstWriteDown::whatAJobNeedsIsThere()
{
    const Result<Job> job = write();
    QVERIFY2(job, job ? "" : qPrintable(job.error().what));
    QCOMPARE(job->uid, m_uid);
    QCOMPARE(job->phase, Phase::Prepared);
    QCOMPARE(wait(m_store->job(job->id))->spec, m_submission.spec);
    QCOMPARE(folder().script().value_or(QByteArray()), m_submission.script);
    QCOMPARE(readFile(folder().inputs() + u"/data/input"_s, 10).value_or(QByteArray()), QByteArray("in"));
    QVERIFY(holds(u"ONE"_s) && holds(u"TWO"_s));
    QVERIFY(!QFile::exists(mark()));
    // Nobody else may read it, and no value is in it.
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString &file : {u"script"_s, u"spec.json"_s}) {
        const QString path = folder().path() + u'/' + file;
        QVERIFY(!(QFile::permissions(path) & others));
        QVERIFY(!readFile(path, 4096).value_or(QByteArray()).contains("value"));
    }
}

void TstWriteDown::aFailureLeavesNothing_data()
{
    QTest::addColumn<QString>("failing");
    QTest::newRow("an input") << u"input"_s;
    QTest::newRow("the second secret") << u"secret"_s;
    QTest::newRow("the database") << u"database"_s;
}

void TstWriteDown::aFailureLeavesNothing()
{
    QFETCH(const QString, failing);
    if (failing == "input"_L1)
        m_submission.spec.inputs.append({.path = m_folder->filePath(u"none"_s), .name = u"none"_s});
    if (failing == "secret"_L1)
        m_tokens = std::make_shared<FailingTokens>(1);
    if (failing == "database"_L1) {
        // One uid, one job.
        QVERIFY(wait(m_store->add(Job{.uid = m_uid, .spec = {.name = u"older"_s}, .createdAt = fromEpoch(1)})));
    }
    const qsizetype before = wait(m_store->jobs())->size();
    const Result<Job> job = write();
    QVERIFY(!job);
    QVERIFY(!job.error().what.isEmpty());
    QCOMPARE(wait(m_store->jobs())->size(), before);
    QVERIFY(!QFile::exists(folder().path()));
    QVERIFY(!holds(u"ONE"_s) && !holds(u"TWO"_s));
}

// Breaks for the user: a secret of a job that never was stays in their keychain and nothing names it any more.
void TstWriteDown::aKeychainThatKeepsIsSweptLater()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a submission that failed left something"_s));
    m_submission.spec.inputs.clear();
    m_tokens = std::make_shared<FailingTokens>(1);
    m_tokens->keeps = true;
    QVERIFY(!write());
    QVERIFY(holds(u"ONE"_s));
    QVERIFY(QFile::exists(mark()));
    QVERIFY(!wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(QFile::exists(mark()));
    m_tokens->keeps = false;
    QVERIFY(wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(!holds(u"ONE"_s));
    QVERIFY(!QFile::exists(folder().path()));
}

void TstWriteDown::whatADeadProcessLeftIsSwept()
{
    dieBeforeTheRow();
    QVERIFY(wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(!QFile::exists(folder().path()));
    QVERIFY(!holds(u"ONE"_s) && !holds(u"TWO"_s));
}

// It died between the row and the mark.
void TstWriteDown::whatIsAJobIsNotSwept()
{
    QVERIFY(write());
    QVERIFY(writePrivateFile(mark(), {}));
    QVERIFY(wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(QFile::exists(folder().path() + u"/script"_s));
    QVERIFY(holds(u"ONE"_s));
    QVERIFY(!QFile::exists(mark()));
}

void TstWriteDown::whatSomebodyWritesIsNotSwept()
{
    dieBeforeTheRow();
    const auto lock = folder().tryLock();
    QVERIFY(lock && *lock);
    QVERIFY(wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(QFile::exists(folder().path() + u"/script"_s));
    QVERIFY(holds(u"ONE"_s));
}

// A power failure left a folder, but neither the mark nor anything else in it; or somebody is just making one.
void TstWriteDown::aBareFolderIsSweptWhenItIsOld()
{
    const store::JobFolder old(m_store->home(), u"old"_s);
    QVERIFY(makePrivateFolder(old.logs()));
    const store::JobFolder young(m_store->home(), u"young"_s);
    QVERIFY(makePrivateFolder(young.logs()));
    const store::JobFolder kept(m_store->home(), u"kept"_s);
    QVERIFY(makePrivateFolder(kept.logs()));
    QVERIFY(writePrivateFile(kept.logs() + u"/notes"_s, "somebody's"));
    for (const store::JobFolder *folder : {&old, &kept})
        std::filesystem::last_write_time(QFile(folder->path()).filesystemFileName(),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::minutes(2));
    QVERIFY(wait(sweepUnwritten(m_store, m_tokens)));
    QVERIFY(!QFile::exists(old.path()));
    QVERIFY(QFile::exists(young.path()));
    QVERIFY(QFile::exists(kept.path()));
}

PUNCHCARD_TEST(TstWriteDown, tst_writedown)
#include "tst_writedown.moc"
