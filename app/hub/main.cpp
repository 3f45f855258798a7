// SPDX-License-Identifier: MIT
// punchcard-hub: this computer as a runner. One process per home; window and terminal start it when they need it.
#include "core/base/diagnostics.h"
#include "core/base/files.h"
#include "core/base/home.h"
#include "core/base/lockfile.h"
#include "core/base/memoryguard.h"
#include "core/base/signals.h"
#include "core/hub/addressfile.h"
#include "core/hub/hub.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSslCertificate>
#include <QSslKey>

#include <csignal>
#include <cstdio>

#include <sys/stat.h>

using namespace punchcard;
using namespace punchcard::hub;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Arguments
{
    std::string portsFile;
    std::string tls;
    std::string idle;
    bool verbose = false;
};

int fail(const Error &error)
{
    std::fprintf(stderr, "punchcard-hub: %s\n", qPrintable(error.sentence()));
    return 1;
}

Result<QSslConfiguration> tlsFrom(const QString &files)
{
    const auto refused = [](const QString &file) {
        return Error{.kind = Error::Kind::Refused,
                     .what = QCoreApplication::translate("Hub", "“%1” holds no usable PEM certificate or key.").arg(file),
                     .remedy = QCoreApplication::translate("Hub", "Give --tls CERT,KEY with two PEM files.")};
    };
    const QString certificate = files.section(u',', 0, 0);
    const QString keyFile = files.section(u',', 1);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificate, QSsl::Pem);
    if (chain.isEmpty())
        return refused(certificate);
    const Result<QByteArray> pem = readFile(keyFile, 1 << 20);
    if (!pem)
        return pem.error();
    QSslKey key(*pem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(*pem, QSsl::Ec);
    if (key.isNull())
        return refused(keyFile);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    // Over HTTP/2 QHttpServer keeps a whole download in memory.
    configuration.setAllowedNextProtocols({"http/1.1"});
    return configuration;
}

// Whoever finds the lock held waits until the holder serves (or gives up, and then it is our turn).
bool waitForLock(QLockFile &lock, const QString &folder)
{
    const QDeadlineTimer patience(15s);
    while (!takeLock(lock, 100ms)) {
        if (readAddress(folder) || patience.hasExpired())
            return false;
    }
    return true;
}

int reportOther(const QString &folder, const QString &lockFile)
{
    const std::optional<Address> other = readAddress(folder);
    if (!other) {
        std::fprintf(stderr,
                     "punchcard-hub: another hub of this home runs by its lock %s, but does not say where; try again in a moment.\n",
                     qPrintable(lockFile));
        return 1;
    }
    std::printf("already running: %s (blobs %s, pid %lld, by the lock %s)\n", qPrintable(other->api), qPrintable(other->blobs),
                static_cast<long long>(other->pid), qPrintable(lockFile));
    return 0;
}

Result<> publish(const Hub &hub, const QString &folder, const QString &portsFile)
{
    const Address address{
        .api = hub.apiAddress(), .blobs = hub.blobAddress(), .token = hub.token(), .pid = QCoreApplication::applicationPid()};
    if (!portsFile.isEmpty()) {
        const QString tokenFile = folder + u"/token"_s;
        if (const Result<> written = writePrivateFile(tokenFile, hub.token() + '\n'); !written)
            return written;
        const QJsonObject json{{u"api"_s, address.api}, {u"blobs"_s, address.blobs}, {u"token_file"_s, tokenFile}};
        if (const Result<> written = writePrivateFile(portsFile, QJsonDocument(json).toJson()); !written)
            return written;
        std::printf("token file: %s\n", qPrintable(tokenFile));
    }
    if (const Result<> written = writeAddress(folder, address); !written)
        return written;
    std::printf("listening: %s (blobs %s)\n", qPrintable(address.api), qPrintable(address.blobs));
    std::fflush(stdout);
    return {};
}

