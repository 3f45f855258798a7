// SPDX-License-Identifier: MIT
#include "core/job/array.h"

#include "core/job/run.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstArray : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatItIsMadeOf();
    void splitsIntoRuns();
    void onlyChosenElementsRun();
    void aTaskKnowsItsElement();
};

void TstArray::countsWhatItIsMadeOf()
{
    QCOMPARE(arraySize(JobSpec()), 0);
    QVERIFY(elementsOf(JobSpec()).isEmpty());
    QCOMPARE(runsOf(JobSpec()), 1);
    QCOMPARE(arraySize({.array = 7}), 7);
    QCOMPARE(arraySize({.each = {u"a"_s, u"b"_s}}), 2);
    const JobSpec table{.params = {.names = {u"A"_s, u"B"_s}, .rows = {{u"1"_s, u"x"_s}, {u"2"_s, u"y"_s}, {u"3"_s, u""_s}}}};
    QCOMPARE(arraySize(table), 3);
    QCOMPARE(elementText(table, 1), u"A=2, B=y"_s);
    QCOMPARE(elementText({.each = {u"a"_s, u"b"_s}}, 1), u"b"_s);
    QCOMPARE(elementText({.array = 7}, 1), QString());
}

// Breaks for the user: GitHub refuses the whole workflow of an array of 257, or an element is never run.
void TstArray::splitsIntoRuns()
{
    QCOMPARE(runsOf({.array = 256}), 1);
    QCOMPARE(runsOf({.array = 257}), 2);
    const JobSpec spec{.array = 600};
    QCOMPARE(runsOf(spec), 3);
    QList<int> all;
    for (int run = 1; run <= 3; ++run) {
        QVERIFY(elementsOfRun(spec, run).size() <= largestMatrix);
        all += elementsOfRun(spec, run);
    }
    QCOMPARE(all, elementsOf(spec));
    QCOMPARE(elementsOfRun(spec, 3).first(), 512);
}

void TstArray::onlyChosenElementsRun()
{
    const JobSpec spec{.array = 600, .elements = {3, 599}};
    QCOMPARE(arraySize(spec), 600);
    QCOMPARE(runsOf(spec), 1);
    QCOMPARE(elementsOfRun(spec, 1), (QList<int>{3, 599}));
}

void TstArray::aTaskKnowsItsElement()
{
    const JobSpec spec{.array = 10};
    QCOMPARE(elementOf(spec, Task{.name = taskNameOf(9)}), 9);
    QCOMPARE(elementOf(spec, Task{.name = taskNameOf(10)}), -1);
    QCOMPARE(elementOf(spec, Task{.name = u"job"_s}), -1);
    QCOMPARE(elementOf(JobSpec(), Task{.name = u"job 0"_s}), -1);
}

PUNCHCARD_TEST(TstArray, tst_array)
#include "tst_array.moc"
