// SPDX-License-Identifier: MIT
// Tokens and secrets of known value go through whole jobs, each on another course; afterwards every file of the home, all
// output, the arguments and the environment of all processes, and all that each server has got are searched for them.
#include "tests/end-to-end/canary.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/end-to-end/wire.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"

#include <csignal>
#include <string>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

const QByteArray oneLine = "canary \"of\" the+secret/=4711 <&>";
const QByteArray manyLines = "-----BEGIN CANARY-----\r\n  MIIEpAIBAAKCAQEAwF4ncan4ry\r\n\"in\": \"json\", 'quoted'\r\n"
    + QByteArray(70, 'k') + "0123456789\r\n-----END CANARY-----";
const QByteArray passphrase = "correct canary battery staple";

// In each way that a script may show a secret unawares.
const QByteArray tells = R"sh(
echo "$CANARY"; echo "to stderr: $CANARY" >&2; echo "<$CANARY><$PART>"
printf %s "$CANARY" | base64; printf 'x%s' "$CANARY" | base64 -w0; echo; printf 'xx%syy' "$CANARY" | base64 -w0 | tr '+/' '-_'; echo
url=$(printf %s "$CANARY" | sed 's/%/%25/g; s/ /%20/g; s/"/%22/g; s/+/%2B/g; s,/,%2F,g; s/=/%3D/g; s/</%3C/g; s/&/%26/g; s/>/%3E/g')
echo "https://x/?q=$url"; echo "https://x/?q=${url//%20/+}"; echo "https://x/?q=$(printf %s "$url" | sed 's/%2B/%2b/; s/%2F/%2f/; s/%3D/%3d/; s/%3C/%3c/; s/%3E/%3e/')"
printf '{"key": "%s"}\n' "$(printf %s "$CANARY" | sed 's/"/\\"/g')"
printf '<key>%s</key>\n' "$(printf %s "$CANARY" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g')"
echo "$LINES_KEY"; echo $LINES_KEY; printf %s "$LINES_KEY" | base64; printf %s "$LINES_KEY" | base64 -w64
echo "::group::$CANARY"; echo ::endgroup::; echo "::error title=$CANARY::$CANARY"; echo "::notice::$LINES_KEY"; echo "::debug::$CANARY"
echo "$CANARY" >>"$GITHUB_STEP_SUMMARY"; echo "it=$CANARY" >>"$GITHUB_OUTPUT"
printf %s "${CANARY:0:12}"; printf '%s\n' "${CANARY:12}"
(set -x; : "$CANARY"); printf '\033[31m%s\033[0m\r%s\n' "$CANARY" "$CANARY"
)sh";
const QByteArray waits = tells + "echo waiting\nsleep 600\n";

/// One course: a home, a server with a token, and a wire between them.
class Scene
{
public:
    [[nodiscard]] bool begin(const QStringList &environment = {});
    [[nodiscard]] QString script(const QByteArray &text) const { return home.write(u"job.sh"_s, text); }
    [[nodiscard]] QStringList secrets() const { return {u"--secrets-from"_s, home.path(u"secrets"_s)}; }
    /// With the server's address and a file that holds its token.
    [[nodiscard]] QStringList arguments(const QByteArray &text, const QStringList &more = {}) const;
    /// Faults that begin now.
    void setFaults(const QByteArray &rules) const { server.write(u"faults.json"_s, rules); }
    PunchEnd call(const QStringList &arguments, const QStringList &environment = {});
    void note(const PunchProcess &process) { m_said += process.out() + process.err(); }
    void searchProcesses(qint64 given = 0);
    /// What people look at afterwards, and then all that is left.
    void searchAll(bool isLocal = false);
    [[nodiscard]] QByteArray token() const { return server.hub().token; }

    PunchHome server; // a home of its own: the server's has the token by right
    PunchHome home;
    Canary canary;
    std::unique_ptr<Wire> api;
    std::unique_ptr<Wire> blobs;

private:
    QByteArray m_said;
};

bool Scene::begin(const QStringList &environment)
{
    setFaults("[]");
    if (!server.startHub(environment + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + server.path(u"faults.json"_s)}))
        return false;
    QFile file(server.home() + u"/hub/address.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QJsonObject address = QJsonDocument::fromJson(file.readAll()).object();
    blobs = std::make_unique<Wire>(QUrl(address[u"blobs"].toString()));
    api = std::make_unique<Wire>(QUrl(server.hub().root));
    api->knows(*blobs);
    home.write(u"secrets/canary"_s, oneLine);
    home.write(u"secrets/lines-key"_s, manyLines);
    home.write(u"secrets/part"_s, oneLine.mid(8, 9));
    home.write(u"passphrase"_s, passphrase + '\n');
    canary.add(Canary::Kind::Token, token());
    canary.add(Canary::Kind::Token, passphrase);
    canary.add(Canary::Kind::Secret, oneLine);
    canary.add(Canary::Kind::Secret, manyLines);
    return true;
}

