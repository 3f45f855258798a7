// SPDX-License-Identifier: MIT
#include "core/runners/runnerchoice.h"

#include "tests/support/testmain.h"

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstRunnerChoice : public QObject
{
    Q_OBJECT

private slots:
    void whatWasTyped_data();
    void whatWasTyped();
    void whatIsOffered();
    void whatAnOrganisationOffers();
    void anEnterpriseServerHasNoHostedRunners();
};

void TstRunnerChoice::whatWasTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("back");
    QTest::newRow("one") << u"ubuntu-24.04"_s << QStringList{u"ubuntu-24.04"_s} << QString() << u"ubuntu-24.04"_s;
    QTest::newRow("several") << u"self-hosted,linux ,  gpu"_s << QStringList{u"self-hosted"_s, u"linux"_s, u"gpu"_s} << QString()
                             << u"self-hosted, linux, gpu"_s;
    QTest::newRow("twice") << u"gpu GPU"_s << QStringList{u"gpu"_s} << QString() << u"gpu"_s;
    QTest::newRow("group") << u"group: big, gpu"_s << QStringList{u"gpu"_s} << u"big"_s << u"gpu, group:big"_s;
    QTest::newRow("group alone") << u"Group:big"_s << QStringList() << u"big"_s << u"group:big"_s;
    QTest::newRow("nothing") << u" , "_s << QStringList() << QString() << QString();
}

void TstRunnerChoice::whatWasTyped()
{
    QFETCH(QString, text);
    QFETCH(QString, back);
    const RunnerChoice choice = runnerChoiceFromText(text);
    QTEST(choice.labels, "labels");
    QTEST(choice.group, "group");
    QCOMPARE(textOf(choice), back);
    QCOMPARE(runnerChoiceFromText(back), choice);
}

void TstRunnerChoice::whatIsOffered()
{
    const Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const QList<RunnerSuggestion> fresh = runnerSuggestions(account, true, {});
    QCOMPARE(fresh.first().label, u"ubuntu-latest"_s);
    QCOMPARE(fresh.last().label, u"self-hosted"_s);
    const QList<RunnerSuggestion> known = runnerSuggestions(account, true, {u"gpu"_s, u"ubuntu-24.04"_s});
    QCOMPARE(known.first().label, u"gpu"_s);
    QVERIFY(!known.first().isHosted);
    QCOMPARE(std::ranges::count(known, u"ubuntu-24.04"_s, &RunnerSuggestion::label), 1);
    QVERIFY(runnerSuggestions(thisComputer(), true, {}).isEmpty());
}

// Breaks for the user: they have to know by heart how their machines are labelled.
void TstRunnerChoice::whatAnOrganisationOffers()
{
    const Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const QList<github::OfferedRunner> offered{
        {.id = 1, .name = u"render-1"_s, .labels = {u"self-hosted"_s, u"gpu"_s}},
        {.id = 2, .name = u"render-2"_s, .labels = {u"self-hosted"_s, u"GPU"_s, u"tape"_s}, .isOnline = false},
        {.id = 3, .name = u"big"_s, .labels = {u"big"_s}, .isHosted = true, .cores = 16, .memoryGb = 64}};
    const QList<RunnerSuggestion> list = runnerSuggestions(account, true, {u"tape"_s}, offered);
    QStringList labels;
    for (const RunnerSuggestion &suggestion : list)
        labels.append(suggestion.label);
    QCOMPARE(labels.first(5), (QStringList{u"tape"_s, u"self-hosted"_s, u"gpu"_s, u"big"_s, u"ubuntu-latest"_s}));
    QCOMPARE(list.at(1).about, u"1 machine of your own, online"_s);
    QVERIFY(!list.at(2).isHosted);
    QVERIFY(list.at(3).isHosted);
    QVERIFY(list.at(3).about.contains(u"16 cores"_s));
    const QList<RunnerSuggestion> asleep = runnerSuggestions(account, true, {}, {offered.at(1)});
    QCOMPARE(asleep.first().label, u"self-hosted"_s);
    QCOMPARE(asleep.first().about, u"your own, offline now"_s);
}

// Breaks for the user: a job waits a day for a machine that their server has not.
void TstRunnerChoice::anEnterpriseServerHasNoHostedRunners()
{
    const Account account = makeAccount(QUrl(u"https://git.example.org/api/v3/"_s), u"me"_s);
    const QList<RunnerSuggestion> list = runnerSuggestions(account, true, {u"ubuntu-latest"_s});
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.first().label, u"ubuntu-latest"_s);
    QVERIFY(std::ranges::none_of(list, &RunnerSuggestion::isHosted));
}

PUNCHCARD_TEST(TstRunnerChoice, tst_runnerchoice)
#include "tst_runnerchoice.moc"
