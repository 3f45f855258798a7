// SPDX-License-Identifier: MIT
#include "core/jobs/standingsecrets.h"

#include "core/job/marks.h"

#include "tests/support/testmain.h"

#include <QUuid>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstStandingSecrets : public QObject
{
    Q_OBJECT

private slots:
    void theyFitOrWaitOrNeverFit_data();
    void theyFitOrWaitOrNeverFit();
    void theSentenceCounts();

private:
    static QString newUid() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }
    static QStringList secretsOf(const QString &uid, int count)
    {
        QStringList names;
        for (int i = 0; i < count; ++i)
            names.append(standingSecret(uid, u"KEY_%1"_s.arg(i)));
        return names;
    }
};

void TstStandingSecrets::theyFitOrWaitOrNeverFit_data()
{
    QTest::addColumn<int>("others");
    QTest::addColumn<int>("own");
    QTest::addColumn<int>("foreign");
    QTest::addColumn<int>("need");
    QTest::addColumn<std::optional<Error::Kind>>("refusal");
    using Kind = Error::Kind;
    QTest::newRow("none there") << 0 << 0 << 0 << 100 << std::optional<Kind>();
    QTest::newRow("the hundredth") << 99 << 0 << 0 << 1 << std::optional<Kind>();
    QTest::newRow("the hundred-and-first") << 100 << 0 << 0 << 1 << std::optional(Kind::Throttled);
    QTest::newRow("some of an earlier life") << 50 << 30 << 0 << 50 << std::optional<Kind>();
    QTest::newRow("all of an earlier life") << 0 << 100 << 0 << 100 << std::optional<Kind>();
    QTest::newRow("the user's own stay") << 0 << 0 << 60 << 41 << std::optional(Kind::Refused);
    QTest::newRow("beside the user's own") << 30 << 0 << 60 << 40 << std::optional(Kind::Throttled);
}

void TstStandingSecrets::theyFitOrWaitOrNeverFit()
{
    QFETCH(const int, others);
    QFETCH(const int, own);
    QFETCH(const int, foreign);
    QFETCH(const int, need);
    QFETCH(const std::optional<Error::Kind>, refusal);
    const QString uid = newUid();
    QStringList there = secretsOf(newUid(), others) + secretsOf(uid, own);
    for (int i = 0; i < foreign; ++i)
        there.append(u"DEPLOY_%1"_s.arg(i));
    const Result<> room = roomForSecrets(u"o/r"_s, there, uid, need, fromEpoch(0));
    QCOMPARE(room ? std::nullopt : std::optional(room.error().kind), refusal);
    // What waits goes on by itself.
    if (!room)
        QCOMPARE(room.error().retry.has_value(), refusal == Error::Kind::Throttled);
}

void TstStandingSecrets::theSentenceCounts()
{
    const QStringList there = secretsOf(newUid(), 40) + secretsOf(newUid(), 41);
    const Result<> room = roomForSecrets(u"octo/jobs"_s, there, newUid(), 20, fromEpoch(0));
    QVERIFY(!room);
    for (const QString &word : {u"81"_s, u"100"_s, u"octo/jobs"_s, u"2 job"_s})
        QVERIFY2(room.error().what.contains(word), qPrintable(room.error().what));
    QVERIFY2(room.error().remedy.contains(u"20"_s), qPrintable(room.error().remedy));
}

PUNCHCARD_TEST(TstStandingSecrets, tst_standingsecrets)
#include "tst_standingsecrets.moc"
