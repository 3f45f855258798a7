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
    void everyPoint_data();
    void everyPoint();
    void twice_data();
    void twice();
};

static QList<Trial> trialsOf(Trial::Of verb, const QByteArray &kind)
{
    const int points = countPoints(verb)[kind];
    QList<Trial> trials;
    for (int point = 1; point <= points; ++point) {
        const QByteArray crash = kind + ':' + QByteArray::number(point);
        trials.append({.name = crash, .verb = verb, .crash = QString::fromLatin1(crash)});
    }
    return trials;
}

void TstCrashes::everyPoint_data()
{
    QTest::addColumn<Trial::Of>("verb");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("least");
    // Else the points are not where this test looks for them: a job sends seven mutations, a cancelled one two more.
    const auto add = [](const char *verb, Trial::Of of, int stores, int mutations) {
        QTest::addRow("%s, around each store write", verb) << of << QByteArray("store") << stores;
        QTest::addRow("%s, after each mutation was sent", verb) << of << QByteArray("sent") << mutations;
        QTest::addRow("%s, after each mutation was answered", verb) << of << QByteArray("answered") << mutations;
    };
    add("run", Trial::Of::Run, 30, 7);
    add("cancel", Trial::Of::Cancel, 20, 2);
    add("rerun", Trial::Of::Rerun, 20, 1);
}

void TstCrashes::everyPoint()
{
    QFETCH(const Trial::Of, verb);
    QFETCH(const QByteArray, kind);
    QFETCH(const int, least);
    const QList<Trial> trials = trialsOf(verb, kind);
    const bool many = verb != Trial::Of::Run && kind == "store";
    const QList<Trial> some = many ? due(trials, int(verb)) : trials;
    const Verdict verdict = run(some);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("killed at %d of %lld points", verdict.kills, qint64(trials.size()));
    QVERIFY(trials.size() >= least);
    // How often a run's state is stored depends on when one looks.
    QVERIFY(verdict.kills >= some.size() - (kind == "store" ? 6 : 0));
}

void TstCrashes::twice_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("row");
    QTest::newRow("around a store write") << QByteArray("store") << 0;
    QTest::newRow("after a mutation was sent") << QByteArray("sent") << 1;
    QTest::newRow("after a mutation was answered") << QByteArray("answered") << 2;
}

// The one that goes on is killed too, and the one after it, somewhere else each time.
void TstCrashes::twice()
{
    QFETCH(const QByteArray, kind);
    QFETCH(const int, row);
    QList<Trial> trials = trialsOf(Trial::Of::Run, kind);
    for (qsizetype point = 1; point <= trials.size(); ++point) {
        const QString second = u"store:%1"_s.arg(3 + point % 7);
        const QString third = u"%1:1"_s.arg(point % 2 ? u"sent"_s : u"answered"_s);
        trials[point - 1].further = {second, third};
    }
    const QList<Trial> some = due(trials, row);
    const Verdict verdict = run(some);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY(verdict.kills > some.size());
}

PUNCHCARD_TEST(TstCrashes, tst_crashes)
#include "tst_crashes.moc"
