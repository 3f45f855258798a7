// SPDX-License-Identifier: MIT
// Large artifacts and logs by the built programs. PUNCHCARD_LONG=1 takes the sizes that people have; otherwise a tenth or less.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QSslSocket>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstLarge : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void artifact_data();
    void artifact();
    void zip64();
    void manyFiles();
    void log_data();
    void log();

private:
    /// Runs @p script with --out and looks at both programs' memory, in kB.
    PunchEnd run(const QByteArray &script, const QString &logs = u"--logs=false"_s);
    void certify();

    const bool m_long = qEnvironmentVariableIsSet("PUNCHCARD_LONG");
    std::unique_ptr<PunchHome> m_home;
    qint64 m_punch = 0;
    qint64 m_hub = 0;
};

void TstLarge::initTestCase()
{
    if (isSanitized)
        QSKIP("what is measured here would be the sanitizer's memory");
}

void TstLarge::init()
{
    m_home = std::make_unique<PunchHome>();
}

PunchEnd TstLarge::run(const QByteArray &script, const QString &logs)
{
    const QString file = m_home->write(u"job.sh"_s, script);
    PunchProcess punch(*m_home, QStringList{u"run"_s, file, u"--out"_s, m_home->path(u"out"_s), logs} + m_home->asServer(),
                       {u"SSL_CERT_FILE="_s + m_home->path(u"cert.pem"_s)});
    const int code = punch.finish(m_long ? 60min : 150s);
    m_punch = punch.peakMemory();
    m_hub = m_home->hubMemory();
    qInfo("%s: punch %lld MB, hub %lld MB at most", QTest::currentDataTag() ? QTest::currentDataTag() : "", m_punch >> 10, m_hub >> 10);
    return {.code = code, .out = punch.out(), .err = punch.err()};
}

void TstLarge::certify()
{
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s,
                   u"2"_s, u"-subj"_s, u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"_s,
                   u"-keyout"_s, m_home->path(u"key.pem"_s), u"-out"_s, m_home->path(u"cert.pem"_s)});
    QVERIFY(openssl.waitForFinished(30'000));
    QCOMPARE(openssl.exitCode(), 0);
}

void TstLarge::artifact_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

// Breaks for the user: their kernel build comes back, and the computer swaps.
void TstLarge::artifact()
{
    QFETCH(bool, tls);
    if (tls && !QSslSocket::supportsSsl())
        QSKIP("no TLS backend");
    QStringList arguments;
    if (tls) {
        certify();
        arguments = {u"--tls"_s, m_home->path(u"cert.pem"_s) + u',' + m_home->path(u"key.pem"_s)};
    }
    QVERIFY(m_home->startHub({}, arguments));
    const qint64 size = (m_long ? 2048LL : 100LL) << 20;
    const PunchEnd end = run("head -c " + QByteArray::number(size) + " /dev/urandom > uploads/big\n");
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(QFileInfo(m_home->path(u"out/big"_s)).size(), size);
    QVERIFY(m_punch > 0 && m_punch < 64 << 10);
    QVERIFY(m_hub > 0 && m_hub < 128 << 10);
}

void TstLarge::zip64()
{
    if (!m_long)
        QSKIP("takes minutes: set PUNCHCARD_LONG");
    QVERIFY(m_home->startHub());
    // Holes: 5 GiB of them are read and packed, but lie on no disk before.
    const PunchEnd end = run("truncate -s 5G uploads/holes\n");
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(QFileInfo(m_home->path(u"out/holes"_s)).size(), 5LL << 30);
    QVERIFY(m_punch > 0 && m_punch < 64 << 10);
}

// Breaks for the user: what their script made in seconds takes minutes to come back.
void TstLarge::manyFiles()
{
    QVERIFY(m_home->startHub());
    const int folders = m_long ? 66 : 5;
    const PunchEnd end
        = run("for folder in $(seq " + QByteArray::number(folders)
              + "); do\n  mkdir uploads/$folder\n  for i in {1..1000}; do echo $folder $i > uploads/$folder/$i; done\ndone\n");
    QVERIFY2(end.code == 0, end.out.left(2000) + end.err);
    for (int folder = 1; folder <= folders; ++folder)
        QCOMPARE(QDir(m_home->path(u"out/%1"_s.arg(folder))).count(), 1000 + 2);
    QCOMPARE(m_home->read(u"out/5/1000"_s), QByteArray("5 1000\n"));
    QVERIFY(m_punch > 0 && m_punch < 128 << 10);
    QVERIFY(m_hub > 0 && m_hub < 128 << 10);
}

void TstLarge::log_data()
{
    QTest::addColumn<qint64>("megabytes");
    QTest::newRow("50 MB") << 50LL;
    if (m_long)
        QTest::newRow("much") << 1024LL;
}

// Breaks for the user: a script that prints much takes the hub, or the terminal, down with it.
void TstLarge::log()
{
    QFETCH(qint64, megabytes);
    QVERIFY(m_home->startHub());
    const PunchEnd end = run("yes 'a line of a log that is neither short nor very long, with some words in it' | head -c "
                                 + QByteArray::number(megabytes) + "M\n",
                             u"--logs"_s);
    QVERIFY2(end.code == 0, end.err);
    QVERIFY(end.out.size() >= megabytes << 20);
    QVERIFY(m_punch > 0 && m_punch < 64 << 10);
    QVERIFY(m_hub > 0 && m_hub < 128 << 10);
    QVERIFY(m_home->repositories().isEmpty()); // it still answers
}

PUNCHCARD_TEST(TstLarge, tst_large)
#include "tst_large.moc"
