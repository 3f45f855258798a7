// SPDX-License-Identifier: MIT
#include "core/models/jobdetails.h"

#include "tests/support/testmain.h"

#include <QObject>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstJobDetails : public QObject
{
    Q_OBJECT

private slots:
    void whatWentWrongComesFirst();
    void secretsAreNamedOnly();
    void linksLeadWhereSomethingIs();
    void aFreshJobSaysLittle();

private:
    static std::optional<Detail> find(const QList<DetailSection> &sections, const QString &label)
    {
        for (const DetailSection &section : sections) {
            for (const Detail &detail : section.details) {
                if (detail.label == label)
                    return detail;
            }
        }
        return std::nullopt;
    }
};

void TstJobDetails::whatWentWrongComesFirst()
{
    Job job{.id = JobId(3), .spec = {.name = u"a.sh"_s}};
    job.waiting = Waiting{.what = Waiting::For::Token,
                          .error = Error{.kind = Error::Kind::Denied,
                                         .what = u"The token was refused."_s,
                                         .remedy = u"Give a new one."_s,
                                         .page = QUrl(u"https://github.com/settings/tokens"_s)}};
    const QList<DetailSection> sections = detailsOf(job, u"GitHub"_s, u"/home/x/jobs/1"_s);
    QCOMPARE(sections.constFirst().details.constFirst().value, u"a token that is accepted"_s);
    QCOMPARE(find(sections, u"What to do"_s)->value, u"Give a new one."_s);
    QCOMPARE(find(sections, u"Where to mend it"_s)->link, QUrl(u"https://github.com/settings/tokens"_s));
    QVERIFY(plainText(sections).contains(u"What happened: The token was refused.\n"_s));
}

void TstJobDetails::secretsAreNamedOnly()
{
    Job job{.id = JobId(3), .spec = {.name = u"a.sh"_s}};
    job.spec.secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::File, .where = u"/home/x/.secrets/TOKEN"_s}, {.name = u"KEY"_s}};
    const QList<DetailSection> sections = detailsOf(job, {}, {});
    QCOMPARE(find(sections, u"Secrets, by name"_s)->value, u"TOKEN, KEY"_s);
}

void TstJobDetails::linksLeadWhereSomethingIs()
{
    Job job{.id = JobId(3), .spec = {.name = u"a.sh"_s}};
    job.house = House{.owner = u"o"_s, .name = u"r"_s, .branch = u"main"_s, .page = QUrl(u"https://github.com/o/r"_s)};
    job.commit.sha = u"abc"_s;
    QList<DetailSection> sections = detailsOf(job, {}, {});
    QCOMPARE(find(sections, u"Repository"_s)->link, job.house.page);
    QCOMPARE(find(sections, u"Commit"_s)->link, QUrl(u"https://github.com/o/r/commit/abc"_s));
    job.house.dropped = true;
    sections = detailsOf(job, {}, {});
    QCOMPARE(find(sections, u"Repository"_s)->value, u"o/r (deleted)"_s);
    QVERIFY(find(sections, u"Repository"_s)->link.isEmpty());
    QVERIFY(find(sections, u"Commit"_s)->link.isEmpty());
}

void TstJobDetails::aFreshJobSaysLittle()
{
    const QList<DetailSection> sections = detailsOf(Job{.id = JobId(3), .spec = {.name = u"a.sh"_s}}, u"This computer"_s, u"/x"_s);
    QVERIFY(!find(sections, u"Repository"_s));
    QVERIFY(!find(sections, u"What happened"_s));
    QCOMPARE(find(sections, u"Account"_s)->value, u"This computer"_s);
    for (const DetailSection &section : sections)
        QVERIFY(!section.details.isEmpty());
}

PUNCHCARD_TEST(TstJobDetails, tst_jobdetails)
#include "tst_jobdetails.moc"
