// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <quazip.h>
#include <quazipfile.h>

#include <QBuffer>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstHubDownloads : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void linksLeadToAnotherOrigin();
    // Breaks for the user: their token reaches the storage host; Azure refuses it, and so must our stand-in.
    void tokenAtTheBlobHostIsRefused();
    void linksEndAfterAMinute();
    void linksCannotBeForged();
    void logZipHasGitHubsLayout();
    void jobLogIsPlainText();
    void logsOfARunningJobAre404();
    void deletedLogsAreGone();

    void artifactsAreListed();
    void artifactArrivesWhole();
    void ranges_data();
    void ranges();
    void ifRangeWithAnotherTagSendsAll();
    void headTellsTheSize();
    void artifactsExpire();
    void deletedArtifactIsGone();

private:
    [[nodiscard]] QString linkTo(const QString &path);
    [[nodiscard]] QString run(const QString &rest) const { return m_hub.runPath(u"repo"_s, m_run) + rest; }
    [[nodiscard]] qint64 artifactId(const QString &name);
    [[nodiscard]] QString zipPath(const QString &name) { return u"/repos/local/repo/actions/artifacts/%1/zip"_s.arg(artifactId(name)); }

    HubFixture m_hub;
    qint64 m_run = 0;
    qint64 m_job = 0;
};

void TstHubDownloads::initTestCase()
{
    QVERIFY(m_hub.start());
    QVERIFY(m_hub.makeRepository(u"repo"_s));
    const QJsonObject run = m_hub.push(u"repo"_s, R"(
on: push
jobs:
  job:
    name: "my/job: a"
    runs-on: x
    steps:
      - name: Make files
        shell: bash
        run: |
          mkdir -p uploads/deep; echo one > uploads/one; echo two > uploads/deep/two
          head -c 300000 /dev/urandom > uploads/noise; echo made
      - uses: actions/upload-artifact@v4
        with: { name: uploads, path: uploads/ }
      - uses: actions/upload-artifact@v4
        with: { name: second, path: uploads/one }
)");
    m_run = run[u"id"].toInteger();
    QCOMPARE(m_hub.waitForEnd(u"repo"_s, m_run)[u"conclusion"].toString(), u"success"_s);
    m_job = m_hub.jobs(u"repo"_s, m_run)[0][u"id"].toInteger();
}

QString TstHubDownloads::linkTo(const QString &path)
{
    const Response answer = m_hub.client.get(path);
    if (answer.status != 302)
        qCritical() << path << answer.status << answer.body;
    return QString::fromLatin1(answer.header("location"));
}

qint64 TstHubDownloads::artifactId(const QString &name)
{
    return m_hub.client.get(run(u"/artifacts?name="_s + name)).json()[u"artifacts"][0][u"id"].toInteger();
}

void TstHubDownloads::linksLeadToAnotherOrigin()
{
    const QUrl link(linkTo(run(u"/logs"_s)));
    QCOMPARE(link.host(), u"127.0.0.2"_s);
    QVERIFY(link.hasQuery());
    QVERIFY(link.authority() != QUrl(m_hub.client.root).authority());
}

void TstHubDownloads::tokenAtTheBlobHostIsRefused()
{
    const Response answer = m_hub.client.fetch(linkTo(run(u"/logs"_s)), {{"Authorization", "Bearer " + m_hub.hub->token()}});
    QCOMPARE(answer.status, 403);
    QVERIFY(answer.body.contains("<Code>AuthenticationFailed</Code>"));
    QVERIFY(answer.header("content-type").startsWith("application/xml"));
}

void TstHubDownloads::linksEndAfterAMinute()
{
    const QString link = linkTo(u"/repos/local/repo/actions/jobs/%1/logs"_s.arg(m_job));
    m_hub.clock.ahead += 59s;
    QCOMPARE(m_hub.client.fetch(link).status, 200);
    m_hub.clock.ahead += 2s;
    const Response late = m_hub.client.fetch(link);
    QCOMPARE(late.status, 403);
    QVERIFY(late.body.contains("AuthenticationFailed"));
    m_hub.clock.ahead = 0s;
}

