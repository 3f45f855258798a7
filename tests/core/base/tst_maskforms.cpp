// SPDX-License-Identifier: MIT
#include "core/base/maskforms.h"

#include "tests/support/maskvectors.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace punchcard::testing;

class TstMaskForms : public QObject
{
    Q_OBJECT

private slots:
    void masksEachForm_data();
    void masksEachForm();
    void strikesWhatAllMaskersStrike_data();
    void strikesWhatAllMaskersStrike();
    void leavesOtherTextAlone();
    void shortLinesStay();
};

// Breaks for the user: their secret stands readable in a log that they share.
void TstMaskForms::masksEachForm_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("text");
    const QByteArray secret = "hunter2-swordfish";
    QTest::newRow("as it is") << secret << QByteArray("echo " + secret + " now");
    QTest::newRow("base64") << secret << secret.toBase64();
    QTest::newRow("base64 without padding") << secret << secret.toBase64(QByteArray::OmitTrailingEquals);
    QTest::newRow("inside base64, offset 1") << secret << QByteArray("x" + secret + "tail").toBase64();
    QTest::newRow("inside base64, offset 2") << secret << QByteArray("xy" + secret + "tail").toBase64();
    QTest::newRow("URL") << QByteArray("a b/c?d&e=f") << QByteArray("q=" + QByteArray("a b/c?d&e=f").toPercentEncoding());
    QTest::newRow("a line of several") << QByteArray("first line\nsecond line\n") << QByteArray("got second line here");
    QTest::newRow("a line with CRLF") << QByteArray("first line\r\nsecond line") << QByteArray("got first line here");
}

void TstMaskForms::masksEachForm()
{
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, text);
    const QByteArray clean = masked(text, maskForms(secret));
    QVERIFY2(clean.contains("***"), clean.constData());
    for (const QByteArray &form : maskForms(secret))
        QVERIFY2(!clean.contains(form), form.constData());
}

// The same texts that the hub's log writer and the live wrapper are tried with.
void TstMaskForms::strikesWhatAllMaskersStrike_data()
{
    addMaskVectors();
}

void TstMaskForms::strikesWhatAllMaskersStrike()
{
    QFETCH(const QByteArrayList, secrets);
    QFETCH(const QByteArray, line);
    QList<QByteArray> forms;
    for (const QByteArray &secret : secrets)
        forms += maskForms(secret);
    QTEST(masked(line, forms), "masked");
}

void TstMaskForms::leavesOtherTextAlone()
{
    QCOMPARE(masked("nothing to see", maskForms("hunter2")), QByteArray("nothing to see"));
    QCOMPARE(masked("text", maskForms("")), QByteArray("text"));
}

// A key file has lines such as "}" or "-": masking those would make every log unreadable.
void TstMaskForms::shortLinesStay()
{
    QCOMPARE(masked("a } b", maskForms("{\n  \"key\": \"value\"\n}")), QByteArray("a } b"));
}

PUNCHCARD_TEST(TstMaskForms, tst_maskforms)
#include "tst_maskforms.moc"
