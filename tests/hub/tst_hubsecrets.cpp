// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <QDirIterator>

#include <sodium.h>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubSecrets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void areListedWithoutValues();
    void jobGetsTheValue();
    // Breaks for the user: a secret can be read from the disk.
    void valuesNeverReachTheDisk();
    // GitHub reads secrets when a run is queued.
    void laterChangesDoNotReachTheRun();
    void mistakesAreRefused_data();
    void mistakesAreRefused();

private:
    [[nodiscard]] QJsonObject sealed(const QByteArray &value);
    [[nodiscard]] QByteArray logOf(const QJsonObject &run);

    HubFixture m_hub;
    const QString m_secrets = u"/repos/local/vault/actions/secrets"_s;
};

void TstHubSecrets::initTestCase()
{
    QVERIFY(m_hub.start());
    QVERIFY(m_hub.makeRepository(u"vault"_s));
}

QJsonObject TstHubSecrets::sealed(const QByteArray &value)
{
    const QJsonObject key = m_hub.client.get(m_secrets + u"/public-key"_s).json();
    const QByteArray publicKey = QByteArray::fromBase64(key[u"key"].toString().toLatin1());
    QByteArray box(value.size() + qsizetype(crypto_box_SEALBYTES), '\0');
    crypto_box_seal(reinterpret_cast<unsigned char *>(box.data()), reinterpret_cast<const unsigned char *>(value.constData()),
                    static_cast<unsigned long long>(value.size()), reinterpret_cast<const unsigned char *>(publicKey.constData()));
    return {{u"encrypted_value"_s, QString::fromLatin1(box.toBase64())}, {u"key_id"_s, key[u"key_id"]}};
}

QByteArray TstHubSecrets::logOf(const QJsonObject &run)
{
    const qint64 id = run[u"id"].toInteger();
    const qint64 job = m_hub.jobs(u"vault"_s, id)[0][u"id"].toInteger();
    const Response link = m_hub.client.get(u"/repos/local/vault/actions/jobs/%1/logs"_s.arg(job));
    return m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body;
}

void TstHubSecrets::areListedWithoutValues()
{
    QCOMPARE(m_hub.client.send("PUT", m_secrets + u"/first_one"_s, sealed("12345678")).status, 201);
    QCOMPARE(m_hub.client.send("PUT", m_secrets + u"/FIRST_ONE"_s, sealed("12345678")).status, 204);
    const QJsonObject list = m_hub.client.get(m_secrets).json();
    QCOMPARE(list[u"total_count"].toInt(), 1);
    const QJsonObject secret = list[u"secrets"][0].toObject();
    QCOMPARE(secret[u"name"].toString(), u"FIRST_ONE"_s);
    QCOMPARE(secret.keys(), (QStringList{u"created_at"_s, u"name"_s, u"updated_at"_s}));
    QCOMPARE(m_hub.client.get(m_secrets + u"/First_One"_s).json(), secret);
    QCOMPARE(m_hub.client.send("DELETE", m_secrets + u"/first_one"_s).status, 204);
    QCOMPARE(m_hub.client.send("DELETE", m_secrets + u"/first_one"_s).status, 404);
    QCOMPARE(m_hub.client.get(m_secrets + u"/first_one"_s).status, 404);
}

static const QByteArray showSecret = R"yaml(
on: push
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - shell: bash
        env: { PASSWORD: "${{ secrets.PASSWORD }}" }
        run: |
          echo "hash $(printf %s "$PASSWORD" | sha256sum | cut -c1-16)"
          echo "plain $PASSWORD"
)yaml";

static QByteArray hashOf(const QByteArray &value)
{
    return QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex().left(16);
}

void TstHubSecrets::jobGetsTheValue()
{
    QCOMPARE(m_hub.client.send("PUT", m_secrets + u"/PASSWORD"_s, sealed("correct horse battery")).status, 201);
    const QJsonObject run = m_hub.push(u"vault"_s, showSecret);
    QCOMPARE(m_hub.waitForEnd(u"vault"_s, run[u"id"].toInteger())[u"conclusion"].toString(), u"success"_s);
    const QByteArray log = logOf(run);
    QVERIFY2(log.contains("hash " + hashOf("correct horse battery")), log);
    QVERIFY2(log.contains("plain ***"), log);
    QVERIFY(!log.contains("correct horse"));
}

void TstHubSecrets::valuesNeverReachTheDisk()
{
    int files = 0;
    QDirIterator all(m_hub.folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("correct horse"), qPrintable(file.fileName()));
        QVERIFY2(!bytes.contains(QByteArray("correct horse battery").toBase64()), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 5);
}

void TstHubSecrets::laterChangesDoNotReachTheRun()
{
    m_hub.client.send("PUT", m_secrets + u"/PASSWORD"_s, sealed("the value at the push"));
    const QString sha = m_hub.put(u"vault"_s, u".github/workflows/job.yml"_s, showSecret + "\n");
    QCOMPARE(m_hub.client.send("DELETE", m_secrets + u"/PASSWORD"_s).status, 204);
    QTRY_VERIFY(!m_hub.runOf(u"vault"_s, sha).isEmpty());
    const QJsonObject run = m_hub.runOf(u"vault"_s, sha);
    m_hub.waitForEnd(u"vault"_s, run[u"id"].toInteger());
    QVERIFY(logOf(run).contains("hash " + hashOf("the value at the push")));
}

void TstHubSecrets::mistakesAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QJsonObject>("change");
    QTest::newRow("reserved") << u"GITHUB_X"_s << QByteArray("x") << QJsonObject();
    QTest::newRow("digit") << u"1X"_s << QByteArray("x") << QJsonObject();
    QTest::newRow("hyphen") << u"A-B"_s << QByteArray("x") << QJsonObject();
    QTest::newRow("too large") << u"A"_s << QByteArray(48 * 1024 + 1, 'x') << QJsonObject();
    QTest::newRow("other key") << u"A"_s << QByteArray("x") << QJsonObject{{u"key_id"_s, u"1"_s}};
    QTest::newRow("no base64") << u"A"_s << QByteArray("x") << QJsonObject{{u"encrypted_value"_s, u"!!"_s}};
    QTest::newRow("not sealed") << u"A"_s << QByteArray("x") << QJsonObject{{u"encrypted_value"_s, u"eA=="_s}};
}

void TstHubSecrets::mistakesAreRefused()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, value);
    QFETCH(const QJsonObject, change);
    QJsonObject body = sealed(value);
    for (auto it = change.begin(); it != change.end(); ++it)
        body.insert(it.key(), it.value());
    QCOMPARE(m_hub.client.send("PUT", m_secrets + u'/' + name, body).status, 422);
}

PUNCHCARD_TEST(TstHubSecrets, tst_hubsecrets)
#include "tst_hubsecrets.moc"
