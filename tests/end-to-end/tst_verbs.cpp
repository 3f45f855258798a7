// SPDX-License-Identifier: MIT
// What each verb says, in text and in JSON, by the built punch and the built punchcard-hub.
#include "core/job/marks.h"
#include "core/jobs/reponame.h"

#include "tests/contract/schemacheck.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/script.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstVerbs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void listAndShowAreTables();
    void logsAreTheScripts();
    void aLogIsFollowedToItsEnd();
    void forgettingTakesTheFolderAway();
    void accountsComeAndGo();
    void ghsSignInIsTakenOver();
    void aCodeIsShownInTheTerminal();
    void theDoctorLooksAtAll();
    void anExampleIsListedShownAndRun();
    void whatCannotBeDeletedIsOnTheList();
    void whatIsOfAnotherIsNotDeleted();
    void whatNobodyHereNotedIsDeletedByItsName();
    void aStandingRepositoryStaysWithoutItsLeftOvers();
    void eachInputIsATask();
    void inputsAreBesideTheScript();
    void withoutASandboxItIsSaidBefore();
    void whatCannotBePrintedIsNoSuccess();
    void unknownJobs_data();
    void unknownJobs();
    void exportsAsAWorkflow();
    void everyVerbHasHelp_data();
    void everyVerbHasHelp();

private:
    PunchEnd run(const QByteArray &script, const QStringList &more = {}, const QStringList &environment = {});
    PunchEnd say(const QStringList &arguments) { return punch(m_home, arguments); }
    [[nodiscard]] QString newest() const { return QString::number(m_home.jobs().constFirst()[u"job"].toInteger()); }
    [[nodiscard]] QList<QJsonObject> objects(const QByteArray &lines) const;
    void leaveARepository();

    PunchHome m_home;
    QString m_faults;
};

void TstVerbs::initTestCase()
{
    m_faults = m_home.write(u"faults.json"_s, "[]");
    QVERIFY(m_home.startHub({u"PUNCHCARD_HUB_FAULTS="_s + m_faults}));
}

PunchEnd TstVerbs::run(const QByteArray &script, const QStringList &more, const QStringList &environment)
{
    const QString file = m_home.write(u"job.sh"_s, script);
    return punch(m_home, QStringList{u"run"_s, file, u"--local"_s} + more, environment);
}

// Each line is one, and in the schema.
QList<QJsonObject> TstVerbs::objects(const QByteArray &lines) const
{
    const SchemaCheck schema = SchemaCheck::ofEvents();
    QList<QJsonObject> result;
    for (const QByteArray &line : lines.trimmed().split('\n')) {
        result.append(QJsonDocument::fromJson(line).object());
        const QString wrong = schema.wrongWith(result.constLast());
        if (!wrong.isEmpty())
            QTest::qFail(qPrintable(wrong + u" in "_s + QString::fromUtf8(line)), __FILE__, __LINE__);
    }
    return result;
}

void TstVerbs::listAndShowAreTables()
{
    QVERIFY(say({u"list"_s}).err.contains("There are no jobs yet"));
    const PunchEnd ran = run("echo printed\necho 1 > uploads/a.txt\nexit 3\n");
    QCOMPARE(ran.code, 1);
    const PunchEnd list = say({u"list"_s});
    QCOMPARE(list.code, 0);
    const QList<QByteArray> lines = list.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(
        QRegularExpression(u"^ID +NAME +STATE +RUNNER +ACCOUNT +AGE +TIME$"_s).match(QString::fromUtf8(lines.at(0).trimmed())).hasMatch(),
        list.out);
    QVERIFY2(lines.at(1).contains("job.sh") && lines.at(1).contains("failed") && lines.at(1).contains("This computer"), list.out);
    // No runner of GitHub's was asked for.
    QVERIFY2(!list.out.contains("ubuntu"), list.out);

    const PunchEnd show = say({u"show"_s, newest()});
    QCOMPARE(show.code, 0);
    for (const char *part : {"job.sh", "failed", "deleted", "Run job.sh", "a.txt", "QUEUED", "DURATION", "TOTAL", "Folder"})
        QVERIFY2(show.out.contains(part), QByteArray(part) + " is not in\n" + show.out);
    QVERIFY2(!show.out.contains("ubuntu"), show.out);
    QCOMPARE(objects(say({u"list"_s, u"--json"_s}).out).size(), 1);
    QCOMPARE(objects(say({u"show"_s, newest(), u"--json"_s}).out).constFirst()[u"outcome"].toString(), u"failed"_s);
}

