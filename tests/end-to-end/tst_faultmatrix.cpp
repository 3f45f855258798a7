// SPDX-License-Identifier: MIT
// Breaks for the user: the server, a gateway or the network does one strange thing at one moment of a job, and the job is lost,
// runs twice, brings damaged results home or leaves its repository behind. Every fault meets every request of a job's way;
// each pair is told in a line.
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

#include <QDateTime>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

// In the order of a job's way. What is asked for by conditional requests is asked for again and again.
struct Request
{
    const char *name;
    const char *match;
};
constexpr Request requests[] = {
    {"who am I", "^GET /user$"},
    {"create the repository", "^POST /user/repos$"},
    {"the key", "^GET .*/actions/secrets/public-key$"},
    {"put the secret", "^PUT .*/actions/secrets/API_KEY$"},
    {"upload a blob", "^POST .*/git/blobs$"},
    {"the branch", "^GET .*/git/ref/heads/main$"},
    {"make the tree", "^POST .*/git/trees$"},
    {"make the commit", "^POST .*/git/commits$"},
    {"push", "^PATCH .*/git/refs/heads/main$"},
    {"find the run", "^GET .*/actions/runs$"},
    {"the run", "^GET .*/actions/runs/\\d+$"},
    {"its jobs", "^GET .*/actions/runs/\\d+/(attempts/1/)?jobs$"},
    {"its logs", "^GET .*/actions/runs/\\d+/(attempts/1/)?logs$"},
    {"its artifacts", "^GET .*/actions/runs/\\d+/artifacts$"},
    {"an artifact", "^GET .*/actions/artifacts/\\d+/zip$"},
    {"a download", "^GET /(?!user$|repos/|rate_limit$|orgs/).+"},
    {"delete the repository", "^DELETE /repos/[^/]+/[^/]+$"},
};

QJsonObject status(int code, const QJsonValue &body, const QJsonObject &headers = {})
{
    return {{u"fault"_s, u"status"_s}, {u"status"_s, code}, {u"body"_s, body}, {u"headers"_s, headers}};
}

QJsonObject said(const QString &message)
{
    return {{u"message"_s, message}, {u"documentation_url"_s, u"https://docs.github.com/rest"_s}};
}

} // namespace

class TstFaultMatrix : public QObject
{
    Q_OBJECT

private slots:
    void everyRequest_data();
    void everyRequest();
};

void TstFaultMatrix::everyRequest_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("row");
    int row = 0;
    const auto add = [&row](const char *name, QJsonObject fault, int times = 1) {
        fault.insert(u"times"_s, times);
        QTest::newRow(name) << fault << row++;
    };
    const QString html = u"<!DOCTYPE html><html><title>Sign in to this network</title></html>"_s;
    const QString seconds = QString::number(QDateTime::currentSecsSinceEpoch() + 1);
    add("500", status(500, said(u"Server Error"_s)));
    add("502 with a page", status(502, html, {{u"Content-Type"_s, u"text/html"_s}}));
    add("503 three times", status(503, said(u"Service unavailable"_s)), 3);
    add("secondary limit", status(403, said(u"You have exceeded a secondary rate limit."_s), {{u"Retry-After"_s, u"1"_s}}));
    add("too many requests", status(429, said(u"Too many requests"_s), {{u"Retry-After"_s, u"1"_s}}));
    add("quota used up",
        status(403, said(u"API rate limit exceeded for user ID 1."_s),
               {{u"X-RateLimit-Limit"_s, u"5000"_s}, {u"X-RateLimit-Remaining"_s, u"0"_s}, {u"X-RateLimit-Reset"_s, seconds}}));
    add("reset in mid-answer", {{u"fault"_s, u"cut"_s}});
    add("never answered", {{u"fault"_s, u"hang"_s}});
    add("slow", {{u"fault"_s, u"slow"_s}, {u"ms"_s, 900}});
    add("half a JSON text", status(200, u"{\"id\": 12, \"na"_s));
    add("a page with status 200", status(200, html, {{u"Content-Type"_s, u"text/html"_s}}));
    add("damaged", {{u"fault"_s, u"garble"_s}});
}

void TstFaultMatrix::everyRequest()
{
    QFETCH(const QJsonObject, fault);
    QFETCH(const int, row);
    const QByteArray name = QTest::currentDataTag();
    QList<Trial> trials;
    for (const Request &request : requests) {
        QJsonObject met = fault;
        met.insert(u"match"_s, QString::fromLatin1(request.match));
        trials.append({.name = name + ", " + request.name,
                       .faults = {met},
                       // A server that hangs is given up after a minute, which nobody has here.
                       .environment = {u"PUNCHCARD_TEST_PATIENCE=1500"_s}});
    }
    const QList<Trial> some = due(trials, row, 12);
    const Verdict verdict = run(some);
    for (const QString &line : verdict.lines)
        qInfo().noquote() << line;
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY2(verdict.faults >= some.size(), "a fault met no request");
}

PUNCHCARD_TEST(TstFaultMatrix, tst_faultmatrix)
#include "tst_faultmatrix.moc"
