// SPDX-License-Identifier: MIT
// Breaks for the user: a kill, a crash or an empty battery in the wrong moment loses a job, runs it twice, or leaves its
// repository on the server. punch is killed at every point where that could be, and the next one goes on.
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstCrashes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyPoint_data();
    void everyPoint();
    void twice_data() { everyPoint_data(); }
    void twice();

private:
    QHash<QByteArray, int> m_points;
};

void TstCrashes::initTestCase()
{
    m_points = countPoints();
    // Else the points are not where this test looks for them.
    QVERIFY(m_points["store"] >= 20);
    QVERIFY(m_points["sent"] >= 7);
    QCOMPARE(m_points["answered"], m_points["sent"]);
}

void TstCrashes::everyPoint_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("around each store write") << QByteArray("store");
    QTest::newRow("after each mutation was sent") << QByteArray("sent");
    QTest::newRow("after each mutation was answered") << QByteArray("answered");
}

void TstCrashes::everyPoint()
{
    QFETCH(const QByteArray, kind);
    QList<Trial> trials;
    for (int point = 1; point <= m_points[kind]; ++point) {
        const QByteArray crash = kind + ':' + QByteArray::number(point);
        trials.append({.name = crash, .crash = QString::fromLatin1(crash)});
    }
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("killed at %d points", verdict.kills);
    // How often the state of a run is stored depends on when one looks.
    QVERIFY(verdict.kills >= trials.size() - (kind == "store" ? 6 : 0));
}

// The one that goes on is killed too, somewhere else each time.
void TstCrashes::twice()
{
    QFETCH(const QByteArray, kind);
    QList<Trial> trials;
    for (int point = 1; point <= m_points[kind]; ++point) {
        const QByteArray crash = kind + ':' + QByteArray::number(point);
        const QString second = u"store:%1"_s.arg(3 + point % 7);
        const QString third = u"%1:1"_s.arg(point % 2 ? u"sent"_s : u"answered"_s);
        trials.append({.name = crash, .crash = QString::fromLatin1(crash), .further = {second, third}});
    }
    const QList<Trial> some = due(trials, kind == "store" ? 0 : kind == "sent" ? 1 : 2);
    const Verdict verdict = run(some);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY(verdict.kills > some.size());
}

PUNCHCARD_TEST(TstCrashes, tst_crashes)
#include "tst_crashes.moc"
