// SPDX-License-Identifier: MIT
#include "tests/core/github/clientfixture.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace punchcard::testing;

namespace {

const QByteArray notFound = R"({"message":"Not Found"})";
const QByteArray nameTaken = R"({"message":"Repository creation failed.","errors":[{"message":"name already exists on this account"}]})";
const QByteArray refExists = R"({"message":"Reference already exists"})";
const QByteArray rerunPath = "/repos/octo/demo/actions/runs/7/rerun";

QByteArray described(const QByteArray &description)
{
    return R"({"id":1,"name":"demo","owner":{"login":"octo"},"default_branch":"main","description":")" + description + "\"}";
}

QByteArray refAt(const QByteArray &sha)
{
    return R"({"ref":"refs/heads/x","object":{"sha":")" + sha + "\"}}";
}

} // namespace

// Every mutation whose answer was lost, or that Qt sent twice, is settled by looking.
// Breaks for the user: two repositories, a second run that costs minutes, or a job given up although it runs.
class TstSettling : public QObject
{
    Q_OBJECT

private:
    const NewRepository m_wanted{.name = u"demo"_s, .description = u"punchcard:7d1c"_s};
    std::unique_ptr<ClientFixture> f;

private slots:
    void init()
    {
        QTest::failOnWarning();
        f = std::make_unique<ClientFixture>();
    }
    void cleanup() { f.reset(); }

    void repositoryThatIsOursAlready()
    {
        // The first copy was done and its answer lost; Qt sent the second by itself.
        f->server.expect("POST", "/user/repos").closeUnanswered();
        f->server.expect("POST", "/user/repos").reply(422, nameTaken);
        f->server.expect("GET", "/user").reply(200, octo);
        f->server.expect("GET", "/repos/octo/demo").reply(404, notFound);
        f->server.expect("GET", "/repos/octo/demo").reply(200, described("punchcard:7d1c"));
        const Result<Repository> made = f->done(f->client.createRepository(m_wanted, f->context()));
        QVERIFY2(made, qPrintable(why(made)));
        QCOMPARE(made->name, repo);
    }

    void repositoryOfAnOrganisationThatIsOurs()
    {
        NewRepository wanted = m_wanted;
        wanted.organisation = u"octo"_s;
        f->server.expect("POST", "/orgs/octo/repos").reply(422, nameTaken);
        f->server.expect("GET", "/repos/octo/demo").reply(200, described("punchcard:7d1c"));
        QVERIFY(f->done(f->client.createRepository(wanted, f->context())));
    }

    void repositoryOfSomebodyElse_data()
    {
        QTest::addColumn<QByteArray>("theirs");
        QTest::newRow("other job") << QByteArray("punchcard:0000");
        QTest::newRow("other use") << QByteArray("my homepage");
        QTest::newRow("none") << QByteArray();
    }
    void repositoryOfSomebodyElse()
    {
        QFETCH(QByteArray, theirs);
        f->server.expect("POST", "/user/repos").reply(422, nameTaken);
        f->server.expect("GET", "/user").reply(200, octo);
        f->server.expect("GET", "/repos/octo/demo").reply(200, described(theirs));
        const Result<Repository> made = f->done(f->client.createRepository(m_wanted, f->context()));
        QVERIFY(!made);
        QCOMPARE(made.error().kind, Error::Kind::Conflict);
        QVERIFY(!made.error().retry);
    }

    // Two that are described by nothing are not the same.
    void withoutDescriptionNothingIsRecognised()
    {
        f->server.expect("POST", "/user/repos").reply(422, nameTaken);
        f->server.expect("GET", "/user").reply(200, octo);
        f->server.expect("GET", "/repos/octo/demo").reply(200, described(""));
        const NewRepository wanted{.name = u"demo"_s};
        QVERIFY(!f->done(f->client.createRepository(wanted, f->context())));
    }

    void repositoryAfterTroubleOfTheServer()
    {
        f->server.expect("POST", "/user/repos").reply(502, "{}");
        f->server.expect("POST", "/user/repos").reply(201, described("punchcard:7d1c"));
        QVERIFY(f->done(f->client.createRepository(m_wanted, f->context())));
    }

    void deletedAlready()
    {
        f->server.expect("DELETE", "/repos/octo/demo").closeUnanswered();
        f->server.expect("DELETE", "/repos/octo/demo").reply(404, notFound);
        QVERIFY(f->done(f->client.deleteRepository(repo, f->context())));
    }

