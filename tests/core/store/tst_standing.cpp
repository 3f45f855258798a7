// SPDX-License-Identifier: MIT
#include "core/store/standing.h"

#include "core/store/jobstore.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstStanding : public QObject
{
    Q_OBJECT

private slots:
    void aRepositoryIsKnownByItsName();
};

// Breaks for the user: another repository of that name gets their secrets, since nobody remembers which one it was.
void TstStanding::aRepositoryIsKnownByItsName()
{
    const QTemporaryDir folder;
    const Home home{.data = folder.path(), .config = folder.path(), .cache = folder.path(), .keychainService = u"test"_s};
    {
        const auto store = wait(store::Store::open(home));
        QVERIFY(store);
        const store::StandingRepositories all((*store)->database());
        QVERIFY(!*wait(all.known(u"a"_s, u"octo"_s, u"jobs"_s)));
        QVERIFY(wait(all.keep({.account = u"a"_s, .owner = u"Octo"_s, .name = u"Jobs"_s, .organisation = true, .repositoryId = 7})));
        QVERIFY(wait(all.keep({.account = u"a"_s, .owner = u"octo"_s, .name = u"other"_s, .repositoryId = 8})));
    }
    const auto store = wait(store::Store::open(home));
    QVERIFY(store);
    const store::StandingRepositories all((*store)->database());
    const auto known = *wait(all.known(u"a"_s, u"octo"_s, u"jobs"_s));
    QVERIFY(known);
    QCOMPARE(known->repositoryId, 7);
    QCOMPARE(known->owner, u"Octo"_s);
    QVERIFY(known->organisation);
    QVERIFY(!*wait(all.known(u"b"_s, u"octo"_s, u"jobs"_s)));
    // The one that was made anew takes its place.
    QVERIFY(wait(all.keep({.account = u"a"_s, .owner = u"octo"_s, .name = u"jobs"_s, .repositoryId = 9})));
    QCOMPARE((*wait(all.known(u"a"_s, u"OCTO"_s, u"JOBS"_s)))->repositoryId, 9);
}

PUNCHCARD_TEST(TstStanding, tst_standing)
#include "tst_standing.moc"
