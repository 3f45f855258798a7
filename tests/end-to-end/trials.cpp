// SPDX-License-Identifier: MIT
#include "tests/end-to-end/trials.h"

#include "tests/end-to-end/powerloss.h"
#include "tests/support/sanitized.h"

#include <QFileInfo>
#include <QMutex>
#include <QThread>

#include <atomic>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

// A job mostly waits, so more of them than there are cores.
constexpr int lanes = 6;

QStringList environmentOf(const Trial &trial, const QString &crash)
{
    return trial.environment + (crash.isEmpty() ? QStringList() : QStringList{u"PUNCHCARD_TEST_CRASH="_s + crash});
}

std::unique_ptr<PunchProcess> begin(Journey &journey, Trial::Of verb, const QStringList &environment)
{
    switch (verb) {
    case Trial::Of::Run: return journey.begin(environment);
    case Trial::Of::Cancel: {
        const qint64 job = journey.beginEndless();
        return std::make_unique<PunchProcess>(journey.home, QStringList{u"cancel"_s, QString::number(job)}, environment);
    }
    case Trial::Of::Rerun: {
        const qint64 job = journey.beginKept();
        return journey.goOn({u"rerun"_s, QString::number(job), u"--json"_s}, environment);
    }
    }
    return {};
}

// Killed before it had written down what was asked of it, punch has to be asked again; it must not have done half of it.
QStringList goingOn(const Journey &journey, Trial::Of verb)
{
    const QStringList resume{u"resume"_s, u"--json"_s};
    // Of a home's first job there may not even be a database.
    if (verb == Trial::Of::Run)
        return resume;
    const std::optional<Job> newest = journey.newest();
    const QString job = QString::number(newest ? qint64(newest->id) : 0);
    if (verb == Trial::Of::Cancel && !journey.isCancelWished())
        return {u"cancel"_s, job};
    if (verb == Trial::Of::Rerun && journey.isRerunForgotten())
        return {u"rerun"_s, job, u"--json"_s};
    return resume;
}

QString complaint(Journey &journey, Trial::Of verb, bool mayBeMissing)
{
    switch (verb) {
    case Trial::Of::Run: return journey.complaint(mayBeMissing);
    case Trial::Of::Cancel: return journey.cancelComplaint();
    case Trial::Of::Rerun: return journey.rerunComplaint();
    }
    return {};
}

// What a failing trial took from the disk, of which only this computer's part is.
class Outage
{
public:
    Outage(const Journey &journey, const Trial &trial)
        : m_power(QFileInfo(journey.home.home()).path(), journey.home.home() + u"/hub"_s)
        , m_kind(trial.power)
        , m_dice(trial.dice)
    {
        if (m_kind != Trial::Power::Stays)
            m_power.begin();
    }
    [[nodiscard]] QStringList environment(int sync) const
    {
        return m_kind == Trial::Power::Stays ? QStringList() : m_power.environment(sync);
    }
    [[nodiscard]] QByteArray come()
    {
        if (m_kind == Trial::Power::Stays)
            return {};
        const QStringList lost = m_power.cut(m_kind == Trial::Power::Fails ? PowerLoss::Disk::Nothing : PowerLoss::Disk::Some, m_dice);
        m_power.begin();
        return "lost: " + lost.join(u", "_s).toUtf8() + '\n';
    }

private:
    PowerLoss m_power;
    Trial::Power m_kind;
    QRandomGenerator m_dice;
};

