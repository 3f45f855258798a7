// SPDX-License-Identifier: MIT
#include "core/base/programcall.h"

#include "core/base/latch.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Programs
{
    Q_DECLARE_TR_FUNCTIONS(ProgramCall)
};

Error failed(const QString &what, const QString &detail)
{
    return Error{.kind = Error::Kind::Local, .what = what, .remedy = Programs::tr("Run it by hand to see what it says."), .detail = detail};
}

} // namespace

QProcessEnvironment environmentWithoutSecrets()
{
    static const QStringList ends{u"TOKEN"_s, u"SECRET"_s, u"PASSWORD"_s, u"PASSWD"_s, u"PASSPHRASE"_s, u"CREDENTIALS"_s, u"_KEY"_s};
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (std::ranges::any_of(ends, [&name](const QString &end) { return name.endsWith(end, Qt::CaseInsensitive); }))
            environment.remove(name);
    }
    return environment;
}

Async<ProgramEnd> callProgram(ProgramCall call, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    const QString path = call.program.contains(u'/') ? call.program : QStandardPaths::findExecutable(call.program);
    if (path.isEmpty() || !QFileInfo(path).isFile())
        co_return Error{.kind = Error::Kind::Missing,
                        .what = Programs::tr("The program “%1” is not installed.").arg(call.program),
                        .remedy = Programs::tr("Install it, or put its folder into PATH."),
                        .detail = call.program};
    QProcess process;
    Latch over(context);
    bool overflow = false;
    ProgramEnd end;
    QObject::connect(&process, &QProcess::finished, &over, &Latch::open);
    QObject::connect(&process, &QProcess::errorOccurred, &over, [&over](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            over.open();
    });
    const auto collect = [&process, &over, &end, &overflow, limit = call.maxOutput] {
        end.output += process.readAllStandardOutput();
        end.errors += process.readAllStandardError();
        overflow = end.output.size() + end.errors.size() > limit;
        if (overflow)
            over.open();
    };
    QObject::connect(&process, &QProcess::readyReadStandardOutput, &over, collect);
    QObject::connect(&process, &QProcess::readyReadStandardError, &over, collect);
    over.openAfter(call.limit);
    process.setProcessEnvironment(call.environment);
    process.setWorkingDirectory(call.folder);
    if (call.input.isEmpty())
        process.setStandardInputFile(QProcess::nullDevice());
    process.start(path, call.arguments);
    if (!call.input.isEmpty()) {
        process.write(call.input);
        process.closeWriteChannel();
    }
    co_await over.opened();
    if (process.state() != QProcess::NotRunning) {
        // It is gone at once, but may only be forgotten after the system has said so.
        Latch killed;
        QObject::connect(&process, &QProcess::stateChanged, &killed, [&killed](QProcess::ProcessState state) {
            if (state == QProcess::NotRunning)
                killed.open();
        });
        process.kill();
        co_await killed.opened();
        const QString detail = path + u' ' + call.arguments.join(u' ');
        if (context.cancelled())
            co_return cancelledError();
        co_return overflow
            ? failed(Programs::tr("The program “%1” printed too much.").arg(call.program), detail)
            : failed(
                  Programs::tr("The program “%1” did not end within %2 seconds.").arg(call.program).arg(double(call.limit.count()) / 1000),
                  detail);
    }
    collect();
    if (process.error() == QProcess::FailedToStart)
        co_return failed(Programs::tr("The program “%1” could not be started: %2").arg(call.program, process.errorString()), path);
    if (process.exitStatus() != QProcess::NormalExit)
        co_return failed(Programs::tr("The program “%1” crashed.").arg(call.program), path);
    end.exitCode = process.exitCode();
    co_return end;
}

} // namespace punchcard
