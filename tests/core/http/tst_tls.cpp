// SPDX-License-Identifier: MIT
// Servers whose certificates are wrong, each in one way. Made by openssl, so that no key lies in the sources.
#include "core/http/transport.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDirIterator>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;
using namespace punchcard::testing;
using namespace std::chrono_literals;

namespace {

/// Answers every request with "ok" over TLS, and keeps what came.
class TlsServer
{
public:
    TlsServer(const QString &certificates, const QString &keyFile)
    {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        QFile key(keyFile);
        QTest::qVerify(key.open(QIODevice::ReadOnly), "key", "", __FILE__, __LINE__);
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
        tls.setLocalCertificateChain(QSslCertificate::fromPath(certificates));
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_server.setSslConfiguration(tls);
        QTest::qVerify(m_server.listen(QHostAddress::LocalHost), "listens", "", __FILE__, __LINE__);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            QTcpSocket *const socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                m_received += socket->readAll();
                if (m_received.endsWith("\r\n\r\n"))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
            });
        });
    }
    [[nodiscard]] QUrl url(const QString &host = u"localhost"_s) const
    {
        return QUrl(u"https://%1:%2/x"_s.arg(host).arg(m_server.serverPort()));
    }
    [[nodiscard]] const QByteArray &received() const { return m_received; }

private:
    QSslServer m_server;
    QByteArray m_received;
};

} // namespace

class TstTls : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 10s, .idle = 10s}); }
    void cleanup() { m_transport.reset(); }
    // Breaks for the user: whoever sits on the line has their token.
    void wrongCertificatesAreRefused_data();
    void wrongCertificatesAreRefused();
    // Breaks for the user: an authority that their company gave them speaks for GitHub.
    void anAuthorityIsForItsAccountAlone();
    void nothingSwitchesItOff();

private:
    void openssl(const QStringList &arguments);
    /// A certificate NAME.pem with NAME.key; @p by: whose authority signs it, nobody's: its own.
    void make(const QString &name, const QString &by, const QStringList &more);
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] Exchange ask(const QUrl &url, const QString &authorities)
    {
        return wait(m_transport->send(
            Request{.url = url, .token = SecretString(QByteArray("t0ken-of-the-account")), .authorities = authorities}, Context()));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Transport> m_transport;
};

