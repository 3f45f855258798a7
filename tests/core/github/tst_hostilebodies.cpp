// SPDX-License-Identifier: MIT
// Breaks for the user: a server or what stands before it answers with a body that is none, without end or deeper than any
// stack, and the program dies, hangs, fills the memory or takes the job for ended.
#include "tests/core/github/clientfixture.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"

#include <functional>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace punchcard::testing;

namespace {

const QByteArray goodRun = R"({"id":7,"status":"queued","conclusion":null,"head_sha":"6dcb09b5b57875f334f61aebed695e2e4193db5e"})";

QByteArray nested(const char *open, const char *close, int levels)
{
    return QByteArray(open).repeated(levels) + '1' + QByteArray(close).repeated(levels);
}

QByteArray utf16(const QByteArray &text)
{
    const QString wide = QString::fromUtf8(text);
    return QByteArray("\xff\xfe", 2) + QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
}

} // namespace

class TstHostileBodies : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void bodies_data();
    void bodies();
    void bodyWithoutEnd();
    void pagesInACircle();
    void pagesElsewhere_data();
    void pagesElsewhere();
    void pagesWithoutEnd();
    void answersThatAreWrongAreAskedForAgain();
    void redirects_data();
    void redirects();
    void nothingWhereItWasSentOnTo();
};

void TstHostileBodies::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isRight");
    const auto row = [](const char *name, const QByteArray &body, bool isRight = false) { QTest::newRow(name) << body << isRight; };
    row("right", goodRun, true);
    row("with a byte order mark", "\xef\xbb\xbf" + goodRun, true);
    row("spaces around", " \r\n\t" + goodRun + "\n\n", true);
    row("a key twice", R"({"id":8,"id":7})", true);
    row("an array", '[' + goodRun + ']');
    row("empty", "");
    row("a space", " ");
    row("null", "null");
    row("a number", "7");
    row("a text", "\"7\"");
    row("NaN", R"({"id":NaN})");
    row("infinity", R"({"id":Infinity})");
    row("a number of a million digits", R"({"id":)" + QByteArray(1 << 20, '9') + '}');
    row("a large exponent", R"({"id":1e999999999})");
    row("half", goodRun.left(20));
    row("more behind", goodRun + goodRun);
    row("a comma too many", R"({"id":7,})");
    row("a comment", R"({"id":7/*x*/})");
    row("single quotes", "{'id':7}");
    row("NUL bytes", QByteArray(1000, '\0'));
    row("UTF-16", utf16(goodRun));
    row("no UTF-8", "{\"id\":7,\"name\":\"\xff\xfe\xc0\x80\"}");
    row("half a surrogate", R"({"id":7,"name":"\ud800"})", true);
    row("other letters for id", R"({"\u0069d":7})", true);
    row(
        "a million keys",
        [] {
            QByteArray keys = "{\"id\":7";
            for (int i = 0; i < 1'000'00; ++i)
                keys += ",\"k" + QByteArray::number(i) + "\":0";
            return keys + '}';
        }(),
        true);
    for (const int levels : {100, 100'000, 1'000'000}) {
        const bool isShallow = levels == 100;
        QTest::addRow("%d arrays deep", levels) << R"({"id":7,"steps":)" + nested("[", "]", levels) + '}' << isShallow;
        QTest::addRow("%d objects deep", levels) << R"({"id":7,"steps":)" + nested("{\"a\":", "}", levels) + '}' << isShallow;
        QTest::addRow("%d deep and cut", levels) << QByteArray("[").repeated(levels) << false;
    }
    row("a page", "<!DOCTYPE html><title>Sign in</title>");
    row("binary JSON", QByteArray("qbjs\1\0\0\0\xff\xff\xff\x7f", 12));
}

void TstHostileBodies::bodies()
{
    QFETCH(const QByteArray, body);
    QFETCH(const bool, isRight);
    ClientFixture f;
    f.server.expect("GET", "/repos/octo/demo/actions/runs/7").reply(200, body).times(-1);
    const auto run = f.done(f.client.run(repo, RunId(7), f.context()));
    QCOMPARE(run.has_value(), isRight);
    if (isRight) {
        QCOMPARE(run->value.id, RunId(7));
        return;
    }
    QCOMPARE(run.error().kind, Error::Kind::Malformed);
    QVERIFY(run.error().retry);
    QVERIFY(!run.error().what.isEmpty() && !run.error().remedy.isEmpty());
    QVERIFY(run.error().detail.size() < 1000);
}

void TstHostileBodies::bodyWithoutEnd()
{
    if (isSanitized)
        QSKIP("every byte of it is looked at");
    for (const bool isChunked : {false, true}) {
        ClientFixture f;
        testing::Answer &answer = f.server.expect("GET", "/repos/octo/demo/actions/runs/7").generated(500LL << 20).times(-1);
        if (isChunked)
            answer.chunked();
        const auto run = f.done(f.client.run(repo, RunId(7), f.context()));
        QVERIFY(!run);
        QCOMPARE(run.error().kind, Error::Kind::Refused);
        QVERIFY2(run.error().what.contains(u"more than"_s), qPrintable(run.error().what));
        // Once is enough for now.
        QCOMPARE(f.server.seen().size(), 1);
        QVERIFY(run.error().retry);
    }
}