Result<std::chrono::milliseconds> idleTime(const Arguments &arguments)
{
    if (arguments.idle.empty())
        return std::chrono::milliseconds(arguments.portsFile.empty() ? 60s : 0s);
    const QString text = QString::fromStdString(arguments.idle);
    if (text == "0"_L1)
        return std::chrono::milliseconds(0);
    const std::optional<Milliseconds> time = parseDuration(text);
    if (!time) {
        return Error{.kind = Error::Kind::Refused,
                     .what = QCoreApplication::translate("Hub", "“%1” is no duration.").arg(text),
                     .remedy = QCoreApplication::translate("Hub", "Give --idle a duration such as 60s, or 0 for never.")};
    }
    return *time;
}

int run(const Arguments &arguments)
{
    const Result<std::chrono::milliseconds> idle = idleTime(arguments);
    if (!idle)
        return fail(idle.error());
    const Result<Home> home = Home::open();
    if (!home)
        return fail(home.error());
    const QString folder = home->hubFolder();
    if (const Result<> made = makePrivateFolder(folder); !made)
        return fail(made.error());
    diagnostics::start(home->data, arguments.verbose);

    const QString lockFile = folder + u"/hub.lock"_s;
    QLockFile lock(lockFile);
    if (!waitForLock(lock, folder))
        return reportOther(folder, lockFile);
    // What a hub that was killed left behind leads nowhere.
    removeAddress(folder);

    HubOptions options{.folder = folder, .covered = {home->data, home->config, home->cache}};
    if (!arguments.tls.empty()) {
        Result<QSslConfiguration> tls = tlsFrom(QString::fromStdString(arguments.tls));
        if (!tls)
            return fail(tls.error());
        options.tls = std::move(*tls);
    }
#ifdef PUNCHCARD_TESTING
    options.faultsFile = qEnvironmentVariable("PUNCHCARD_HUB_FAULTS");
    options.recordings = qEnvironmentVariable("PUNCHCARD_HUB_RECORD");
    options.organisations = qEnvironmentVariable("PUNCHCARD_HUB_ORGS").split(u',', Qt::SkipEmptyParts);
    if (qEnvironmentVariableIsSet("PUNCHCARD_HUB_REQUESTS"))
        options.requestsLeft = qEnvironmentVariableIntValue("PUNCHCARD_HUB_REQUESTS");
    options.atOnce = qEnvironmentVariableIntValue("PUNCHCARD_HUB_JOBS");
#endif
    const QString portsFile
        = arguments.portsFile.empty() ? QString() : QDir().absoluteFilePath(QString::fromStdString(arguments.portsFile));

    Hub hub(std::move(options));
    if (const Result<> started = hub.start(); !started)
        return fail(started.error());
    // The hub outlives the terminal that started it.
    std::signal(SIGHUP, SIG_IGN);
    const Signals sentSignals;
    for (const auto told : {&Signals::interrupted, &Signals::terminated})
        QObject::connect(&sentSignals, told, &hub, &Hub::stop);
    QObject::connect(&hub, &Hub::idled, &hub, &Hub::stop);
    QObject::connect(&hub, &Hub::stopped, qApp, &QCoreApplication::quit);
    if (idle->count() > 0)
        hub.leaveWhenIdle(*idle);
    if (const Result<> published = publish(hub, folder, portsFile); !published)
        return fail(published.error());
    // Nobody's file system stays busy because of us.
    QDir::setCurrent(QDir::rootPath());
    const int code = QCoreApplication::exec();
    removeAddress(folder);
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    umask(077);
#ifndef PUNCHCARD_TESTING
    guardMemory();
#endif
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"punchcard"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PUNCHCARD_VERSION));
    Arguments arguments;
    CLI::App cli("Runs Punchcard's jobs on this computer, speaking GitHub's API over loopback. The home is PUNCHCARD_HOME, or yours.");
    cli.add_option("--ports-file", arguments.portsFile, "write the addresses and the token file's place to F, and stay until told to leave")
        ->type_name("F");
    cli.add_option("--tls", arguments.tls, "serve TLS with this PEM certificate and key")->type_name("CERT,KEY");
    cli.add_option("--idle", arguments.idle, "leave when no job runs and nobody has asked for so long (60s); 0: never")->type_name("D");
    cli.add_flag("--verbose", arguments.verbose, "show on stderr what the diagnostics note");
    cli.set_version_flag("--version", PUNCHCARD_VERSION);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError &e) {
        return cli.exit(e) == 0 ? 0 : 2;
    }
    return run(arguments);
}
