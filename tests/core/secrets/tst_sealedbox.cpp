// SPDX-License-Identifier: MIT
#include "core/secrets/sealedbox.h"

#include "core/secrets/secretname.h"
#include "tests/support/testmain.h"

#include <sodium.h>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSealedBox : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void opensToTheSameBytes_data();
    void opensToTheSameBytes();
    void isNewEachTime();
    void keysThatAreNone_data();
    void keysThatAreNone();
};

struct KeyPair
{
    QByteArray open = QByteArray(crypto_box_PUBLICKEYBYTES, 0);
    QByteArray secret = QByteArray(crypto_box_SECRETKEYBYTES, 0);

    KeyPair() { crypto_box_keypair(reinterpret_cast<unsigned char *>(open.data()), reinterpret_cast<unsigned char *>(secret.data())); }
};

void TstSealedBox::opensToTheSameBytes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("text") << QByteArray("plaintext");
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("bytes") << QByteArray("\0\xff\n\0", 4);
    QTest::newRow("largest") << QByteArray(maxSecretBytes, 'x');
}

// Breaks for the user: the job gets another value than the file has.
void TstSealedBox::opensToTheSameBytes()
{
    QFETCH(const QByteArray, value);
    const KeyPair pair;
    const Result<QByteArray> sealed = seal(SecretString(QByteArray(value.constData(), value.size())), pair.open);
    QVERIFY(sealed);
    QCOMPARE(sealed->size() % 4, 0);
    const auto decoded = QByteArray::fromBase64Encoding(*sealed, QByteArray::AbortOnBase64DecodingErrors);
    QCOMPARE(decoded.decodingStatus, QByteArray::Base64DecodingStatus::Ok);
    const QByteArray box = decoded.decoded;
    QCOMPARE(box.size(), value.size() + qsizetype(crypto_box_SEALBYTES));
    QByteArray opened(value.size(), 0);
    const auto bytes = [](const QByteArray &array) { return reinterpret_cast<const unsigned char *>(array.constData()); };
    QCOMPARE(crypto_box_seal_open(reinterpret_cast<unsigned char *>(opened.data()), bytes(box), static_cast<unsigned long long>(box.size()),
                                  bytes(pair.open), bytes(pair.secret)),
             0);
    QCOMPARE(opened, value);
}

void TstSealedBox::isNewEachTime()
{
    const KeyPair pair;
    const SecretString value(QByteArray("plaintext"));
    QCOMPARE_NE(*seal(value, pair.open), *seal(value, pair.open));
}

void TstSealedBox::keysThatAreNone_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray(31, 'k');
    QTest::newRow("long") << QByteArray(33, 'k');
    QTest::newRow("still base64") << QByteArray(32, 'k').toBase64();
    QTest::newRow("zeros") << QByteArray(32, 0);
}

void TstSealedBox::keysThatAreNone()
{
    QFETCH(const QByteArray, key);
    const Result<QByteArray> sealed = seal(SecretString(QByteArray("plaintext")), key);
    QVERIFY(!sealed);
    QCOMPARE(sealed.error().kind, Error::Kind::Malformed);
    QVERIFY(!sealed.error().detail.contains(u"plaintext"_s));
}

PUNCHCARD_TEST(TstSealedBox, tst_sealedbox)
#include "tst_sealedbox.moc"
