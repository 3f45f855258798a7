// SPDX-License-Identifier: MIT
#include "core/base/maskforms.h"
#include "core/hub/masker.h"
#include "tests/hub/hubfixture.h"
#include "tests/support/maskvectors.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>

#include <csignal>
#include <unistd.h>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

/// The scripts that travel with a job to show its output while it runs: with the system's bash, curl and awk.
class TstLiveShip : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    // Breaks for the user: their secret stands readable in the repository, or in this computer's log.
    void secretsAreStruck_data() { addMaskVectors(); }
    void secretsAreStruck();
    void commandsAddMasks();

    // Breaks for the user: the job that would have succeeded fails because somebody wanted to watch.
    void keepsTheEnd_data();
    void keepsTheEnd();
    void refusalsAreNotNoticed_data();
    void refusalsAreNotNoticed();
    void needsNoCurl();
    void leftProgramsAreNotWaitedFor();
    void cancelIsTheScripts();

    void arrivesWhileTheScriptRuns();
    void fastOutputLeavesGaps();
    // Breaks for the user: an element that they opened stays silent, or all 256 send at once.
    void elementsSendWhenChosen();
    // Breaks for the user: what their script hands over does not come, or comes half.
    void filesAreHandedOver();
    void filesWithoutLiveOutputComeAtTheEnd();

private:
    void start(const QByteArray &script, const QMap<QString, QString> &more = {}, const QString &path = {});
    /// The files that have arrived, in order: name to content.
    [[nodiscard]] QList<std::pair<QString, QByteArray>> files();
    [[nodiscard]] QByteArray arrived();
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }
    void say(const QString &name);

    HubFixture m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_bash;
    QString m_api;
    QString m_ship;
    QString m_branch;
    int m_branches = 0;
};

void TstLiveShip::initTestCase()
{
    QVERIFY(m_hub.start());
    QVERIFY(m_hub.makeRepository(u"live"_s));
}

