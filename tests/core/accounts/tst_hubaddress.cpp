// SPDX-License-Identifier: MIT
#include "core/accounts/hubaddress.h"

#include "core/base/files.h"
#include "tests/support/testmain.h"

#include <QCoreApplication>
#include <QLockFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstHubAddress : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void reads();
    void missing();
    void damaged_data();
    void damaged();
    void lockHeldAndLetGo();
    void lockOfAKilledHub();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstHubAddress::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TstHubAddress::reads()
{
    QVERIFY(writePrivateFile(hubAddressFile(m_dir->path()),
                             "{\"api\":\"http://127.0.0.1:4000\",\"blobs\":\"http://127.0.0.2:4001/\",\"token\":\"t\",\"pid\":7}"));
    const Result<HubAddress> address = readHubAddress(m_dir->path());
    QVERIFY2(address, qPrintable(address ? QString() : address.error().sentence()));
    QCOMPARE(address->api, QUrl(u"http://127.0.0.1:4000/"_s));
    QCOMPARE(address->blobs, QUrl(u"http://127.0.0.2:4001/"_s));
    QCOMPARE(address->token.bytes().toByteArray(), "t");
    QCOMPARE(address->pid, 7);
}

void TstHubAddress::missing()
{
    QCOMPARE(readHubAddress(m_dir->path()).error().kind, Error::Kind::Missing);
}

void TstHubAddress::damaged_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"api\":\"http://127.0.0.1:4000\",\"blobs\":\"http://127");
    QTest::newRow("no token") << QByteArray("{\"api\":\"http://127.0.0.1:4000\",\"blobs\":\"http://127.0.0.2:4001\"}");
    QTest::newRow("no port") << QByteArray("{\"api\":\"http://127.0.0.1\",\"blobs\":\"http://127.0.0.2:4001\",\"token\":\"t\"}");
    QTest::newRow("elsewhere") << QByteArray("{\"api\":\"http://10.0.0.1:4000\",\"blobs\":\"http://127.0.0.2:4001\",\"token\":\"t\"}");
    QTest::newRow("a name") << QByteArray("{\"api\":\"http://evil.example:4000\",\"blobs\":\"http://127.0.0.2:4001\",\"token\":\"t\"}");
    QTest::newRow("blobs elsewhere") << QByteArray(
        "{\"api\":\"http://127.0.0.1:4000\",\"blobs\":\"http://evil.example:4001\",\"token\":\"t\"}");
    QTest::newRow("other scheme") << QByteArray("{\"api\":\"ftp://127.0.0.1:4000\",\"blobs\":\"http://127.0.0.2:4001\",\"token\":\"t\"}");
    QTest::newRow("user info") << QByteArray("{\"api\":\"http://u@127.0.0.1:4000\",\"blobs\":\"http://127.0.0.2:4001\",\"token\":\"t\"}");
}

void TstHubAddress::damaged()
{
    QFETCH(const QByteArray, content);
    QVERIFY(writePrivateFile(hubAddressFile(m_dir->path()), content));
    const Result<HubAddress> address = readHubAddress(m_dir->path());
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Malformed);
}

void TstHubAddress::lockHeldAndLetGo()
{
    QCOMPARE(hubLockHolder(m_dir->path()), 0);
    QLockFile lock(hubLockFile(m_dir->path()));
    lock.setStaleLockTime(0);
    QVERIFY(lock.tryLock());
    QCOMPARE(hubLockHolder(m_dir->path()), QCoreApplication::applicationPid());
    QCOMPARE(hubLockHolder(m_dir->path()), QCoreApplication::applicationPid());
    lock.unlock();
    QCOMPARE(hubLockHolder(m_dir->path()), 0);
    // To have looked has not taken it.
    QVERIFY(lock.tryLock(0));
}

void TstHubAddress::lockOfAKilledHub()
{
    QVERIFY(writePrivateFile(hubLockFile(m_dir->path()), "1\npunchcard-hub\nhost\n"));
    QCOMPARE(hubLockHolder(m_dir->path()), 0);
}

PUNCHCARD_TEST(TstHubAddress, tst_hubaddress)
#include "tst_hubaddress.moc"