QStringList Scene::arguments(const QByteArray &text, const QStringList &more) const
{
    const QString tokenFile = home.write(u"token"_s, token());
    QFile::setPermissions(tokenFile, QFile::ReadOwner | QFile::WriteOwner);
    return QStringList{u"run"_s,  script(text), u"--api-url"_s,      api->url().toString(), u"--token-file"_s,
                       tokenFile, u"--out"_s,   home.path(u"out"_s), u"--interval"_s,       u"1s"_s}
    + secrets() + more;
}

PunchEnd Scene::call(const QStringList &arguments, const QStringList &environment)
{
    const PunchEnd end = punch(home, arguments, environment);
    m_said += end.out + end.err;
    return end;
}

void Scene::searchProcesses(qint64 given)
{
    canary.searchProcesses("PUNCHCARD_HOME=" + home.home().toUtf8(), "CANARY=", given);
    canary.searchProcesses("PUNCHCARD_HOME=" + server.home().toUtf8(), "CANARY=");
}

void Scene::searchAll(bool isLocal)
{
    for (const QStringList &looks : {QStringList{u"list"_s}, {u"list"_s, u"--json"_s}, {u"account"_s, u"list"_s, u"--json"_s}})
        call(looks);
    const QList<QJsonObject> jobs = home.jobs();
    for (const QJsonObject &job : jobs) {
        const QString id = QString::number(job[u"job"].toInteger());
        for (const QStringList &looks :
             {QStringList{u"show"_s, id}, {u"show"_s, id, u"--json"_s}, {u"logs"_s, id, u"--everything"_s}, {u"export"_s, id}})
            call(looks);
    }
    canary.search(u"output"_s, m_said);
    canary.searchFolder(home.home(), isLocal ? QStringList{u"/hub/address.json"_s} : QStringList());
    canary.searchFolder(home.path(u"out"_s));
    // What it got of the secrets is sealed, and the token stands where it belongs.
    QByteArray got = api->received();
    got.replace("Bearer " + token() + "\r\n", "\r\n");
    canary.search(u"the server"_s, got);
    canary.search(u"the storage"_s, blobs->received());
    QVERIFY(server.stopHub());
    canary.searchFolder(server.home(), {u"/hub/address.json"_s});
}

using Go = void (*)(Scene &);

void refuseWith(Scene &scene, const QByteArray &match, int status, const QByteArray &body)
{
    QJsonObject rule{{u"match"_s, QString::fromLatin1(match)},
                     {u"fault"_s, u"status"_s},
                     {u"status"_s, status},
                     {u"times"_s, 2},
                     {u"body"_s, QString::fromUtf8(body)}};
    if (body.startsWith('<'))
        rule.insert(u"headers"_s, QJsonObject{{u"Content-Type"_s, u"text/html"_s}});
    scene.setFaults(QJsonDocument(QJsonArray{rule}).toJson());
}

// A proxy's page that shows what it was asked, and an answer that repeats it.
QByteArray pageWith(const Scene &scene)
{
    return "<html><h1>Forbidden</h1><pre>Authorization: Bearer " + scene.token() + "</pre></html>";
}

QByteArray answerWith(const Scene &scene)
{
    return "{\"message\": \"Bad token " + scene.token() + " (Basic " + QByteArray("x:" + scene.token()).toBase64() + ")\"}";
}

