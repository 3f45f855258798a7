// SPDX-License-Identifier: MIT
// The same script on several runners at once, by the built punch and the built punchcard-hub, which takes any label.
#include "tests/contract/schemacheck.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstRaceEnds : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_home.startHub()); }
    void eachBringsItsResultsHome();
    void theOthersRunWhenOneIsRefused();
    void oneInterruptEndsAll();
    void aRaceGoesOnAfterACrash();
    void anEarlierOneIsDrawnAndRunAgain();
    void whatIsNoRaceIsSaid();

private:
    [[nodiscard]] PunchEnd race(const QByteArray &script, const QStringList &more);
    [[nodiscard]] static QList<QJsonObject> objects(const QByteArray &lines);
    [[nodiscard]] static qint64 jobIn(const QJsonObject &race, int racer)
    {
        return race[u"racers"].toArray().at(racer)[u"job"].toInteger();
    }

    PunchHome m_home;
};

PunchEnd TstRaceEnds::race(const QByteArray &script, const QStringList &more)
{
    const QString file = m_home.write(u"work.sh"_s, script);
    return punch(m_home, QStringList{u"run"_s, file, u"--local"_s, u"--runs-on"_s, u"quick"_s, u"--race"_s, u"slow,big"_s} + more);
}

QList<QJsonObject> TstRaceEnds::objects(const QByteArray &lines)
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

void TstRaceEnds::eachBringsItsResultsHome()
{
    const PunchEnd end = race("echo printed\nhostname >uploads/who.txt\n", {u"--out"_s, m_home.path(u"out"_s)});
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY(QFileInfo::exists(m_home.path(u"out/quick/who.txt"_s)));
    QVERIFY(QFileInfo::exists(m_home.path(u"out/slow+big/who.txt"_s)));
    // How each goes, by its name; then the logs, one after the other, and the table.
    QVERIFY2(end.err.contains("(quick): Job ") && end.err.contains("(slow, big): Job "), end.err);
    QCOMPARE(end.out.count("\nprinted\n"), 2);
    for (const char *part : {"==> This computer (quick) <==", "QUEUED", "SET-UP", "SCRIPT", "TOTAL", "succeeded"})
        QVERIFY2(end.out.contains(part), QByteArray(part) + " is not in\n" + end.out);
    const QList<QJsonObject> jobs = m_home.jobs();
    const PunchEnd shown = punch(m_home, {u"show"_s, QString::number(jobs.at(0)[u"job"].toInteger())});
    QVERIFY2(shown.out.contains("Race") && shown.out.contains("against"), shown.out);
}

// Breaks for the user: one runner that cannot be asked for, and none of the others is.
void TstRaceEnds::theOthersRunWhenOneIsRefused()
{
    m_home.write(u"busy/slow+big"_s, "a file, where a folder should be");
    const PunchEnd end = race("echo 1 >uploads/n\n", {u"--race"_s, u"third"_s, u"--out"_s, m_home.path(u"busy"_s), u"--json"_s});
    QCOMPARE(end.code, 3);
    const QList<QJsonObject> events = objects(end.out);
    const auto refused = std::ranges::find(events, u"error"_s, [](const QJsonObject &event) { return event[u"event"].toString(); });
    QVERIFY(refused != events.end());
    QVERIFY2((*refused)[u"runner"].toString().contains(u"slow, big"_s), end.out);
    const QJsonObject last = events.constLast();
    QCOMPARE(last[u"event"].toString(), u"race"_s);
    QCOMPARE(last[u"racers"].toArray().size(), 2);
    for (const QJsonValue racer : last[u"racers"].toArray())
        QCOMPARE(racer[u"outcome"].toString(), u"succeeded"_s);
    QCOMPARE(last[u"exit"].toInt(), 3);
    QVERIFY(QFileInfo::exists(m_home.path(u"busy/third/n"_s)));
}

void TstRaceEnds::oneInterruptEndsAll()
{
    const QString file = m_home.write(u"long.sh"_s, "echo begun\nexec sleep 600\n");
    PunchProcess run(m_home, {u"run"_s, file, u"--local"_s, u"--runs-on"_s, u"a"_s, u"--race"_s, u"b"_s, u"--json"_s});
    QVERIFY(!run.phase(u"started"_s).isEmpty());
    for (const qint64 job : {run.job(), run.job() + 1})
        QVERIFY(!run.event(u"phase"_s, {{u"phase"_s, u"started"_s}, {u"job"_s, job}}).isEmpty());
    run.signal(SIGINT);
    QCOMPARE(run.finish(), 4);
    const QJsonObject last = run.events().constLast();
    QCOMPARE(last[u"event"].toString(), u"race"_s);
    for (const QJsonValue racer : last[u"racers"].toArray())
        QCOMPARE(racer[u"outcome"].toString(), u"cancelled"_s);
    QVERIFY(last[u"winner"].isNull());
}

