// SPDX-License-Identifier: MIT
#include "core/jobs/livelog.h"

#include "tests/support/testmain.h"

#include <QDir>
#include <QTemporaryDir>

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
    // Breaks for the user: their own steps find GITHUB_TOKEN used up, because they looked at an array.
    void anArrayStaysWithinTheTokensBudget_data();
    void anArrayStaysWithinTheTokensBudget();
    void theChoiceChangesTwentyTimesAnHour();
    void anotherProcessSaysWhatIsOpen();
    void filesAreTheNewestOfEachName();
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
    QTest::newRow("a large array") << open << yes << true << false << 256 << false << true;
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

void TstLiveLog::anArrayStaysWithinTheTokensBudget_data()
{
    QTest::addColumn<int>("elements");
    QTest::addColumn<std::optional<int>>("atOnce");
    QTest::newRow("five") << 5 << std::optional<int>();
    QTest::newRow("all of a run") << 256 << std::optional<int>();
    QTest::newRow("all of a run, few at once") << 256 << std::optional<int>(8);
    QTest::newRow("several runs") << 1000 << std::optional<int>();
    QTest::newRow("several runs, few at once") << 10'000 << std::optional<int>(20);
}

// What ship.sh does in the worst hour; each of six is like that.
void TstLiveLog::anArrayStaysWithinTheTokensBudget()
{
    QFETCH(const int, elements);
    QFETCH(const std::optional<int>, atOnce);
    const JobSpec spec{.array = elements, .maxParallel = atOnce};
    const LiveSharing sharing = liveSharing(spec, false);
    QVERIFY(isLiveByChoice(spec) && sharing.every > 0);
    constexpr int hour = 3600;
    const int running = std::min({elements, atOnce.value_or(elements), 500});
    // Every element that lives long enough looks for the first time, and no more of them can follow each other.
    const int firstLooks = std::min(elements, running * std::max(1, hour / sharing.first));
    const int pieces = mostLiveElements * (hour / (3 * sharing.seconds));
    const int changes = 20 * (2 + 3 + 60 / sharing.seconds); // read by two, a branch, and faster for a minute
    QVERIFY2(firstLooks + pieces + changes < 1000, qPrintable(u"%1 + %2 + %3"_s.arg(firstLooks).arg(pieces).arg(changes)));
    QVERIFY(pieces + mostLiveElements * 3 < 500); // what makes something
    // Looks that find nothing new are free, but they are looks: below the 900 points a minute.
    QVERIFY(running * 60 / sharing.every < 450);
    if (elements <= 256)
        QVERIFY2(liveDelay(spec, false) <= 90, qPrintable(QString::number(liveDelay(spec, false))));
    // Small ones send all, and together no more than GitHub lets them make.
    for (int few = 1; few <= mostLiveElements; ++few)
        QVERIFY(few * 830 / liveSharing({.array = few}, false).seconds < 500);
}

void TstLiveLog::theChoiceChangesTwentyTimesAnHour()
{
    QList<Time> changes;
    const Time begin = Clock::system().now();
    for (Time now = begin; now - begin < 1h; now += 1s) {
        if (now >= nextChoice(changes))
            changes.append(now);
    }
    QVERIFY2(changes.size() <= 20, qPrintable(QString::number(changes.size())));
    QVERIFY(changes.at(1) - changes.at(0) <= 10s);
}

void TstLiveLog::anotherProcessSaysWhatIsOpen()
{
    const QTemporaryDir home;
    Home there;
    there.data = home.path();
    const store::JobFolder folder(there, u"uid"_s);
    QVERIFY(QDir().mkpath(folder.path()));
    noteFollowed(folder, {3});
    QVERIFY(followedElsewhere(folder).isEmpty()); // that is us
    QFile other(folder.path() + u"/follow-1"_s);
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("17\n4\nx\n");
    other.close();
    QCOMPARE(followedElsewhere(folder), (QList{17, 4}));
    QVERIFY(other.open(QIODevice::ReadWrite));
    QVERIFY(other.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFile::FileModificationTime));
    other.close();
    QVERIFY(followedElsewhere(folder).isEmpty());
    QVERIFY(!other.exists());
    noteFollowed(folder, {});
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TstLiveLog::filesAreTheNewestOfEachName()
{
    const QStringList names{u"000001-0-5"_s,          u"upload-000001-a.txt"_s, u"upload-000002-b"_s,
                            u"upload-000003-a.txt"_s, u"upload-000004-../x"_s,  u"upload-000005-.hidden"_s};
    QStringList found;
    for (const LiveFileMark &mark : liveFileMarks(names, 0))
        found.append(u"%1 %2"_s.arg(mark.number).arg(mark.name));
    QCOMPARE(found, (QStringList{u"2 b"_s, u"3 a.txt"_s}));
    QVERIFY(liveFileMarks(names, 3).isEmpty());
}

PUNCHCARD_TEST(TstLiveLog, tst_livelog)
#include "tst_livelog.moc"