void TstLiveShip::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    for (const QString &name : {u"ship.sh"_s, u"mask.awk"_s, u"punchcard-upload"_s})
        QVERIFY(QFile::copy(u":/punchcard/live/"_s + name, file(name)));
    QVERIFY(QFile::setPermissions(file(u"punchcard-upload"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    m_ship = file(u"ship.sh"_s);
    m_api = m_hub.client.root;
    m_branch = u"live/%1"_s.arg(++m_branches);
}

void TstLiveShip::cleanup()
{
    if (m_bash && m_bash->state() == QProcess::Running) {
        ::kill(-pid_t(m_bash->processId()), SIGKILL);
        m_bash->waitForFinished();
        return;
    }
    m_bash.reset();
    // Only the scripts and what the test itself wrote: nothing of the output stays behind.
    QCOMPARE(QDir(m_folder->path()).entryList({u"ship.*"_s}), QStringList{u"ship.sh"_s});
}

void TstLiveShip::start(const QByteArray &script, const QMap<QString, QString> &more, const QString &path)
{
    QFile job(file(u"job.sh"_s));
    QVERIFY(job.open(QIODevice::WriteOnly));
    job.write(script);
    job.close();
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, path.isEmpty() ? qEnvironmentVariable("PATH") : path);
    environment.insert(u"TMPDIR"_s, m_folder->path());
    environment.insert(u"HERE"_s, m_folder->path());
    environment.insert(u"PUNCHCARD_LIVE_TOKEN"_s, QString::fromUtf8(m_hub.client.token));
    environment.insert(u"PUNCHCARD_LIVE_API"_s, m_api);
    environment.insert(u"PUNCHCARD_LIVE_REPOSITORY"_s, u"local/live"_s);
    environment.insert(u"PUNCHCARD_LIVE_BRANCH"_s, m_branch);
    environment.insert(u"PUNCHCARD_LIVE_INTERVAL"_s, u"0"_s);
    for (auto entry = more.begin(); entry != more.end(); ++entry)
        environment.insert(entry.key(), *entry);
    m_bash = std::make_unique<QProcess>();
    m_bash->setProcessEnvironment(environment);
    m_bash->setChildProcessModifier([] { ::setsid(); });
    m_bash->start(QStandardPaths::findExecutable(u"bash"_s), {m_ship, u"bash"_s, u"-e"_s, file(u"job.sh"_s)});
    QVERIFY(m_bash->waitForStarted());
}

QList<std::pair<QString, QByteArray>> TstLiveShip::files()
{
    const QString folder = m_hub.repositoryPath(u"live"_s) + u"/contents/live/000"_s;
    QList<std::pair<QString, QByteArray>> list;
    const QJsonArray entries = m_hub.client.get(folder + u"?ref="_s + m_branch).array();
    for (const QJsonValue entry : entries) {
        const QString name = entry[u"name"].toString();
        const QString path = folder + u'/' + name + u"?ref="_s + m_branch;
        list.append({name, m_hub.client.get(path, {{"Accept", "application/vnd.github.raw+json"}}).body});
    }
    return list;
}

QByteArray TstLiveShip::arrived()
{
    QByteArray all;
    for (const auto &[name, content] : files())
        all += content;
    return all;
}

// The scripts wait for such a file by `hold NAME`.
void TstLiveShip::say(const QString &name)
{
    QTRY_VERIFY(QFileInfo::exists(file(name)));
    QFile fifo(file(name));
    QVERIFY(fifo.open(QIODevice::WriteOnly));
    fifo.write("\n");
}

static const QByteArray hold = "hold() { [ -p \"$HERE/$1\" ] || mkfifo \"$HERE/$1\"; read -r _ <\"$HERE/$1\"; }\n";

void TstLiveShip::secretsAreStruck()
{
    QFETCH(const QByteArrayList, secrets);
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, masked);
    hub::Masker masker;
    for (const QByteArray &secret : secrets)
        masker.add(secret);
    QCOMPARE(masker.masked(line), masked);
    QProcessEnvironment environment;
    environment.insert(u"LC_ALL"_s, u"C"_s);
    environment.insert(u"PUNCHCARD_LIVE_SECRETS"_s, u"S0 S1 S2"_s);
    for (qsizetype i = 0; i < secrets.size(); ++i)
        environment.insert(u"S%1"_s.arg(i), QString::fromUtf8(secrets.at(i)));
    int tried = 0;
    for (const QStringList &awk :
         {QStringList{u"awk"_s}, {u"mawk"_s}, {u"gawk"_s}, {u"gawk"_s, u"--posix"_s}, {u"original-awk"_s}, {u"busybox"_s, u"awk"_s}}) {
        const QString program = QStandardPaths::findExecutable(awk.constFirst());
        if (program.isEmpty())
            continue;
        ++tried;
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, awk.mid(1) + QStringList{u"-f"_s, file(u"mask.awk"_s)});
        process.write(line + '\n');
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QVERIFY2(process.readAllStandardOutput() == masked + '\n', qPrintable(awk.join(u' ')));
    }
    QVERIFY(tried > 0);
}

void TstLiveShip::commandsAddMasks()
{
    start(hold + R"(
printf '::add-mask::sword%%25fish\r\nsword%%fish, c3dvcmQlZmlzaA==\n50%%\r60%%\r##[add-mask]hunter22\nhunter22'
printf '\nunfinished'
hold end
)");
    QTRY_COMPARE(arrived(), QByteArray("***, ***\n50%\r60%\n***\n"));
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QVERIFY(arrived().endsWith("***\nunfinished"));
}

void TstLiveShip::keepsTheEnd_data()
{
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<int>("code");
    QTest::newRow("good") << QByteArray("exit 0") << 0;
    QTest::newRow("bad") << QByteArray("exit 3") << 3;
    QTest::newRow("a failing command") << QByteArray("false") << 1;
    QTest::newRow("killed") << QByteArray("kill -TERM $$") << 128 + SIGTERM;
}

void TstLiveShip::keepsTheEnd()
{
    QFETCH(const QByteArray, last);
    start("echo out; echo err >&2; env | grep PUNCHCARD_LIVE_ || true; cat; printf 'half'\n" + last + '\n');
    m_bash->write("in\n");
    m_bash->closeWriteChannel();
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitStatus(), QProcess::NormalExit);
    QTEST(m_bash->exitCode(), "code");
    QCOMPARE(m_bash->readAllStandardOutput(), QByteArray("out\nerr\nin\nhalf"));
    if (m_bash->exitCode() < 128) // of a signal bash has something to say, with the wrapper or without
        QCOMPARE(m_bash->readAllStandardError(), QByteArray());
}

