// SPDX-License-Identifier: MIT
// What goes with a job and what comes back is the same on both sides: contents, modes, links.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QJsonArray>

#include <algorithm>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstCarrying : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void inputsArriveAsTheyAre();
    void eachElementHasItsOwnInputOnly();
    void nothingIsSentTwice();
    void resultsComeBackAsTheyWere();
    void eachElementsResultsToo();
    void aTablesRowsReachTheirElements();
    void mergedResultsLoseNothing();
    void aJobWithNothingToNoteSendsNothingMore();

private:
    void link(const QString &name, const QString &target) const;
    [[nodiscard]] PunchEnd run(const QByteArray &script, const QStringList &more) const;
    /// How many requests were answered that have @p text in their line.
    [[nodiscard]] qsizetype requests(const QByteArray &text) const;

    std::unique_ptr<PunchHome> m_home;
};

void TstCarrying::init()
{
    m_home = std::make_unique<PunchHome>();
    QVERIFY(m_home->startHub());
}

void TstCarrying::link(const QString &name, const QString &target) const
{
    QVERIFY(QFile::link(target, m_home->path(name)));
}

PunchEnd TstCarrying::run(const QByteArray &script, const QStringList &more) const
{
    return punch(*m_home, QStringList{u"run"_s, m_home->write(u"job.sh"_s, script), u"--local"_s} + more);
}

qsizetype TstCarrying::requests(const QByteArray &text) const
{
    qsizetype count = 0;
    const QFileInfoList logs = QDir(m_home->home()).entryInfoList({u"diagnostics*.log"_s}, QDir::Files);
    for (const QFileInfo &log : logs) {
        const QByteArrayList lines = m_home->read(u"home/"_s + log.fileName()).split('\n');
        count += std::ranges::count_if(
            lines, [&text](const QByteArray &line) { return line.contains(" punchcard.http ") && line.contains(text); });
    }
    return count;
}

