// SPDX-License-Identifier: MIT
#include "core/lint/shellcheck.h"

#include "core/base/onpool.h"
#include "core/base/programcall.h"
#include "core/lint/shelldialect.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ShellCheck)
};

QString wordOf(Finding::Level level)
{
    switch (level) {
    case Finding::Level::Error: return u"error"_s;
    case Finding::Level::Warning: return u"warning"_s;
    case Finding::Level::Info: return u"info"_s;
    case Finding::Level::Style: break;
    }
    return u"style"_s;
}

QStringList argumentsFor(const ShellCheck &shellCheck, const QString &dialect)
{
    // Not -x: a script of somebody else must not make ShellCheck read this person's files.
    return {u"--format=json1"_s, u"--color=never"_s, u"--shell="_s + dialect, u"--severity="_s + wordOf(shellCheck.least), u"-"_s};
}

} // namespace

Async<QList<Finding>> checkScript(ShellCheck shellCheck, QString text, QString path, Context context)
{
    const std::optional<QString> dialect = shellDialect(text, path);
    if (!dialect || text.trimmed().isEmpty())
        co_return QList<Finding>();
    const QFileInfo file(path);
    const ProgramCall call{.program = shellCheck.program,
                           .arguments = argumentsFor(shellCheck, *dialect),
                           .input = text.toUtf8(),
                           .folder = file.isAbsolute() && file.dir().exists() ? file.path() : QString(),
                           .limit = shellCheck.limit,
                           .maxOutput = 64 << 20};
    Result<ProgramEnd> end = co_await callProgram(call, context);
    if (!end)
        co_return end.error();
    // 0: nothing found, 1: something found; all else is about ShellCheck, not about the script.
    if (end->exitCode > 1)
        co_return Error{.kind = Error::Kind::Local,
                        .what = Texts::tr("ShellCheck could not check the script."),
                        .remedy = Texts::tr("Run shellcheck on it by hand to see what it says."),
                        .said = QString::fromUtf8(end->errors).trimmed(),
                        .detail = u"shellcheck: exit %1"_s.arg(end->exitCode)};
    const auto parse = [output = std::move(end->output), text] { return parseFindings(output, text); };
    co_return co_await onPool(context, parse);
}

Async<QString> shellCheckVersion(ShellCheck shellCheck, Context context)
{
    const ProgramCall call{.program = shellCheck.program, .arguments = {u"--version"_s}, .limit = shellCheck.limit};
    const Result<ProgramEnd> end = co_await callProgram(call, context);
    if (!end)
        co_return end.error();
    static const QRegularExpression version(uR"(^version:\s*(\S+))"_s, QRegularExpression::MultilineOption);
    const QString found = version.match(QString::fromUtf8(end->output)).captured(1);
    if (found.isEmpty())
        co_return Error{.kind = Error::Kind::Malformed,
                        .what = Texts::tr("The program “%1” does not say its version.").arg(shellCheck.program),
                        .remedy = Texts::tr("Install ShellCheck 0.7 or later.")};
    co_return found;
}

} // namespace punchcard
