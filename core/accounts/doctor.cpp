// SPDX-License-Identifier: MIT
#include "core/accounts/doctor.h"

#include "core/accounts/gh.h"
#include "core/base/files.h"
#include "core/base/programcall.h"
#include "core/base/sandboxwalls.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QStorageInfo>
#include <QUuid>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Doctor
{
    Q_DECLARE_TR_FUNCTIONS(Doctor)
};

constexpr qint64 comfortableSpace = 1LL << 30;

} // namespace

QString levelName(Check::Level level)
{
    switch (level) {
    case Check::Level::Ok: return u"ok"_s;
    case Check::Level::Warn: return u"warn"_s;
    case Check::Level::Fail: return u"fail"_s;
    }
    return u"fail"_s;
}

Check checkFromError(const QString &name, const Error &error, Check::Level level)
{
    return Check{.name = name, .level = level, .what = error.what, .remedy = error.remedy};
}

Check checkHome(const Home &home)
{
    const QString name = u"home"_s;
    const QString probe = home.data + u"/probe-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (const Result<> written = writePrivateFile(probe, QByteArray(4096, 'x')); !written)
        return checkFromError(name, written.error());
    QFile::remove(probe);
    const QStorageInfo storage(home.data);
    const qint64 space = storage.bytesAvailable();
    const QString size = QLocale().formattedDataSize(space, 1, QLocale::DataSizeTraditionalFormat);
    if (storage.isValid() && space < comfortableSpace)
        return Check{.name = name,
                     .level = Check::Level::Warn,
                     .what = Doctor::tr("Only %1 are free where “%2” lies.").arg(size, home.data),
                     .remedy = Doctor::tr("Make room: logs and artifacts of jobs are kept there.")};
    return Check{.name = name, .what = Doctor::tr("“%1” can be written, and %2 are free.").arg(home.data, size)};
}

QCoro::Task<Check> checkKeychain(std::shared_ptr<KeychainTokenStore> keychain, Context context)
{
    const QString name = u"keychain"_s;
    const Result<> works = co_await keychain->probe(context);
    if (!works)
        co_return checkFromError(name, works.error(), Check::Level::Warn);
    co_return Check{.name = name, .what = Doctor::tr("The keychain keeps what it is given.")};
}

QCoro::Task<Check> checkBubblewrap(QString program, Context context)
{
    const QString name = u"bubblewrap"_s;
    const QString remedy
        = Doctor::tr("Install bubblewrap and allow user namespaces; until then scripts on this computer run with all your rights.");
    const ProgramCall call{.program = program,
                           .arguments = sandboxWalls() + QStringList{u"--tmpfs"_s, u"/tmp"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, u"exit 0"_s}};
    const Result<ProgramEnd> end = co_await callProgram(call, context);
    if (!end)
        co_return Check{.name = name, .level = Check::Level::Warn, .what = end.error().what, .remedy = remedy};
    if (end->exitCode != 0)
        co_return Check{.name = name,
                        .level = Check::Level::Warn,
                        .what = Doctor::tr("No sandbox can be made here: %1").arg(QString::fromUtf8(end->errors).trimmed()),
                        .remedy = remedy};
    co_return Check{.name = name, .what = Doctor::tr("Scripts on this computer run in a sandbox.")};
}

QCoro::Task<Check> checkShellCheck(QString program, Context context)
{
    const QString name = u"shellcheck"_s;
    const ProgramCall call{.program = program, .arguments = {u"--version"_s}};
    const Result<ProgramEnd> end = co_await callProgram(call, context);
    if (!end || end->exitCode != 0)
        co_return Check{.name = name,
                        .level = Check::Level::Warn,
                        .what = end ? Doctor::tr("ShellCheck does not work.") : end.error().what,
                        .remedy = Doctor::tr("Install shellcheck to have scripts checked before they run.")};
    QString version;
    for (const QString &line : QString::fromUtf8(end->output).split(u'\n')) {
        if (line.startsWith("version:"_L1))
            version = line.section(u' ', 1).trimmed();
    }
    co_return Check{.name = name, .what = Doctor::tr("ShellCheck %1 checks scripts before they run.").arg(version)};
}

QCoro::Task<Check> checkGh(QString program, Context context)
{
    const QString name = u"gh"_s;
    const Gh gh{.program = program};
    const Result<SecretString> token = co_await ghToken(gh, u"github.com"_s, context);
    if (token)
        co_return Check{.name = name, .what = Doctor::tr("gh is signed in to github.com; punch account add can take that over.")};
    // None of this hinders a job: gh is one way to sign in among others.
    if (token.error().kind == Error::Kind::Missing)
        co_return Check{.name = name, .what = Doctor::tr("gh is not installed; it is only one of the ways to sign in.")};
    if (token.error().kind == Error::Kind::Denied)
        co_return Check{.name = name, .what = Doctor::tr("gh is installed, but not signed in to github.com.")};
    co_return checkFromError(name, token.error(), Check::Level::Warn);
}

QCoro::Task<Check> checkHub(LocalHub hub, Context context)
{
    const QString name = u"hub"_s;
    const Result<HubAddress> address = co_await hub.address(context);
    if (!address)
        co_return checkFromError(name, address.error());
    co_return Check{.name = name, .what = Doctor::tr("This computer's hub answers at %1.").arg(address->api.toString())};
}

QCoro::Task<QList<Check>> runDoctor(Home home, std::shared_ptr<KeychainTokenStore> keychain, LocalHub hub, std::vector<CheckFunction> more,
                                    Context context)
{
    QList<Check> checks;
    checks += checkHome(home);
    checks += co_await checkKeychain(keychain, context);
    const QString bubblewrap = u"bwrap"_s;
    checks += co_await checkBubblewrap(bubblewrap, context);
    const QString shellCheck = u"shellcheck"_s;
    checks += co_await checkShellCheck(shellCheck, context);
    const QString gh = u"gh"_s;
    checks += co_await checkGh(gh, context);
    checks += co_await checkHub(hub, context);
    for (const CheckFunction &check : more)
        checks += co_await check(context);
    co_return checks;
}

} // namespace punchcard
