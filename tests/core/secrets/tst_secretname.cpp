// SPDX-License-Identifier: MIT
#include "core/secrets/secretname.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSecretName : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void goodNames_data();
    void goodNames();
    void badNames_data();
    void badNames();
    void fileNames_data();
    void fileNames();
};

void TstSecretName::goodNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"A", "_", "_1", "TOKEN", "token", "OPENFAAS_GATEWAY_PASSWORD", "A1_b2", "GITHUB", "GITHUBX_A", "MY_GITHUB_A"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstSecretName::goodNames()
{
    QFETCH(const QString, name);
    const Result<> fine = checkSecretName(name);
    QVERIFY2(fine, qPrintable(fine ? QString() : fine.error().sentence()));
}

// Breaks for the user: GitHub refuses the secret after the repository was made.
void TstSecretName::badNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QString() << u"no name"_s;
    QTest::newRow("digit") << u"1A"_s << u"digit"_s;
    QTest::newRow("reserved") << u"GITHUB_TOKEN"_s << u"GITHUB_"_s;
    QTest::newRow("reserved, small") << u"github_token"_s << u"GITHUB_"_s;
    // It would be there twice beside what an array's script is told, and the workflow would be none.
    QTest::newRow("ours") << u"PUNCHCARD_TASK"_s << u"PUNCHCARD_"_s;
    QTest::newRow("ours, small") << u"punchcard_input"_s << u"PUNCHCARD_"_s;
    QTest::newRow("hyphen") << u"A-B"_s << u"“-”"_s;
    QTest::newRow("blank") << u"A B"_s << u"“ ”"_s;
    QTest::newRow("dot") << u"A.B"_s << u"“.”"_s;
    QTest::newRow("umlaut") << u"SCHLÜSSEL"_s << u"“Ü”"_s;
    QTest::newRow("other digits") << u"A٣"_s << u"“٣”"_s;
    QTest::newRow("line break at the end") << u"TOKEN\n"_s << u"contains"_s;
    QTest::newRow("expression") << u"${{x}}"_s << u"“$”"_s;
}

void TstSecretName::badNames()
{
    QFETCH(const QString, name);
    QFETCH(const QString, why);
    const Result<> fine = checkSecretName(name);
    QVERIFY(!fine);
    QCOMPARE(fine.error().kind, Error::Kind::Refused);
    QVERIFY2(fine.error().what.contains(why), qPrintable(fine.error().what));
    QVERIFY(!fine.error().remedy.isEmpty());
}

void TstSecretName::fileNames_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTest::newRow("the article's") << u"openfaas-gateway-password"_s << u"OPENFAAS_GATEWAY_PASSWORD"_s;
    QTest::newRow("as it is") << u"API_TOKEN"_s << u"API_TOKEN"_s;
    QTest::newRow("ending") << u"id_rsa.pub"_s << u"ID_RSA_PUB"_s;
    QTest::newRow("blank") << u"my token"_s << u"MY_TOKEN"_s;
    // Not ASCII: it stays, so that the check names it. (toUpper() would make SS of it.)
    QTest::newRow("sharp s") << u"straße"_s << u"STRAßE"_s;
}

void TstSecretName::fileNames()
{
    QFETCH(const QString, file);
    QFETCH(const QString, name);
    QCOMPARE(secretNameFromFile(file), name);
}

PUNCHCARD_TEST(TstSecretName, tst_secretname)
#include "tst_secretname.moc"
