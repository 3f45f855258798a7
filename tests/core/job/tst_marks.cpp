// SPDX-License-Identifier: MIT
#include "core/job/marks.h"

#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;

namespace {

const QString jobUid = u"0b1c2d3e-4f50-4617-8899-aabbccddeeff"_s;

}

class TstMarks : public QObject
{
    Q_OBJECT

private slots:
    // Breaks for the user: a repository that is not theirs to lose is deleted.
    void aMarkerIsFoundAsAWholeWord()
    {
        const QString uid = u"0b1c"_s;
        QVERIFY(hasMarker(u"A job. punchcard:0b1c"_s, uid));
        QVERIFY(!hasMarker(u"A job. punchcard:0b1c2"_s, uid));
        QVERIFY(!hasMarker(u"A job. xpunchcard:0b1c"_s, uid));
        QVERIFY(!hasMarker(u"A job."_s, uid));
        QVERIFY(!hasMarker(u"punchcard:"_s, QString()));
    }

    void theUidOfAnyJobIsRead()
    {
        QCOMPARE(markedUid(u"A job. punchcard:%1"_s.arg(jobUid)), jobUid);
        QCOMPARE(markedUid(u"A job. punchcard:%1-1"_s.arg(jobUid)), QString());
        QCOMPARE(markedUid(u"A job. my-punchcard:%1"_s.arg(jobUid)), QString());
        QCOMPARE(markedUid(u"punchcard:standing"_s), QString());
    }

    void aStandingRepositoryIsKnown()
    {
        QVERIFY(hasStandingMarker(u"Jobs. "_s + standingMarker()));
        QVERIFY(!hasStandingMarker(u"Jobs. punchcard:standing-room"_s));
        QVERIFY(!hasStandingMarker(markerOf(jobUid)));
    }

    void aBranchLeadsToItsJob()
    {
        QCOMPARE(branchUid(branchOf(jobUid)), jobUid);
        QCOMPARE(branchUid(u"punchcard/mine"_s), QString());
        QCOMPARE(branchUid(u"old/"_s + branchOf(jobUid)), QString());
        QCOMPARE(branchUid(branchOf(jobUid) + u'\n'), QString());
        QCOMPARE(branchUid(liveBranchOf(jobUid, 1, -1)), QString());
        QCOMPARE(liveBranchUid(liveBranchOf(jobUid, 1, -1)), jobUid);
        QCOMPARE(liveBranchUid(liveBranchOf(jobUid, 12, 3)), jobUid);
        QCOMPARE(liveBranchOf(jobUid, 12, 3), liveBranchOf(jobUid, u"12"_s, u"3"_s));
        QCOMPARE(liveBranchUid(branchOf(jobUid)), QString());
        QCOMPARE(liveBranchUid(liveChoiceBranchOf(jobUid)), jobUid);
        QCOMPARE(liveBranchUid(liveBranchOf(jobUid, 12, 3) + liveFilesSuffix()), jobUid);
        QCOMPARE(liveBranchUid(liveBranchOf(jobUid, 1, -1) + liveFilesSuffix()), jobUid);
        QVERIFY(liveBranchOf(jobUid, 1, -1).startsWith(liveBranchesOf(jobUid)));
        QCOMPARE(liveBranchUid(u"punchcard-live/"_s + jobUid + u"/mine"_s), QString());
    }

    void aSecretLeadsToItsJob()
    {
        const QString secret = standingSecret(jobUid, u"api_Key"_s);
        QCOMPARE(secret, u"PUNCHCARD_0B1C2D3E4F5046178899AABBCCDDEEFF_API_KEY"_s);
        QCOMPARE(standingSecretUid(secret), jobUid);
        QCOMPARE(standingSecretUid(u"PUNCHCARD_TOKEN"_s), QString());
        QCOMPARE(standingSecretUid(u"PUNCHCARD_0B1C2D3E4F5046178899AABBCCDDEEFF_"_s), QString());
    }
};

PUNCHCARD_TEST(TstMarks, tst_marks)
#include "tst_marks.moc"