void TstCarrying::inputsArriveAsTheyAre()
{
    const QString tool = m_home->write(u"in/bin/tool"_s, "#!/bin/sh\necho the tool\n");
    QVERIFY(QFile::setPermissions(tool, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    m_home->write(u"in/lib/a.so.1"_s, QByteArray("\0\1\2", 3));
    link(u"in/lib/a.so"_s, u"a.so.1"_s);
    link(u"in/bin/libraries"_s, u"../lib"_s);
    m_home->write(u"in/.punchcardignore"_s, "*.tmp\n");
    m_home->write(u"in/x.tmp"_s, "x");
    m_home->write(u"in/.git/config"_s, "x");
    const PunchEnd end = run("in/bin/tool\n[ ! -x in/lib/a.so.1 ]\nreadlink in/lib/a.so in/bin/libraries\n"
                             "od -An -tx1 in/bin/libraries/a.so\nls -A in\n",
                             {u"--input"_s, m_home->path(u"in"_s)});
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY2(end.out.contains("the tool\na.so.1\n../lib\n 00 01 02\nbin\nlib\n"), end.out);
    QCOMPARE(requests("/git/blobs 201"), 1);
    QCOMPARE(requests("/git/trees 201"), 1);
}

// Breaks for the user: each of a hundred elements loads the inputs of all, or reads what is another's.
void TstCarrying::eachElementHasItsOwnInputOnly()
{
    const QStringList names{u"two words"_s, u"star*"_s, u"star"_s, u"[ab]"_s, u"!not #"_s, u"trailing "_s, u"folder"_s};
    for (const QString &name : names)
        m_home->write(u"in/"_s + name + (name == "folder"_L1 ? u"/deep/x"_s : QString()), "it is " + name.toUtf8());
    m_home->write(u"common/x"_s, "for all");
    QStringList arguments{u"--input"_s, m_home->path(u"common"_s), u"--out"_s, m_home->path(u"out"_s), u"--each"_s};
    for (const QString &name : names)
        arguments.append(m_home->path(u"in/"_s + name));
    const PunchEnd end
        = run("find . -mindepth 1 -maxdepth 1 ! -name .punchcard ! -name uploads | sort > uploads/there\n"
              "cat common/x > uploads/common\n"
              "[ -d \"$PUNCHCARD_INPUT\" ] && cp \"$PUNCHCARD_INPUT/deep/x\" uploads/own || cp \"$PUNCHCARD_INPUT\" uploads/own\n",
              arguments);
    QVERIFY2(end.code == 0, end.out + end.err);
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QString folder = u"out/%1/"_s.arg(i);
        QByteArrayList expected{"./common", "./job.sh", "./" + names.at(i).toUtf8()};
        QByteArrayList there = m_home->read(folder + u"there"_s).split('\n');
        there.removeLast();
        std::ranges::sort(expected);
        std::ranges::sort(there);
        QCOMPARE(there, expected);
        QCOMPARE(m_home->read(folder + u"own"_s), "it is " + names.at(i).toUtf8());
        QCOMPARE(m_home->read(folder + u"common"_s), QByteArray("for all"));
    }
}

// Breaks for the user: whoever closes the laptop in the middle sends everything again.
void TstCarrying::nothingIsSentTwice()
{
    constexpr int blobs = 30;
    for (int i = 0; i < blobs; ++i)
        m_home->write(u"in/%1"_s.arg(i), QByteArray("\0", 1) + QByteArray::number(i));
    m_home->write(u"in/copy"_s, QByteArray("\0", 1) + "0");
    m_home->write(u"in/text"_s, "a text");
    const QStringList arguments{u"run"_s, m_home->write(u"job.sh"_s, "cat in/* | wc -c\n"), u"--local"_s, u"--input"_s,
                                m_home->path(u"in"_s)};
    // The repository was made before.
    PunchProcess killed(*m_home, arguments, {u"PUNCHCARD_TEST_CRASH=answered:24"_s});
    (void)killed.finish();
    QVERIFY2(killed.wasKilled(), killed.said());
    const qsizetype before = requests("/git/blobs 201");
    QVERIFY2(before > 8 && before < blobs, QByteArray::number(before));
    const PunchEnd end = punch(*m_home, {u"resume"_s, u"--json"_s});
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(m_home->jobs().constFirst()[u"outcome"], u"succeeded"_s);
    const PunchEnd logs = punch(*m_home, {u"logs"_s, u"1"_s});
    QVERIFY2(logs.out.contains("88"), logs.out);
    // Four are on their way at once: so many may have arrived when the process died, without its knowing.
    const qsizetype after = requests("/git/blobs 201");
    QVERIFY2(after >= blobs - 4 && after < blobs + 4, QByteArray::number(after));
    QCOMPARE(requests("/git/trees 201"), 1);
}

// Breaks for the user: a program that was built does not run, and a library has no name that a linker finds.
void TstCarrying::resultsComeBackAsTheyWere()
{
    const PunchEnd end = run("# punchcard: upload=build/-app\nmkdir -p uploads/lib 'uploads/empty one' build\n"
                             "printf '#!/bin/sh\\necho it runs\\n' > uploads/tool\nchmod 6777 uploads/tool\n"
                             "cp uploads/tool build/-app\necho text > 'uploads/plain text'\n"
                             "echo library > uploads/lib/a.so.1\nln -s a.so.1 uploads/lib/a.so\nln -s lib uploads/current\n"
                             "ln -s \"$PWD/job.sh\" uploads/outside\nln -s nowhere uploads/broken\n",
                             {u"--out"_s, m_home->path(u"out"_s), u"--json"_s});
    QVERIFY2(end.code == 0, end.out + end.err);
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"results"], u"complete"_s);
    QCOMPARE(done[u"artifacts"].toArray().size(), 2);
    QCOMPARE(done[u"artifacts"][0][u"name"], u"build--app"_s);
    QCOMPARE(done[u"artifacts"][1][u"name"], u"uploads"_s);
    using Permissions = QFile::Permissions;
    constexpr Permissions asked = QFile::ReadOther | QFile::WriteOther | QFile::ExeOther | QFile::ExeOwner;
    for (const QString &tool : {u"out/tool"_s, u"out/build--app/-app"_s}) {
        QCOMPARE(QFile::permissions(m_home->path(tool)) & asked, Permissions(QFile::ReadOther | QFile::ExeOther | QFile::ExeOwner));
        QProcess process;
        process.start(m_home->path(tool), {});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), QByteArray("it runs\n"));
    }
    QVERIFY(!(QFile::permissions(m_home->path(u"out/plain text"_s)) & QFile::ExeOwner));
    QCOMPARE(QFileInfo(m_home->path(u"out/lib/a.so"_s)).readSymLink(), u"a.so.1"_s);
    QCOMPARE(QFileInfo(m_home->path(u"out/current"_s)).readSymLink(), u"lib"_s);
    QCOMPARE(m_home->read(u"out/current/a.so"_s), QByteArray("library\n"));
    QVERIFY(QFileInfo(m_home->path(u"out/empty one"_s)).isDir());
    // What led out of the folder is what it was a link to.
    QVERIFY(!QFileInfo(m_home->path(u"out/outside"_s)).isSymLink());
    QVERIFY(m_home->read(u"out/outside"_s).startsWith("# punchcard"));
    QVERIFY(!QFileInfo(m_home->path(u"out/broken"_s)).isSymLink());
    QCOMPARE(QDir(m_home->path(u"out"_s)).entryList({u"*manifest*"_s}, QDir::AllEntries | QDir::Hidden), QStringList());
    QCOMPARE(requests("/zip 302"), 3);
}

