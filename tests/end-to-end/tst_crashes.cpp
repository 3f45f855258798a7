// SPDX-License-Identifier: MIT
// Breaks for the user: a kill, a crash or an empty battery in the wrong moment loses a job, runs it twice, or leaves its
// repository on the server. punch is killed at every point where that could be, and the next one goes on.
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using punchcard::Housing;
using namespace Qt::StringLiterals;

class TstCrashes : public QObject
{
    Q_OBJECT

private slots:
    void everyPoint_data();
    void everyPoint();
    void betweenThePushes_data();
    void betweenThePushes();
    void twice();
};

namespace {

const QByteArrayList kinds{"store", "sent", "answered"};

/// A kill around each store write, after each mutation was sent and after each was answered.
QList<Trial> trialsOf(Trial::Of verb, const QHash<QByteArray, int> &points, Housing housing = Housing::Repository)
{
    QList<Trial> trials;
    for (const QByteArray &kind : kinds) {
        for (int point = 1; point <= points[kind]; ++point) {
            const QByteArray crash = kind + ':' + QByteArray::number(point);
            trials.append({.name = crash, .verb = verb, .housing = housing, .crash = QString::fromLatin1(crash)});
        }
    }
    return trials;
}

} // namespace

void TstCrashes::everyPoint_data()
{
    QTest::addColumn<Trial::Of>("verb");
    QTest::addColumn<Housing>("housing");
    QTest::addColumn<int>("stores");
    QTest::addColumn<int>("mutations");
    // Else the points are not where this test looks for them: a job sends seven mutations, a cancelled one two more.
    QTest::newRow("run") << Trial::Of::Run << Housing::Repository << 30 << 7;
    QTest::newRow("cancel") << Trial::Of::Cancel << Housing::Repository << 20 << 2;
    // In a standing repository: that once, and three removals in the place of one.
    QTest::newRow("standing run") << Trial::Of::Run << Housing::Standing << 30 << 9;
    QTest::newRow("standing cancel") << Trial::Of::Cancel << Housing::Standing << 20 << 4;
    QTest::newRow("rerun") << Trial::Of::Rerun << Housing::Repository << 20 << 1;
}

void TstCrashes::everyPoint()
{
    QFETCH(const Trial::Of, verb);
    QFETCH(const Housing, housing);
    QFETCH(const int, stores);
    QFETCH(const int, mutations);
    const QHash<QByteArray, int> points = countPoints(verb, housing);
    QVERIFY(points["store"] >= stores);
    QVERIFY(points["sent"] >= mutations && points["answered"] >= mutations);
    const QList<Trial> all = trialsOf(verb, points, housing);
    const QList<Trial> trials = due(all, int(verb) + int(housing));
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("killed at %d of %lld points", verdict.kills, qint64(trials.size()));
    // How often a run's state is stored depends on when one looks.
    QVERIFY(verdict.kills >= trials.size() - std::min<qsizetype>(6, 1 + trials.size() / 4));
}

void TstCrashes::betweenThePushes_data()
{
    QTest::addColumn<Housing>("housing");
    QTest::newRow("in a repository of its own") << Housing::Repository;
    QTest::newRow("in a standing one") << Housing::Standing;
}

// An array of several runs: wherever it is killed, each of them is made, and made once.
void TstCrashes::betweenThePushes()
{
    QFETCH(const Housing, housing);
    constexpr int elements = 3;
    const QHash<QByteArray, int> points = countPoints(Trial::Of::Run, housing, elements);
    // Each further run is a tree, a commit and a push.
    QVERIFY2(points["sent"] >= 7 + 2 * 3, QByteArray::number(points["sent"]));
    QList<Trial> trials;
    for (const Trial &trial : trialsOf(Trial::Of::Run, points, housing)) {
        const bool isStore = trial.name.startsWith("store");
        // Of the stores those until the last push.
        if (isStore && trial.name.mid(6).toInt() > 16)
            continue;
        trials.append(trial);
        trials.last().elements = elements;
    }
    trials = due(trials, int(housing));
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("killed at %d of %lld points", verdict.kills, qint64(trials.size()));
    QVERIFY(verdict.kills >= trials.size() - 2);
}

// The one that goes on is killed too, and the one after it, somewhere else each time.
void TstCrashes::twice()
{
    QList<Trial> trials = trialsOf(Trial::Of::Run, countPoints(Trial::Of::Run));
    for (qsizetype point = 1; point <= trials.size(); ++point) {
        const QString second = u"store:%1"_s.arg(3 + point % 7);
        const QString third = u"%1:1"_s.arg(point % 2 ? u"sent"_s : u"answered"_s);
        trials[point - 1].further = {second, third};
    }
    trials = due(trials, 0);
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("killed %d times on %lld ways", verdict.kills, qint64(trials.size()));
    QVERIFY(verdict.kills > trials.size());
}

PUNCHCARD_TEST(TstCrashes, tst_crashes)
#include "tst_crashes.moc"
