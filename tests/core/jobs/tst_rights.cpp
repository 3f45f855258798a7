// SPDX-License-Identifier: MIT
#include "core/jobs/rights.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstRights : public QObject
{
    Q_OBJECT

private slots:
    // Breaks for the user: a repository is made, and then nothing can be done in it, or it can never be deleted.
    void whatCannotBeCarriedThroughIsRefused_data();
    void whatCannotBeCarriedThroughIsRefused();
    void thisComputerNeedsNoRights();
};

void TstRights::whatCannotBeCarriedThroughIsRefused_data()
{
    QTest::addColumn<QStringList>("scopes");
    QTest::addColumn<bool>("standing");
    QTest::addColumn<bool>("deletes");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char *name, const QString &scopes, bool standing, bool deletes, const QString &refusal) {
        QTest::newRow(name) << scopes.split(u' ', Qt::SkipEmptyParts) << standing << deletes << refusal;
    };
    row("all", u"repo workflow delete_repo read:org"_s, false, true, {});
    row("no repo", u"workflow delete_repo"_s, false, true, u"create repositories"_s);
    row("no workflow", u"repo delete_repo"_s, true, true, u"workflow files"_s);
    row("no delete_repo", u"repo workflow"_s, false, true, u"may not delete"_s);
    row("no delete_repo, kept", u"repo workflow"_s, false, false, {});
    row("no delete_repo, standing", u"repo workflow"_s, true, true, {});
    row("neither repo nor delete_repo", u"workflow"_s, false, true, u"create repositories"_s);
    row("a fine-grained token does not say", QString(), false, true, {});
}

void TstRights::whatCannotBeCarriedThroughIsRefused()
{
    QFETCH(const QStringList, scopes);
    QFETCH(const bool, standing);
    QFETCH(const bool, deletes);
    QFETCH(const QString, refusal);
    const Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const JobSpec spec{.housing = standing ? Housing::Standing : Housing::Repository, .deleteHouse = deletes};
    const Capabilities rights = capabilities(scopes, account, FoundToken::From::Keychain);
    const Result<> may = checkRights(spec, account, rights);
    QCOMPARE(may.has_value(), refusal.isEmpty());
    if (may)
        return;
    QCOMPARE(may.error().kind, Error::Kind::Refused);
    QVERIFY2(may.error().what.contains(refusal), qPrintable(may.error().what));
    const bool hasWaysOut = may.error().remedy.contains(u"--standing"_s) && may.error().remedy.contains(u"--delete=false"_s);
    QCOMPARE(hasWaysOut, lacksOnlyDeleting(spec, rights));
}

void TstRights::thisComputerNeedsNoRights()
{
    const Account account = thisComputer();
    QVERIFY(checkRights({}, account, capabilities(QStringList{u"repo"_s}, account, FoundToken::From::Environment)));
}

PUNCHCARD_TEST(TstRights, tst_rights)
#include "tst_rights.moc"
