// SPDX-License-Identifier: MIT
#include "core/jobs/preflight.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstPreflight : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyFileIsNamedWithItsSize();
    void aPublicRepositoryIsSaidToBePublic();
    void aStandingRepositoryIsSaidToBeShared();
    void whatHindersItIsSaid();
    void onThisComputerNothingLeaves();
    void withoutASandboxItIsSaid();
    void liveOutputIsTold_data();
    void liveOutputIsTold();
    void whatCannotComeBackIsSaid();

private:
    Submission submission() const { return {.spec = {.name = u"a.sh"_s, .account = m_account.id}, .script = "#!/bin/bash\necho hi\n"}; }

    std::unique_ptr<QTemporaryDir> m_folder;
    Account m_account = makeAccount(gitHubApiRoot(), u"me"_s);
};

void TstPreflight::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"data/sub"_s));
    for (const QString &name : {u"data/one"_s, u"data/sub/two"_s}) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("12345");
    }
}

// Breaks for the user: a file is sent that they were not told of.
void TstPreflight::everyFileIsNamedWithItsSize()
{
    Submission wanted = submission();
    wanted.spec.inputs = {{.path = m_folder->filePath(u"data"_s), .name = u"data"_s}};
    const Preflight told = preflight(wanted, m_account, {});
    QVERIFY(!told.problem);
    QCOMPARE(told.fileCount, 7); // with what may be sent for its output
    QCOMPARE(told.files.first().name, u"job.sh"_s);
    QCOMPARE(told.files.first().size, wanted.script.size());
    QStringList names;
    qint64 bytes = 0;
    for (const Preflight::File &file : told.files) {
        names.append(file.name);
        bytes += file.size;
    }
    QVERIFY(names.contains(u"data/sub/two"_s));
    QVERIFY(names.contains(u".github/workflows/punchcard.yml"_s));
    QCOMPARE(bytes, told.bytes);
    QVERIFY(told.isBoundByTerms);
}

// Breaks for the user: the whole world reads their script, and nobody said so.
void TstPreflight::aPublicRepositoryIsSaidToBePublic()
{
    Submission wanted = submission();
    QVERIFY(!preflight(wanted, m_account, {}).visibleTo.contains(u"public"_s));
    wanted.spec.isPrivate = false;
    wanted.spec.oidc = true;
    wanted.spec.deleteHouse = false;
    wanted.spec.runsOn = {u"self-hosted"_s, u"gpu"_s};
    const Preflight told = preflight(wanted, m_account, {});
    QVERIFY(told.visibleTo.contains(u"public"_s));
    QCOMPARE(told.rights.size(), 2); // nobody is asked of live output
    QVERIFY(told.removed.first().contains(u"stays"_s));
    QVERIFY(!told.isBoundByTerms);
}

// Breaks for the user: another job of theirs reads their inputs, and nobody said so.
void TstPreflight::aStandingRepositoryIsSaidToBeShared()
{
    Submission wanted = submission();
    wanted.spec.housing = Housing::Standing;
    const Preflight told = preflight(wanted, m_account, {});
    QVERIFY(!told.problem);
    QVERIFY2(told.rights.first().contains(u"other jobs"_s), qPrintable(told.rights.first()));
    QVERIFY2(told.created.first().contains(u"/punchcard-jobs"_s), qPrintable(told.created.first()));
    QVERIFY2(told.removed.first().contains(u"The repository stays"_s), qPrintable(told.removed.first()));
    wanted.spec.standingRepository = u"mine"_s;
    wanted.spec.deleteHouse = false;
    wanted.spec.isPrivate = false;
    const Preflight kept = preflight(wanted, m_account, {});
    QVERIFY(kept.created.first().contains(u"/mine"_s));
    QVERIFY(kept.removed.first().contains(u"branch and the run stay"_s));
    QVERIFY2(kept.visibleTo.contains(u"if that repository is public"_s), qPrintable(kept.visibleTo));
    wanted.spec.standingRepository = u"octo/mine"_s;
    QVERIFY(preflight(wanted, m_account, {}).problem);
}

