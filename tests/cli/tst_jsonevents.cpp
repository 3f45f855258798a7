// SPDX-License-Identifier: MIT
#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "tests/cli/samplejob.h"
#include "tests/cli/screen.h"
#include "tests/contract/schemacheck.h"
#include "tests/support/samplearray.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cli::ExitCode;
using testing::SchemaCheck;
using testing::Screen;

class TstJsonEvents : public QObject
{
    Q_OBJECT

private slots:
    void schemaRefusesWhatIsWrong();
    void everyWordIsInTheSchema();
    void wholeJobInEvents();
    void givenUpJobDoesNotClaimToHaveStarted();
    void waitingIsToldOnce();
    void errorsAreToldInWordsToo();
    void doneHasTimesAndFiles();
    void nothingForTheLogGetsOut();
    void noTerminalObeysIt();

private:
    const SchemaCheck m_schema = SchemaCheck::ofEvents();
};

namespace {

Error throttled()
{
    return {.kind = Error::Kind::Throttled,
            .what = u"The limit is reached."_s,
            .remedy = u"Wait."_s,
            .retry = Retry{fromEpoch(1'764'000'600'000)},
            .status = 403,
            .said = u"API rate limit exceeded"_s,
            .detail = u"GET /user 403"_s};
}

QList<QJsonObject> printed(const Screen &screen)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : screen.out.split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

QStringList phasesIn(const QList<QJsonObject> &events)
{
    QStringList phases;
    for (const QJsonObject &event : events) {
        if (event.value("event"_L1) == "phase"_L1)
            phases.append(event.value("phase"_L1).toString());
    }
    return phases;
}

} // namespace

void TstJsonEvents::schemaRefusesWhatIsWrong()
{
    QJsonObject event = cli::phaseEvent(testing::startedJob(), Phase::Started);
    QCOMPARE(m_schema.wrongWith(event), QString());
    event.insert(u"phase"_s, u"begun"_s);
    QVERIFY(!m_schema.wrongWith(event).isEmpty());
    event = cli::phaseEvent(testing::startedJob(), Phase::Started);
    event.remove(u"uid"_s);
    QVERIFY(!m_schema.wrongWith(event).isEmpty());
    event = cli::errorEvent(throttled());
    event.insert(u"surprise"_s, 1);
    QVERIFY(!m_schema.wrongWith(event).isEmpty());
}

// Breaks for the user: their script meets a word that was never written down.
void TstJsonEvents::everyWordIsInTheSchema()
{
    Job job = testing::endedJob();
    for (int phase = int(Phase::Prepared); phase <= int(Phase::Cleared); ++phase)
        QCOMPARE(m_schema.wrongWith(cli::phaseEvent(job, Phase(phase))), QString());
    for (int outcome = int(Outcome::Open); outcome <= int(Outcome::Refused); ++outcome) {
        job.outcome = Outcome(outcome);
        QCOMPARE(m_schema.wrongWith(cli::doneEvent(job, {}, ExitCode::Unknown)), QString());
    }
    for (int results = int(Results::Open); results <= int(Results::Incomplete); ++results) {
        job.results = Results(results);
        QCOMPARE(m_schema.wrongWith(cli::jobEvent(job)), QString());
    }
    for (int kind = 0; kind <= int(Error::Kind::Storage); ++kind)
        QCOMPARE(m_schema.wrongWith(cli::errorEvent({.kind = Error::Kind(kind)}, &job)), QString());
    for (int what = int(Waiting::For::Network); what <= int(Waiting::For::Runner); ++what) {
        job.waiting = Waiting{.what = Waiting::For(what), .error = throttled()};
        QCOMPARE(m_schema.wrongWith(cli::waitingEvent(job)), QString());
        QCOMPARE(m_schema.wrongWith(cli::jobEvent(job)), QString());
    }
    for (int state = 0; state <= int(Item::State::Gone); ++state) {
        const cli::Delivery delivery{.artifacts = {{.name = u"a"_s, .state = Item::State(state), .why = u"w"_s}}};
        QCOMPARE(m_schema.wrongWith(cli::doneEvent(job, delivery, ExitCode::Incomplete)), QString());
    }
}

void TstJsonEvents::wholeJobInEvents()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    cli::JsonReporter reporter(terminal);
    reporter.submitted(testing::preparedJob(), {u"The line ends were mended."_s});
    reporter.update(testing::startedJob()); // two phases on the way were not seen
    reporter.update(testing::runningJob());
    reporter.update(testing::endedJob());
    reporter.over(testing::endedJob(), {}, ExitCode::Succeeded);
    const QList<QJsonObject> events = printed(screen);
    for (const QJsonObject &event : events)
        QCOMPARE(m_schema.wrongWith(event), QString());
    QCOMPARE(phasesIn(events),
             QStringList({u"prepared"_s, u"housed"_s, u"secrets_sealed"_s, u"started"_s, u"ended"_s, u"collected"_s, u"cleared"_s}));
    QCOMPARE(events.first().value("notes"_L1).toArray().size(), 1);
    QCOMPARE(events.last().value("event"_L1).toString(), u"done"_s);
    QCOMPARE(events.last().value("outcome"_L1).toString(), u"succeeded"_s);
    QCOMPARE(events.last().value("exit"_L1).toInt(-1), 0);
    QVERIFY(screen.err.isEmpty());
}

