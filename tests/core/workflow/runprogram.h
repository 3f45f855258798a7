// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace punchcard::testing {

/// What bash says of @p program, in @p folder.
struct Ran
{
    int code;
    QByteArray said;
};
inline Ran runProgram(const QByteArray &program, const QString &folder, const QStringList &environment)
{
    QProcess bash;
    bash.setWorkingDirectory(folder);
    bash.setProcessEnvironment([&environment] {
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        for (const QString &entry : environment)
            all.insert(entry.section(u'=', 0, 0), entry.section(u'=', 1));
        return all;
    }());
    bash.setProcessChannelMode(QProcess::MergedChannels);
    bash.start(QStringLiteral("bash"),
               {QStringLiteral("--noprofile"), QStringLiteral("--norc"), QStringLiteral("-e"), QStringLiteral("-o"),
                QStringLiteral("pipefail"), QStringLiteral("-c"), QString::fromUtf8(program)});
    if (!bash.waitForFinished(60'000))
        return {.code = -1, .said = bash.errorString().toUtf8()};
    return {.code = bash.exitCode(), .said = bash.readAll()};
}

} // namespace punchcard::testing
