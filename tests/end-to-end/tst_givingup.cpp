// SPDX-License-Identifier: MIT
// Breaks for the user: the token of an account is gone for good, and a job that has ended waits for it for ever; or they give
// that up, and results that nobody else has are deleted without a word.
#include "tests/end-to-end/ordeal.h"
#include "tests/support/testmain.h"

#include <QDateTime>
#include <QTest>

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

const QString deletion = u"^DELETE /repos/[^/]+/[^/]+$"_s;
const QString artifactContent = u"^GET .*/actions/artifacts/\\d+/zip$"_s;

QString quickClock()
{
    return u"PUNCHCARD_TEST_CLOCK=30x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch());
}

QJsonObject refusedToken(const QString &match)
{
    return {{u"match"_s, match},
            {u"fault"_s, u"status"_s},
            {u"status"_s, 401},
            {u"body"_s, QJsonObject{{u"message"_s, u"Bad credentials"_s}}},
            {u"times"_s, -1}};
}

} // namespace

class TstGivingUp : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_ordeal.reset(); }
    void aRepositoryThatCannotBeDeleted();
    void resultsThatCannotBeFetched();
    void onlyAWaitIsGivenUp();

private:
    /// A job that waits at its end for a token, since the one it has is refused at @p match, and now everywhere.
    std::unique_ptr<PunchProcess> waiting(const QString &match);
    [[nodiscard]] PunchEnd run(const QStringList &arguments) const { return punch(m_ordeal->journey.home, arguments); }
    [[nodiscard]] QJsonObject job() const { return m_ordeal->journey.home.job(1); }

    std::unique_ptr<Ordeal> m_ordeal;
};

void TstGivingUp::init()
{
    m_ordeal = std::make_unique<Ordeal>(punchcard::Housing::Repository, QStringList());
    m_ordeal->beServer();
}

std::unique_ptr<PunchProcess> TstGivingUp::waiting(const QString &match)
{
    m_ordeal->journey.setFaults({refusedToken(match)});
    auto process = m_ordeal->journey.begin({quickClock()});
    if (process->event(u"waiting"_s, {{u"for"_s, u"token"_s}}).isEmpty())
        qCritical("it does not wait: %s", process->said().constData());
    m_ordeal->line->setToken("second-token", m_ordeal->journey.home.hub().token);
    m_ordeal->journey.setFaults({});
    return process;
}

// Whoever drives it carries it out; everybody who watches is told.
void TstGivingUp::aRepositoryThatCannotBeDeleted()
{
    const auto watching = waiting(deletion);
    const QString repository = m_ordeal->repository();
    const PunchEnd cancel = run({u"cancel"_s, u"1"_s});
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY2(cancel.err.contains("The repository " + repository.toUtf8() + " was not deleted, and is on the list of left-overs"),
             cancel.err);
    QVERIFY2(cancel.err.contains("punch leftovers --delete"), cancel.err);
    QVERIFY2(watching->finish() == 0, watching->said());
    QVERIFY(watching->event(u"error"_s)[u"message"].toString().contains(repository));
    const QJsonObject over = job();
    QCOMPARE(over[u"outcome"], u"succeeded"_s);
    QCOMPARE(over[u"results"], u"complete"_s);
    QVERIFY(over[u"waiting_for"].isNull());
    QVERIFY(m_ordeal->journey.strays().isEmpty());

    // Named although the server cannot be looked at.
    const PunchEnd blind = run({u"leftovers"_s, u"--json"_s});
    QVERIFY2(blind.out.contains("\"name\":\"" + repository.toUtf8() + '"'), blind.out);
    m_ordeal->giveToken("second-token");
    const PunchEnd clean = run({u"leftovers"_s, u"--delete"_s, u"--yes"_s});
    QVERIFY2(clean.code == 0, clean.err);
    QVERIFY(m_ordeal->journey.home.repositories().isEmpty());
    QCOMPARE(run({u"leftovers"_s}).out, QByteArray());
}

// What is not here must not be deleted with the rest; a later fetch brings it.
void TstGivingUp::resultsThatCannotBeFetched()
{
    const auto driver = waiting(artifactContent);
    driver->signal(SIGKILL);
    QCOMPARE(driver->finish(), -1);
    const QString repository = m_ordeal->repository();
    const PunchEnd cancel = run({u"cancel"_s, u"1"_s, u"--json"_s});
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY2(cancel.out.contains("\"event\":\"error\"") && cancel.out.contains("“uploads”") && cancel.out.contains("punch fetch 1"),
             cancel.out);
    const QJsonObject over = job();
    QCOMPARE(over[u"outcome"], u"succeeded"_s);
    QCOMPARE(over[u"results"], u"incomplete"_s);
    QVERIFY(m_ordeal->journey.strays().isEmpty());

    m_ordeal->giveToken("second-token");
    const PunchEnd clean = run({u"leftovers"_s, u"--delete"_s, u"--yes"_s});
    QVERIFY2(clean.err.contains("left alone"), clean.err);
    QCOMPARE(m_ordeal->journey.home.repositories().size(), 1);
    const PunchEnd fetch = run({u"fetch"_s, u"1"_s});
    QVERIFY2(fetch.code == 0, fetch.err);
    QCOMPARE(m_ordeal->journey.complaint(), QString());
    QCOMPARE(run({u"leftovers"_s}).out, QByteArray());
}

void TstGivingUp::onlyAWaitIsGivenUp()
{
    const auto process = m_ordeal->journey.begin({quickClock()});
    QVERIFY2(process->finish() == 0, process->said());
    const PunchEnd cancel = run({u"cancel"_s, u"1"_s});
    QCOMPARE(cancel.code, 1);
    QVERIFY2(cancel.err.contains("Job 1 has ended already"), cancel.err);
}

PUNCHCARD_TEST(TstGivingUp, tst_givingup)
#include "tst_givingup.moc"