void TstHubDownloads::linksCannotBeForged()
{
    const QString link = linkTo(u"/repos/local/repo/actions/jobs/%1/logs"_s.arg(m_job));
    QCOMPARE(m_hub.client.fetch(QString(link).replace(u"se="_s, u"se=9"_s)).status, 403);
    QCOMPARE(m_hub.client.fetch(link.section(u'?', 0, 0)).status, 403);
    const QString other
        = QString(link).replace(u"/jobs/%1/log.txt"_s.arg(m_job), u"/artifacts/%1/content.zip"_s.arg(artifactId(u"uploads"_s)));
    QVERIFY(other != link);
    QCOMPARE(m_hub.client.fetch(other).status, 403);
}

void TstHubDownloads::logZipHasGitHubsLayout()
{
    const Response answer = m_hub.client.fetch(linkTo(run(u"/logs"_s)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("content-type"), QByteArray("application/zip"));
    QByteArray bytes = answer.body;
    QBuffer buffer(&bytes);
    QuaZip zip(&buffer);
    QVERIFY(zip.open(QuaZip::mdUnzip));
    QStringList names = zip.getFileNameList();
    names.sort();
    const QStringList expected{u"0_my_job_ a.txt"_s,
                               u"my_job_ a/1_Set up job.txt"_s,
                               u"my_job_ a/2_Make files.txt"_s,
                               u"my_job_ a/3_Run actions_upload-artifact@v4.txt"_s,
                               u"my_job_ a/4_Run actions_upload-artifact@v4.txt"_s,
                               u"my_job_ a/5_Complete job.txt"_s,
                               u"my_job_ a/system.txt"_s};
    QCOMPARE(names, expected);
    const auto read = [&zip](const QString &name) {
        zip.setCurrentFile(name);
        QuaZipFile file(&zip);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be opened");
    };
    const QByteArray step = read(u"my_job_ a/2_Make files.txt"_s);
    static const QRegularExpression line(u"^\\x{FEFF}?\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z "_s);
    QVERIFY2(line.match(QString::fromUtf8(step)).hasMatch(), step);
    QVERIFY(step.startsWith("\xEF\xBB\xBF"));
    QVERIFY(step.contains("Z made\n"));
    const QByteArray whole = read(u"0_my_job_ a.txt"_s);
    QVERIFY(whole.contains("Z made\n") && whole.contains("##[group]Run actions/upload-artifact@v4"));
    QCOMPARE(m_hub.client.fetch(linkTo(run(u"/attempts/1/logs"_s))).body, answer.body);
}

void TstHubDownloads::jobLogIsPlainText()
{
    const Response answer = m_hub.client.fetch(linkTo(u"/repos/local/repo/actions/jobs/%1/logs"_s.arg(m_job)));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.header("content-type").startsWith("text/plain"));
    QVERIFY(answer.body.contains("Z made\n"));
}

void TstHubDownloads::logsOfARunningJobAre404()
{
    QVERIFY(m_hub.makeRepository(u"busy"_s));
    const QJsonObject run = m_hub.push(u"busy"_s, "on: push\njobs: {a: {runs-on: x, steps: [{run: sleep 600}]}}");
    const qint64 id = run[u"id"].toInteger();
    QTRY_COMPARE(m_hub.run(u"busy"_s, id)[u"status"].toString(), u"in_progress"_s);
    const qint64 job = m_hub.jobs(u"busy"_s, id)[0][u"id"].toInteger();
    QCOMPARE(m_hub.client.get(u"/repos/local/busy/actions/jobs/%1/logs"_s.arg(job)).status, 404);
    QCOMPARE(m_hub.client.get(m_hub.runPath(u"busy"_s, id) + u"/logs"_s).status, 404);
    m_hub.client.send("POST", m_hub.runPath(u"busy"_s, id) + u"/force-cancel"_s);
    m_hub.waitForEnd(u"busy"_s, id);
    QCOMPARE(m_hub.client.get(m_hub.runPath(u"busy"_s, id) + u"/logs"_s).status, 302);
}