    void deletedByAnEarlierProcess()
    {
        f->server.expect("DELETE", "/repos/octo/demo").reply(404, notFound);
        f->server.expect("GET", "/repos/octo/demo").reply(404, notFound);
        QVERIFY(f->done(f->client.deleteRepository(repo, f->context())));
    }

    // Breaks for the user: a repository that stays behind, and nobody tells them.
    void notDeletedAtAll()
    {
        f->server.expect("DELETE", "/repos/octo/demo").reply(404, notFound);
        f->server.expect("GET", "/repos/octo/demo").reply(200, described("x"));
        const Result<> deleted = f->done(f->client.deleteRepository(repo, f->context()));
        QVERIFY(!deleted);
        QCOMPARE(deleted.error().kind, Error::Kind::Missing);
    }

    void notDeletedForWantOfRights()
    {
        f->server.expect("DELETE", "/repos/octo/demo").reply(403, R"({"message":"Must have admin rights to Repository."})");
        const Result<> deleted = f->done(f->client.deleteRepository(repo, f->context()));
        QVERIFY(!deleted);
        QVERIFY(deleted.error().what.contains(u"delete_repo"_s));
    }

    void deleteThatIsBusyIsRepeated()
    {
        f->server.expect("DELETE", "/repos/octo/demo").reply(409, R"({"message":"Conflict"})");
        f->server.expect("DELETE", "/repos/octo/demo").reply(204);
        QVERIFY(f->done(f->client.deleteRepository(repo, f->context())));
    }

    // Breaks for the user: in a hotel's network a job runs without its secrets, and its repository stays for ever.
    void aLoginPageHasDoneNothing()
    {
        const QByteArray page = "<!DOCTYPE html><title>Welcome to our network</title>";
        f->server.expect("DELETE", "/repos/octo/demo").reply(200, page, "text/html");
        const Result<> deleted = f->done(f->client.deleteRepository(repo, f->context()));
        QVERIFY(!deleted);
        QCOMPARE(deleted.error().kind, Error::Kind::Malformed);
        QVERIFY(deleted.error().retry);
        f->server.expect("PUT", "/repos/octo/demo/actions/secrets/A").reply(200, page, "text/html");
        const Result<> put = f->done(f->client.putSecret(repo, u"A"_s, {.encryptedValue = "eA==", .keyId = u"1"_s}, f->context()));
        QVERIFY(!put);
        QVERIFY(put.error().remedy.contains(u"Log in"_s));
    }

    void refThatIsOursAlready()
    {
        f->server.expect("POST", "/repos/octo/demo/git/refs").closeUnanswered();
        f->server.expect("POST", "/repos/octo/demo/git/refs").reply(422, refExists);
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/x").reply(200, refAt("aa11"));
        const Result<Ref> made = f->done(f->client.createRef(repo, u"x"_s, u"aa11"_s, f->context()));
        QVERIFY2(made, qPrintable(why(made)));
        QCOMPARE(made->sha, u"aa11"_s);
    }

    void refOfSomebodyElse()
    {
        f->server.expect("POST", "/repos/octo/demo/git/refs").reply(422, refExists);
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/x").reply(200, refAt("bb22"));
        const Result<Ref> made = f->done(f->client.createRef(repo, u"x"_s, u"aa11"_s, f->context()));
        QVERIFY(!made);
        QCOMPARE(made.error().kind, Error::Kind::Conflict);
    }

    void updateThatWasDone()
    {
        f->server.expect("PATCH", "/repos/octo/demo/git/refs/heads/x").closeUnanswered();
        f->server.expect("PATCH", "/repos/octo/demo/git/refs/heads/x").reply(422, R"({"message":"Update is not a fast forward"})");
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/x").reply(200, refAt("aa11"));
        QVERIFY(f->done(f->client.updateRef(repo, u"x"_s, u"aa11"_s, false, f->context())));
    }

    void updateThatSomebodyOvertook()
    {
        f->server.expect("PATCH", "/repos/octo/demo/git/refs/heads/x").reply(422, R"({"message":"Update is not a fast forward"})");
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/x").reply(200, refAt("cc33"));
        QVERIFY(!f->done(f->client.updateRef(repo, u"x"_s, u"aa11"_s, false, f->context())));
    }

