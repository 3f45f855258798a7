// SPDX-License-Identifier: MIT
#include "tests/support/hubprogram.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

QString builtProgram(const QString &name)
{
    return qEnvironmentVariable("PUNCHCARD_BIN", QCoreApplication::applicationDirPath()) + u'/' + name;
}

HubProgram::HubProgram(QString home)
    : m_home(std::move(home))
{
}

HubProgram::~HubProgram()
{
    kill();
}

bool HubProgram::start(const QStringList &arguments, const QStringList &environment)
{
    QStringList variables = QProcess::systemEnvironment();
    variables.removeIf(
        [](const QString &each) { return each.startsWith(u"PUNCHCARD_"_s) && !each.startsWith(u"PUNCHCARD_HUB_RECORD="_s); });
    process.setEnvironment(variables + QStringList{u"PUNCHCARD_HOME="_s + m_home} + environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(builtProgram(u"punchcard-hub"_s), arguments);
    QByteArray output;
    const bool ready = QTest::qWaitFor(
        [&] {
            output += process.readAll();
            return output.contains("listening: ") || process.state() == QProcess::NotRunning;
        },
        15'000);
    const QJsonObject json = address();
    if (!ready || json.isEmpty()) {
        qCritical() << "punchcard-hub did not start:" << output;
        return false;
    }
    client.root = json[u"api"].toString().chopped(1);
    client.token = json[u"token"].toString().toLatin1();
    return true;
}

void HubProgram::kill()
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished(10'000);
}

int HubProgram::terminate()
{
    process.terminate();
    if (!QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, 30'000))
        return -1;
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QJsonObject HubProgram::address() const
{
    QFile file(addressFile());
    // Written in one step: a file that is there is whole.
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

qint64 HubProgram::peakMemory() const
{
    QFile file(u"/proc/%1/status"_s.arg(process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    static const QRegularExpression peak(u"VmHWM:\\s+(\\d+) kB"_s);
    return peak.match(QString::fromLatin1(file.readAll())).captured(1).toLongLong();
}

} // namespace punchcard::testing