void interrupted(Scene &scene, int signal, const QStringList &more)
{
    PunchProcess run(scene.home, scene.arguments(waits, more));
    const auto sleeps = [&scene] { return Canary::runs("PUNCHCARD_HOME=" + scene.server.home().toUtf8(), "sleep"); };
    QTRY_VERIFY2_WITH_TIMEOUT(sleeps() || !run.isRunning(), run.said(), 60'000);
    QVERIFY2(run.isRunning(), run.said());
    scene.searchProcesses();
    run.signal(signal);
    run.finish();
    scene.note(run);
    if (signal == SIGINT)
        return;
    const QString id = QString::number(scene.home.jobs().value(0)[u"job"].toInteger());
    scene.call({u"cancel"_s, id});
    scene.call({u"resume"_s, u"--verbose"_s});
}

void crashed(Scene &scene, const QString &point)
{
    const PunchEnd end = scene.call(scene.arguments(tells, {u"--verbose"_s}), {u"PUNCHCARD_TEST_CRASH="_s + point});
    QCOMPARE(end.code, -1);
    QVERIFY(!scene.home.jobs().isEmpty());
    QCOMPARE(scene.call({u"resume"_s, u"--verbose"_s}).code, 0);
}

struct Course
{
    const char *name;
    bool isEveryday;
    Go go;
};

void succeeds(Scene &scene)
{
    const PunchEnd end = scene.call(scene.arguments(tells, {u"--verbose"_s}));
    QCOMPARE(end.code, 0);
    QVERIFY2(end.out.count("***") > 15, end.out);
}

void fails(Scene &scene)
{
    QCOMPARE(scene.call(scene.arguments(tells + "exit 3\n", {u"--json"_s})).code, 1);
}

void isShownLive(Scene &scene)
{
    PunchProcess run(scene.home, scene.arguments(tells + "echo all said; sleep 2; echo end\n", {u"--live"_s}));
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY2(run.out().contains("all said"), run.said());
    scene.note(run);
}

void repeatsTheToken(Scene &scene)
{
    refuseWith(scene, "^POST /user/repos", 403, pageWith(scene));
    QCOMPARE(scene.call(scene.arguments(tells, {u"--verbose"_s})).code, 3);
    refuseWith(scene, "^POST /user/repos", 422, answerWith(scene));
    QCOMPARE(scene.call(scene.arguments(tells, {u"--json"_s})).code, 3);
}

void repeatsTheTokenLater(Scene &scene)
{
    refuseWith(scene, "^PUT .*/secrets/", 422, answerWith(scene));
    scene.call(scene.arguments(tells, {u"--json"_s}));
}

void repeatsTheTokenInAPage(Scene &scene)
{
    refuseWith(scene, "^GET /user$", 200, pageWith(scene));
    scene.call(scene.arguments(tells, {u"--verbose"_s, u"--max-attempts"_s, u"5"_s}));
}

void storageSaysMuch(Scene &scene)
{
    refuseWith(scene, "^GET .*/logs$", 403, pageWith(scene));
    scene.call(scene.arguments(tells, {u"--verbose"_s}));
}

void isRefused(Scene &scene)
{
    for (const int status : {401, 403, 404}) {
        refuseWith(scene, "^POST /user/repos", status, "{\"message\": \"No.\"}");
        scene.call(scene.arguments(tells, {u"--verbose"_s, u"--json"_s}));
    }
}

void answersAreBroken(Scene &scene)
{
    scene.setFaults(R"([{"match": "^PUT .*/secrets/", "fault": "drop-after"}, {"match": "^GET .*/public-key", "fault": "status",
        "status": 502}, {"match": "^GET .*/actions/runs", "fault": "cut"}, {"match": "^POST .*/git/", "fault": "drop"}])");
    QCOMPARE(scene.call(scene.arguments(tells, {u"--verbose"_s})).code, 0);
}

void isCancelled(Scene &scene)
{
    interrupted(scene, SIGINT, {u"--verbose"_s});
}

void isKilled(Scene &scene)
{
    interrupted(scene, SIGKILL, {u"--verbose"_s});
}

void segfaults(Scene &scene)
{
    interrupted(scene, SIGSEGV, {u"--json"_s});
}

void dies(Scene &scene)
{
    crashed(scene, u"sent:3"_s);
}

void diesWhileStoring(Scene &scene)
{
    crashed(scene, u"store:12"_s);
}

void standsInARepository(Scene &scene)
{
    QCOMPARE(scene.call(scene.arguments(tells, {u"--standing"_s, u"--verbose"_s})).code, 0);
}

void isRunAgain(Scene &scene)
{
    QCOMPARE(scene.call(scene.arguments(tells, {u"--delete=false"_s})).code, 0);
    QCOMPARE(scene.call({u"rerun"_s, u"1"_s, u"--verbose"_s}).code, 0);
}

void isAnArray(Scene &scene)
{
    QCOMPARE(scene.call(scene.arguments(tells, {u"--array"_s, u"3"_s, u"--verbose"_s})).code, 0);
}

void isARace(Scene &scene)
{
    QCOMPARE(scene.call(scene.arguments(tells, {u"--runs-on"_s, u"quick"_s, u"--race"_s, u"slow"_s})).code, 0);
}