void TstVerbs::logsAreTheScripts()
{
    QCOMPARE(run("echo one\necho two >&2\nprintf '\\033]0;title\\007three\\n'\n").code, 0);
    const PunchEnd logs = say({u"logs"_s, newest()});
    QCOMPARE(logs.code, 0);
    QVERIFY2(logs.out.endsWith("one\ntwo\nthree\n"), logs.out);
    QVERIFY(!logs.out.contains('\x1b'));
    QVERIFY2(!logs.out.contains("upload-artifact"), logs.out);
    const PunchEnd everything = say({u"logs"_s, newest(), u"--everything"_s});
    QVERIFY2(everything.out.contains("two\n") && everything.out.contains("upload-artifact"), everything.out);
}

// Breaks for the user: with --follow the log ends where the job was when it began, or never.
void TstVerbs::aLogIsFollowedToItsEnd()
{
    const QString file = m_home.write(u"slow.sh"_s, "echo begun\nsleep 1\necho over\n");
    PunchProcess run(m_home, {u"run"_s, file, u"--local"_s, u"--json"_s});
    QVERIFY2(!run.phase(u"started"_s).isEmpty(), run.said());
    PunchProcess follow(m_home, {u"logs"_s, QString::number(run.job()), u"--follow"_s});
    QCOMPARE(follow.finish(), 0);
    QVERIFY2(follow.out().contains("begun\nover\n"), follow.said());
    QCOMPARE(run.finish(), 0);
}

void TstVerbs::forgettingTakesTheFolderAway()
{
    QCOMPARE(run("echo kept > uploads/x\n").code, 0);
    const QString id = newest();
    const QString folder = objects(say({u"show"_s, id, u"--json"_s}).out).constFirst()[u"folder"].toString();
    QVERIFY(QDir(folder).exists());
    const PunchEnd forgotten = say({u"forget"_s, id});
    QCOMPARE(forgotten.code, 0);
    QVERIFY2(forgotten.err.contains("forgotten"), forgotten.err);
    QVERIFY(!QDir(folder).exists());
    QCOMPARE(say({u"show"_s, id}).code, 2);
}

void TstVerbs::accountsComeAndGo()
{
    const QStringList server = m_home.asServer();
    const PunchEnd added = say(QStringList{u"account"_s, u"add"_s, u"--name"_s, u"at work"_s} + server);
    QVERIFY2(added.code == 0, added.err);
    QVERIFY2(added.err.contains("at work"), added.err);
    const PunchEnd list = say({u"account"_s, u"list"_s});
    QVERIFY2(list.out.contains("at work") && list.out.contains(server.last().toUtf8()) && list.out.contains("This computer"), list.out);
    const QByteArray token = m_home.read(u"token"_s).trimmed();
    QVERIFY(!token.isEmpty() && !list.out.contains(token));
    QCOMPARE(objects(say({u"account"_s, u"list"_s, u"--json"_s}).out).size(), 2);
    const PunchEnd check = say({u"account"_s, u"check"_s, u"at work"_s});
    QVERIFY2(check.code == 0 && check.out.contains("at work"), check.out + check.err);
    QVERIFY2(check.out.contains("Its scopes: repo, workflow, delete_repo, read:org"), check.out);
    QCOMPARE(say({u"account"_s, u"edit"_s, u"at work"_s}).code, 2);
    QCOMPARE(say({u"account"_s, u"edit"_s, u"at work"_s, u"--standing"_s, u"no/where"_s}).code, 2);
    QCOMPARE(say({u"account"_s, u"edit"_s, u"at work"_s, u"--delete=false"_s}).code, 0);
    const QString script = m_home.write(u"there.sh"_s, "echo there\n");
    const PunchEnd ran = say({u"run"_s, script, u"--account"_s, u"at work"_s, u"--interval"_s, u"1s"_s});
    QVERIFY2(ran.code == 0 && ran.out.contains("there\n"), ran.out + ran.err);
    // What the account's jobs begin with holds: it was kept.
    QCOMPARE(m_home.repositories().size(), 1);
    QCOMPARE(m_home.hub().send("DELETE", u"/repos/"_s + m_home.repositories().first()[u"full_name"].toString()).status, 204);
    QCOMPARE(say({u"account"_s, u"remove"_s, u"at work"_s}).code, 0);
    QVERIFY(!say({u"account"_s, u"list"_s}).out.contains("at work"));
    QCOMPARE(say({u"account"_s, u"remove"_s, u"at work"_s}).code, 2);
}