void TstHubDownloads::deletedLogsAreGone()
{
    QVERIFY(m_hub.makeRepository(u"silent"_s));
    const qint64 id = m_hub.push(u"silent"_s, "on: push\njobs: {a: {runs-on: x, steps: [{run: echo x}]}}")[u"id"].toInteger();
    m_hub.waitForEnd(u"silent"_s, id);
    const QString logs = m_hub.runPath(u"silent"_s, id) + u"/logs"_s;
    QCOMPARE(m_hub.client.get(logs).status, 302);
    QCOMPARE(m_hub.client.send("DELETE", logs).status, 204);
    QCOMPARE(m_hub.client.get(logs).status, 410);
}

void TstHubDownloads::artifactsAreListed()
{
    const QJsonObject list = m_hub.client.get(run(u"/artifacts"_s)).json();
    QCOMPARE(list[u"total_count"].toInt(), 2);
    // The newest first.
    QCOMPARE(list[u"artifacts"][0][u"name"].toString(), u"second"_s);
    QCOMPARE(m_hub.client.get(run(u"/artifacts?direction=asc"_s)).json()[u"artifacts"][0][u"name"].toString(), u"uploads"_s);
    const QJsonObject one = m_hub.client.get(run(u"/artifacts?name=uploads"_s)).json()[u"artifacts"][0].toObject();
    QVERIFY(one[u"size_in_bytes"].toInteger() > 300'000);
    QVERIFY(one[u"digest"].toString().startsWith(u"sha256:"_s));
    QCOMPARE(one[u"expired"].toBool(), false);
    QCOMPARE(one[u"workflow_run"][u"id"].toInteger(), m_run);
    const QDateTime made = QDateTime::fromString(one[u"created_at"].toString(), Qt::ISODate);
    QCOMPARE(made.daysTo(QDateTime::fromString(one[u"expires_at"].toString(), Qt::ISODate)), 90);
    QCOMPARE(m_hub.client.get(u"/repos/local/repo/actions/artifacts/%1"_s.arg(one[u"id"].toInteger())).json(), one);
    const Response paged = m_hub.client.get(run(u"/artifacts?per_page=1"_s));
    QCOMPARE(paged.json()[u"artifacts"].toArray().size(), 1);
    QVERIFY(paged.header("link").contains("rel=\"next\""));
}

void TstHubDownloads::artifactArrivesWhole()
{
    const QJsonObject one = m_hub.client.get(run(u"/artifacts?name=uploads"_s)).json()[u"artifacts"][0].toObject();
    const Response answer = m_hub.client.fetch(linkTo(zipPath(u"uploads"_s)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body.size(), one[u"size_in_bytes"].toInteger());
    QCOMPARE(answer.header("content-length").toLongLong(), answer.body.size());
    QCOMPARE(answer.header("accept-ranges"), QByteArray("bytes"));
    QVERIFY(answer.header("content-disposition").contains("uploads.zip"));
    const QByteArray digest = QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256).toHex();
    QCOMPARE(one[u"digest"].toString(), u"sha256:"_s + QString::fromLatin1(digest));
    QCOMPARE(m_hub.client.get(zipPath(u"uploads"_s).replace(u"/zip"_s, u"/tar"_s)).status, 404);
}

void TstHubDownloads::ranges_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("status");
    QTest::addColumn<qint64>("begin");
    QTest::addColumn<qint64>("length"); // -1: to the end
    QTest::newRow("first bytes") << QByteArray("bytes=0-99") << 206 << qint64(0) << qint64(100);
    QTest::newRow("middle") << QByteArray("bytes=100000-199999") << 206 << qint64(100'000) << qint64(100'000);
    QTest::newRow("from") << QByteArray("bytes=1000-") << 206 << qint64(1000) << qint64(-1);
    QTest::newRow("past the end") << QByteArray("bytes=1000-99999999999") << 206 << qint64(1000) << qint64(-1);
    QTest::newRow("one byte") << QByteArray("bytes=5-5") << 206 << qint64(5) << qint64(1);
    QTest::newRow("beyond") << QByteArray("bytes=99999999-") << 416 << qint64(0) << qint64(0);
    QTest::newRow("several") << QByteArray("bytes=0-1,5-6") << 200 << qint64(0) << qint64(-1);
    QTest::newRow("nonsense") << QByteArray("lines=1-2") << 200 << qint64(0) << qint64(-1);
    QTest::newRow("backwards") << QByteArray("bytes=9-3") << 200 << qint64(0) << qint64(-1);
}

