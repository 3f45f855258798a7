// SPDX-License-Identifier: MIT
// Breaks for the user: of an array of several runs only the first is shown and counted, or what succeeded vanishes when only
// the rest is run again.
#include "core/job/job.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstJob : public QObject
{
    Q_OBJECT

private slots:
    void severalRunsAreOneAttempt();
    void runsEndTogether_data();
    void runsEndTogether();
    void whatSucceededKeepsItsLogAndResults();
    void whatRanAgainAloneTakesItsOwnTime();

private:
    [[nodiscard]] Task task(qint64 id, int element, Milliseconds begin, Milliseconds end) const
    {
        return {.remoteId = id,
                .name = u"job %1"_s.arg(element),
                .status = Status::Completed,
                .conclusion = Conclusion::Success,
                .startedAt = m_asked + begin,
                .completedAt = m_asked + end,
                .runnerId = id};
    }
    /// Two elements, of which the second failed and ran again.
    [[nodiscard]] Job halfRunAgain() const;

    const Time m_asked = fromEpoch(1'795'428'000'000);
};

Job TstJob::halfRunAgain() const
{
    Task failed = task(2, 1, 5s, 30s);
    failed.conclusion = Conclusion::Failure;
    Job job;
    job.runs = {Run{.id = 1,
                    .remoteId = 70,
                    .page = QUrl(u"https://github.com/o/r/actions/runs/70"_s),
                    .attempts = {{.number = 1, .startedAt = m_asked, .tasks = {task(1, 0, 5s, 20s), failed}},
                                 {.number = 2,
                                  .status = Status::Completed,
                                  .startedAt = m_asked + 100s,
                                  .tasks = {task(3, 0, 5s, 20s), task(4, 1, 110s, 140s)}}}}};
    const auto item = [](Item::Kind kind, int attempt, const QString &name, qint64 id) {
        return Item{.id = ItemId(id), .run = 1, .attempt = attempt, .kind = kind, .name = name, .remoteId = id};
    };
    job.items = {item(Item::Kind::Log, 1, u"job 0"_s, 1),           item(Item::Kind::Log, 1, u"job 1"_s, 2),
                 item(Item::Kind::Artifact, 1, u"uploads-0"_s, 11), item(Item::Kind::Artifact, 1, u"uploads-1"_s, 12),
                 item(Item::Kind::Log, 2, u"job 1"_s, 4),           item(Item::Kind::Artifact, 2, u"uploads-1"_s, 13)};
    return job;
}

void TstJob::severalRunsAreOneAttempt()
{
    Job job;
    job.house.page = QUrl(u"https://github.com/o/r"_s);
    QVERIFY(!newestAttempt(job));
    QCOMPARE(pageOf(job), job.house.page);
    job.runs = {Run{.number = 1, .attempts = {{.startedAt = m_asked + 2s, .tasks = {task(1, 0, 10s, 20s)}}}}, Run{.number = 2},
                Run{.number = 3,
                    .page = QUrl(u"https://github.com/o/r/actions/runs/7"_s),
                    .attempts = {{.startedAt = m_asked, .tasks = {task(2, 512, 15s, 70s), task(3, 513, 15s, 17s)}}}}};
    const std::optional<Attempt> whole = newestAttempt(job);
    QVERIFY(whole);
    QCOMPARE(whole->tasks.size(), 3);
    QCOMPARE(whole->tasks.constFirst().name, u"job 0"_s);
    QCOMPARE(whole->tasks.constLast().name, u"job 513"_s);
    QCOMPARE(timesOf(*whole).queued, std::optional<Milliseconds>(10s));
    QCOMPARE(timesOf(*whole).running, std::optional<Milliseconds>(60s));
    QCOMPARE(pageOf(job), job.runs.constLast().page);
}

void TstJob::runsEndTogether_data()
{
    QTest::addColumn<Attempt>("one");
    QTest::addColumn<Attempt>("other");
    QTest::addColumn<Status>("status");
    QTest::addColumn<Conclusion>("conclusion");
    const auto ended = [](Conclusion how) { return Attempt{.status = Status::Completed, .conclusion = how}; };
    QTest::newRow("both") << ended(Conclusion::Success) << ended(Conclusion::Success) << Status::Completed << Conclusion::Success;
    QTest::newRow("one failed") << ended(Conclusion::Failure) << ended(Conclusion::Success) << Status::Completed << Conclusion::Failure;
    QTest::newRow("one queued") << ended(Conclusion::Failure) << Attempt{.status = Status::Queued} << Status::InProgress
                                << Conclusion::None;
    QTest::newRow("both queued") << Attempt{.status = Status::Queued} << Attempt{.status = Status::Queued} << Status::Queued
                                 << Conclusion::None;
}

void TstJob::runsEndTogether()
{
    QFETCH(const Attempt, one);
    QFETCH(const Attempt, other);
    Job job;
    job.runs = {Run{.number = 1, .attempts = {one}}, Run{.number = 2, .attempts = {other}}};
    QTEST(newestAttempt(job)->status, "status");
    QTEST(newestAttempt(job)->conclusion, "conclusion");
    std::ranges::swap(job.runs[0], job.runs[1]);
    QTEST(newestAttempt(job)->status, "status");
    QTEST(newestAttempt(job)->conclusion, "conclusion");
}

void TstJob::whatSucceededKeepsItsLogAndResults()
{
    Job job = halfRunAgain();
    job.phase = Phase::Ended;
    const Attempt newest = *newestAttempt(job);
    QVERIFY(isRepeat(newest, newest.tasks.at(0)));
    QVERIFY(!isRepeat(newest, newest.tasks.at(1)));
    QCOMPARE(logOf(job, newest.tasks.at(0)), &job.items.at(0));
    QCOMPARE(logOf(job, newest.tasks.at(1)), &job.items.at(4));
    QList<qint64> current;
    for (const Item &item : std::as_const(job.items)) {
        if (isCurrent(job, item))
            current.append(item.remoteId);
    }
    QCOMPARE(current, (QList<qint64>{1, 11, 4, 13}));
    QVERIFY(!logsAreSettled(job));
    for (Item &item : job.items)
        item.state = Item::State::Here;
    QVERIFY(logsAreSettled(job));
}

void TstJob::whatRanAgainAloneTakesItsOwnTime()
{
    Job job = halfRunAgain();
    QCOMPARE(timesOf(*newestAttempt(job)).queued, std::optional<Milliseconds>(10s));
    QCOMPARE(timesOf(*newestAttempt(job)).running, std::optional<Milliseconds>(30s));
    // Nothing of another run had to run again.
    job.runs.append(Run{.id = 2, .number = 2, .attempts = {{.number = 1, .startedAt = m_asked, .tasks = {task(9, 256, 1s, 300s)}}}});
    job.runs[1].attempts[0].tasks[0].completedAt = m_asked + 50s;
    QCOMPARE(timesOf(*newestAttempt(job)).queued, std::optional<Milliseconds>(10s));
    QCOMPARE(timesOf(*newestAttempt(job)).running, std::optional<Milliseconds>(30s));
}

PUNCHCARD_TEST(TstJob, tst_job)
#include "tst_job.moc"