// Breaks for the user: the copy of an example that they make differs from it, or does not run.
void TstVerbs::anExampleIsListedShownAndRun()
{
    const PunchEnd text = say({u"examples"_s});
    QCOMPARE(text.code, 0);
    const QList<QJsonObject> examples = objects(say({u"examples"_s, u"--json"_s}).out);
    QVERIFY(examples.size() >= 19);
    for (const QJsonObject &example : examples)
        QVERIFY2(text.out.contains(example[u"name"].toString().toUtf8() + ' '), text.out);
    QFile source(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/examples/machine.sh"_s);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const PunchEnd shown = say({u"examples"_s, u"show"_s, u"machine"_s});
    QCOMPARE(shown.code, 0);
    QCOMPARE(shown.out, source.readAll());
    const PunchEnd ran = run(shown.out);
    QVERIFY2(ran.code == 0 && ran.out.contains("report.json"), ran.out + ran.err);
    const PunchEnd unknown = say({u"examples"_s, u"show"_s, u"machin"_s});
    QCOMPARE(unknown.code, 2);
    QVERIFY2(unknown.err.contains("machin") && unknown.out.isEmpty(), unknown.err);
}

// Breaks for the user: without a keychain there is no way to sign in, although gh is.
void TstVerbs::ghsSignInIsTakenOver()
{
    const QByteArray token = m_home.hub().token;
    writeScript(m_home.write(u"gh-is-here/gh"_s, ""), "echo " + token);
    const QStringList withGh{u"PATH="_s + m_home.path(u"gh-is-here"_s) + u':' + qEnvironmentVariable("PATH")};
    const QStringList add{u"account"_s, u"add"_s, u"--gh"_s, u"--name"_s, u"by gh"_s, u"--api-url"_s, m_home.hub().root};
    const PunchEnd added = punch(m_home, add, withGh);
    QVERIFY2(added.code == 0, added.err);
    const PunchEnd list = say({u"account"_s, u"list"_s});
    QVERIFY2(list.out.contains("by gh") && list.out.contains(" gh's, asked for each time\n"), list.out);
    // Asked for each time: with gh there it works, and without it nothing was kept that could.
    QCOMPARE(punch(m_home, {u"account"_s, u"check"_s, u"by gh"_s}, withGh).code, 0);
    writeScript(m_home.path(u"gh-is-here/gh"_s), "echo not signed in >&2; exit 1");
    QCOMPARE(punch(m_home, {u"account"_s, u"check"_s, u"by gh"_s}, withGh).code, 1);
    QCOMPARE(say({u"account"_s, u"remove"_s, u"by gh"_s}).code, 0);
}

void TstVerbs::aCodeIsShownInTheTerminal()
{
    ScriptedServer server;
    server.expect("POST", "/login/device/code")
        .reply(200,
               R"({"device_code":"device","user_code":"WDJB-MJHT","verification_uri":")" + server.url(u"/login/device"_s).toEncoded()
                   + R"(","expires_in":900,"interval":1})");
    server.expect("POST", "/login/oauth/access_token").reply(200, R"({"error":"access_denied"})");
    PunchProcess add(m_home,
                     {u"account"_s, u"add"_s, u"--browser"_s, u"--client-id"_s, u"Iv1.abc"_s, u"--api-url"_s, server.url().toString()});
    QCOMPARE(add.finish(), 1);
    QVERIFY2(add.err().contains("WDJB-MJHT") && add.err().contains("/login/device"), add.said());
    QVERIFY2(add.err().contains("refused in the browser"), add.said());
}

void TstVerbs::theDoctorLooksAtAll()
{
    const PunchEnd text = say({u"doctor"_s});
    const QList<QJsonObject> checks = objects(say({u"doctor"_s, u"--json"_s}).out);
    QVERIFY(checks.size() >= 4);
    bool isWell = true;
    for (const QJsonObject &check : checks) {
        QVERIFY2(text.out.contains(check[u"name"].toString().toUtf8()), text.out);
        isWell = isWell && check[u"level"] != u"fail"_s;
        // Whatever is not well says what to do.
        QVERIFY2(check[u"level"] == u"ok"_s || !check[u"remedy"].toString().isEmpty(), qPrintable(check[u"name"].toString()));
    }
    QCOMPARE(text.code, isWell ? 0 : 1);
}

