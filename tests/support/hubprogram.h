// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/hubclient.h"

#include <QProcess>
#include <QStringList>

namespace punchcard::testing {

/// The built punchcard-hub on a home, as a process that can be killed.
class HubProgram
{
public:
    explicit HubProgram(QString home);
    ~HubProgram();

    /// Starts it and waits until it says where it listens.
    [[nodiscard]] bool start(const QStringList &arguments = {}, const QStringList &environment = {});
    void kill();
    /// SIGTERM, and waits for its end; the exit code, -1 when it does not end.
    int terminate();
    [[nodiscard]] QJsonObject address() const;
    [[nodiscard]] QString addressFile() const { return m_home + QStringLiteral("/hub/address.json"); }
    /// The most memory that it ever had, in kB.
    [[nodiscard]] qint64 peakMemory() const;

    QProcess process;
    HubClient client;

private:
    QString m_home;
};

/// The path of a program that was built beside this one.
[[nodiscard]] QString builtProgram(const QString &name);

} // namespace punchcard::testing
