// SPDX-License-Identifier: MIT
#include "core/secrets/secretset.h"

#include "core/secrets/memorytokenstore.h"
#include "core/secrets/specsecrets.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstSecretSet : public QObject
{
    Q_OBJECT

private slots:
    void aSetsValuesReachAJob();
    void whatCannotBeKeptIsRefused();
    void aForgottenSetLeavesNothing();

private:
    TokenStorePtr m_store = std::make_shared<MemoryTokenStore>();
    Context m_context;
};

void TstSecretSet::aSetsValuesReachAJob()
{
    QVERIFY(wait(secretSets(m_store, m_context))->isEmpty());
    QVERIFY(wait(keepInSet(m_store, u"deploy"_s, u"TOKEN"_s, SecretString(QByteArray("one")), m_context)));
    QVERIFY(wait(keepInSet(m_store, u"deploy"_s, u"KEY"_s, SecretString(QByteArray("two")), m_context)));
    QVERIFY(wait(keepInSet(m_store, u"deploy"_s, u"TOKEN"_s, SecretString(QByteArray("three")), m_context)));
    const auto sets = wait(secretSets(m_store, m_context));
    QCOMPARE(sets->size(), 1);
    QCOMPARE(sets->first().secrets, (QStringList{u"TOKEN"_s, u"KEY"_s}));
    const SecretSource source{.name = u"TOKEN"_s, .from = SecretSource::From::Set, .where = u"deploy"_s};
    const auto value = wait(secretValue(m_store, u"uid"_s, source, m_context));
    QVERIFY(value);
    QCOMPARE(value->bytes(), QByteArrayView("three"));
}

void TstSecretSet::whatCannotBeKeptIsRefused()
{
    const auto keep = [this](const QString &set, const QString &name, const QByteArray &value) {
        return wait(keepInSet(m_store, set, name, SecretString(QByteArray(value)), m_context));
    };
    QVERIFY(!keep(u" "_s, u"A"_s, "x"));
    QVERIFY(!keep(u"a/b"_s, u"A"_s, "x"));
    QVERIFY(!keep(u"a"_s, u"1A"_s, "x"));
    QVERIFY(!keep(u"a"_s, u"A"_s, ""));
    const auto large = keep(u"a"_s, u"A"_s, QByteArray(48 * 1024 + 1, 'x'));
    QVERIFY(!large);
    QVERIFY(!large.error().remedy.isEmpty());
}

void TstSecretSet::aForgottenSetLeavesNothing()
{
    QVERIFY(wait(keepInSet(m_store, u"gone"_s, u"A"_s, SecretString(QByteArray("x")), m_context)));
    QVERIFY(wait(forgetSet(m_store, u"gone"_s, m_context)));
    QVERIFY(wait(forgetSet(m_store, u"gone"_s, m_context)));
    const QList<SecretSet> sets = *wait(secretSets(m_store, m_context));
    for (const SecretSet &set : sets)
        QVERIFY(set.name != u"gone"_s);
    QCOMPARE(wait(m_store->read(setSecretKey(u"gone"_s, u"A"_s), m_context)).error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstSecretSet, tst_secretset)
#include "tst_secretset.moc"