// A job whose repository the server does not let go.
void TstVerbs::leaveARepository()
{
    m_home.write(u"faults.json"_s,
                 R"([{"match": "^DELETE /repos/", "times": -1, "fault": "status", "status": 403,
                      "body": "{\"message\": \"Must have admin rights to Repository.\"}"}])");
    const PunchEnd ran = run("true\n");
    m_home.write(u"faults.json"_s, "[]");
    QVERIFY2(ran.code == 0, ran.err);
    const QJsonArray left = m_home.repositories();
    QCOMPARE(left.size(), 1);
    QVERIFY2(ran.err.contains(left.first()[u"name"].toString().toUtf8()), ran.err);
}

// Breaks for the user: a private repository stays on their account and nothing ever says so.
void TstVerbs::whatCannotBeDeletedIsOnTheList()
{
    QVERIFY(say({u"leftovers"_s}).err.contains("Nothing is left over"));
    leaveARepository();
    const QByteArray name = m_home.repositories().first()[u"name"].toString().toUtf8();
    const PunchEnd list = say({u"leftovers"_s});
    QVERIFY2(list.code == 0 && list.out.contains(name) && list.out.contains("could not be deleted"), list.out);
    QCOMPARE(m_home.repositories().size(), 1);
    const PunchEnd deleted = say({u"leftovers"_s, u"--delete"_s});
    QVERIFY2(deleted.code == 0 && deleted.err.contains(name), deleted.err);
    QVERIFY(m_home.repositories().isEmpty());
    QVERIFY(say({u"leftovers"_s}).err.contains("Nothing is left over"));
}

// Breaks for the user: they made something of that name since, and it is deleted.
void TstVerbs::whatIsOfAnotherIsNotDeleted()
{
    leaveARepository();
    const QJsonObject left = m_home.repositories().first().toObject();
    HubClient hub = m_home.hub();
    QCOMPARE(hub.send("DELETE", u"/repos/"_s + left[u"full_name"].toString()).status, 204);
    QCOMPARE(hub.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, left[u"name"]}, {u"description"_s, left[u"description"]}}).status,
             201);
    const PunchEnd refused = say({u"leftovers"_s, u"--delete"_s});
    QVERIFY2(refused.code != 0 && refused.err.contains("made anew"), refused.err);
    QCOMPARE(m_home.repositories().size(), 1);
    QCOMPARE(hub.send("DELETE", u"/repos/"_s + left[u"full_name"].toString()).status, 204);
    QCOMPARE(say({u"leftovers"_s, u"--delete"_s}).code, 0);
}

// Breaks for the user: another computer died, and its private repository stays although this one could take it away.
void TstVerbs::whatNobodyHereNotedIsDeletedByItsName()
{
    const QString uid = u"12345678-1234-1234-1234-123456789abc"_s;
    const QString made = repositoryName(u"job.sh"_s, uid);
    QCOMPARE(m_home.hub()
                 .send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, made}, {u"description"_s, u"A job. "_s + markerOf(uid)}})
                 .status,
             201);
    const QList<QJsonObject> list = objects(say({u"leftovers"_s, u"--json"_s}).out);
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first()[u"name"].toString(), u"local/"_s + made);
    QVERIFY(!list.first()[u"recorded"].toBool() && list.first()[u"needs_name"].toBool());
    const PunchEnd unnamed = say({u"leftovers"_s, u"--delete"_s});
    QVERIFY2(unnamed.code == 0 && unnamed.err.contains("left alone"), unnamed.err);
    QCOMPARE(m_home.repositories().size(), 1);
    QCOMPARE(say({u"leftovers"_s, u"--delete"_s, u"local/nothing"_s}).code, 2);
    QCOMPARE(say({u"leftovers"_s, u"--delete"_s, u"local/"_s + made}).code, 0);
    QVERIFY(m_home.repositories().isEmpty());
}

