// SPDX-License-Identifier: MIT
#include "core/lint/finding.h"

#include "tests/support/testmain.h"

#include <ranges>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstFinding : public QObject
{
    Q_OBJECT

private slots:
    void levels();
    void placesCountCharacters();
    void fixIsInTheOrderOfThePlaces();
    void linesBeyondTheEnd();
    void malformed_data();
    void malformed();
    void follow_data();
    void follow();
    void anEditWithinLeavesNoFix();
    void page();
};

void TstFinding::levels()
{
    const QByteArray json = R"({"comments":[
        {"line":1,"column":1,"endLine":1,"endColumn":2,"level":"style","code":1,"message":"a","fix":null},
        {"line":1,"column":1,"endLine":1,"endColumn":2,"level":"info","code":2,"message":"b","fix":null},
        {"line":1,"column":1,"endLine":1,"endColumn":2,"level":"warning","code":3,"message":"c","fix":null},
        {"line":1,"column":1,"endLine":1,"endColumn":2,"level":"error","code":4,"message":"d","fix":null}]})";
    const Result<QList<Finding>> findings = parseFindings(json, u"ls"_s);
    QVERIFY(findings);
    QCOMPARE(findings->size(), 4);
    using L = Finding::Level;
    const L expected[] = {L::Style, L::Info, L::Warning, L::Error};
    for (int i = 0; i < 4; ++i)
        QCOMPARE(findings->at(i).level, expected[i]);
    QCOMPARE(findings->at(3).message, u"d"_s);
}

// Breaks for the user: behind an emoji the underline and the fix are one character off.
void TstFinding::placesCountCharacters()
{
    const QString text = u"#!/bin/bash\n\techo 😀 $x\n"_s;
    const QByteArray json = R"({"comments":[{"line":2,"column":9,"endLine":2,"endColumn":11,"level":"info","code":2086,"message":"m",
        "fix":{"replacements":[{"line":2,"column":9,"endLine":2,"endColumn":9,"precedence":7,"replacement":"\""}]}}]})";
    const Result<QList<Finding>> findings = parseFindings(json, text);
    QVERIFY(findings);
    QCOMPARE(text.sliced(findings->at(0).start, findings->at(0).end - findings->at(0).start), u"$x"_s);
    QCOMPARE(findings->at(0).fix.at(0).start, text.indexOf(u'$'));
    QCOMPARE(findings->at(0).line, 2);
}

void TstFinding::fixIsInTheOrderOfThePlaces()
{
    const QByteArray json = R"json({"comments":[{"line":1,"column":1,"endLine":1,"endColumn":5,"level":"info","code":2006,"message":"m",
        "fix":{"replacements":[{"line":1,"column":4,"endLine":1,"endColumn":5,"precedence":1,"replacement":")"},
                               {"line":1,"column":1,"endLine":1,"endColumn":2,"precedence":1,"replacement":"$("}]}}]})json";
    const Result<QList<Finding>> findings = parseFindings(json, u"`ls`"_s);
    QVERIFY(findings);
    QString text = u"`ls`"_s;
    for (const Edit &edit : std::views::reverse(findings->at(0).fix))
        text.replace(edit.start, edit.end - edit.start, edit.text);
    QCOMPARE(text, u"$(ls)"_s);
}

void TstFinding::linesBeyondTheEnd()
{
    const QByteArray json
        = R"({"comments":[{"line":9,"column":9,"endLine":1,"endColumn":1,"level":"error","code":1,"message":"m","fix":null}]})";
    const Result<QList<Finding>> findings = parseFindings(json, u"ls\n"_s);
    QVERIFY(findings);
    QCOMPARE(findings->at(0).start, 3);
    QCOMPARE(findings->at(0).end, 3);
}

void TstFinding::malformed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("-: openBinaryFile: does not exist");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no comments") << QByteArray("{}");
}

void TstFinding::malformed()
{
    QFETCH(const QByteArray, json);
    const Result<QList<Finding>> findings = parseFindings(json, u"ls"_s);
    QVERIFY(!findings);
    QCOMPARE(findings.error().kind, Error::Kind::Malformed);
}

void TstFinding::follow_data()
{
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("removed");
    QTest::addColumn<int>("added");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end");
    QTest::newRow("after") << 20 << 3 << 9 << 10 << 14;
    QTest::newRow("typed before") << 2 << 0 << 5 << 15 << 19;
    QTest::newRow("deleted before") << 2 << 4 << 0 << 6 << 10;
    QTest::newRow("deleted with what is before") << 8 << 4 << 0 << 8 << 10;
    QTest::newRow("deleted all of it") << 8 << 10 << 0 << 8 << 8;
    QTest::newRow("typed within") << 12 << 0 << 3 << 10 << 17;
    QTest::newRow("typed at its start") << 10 << 0 << 3 << 13 << 17;
}

void TstFinding::follow()
{
    QFETCH(const int, position);
    QFETCH(const int, removed);
    QFETCH(const int, added);
    Finding finding{.start = 10, .end = 14};
    finding.follow(position, removed, added);
    QTEST(int(finding.start), "start");
    QTEST(int(finding.end), "end");
}

void TstFinding::anEditWithinLeavesNoFix()
{
    const Finding finding{
        .start = 10, .end = 14, .fix = {{.start = 10, .end = 10, .text = u"\""_s}, {.start = 14, .end = 14, .text = u"\""_s}}};
    Finding before = finding;
    before.follow(0, 0, 4);
    QCOMPARE(before.fix.size(), 2);
    QCOMPARE(before.fix.at(1).start, 18);
    Finding within = finding;
    within.follow(12, 0, 1);
    QVERIFY(within.fix.isEmpty());
    Finding across = finding;
    across.follow(12, 5, 0);
    QVERIFY(across.fix.isEmpty());
}

void TstFinding::page()
{
    QCOMPARE(Finding{.code = 2086}.page(), QUrl(u"https://www.shellcheck.net/wiki/SC2086"_s));
}

PUNCHCARD_TEST(TstFinding, tst_finding)
#include "tst_finding.moc"
