// SPDX-License-Identifier: MIT
// The answers that the client's tests are given as GitHub's, beside the hub's own: each key of them is there, with a value of
// the same kind. An error of understanding that client and hub share shows here.
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubShapes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answers_data();
    void answers();
    void addressesOfWhatIsNotHere();

private:
    HubFixture m_hub;
    QString m_repository = u"shapes"_s;
    qint64 m_run = 0;
};

namespace {

QJsonValue githubs(const QString &name)
{
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/tests/core/github/fixtures/"_s + name + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object();
}

// What of @p wanted the hub's @p given lacks. null fits everything; of a list the first element stands for all.
QStringList lacks(const QJsonValue &wanted, const QJsonValue &given, const QString &path)
{
    if (wanted.isNull() || given.isNull())
        return {};
    if (wanted.type() != given.type())
        return {path + u" is of another kind"_s};
    if (wanted.isArray()) {
        const QJsonValue first = wanted[0];
        if (first.isUndefined())
            return {};
        return given[0].isUndefined() ? QStringList{path + u" is empty"_s} : lacks(first, given[0], path + u"[]"_s);
    }
    QStringList result;
    const QJsonObject object = wanted.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString place = path + u'.' + it.key();
        const QJsonValue value = given[it.key()];
        result += value.isUndefined() ? QStringList{place} : lacks(it.value(), value, place);
    }
    return result;
}

} // namespace

void TstHubShapes::initTestCase()
{
    QVERIFY(m_hub.start());
    QVERIFY(m_hub.makeRepository(m_repository));
    const QByteArray workflow = "on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n"
                                "      - run: mkdir -p uploads && echo 1 > uploads/a\n"
                                "      - uses: actions/upload-artifact@v4\n        with: { name: uploads, path: uploads/ }\n";
    m_run = m_hub.push(m_repository, workflow)[u"id"].toInteger();
    m_hub.waitForEnd(m_repository, m_run);
}

void TstHubShapes::answers_data()
{
    QTest::addColumn<QString>("path");
    const QString run = u"/actions/runs/%1"_s.arg(m_run);
    QTest::newRow("user") << u"/user"_s;
    QTest::newRow("rate_limit") << u"/rate_limit"_s;
    QTest::newRow("runners") << u"/orgs/guild/actions/runners"_s;
    QTest::newRow("repository") << m_hub.repositoryPath(m_repository);
    QTest::newRow("ref") << m_hub.repositoryPath(m_repository) + u"/git/ref/heads/main"_s;
    QTest::newRow("commit") << m_hub.repositoryPath(m_repository) + u"/git/commits/HEAD-SHA"_s;
    QTest::newRow("public-key") << m_hub.repositoryPath(m_repository) + u"/actions/secrets/public-key"_s;
    QTest::newRow("run") << m_hub.repositoryPath(m_repository) + run;
    QTest::newRow("jobs") << m_hub.repositoryPath(m_repository) + run + u"/jobs"_s;
    QTest::newRow("artifacts") << m_hub.repositoryPath(m_repository) + run + u"/artifacts"_s;
}

void TstHubShapes::answers()
{
    QFETCH(QString, path);
    path.replace(u"HEAD-SHA"_s, m_hub.run(m_repository, m_run)[u"head_sha"].toString());
    const Response response = m_hub.client.get(path);
    QCOMPARE(response.status, 200);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QStringList missing = lacks(githubs(name), response.json(), name);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u"; ") + u"\nthe hub says:\n"_s + QString::fromUtf8(response.body)));
}

// Breaks for the user: other people's clients, which are written to find them, stop at an answer of the hub's.
void TstHubShapes::addressesOfWhatIsNotHere()
{
    const QString root = m_hub.client.root;
    const QString repository = m_hub.repositoryPath(m_repository);
    const QJsonObject whole = m_hub.client.get(repository).json();
    QCOMPARE(whole[u"contents_url"].toString(), root + repository + u"/contents/{+path}"_s);
    QCOMPARE(whole[u"forks_count"].toInt(-1), 0);
    QVERIFY(whole[u"license"].isNull());
    const QJsonObject run = m_hub.run(m_repository, m_run);
    QCOMPARE(run[u"repository"][u"archive_url"].toString(), root + repository + u"/{archive_format}{/ref}"_s);
    QCOMPARE(run[u"actor"][u"followers_url"].toString(), root + u"/users/local/followers"_s);
    QCOMPARE(m_hub.client.get(u"/orgs/guild"_s).json()[u"members_url"].toString(), root + u"/orgs/guild/members{/member}"_s);
    QCOMPARE(m_hub.client.get(u"/"_s).json()[u"emojis_url"].toString(), root + u"/emojis"_s);
    // What only the account itself may see is not shown of it to others.
    QVERIFY(m_hub.client.get(u"/user"_s).json().contains(u"two_factor_authentication"_s));
    QVERIFY(!m_hub.client.get(u"/users/local"_s).json().contains(u"two_factor_authentication"_s));
    const QJsonObject file = m_hub.client.get(repository + u"/contents/README.md"_s).json();
    QVERIFY2(file[u"html_url"].toString().endsWith(u"/blob/main/README.md"_s), qPrintable(file[u"html_url"].toString()));
}

PUNCHCARD_TEST(TstHubShapes, tst_hubshapes)
#include "tst_hubshapes.moc"
