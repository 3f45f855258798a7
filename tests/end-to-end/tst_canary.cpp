// SPDX-License-Identifier: MIT
// A token and a secret of known value go through whole jobs; afterwards every file of the home, all output, and the arguments
// and environment of the processes are searched for them, in every form that a text can give them.
#include "core/base/maskforms.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDirIterator>

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstCanary : public QObject
{
    Q_OBJECT

private slots:
    void nothingKeepsThem_data();
    void nothingKeepsThem();
    void noProcessShowsThem();

private:
    [[nodiscard]] QStringList arguments(const PunchHome &server, const PunchHome &home, const QByteArray &script) const;
    /// Where one of @p canaries lies below @p folder.
    [[nodiscard]] static QStringList findIn(const QString &folder, const QByteArrayList &canaries);
    [[nodiscard]] static bool holds(const QByteArray &text, const QByteArrayList &canaries);

    const QByteArray m_secret = "canary-of-the-secret+/=4711";
};

QStringList TstCanary::arguments(const PunchHome &server, const PunchHome &home, const QByteArray &script) const
{
    const QString file = home.write(u"job.sh"_s, script);
    home.write(u"secrets/canary"_s, m_secret);
    return QStringList{u"run"_s,        file,   u"--secrets-from"_s, home.path(u"secrets"_s), u"--out"_s, home.path(u"out"_s),
                       u"--interval"_s, u"1s"_s}
    + server.asServer();
}

bool TstCanary::holds(const QByteArray &text, const QByteArrayList &canaries)
{
    return std::ranges::any_of(canaries, [&text](const QByteArray &canary) { return text.contains(canary); });
}

QStringList TstCanary::findIn(const QString &folder, const QByteArrayList &canaries)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && holds(file.readAll(), canaries))
            found.append(file.fileName());
    }
    return found;
}

void TstCanary::nothingKeepsThem_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("faults");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("crash");
    const QByteArray tells = "echo \"$CANARY\"; printf %s \"$CANARY\" | base64; printf '<%s>\\n' \"$CANARY\"\n";
    const QString none;
    QTest::newRow("success") << tells << QByteArray("[]") << QStringList{u"--verbose"_s} << none;
    QTest::newRow("failing script") << QByteArray(tells + "exit 3\n") << QByteArray("[]") << QStringList{u"--json"_s} << none;
    QTest::newRow("refused") << tells << QByteArray(R"([{"match": "^POST /user/repos", "fault": "status", "status": 403,
        "body": "{\"message\": \"Your account was suspended.\"}"}])")
                             << QStringList{u"--verbose"_s} << none;
    QTest::newRow("broken answers") << tells << QByteArray(R"([{"match": "^PUT .*/secrets/", "fault": "drop-after"},
        {"match": "^GET .*/public-key", "fault": "status", "status": 502}])")
                                    << QStringList{u"--verbose"_s} << none;
    QTest::newRow("crash") << tells << QByteArray("[]") << QStringList{u"--verbose"_s} << u"sent:3"_s;
}

// Breaks for the user: a report that they send to somebody, or a backup, has their token in it.
void TstCanary::nothingKeepsThem()
{
    QFETCH(const QByteArray, script);
    QFETCH(const QByteArray, faults);
    QFETCH(const QStringList, more);
    QFETCH(const QString, crash);
    PunchHome server; // a home of its own: the server's has the token by right
    PunchHome home;
    QVERIFY(server.startHub({u"PUNCHCARD_HUB_FAULTS="_s + server.write(u"faults.json"_s, faults)}));
    const QByteArrayList ofToken = punchcard::maskForms(server.hub().token);
    const QByteArrayList ofSecret = punchcard::maskForms(m_secret);
    QByteArray said;
    if (crash.isEmpty()) {
        const PunchEnd end = punch(home, arguments(server, home, script) + more);
        said = end.out + end.err;
    } else {
        const PunchEnd end = punch(home, arguments(server, home, script) + more, {u"PUNCHCARD_TEST_CRASH="_s + crash});
        QCOMPARE(end.code, -1);
        const PunchEnd resumed = punch(home, {u"resume"_s, u"--verbose"_s});
        QCOMPARE(resumed.code, 0);
        said = end.out + end.err + resumed.out + resumed.err;
    }
    QVERIFY(!said.isEmpty());
    QVERIFY2(!holds(said, ofToken + ofSecret), said);
    QCOMPARE(findIn(home.home(), ofToken + ofSecret), QStringList());
    QCOMPARE(findIn(home.path(u"out"_s), ofToken + ofSecret), QStringList());
    // What the server got of the secret is sealed.
    QVERIFY(server.stopHub());
    QCOMPARE(findIn(server.home(), ofSecret), QStringList());
    // The search is able to find something.
    QVERIFY(!findIn(home.path(u"secrets"_s), ofSecret).isEmpty());
    QCOMPARE(findIn(server.path(u""_s), ofToken).isEmpty(), false);
}

void TstCanary::noProcessShowsThem()
{
    PunchHome server;
    PunchHome home;
    QVERIFY(server.startHub());
    const QByteArrayList canaries = punchcard::maskForms(server.hub().token) + punchcard::maskForms(m_secret);
    PunchProcess run(home, arguments(server, home, "echo waiting\nsleep 600\n") + QStringList{u"--json"_s});
    QVERIFY2(!run.phase(u"started"_s).isEmpty(), run.said());
    for (const char *name : {"cmdline", "environ"}) {
        QFile file(u"/proc/%1/%2"_s.arg(run.pid()).arg(QLatin1StringView(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("job.sh") || text.contains("PUNCHCARD_HOME"));
        QVERIFY2(!holds(text, canaries), name);
    }
    run.signal(SIGINT);
    QCOMPARE(run.finish(), 4);
}

PUNCHCARD_TEST(TstCanary, tst_canary)
#include "tst_canary.moc"
