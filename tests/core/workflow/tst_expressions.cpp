// SPDX-License-Identifier: MIT
#include "core/workflow/expressions.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;

namespace {

Scope scope()
{
    const QByteArray json = R"({
        "github": {"sha": "abc", "ref": "refs/heads/main", "run_number": "7", "event": {"commits": [{"id": "1"}, {"id": "2"}, {"other": 3}]}},
        "env": {"MODE": "fast", "EMPTY": ""},
        "secrets": {"TOKEN": "s3cret"},
        "matrix": {"part": 2, "os": "linux", "deep": {"a": true}},
        "steps": {"one": {"outputs": {"x": "1"}, "outcome": "success"}, "two": {"outputs": {"x": "2"}, "outcome": "failure"}},
        "needs": {}, "runner": {"os": "Linux"}, "job": {}, "inputs": {}, "strategy": {}, "vars": {}
    })";
    return {.contexts = QJsonDocument::fromJson(json).object()};
}

} // namespace

class TstExpressions : public QObject
{
    Q_OBJECT

private slots:
    void value_data();
    void value();
    void refused_data();
    void refused();
    void text_data();
    void text();
    void condition_data();
    void condition();
    void hashFilesIsAsked();
    void deepAndLongIsRefusedAndNotACrash();
    void missingContextIsNamed();
};

void TstExpressions::value_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *expression, const char *expected) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(expected);
    };
    row("'it''s'", "it's");
    row("1 == 1.0", "true");
    row("0x10", "16");
    row("0o17", "15");
    row("-1.5e3", "-1500");
    row(".5", "0.5");
    row("1e21", "1E+21");
    row("0.1", "0.1");
    row("3.10", "3.1");
    row("NaN == NaN", "false");
    row("null == ''", "true");
    row("null == 0", "true");
    row("true == 1", "true");
    row("'1' == 1", "true");
    row("'0x10' == 16", "true");
    row("'abc' == 0", "false");
    row("'' == false", "true");
    row("'ABC' == 'abc'", "true");
    row("'b' > 'A'", "true");
    row("'a' < 1", "false");
    row("2 >= 2 && 1 <= 2", "true");
    row("1 != 2", "true");
    row("!true || !''", "true");
    row("!(1 == 1)", "false");
    row("'' || 'other'", "other");
    row("'one' && 'two'", "two");
    row("0 && 'two'", "0");
    row("false || null || 'x' || 'y'", "x");
    row("true && 'a' || 'b'", "a");
    row("1 == 1 && 2 == 3", "false");
    row("true || false && false", "true");
    row("github.sha", "abc");
    row("GITHUB.SHA", "abc");
    row("github['sha']", "abc");
    row("github.nothing", "");
    row("github.nothing.deeper.still", "");
    row("github.event.commits[1].id", "2");
    row("github.event.commits[1.9].id", "2");
    row("github.event.commits[9].id", "");
    row("github.event.commits['x']", "");
    row("join(github.event.commits.*.id)", "1,2");
    row("join(github.event.commits.*.id, ' + ')", "1 + 2");
    row("join(steps.*.outputs.x, '')", "12");
    row("join(steps.*.outputs.*, '')", "12");
    row("contains(steps.*.outcome, 'FAILURE')", "true");
    row("steps.one.outputs.x == 1", "true");
    row("matrix.deep.a", "true");
    row("matrix", "Object");
    row("github.event.commits", "Array");
    row("env.EMPTY || 'none'", "none");
    row("contains('Hello', 'ELL')", "true");
    row("contains(fromJSON('[\"a\", 1]'), '1')", "true");
    row("contains(matrix, 'x')", "false");
    row("startsWith(github.ref, 'REFS/heads/')", "true");
    row("endsWith('hello', 'LO')", "true");
    row("format('{0}-{1}-{0}', 'a', 2)", "a-2-a");
    row("format('{{0}} {0}', 'x')", "{0} x");
    row("fromJSON('{\"a\": [1, {\"b\": \"c\"}]}').a[1].b", "c");
    row("fromJSON('3') + ''", "");
    row("toJSON(fromJSON('{\"b\":1,\"a\":[true,null,\"x\\\"y\"]}'))",
        "{\n  \"a\": [\n    true,\n    null,\n    \"x\\\"y\"\n  ],\n  \"b\": 1\n}");
    row("toJSON('x')", "\"x\"");
    row("toJSON(fromJSON('[]'))", "[]");
    row("fromJSON('[]') == fromJSON('[]')", "false");
    row(" ( ( 'a' ) ) ", "a");
    row("'ünï' == 'ÜNÏ'", "true");
}

void TstExpressions::value()
{
    QFETCH(QString, expression);
    QFETCH(QString, expected);
    const Result<QJsonValue> result = evaluate(expression, scope());
    if (expression.contains("+ ''"_L1)) {
        QVERIFY(!result); // There is no addition.
        return;
    }
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(asText(*result), expected);
}

void TstExpressions::refused_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *expression, const char *named) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(named);
    };
    row("", "");
    row("foo", "foo");
    row("jobs.x", "jobs");
    row("shout('x')", "shout");
    row("success('x')", "success");
    row("contains('x')", "contains");
    row("format()", "format");
    row("format('{1}', 'x')", "");
    row("format('{', 'x')", "");
    row("format('}', 'x')", "");
    row("fromJSON('{')", "fromJSON");
    row("fromJSON('1, 2')", "fromJSON");
    row("'open", "");
    row("1 +", "");
    row("(1", "");
    row("1)", "");
    row("github.", "");
    row("github[0", "");
    row("github sha", "sha");
    row("1 = 1", "=");
    row("a & b", "a");
    row("contains('a' 'b')", "");
    row("contains('a',,'b')", "");
    row("0x", "0x");
    row("1.2.3", "1.2.3");
    row("\"double\"", "\"");
    row("hashFiles('*')", "hashFiles");
}