void TstLiveShip::refusalsAreNotNoticed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("again");
    QTest::newRow("not found") << 404 << QByteArray("{}") << false;
    QTest::newRow("no right") << 403 << QByteArray(R"({"message":"Resource not accessible by integration"})") << false;
    QTest::newRow("limit") << 403 << QByteArray(R"({"message":"You have exceeded a secondary rate limit."})") << true;
    QTest::newRow("too many") << 429 << QByteArray("{}") << true;
    QTest::newRow("server error") << 500 << QByteArray("<html>") << true;
    QTest::newRow("nobody there") << 0 << QByteArray() << true;
}

void TstLiveShip::refusalsAreNotNoticed()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, again);
    ScriptedServer server;
    m_api = server.url(u""_s).toString();
    while (m_api.endsWith(u'/'))
        m_api.chop(1);
    Answer &answer = server.expect("POST", "/repos/local/live/git/trees");
    if (status == 0)
        answer.closeUnanswered();
    else
        answer.reply(status, body);
    answer.times(-1);
    start(hold + "echo begin\nhold end\nexit 7\n");
    QTRY_VERIFY(!server.seen().isEmpty());
    if (again)
        QTRY_VERIFY(server.seen().size() > 1);
    QCOMPARE(server.last().header("authorization"), "Bearer " + m_hub.client.token);
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitCode(), 7);
    QCOMPARE(m_bash->readAllStandardOutput(), QByteArray("begin\n"));
    if (!again)
        QCOMPARE(server.seen().size(), 1);
}

void TstLiveShip::needsNoCurl()
{
    QVERIFY(QDir().mkdir(file(u"bin"_s)));
    for (const QString &tool : {u"bash"_s, u"mkfifo"_s, u"awk"_s, u"tee"_s, u"env"_s})
        QFile::link(QStandardPaths::findExecutable(tool), file(u"bin/"_s + tool));
    start("echo alone; exit 4\n", {}, file(u"bin"_s));
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitCode(), 4);
    QCOMPARE(m_bash->readAllStandardOutput(), QByteArray("alone\n"));
    QVERIFY(files().isEmpty());
}

void TstLiveShip::leftProgramsAreNotWaitedFor()
{
    start("sleep 1000 &\necho $!\n");
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    const auto left = pid_t(m_bash->readAllStandardOutput().trimmed().toInt());
    QVERIFY(left > 0);
    QCOMPARE(::kill(left, SIGKILL), 0);
    QCOMPARE(m_bash->exitCode(), 0);
}

// As GitHub's runner does it, and the hub: the signal goes to all, what the script says then arrives, and its status counts.
void TstLiveShip::cancelIsTheScripts()
{
    start(hold + "trap 'echo bye; exit 9' INT\necho begin\nhold end\n");
    QTRY_COMPARE(arrived(), QByteArray("begin\n"));
    ::kill(-pid_t(m_bash->processId()), SIGINT);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitCode(), 9);
    QCOMPARE(m_bash->readAllStandardOutput(), QByteArray("begin\nbye\n"));
    QCOMPARE(arrived(), QByteArray("begin\nbye\n"));
}

void TstLiveShip::arrivesWhileTheScriptRuns()
{
    start(hold + "echo one $API_KEY\nhold second\necho two $API_KEY >&2\nhold end\necho three\n",
          {{u"API_KEY"_s, u"hush-hush"_s}, {u"PUNCHCARD_LIVE_SECRETS"_s, u"API_KEY"_s}});
    QTRY_COMPARE(arrived(), QByteArray("one ***\n"));
    say(u"second"_s);
    QTRY_COMPARE(arrived(), QByteArray("one ***\ntwo ***\n"));
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QStringList names;
    for (const auto &[name, content] : files())
        names.append(name);
    QCOMPARE(names, (QStringList{u"000001-0-14"_s, u"000002-14-28"_s, u"000003-28-34"_s}));
    QCOMPARE(arrived(), QByteArray("one ***\ntwo ***\nthree\n"));
}