void TstVerbs::aStandingRepositoryStaysWithoutItsLeftOvers()
{
    const QString uid = u"12345678-1234-1234-1234-123456789abc"_s;
    const QString repository = u"/repos/local/standing"_s;
    HubClient hub = m_home.hub();
    QCOMPARE(hub.send("POST", u"/user/repos"_s,
                      QJsonObject{{u"name"_s, u"standing"_s}, {u"description"_s, standingMarker()}, {u"auto_init"_s, true}})
                 .status,
             201);
    const QJsonValue sha = hub.get(repository + u"/git/ref/heads/main"_s).json()[u"object"][u"sha"];
    for (const QString &branch : {branchOf(uid), u"mine"_s})
        QCOMPARE(hub.send("POST", repository + u"/git/refs"_s, QJsonObject{{u"ref"_s, u"refs/heads/"_s + branch}, {u"sha"_s, sha}}).status,
                 201);
    const QJsonValue key = hub.get(repository + u"/actions/secrets/public-key"_s).json()[u"key_id"];
    const QString sealed = QString::fromLatin1(QByteArray(64, 'x').toBase64());
    for (const QString &secret : {standingSecret(uid, u"token"_s), u"MINE"_s})
        QCOMPARE(
            hub.send("PUT", repository + u"/actions/secrets/"_s + secret, QJsonObject{{u"encrypted_value"_s, sealed}, {u"key_id"_s, key}})
                .status,
            201);
    const QString branch = u"local/standing:"_s + branchOf(uid);
    const QString secret = u"local/standing:"_s + standingSecret(uid, u"token"_s);
    const QList<QJsonObject> list = objects(say({u"leftovers"_s, u"--json"_s}).out);
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.at(0)[u"name"].toString(), branch);
    QCOMPARE(list.at(1)[u"name"].toString(), secret);
    const PunchEnd deleted = say({u"leftovers"_s, u"--delete"_s, branch, secret});
    QVERIFY2(deleted.code == 0, deleted.err);
    QCOMPARE(hub.get(repository + u"/git/ref/heads/"_s + branchOf(uid)).status, 404);
    QCOMPARE(hub.get(repository + u"/git/ref/heads/mine"_s).status, 200);
    QCOMPARE(hub.get(repository + u"/actions/secrets"_s).json()[u"secrets"].toArray().size(), 1);
    QVERIFY(say({u"leftovers"_s}).err.contains("Nothing is left over"));
    QCOMPARE(hub.send("DELETE", repository).status, 204);
}

