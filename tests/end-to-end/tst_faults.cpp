// SPDX-License-Identifier: MIT
// Breaks for the user: a connection that drops in the wrong moment gives two repositories, two runs, or a job that waits
// for ever. Each request that changes something on the server is dropped before or after it was carried out, refused once
// by a gateway, or gets there twice; and punch is killed in the middle of that.
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

struct Mutation
{
    const char *name;
    const char *match;
    int number; ///< among those that the verb sends
    Trial::Of verb = Trial::Of::Run;
};
constexpr Mutation mutations[] = {
    {"create the repository", "^POST /user/repos$", 1},
    {"put the secret", "^PUT .*/actions/secrets/API_KEY$", 2},
    {"upload a blob", "^POST .*/git/blobs$", 3},
    {"make the tree", "^POST .*/git/trees$", 4},
    {"make the commit", "^POST .*/git/commits$", 5},
    {"push", "^PATCH .*/git/refs/heads/main$", 6},
    {"delete the repository", "^DELETE /repos/[^/]+/[^/]+$", 7},
    {"cancel", "^POST .*/cancel$", 1, Trial::Of::Cancel},
    {"run again", "^POST .*/rerun$", 1, Trial::Of::Rerun},
};

QJsonArray faults(const char *match, QJsonObject fault)
{
    fault.insert(u"match"_s, QString::fromLatin1(match));
    return {fault};
}

} // namespace

class TstFaults : public QObject
{
    Q_OBJECT

private slots:
    void everyMutation_data();
    void everyMutation();
    void aRunThatAppearsLate();
};

void TstFaults::everyMutation_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("row");
    int row = 0;
    const auto add = [&row](const char *name, const QJsonObject &fault) { QTest::newRow(name) << fault << row++; };
    // Qt sends a request again by itself when the connection closes before an answer.
    add("dropped", {{u"fault"_s, u"drop"_s}});
    add("dropped twice", {{u"fault"_s, u"drop"_s}, {u"times"_s, 2}});
    add("carried out, then dropped", {{u"fault"_s, u"drop-after"_s}});
    add("carried out twice, then dropped", {{u"fault"_s, u"drop-after"_s}, {u"times"_s, 2}});
    // punch is dead when it gets there, or has gone on without it.
    add("late", {{u"fault"_s, u"delay"_s}, {u"ms"_s, 150}});
    add("refused by a gateway",
        {{u"fault"_s, u"status"_s},
         {u"status"_s, 502},
         {u"body"_s, u"<html>Bad gateway</html>"_s},
         {u"headers"_s, QJsonObject{{u"Content-Type"_s, u"text/html"_s}}}});
}

void TstFaults::everyMutation()
{
    QFETCH(const QJsonObject, fault);
    QFETCH(const int, row);
    QList<Trial> trials;
    for (const Mutation &mutation : mutations) {
        const QJsonArray all = faults(mutation.match, fault);
        // Not killed; when it has left; when it has left again; when the answer is here.
        const QStringList crashes{
            {}, u"sent:%1"_s.arg(mutation.number), u"sent:%1"_s.arg(mutation.number + 1), u"answered:%1"_s.arg(mutation.number)};
        for (const QString &crash : crashes)
            trials.append({.name = mutation.name + QByteArray(", killed at ") + crash.toLatin1(),
                           .verb = mutation.verb,
                           .crash = crash,
                           .faults = all});
    }
    const QList<Trial> some = due(trials, row);
    const Verdict verdict = run(some);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY(verdict.faults >= some.size());
}

void TstFaults::aRunThatAppearsLate()
{
    const QJsonObject none{{u"total_count"_s, 0}, {u"workflow_runs"_s, QJsonArray()}};
    const QJsonArray late
        = faults("^GET .*/actions/runs$", {{u"fault"_s, u"status"_s}, {u"status"_s, 200}, {u"times"_s, 10}, {u"body"_s, none}});
    const Verdict verdict = run({
        {.name = "not killed", .faults = late},
        {.name = "killed after the push", .crash = u"answered:6"_s, .faults = late},
        {.name = "killed twice", .crash = u"sent:6"_s, .further = {u"store:3"_s, u"store:2"_s}, .faults = late},
    });
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
}

PUNCHCARD_TEST(TstFaults, tst_faults)
#include "tst_faults.moc"
