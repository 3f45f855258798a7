// SPDX-License-Identifier: MIT
// Breaks for the user: a job stands in the queue for an hour and nobody says why.
#include "core/jobs/queuewait.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QUrl runPage(u"https://github.com/octo/demo/actions/runs/1"_s);

github::OfferedRunner machine(const QStringList &labels, bool online, bool busy)
{
    return {.id = 1, .name = u"m"_s, .labels = labels, .isOnline = online, .isBusy = busy};
}

} // namespace

class TstQueueWait : public QObject
{
    Q_OBJECT

private slots:
    void reasons_data();
    void reasons();
    void whatIsUsual();
    void hostedOrOwn();
    void whatItHasWaited();
};

void TstQueueWait::reasons_data()
{
    QTest::addColumn<QueueFacts>("facts");
    QTest::addColumn<QStringList>("said");
    QTest::addColumn<QUrl>("page");
    const QUrl status(u"https://www.githubstatus.com/"_s);
    const QStringList gpu{u"self-hosted"_s, u"gpu"_s};
    const QList<github::OfferedRunner> none;
    const auto row = [](const char *name, const QueueFacts &facts, const QStringList &said, const QUrl &page) {
        QTest::newRow(name) << facts << said << page;
    };
    row("hosted", {.labels = {u"ubuntu-latest"_s}}, {u"status page"_s, u"spending limit"_s}, status);
    row("hosted, others run", {.labels = {u"ubuntu-latest"_s}, .ownRunning = 3}, {u"3 other"_s, u"plan"_s}, status);
    row("not to be listed", {.labels = gpu}, {u"may not list"_s, u"24 hours"_s}, runPage);
    row("no such runner", {.labels = gpu, .runners = none}, {u"No runner has all of these labels: self-hosted, gpu."_s}, runPage);
    row("one of two labels", {.labels = gpu, .runners = {{machine({u"self-hosted"_s}, true, false)}}}, {u"No runner has all"_s}, runPage);
    row("offline", {.labels = gpu, .runners = {{machine({u"GPU"_s, u"self-hosted"_s}, false, false)}}}, {u"online: self-hosted, gpu"_s},
        runPage);
    row("busy", {.labels = gpu, .runners = {{machine(gpu, true, true), machine(gpu, false, false)}}}, {u"busy: self-hosted, gpu"_s},
        runPage);
    row("free all the same", {.labels = gpu, .runners = {{machine(gpu, true, false)}}}, {u"group may not be open"_s}, runPage);
    row("a label nobody knows", {.labels = {u"unbuntu-latest"_s}, .runners = none},
        {u"“unbuntu-latest” is the label of none"_s, u"24 hours"_s}, runPage);
    row("group unknown", {.labels = {}, .group = u"big"_s, .groups = QList<github::RunnerGroup>()},
        {u"“big” does not exist, or is not open"_s}, runPage);
    const QList<github::RunnerGroup> groups{{.id = 1, .name = u"big"_s}};
    row("group without public ones", {.labels = {}, .group = u"Big"_s, .isPrivate = false, .groups = groups}, {u"no public"_s}, runPage);
    row("an Enterprise Server has none of GitHub's", {.labels = {u"ubuntu-latest"_s}, .hasHosted = false}, {u"may not list"_s}, runPage);
}

void TstQueueWait::reasons()
{
    QFETCH(const QueueFacts, facts);
    QFETCH(const QStringList, said);
    const Waiting waiting = queueWaiting(facts, runPage);
    QCOMPARE(waiting.what, Waiting::For::Runner);
    QVERIFY(!waiting.until);
    for (const QString &words : said)
        QVERIFY2(waiting.error.remedy.contains(words), qPrintable(waiting.error.remedy));
    QTEST(waiting.error.page, "page");
}

void TstQueueWait::whatIsUsual()
{
    const QList<Milliseconds> four{10s, 20s, 3min, 40s};
    QCOMPARE(usualQueueTime(four, true), Milliseconds(2min));
    QCOMPARE(usualQueueTime(four, false), Milliseconds(5min));
    QCOMPARE(usualQueueTime(four + QList<Milliseconds>{1s}, true), Milliseconds(3min));
    QCOMPARE(usualQueueTime({1s, 2s, 3s, 4s, 5s}, true), Milliseconds(1min));
}

void TstQueueWait::hostedOrOwn()
{
    QVERIFY(wantsHosted({u"Ubuntu-24.04"_s}, {}));
    QVERIFY(!wantsHosted({u"ubuntu-24.04"_s}, u"big"_s));
    QVERIFY(!wantsHosted({u"self-hosted"_s, u"ubuntu-24.04"_s}, {}));
}

void TstQueueWait::whatItHasWaited()
{
    QueueFacts facts{.labels = {u"ubuntu-latest"_s}, .waited = 150s, .usual = 70s};
    QVERIFY2(queueWaiting(facts, {}).error.what.contains(u"2m30s"_s), qPrintable(queueWaiting(facts, {}).error.what));
    QVERIFY(!queueWaiting(facts, {}).error.what.contains(u"1m10s"_s));
    facts.isUsualKnown = true;
    QVERIFY(queueWaiting(facts, {}).error.what.contains(u"1m10s"_s));
}

PUNCHCARD_TEST(TstQueueWait, tst_queuewait)
#include "tst_queuewait.moc"