void TstCarrying::eachElementsResultsToo()
{
    const PunchEnd end = run("touch uploads/tool\n[ $PUNCHCARD_TASK = 0 ] || chmod +x uploads/tool\n",
                             {u"--array"_s, u"2"_s, u"--out"_s, m_home->path(u"out"_s)});
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY(!QFileInfo(m_home->path(u"out/0/tool"_s)).isExecutable());
    QVERIFY(QFileInfo(m_home->path(u"out/1/tool"_s)).isExecutable());
}

// Breaks for the user: a cell of their table runs as a command there, or an element has another's row.
void TstCarrying::aTablesRowsReachTheirElements()
{
    m_home->write(u"p.csv"_s, "TEXT;N\r\n\"$(id); `id` \"\"x\"\"\r\n${{ github.token }}\";007\r\n;\r\n  two  ;1e3\r\n\r\n");
    const PunchEnd end = run("printf '%s|%s|%s|%s' \"$TEXT\" \"$N\" \"$PUNCHCARD_TASK\" \"$PUNCHCARD_TASKS\" > uploads/had\n",
                             {u"--params"_s, m_home->path(u"p.csv"_s), u"--max-parallel"_s, u"2"_s, u"--out"_s, m_home->path(u"out"_s)});
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(m_home->read(u"out/0/had"_s), QByteArray("$(id); `id` \"x\"\r\n${{ github.token }}|007|0|3"));
    QCOMPARE(m_home->read(u"out/1/had"_s), QByteArray("||1|3"));
    QCOMPARE(m_home->read(u"out/2/had"_s), QByteArray("  two  |1e3|2|3"));
    const PunchEnd wrong = run("true\n", {u"--params"_s, m_home->write(u"q.csv"_s, "TEXT,N\n1\n")});
    QCOMPARE(wrong.code, 3);
    QVERIFY2(wrong.err.contains("Line 2 of “q.csv”: it has 1 value"), wrong.err);
    // The script's own table.
    const PunchEnd asked = run("# punchcard: params=p.csv\necho \"it is $N\"\n", {});
    QVERIFY2(asked.code == 0 && asked.out.contains("it is 007") && asked.out.contains("it is 1e3"), asked.out + asked.err);
}

// Breaks for the user: of two elements' results of one name one is gone.
void TstCarrying::mergedResultsLoseNothing()
{
    const QByteArray script = "# punchcard: upload=build\nmkdir -p uploads/sub build\necho $PUNCHCARD_TASK > uploads/sub/$PUNCHCARD_TASK\n"
                              "echo same > uploads/same\necho $PUNCHCARD_TASK > build/$PUNCHCARD_TASK\n";
    const QStringList array{u"--array"_s, u"3"_s, u"--out"_s, m_home->path(u"out"_s), u"--merge"_s};
    const PunchEnd end = run(script, array);
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY(end.out.contains("sub/2"));
    QCOMPARE(end.out.count("\nsame "), 1);
    const PunchEnd shown = punch(*m_home, {u"show"_s, u"1"_s});
    QVERIFY2(shown.out.count("/out/same ") == 1, shown.out);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(m_home->read(u"out/sub/%1"_s.arg(i)), QByteArray::number(i) + '\n');
        QCOMPARE(m_home->read(u"out/build/%1"_s.arg(i)), QByteArray::number(i) + '\n');
        QVERIFY(!QFileInfo::exists(m_home->path(u"out/%1"_s.arg(i))));
    }
    QCOMPARE(m_home->read(u"out/same"_s), QByteArray("same\n"));
    // One name with two contents: refused by name, also when older files may be replaced.
    const PunchEnd clash = run("echo $PUNCHCARD_TASK > uploads/same\n", array + QStringList{u"--overwrite"_s});
    QCOMPARE(clash.code, 6);
    QVERIFY2(clash.err.contains("same: Another element of the array left something else of this name."), clash.err);
    QCOMPARE(m_home->read(u"out/same"_s), QByteArray("0\n"));
    const QString job = QDir(m_home->path(u"home/jobs"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time).constFirst();
    QCOMPARE(m_home->read(u"home/jobs/%1/artifacts/uploads-2/same"_s.arg(job)), QByteArray("2\n"));
}

void TstCarrying::aJobWithNothingToNoteSendsNothingMore()
{
    const PunchEnd end = run("echo 1 > uploads/one\n", {u"--out"_s, m_home->path(u"out"_s)});
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(m_home->read(u"out/one"_s), QByteArray("1\n"));
    QCOMPARE(requests("/zip 302"), 1);
    qInfo("%lld requests for a plain job", qint64(requests("127.0.0.1")));
}

PUNCHCARD_TEST(TstCarrying, tst_carrying)
#include "tst_carrying.moc"