void TstTls::openssl(const QStringList &arguments)
{
    QProcess process;
    process.start(u"openssl"_s, arguments);
    QVERIFY(process.waitForFinished(30'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
}

void TstTls::make(const QString &name, const QString &by, const QStringList &more)
{
    QStringList arguments{u"req"_s,
                          u"-x509"_s,
                          u"-newkey"_s,
                          u"ec"_s,
                          u"-pkeyopt"_s,
                          u"ec_paramgen_curve:P-256"_s,
                          u"-nodes"_s,
                          u"-subj"_s,
                          u"/CN="_s + name,
                          u"-keyout"_s,
                          file(name + u".key"_s),
                          u"-out"_s,
                          file(name + u".pem"_s)};
    if (!by.isEmpty())
        arguments += {u"-CA"_s, file(by + u".pem"_s), u"-CAkey"_s, file(by + u".key"_s)};
    openssl(arguments + more);
}

void TstTls::initTestCase()
{
    const QStringList days{u"-days"_s, u"3"_s};
    const QStringList authority = days + QStringList{u"-addext"_s, u"keyUsage=critical,keyCertSign"_s};
    const QStringList leaf{u"-addext"_s, u"basicConstraints=critical,CA:FALSE"_s, u"-addext"_s,
                           u"subjectAltName=DNS:localhost,IP:127.0.0.1"_s};
    const QStringList elsewhere{u"-addext"_s, u"basicConstraints=critical,CA:FALSE"_s, u"-addext"_s,
                                u"subjectAltName=DNS:ghe.example,DNS:localhost.evil.example,IP:127.0.0.9"_s};
    make(u"ours"_s, {}, authority);
    make(u"others"_s, {}, authority);
    make(u"right"_s, u"ours"_s, days + leaf);
    make(u"self-signed"_s, {}, days + leaf);
    make(u"of another authority"_s, u"others"_s, days + leaf);
    make(u"of another name"_s, u"ours"_s, days + elsewhere);
    make(u"run out"_s, u"ours"_s, leaf + QStringList{u"-not_before"_s, u"20200101000000Z"_s, u"-not_after"_s, u"20210101000000Z"_s});
    make(u"not yet"_s, u"ours"_s, leaf + QStringList{u"-not_before"_s, u"20980101000000Z"_s, u"-not_after"_s, u"20990101000000Z"_s});
    // Signed by one that may not sign.
    make(u"by no authority"_s, u"right"_s, days + leaf);
    make(u"for clients only"_s, u"ours"_s, days + leaf + QStringList{u"-addext"_s, u"extendedKeyUsage=clientAuth"_s});
}

void TstTls::wrongCertificatesAreRefused_data()
{
    QTest::addColumn<bool>("isFine");
    for (const char *name :
         {"self-signed", "of another authority", "of another name", "run out", "not yet", "by no authority", "for clients only"})
        QTest::newRow(name) << false;
    QTest::newRow("right") << true;
}

void TstTls::wrongCertificatesAreRefused()
{
    QFETCH(const bool, isFine);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    if (name == "by no authority"_L1) { // which it brings along
        QFile chain(file(name + u".pem"_s));
        QFile between(file(u"right.pem"_s));
        QVERIFY(chain.open(QIODevice::Append) && between.open(QIODevice::ReadOnly));
        chain.write(between.readAll());
    }
    const TlsServer server(file(name + u".pem"_s), file(name + u".key"_s));
    const Exchange exchange = ask(server.url(), file(u"ours.pem"_s));
    QCOMPARE(exchange.answer.has_value(), isFine);
    QCOMPARE(server.received().contains("t0ken-of-the-account"), isFine);
    if (!isFine) {
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QVERIFY2(exchange.answer.error().what.contains(u"trusted"_s), qPrintable(exchange.answer.error().what));
        QVERIFY(server.received().isEmpty());
    }
}

void TstTls::anAuthorityIsForItsAccountAlone()
{
    const TlsServer server(file(u"right.pem"_s), file(u"right.key"_s));
    QVERIFY(ask(server.url(), file(u"ours.pem"_s)).answer);
    const QByteArray before = server.received();
    // The connection is open, and vouched for: by somebody whom another account does not trust.
    for (const QString &authorities : {QString(), file(u"others.pem"_s)}) {
        const Exchange other = ask(server.url(), authorities);
        QVERIFY(!other.answer);
        QCOMPARE(server.received(), before);
    }
    QVERIFY(ask(server.url(), file(u"ours.pem"_s)).answer);
}

// Neither here nor in what we let run for us.
void TstTls::nothingSwitchesItOff()
{
    const QString source = qEnvironmentVariable("PUNCHCARD_SOURCE");
    static const QRegularExpression switches(
        u"ignoreSslErrors|VerifyNone|QueryPeer|CURLOPT_SSL_VERIFY|--insecure|\\bcurl\\b[^\\n]* -k|GIT_SSL_NO_VERIFY|sslVerify|no-check-certificate"_s);
    int files = 0;
    for (const QString &folder : {u"/core"_s, u"/app"_s, u"/widgets"_s, u"/packaging"_s, u"/examples"_s}) {
        QDirIterator sources(source + folder, QDir::Files, QDirIterator::Subdirectories);
        while (sources.hasNext()) {
            QFile text(sources.next());
            QVERIFY(text.open(QIODevice::ReadOnly));
            // A server asks nobody for a certificate.
            const bool isServer = text.fileName().endsWith("/app/hub/main.cpp"_L1);
            const QRegularExpressionMatch match = switches.match(QString::fromUtf8(text.readAll()));
            QVERIFY2(isServer || !match.hasMatch(), qPrintable(text.fileName() + u": "_s + match.captured()));
            ++files;
        }
    }
    QVERIFY(files > 500);
}

PUNCHCARD_TEST(TstTls, tst_tls)
#include "tst_tls.moc"
