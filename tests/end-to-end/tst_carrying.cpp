// SPDX-License-Identifier: MIT
// What goes with a job and what comes back is the same on both sides: contents, modes, links.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>

#include <algorithm>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstCarrying : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void inputsArriveAsTheyAre();
    void nothingIsSentTwice();

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

PUNCHCARD_TEST(TstCarrying, tst_carrying)
#include "tst_carrying.moc"
