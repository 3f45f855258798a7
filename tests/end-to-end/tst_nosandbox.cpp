// SPDX-License-Identifier: MIT
// Breaks for the user: a script reads and deletes their files, and nobody told them that it could; or they were told and
// agreed, and it does not run.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstNoSandbox : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whoWasToldRunsIt();
    void aHubWithoutItAsksFirst_data();
    void aHubWithoutItAsksFirst();

private:
    PunchEnd run(const QStringList &more = {}, const QStringList &environment = {}) const;
    [[nodiscard]] bool hasRun() const { return QFile::exists(m_home->path(u"mark"_s)); }
    [[nodiscard]] QString bubblewrap() const { return m_home->path(u"programs/bwrap"_s); }

    std::unique_ptr<PunchHome> m_home;
    QStringList m_environment; ///< whose PATH has all of the system's programs but bubblewrap
};

void TstNoSandbox::init()
{
    m_home = std::make_unique<PunchHome>();
    const QString programs = m_home->path(u"programs"_s);
    QVERIFY(QDir().mkpath(programs));
    const QStringList folders = qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Executable);
        for (const QString &name : names) {
            if (name != "bwrap"_L1)
                QFile::link(folder + u'/' + name, programs + u'/' + name);
        }
    }
    m_environment = {u"PATH="_s + programs};
    m_home->write(u"job.sh"_s, "touch " + QFile::encodeName(m_home->path(u"mark"_s)) + " 2> /dev/null\necho it ran\n");
}

PunchEnd TstNoSandbox::run(const QStringList &more, const QStringList &environment) const
{
    QFile::remove(m_home->path(u"mark"_s));
    return punch(*m_home, QStringList{u"run"_s, m_home->path(u"job.sh"_s), u"--local"_s} + more, environment);
}

void TstNoSandbox::whoWasToldRunsIt()
{
    const PunchEnd text = run({}, m_environment);
    QVERIFY2(text.code == 0 && text.out.contains("it ran\n") && hasRun(), text.out + text.err);
    const qsizetype told = text.err.indexOf("all your rights");
    QVERIFY2(told >= 0 && told < text.err.indexOf("Job "), text.err);
    const PunchEnd json = run({u"--json"_s}, m_environment);
    QVERIFY2(json.code == 0 && hasRun(), json.out + json.err);
    const QJsonObject first = QJsonDocument::fromJson(json.out.split('\n').constFirst()).object();
    QVERIFY2(first[u"notes"].toArray().first().toString().contains(u"all your rights"_s), json.out);
}

void TstNoSandbox::aHubWithoutItAsksFirst_data()
{
    QTest::addColumn<bool>("hadIt");
    QTest::newRow("never had it") << false;
    QTest::newRow("had it for a job") << true;
}

// It is there when punch looks, and not when the hub does.
void TstNoSandbox::aHubWithoutItAsksFirst()
{
    QFETCH(const bool, hadIt);
    if (run().err.contains("all your rights"))
        QSKIP("bubblewrap does not work here");
    QVERIFY(m_home->stopHub());
    const QString real = QStandardPaths::findExecutable(u"bwrap"_s);
    QVERIFY(!hadIt || QFile::link(real, bubblewrap()));
    QVERIFY(m_home->startHub(m_environment));
    if (hadIt) {
        const PunchEnd before = run();
        QVERIFY2(before.code == 0 && before.out.contains("it ran\n"), before.out + before.err);
        QVERIFY(!hasRun()); // not in its view
        QVERIFY(QFile::remove(bubblewrap()));
    }
    const PunchEnd refused = run();
    QVERIFY2(refused.code == 1 && !refused.out.contains("it ran") && !hasRun(), refused.out + refused.err);
    QVERIFY2(refused.err.contains("The step “Set up job” failed: bubblewrap does not work on this computer"), refused.err);
    QVERIFY2(refused.err.contains("Install bubblewrap") && refused.err.contains("failed in the step “Set up job”."), refused.err);
    const PunchEnd log = punch(*m_home, {u"logs"_s, QString::number(m_home->jobs().constFirst()[u"job"].toInteger()), u"--everything"_s});
    QVERIFY2(log.out.contains("nobody was told"), log.out + log.err);

    // Who is told by their own look may have it so, on the same hub; and that holds for that job alone.
    const PunchEnd agreed = run({}, m_environment);
    QVERIFY2(agreed.code == 0 && agreed.out.contains("it ran\n") && hasRun(), agreed.out + agreed.err);
    QVERIFY2(run().code == 1 && !hasRun(), "it ran once more");

    // And once it is back, nobody needs to be asked.
    QVERIFY(QFile::link(real, bubblewrap()));
    const PunchEnd back = run();
    QVERIFY2(back.code == 0 && back.out.contains("it ran\n") && !hasRun(), back.out + back.err);
}

PUNCHCARD_TEST(TstNoSandbox, tst_nosandbox)
#include "tst_nosandbox.moc"