    void deletedRef()
    {
        f->server.expect("DELETE", "/repos/octo/demo/git/refs/heads/x").closeUnanswered();
        f->server.expect("DELETE", "/repos/octo/demo/git/refs/heads/x").reply(422, R"({"message":"Reference does not exist"})");
        QVERIFY(f->done(f->client.deleteRef(repo, u"x"_s, f->context())));
    }

    void deletedRun()
    {
        f->server.expect("DELETE", "/repos/octo/demo/actions/runs/7").closeUnanswered();
        f->server.expect("DELETE", "/repos/octo/demo/actions/runs/7").reply(404, R"({"message":"Not Found"})");
        QVERIFY(f->done(f->client.deleteRun(repo, RunId(7), f->context())));
    }

    void runThatStillGoesOnIsNotDeleted()
    {
        f->server.expect("DELETE", "/repos/octo/demo/actions/runs/7").reply(403, R"({"message":"Could not delete the workflow run"})");
        const Result<> deleted = f->done(f->client.deleteRun(repo, RunId(7), f->context()));
        QVERIFY(!deleted);
        QCOMPARE(deleted.error().status, 403);
        QVERIFY(!deleted.error().retry);
    }

    // Named by their content: the second copy is the same thing.
    void blobTreeAndCommitAreSimplyRepeated()
    {
        for (const char *path : {"blobs", "trees", "commits"}) {
            f->server.expect("POST", QByteArray("/repos/octo/demo/git/") + path).closeUnanswered();
            f->server.expect("POST", QByteArray("/repos/octo/demo/git/") + path).reply(500, "{}");
            f->server.expect("POST", QByteArray("/repos/octo/demo/git/") + path).reply(201, R"({"sha":"ab"})");
        }
        const NewCommit commit{.message = u"m"_s, .tree = u"t"_s};
        QVERIFY(f->done(f->client.createBlob(repo, "x", f->context())));
        QVERIFY(f->done(f->client.createTree(repo, {}, {}, f->context())));
        QVERIFY(f->done(f->client.createCommit(repo, commit, f->context())));
    }

    void secretIsSimplySetAgain()
    {
        f->server.expect("PUT", "/repos/octo/demo/actions/secrets/A").closeUnanswered();
        f->server.expect("PUT", "/repos/octo/demo/actions/secrets/A").reply(204);
        QVERIFY(f->done(f->client.putSecret(repo, u"A"_s, {.encryptedValue = "eA==", .keyId = u"1"_s}, f->context())));
    }

    void fileThatWasWritten()
    {
        // git hash-object of "hello\n"
        const QByteArray blob = "ce013625030ba8dba906f756967f9e9ca394464a";
        f->server.expect("PUT", "/repos/octo/demo/contents/a").closeUnanswered();
        f->server.expect("PUT", "/repos/octo/demo/contents/a").reply(422, R"({"message":"Invalid request. sha wasn't supplied."})");
        f->server.expect("GET", "/repos/octo/demo").reply(200, described("x"));
        f->server.expect("GET", "/repos/octo/demo/contents/a?ref=main").reply(200, R"({"type":"file","sha":")" + blob + "\"}");
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/main").reply(200, refAt("aa11"));
        f->server.expect("GET", "/repos/octo/demo/git/commits/aa11").reply(200, R"({"sha":"aa11","message":"add a","tree":{"sha":"t"}})");
        const FilePut file{.path = u"a"_s, .content = "hello\n", .message = u"add a"_s};
        const Result<Commit> put = f->done(f->client.putFile(repo, file, f->context()));
        QVERIFY2(put, qPrintable(why(put)));
        QCOMPARE(put->sha, u"aa11"_s);
    }