void TstPreflight::whatHindersItIsSaid()
{
    Submission wanted = submission();
    wanted.spec.inputs = {{.path = m_folder->filePath(u"gone"_s), .name = u"gone"_s}};
    QVERIFY(preflight(wanted, m_account, {}).problem);
    wanted = submission();
    wanted.script = "echo a\r\n";
    const Preflight told = preflight(wanted, m_account, {});
    QVERIFY(!told.problem);
    QCOMPARE(told.notes.size(), 1);
    QCOMPARE(told.files.first().size, 7);
}

void TstPreflight::onThisComputerNothingLeaves()
{
    const Preflight told = preflight(submission(), thisComputer(), {});
    QVERIFY(told.visibleTo.contains(u"this computer"_s));
    QVERIFY(!told.isBoundByTerms);
    QVERIFY(!told.created.isEmpty());
}

// Breaks for the user: they read that their files are safe, and the script deletes them.
void TstPreflight::withoutASandboxItIsSaid()
{
    const Result<> none = Error{.kind = Error::Kind::Local, .what = u"No sandbox."_s, .remedy = u"Install one."_s};
    const Preflight here = preflight(submission(), thisComputer(), {.sandbox = none});
    QVERIFY(here.danger && here.danger->what == u"No sandbox."_s);
    QCOMPARE(here.rights.size(), 1);
    QVERIFY(here.rights.first().contains(u"all your rights"_s));
    const Preflight walled = preflight(submission(), thisComputer(), {});
    QVERIFY(!walled.danger);
    QVERIFY(walled.rights.first().contains(u"walled off"_s));
    // Elsewhere it does not matter.
    QVERIFY(!preflight(submission(), m_account, {.sandbox = none}).danger);
}

// Breaks for the user: they read that the job may only read, press Run, and it writes into its repository.
void TstPreflight::liveOutputIsTold_data()
{
    QTest::addColumn<std::optional<bool>>("job");
    QTest::addColumn<std::optional<bool>>("account");
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("sent");
    const std::optional<bool> open, yes = true, no = false;
    QTest::newRow("not asked yet") << open << open << u"asked next"_s << true;
    QTest::newRow("account: yes") << open << yes << u"may write into its repository"_s << true;
    QTest::newRow("account: no") << open << no << QString() << false;
    QTest::newRow("job: no") << no << yes << QString() << false;
    QTest::newRow("job: yes") << yes << no << u"may write into its repository"_s << true;
}

void TstPreflight::liveOutputIsTold()
{
    QFETCH(const QString, said);
    Submission wanted = submission();
    QFETCH(const std::optional<bool>, job);
    QFETCH(const std::optional<bool>, account);
    wanted.spec.live = job;
    Account asked = m_account;
    asked.defaults.live = account;
    const Preflight told = preflight(wanted, asked, {});
    QCOMPARE(told.rights.size(), said.isEmpty() ? 1 : 2);
    QVERIFY2(told.rights.last().contains(said), qPrintable(told.rights.last()));
    QStringList names;
    for (const Preflight::File &file : told.files)
        names.append(file.name);
    QTEST(names.contains(u".punchcard/ship.sh"_s), "sent");
    QTEST(names.contains(u".punchcard/mask.awk"_s), "sent");
}

// Breaks for the user: hours of computing are lost by a rule that Punchcard knew of.
void TstPreflight::whatCannotComeBackIsSaid()
{
    const Error loss{.kind = Error::Kind::Refused, .what = u"All is lost."_s, .remedy = u"Ask."_s};
    const Preflight told = preflight(submission(), m_account, {.loss = loss});
    QVERIFY(told.loss && told.loss->what == loss.what);
    QCOMPARE(told.rights.size(), 1); // what would show its output is not there
    QCOMPARE(told.fileCount, 2);
}

PUNCHCARD_TEST(TstPreflight, tst_preflight)
#include "tst_preflight.moc"
