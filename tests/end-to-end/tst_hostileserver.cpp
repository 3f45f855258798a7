// SPDX-License-Identifier: MIT
// What a server and a script may put into archives, names, messages and logs to do harm, by the built punch and the built
// punchcard-hub: all of it arrives, nothing of it gets out of its folder or commands the terminal.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"
#include "tests/support/zipbuilder.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHostileServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void artifactsThatWantOut();
    void anArchiveThatIsRefusedWhole();
    void messagesThatCommandTheTerminal();
    void aLogThatCommandsTheTerminal();

private:
    /// What the hub answers instead of the run's artifacts, each with these bytes.
    struct Given
    {
        QString name;
        QByteArray bytes;
        QJsonObject headers = {{u"Content-Type"_s, u"application/zip"_s}};
    };
    void give(const QList<Given> &artifacts) const;
    [[nodiscard]] QStringList below(const QString &folder) const;

    PunchHome m_home;
    const QString m_evil = u"\x1b]52;c;eA==\x07\u009D0;t\u009C\x1b[2J\u202E\rall is well"_s;
};

namespace {

// Nothing but text, line feeds and tabs.
QString commandsIn(const QByteArray &output)
{
    const QString text = QString::fromUtf8(output);
    for (const QChar c : text) {
        const bool isBidi = (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        if (c != u'\n' && c != u'\t' && (c.category() == QChar::Other_Control || isBidi))
            return u"U+%1 in: "_s.arg(c.unicode(), 4, 16) + text;
    }
    return {};
}

} // namespace

void TstHostileServer::initTestCase()
{
    const QString faults = m_home.write(u"faults.json"_s, "[]");
    QVERIFY(m_home.startHub({u"PUNCHCARD_HUB_FAULTS="_s + faults}));
}

void TstHostileServer::give(const QList<Given> &artifacts) const
{
    QJsonArray list;
    QJsonArray faults;
    for (const Given &given : artifacts) {
        const int id = 900 + int(list.size());
        const QString file = m_home.write(u"given/%1"_s.arg(id), given.bytes);
        const QByteArray sum = QCryptographicHash::hash(given.bytes, QCryptographicHash::Sha256).toHex();
        list.append(QJsonObject{{u"id"_s, id},
                                {u"name"_s, given.name},
                                {u"size_in_bytes"_s, given.bytes.size()},
                                {u"expired"_s, false},
                                {u"digest"_s, u"sha256:"_s + QString::fromLatin1(sum)}});
        faults.append(QJsonObject{{u"match"_s, u"^GET /repos/[^/]+/[^/]+/actions/artifacts/%1/zip$"_s.arg(id)},
                                  {u"times"_s, -1},
                                  {u"fault"_s, u"status"_s},
                                  {u"status"_s, 200},
                                  {u"headers"_s, given.headers},
                                  {u"file"_s, file}});
    }
    faults.append(QJsonObject{{u"match"_s, u"^GET /repos/[^/]+/[^/]+/actions/runs/\\d+/artifacts$"_s},
                              {u"times"_s, -1},
                              {u"fault"_s, u"status"_s},
                              {u"status"_s, 200},
                              {u"body"_s, QJsonObject{{u"total_count"_s, list.size()}, {u"artifacts"_s, list}}}});
    m_home.write(u"faults.json"_s, QJsonDocument(faults).toJson());
}

QStringList TstHostileServer::below(const QString &folder) const
{
    QStringList files;
    const QString root = m_home.path(folder);
    QDirIterator it(root, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(it.next().sliced(root.size() + 1));
    files.sort();
    return files;
}

// Breaks for the user: a file where they did not want one; or they are not told which one was refused, and why.
void TstHostileServer::artifactsThatWantOut()
{
    ZipBuilder bad;
    bad.add("good", "1").add("../evil", "x").add(m_evil.toUtf8(), "x");
    bad.add(ZipPart{.name = "link", .content = "/etc/passwd", .mode = 0120777});
    bad.add("link/through", "2");
    const auto plain = [](const QByteArray &content) { return ZipBuilder().add("f", content).bytes(); };
    give({{.name = u"uploads"_s, .bytes = bad.bytes()},
          {.name = u"uploads"_s, .bytes = ZipBuilder().add("good", "other").add("more", "3").bytes()},
          {.name = u"Uploads"_s, .bytes = plain("twin")},
          {.name = u"../../../escaped"_s, .bytes = plain("up")},
          {.name = u"/tmp/punchcard-escaped"_s, .bytes = plain("absolute")},
          {.name = u"nul"_s, .bytes = plain("device")},
          {.name = u"x"_s + m_evil, .bytes = plain("commands")},
          {.name = u"two\nlines"_s, .bytes = plain("lines")},
          {.name = u"raw"_s,
           .bytes = "raw bytes",
           .headers = {{u"Content-Type"_s, u"text/plain"_s}, {u"Content-Disposition"_s, u"attachment; filename=\"../../../raw.txt\""_s}}}});
    const QStringList before = below(u"given"_s);
    const QString script = m_home.write(u"job.sh"_s, "echo done\n");
    const PunchEnd end = punch(m_home, {u"run"_s, script, u"--local"_s, u"--out"_s, m_home.path(u"out/results"_s)});
    QVERIFY2(end.code == 6, end.out + end.err);
    QVERIFY2(commandsIn(end.out).isEmpty() && commandsIn(end.err).isEmpty(), qPrintable(commandsIn(end.out) + commandsIn(end.err)));
    QCOMPARE(below(u"out"_s),
             (QStringList{u"results/%2E.%2F..%2F..%2Fescaped/f"_s, u"results/%2Ftmp%2Fpunchcard-escaped/f"_s, u"results/%6Eul/f"_s,
                          u"results/Uploads/f"_s, u"results/good"_s, u"results/link/through"_s, u"results/more"_s, u"results/raw/raw.txt"_s,
                          u"results/two%0Alines/f"_s, u"results/x%1B]52;c;eA==%07%C2%9D0;t%C2%9C%1B[2J%E2%80%AE%0Dall is well/f"_s}));
    QCOMPARE(m_home.read(u"out/results/good"_s), QByteArray("1"));
    QVERIFY(!QFileInfo::exists(u"/tmp/punchcard-escaped"_s));
    for (const char *const said : {"../evil: It leads out of the folder.", "It is a symbolic link.", "‹U+001B›",
                                   "The archive is kept: ", "good: A file of this name is there already."})
        QVERIFY2(end.err.contains(said), end.err);
    QCOMPARE(below(u"given"_s), before);

    // What is kept is what came.
    const QString kept = QString::fromUtf8(end.err).section(u"The archive is kept: "_s, 1).section(u'\n', 0, 0);
    QFile archive(kept);
    QVERIFY2(archive.open(QIODevice::ReadOnly), qPrintable(kept));
    QCOMPARE(archive.readAll(), m_home.read(u"given/"_s + kept.section(u'/', -1)));
    const PunchEnd shown = punch(m_home, {u"show"_s, u"1"_s});
    QVERIFY2(shown.out.contains("../evil: It leads out of the folder."), shown.out);
    for (const QStringList &verb :
         {QStringList{u"show"_s, u"1"_s}, {u"show"_s, u"1"_s, u"--json"_s}, {u"list"_s}, {u"list"_s, u"--json"_s}}) {
        const PunchEnd told = punch(m_home, verb);
        QCOMPARE(commandsIn(told.out + told.err), QString());
    }
    const QByteArray json = QJsonDocument(m_home.job(1)).toJson();
    QVERIFY2(json.contains("link: It is a symbolic link."), json);
}

void TstHostileServer::anArchiveThatIsRefusedWhole()
{
    const QByteArray million = ZipBuilder().add("f", "x").claim(1'000'000).bytes();
    give({{.name = u"uploads"_s, .bytes = million},
          {.name = u"page"_s, .bytes = "<html>Sign in to the network</html>"},
          {.name = u"good"_s, .bytes = ZipBuilder().add("f", "x").bytes()}});
    const QString script = m_home.write(u"job.sh"_s, "echo done\n");
    const PunchEnd end = punch(m_home, {u"run"_s, script, u"--local"_s, u"--out"_s, m_home.path(u"whole"_s)});
    QVERIFY2(end.code == 6, end.out + end.err);
    QCOMPARE(below(u"whole"_s), QStringList{u"good/f"_s});
    QVERIFY2(end.err.contains("files and folders") && end.err.contains("is not a complete zip archive"), end.err);
    QVERIFY2(end.err.count("The archive is kept: ") == 2, end.err);
}

// Breaks for the user: an error message fills their clipboard, or tells them what was never so.
void TstHostileServer::messagesThatCommandTheTerminal()
{
    const QJsonObject body{{u"message"_s, u"No more repositories.\n2026-11-28T00:00:00.000Z I all is well"_s + m_evil},
                           {u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, m_evil}}}},
                           {u"documentation_url"_s, u"https://docs.github.com/"_s + m_evil}};
    const QJsonArray faults{QJsonObject{
        {u"match"_s, u"^POST /user/repos$"_s}, {u"times"_s, -1}, {u"fault"_s, u"status"_s}, {u"status"_s, 422}, {u"body"_s, body}}};
    m_home.write(u"faults.json"_s, QJsonDocument(faults).toJson());
    const QString script = m_home.write(u"job.sh"_s, "echo done\n");
    for (const QStringList &more : {QStringList(), QStringList{u"--json"_s}, QStringList{u"--verbose"_s}}) {
        const PunchEnd end = punch(m_home, QStringList{u"run"_s, script, u"--local"_s} + more);
        QVERIFY2(end.code != 0 && (end.err + end.out).contains("No more repositories."), end.err + end.out);
        QCOMPARE(commandsIn(end.out + end.err), QString());
    }
    const QDir home(m_home.home());
    const QStringList logs = home.entryList({u"diagnostics.*.log"_s});
    QVERIFY(!logs.isEmpty());
    for (const QString &log : logs) {
        const QByteArray noted = m_home.read(u"home/"_s + log);
        QCOMPARE(commandsIn(noted), QString());
        QVERIFY2(!noted.contains("\n2026-11-28T00:00:00.000Z I all is well"), noted);
    }
}

