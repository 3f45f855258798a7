// SPDX-License-Identifier: MIT
#include "core/accounts/gh.h"

#include "core/accounts/tokensource.h"
#include "core/base/programcall.h"

#include <QCoreApplication>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Sign
{
    Q_DECLARE_TR_FUNCTIONS(Gh)
};

QProcessEnvironment quietEnvironment()
{
    QProcessEnvironment environment = environmentWithoutSecrets();
    // These are gh's own: what it answers with.
    for (const QString &name : {u"GH_TOKEN"_s, u"GITHUB_TOKEN"_s, u"GH_ENTERPRISE_TOKEN"_s, u"GITHUB_ENTERPRISE_TOKEN"_s}) {
        if (qEnvironmentVariableIsSet(name.toLatin1().constData()))
            environment.insert(name, qEnvironmentVariable(name.toLatin1().constData()));
    }
    environment.insert(u"GH_PROMPT_DISABLED"_s, u"1"_s);
    environment.insert(u"GH_NO_UPDATE_NOTIFIER"_s, u"1"_s);
    environment.insert(u"NO_COLOR"_s, u"1"_s);
#ifdef Q_OS_LINUX
    // Where there is no session bus gh would start one, with a keyring daemon that outlives it.
    const QString bus = u"/run/user/%1/bus"_s.arg(getuid());
    if (!environment.contains(u"DBUS_SESSION_BUS_ADDRESS"_s) && !QFileInfo::exists(bus))
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + bus);
#endif
    return environment;
}

} // namespace

Async<SecretString> ghToken(Gh gh, QString host, Context context)
{
    const ProgramCall call{.program = gh.program,
                           .arguments = {u"auth"_s, u"token"_s, u"--hostname"_s, host},
                           .environment = quietEnvironment(),
                           .limit = gh.limit};
    Result<ProgramEnd> end = co_await callProgram(call, context);
    if (!end)
        co_return end.error();
    if (end->exitCode != 0) {
        wipe(end->output);
        co_return Error{.kind = Error::Kind::Denied,
                        .what = Sign::tr("gh is not signed in to %1.").arg(host),
                        .remedy = Sign::tr("Sign in by: gh auth login -h %1 -s repo,workflow,delete_repo,read:org").arg(host),
                        .said = QString::fromUtf8(end->errors).trimmed(),
                        .detail = u"gh auth token: exit %1"_s.arg(end->exitCode)};
    }
    co_return tokenFromText(std::move(end->output), Sign::tr("the answer of gh"));
}

} // namespace punchcard
