// SPDX-License-Identifier: MIT
#include "core/runners/hostedrunners.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct HostedRunnersText
{
    Q_DECLARE_TR_FUNCTIONS(HostedRunners)
};

Error malformed(const QString &detail)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = HostedRunnersText::tr("The list of GitHub's runners is damaged."),
                 .remedy = HostedRunnersText::tr("Install Punchcard again; a label can be typed all the same."),
                 .detail = detail};
}

std::optional<HostedRunner::System> systemOf(const QString &name)
{
    if (name == "linux"_L1)
        return HostedRunner::System::Linux;
    if (name == "macos"_L1)
        return HostedRunner::System::MacOs;
    return name == "windows"_L1 ? std::optional(HostedRunner::System::Windows) : std::nullopt;
}

std::optional<HostedRunner::State> stateOf(const QString &name)
{
    if (name == "current"_L1)
        return HostedRunner::State::Current;
    if (name == "preview"_L1)
        return HostedRunner::State::Preview;
    return name == "deprecated"_L1 ? std::optional(HostedRunner::State::Deprecated) : std::nullopt;
}

MachineSize sizeOf(const QJsonValue &value)
{
    return {.cores = value["cores"_L1].toInt(), .memoryGb = value["memory_gb"_L1].toInt()};
}

Result<HostedRunner> runnerOf(const QJsonObject &json)
{
    HostedRunner runner{.label = json["label"_L1].toString(),
                        .sameAs = json["same_as"_L1].toString(),
                        .architecture = json["architecture"_L1].toString(),
                        .publicSize = sizeOf(json["public"_L1]),
                        .privateSize = sizeOf(json["private"_L1]),
                        .diskGb = json["disk_gb"_L1].toInt(),
                        .isContainer = json["note"_L1].toString() == "container"_L1};
    const auto system = systemOf(json["system"_L1].toString());
    const auto state = stateOf(json["state"_L1].toString());
    if (runner.label.isEmpty() || runner.architecture.isEmpty() || !system || !state)
        return malformed(u"hosted.json: "_s + runner.label);
    runner.system = *system;
    runner.state = *state;
    return runner;
}

} // namespace

const HostedRunner *HostedRunners::find(const QString &label) const
{
    const auto same = [&label](const HostedRunner &runner) { return runner.label.compare(label, Qt::CaseInsensitive) == 0; };
    const auto found = std::ranges::find_if(runners, same);
    return found == runners.end() ? nullptr : &*found;
}

const HostedRunners &hostedRunners()
{
    static const HostedRunners list = [] {
        QFile file(u":/punchcard/runners/hosted.json"_s);
        const QByteArray json = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const Result<HostedRunners> read = hostedRunnersFromJson(json);
        if (!read)
            qWarning("%s", qPrintable(read.error().what));
        return read.value_or(HostedRunners());
    }();
    return list;
}

Result<HostedRunners> hostedRunnersFromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    HostedRunners list{.asOf = QDate::fromString(root["as_of"_L1].toString(), Qt::ISODate)};
    if (error.error != QJsonParseError::NoError || !list.asOf.isValid())
        return malformed(u"hosted.json: "_s + error.errorString());
    for (const QJsonValue entry : root["labels"_L1].toArray()) {
        const Result<HostedRunner> runner = runnerOf(entry.toObject());
        if (!runner)
            return runner.error();
        if (list.find(runner->label))
            return malformed(u"hosted.json: twice "_s + runner->label);
        list.runners.append(*runner);
    }
    if (list.runners.isEmpty())
        return malformed(u"hosted.json: no labels"_s);
    return list;
}

QString aboutRunner(const HostedRunner &runner, bool isPrivate)
{
    QStringList parts{runner.architecture};
    if (const MachineSize size = runner.size(isPrivate); size.cores > 0) {
        parts.append(size.cores == 1 ? HostedRunnersText::tr("1 core") : HostedRunnersText::tr("%1 cores").arg(size.cores));
        parts.append(HostedRunnersText::tr("%1 GB").arg(size.memoryGb));
    }
    if (runner.isContainer)
        parts.append(HostedRunnersText::tr("container"));
    if (runner.state == HostedRunner::State::Preview)
        parts.append(HostedRunnersText::tr("preview"));
    if (runner.state == HostedRunner::State::Deprecated)
        parts.append(HostedRunnersText::tr("going away"));
    return parts.join(HostedRunnersText::tr(", "));
}

} // namespace punchcard
