// SPDX-License-Identifier: MIT
#include "core/accounts/capabilities.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstCapabilities : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void scopes_data();
    void scopes();
    void unknown_data();
    void unknown();
    void ghIsMendedByItsOwnCommand();
    void otherTokensAreMendedOnThePage();
    void thisComputerLacksNothing();
};

static Account account()
{
    return makeAccount(*apiRootFromText(u"ghe.example.com"_s), u"octocat"_s);
}

void TstCapabilities::scopes_data()
{
    QTest::addColumn<QStringList>("scopes");
    QTest::addColumn<QStringList>("missing");
    QTest::newRow("all") << wantedScopes() << QStringList();
    QTest::newRow("parents") << QStringList{u"repo"_s, u"workflow"_s, u"delete_repo"_s, u"admin:org"_s} << QStringList();
    QTest::newRow("write:org holds read:org") << QStringList{u"repo"_s, u"workflow"_s, u"delete_repo"_s, u" write:org"_s} << QStringList();
    QTest::newRow("what gh asks for") << QStringList{u"repo"_s, u"read:org"_s, u"gist"_s} << QStringList{u"workflow"_s, u"delete_repo"_s};
    QTest::newRow("public only") << QStringList{u"public_repo"_s, u"workflow"_s, u"delete_repo"_s, u"read:org"_s} << QStringList{u"repo"_s};
    QTest::newRow("another thing") << QStringList{u"gist"_s} << wantedScopes();
}

// Breaks for the user: the first job makes a repository and then cannot go on, or cannot remove it.
void TstCapabilities::scopes()
{
    QFETCH(const QStringList, scopes);
    QFETCH(const QStringList, missing);
    const Capabilities can = capabilities(scopes, account(), FoundToken::From::Keychain);
    QVERIFY(can.isKnown);
    QStringList lacking;
    for (const Lack &lack : can.lacks) {
        lacking += lack.scope;
        QVERIFY(!lack.what.isEmpty() && !lack.remedy.isEmpty());
        QCOMPARE(lack.isNeeded, lack.scope == "repo"_L1 || lack.scope == "workflow"_L1);
    }
    QCOMPARE(lacking, missing);
    QCOMPARE(can.mayRunJobs, !missing.contains(u"repo"_s) && !missing.contains(u"workflow"_s));
    QCOMPARE(can.mayDelete, !missing.contains(u"delete_repo"_s));
    QCOMPARE(can.seesOrganisations, !missing.contains(u"read:org"_s));
}

void TstCapabilities::unknown_data()
{
    QTest::addColumn<std::optional<QStringList>>("scopes");
    QTest::newRow("no header") << std::optional<QStringList>();
    QTest::newRow("empty header") << std::optional(QStringList());
    QTest::newRow("empty header, split") << std::optional(QStringList{QString()});
}

void TstCapabilities::unknown()
{
    QFETCH(const std::optional<QStringList>, scopes);
    const Capabilities can = capabilities(scopes, account(), FoundToken::From::Keychain);
    QVERIFY(!can.isKnown);
    QVERIFY(can.lacks.isEmpty());
    QVERIFY(can.mayRunJobs);
    QVERIFY(can.note.contains(u"Administration"_s));
}

void TstCapabilities::ghIsMendedByItsOwnCommand()
{
    const Capabilities can = capabilities(QStringList{u"repo"_s, u"read:org"_s}, account(), FoundToken::From::Gh);
    QCOMPARE(can.lacks.size(), 2);
    QCOMPARE(can.lacks.front().command, u"gh auth refresh -h ghe.example.com -s workflow,delete_repo"_s);
    QVERIFY(can.lacks.front().remedy.contains(can.lacks.front().command));
}

void TstCapabilities::otherTokensAreMendedOnThePage()
{
    const Capabilities can = capabilities(QStringList{u"repo"_s}, account(), FoundToken::From::File);
    QVERIFY(can.lacks.front().command.isEmpty());
    QCOMPARE(can.lacks.front().page, QUrl(u"https://ghe.example.com/settings/tokens"_s));
}

void TstCapabilities::thisComputerLacksNothing()
{
    const Capabilities can = capabilities(std::nullopt, thisComputer(), FoundToken::From::File);
    QVERIFY(can.isKnown && can.mayRunJobs && can.mayDelete && can.lacks.isEmpty() && can.note.isEmpty());
}

PUNCHCARD_TEST(TstCapabilities, tst_capabilities)
#include "tst_capabilities.moc"
