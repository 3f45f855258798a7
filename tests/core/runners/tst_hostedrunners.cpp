// SPDX-License-Identifier: MIT
#include "core/runners/hostedrunners.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstHostedRunners : public QObject
{
    Q_OBJECT

private slots:
    void theBuiltInListIsWhole();
    void sizesFollowVisibility();
    void aLabelIsFoundInAnyCase();
    void damage_data();
    void damage();
};

// Breaks for the user: no runner is offered, or one that stands for another which is not there.
void TstHostedRunners::theBuiltInListIsWhole()
{
    const HostedRunners &list = hostedRunners();
    QVERIFY(list.asOf >= QDate(2026, 8, 1));
    QCOMPARE(list.runners.size(), 21);
    for (const HostedRunner &runner : list.runners) {
        if (!runner.sameAs.isEmpty())
            QVERIFY2(list.find(runner.sameAs), qPrintable(runner.label));
        QVERIFY2(runner.architecture == u"x64"_s || runner.architecture == u"arm64"_s, qPrintable(runner.label));
    }
    QVERIFY(list.find(u"ubuntu-latest"_s));
    QVERIFY(!list.find(u"ubuntu-20.04"_s));
}

void TstHostedRunners::sizesFollowVisibility()
{
    const HostedRunner *ubuntu = hostedRunners().find(u"ubuntu-24.04"_s);
    QVERIFY(ubuntu);
    QCOMPARE(ubuntu->size(false), (MachineSize{.cores = 4, .memoryGb = 16}));
    QCOMPARE(ubuntu->size(true), (MachineSize{.cores = 2, .memoryGb = 8}));
    QVERIFY2(aboutRunner(*ubuntu, true).startsWith(u"x64, 2 core"_s), qPrintable(aboutRunner(*ubuntu, true)));
    const HostedRunner *unknown = hostedRunners().find(u"xcode-27"_s);
    QVERIFY(unknown);
    QCOMPARE(aboutRunner(*unknown, true), u"arm64, preview"_s);
    QVERIFY(aboutRunner(*hostedRunners().find(u"macos-14"_s), true).endsWith(u"going away"_s));
    QVERIFY(hostedRunners().find(u"ubuntu-slim"_s)->isContainer);
}

void TstHostedRunners::aLabelIsFoundInAnyCase()
{
    QVERIFY(hostedRunners().find(u"Ubuntu-Latest"_s));
}

void TstHostedRunners::damage_data()
{
    QTest::addColumn<QByteArray>("json");
    const QByteArray good = R"({"label":"a","system":"linux","architecture":"x64","state":"current"})";
    QTest::newRow("no json") << QByteArray("<html>");
    QTest::newRow("no date") << QByteArray(R"({"labels":[)" + good + "]}");
    QTest::newRow("no labels") << QByteArray(R"({"as_of":"2026-08-01","labels":[]})");
    QTest::newRow("twice") << QByteArray(R"({"as_of":"2026-08-01","labels":[)" + good + "," + good + "]}");
    QTest::newRow("unknown system") << QByteArray(
        R"({"as_of":"2026-08-01","labels":[{"label":"a","system":"dos","architecture":"x64","state":"current"}]})");
}

void TstHostedRunners::damage()
{
    QFETCH(QByteArray, json);
    const Result<HostedRunners> list = hostedRunnersFromJson(json);
    QVERIFY(!list);
    QCOMPARE(list.error().kind, Error::Kind::Malformed);
    QVERIFY(!list.error().remedy.isEmpty());
}

PUNCHCARD_TEST(TstHostedRunners, tst_hostedrunners)
#include "tst_hostedrunners.moc"