void TstVerbs::eachInputIsATask()
{
    const QString folder = QFileInfo(m_home.write(u"each/red.txt"_s, "crimson\n")).path();
    m_home.write(u"each/blue.txt"_s, "navy\n");
    const PunchEnd ran = run("echo \"task $PUNCHCARD_TASK of $PUNCHCARD_TASKS\"\ntr a-z A-Z < \"$PUNCHCARD_INPUT\" > uploads/loud\n",
                             {u"--each"_s, folder + u"/red.txt"_s, folder + u"/blue.txt"_s, u"--out"_s, m_home.path(u"each-out"_s)});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QByteArrayList loud;
    QDirIterator files(m_home.path(u"each-out"_s), {u"loud"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        loud.append(m_home.read(QDir(m_home.path({})).relativeFilePath(files.next())));
    std::ranges::sort(loud);
    QCOMPARE(loud, (QByteArrayList{"CRIMSON\n", "NAVY\n"}));
}

void TstVerbs::inputsAreBesideTheScript()
{
    const QString folder = QFileInfo(m_home.write(u"data/deep/a.txt"_s, "deep\n")).dir().absolutePath();
    const PunchEnd ran = run("find . -name a.txt -exec cat {} +\n", {u"--input"_s, QFileInfo(folder).path()});
    QVERIFY2(ran.code == 0 && ran.out.contains("deep\n"), ran.out + ran.err);
}

// Breaks for the user: the script reads and deletes their files, and only its log says that it may.
void TstVerbs::withoutASandboxItIsSaidBefore()
{
    m_home.write(u"none/bwrap"_s, "#!/bin/sh\necho no permission >&2\nexit 1\n");
    QVERIFY(QFile::setPermissions(m_home.path(u"none/bwrap"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QStringList without{u"PATH="_s + m_home.path(u"none"_s) + u':' + qEnvironmentVariable("PATH")};
    const PunchEnd text = run("echo hi\n", {}, without);
    QCOMPARE(text.code, 0);
    QVERIFY2(text.err.indexOf("all your rights") >= 0 && text.err.indexOf("all your rights") < text.err.indexOf("Job "), text.err);
    const PunchEnd json = run("echo hi\n", {u"--json"_s}, without);
    const QJsonArray notes = objects(json.out).constFirst()[u"notes"].toArray();
    QCOMPARE(notes.size(), 1);
    QVERIFY(notes.first().toString().contains(u"no permission"_s));
    QVERIFY(!run("echo hi\n").err.contains("all your rights"));
}

// Breaks for the user: the log that they kept ends in the middle, and nothing said so.
void TstVerbs::whatCannotBePrintedIsNoSuccess()
{
    if (!QFileInfo::exists(u"/dev/full"_s))
        QSKIP("no /dev/full");
    const QString script = m_home.write(u"printed.sh"_s, "echo printed\n");
    const auto intoFullDisk = [this](const QStringList &arguments) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PUNCHCARD_HOME"_s, m_home.home());
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(u"/dev/full"_s);
        process.start(builtProgram(u"punch"_s), arguments);
        if (!process.waitForFinished(90'000))
            return PunchEnd{.code = -1, .out = {}, .err = {}};
        return PunchEnd{.code = process.exitCode(), .out = {}, .err = process.readAllStandardError()};
    };
    const PunchEnd ran = intoFullDisk({u"run"_s, script, u"--local"_s});
    QVERIFY2(ran.code == 6 && ran.err.contains("standard output"), ran.err);
    for (const QStringList &verb :
         {QStringList{u"list"_s}, QStringList{u"logs"_s, newest()}, QStringList{u"show"_s, newest(), u"--json"_s}}) {
        const PunchEnd end = intoFullDisk(verb);
        QVERIFY2(end.code == 1 && end.err.contains("standard output"), end.err);
    }
}

void TstVerbs::unknownJobs_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb : {"show", "logs", "fetch", "cancel", "rerun", "wait", "forget"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TstVerbs::unknownJobs()
{
    QFETCH(const QString, verb);
    const PunchEnd end = say({verb, u"4711"_s});
    QCOMPARE(end.code, 2);
    QCOMPARE(end.out, QByteArray());
    QVERIFY2(end.err.contains("4711") && end.err.trimmed().count('\n') == 0, end.err);
}

// Breaks for the user: what they put into their repository overwrote something, or is not what they ran.
void TstVerbs::exportsAsAWorkflow()
{
    const QString script = m_home.write(u"plain.sh"_s, "# punchcard: runs-on=macos-15 secret=KEY\necho exported\n");
    const PunchEnd printed = say({u"export"_s, script});
    QCOMPARE(printed.code, 0);
    QVERIFY2(printed.out.contains("macos-15") && printed.out.contains("          echo exported\n"), printed.out);
    QVERIFY2(printed.err.contains("gh secret set KEY"), printed.err);
    const QString python = m_home.write(u"x.py"_s, "#!/usr/bin/env python3\nprint(1)\n");
    const QString file = m_home.path(u"repo/.github/workflows/x.yml"_s);
    QCOMPARE(say({u"export"_s, python, u"--out"_s, file}).code, 0);
    QCOMPARE(m_home.read(u"repo/.github/scripts/x.py"_s), QByteArray("#!/usr/bin/env python3\nprint(1)\n"));
    QCOMPARE(say({u"export"_s, python, u"--out"_s, file}).code, 0);
    m_home.write(u"repo/.github/workflows/x.yml"_s, "mine");
    const PunchEnd refused = say({u"export"_s, python, u"--out"_s, file});
    QVERIFY2(refused.code == 1 && refused.err.contains("other content"), refused.err);
    QCOMPARE(m_home.read(u"repo/.github/workflows/x.yml"_s), QByteArray("mine"));
    QCOMPARE(say({u"export"_s, python, u"--out"_s, file, u"--overwrite"_s}).code, 0);
    QVERIFY(m_home.read(u"repo/.github/workflows/x.yml"_s).contains("x.py"));
    // A job's, by its number; and one that is none.
    QVERIFY(say({u"export"_s, newest()}).out.contains("runs-on:"));
    QCOMPARE(say({u"export"_s, u"4711"_s}).code, 2);
}

void TstVerbs::everyVerbHasHelp_data()
{
    QTest::addColumn<QStringList>("verb");
    for (const char *verb : {"run",         "list",         "show",           "logs",          "fetch",    "cancel",        "rerun",
                             "wait",        "forget",       "resume",         "leftovers",     "doctor",   "account",       "account list",
                             "account add", "account edit", "account remove", "account check", "examples", "examples show", "export"})
        QTest::newRow(verb) << QString::fromLatin1(verb).split(u' ');
}

void TstVerbs::everyVerbHasHelp()
{
    QFETCH(const QStringList, verb);
    const PunchEnd help = say(verb + QStringList{u"--help"_s});
    QCOMPARE(help.code, 0);
    QCOMPARE(help.err, QByteArray());
    QVERIFY2(help.out.contains(verb.join(u' ').toUtf8()), help.out);
    QVERIFY2(help.out.size() > 80, help.out);
}

PUNCHCARD_TEST(TstVerbs, tst_verbs)
#include "tst_verbs.moc"
