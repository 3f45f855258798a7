// SPDX-License-Identifier: MIT
#include "core/base/diagnostics.h"
#include "core/base/secretstring.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSecretString : public QObject
{
    Q_OBJECT

private slots:
    void takesTheBytesOver();
    void isStruckFromTextWhileItLives();
    void diagnosticsDropsWhatMayBeSecret_data();
    void diagnosticsDropsWhatMayBeSecret();
};

void TstSecretString::takesTheBytesOver()
{
    QByteArray value("correct horse");
    const SecretString secret(std::move(value));
    QVERIFY(value.isEmpty()); // NOLINT: that it was wiped is the point
    QCOMPARE(secret.bytes(), QByteArrayView("correct horse"));
    const SecretString copy = secret;
    QCOMPARE(copy.size(), 13);
    QVERIFY(SecretString().isEmpty());
}

void TstSecretString::isStruckFromTextWhileItLives()
{
    {
        const SecretString secret(QByteArray("battery-staple"));
        QCOMPARE(withoutSecrets("say battery-staple aloud"), QByteArray("say *** aloud"));
        QVERIFY(!withoutSecrets(QByteArray("battery-staple").toBase64()).contains("YmF0dGVyeS1zdGFwbGU"));
    }
    QCOMPARE(withoutSecrets("say battery-staple aloud"), QByteArray("say battery-staple aloud"));
}

void TstSecretString::diagnosticsDropsWhatMayBeSecret_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clean");
    QTest::newRow("header") << u"Authorization: Bearer abc.def"_s << u"Authorization: ***"_s;
    QTest::newRow("query") << u"GET https://blobs.example/x?sig=abc HTTP"_s << u"GET https://blobs.example/x?*** HTTP"_s;
    QTest::newRow("token") << u"token ghp_0123456789abcdefABCDEF0123456789abcd seen"_s << u"token *** seen"_s;
    QTest::newRow("plain") << u"GET /repos/o/r 200 12 ms"_s << u"GET /repos/o/r 200 12 ms"_s;
}

void TstSecretString::diagnosticsDropsWhatMayBeSecret()
{
    QFETCH(QString, text);
    QFETCH(QString, clean);
    QCOMPARE(diagnostics::scrubbed(text), clean);
}

PUNCHCARD_TEST(TstSecretString, tst_secretstring)
#include "tst_secretstring.moc"
