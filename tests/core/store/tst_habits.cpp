// SPDX-License-Identifier: MIT
#include "core/store/habits.h"
#include "core/store/jobstore.h"
#include "core/store/migrations.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstHabits : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aScriptIsKnownByItsPlaceThenByItsText();
    void labelsComeFromTheAccountsJobs();
    void whatWasSeenIsNotShownAgain();
    void anOlderDatabaseIsBroughtUpToDate();

private:
    store::Habits open()
    {
        m_store = wait(store::Store::open(m_home)).value_or(nullptr);
        return store::Habits(m_store ? m_store->database() : nullptr);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<store::Store> m_store;
    Home m_home;
};

void TstHabits::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
}

// Breaks for the user: the runner and the folder have to be chosen again each time a script is opened.
void TstHabits::aScriptIsKnownByItsPlaceThenByItsText()
{
    const store::Habits habits = open();
    const QJsonObject first{{u"account"_s, u"one"_s}};
    const QJsonObject second{{u"account"_s, u"two"_s}};
    QVERIFY(!*wait(habits.lastChoices(store::scriptKeys(u"/s/a.sh"_s, "echo a"))));
    QVERIFY(wait(habits.keepChoices(store::scriptKeys(u"/s/a.sh"_s, "echo a"), first, fromEpoch(1))));
    QCOMPARE(*wait(habits.lastChoices(store::scriptKeys(u"/s/a.sh"_s, "echo changed"))), std::optional(first));
    QCOMPARE(*wait(habits.lastChoices(store::scriptKeys(u"/moved/a.sh"_s, "echo a"))), std::optional(first));
    QCOMPARE(*wait(habits.lastChoices(store::scriptKeys(QString(), "echo a"))), std::optional(first));
    QVERIFY(!*wait(habits.lastChoices(store::scriptKeys(u"/moved/a.sh"_s, "echo changed"))));
    QVERIFY(wait(habits.keepChoices(store::scriptKeys(u"/s/a.sh"_s, "echo b"), second, fromEpoch(2))));
    QCOMPARE(*wait(habits.lastChoices(store::scriptKeys(u"/s/a.sh"_s, "echo a"))), std::optional(second));
    QVERIFY(store::scriptKeys(QString(), " \n").isEmpty());
}

void TstHabits::labelsComeFromTheAccountsJobs()
{
    const store::Habits habits = open();
    const auto add = [this](const QString &account, const QStringList &labels) {
        const JobSpec spec{.name = u"a"_s, .account = account, .runsOn = labels};
        return wait(m_store->add(Job{.spec = spec, .createdAt = fromEpoch(1)})).has_value();
    };
    QVERIFY(add(u"mine"_s, {u"self-hosted"_s, u"gpu"_s}));
    QVERIFY(add(u"theirs"_s, {u"ubuntu-22.04"_s}));
    QVERIFY(add(u"mine"_s, {u"arm"_s}));
    const QStringList labels = wait(habits.usedLabels(u"mine"_s)).value_or(QStringList());
    QCOMPARE(labels.size(), 3);
    QCOMPARE(labels.first(), u"arm"_s);
    QVERIFY(!labels.contains(u"ubuntu-22.04"_s));
}

void TstHabits::whatWasSeenIsNotShownAgain()
{
    const store::Habits habits = open();
    QCOMPARE(wait(habits.hasSeenPreflight(u"mine"_s)).value_or(true), false);
    QVERIFY(wait(habits.keepSeenPreflight(u"mine"_s, fromEpoch(1))));
    QVERIFY(wait(habits.keepSeenPreflight(u"mine"_s, fromEpoch(2))));
    QCOMPARE(wait(habits.hasSeenPreflight(u"mine"_s)).value_or(false), true);
    QCOMPARE(wait(habits.hasSeenPreflight(u"theirs"_s)).value_or(true), false);
}

// Breaks for the user: after an update their jobs are gone, or the new version does not start.
void TstHabits::anOlderDatabaseIsBroughtUpToDate()
{
    {
        QSqlDatabase old = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
        old.setDatabaseName(m_home.database());
        QVERIFY(old.open());
        for (const QString &statement : store::migration(0))
            QVERIFY(store::execute(old, statement));
        QVERIFY(store::execute(old,
                               u"INSERT INTO job (uid, revision, name, account, spec, phase, outcome, results, created_at)"
                               " VALUES ('u', 1, 'old.sh', 'mine', '{\"name\":\"old.sh\",\"runs_on\":[\"gpu\"]}', 6, 1, 1, 5)"_s));
        QVERIFY(store::execute(old, u"PRAGMA user_version = 1"_s));
    }
    QSqlDatabase::removeDatabase(u"old"_s);
    const store::Habits habits = open();
    QVERIFY(m_store);
    QCOMPARE(wait(m_store->jobs())->first().spec.name, u"old.sh"_s);
    QCOMPARE(wait(habits.usedLabels(u"mine"_s)).value_or(QStringList()), QStringList{u"gpu"_s});
    QVERIFY(wait(habits.keepChoices({u"k"_s}, {}, fromEpoch(1))));
}

PUNCHCARD_TEST(TstHabits, tst_habits)
#include "tst_habits.moc"