// On this computer, while somebody's token stands in the terminal's environment: the hub outlives it, and must not have it.
void runsHere(Scene &scene)
{
    PunchProcess run(scene.home,
                     QStringList{u"run"_s, scene.script(tells + "echo waiting >&2; sleep 3\n"), u"--local"_s, u"--verbose"_s}
                         + scene.secrets(),
                     {u"PUNCHCARD_TOKEN="_s + QString::fromLatin1(scene.token()), u"GH_TOKEN="_s + QString::fromLatin1(scene.token())});
    QTRY_VERIFY2_WITH_TIMEOUT(run.out().contains("waiting") || !run.isRunning(), run.said(), 60'000);
    scene.searchProcesses(run.pid());
    QVERIFY2(run.finish() == 0, run.said());
    scene.note(run);
}

void comesFromTheEnvironment(Scene &scene)
{
    QCOMPARE(
        scene
            .call(QStringList{u"run"_s, scene.script(tells), u"--api-url"_s, scene.api->url().toString(), u"--verbose"_s} + scene.secrets(),
                  {u"PUNCHCARD_TOKEN="_s + QString::fromLatin1(scene.token())})
            .code,
        0);
}

const QStringList noKeychain{u"DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"_s};

// Typed: the token, and a secret that cannot be read twice; both lie in the sealed file.
void liesInASealedFile(Scene &scene)
{
    const QStringList sealed = noKeychain + QStringList{u"PUNCHCARD_PASSPHRASE_FILE="_s + scene.home.path(u"passphrase"_s)};
    PunchProcess add(scene.home, {u"account"_s, u"add"_s, u"--sealed"_s, u"--verbose"_s, u"--api-url"_s, scene.api->url().toString()},
                     sealed);
    add.write(scene.token() + '\n');
    add.closeInput();
    QVERIFY2(add.finish() == 0, add.said());
    scene.note(add);
    PunchProcess run(scene.home,
                     {u"run"_s, scene.script(tells), u"--account"_s, u"local"_s, u"--secret"_s, u"CANARY=@/dev/stdin"_s, u"--verbose"_s},
                     sealed);
    run.write(oneLine + '\n');
    run.closeInput();
    QVERIFY2(run.finish() == 0, run.said());
    scene.note(run);
    scene.call({u"account"_s, u"check"_s, u"--verbose"_s}, sealed);
    scene.call({u"account"_s, u"remove"_s, u"local"_s}, sealed);
}

void isTypedWrong(Scene &scene)
{
    for (const QByteArray &typed : {"Bearer " + scene.token(), scene.token() + "\n" + scene.token(), scene.token() + "\xC3\xA4"}) {
        PunchProcess add(scene.home, {u"account"_s, u"add"_s, u"--verbose"_s, u"--api-url"_s, scene.api->url().toString()}, noKeychain);
        add.write(typed + '\n');
        add.closeInput();
        QVERIFY2(add.finish() != 0, add.said());
        scene.note(add);
    }
}

void leavesThingsBehind(Scene &scene)
{
    refuseWith(scene, "^DELETE /repos", 403, answerWith(scene));
    scene.call(scene.arguments(tells, {u"--verbose"_s}));
    scene.call({u"leftovers"_s});
    scene.call({u"leftovers"_s, u"--json"_s});
    scene.call({u"doctor"_s, u"--json"_s}, noKeychain);
}

const Course courses[] = {
    {"success", true, succeeds},
    {"failing script", false, fails},
    {"live output", true, isShownLive},
    {"a server that repeats the token", true, repeatsTheToken},
    {"a server that repeats it later", false, repeatsTheTokenLater},
    {"a page in place of an answer", false, repeatsTheTokenInAPage},
    {"a log that is refused", false, storageSaysMuch},
    {"refusals", false, isRefused},
    {"broken answers", false, answersAreBroken},
    {"cancelled", true, isCancelled},
    {"kill -9", false, isKilled},
    {"segmentation fault", false, segfaults},
    {"crash after a request", true, dies},
    {"crash at a store write", false, diesWhileStoring},
    {"standing repository", false, standsInARepository},
    {"run again", false, isRunAgain},
    {"array", false, isAnArray},
    {"race", false, isARace},
    {"this computer", true, runsHere},
    {"token of the environment", false, comesFromTheEnvironment},
    {"sealed file", true, liesInASealedFile},
    {"wrong input", false, isTypedWrong},
    {"left-overs", false, leavesThingsBehind},
};

} // namespace

class TstCanary : public QObject
{
    Q_OBJECT

private slots:
    void searchFindsEachForm_data();
    void searchFindsEachForm();
    // Breaks for the user: a report that they send to somebody, or a backup, has their token in it.
    void nothingKeepsThem_data();
    void nothingKeepsThem();
    // Breaks for the user: the company's server gets the token of their private account.
    void eachServerSeesItsOwnTokenOnly();
    void cleanupTestCase();

private:
    int m_courses = 0;
    int m_sites = 0;
    qsizetype m_forms = 0;
};