// Breaks for the user: what a script prints takes over their terminal, live or afterwards.
void TstHostileServer::aLogThatCommandsTheTerminal()
{
    m_home.write(u"faults.json"_s, "[]");
    const QByteArray script
        = "for seq in ']52;c;eA==\\007' ']8;;https://evil.example\\033\\\\' ']0;t\\007' 'P1$r0m\\033\\\\' '_apc\\033\\\\' "
          "'^pm\\033\\\\' 'Xsos\\033\\\\' '[2J' '[6n' '[c' 'c' '[?1049h' '(0'; do printf \"a\\033${seq}b\\n\"; done\n"
          "printf 'c\\302\\23552;c;eA==\\302\\234d\\302\\2332Jd\\n'\n"
          "printf 'bidi\\342\\200\\256x\\n' ; printf 'raw\\2332Jx\\377\\300\\200\\n' ; printf 'nul\\000x\\b\\v\\f\\n'\n"
          "printf '\\r\\r\\r\\n' ; printf 'left on \\033[31;1m'; printf '\\nunfinished \\033]0;'\n"
          "printf '\\n9999-99-99T99:99:99Z stamp\\n0000-00-00T00:00:00.0000000Z x\\n9999-12-31T23:59:60.9Z y\\n'\n"
          "for i in 1 2 3; do echo '##[group]g'; echo '::group::h'; done; echo '##[endgroup]'; echo '##[endgroup]'\n"
          "printf 'end without line feed'\n";
    const QString file = m_home.write(u"hostile.sh"_s, script);
    const PunchEnd run = punch(m_home, {u"run"_s, file, u"--local"_s});
    QVERIFY2(run.code == 0, run.out + run.err);
    QVERIFY2(commandsIn(run.out + run.err).isEmpty(), qPrintable(commandsIn(run.out + run.err)));
    QCOMPARE(run.out.count("ab\n"), 13);
    QVERIFY2(run.out.contains("bidi‹U+202E›x\n") && run.out.contains("end without line feed\n"), run.out);
    const QString id = QString::number(m_home.jobs().constFirst()[u"job"].toInteger());
    for (const QStringList &verb : {QStringList{u"logs"_s, id}, {u"logs"_s, id, u"--everything"_s}}) {
        const PunchEnd logs = punch(m_home, verb);
        QVERIFY2(logs.code == 0, logs.err);
        QCOMPARE(commandsIn(logs.out + logs.err), QString());
        QVERIFY2(logs.out.contains("bidi‹U+202E›x\n"), logs.out);
    }
    if (QStandardPaths::findExecutable(u"script"_s).isEmpty())
        QSKIP("there is no program script, which makes terminals");
    QProcess terminal;
    QStringList variables = QProcess::systemEnvironment();
    variables.removeIf([](const QString &each) { return each.startsWith("NO_COLOR"_L1) || each.startsWith("PUNCHCARD_"_L1); });
    terminal.setEnvironment(variables + QStringList{u"PUNCHCARD_HOME="_s + m_home.home(), u"TERM=xterm"_s});
    const QString command = builtProgram(u"punch"_s) + u" run "_s + file + u" --local"_s;
    terminal.start(u"script"_s, {u"-q"_s, u"-e"_s, u"-c"_s, command, u"/dev/null"_s});
    QVERIFY(terminal.waitForFinished(60'000));
    QByteArray shown = terminal.readAllStandardOutput();
    QVERIFY2(shown.contains("bidi‹U+202E›x"), shown);
    // What is left when our own colours and the line that is written over are gone.
    static const QRegularExpression ours(u"\\x{1B}\\[[0-9;]*m|\\r\\x{1B}\\[K|\\r"_s);
    QCOMPARE(commandsIn(QString::fromUtf8(shown).remove(ours).toUtf8()), QString());
}

PUNCHCARD_TEST(TstHostileServer, tst_hostileserver)
#include "tst_hostileserver.moc"