void TstHubDownloads::ranges()
{
    QFETCH(const QByteArray, range);
    QFETCH(const int, status);
    QFETCH(const qint64, begin);
    QFETCH(const qint64, length);
    const QString link = linkTo(zipPath(u"uploads"_s));
    const QByteArray whole = m_hub.client.fetch(link).body;
    const Response part = m_hub.client.fetch(link, {{"Range", range}});
    QCOMPARE(part.status, status);
    if (status == 416) {
        QCOMPARE(part.header("content-range"), "bytes */" + QByteArray::number(whole.size()));
        return;
    }
    const QByteArray expected = whole.mid(begin, length);
    QVERIFY(part.body == expected);
    if (status == 206) {
        QCOMPARE(part.header("content-range"),
                 "bytes " + QByteArray::number(begin) + '-' + QByteArray::number(begin + expected.size() - 1) + '/'
                     + QByteArray::number(whole.size()));
        QCOMPARE(part.header("content-length").toLongLong(), expected.size());
    }
}

void TstHubDownloads::ifRangeWithAnotherTagSendsAll()
{
    const QString link = linkTo(zipPath(u"uploads"_s));
    const Response whole = m_hub.client.fetch(link);
    const Response same = m_hub.client.fetch(link, {{"Range", "bytes=10-"}, {"If-Range", whole.header("etag")}});
    QCOMPARE(same.status, 206);
    QVERIFY(same.body == whole.body.mid(10));
    const Response other = m_hub.client.fetch(link, {{"Range", "bytes=10-"}, {"If-Range", "\"0x0\""}});
    QCOMPARE(other.status, 200);
    QVERIFY(other.body == whole.body);
}

void TstHubDownloads::headTellsTheSize()
{
    const QUrl link(linkTo(zipPath(u"uploads"_s)));
    const QByteArray answer = rawExchange(link.toString(),
                                          "HEAD " + link.path().toLatin1() + '?' + link.query(QUrl::FullyEncoded).toLatin1()
                                              + " HTTP/1.1\r\nHost: " + link.authority().toLatin1() + "\r\n\r\n",
                                          "\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer);
    QVERIFY2(
        answer.toLower().contains("\r\ncontent-length: " + QByteArray::number(m_hub.client.fetch(link.toString()).body.size()) + "\r\n"),
        answer);
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void TstHubDownloads::artifactsExpire()
{
    const QString path = zipPath(u"second"_s);
    m_hub.clock.ahead += std::chrono::days(91);
    m_hub.hub->state().expireArtifacts();
    QCOMPARE(m_hub.client.get(path).status, 410);
    QCOMPARE(m_hub.client.get(run(u"/artifacts?name=second"_s)).json()[u"artifacts"][0][u"expired"].toBool(), true);
    m_hub.clock.ahead = 0s;
}

void TstHubDownloads::deletedArtifactIsGone()
{
    const QString path = u"/repos/local/repo/actions/artifacts/%1"_s.arg(artifactId(u"second"_s));
    QCOMPARE(m_hub.client.send("DELETE", path).status, 204);
    QCOMPARE(m_hub.client.send("DELETE", path).status, 404);
    QCOMPARE(m_hub.client.get(path + u"/zip"_s).status, 404);
    QCOMPARE(m_hub.client.get(run(u"/artifacts?name=second"_s)).json()[u"total_count"].toInt(), 0);
}

PUNCHCARD_TEST(TstHubDownloads, tst_hubdownloads)
#include "tst_hubdownloads.moc"
