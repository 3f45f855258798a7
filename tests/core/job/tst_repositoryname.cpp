// SPDX-License-Identifier: MIT
#include "core/job/repositoryname.h"

#include "tests/support/testmain.h"

#include <QTest>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstRepositoryName : public QObject
{
    Q_OBJECT

private slots:
    void itIsOneOrNot_data();
    void itIsOneOrNot();
};

void TstRepositoryName::itIsOneOrNot_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("remedy"); // empty: it is one
    QTest::newRow("usual") << u"punchcard-jobs"_s << QString();
    QTest::newRow("all that may be") << u"A.b_c-9"_s << QString();
    QTest::newRow("a dash first") << u"-x"_s << QString();
    QTest::newRow("nothing but a dash") << u"-"_s << QString();
    QTest::newRow("a dot first") << u".github"_s << QString();
    QTest::newRow("as long as may be") << QString(100, u'a') << QString();
    QTest::newRow("nothing") << u""_s << u"letters"_s;
    QTest::newRow("with its owner") << u"octo/jobs"_s << u"--owner"_s;
    QTest::newRow("a dot") << u"."_s << u"letters"_s;
    QTest::newRow("dots") << u".."_s << u"letters"_s;
    QTest::newRow("blank") << u"my jobs"_s << u"letters"_s;
    QTest::newRow("line break") << u"jobs\n"_s << u"letters"_s;
    QTest::newRow("letters of others") << u"Übung"_s << u"letters"_s;
    QTest::newRow("too long") << QString(101, u'a') << u"100"_s;
    QTest::newRow("as an address ends") << u"jobs.git"_s << u".git"_s;
    QTest::newRow("a way out of the path") << u"../x"_s << u"--owner"_s;
}

void TstRepositoryName::itIsOneOrNot()
{
    QFETCH(const QString, name);
    QFETCH(const QString, remedy);
    const Result<> checked = checkRepositoryName(name);
    QCOMPARE(checked.has_value(), remedy.isEmpty());
    if (!checked)
        QVERIFY2(checked.error().remedy.contains(remedy), qPrintable(checked.error().remedy));
}

PUNCHCARD_TEST(TstRepositoryName, tst_repositoryname)
#include "tst_repositoryname.moc"
