// SPDX-License-Identifier: MIT
// The built punch against the built punchcard-hub, as a user starts them.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstPunch : public QObject
{
    Q_OBJECT

private slots:
    void aScriptsFilesComeBack();
};

void TstPunch::aScriptsFilesComeBack()
{
    const PunchHome home;
    const QString script = home.write(u"job.sh"_s, "echo hello\nprintf 42 > uploads/answer\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--json"_s, u"--out"_s, home.path(u"out"_s)});
    QCOMPARE(run.phase(u"started"_s)[u"job"].toInteger(), 1);
    QVERIFY2(run.finish() == 0, run.said());
    QCOMPARE(run.event(u"done"_s)[u"outcome"].toString(), u"succeeded"_s);
    QCOMPARE(home.read(u"out/answer"_s), QByteArray("42"));
    QCOMPARE(home.job(run.job())[u"phase"].toString(), u"cleared"_s);
    QVERIFY(home.hubPid() != 0);
    QVERIFY(home.repositories().isEmpty());
}

PUNCHCARD_TEST(TstPunch, tst_punch)
#include "tst_punch.moc"
