// SPDX-License-Identifier: MIT
#include "core/models/timingmodel.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = TimeSpan::Kind;

class TstTimingModel : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_begin = m_clock.now(); }
    void aWholeJobIsOneRow();
    void theServersAndOurClockAreNeverMixed();
    void whatGoesOnGrows();
    void aJobNobodyTookOnlyWaited();
    void stepsOfOthersBelongToWhatIsAround();
    void laterAttemptsWereNotSent();
    void skippedUploadIsLeftOut();

private:
    // The server's clock is an hour ahead.
    [[nodiscard]] Time server(Milliseconds at) const { return m_begin + 1h + at; }
    [[nodiscard]] Step step(int number, const QString &name, Milliseconds from, std::optional<Milliseconds> to) const
    {
        return {.number = number,
                .name = name,
                .status = to ? Status::Completed : Status::InProgress,
                .conclusion = to ? Conclusion::Success : Conclusion::None,
                .startedAt = server(from),
                .completedAt = to ? std::optional(server(*to)) : std::nullopt};
    }
    [[nodiscard]] Job whole() const
    {
        Task task{.remoteId = 1,
                  .name = u"job"_s,
                  .status = Status::Completed,
                  .startedAt = server(12s),
                  .completedAt = server(100s),
                  .runnerId = 3,
                  .steps
                  = {step(1, u"Set up job"_s, 12s, 15s), step(2, u"Fetch the script"_s, 15s, 17s), step(3, u"Run job.sh"_s, 17s, 90s),
                     step(4, u"Keep uploads"_s, 90s, 96s), step(5, u"Send modes and links"_s, 96s, 97s),
                     step(6, u"Post Fetch the script"_s, 97s, 98s), step(7, u"Complete job"_s, 98s, 99s)}};
        Run run{.remoteId = 5, .attempts = {Attempt{.number = 1, .status = Status::Completed, .startedAt = server(0s), .tasks = {task}}}};
        return Job{.id = JobId(1),
                   .phase = Phase::Cleared,
                   .runs = {run},
                   .createdAt = m_begin,
                   .submittedAt = m_begin + 2s,
                   .endedAt = m_begin + 120s,
                   .collectedAt = m_begin + 127s,
                   .finishedAt = m_begin + 128s};
    }
    [[nodiscard]] static QStringList words(const QList<TimeSpan> &spans)
    {
        QStringList list;
        for (const TimeSpan &span : spans)
            list.append(nameOf(span.kind) + u' ' + durationText(span.length) + (span.open ? u"…"_s : QString()));
        return list;
    }
    testing::FakeClock m_clock;
    Time m_begin;
};

void TstTimingModel::aWholeJobIsOneRow()
{
    TimingModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setJob(whole(), 1, 0, 0);
    QCOMPARE(words(model.spans()),
             (QStringList{u"Sending 2s"_s, u"Queued 12s"_s, u"Set-up 5s"_s, u"Script 1m13s"_s, u"Upload 7s"_s, u"Wrap-up 3s"_s,
                          u"Fetching results 7s"_s, u"Cleaning up 1s"_s}));
    QCOMPARE(model.total(), Milliseconds(110s));
    QVERIFY(!model.isRunning());
    QCOMPARE(model.rowCount(), 8 + 7);
    QCOMPARE(model.index(3, TimingModel::Name).data(), u"Set up job"_s);
    QCOMPARE(model.index(3, TimingModel::Duration).data(), u"3s"_s);
    QCOMPARE(model.index(1, TimingModel::Share).data(), u"11 %"_s);
    QVERIFY(model.summary().contains(u"1m50s in all"_s));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TstTimingModel::theServersAndOurClockAreNeverMixed()
{
    const QList<TimeSpan> spans = timeSpans(whole(), 1, 1, 0, m_clock.now());
    for (const TimeSpan &span : spans)
        QVERIFY(span.length < 20min); // an hour lies between the two clocks
    QVERIFY(spans.constFirst().isLocal());
    QVERIFY(!spans.at(1).isLocal());
}

void TstTimingModel::whatGoesOnGrows()
{
    Job job = whole();
    job.phase = Phase::Started;
    job.endedAt.reset();
    job.collectedAt.reset();
    job.finishedAt.reset();
    Attempt &attempt = job.runs.first().attempts.first();
    attempt.status = Status::InProgress;
    Task &task = attempt.tasks.first();
    task.status = Status::InProgress;
    task.completedAt.reset();
    task.steps = task.steps.first(2) + QList<Step>{step(3, u"Run job.sh"_s, 17s, std::nullopt)};
    m_clock.advance(1h + 30s);
    TimingModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setJob(job, 1, 0, 0);
    QCOMPARE(words(model.spans()), (QStringList{u"Sending 2s"_s, u"Queued 12s"_s, u"Set-up 5s"_s, u"Script 13s…"_s}));
    QVERIFY(model.isRunning());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    m_clock.advance(10s);
    model.tick();
    QCOMPARE(words(model.spans()).constLast(), u"Script 23s…"_s);
    QCOMPARE(reset.count(), 0);
}

void TstTimingModel::aJobNobodyTookOnlyWaited()
{
    Job job = whole();
    Attempt &attempt = job.runs.first().attempts.first();
    attempt.tasks = {Task{.remoteId = 1, .name = u"job"_s, .status = Status::Completed, .completedAt = server(60s)}};
    QCOMPARE(words(timeSpans(job, 1, 1, 0, m_clock.now())).at(1), u"Queued 1m0s"_s);
    attempt.status = Status::Queued;
    attempt.tasks.clear();
    m_clock.advance(1h + 5s);
    job.phase = Phase::Started;
    QCOMPARE(words(timeSpans(job, 1, 1, 0, m_clock.now())), (QStringList{u"Sending 2s"_s, u"Queued 5s…"_s}));
}

void TstTimingModel::stepsOfOthersBelongToWhatIsAround()
{
    const QList<TimeSpan> spans = timeSpans(whole(), 1, 1, 0, m_clock.now());
    QCOMPARE(spans.at(2).steps.size(), 2);
    QCOMPARE(spans.at(5).kind, Kind::WrapUp);
    QCOMPARE(spans.at(5).steps.size(), 2);
}

void TstTimingModel::laterAttemptsWereNotSent()
{
    Job job = whole();
    job.runs.first().attempts.append(job.runs.first().attempts.constFirst());
    job.runs.first().attempts.last().number = 2;
    QCOMPARE(words(timeSpans(job, 1, 2, 0, m_clock.now())).constFirst(), u"Queued 12s"_s);
    // What this computer fetched was the newest attempt's.
    QCOMPARE(words(timeSpans(job, 1, 1, 0, m_clock.now())).constLast(), u"Wrap-up 3s"_s);
}

void TstTimingModel::skippedUploadIsLeftOut()
{
    Job job = whole();
    QList<Step> &steps = job.runs.first().attempts.first().tasks.first().steps;
    steps[3] = step(4, u"Keep uploads"_s, 97s, 97s);
    const QList<TimeSpan> spans = timeSpans(job, 1, 1, 0, m_clock.now());
    QVERIFY(std::ranges::none_of(spans, [](const TimeSpan &span) { return span.kind == Kind::Upload; }));
}

PUNCHCARD_TEST(TstTimingModel, tst_timingmodel)
#include "tst_timingmodel.moc"