void TstJsonEvents::givenUpJobDoesNotClaimToHaveStarted()
{
    Job job = testing::preparedJob();
    job.phase = Phase::Cleared;
    job.outcome = Outcome::Refused;
    QCOMPARE(cli::phasesSince(std::nullopt, job), QList<Phase>({Phase::Prepared, Phase::Cleared}));
    job.outcome = Outcome::Cancelled; // before the push
    QCOMPARE(cli::phasesSince(Phase::Housed, job), QList<Phase>({Phase::Cleared}));
}

void TstJsonEvents::waitingIsToldOnce()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    cli::JsonReporter reporter(terminal);
    Job job = testing::preparedJob();
    job.waiting = Waiting{.what = Waiting::For::Quota, .until = fromEpoch(1'764'000'600'000), .error = throttled()};
    reporter.update(job);
    job.waiting->until = fromEpoch(1'764'000'700'000);
    reporter.update(job);
    job.waiting.reset();
    reporter.update(job);
    const QList<QJsonObject> events = printed(screen);
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.at(1).value("event"_L1).toString(), u"waiting"_s);
    QCOMPARE(events.at(1).value("for"_L1).toString(), u"quota"_s);
    QCOMPARE(events.at(1).value("until"_L1).toString(), u"2025-11-24T16:10:00Z"_s);
    QCOMPARE(events.at(1).value("retry_at"_L1).toString(), u"2025-11-24T16:10:00Z"_s);
    QCOMPARE(m_schema.wrongWith(events.at(1)), QString());
}

void TstJsonEvents::errorsAreToldInWordsToo()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    cli::JsonReporter reporter(terminal);
    reporter.failed(throttled(), nullptr);
    QCOMPARE(screen.err, QByteArray("The limit is reached. Wait.\n"));
    QCOMPARE(printed(screen).first().value("kind"_L1).toString(), u"throttled"_s);
}

void TstJsonEvents::doneHasTimesAndFiles()
{
    const cli::Delivery delivery{
        .out = u"/out"_s,
        .artifacts = {{.name = u"uploads"_s,
                       .path = u"/out"_s,
                       .state = Item::State::Here,
                       .size = 12,
                       .files = {{.name = u"a.txt"_s, .path = u"/out/a.txt"_s, .size = 12}}}},
        .logs = {u"/home/jobs/x/logs/attempt-1/job.log"_s},
    };
    const QJsonObject done = cli::doneEvent(testing::endedJob(), delivery, ExitCode::Succeeded);
    QCOMPARE(m_schema.wrongWith(done), QString());
    QCOMPARE(done.value("queued_ms"_L1).toInteger(), 4000);
    QCOMPARE(done.value("duration_ms"_L1).toInteger(), 15'000);
    QCOMPARE(done.value("total_ms"_L1).toInteger(), 25'000);
    QCOMPARE(done.value("out"_L1).toString(), u"/out"_s);
    const QJsonObject artifact = done.value("artifacts"_L1).toArray().first().toObject();
    QCOMPARE(artifact.value("name"_L1).toString(), u"uploads"_s);
    QCOMPARE(artifact.value("files"_L1).toArray().first().toObject().value("path"_L1).toString(), u"/out/a.txt"_s);
    QCOMPARE(m_schema.wrongWith(cli::detailEvent(testing::endedJob(), delivery, u"/home/jobs/x"_s)), QString());
    Job array = testing::sampleArray(3, 2);
    array.id = JobId(4);
    array.uid = testing::endedJob().uid;
    const QJsonObject json = cli::detailEvent(array, delivery, u"/home/jobs/x"_s);
    QCOMPARE(m_schema.wrongWith(json), QString());
    QCOMPARE(json[u"elements"].toArray().size(), 3);
    // Never started: nothing is known of its times.
    QVERIFY(cli::doneEvent(testing::preparedJob(), {}, ExitCode::NotSubmitted).value("queued_ms"_L1).isNull());
}

void TstJsonEvents::nothingForTheLogGetsOut()
{
    const QJsonObject event = cli::errorEvent(throttled());
    QVERIFY(!event.contains("detail"_L1));
    QVERIFY(!QJsonDocument(event).toJson().contains("GET /user"));
}

// Breaks for the user: the name of an artifact, printed as JSON, fills their clipboard: terminals know controls above ASCII too.
void TstJsonEvents::noTerminalObeysIt()
{
    const QString name = u"a\u009D52;c;eA==\u009Cb\x1b]0;t\x07\x7F\u202Ec\u00E9\U0001F600\"\\"_s;
    Screen screen;
    cli::Terminal terminal(screen.streams(true, true));
    cli::printJson(terminal, {{u"name"_s, name}});
    for (const QChar c : QString::fromUtf8(screen.out))
        QVERIFY2(c == u'\n' || (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format), screen.out);
    QVERIFY(screen.out.contains("c\xC3\xA9\xF0\x9F\x98\x80"));
    QCOMPARE(QJsonDocument::fromJson(screen.out)[u"name"].toString(), name);
}

PUNCHCARD_TEST(TstJsonEvents, tst_jsonevents)
#include "tst_jsonevents.moc"
