// SPDX-License-Identifier: MIT
#include "core/jobs/livelog.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstLiveLog : public QObject
{
    Q_OBJECT

private slots:
    // Breaks for the user: what a public job prints, with secrets, is public before they know.
    void isSettled_data();
    void isSettled();
    void anHourStaysWithinTheBudget();
};

void TstLiveLog::isSettled_data()
{
    QTest::addColumn<std::optional<bool>>("wished");
    QTest::addColumn<std::optional<bool>>("account");
    QTest::addColumn<bool>("isPrivate");
    QTest::addColumn<bool>("secrets");
    QTest::addColumn<int>("array");
    QTest::addColumn<bool>("here");
    QTest::addColumn<bool>("live");
    const std::optional<bool> open, yes = true, no = false;
    QTest::newRow("private") << open << open << true << true << 0 << false << true;
    QTest::newRow("the account says no") << open << no << true << false << 0 << false << false;
    QTest::newRow("the account says no, the job yes") << yes << no << true << false << 0 << false << true;
    QTest::newRow("the job says no") << no << yes << true << false << 0 << false << false;
    QTest::newRow("public") << open << yes << false << false << 0 << false << false;
    QTest::newRow("public, wished") << yes << open << false << false << 0 << false << true;
    QTest::newRow("public, wished, with secrets") << yes << yes << false << true << 0 << false << false;
    QTest::newRow("this computer") << open << open << false << true << 0 << true << true;
    QTest::newRow("this computer, no") << no << open << true << false << 0 << true << false;
    QTest::newRow("a small array") << open << open << true << false << 4 << false << true;
    QTest::newRow("a large array") << yes << yes << true << false << 5 << false << false;
}

void TstLiveLog::isSettled()
{
    QFETCH(const std::optional<bool>, wished);
    QFETCH(const std::optional<bool>, account);
    QFETCH(const bool, isPrivate);
    QFETCH(const bool, secrets);
    QFETCH(const int, array);
    QFETCH(const bool, here);
    Account at = here ? thisComputer() : Account{};
    at.defaults.live = account;
    JobSpec spec{.isPrivate = isPrivate, .array = array, .live = wished};
    if (secrets)
        spec.secrets.append({.name = u"KEY"_s});
    settleLive(spec, at);
    QTEST(spec.live.value_or(false), "live");
}

// A branch that never comes costs a request a look; a job of an hour must leave the account most of its 5000.
void TstLiveLog::anHourStaysWithinTheBudget()
{
    int looks = 0;
    for (Milliseconds age{}; age < 1h; age += liveInterval({.age = age, .absent = looks}))
        ++looks;
    QVERIFY2(looks < 250, qPrintable(QString::number(looks)));
    QVERIFY(liveInterval({.remaining = 100}) >= 60s);
    QVERIFY(liveInterval({.age = 10s}) <= 3s);
    QVERIFY(liveInterval({.thisComputer = true, .age = 10s}) < 1s);
}

PUNCHCARD_TEST(TstLiveLog, tst_livelog)
#include "tst_livelog.moc"