    void fileOfSomebodyElse()
    {
        f->server.expect("PUT", "/repos/octo/demo/contents/a").reply(422, R"({"message":"Invalid request. sha wasn't supplied."})");
        f->server.expect("GET", "/repos/octo/demo/contents/a?ref=x").reply(200, R"({"type":"file","sha":"0000"})");
        const FilePut file{.path = u"a"_s, .content = "hello\n", .message = u"add a"_s, .branch = u"x"_s};
        const Result<Commit> put = f->done(f->client.putFile(repo, file, f->context()));
        QVERIFY(!put);
        QCOMPARE(put.error().kind, Error::Kind::Conflict);
    }

    void workflowFileWithoutTheScope()
    {
        f->server.expect("PUT", "/repos/octo/demo/contents/.github/workflows/x.yml").reply(404, notFound);
        const FilePut file{.path = u".github/workflows/x.yml"_s, .content = "on: push", .message = u"m"_s};
        const Result<Commit> put = f->done(f->client.putFile(repo, file, f->context()));
        QVERIFY(!put);
        QVERIFY(put.error().what.contains(u"“workflow” scope"_s));
    }

    void cancelOfWhatHasEnded()
    {
        f->server.expect("POST", "/repos/octo/demo/actions/runs/7/cancel").closeUnanswered();
        f->server.expect("POST", "/repos/octo/demo/actions/runs/7/cancel")
            .reply(409, R"({"message":"Cannot cancel a workflow run that is completed."})");
        QVERIFY(f->done(f->client.cancelRun(repo, RunId(7), f->context())));
    }

    // Never on trust: a second run costs minutes and may do harm.
    void lostRerunIsNotRepeated_data()
    {
        QTest::addColumn<QByteArray>("fate");
        QTest::newRow("no answer") << QByteArray("close");
        QTest::newRow("cut answer") << QByteArray("cut");
        QTest::newRow("trouble") << QByteArray("500");
        QTest::newRow("refusal of a second copy") << QByteArray("second");
    }
    void lostRerunIsNotRepeated()
    {
        QFETCH(QByteArray, fate);
        if (fate == "close")
            f->server.expect("POST", rerunPath).closeUnanswered().times(-1);
        else if (fate == "cut")
            f->server.expect("POST", rerunPath).reply(201, "{\"a\":\"bcdefgh\"}").cutAfter(3);
        else if (fate == "500")
            f->server.expect("POST", rerunPath).reply(500, "{}");
        else {
            f->server.expect("POST", rerunPath).closeUnanswered();
            f->server.expect("POST", rerunPath).reply(403, R"({"message":"The workflow run is already running"})");
        }
        const Result<> started = f->done(f->client.rerun(repo, RunId(7), f->context()));
        QVERIFY(!started);
        QCOMPARE(started.error().kind, Error::Kind::Unreachable);
        QVERIFY(!started.error().retry);
        QVERIFY(!started.error().remedy.isEmpty());
        QCOMPARE(f->paused(), Milliseconds(0));
    }

    void rerunThatNeverLeftIsRepeated()
    {
        f->server.expect("POST", rerunPath).reply(201, "{}");
        const QUrl gone = ScriptedServer().url();
        const QUrl there = f->api.root;
        f->api.root = gone;
        auto task = f->client.rerun(repo, RunId(7), f->context());
        QTRY_VERIFY(f->paused() > Milliseconds(0));
        f->api.root = there;
        const Result<> started = f->done(std::move(task));
        QVERIFY2(started, qPrintable(why(started)));
    }

    void refusedRerunIsRefused()
    {
        f->server.expect("POST", rerunPath).reply(403, R"({"message":"This workflow run cannot be retried"})");
        const Result<> started = f->done(f->client.rerun(repo, RunId(7), f->context()));
        QVERIFY(!started);
        QCOMPARE(started.error().kind, Error::Kind::Refused);
    }

    void lostDispatchIsNotRepeated()
    {
        f->server.expect("POST", "/repos/octo/demo/actions/workflows/b.yml/dispatches").closeUnanswered().times(-1);
        const Result<> started = f->done(f->client.dispatch(repo, u"b.yml"_s, u"main"_s, f->context()));
        QVERIFY(!started);
        QVERIFY(!started.error().retry);
    }

    void dispatchTellsWhyNoRunAppears()
    {
        f->server.expect("POST", "/repos/octo/demo/actions/workflows/b.yml/dispatches")
            .reply(422, R"({"message":"Actions has been disabled for this user."})");
        const Result<> started = f->done(f->client.dispatch(repo, u"b.yml"_s, u"main"_s, f->context()));
        QVERIFY(!started);
        QCOMPARE(started.error().kind, Error::Kind::Denied);
        QVERIFY(started.error().what.contains(u"your account"_s));
    }
};

PUNCHCARD_TEST(TstSettling, tst_settling)

#include "tst_settling.moc"
