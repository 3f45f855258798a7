// SPDX-License-Identifier: MIT
#include "core/base/filename.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstFileName : public QObject
{
    Q_OBJECT

private slots:
    void givesItsBytesAgain_data();
    void givesItsBytesAgain();
    void noTextIsNoName_data();
    void noTextIsNoName();
};

void TstFileName::givesItsBytesAgain_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << QByteArray("a b");
    QTest::newRow("composed") << QByteArray("\xc3\xa4");
    QTest::newRow("decomposed") << QByteArray("a\xcc\x88");
    QTest::newRow("picture") << QByteArray("\xf0\x9f\x83\x8f");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfmark");
    QTest::newRow("two of them") << QByteArray("\xef\xbb\xbf\xef\xbb\xbf");
    QTest::newRow("replacement character") << QByteArray("\xef\xbf\xbd");
    QTest::newRow("line break") << QByteArray("a\nb");
}

// Breaks for the user: another file is sent or kept than the one that is there, or none, and nobody says so.
void TstFileName::givesItsBytesAgain()
{
    QFETCH(const QByteArray, bytes);
    const std::optional<QString> name = fileNameOf(bytes);
    QVERIFY(name);
    QCOMPARE(name->toUtf8(), bytes);
}

void TstFileName::noTextIsNoName_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("latin 1") << QByteArray("latin\xe4");
    QTest::newRow("cut") << QByteArray("cut\xc3");
    QTest::newRow("UTF-16 mark") << QByteArray("\xff\xfe");
    QTest::newRow("overlong") << QByteArray("over\xc0\xaflong");
    QTest::newRow("half a pair") << QByteArray("half\xed\xa0\x80");
}

void TstFileName::noTextIsNoName()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!fileNameOf(bytes));
}

PUNCHCARD_TEST(TstFileName, tst_filename)
#include "tst_filename.moc"