// What is left out may still say what is secret.
void TstLiveShip::fastOutputLeavesGaps()
{
    start(hold + "{ echo '::add-mask::swordfish'; seq 1 100000; echo swordfish; } >\"$HERE/many\"\ncat \"$HERE/many\"\nhold end\n");
    QTRY_VERIFY(arrived().endsWith("\n100000\n***\n"));
    const auto [name, first] = files().constFirst();
    const QByteArray all = arrived();
    const qint64 size = QFileInfo(file(u"many"_s)).size();
    QVERIFY(all.size() < size);
    QCOMPARE(files().constLast().first.section(u'-', 2).toLongLong(), size);
    // It begins with a whole line, wherever that is.
    QFile many(file(u"many"_s));
    QVERIFY(many.open(QIODevice::ReadOnly));
    const qint64 from = name.section(u'-', 1, 1).toLongLong();
    QVERIFY(many.seek(from > 0 ? from - 1 : 0));
    QVERIFY(from == 0 || many.read(1) == "\n");
    QVERIFY(from == 0 || first.startsWith(many.readLine()));
    QVERIFY(!all.contains("swordfish"));
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
}

void TstLiveShip::elementsSendWhenChosen()
{
    const QString choice = m_branch + u"-choice"_s;
    const QString contents = m_hub.repositoryPath(u"live"_s) + u"/contents/choice/"_s;
    const auto sayWho = [&](const QString &name, const QByteArray &text) {
        const QString path = contents + name;
        const QString sha = m_hub.client.get(path + u"?ref="_s + choice).json()[u"sha"].toString();
        QJsonObject body{{u"message"_s, u"x"_s}, {u"branch"_s, choice}, {u"content"_s, QString::fromLatin1(text.toBase64())}};
        if (!sha.isEmpty())
            body.insert(u"sha"_s, sha);
        return m_hub.client.send("PUT", path, body).status;
    };
    const QString git = m_hub.repositoryPath(u"live"_s) + u"/git"_s;
    const QJsonObject entry{{u"path"_s, u"choice/003"_s}, {u"mode"_s, u"100644"_s}, {u"type"_s, u"blob"_s}, {u"content"_s, u"\n"_s}};
    const QString tree
        = m_hub.client.send("POST", git + u"/trees"_s, QJsonObject{{u"tree"_s, QJsonArray{entry}}}).json()[u"sha"].toString();
    const QString commit
        = m_hub.client
              .send("POST", git + u"/commits"_s, QJsonObject{{u"message"_s, u"x"_s}, {u"tree"_s, tree}, {u"parents"_s, QJsonArray()}})
              .json()[u"sha"]
              .toString();
    QCOMPARE(m_hub.client.send("POST", git + u"/refs"_s, QJsonObject{{u"ref"_s, u"refs/heads/"_s + choice}, {u"sha"_s, commit}}).status,
             201);
    start(hold + "echo before\nhold looked\necho after\nhold end\necho last\n",
          {{u"PUNCHCARD_LIVE_CHOICE"_s, choice}, {u"PUNCHCARD_LIVE_ELEMENT"_s, u"259"_s}, {u"PUNCHCARD_LIVE_LOOKS"_s, u"0 1"_s}});
    // Its neighbour in the same file is open, and it is not.
    QCOMPARE(sayWho(u"003"_s, "3\n"), 200);
    say(u"looked"_s);
    QVERIFY(files().isEmpty());
    QCOMPARE(sayWho(u"003"_s, "3\n259\n"), 200);
    QTRY_COMPARE_WITH_TIMEOUT(arrived(), QByteArray("before\nafter\n"), 20'000);
    QCOMPARE(sayWho(u"003"_s, "3\n"), 200);
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitCode(), 0);
    QCOMPARE(m_bash->readAllStandardOutput(), QByteArray("before\nafter\nlast\n"));
}