Verdict verdictOn(Journey &journey, const Trial &trial)
{
    Verdict verdict;
    journey.setFaults(trial.faults);
    journey.setBare(trial.bare);
    Outage outage(journey, trial);
    std::unique_ptr<PunchProcess> process = begin(journey, trial.verb, environmentOf(trial, trial.crash) + outage.environment(trial.sync));
    if (trial.killAfter.count() > 0)
        process->killAfter(trial.killAfter);
    int code = process->finish();
    QByteArray said = process->said();
    QList<QJsonObject> events = process->events();
    const bool mayBeMissing = process->wasKilled() && process->job() == 0;
    const QStringList further = trial.further + QStringList{QString()};
    for (const QString &crash : further) {
        if (!process->wasKilled())
            break;
        ++verdict.kills;
        said += outage.come();
        process = journey.goOn(goingOn(journey, trial.verb), environmentOf(trial, crash) + outage.environment(0));
        code = process->finish();
        said += "then " + process->said();
        events += process->events();
    }
    const bool cancelled = trial.verb == Trial::Of::Cancel && code == 4;
    QString wrong = code == 0 || cancelled ? complaint(journey, trial.verb, mayBeMissing) : u"punch ended with %1"_s.arg(code);
    if (const QString bare = waitWithoutRemedy(events); wrong.isEmpty() && !bare.isEmpty())
        wrong = u"nobody says what to do: "_s + bare;
    verdict.lines.append(u"%1: %2%3"_s.arg(QString::fromLatin1(trial.name), wrong.isEmpty() ? u"all there"_s : wrong, waitsIn(events)));
    if (!wrong.isEmpty())
        verdict.wrong.append(u"%1: %2\n%3"_s.arg(QString::fromLatin1(trial.name), wrong, QString::fromUtf8(said)));
    return verdict;
}

} // namespace

QString waitsIn(const QList<QJsonObject> &events)
{
    QStringList waits;
    for (const QJsonObject &event : events) {
        const QString what = event[u"for"].toString();
        if (event[u"event"].toString() == "waiting"_L1 && !what.isEmpty() && !waits.contains(what))
            waits.append(what);
    }
    return waits.isEmpty() ? QString() : u", waited for "_s + waits.join(u", "_s);
}

QString waitWithoutRemedy(const QList<QJsonObject> &events)
{
    const auto isBare = [](const QJsonObject &event) {
        return event[u"event"].toString() == "waiting"_L1 && !event[u"message"].toString().isEmpty()
            && event[u"remedy"].toString().isEmpty();
    };
    const auto bare = std::ranges::find_if(events, isBare);
    return bare == events.end() ? QString() : (*bare)[u"message"].toString();
}

Verdict run(const QList<Trial> &trials)
{
    QMutex mutex;
    Verdict all;
    std::atomic<qsizetype> next = 0;
    const auto lane = [&] {
        Journey journey(trials.constFirst().housing, trials.constFirst().environment, trials.constFirst().elements);
        for (qsizetype index = next++; index < trials.size(); index = next++) {
            const Verdict one = verdictOn(journey, trials.at(index));
            const QMutexLocker locker(&mutex);
            all.wrong += one.wrong;
            all.lines += one.lines;
            all.kills += one.kills;
        }
        const QMutexLocker locker(&mutex);
        all.faults += journey.faultsHad();
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

quint32 seed()
{
    bool isGiven = false;
    const uint given = qEnvironmentVariable("PUNCHCARD_TEST_SEED").toUInt(&isGiven);
    const quint32 one = isGiven ? given : QRandomGenerator::system()->generate();
    qInfo("PUNCHCARD_TEST_SEED=%u", one);
    return one;
}

QList<Trial> due(const QList<Trial> &trials, int row, int share)
{
    if (qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0)
        return trials;
    // The sanitizers look at our code, which goes the same ways in a few of them.
    if (isSanitized)
        share *= 6;
    QList<Trial> some;
    for (qsizetype index = row % share; index < trials.size(); index += share)
        some.append(trials.at(index));
    return some;
}

QHash<QByteArray, int> countPoints(Trial::Of verb, Housing housing, int elements)
{
    Journey journey(housing, {}, elements);
    const QString file = journey.home.path(u"points"_s);
    const auto process = begin(journey, verb, {u"PUNCHCARD_TEST_CRASH=count:"_s + file});
    if (process->finish() != 0)
        qFatal("it does not even arrive when nothing happens to it: %s", process->said().constData());
    QHash<QByteArray, int> counts;
    for (const QByteArray &kind : journey.home.read(u"points"_s).split('\n')) {
        if (!kind.isEmpty())
            ++counts[kind];
    }
    return counts;
}

} // namespace punchcard::testing
