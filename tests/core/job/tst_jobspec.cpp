// SPDX-License-Identifier: MIT
#include "core/job/job.h"

#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstJobSpec : public QObject
{
    Q_OBJECT

private slots:
    void comesBackFromJsonAsItWas();
    void aWrongTypeIsNamed();
    void fieldsOfANewerVersionAreLeftAlone();
};

// Breaks for the user: "run again" runs something else than the first time.
void TstJobSpec::comesBackFromJsonAsItWas()
{
    const JobSpec spec{.name = u"kernel.sh"_s,
                       .account = u"github.com/me"_s,
                       .owner = u"acme"_s,
                       .ownerIsOrganisation = true,
                       .runsOn = {u"self-hosted"_s, u"gpu"_s},
                       .runnerGroup = u"big"_s,
                       .isPrivate = false,
                       .deleteHouse = false,
                       .oidc = true,
                       .secrets = {{.name = u"KEY"_s, .from = SecretSource::From::Typed}, {.name = u"B"_s, .where = u"/tmp/b"_s}},
                       .inputs = {{.path = u"/data"_s, .name = u"data"_s}},
                       .uploads = {u"out/"_s},
                       .array = 8,
                       .params = {.names = {u"WIDTH"_s, u"SEED"_s}, .rows = {{u"80"_s, u"1"_s}, {u"120"_s, u""_s}}, .file = u"/p.csv"_s},
                       .elements = {0, 1},
                       .maxParallel = 2,
                       .failFast = true,
                       .merge = true,
                       .timeoutMinutes = 30,
                       .pollMs = 500,
                       .mayLackSandbox = true,
                       .outFolder = u"/out"_s,
                       .overwrite = true};
    const Result<JobSpec> back = specFromJson(toJson(spec));
    QVERIFY(back);
    QVERIFY(*back == spec);
    QVERIFY(*specFromJson(toJson(JobSpec())) == JobSpec());
}

void TstJobSpec::aWrongTypeIsNamed()
{
    QJsonObject json = toJson(JobSpec());
    json.insert(u"array"_s, u"many"_s);
    const Result<JobSpec> spec = specFromJson(json);
    QVERIFY(!spec);
    QCOMPARE(spec.error().kind, Error::Kind::Malformed);
    QVERIFY(spec.error().what.contains(u"array"_s));

    json = toJson(JobSpec());
    json.insert(u"params"_s, QJsonObject{{u"names"_s, QJsonArray{u"A"_s, u"B"_s}}, {u"rows"_s, QJsonArray{QJsonArray{u"1"_s}}}});
    QVERIFY2(!specFromJson(json), "a row that is too short");
    json = toJson(JobSpec());
    json.insert(u"elements"_s, QJsonArray{-1});
    QVERIFY(!specFromJson(json));
}

void TstJobSpec::fieldsOfANewerVersionAreLeftAlone()
{
    QJsonObject json = toJson(JobSpec());
    json.insert(u"quantum"_s, true);
    QVERIFY(specFromJson(json));
}

PUNCHCARD_TEST(TstJobSpec, tst_jobspec)
#include "tst_jobspec.moc"