void TstHostileBodies::pagesInACircle()
{
    ClientFixture f;
    const auto link = [&f](const char *page) { return '<' + f.server.url(QString::fromLatin1(page)).toEncoded() + ">; rel=\"next\""; };
    f.server.expect("GET", "/user/orgs?per_page=100").reply(200, "[]").header("Link", link("/user/orgs?page=2"));
    f.server.expect("GET", "/user/orgs?page=2").reply(200, "[]").header("Link", link("/user/orgs?page=3"));
    f.server.expect("GET", "/user/orgs?page=3").reply(200, "[]").header("Link", link("/user/orgs?page=2"));
    const auto all = f.done(f.client.organisations(f.context()));
    QVERIFY(!all);
    QCOMPARE(all.error().kind, Error::Kind::Malformed);
    QVERIFY(all.error().retry);
    QCOMPARE(f.server.complaints(), QStringList());
}

void TstHostileBodies::pagesElsewhere_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::newRow("another host") << QByteArray("<https://example.com/user/orgs?page=2>; rel=next");
    QTest::newRow("another port") << QByteArray("<http://127.0.0.1:1/user/orgs?page=2>; rel=next");
    QTest::newRow("a file") << QByteArray("<file:///etc/passwd>; rel=next");
    QTest::newRow("a user") << QByteArray("<http://127.0.0.1@example.com/>; rel=next");
    QTest::newRow("no address") << QByteArray("<http://>; rel=next");
}

void TstHostileBodies::pagesElsewhere()
{
    QFETCH(const QByteArray, link);
    ClientFixture f;
    f.server.expect("GET", "/user/orgs?per_page=100").reply(200, "[]").header("Link", link);
    const auto all = f.done(f.client.organisations(f.context()));
    QVERIFY(!all || link.contains("//>"));
    if (!all)
        QCOMPARE(all.error().kind, Error::Kind::Malformed);
    QCOMPARE(f.server.complaints(), QStringList());
}

// Each page names a further one.
void TstHostileBodies::pagesWithoutEnd()
{
    ClientFixture f;
    int page = 1;
    const auto decide = [&](const SeenRequest &, testing::Answer &answer) {
        const QByteArray next = f.server.url(u"/user/orgs?page=%1"_s.arg(++page)).toEncoded();
        answer.reply(200, "[]").header("Link", '<' + next + ">; rel=\"next\"");
    };
    f.server.expect("GET", "/user/orgs").compute(decide).times(-1);
    const auto all = f.done(f.client.organisations(f.context()));
    QVERIFY(!all);
    QCOMPARE(all.error().kind, Error::Kind::Malformed);
    QCOMPARE(f.server.seen().size(), 1000);
}

// Breaks for the user: one wrong answer with an ETag, and each 304 from then on says it once more.
void TstHostileBodies::answersThatAreWrongAreAskedForAgain()
{
    for (const QByteArray &wrong : {QByteArray(R"({"id":7,"status":"completed","conclusion":null})"), QByteArray(R"({"id":8})")}) {
        ClientFixture f;
        f.server.expect("GET", "/repos/octo/demo/actions/runs/7").reply(200, wrong).header("ETag", "\"v1\"");
        QVERIFY(!f.done(f.client.run(repo, RunId(7), f.context())));
        f.server.expect("GET", "/repos/octo/demo/actions/runs/7").reply(200, goodRun).header("ETag", "\"v1\"");
        QVERIFY(f.done(f.client.run(repo, RunId(7), f.context())));
        QVERIFY(!f.server.last().hasHeader("if-none-match"));
    }
    // A tag is sent along from then on, whatever its length.
    ClientFixture f;
    f.server.expect("GET", "/repos/octo/demo/actions/runs/7")
        .reply(200, goodRun)
        .header("ETag", '"' + QByteArray(30'000, 'x') + '"')
        .times(2);
    QVERIFY(f.done(f.client.run(repo, RunId(7), f.context())));
    QVERIFY(f.done(f.client.run(repo, RunId(7), f.context())));
    QVERIFY(!f.server.last().hasHeader("if-none-match"));
}

void TstHostileBodies::redirects_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("asked");
    QTest::newRow("without an address") << QByteArray() << 302 << 5;
    QTest::newRow("to itself") << QByteArray("/repos/octo/demo/actions/runs/7") << 301 << 6;
    QTest::newRow("to a file") << QByteArray("file:///etc/passwd") << 302 << 1;
    QTest::newRow("not modified, of nothing") << QByteArray() << 304 << 5;
    QTest::newRow("multiple choices") << QByteArray("/elsewhere") << 300 << 5;
}

// Breaks for the user: their repository counts as gone, and stays, because a gateway sent the question elsewhere.
void TstHostileBodies::nothingWhereItWasSentOnTo()
{
    ClientFixture f;
    f.server.expect("GET", "/repos/octo/demo").redirect(QUrl(u"/login"_s)).times(-1);
    f.server.expect("GET", "/login").reply(404, R"({"message":"Not Found"})").times(-1);
    const auto there = f.done(f.client.repository(repo, f.context()));
    QVERIFY(!there);
    QCOMPARE(there.error().kind, Error::Kind::Malformed);
    QVERIFY(there.error().retry);
}

// Breaks for the user: a gateway's mistake of a minute ends the job.
void TstHostileBodies::redirects()
{
    QFETCH(const QByteArray, location);
    QFETCH(const int, status);
    QFETCH(const int, asked);
    ClientFixture f;
    testing::Answer &answer = f.server.expect("GET", "/repos/octo/demo/actions/runs/7").reply(status, status == 304 ? "" : "{}").times(-1);
    if (!location.isEmpty())
        answer.header("Location", location);
    const auto run = f.done(f.client.run(repo, RunId(7), f.context()));
    QVERIFY(!run);
    QVERIFY(run.error().retry);
    QCOMPARE(f.server.seen().size(), asked);
}

PUNCHCARD_TEST(TstHostileBodies, tst_hostilebodies)

#include "tst_hostilebodies.moc"