void TstLiveShip::filesAreHandedOver()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"job/.punchcard"_s));
    for (const QString &name : {u"ship.sh"_s, u"mask.awk"_s, u"punchcard-upload"_s})
        QVERIFY(QFile::copy(file(name), file(u"job/.punchcard/"_s + name)));
    m_ship = file(u"job/.punchcard/ship.sh"_s);
    start(hold
          + "cd /\nprintf 'a\\0b' >\"$HERE/one\"\npunchcard-upload first.bin \"$HERE/one\"\nhold more\n"
            "echo second >\"$HERE/two\"\npunchcard-upload second.txt \"$HERE/two\"\nhold end\nexit 5\n");
    const QString listed = m_hub.repositoryPath(u"live"_s) + u"/contents/live/000?ref="_s + m_branch;
    const auto marks = [&] {
        QStringList names;
        for (const QJsonValue entry : m_hub.client.get(listed).array()) {
            if (entry[u"name"].toString().startsWith(u"upload-"_s))
                names.append(entry[u"name"].toString());
        }
        return names;
    };
    const auto content = [&](const QString &name) {
        return m_hub.client
            .get(m_hub.repositoryPath(u"live"_s) + u"/contents/"_s + name + u"?ref="_s + m_branch + u"-files"_s,
                 {{"Accept", "application/vnd.github.raw+json"}})
            .body;
    };
    QTRY_COMPARE(marks(), QStringList{u"upload-000001-first.bin"_s});
    QCOMPARE(content(u"first.bin"_s), QByteArray("a\0b", 3));
    say(u"more"_s);
    QTRY_COMPARE(marks().size(), 2);
    QCOMPARE(content(u"second.txt"_s), QByteArray("second\n"));
    QCOMPARE(content(u"first.bin"_s), QByteArray("a\0b", 3));
    say(u"end"_s);
    QTRY_COMPARE(m_bash->state(), QProcess::NotRunning);
    QCOMPARE(m_bash->exitCode(), 5);
    QCOMPARE(m_bash->readAllStandardError(), QByteArray());
    QCOMPARE(QDir(file(u"job/uploads"_s)).entryList(QDir::Files | QDir::Hidden), (QStringList{u"first.bin"_s, u"second.txt"_s}));
}

void TstLiveShip::filesWithoutLiveOutputComeAtTheEnd()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"job/.punchcard"_s));
    QVERIFY(QFile::copy(file(u"punchcard-upload"_s), file(u"job/.punchcard/punchcard-upload"_s)));
    const auto upload = [this](const QStringList &arguments) {
        QProcess process;
        process.start(file(u"job/.punchcard/punchcard-upload"_s), arguments);
        return process.waitForFinished() ? std::pair(process.exitCode(), process.readAllStandardError()) : std::pair(-1, QByteArray());
    };
    QFile made(file(u"made"_s));
    QVERIFY(made.open(QIODevice::WriteOnly));
    made.write("x");
    made.close();
    const auto [code, said] = upload({u"x.txt"_s, made.fileName()});
    QCOMPARE(code, 0);
    QVERIFY2(said.contains("comes at the end"), said);
    QVERIFY(QFile::exists(file(u"job/uploads/x.txt"_s)));
    // What is no name stays outside.
    for (const QString &name : {u"../x"_s, u".x"_s, u"a/b"_s, u""_s, u"-x"_s, u"a b"_s})
        QCOMPARE(upload({name, made.fileName()}).first, 2);
    QCOMPARE(upload({u"x"_s, m_folder->path()}).first, 1);
    QCOMPARE(upload({u"x"_s}).first, 2);
    // Of 40 MB and more nothing is sent; a hole has the size all the same.
    QVERIFY(made.resize(41'943'041));
    qputenv("PUNCHCARD_SPOOL", m_folder->path().toUtf8());
    const auto [large, toldSize] = upload({u"large"_s, made.fileName()});
    qunsetenv("PUNCHCARD_SPOOL");
    QCOMPARE(large, 0);
    QVERIFY2(toldSize.contains("larger than 40 MB"), toldSize);
    QVERIFY(!QFile::exists(file(u"large"_s)));
}

PUNCHCARD_TEST(TstLiveShip, tst_liveship)
#include "tst_liveship.moc"
