// SPDX-License-Identifier: MIT
#include "core/secrets/sealedentries.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSealedEntries : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void comeBack();
    void anotherPassphraseIsNone();
    void noBitMayChange();
    void noFileAsksForTooMuch();
    void noPassphraseIsNone();

private:
    static SecretString secret(const char *text) { return SecretString(QByteArray(text)); }

    SealingKey m_key;
    QByteArray m_file;
};

void TstSealedEntries::initTestCase()
{
    const Result<SealingKey> key = newSealingKey(secret("correct horse"));
    QVERIFY(key);
    m_key = *key;
    const Result<QByteArray> file
        = sealEntries({{u"account/a"_s, secret("ghp_swordfish")}, {u"job/b"_s, SecretString(QByteArray("\0\n\xff", 3))}}, m_key);
    QVERIFY(file);
    m_file = *file;
}

// Breaks for the user: their token is gone, or lies there for everybody to read.
void TstSealedEntries::comeBack()
{
    QVERIFY(!m_file.contains("swordfish") && !m_file.contains("account") && !m_file.contains("correct"));
    const Result<SealingKey> key = sealingKeyOf(m_file, secret("correct horse"));
    QVERIFY(key && fits(*key, m_file));
    const Result<SealedEntries> entries = openEntries(m_file, *key);
    QVERIFY(entries);
    QCOMPARE(entries->size(), 2);
    QCOMPARE(entries->value(u"account/a"_s).bytes().toByteArray(), QByteArray("ghp_swordfish"));
    QCOMPARE(entries->value(u"job/b"_s).bytes().toByteArray(), QByteArray("\0\n\xff", 3));
    // The same never looks the same.
    QVERIFY(*sealEntries(*entries, *key) != *sealEntries(*entries, *key));
    QVERIFY(openEntries(*sealEntries({}, *key), *key)->isEmpty());
}

void TstSealedEntries::anotherPassphraseIsNone()
{
    const Result<SealingKey> key = sealingKeyOf(m_file, secret("correct horse "));
    QVERIFY(!key);
    QCOMPARE(key.error().kind, Error::Kind::Denied);
    const Result<SealingKey> other = newSealingKey(secret("correct horse"));
    QVERIFY2(other && !fits(*other, m_file), "a new salt is another key");
    QCOMPARE(openEntries(m_file, *other).error().kind, Error::Kind::Corrupt);
}

void TstSealedEntries::noBitMayChange()
{
    for (qsizetype at = 0; at < m_file.size(); ++at) {
        QByteArray changed = m_file;
        changed[at] = char(changed.at(at) ^ 0x10);
        QVERIFY2(!openEntries(changed, m_key), qPrintable(u"byte %1"_s.arg(at)));
    }
    for (qsizetype size = 0; size < m_file.size(); ++size)
        QVERIFY2(!openEntries(m_file.first(size), m_key), qPrintable(u"cut at %1"_s.arg(size)));
    QVERIFY(!openEntries(m_file + 'x', m_key));
}

// Breaks for the user: a file that somebody left there takes all memory.
void TstSealedEntries::noFileAsksForTooMuch()
{
    const qsizetype numbers = m_file.indexOf('\n') + 1;
    for (const qsizetype at : {numbers, numbers + 8}) {
        QByteArray greedy = m_file;
        greedy[at] = char(0x7f);
        QCOMPARE(sealingKeyOf(greedy, secret("correct horse")).error().kind, Error::Kind::Corrupt);
    }
    QCOMPARE(sealingKeyOf({}, secret("x")).error().kind, Error::Kind::Corrupt);
    QCOMPARE(sealingKeyOf("[]", secret("x")).error().kind, Error::Kind::Corrupt);
}

void TstSealedEntries::noPassphraseIsNone()
{
    QCOMPARE(newSealingKey({}).error().kind, Error::Kind::Refused);
}

PUNCHCARD_TEST(TstSealedEntries, tst_sealedentries)
#include "tst_sealedentries.moc"