void TstCanary::searchFindsEachForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("as it is") << "a " + oneLine;
    QTest::newRow("base64") << "a " + oneLine.toBase64();
    QTest::newRow("inside base64") << ("xy" + oneLine + "z").toBase64(QByteArray::Base64UrlEncoding);
    QTest::newRow("URL") << oneLine.toPercentEncoding();
    QTest::newRow("URL in small letters") << oneLine.toPercentEncoding().toLower();
    QTest::newRow("JSON") << QJsonDocument(QJsonArray{QString::fromUtf8(oneLine)}).toJson();
    QTest::newRow("HTML") << QString::fromUtf8(oneLine).toHtmlEscaped().toUtf8();
    QTest::newRow("hexadecimal") << oneLine.toHex();
    QTest::newRow("from behind") << QByteArray::fromStdString(std::string(oneLine.rbegin(), oneLine.rend()));
    const QString wide = QString::fromUtf8(oneLine);
    QTest::newRow("UTF-16") << QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
}

void TstCanary::searchFindsEachForm()
{
    QFETCH(const QByteArray, text);
    Canary canary;
    canary.add(Canary::Kind::Secret, oneLine);
    canary.search(u"nothing"_s, "a canary of the secret");
    QCOMPARE(canary.found(), QStringList());
    canary.search(u"it"_s, text);
    QCOMPARE(canary.found().size(), 1);
}

void TstCanary::nothingKeepsThem_data()
{
    QTest::addColumn<int>("course");
    const bool isLong = qEnvironmentVariableIsSet("PUNCHCARD_LONG");
    for (int at = 0; at < int(std::size(courses)); ++at) {
        const bool isDue = isSanitized ? at % 8 == 0 : courses[at].isEveryday;
        if (isLong || isDue)
            QTest::newRow(courses[at].name) << at;
    }
}

void TstCanary::nothingKeepsThem()
{
    QFETCH(const int, course);
    Scene scene;
    QVERIFY(scene.begin());
    courses[course].go(scene);
    if (QTest::currentTestFailed())
        return;
    scene.searchAll(courses[course].go == runsHere);
    m_sites += scene.canary.sites();
    m_forms = scene.canary.forms();
    ++m_courses;
    QVERIFY2(scene.canary.found().isEmpty(), qPrintable(scene.canary.found().join(u'\n')));
    QVERIFY(scene.canary.sites() > 5);
}

void TstCanary::eachServerSeesItsOwnTokenOnly()
{
    Scene one;
    QVERIFY(one.begin());
    PunchHome company;
    QVERIFY(company.startHub());
    const Wire wire(QUrl(company.hub().root));
    const QStringList sealed = noKeychain + QStringList{u"PUNCHCARD_PASSPHRASE_FILE="_s + one.home.path(u"passphrase"_s)};
    const auto add = [&](const QUrl &root, const QString &name, const QByteArray &token) {
        PunchProcess process(one.home, {u"account"_s, u"add"_s, u"--sealed"_s, u"--name"_s, name, u"--api-url"_s, root.toString()}, sealed);
        process.write(token + '\n');
        process.closeInput();
        return process.finish() == 0;
    };
    QVERIFY(add(one.api->url(), u"mine"_s, one.token()));
    QVERIFY(add(wire.url(), u"company"_s, company.hub().token));
    for (const QString &account : {u"company"_s, u"mine"_s}) {
        const PunchEnd end
            = one.call(QStringList{u"run"_s, one.script("echo x >uploads/x\n"), u"--account"_s, account} + one.secrets(), sealed);
        QVERIFY2(end.code == 0, end.err);
    }
    one.call({u"account"_s, u"check"_s}, sealed);
    Canary theirs;
    theirs.add(Canary::Kind::Token, company.hub().token);
    theirs.search(u"my server"_s, one.api->received());
    theirs.search(u"my storage"_s, one.blobs->received());
    Canary mine;
    mine.add(Canary::Kind::Token, one.token());
    mine.search(u"the company's server"_s, wire.received());
    QVERIFY(!one.blobs->received().isEmpty() && !wire.received().isEmpty());
    QCOMPARE(theirs.found() + mine.found(), QStringList());
    // The search is able to find something.
    QVERIFY(one.api->received().contains("Bearer " + one.token()));
    QVERIFY(wire.received().contains("Bearer " + company.hub().token));
}

void TstCanary::cleanupTestCase()
{
    qInfo("canary: %d courses, %d sites searched for %lld forms", m_courses, m_sites, qint64(m_forms));
}

PUNCHCARD_TEST(TstCanary, tst_canary)
#include "tst_canary.moc"
