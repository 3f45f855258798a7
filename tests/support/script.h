// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QString>

namespace punchcard::testing {

/// Writes a program that a test lets the unit call in place of another.
inline QString writeScript(const QString &path, const QByteArray &body)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write("#!/bin/sh\n" + body + '\n') < 0)
        qFatal("cannot write a script");
    file.close();
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        qFatal("cannot make a script executable");
    return path;
}

} // namespace punchcard::testing