void TstExpressions::refused()
{
    QFETCH(QString, expression);
    QFETCH(QString, named);
    const Result<QJsonValue> result = evaluate(expression, scope());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Malformed);
    QVERIFY2(result.error().what.contains(named), qPrintable(result.error().what));
    QVERIFY(!result.error().remedy.isEmpty());
}

void TstExpressions::text_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << u"plain $ { } text"_s << u"plain $ { } text"_s;
    QTest::newRow("two") << u"a ${{ github.sha }} b ${{matrix.part}}"_s << u"a abc b 2"_s;
    QTest::newRow("braces in a text") << u"${{ '}}' }}!"_s << u"}}!"_s;
    QTest::newRow("quote doubled") << u"${{ 'it''s }}' }}"_s << u"it's }}"_s;
    QTest::newRow("null") << u"[${{ github.nothing }}]"_s << u"[]"_s;
    QTest::newRow("value is not evaluated again") << u"${{ format('{0}', '${{ github.sha }}') }}"_s << u"${{ github.sha }}"_s;
}

void TstExpressions::text()
{
    QFETCH(QString, source);
    QFETCH(QString, expected);
    const Result<QString> result = interpolate(source, scope());
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(*result, expected);
    QVERIFY(checkText(source));
    QVERIFY(!interpolate(u"${{ github.sha"_s, scope()));
    QVERIFY(!checkText(u"x ${{ nope }}"_s));
}

void TstExpressions::condition_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *source, const char *state, bool expected) {
        QTest::newRow(qPrintable(QString::fromLatin1(source) + u" on "_s + QString::fromLatin1(state)))
            << QString::fromUtf8(source) << QString::fromLatin1(state) << expected;
    };
    row("", "success", true);
    row("", "failure", false);
    row("", "cancelled", false);
    row("always()", "cancelled", true);
    row("${{ always() }}", "failure", true);
    row("failure()", "failure", true);
    row("failure()", "success", false);
    row("failure()", "cancelled", false);
    row("cancelled()", "cancelled", true);
    row("!cancelled()", "failure", true);
    row("!cancelled()", "cancelled", false);
    row("success() || failure()", "failure", true);
    row("github.sha == 'abc'", "success", true);
    row("github.sha == 'abc'", "failure", false);
    row("github.sha == 'x'", "success", false);
    row("${{ github.sha }} == 'x'", "success", true); // GitHub's surprise: a text, and not an empty one.
    row("failure() && steps.two.outcome == 'failure'", "failure", true);
    row("matrix.part", "success", true);
    row("env.EMPTY", "success", false);
}

void TstExpressions::condition()
{
    QFETCH(QString, source);
    QFETCH(QString, state);
    QFETCH(bool, expected);
    Scope seen = scope();
    seen.success = state == "success"_L1;
    seen.failure = state == "failure"_L1;
    seen.cancelled = state == "cancelled"_L1;
    const Result<bool> result = conditionHolds(source, seen);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(*result, expected);
    QVERIFY(checkCondition(source));
    QVERIFY(!checkCondition(u"nope == 1"_s));
}

void TstExpressions::hashFilesIsAsked()
{
    Scope seen = scope();
    QStringList asked;
    seen.hashFiles = [&asked](const QStringList &patterns) -> Result<QString> {
        asked = patterns;
        return u"d1ge57"_s;
    };
    const Result<QString> result = interpolate(u"key-${{ hashFiles('a/*', '!b') }}"_s, seen);
    QVERIFY(result);
    QCOMPARE(*result, u"key-d1ge57"_s);
    QCOMPARE(asked, (QStringList{u"a/*"_s, u"!b"_s}));
}

// Breaks for the user: a hostile workflow file takes the hub, and all running jobs, down.
void TstExpressions::deepAndLongIsRefusedAndNotACrash()
{
    QVERIFY(!evaluate(QString(20'000, u'('), scope()));
    QVERIFY(!evaluate(QString(20'000, u'!') + u"1"_s, scope()));
    QVERIFY(!evaluate(u"1"_s + u"==1"_s.repeated(5000), scope()));
    QVERIFY(!evaluate(u"github"_s + u".a"_s.repeated(5000), scope()));
    QVERIFY(evaluate(u"true"_s + u"&&true"_s.repeated(3000), scope()));
    QVERIFY(!evaluate(u"'"_s + QString(30'000, u'x') + u"'"_s, scope()));
    QVERIFY(!interpolate(u"${{ 1 }}"_s + QString(30'000, u'x'), scope()));
    QVERIFY(interpolate(QString(30'000, u'x'), scope()));
}

void TstExpressions::missingContextIsNamed()
{
    Scope seen = scope();
    seen.contexts.remove(u"secrets"_s);
    const Result<QJsonValue> result = evaluate(u"secrets.TOKEN"_s, seen);
    QVERIFY(!result);
    QVERIFY(result.error().what.contains(u"secrets"_s));
    QCOMPARE(*interpolate(u"${{ secrets.TOKEN }}"_s, scope()), u"s3cret"_s);
}

PUNCHCARD_TEST(TstExpressions, tst_expressions)
#include "tst_expressions.moc"
