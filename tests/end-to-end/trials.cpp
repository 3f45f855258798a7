// SPDX-License-Identifier: MIT
#include "tests/end-to-end/trials.h"

#include <QMutex>
#include <QThread>

#include <atomic>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

// A job mostly waits, so more of them than there are cores.
constexpr int lanes = 6;

QStringList crashing(const QString &where)
{
    return where.isEmpty() ? QStringList() : QStringList{u"PUNCHCARD_TEST_CRASH="_s + where};
}

Verdict verdictOn(Journey &journey, const Trial &trial)
{
    Verdict verdict;
    journey.setFaults(trial.faults);
    std::unique_ptr<PunchProcess> process = journey.begin(crashing(trial.crash));
    int code = process->finish();
    QByteArray said = process->said();
    const bool mayBeMissing = process->wasKilled() && process->job() == 0;
    QStringList further = trial.further;
    if (!trial.crash.isEmpty() || !further.isEmpty())
        further.append(QString());
    for (const QString &crash : std::as_const(further)) {
        if (!process->wasKilled())
            break;
        ++verdict.kills;
        process = journey.goOn({u"resume"_s}, crashing(crash));
        code = process->finish();
        said += "then " + process->said();
    }
    const QString wrong = code == 0 ? journey.complaint(mayBeMissing) : u"punch ended with %1"_s.arg(code);
    if (!wrong.isEmpty())
        verdict.wrong.append(u"%1: %2\n%3"_s.arg(QString::fromLatin1(trial.name), wrong, QString::fromUtf8(said)));
    return verdict;
}

} // namespace

Verdict run(const QList<Trial> &trials)
{
    QMutex mutex;
    Verdict all;
    std::atomic<qsizetype> next = 0;
    const auto lane = [&] {
        Journey journey;
        for (qsizetype index = next++; index < trials.size(); index = next++) {
            const Verdict one = verdictOn(journey, trials.at(index));
            const QMutexLocker locker(&mutex);
            all.wrong += one.wrong;
            all.kills += one.kills;
        }
    };
    QList<QThread *> threads;
    for (int number = 0; number < std::min<int>(lanes, int(trials.size())); ++number) {
        threads.append(QThread::create(lane));
        threads.constLast()->start();
    }
    for (QThread *const thread : std::as_const(threads)) {
        thread->wait();
        delete thread;
    }
    return all;
}

QList<Trial> due(const QList<Trial> &trials, int row)
{
    if (qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0)
        return trials;
    QList<Trial> some;
    for (qsizetype index = row % 3; index < trials.size(); index += 3)
        some.append(trials.at(index));
    return some;
}

QHash<QByteArray, int> countPoints()
{
    Journey journey;
    const QString file = journey.home.path(u"points"_s);
    const auto process = journey.begin({u"PUNCHCARD_TEST_CRASH=count:"_s + file});
    if (process->finish() != 0)
        qFatal("a job does not even arrive when nothing happens to it: %s", process->said().constData());
    QHash<QByteArray, int> counts;
    for (const QByteArray &kind : journey.home.read(u"points"_s).split('\n')) {
        if (!kind.isEmpty())
            ++counts[kind];
    }
    return counts;
}

} // namespace punchcard::testing