// Breaks for the user: after a crash one of them is never heard of again.
void TstRaceEnds::aRaceGoesOnAfterACrash()
{
    const QString file = m_home.write(u"crash.sh"_s, "echo 1 >uploads/n\n");
    const qsizetype before = m_home.jobs().size();
    int killed = 0;
    QList<qsizetype> races{0};
    // Around the writes of which one makes it a race, and in the middle of its first repositories.
    for (const QString &point : {u"store:1"_s, u"store:2"_s, u"store:3"_s, u"store:4"_s, u"store:5"_s, u"sent:1"_s, u"answered:2"_s}) {
        PunchProcess run(m_home, {u"run"_s, file, u"--local"_s, u"--runs-on"_s, u"a"_s, u"--race"_s, u"b"_s},
                         {u"PUNCHCARD_TEST_CRASH="_s + point});
        (void)run.finish();
        killed += run.wasKilled() ? 1 : 0;
        const qsizetype now = m_home.jobs().size() - before;
        QVERIFY2(now % 2 == 0, qPrintable(point)); // both or none
        races.append(now / 2);
    }
    QCOMPARE(killed, 7);
    // Killed before it was written down there is none, and after that there is one.
    QCOMPARE(races.at(1), 0);
    QVERIFY(races.constLast() >= 4);
    const PunchEnd resumed = punch(m_home, {u"resume"_s});
    QVERIFY2(resumed.code == 0, resumed.err);
    const QList<QJsonObject> jobs = m_home.jobs();
    for (qsizetype i = 0; i < jobs.size() - before; ++i)
        QCOMPARE(jobs.at(i)[u"outcome"].toString(), u"succeeded"_s);
    QVERIFY(m_home.repositories().isEmpty());
}

void TstRaceEnds::anEarlierOneIsDrawnAndRunAgain()
{
    const PunchEnd first = race("echo 1 >uploads/n\n", {u"--json"_s});
    QVERIFY2(first.code == 0, first.err);
    const QJsonObject event = objects(first.out).constLast();
    const QString job = QString::number(jobIn(event, 1));
    const PunchEnd drawn = punch(m_home, {u"race"_s, job, u"--json"_s});
    QCOMPARE(drawn.code, 0);
    QCOMPARE(objects(drawn.out).constLast(), event);
    QVERIFY2(punch(m_home, {u"race"_s, job}).out.contains("(slow, big)"), "the name is missing");
    const QByteArray list = punch(m_home, {u"race"_s}).out;
    QVERIFY2(list.contains("RUNNERS") && list.contains("work.sh"), list);

    // One racer again is a racer of the same race, in the place of the first.
    QCOMPARE(punch(m_home, {u"rerun"_s, job}).code, 0);
    const QJsonObject rerun = objects(punch(m_home, {u"race"_s, job, u"--json"_s}).out).constLast();
    QCOMPARE(rerun[u"race"], event[u"race"]);
    QCOMPARE(rerun[u"racers"].toArray().size(), 2);
    QVERIFY(jobIn(rerun, 1) > jobIn(event, 1));

    // All of them again are another race.
    const PunchEnd again = punch(m_home, {u"race"_s, job, u"--again"_s, u"--json"_s});
    QVERIFY2(again.code == 0, again.err);
    const QJsonObject second = objects(again.out).constLast();
    QVERIFY(second[u"race"] != event[u"race"]);
    QVERIFY(jobIn(second, 0) > jobIn(rerun, 1));
}

void TstRaceEnds::whatIsNoRaceIsSaid()
{
    QCOMPARE(race("echo\n", {u"--race"_s, u"quick"_s}).code, 2);
    const QString file = m_home.write(u"work.sh"_s, "# punchcard: race=other\necho alone\n");
    // Here the script has no other machine to ask for.
    QCOMPARE(punch(m_home, {u"run"_s, file, u"--local"_s}).code, 0);
    const PunchEnd none = punch(m_home, {u"race"_s, QString::number(m_home.jobs().constFirst()[u"job"].toInteger())});
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("in no race"), none.err);
    QCOMPARE(punch(m_home, {u"race"_s, u"9999"_s}).code, 2);
}

PUNCHCARD_TEST(TstRaceEnds, tst_race)
#include "tst_race.moc"
