// SPDX-License-Identifier: MIT
#include "core/hub/jobcontext.h"

#include <QJsonDocument>
#include <QMap>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

QString architecture()
{
    const QString name = QSysInfo::currentCpuArchitecture();
    if (name == "x86_64"_L1)
        return u"X64"_s;
    return name == "arm64"_L1 ? u"ARM64"_s : name.toUpper();
}

QString systemName()
{
#ifdef Q_OS_MACOS
    return u"macOS"_s;
#else
    return u"Linux"_s;
#endif
}

/// The keys of the `github` context that programs see as GITHUB_<KEY>.
const QStringList &exported()
{
    static const QStringList keys = {u"action"_s,
                                     u"actor"_s,
                                     u"actor_id"_s,
                                     u"api_url"_s,
                                     u"base_ref"_s,
                                     u"event_name"_s,
                                     u"graphql_url"_s,
                                     u"head_ref"_s,
                                     u"job"_s,
                                     u"ref"_s,
                                     u"ref_name"_s,
                                     u"ref_protected"_s,
                                     u"ref_type"_s,
                                     u"repository"_s,
                                     u"repository_id"_s,
                                     u"repository_owner"_s,
                                     u"repository_owner_id"_s,
                                     u"retention_days"_s,
                                     u"run_attempt"_s,
                                     u"run_id"_s,
                                     u"run_number"_s,
                                     u"server_url"_s,
                                     u"sha"_s,
                                     u"triggering_actor"_s,
                                     u"workflow"_s,
                                     u"workflow_ref"_s,
                                     u"workflow_sha"_s,
                                     u"workspace"_s};
    return keys;
}

QJsonObject toObject(const Texts &texts)
{
    QJsonObject object;
    for (const auto &[name, value] : texts)
        object.insert(name, value);
    return object;
}

} // namespace

StepFiles StepFiles::in(const JobLayout &layout, int step)
{
    const QString base = layout.temp + u"/_runner_file_commands/"_s;
    const QString number = QString::number(step);
    return {.env = base + u"set_env_"_s + number,
            .path = base + u"add_path_"_s + number,
            .output = base + u"set_output_"_s + number,
            .state = base + u"save_state_"_s + number,
            .summary = base + u"step_summary_"_s + number};
}

QStringList runnerLabels()
{
    return {u"self-hosted"_s, systemName(), architecture()};
}

JobContext::JobContext(const JobRequest &request, const JobLayout &layout)
    : m_layout(layout)
    , m_github(request.github)
{
    m_github.insert(u"workspace"_s, layout.workspace);
    m_github.insert(u"job"_s, request.job.id);
    m_github.insert(u"event_path"_s, eventFile());
    for (const auto &[name, value] : request.secrets) {
        m_secrets.insert(name, QString::fromUtf8(value.bytes()));
        if (name.compare("GITHUB_TOKEN"_L1, Qt::CaseInsensitive) == 0)
            m_github.insert(u"token"_s, QString::fromUtf8(value.bytes()));
    }
    const QJsonObject runner = {{u"name"_s, u"this computer"_s},     {u"os"_s, systemName()},
                                {u"arch"_s, architecture()},         {u"temp"_s, layout.temp},
                                {u"tool_cache"_s, layout.tools},     {u"workspace"_s, layout.home + u"/work"_s},
                                {u"environment"_s, u"self-hosted"_s}};
    m_others = {{u"matrix"_s, request.matrix}, {u"strategy"_s, request.strategy}, {u"needs"_s, request.needs},
                {u"inputs"_s, request.inputs}, {u"vars"_s, request.vars},         {u"runner"_s, runner}};
}

Result<> JobContext::evaluateEnv(const workflow::Entries &workflowEnv, const workflow::Entries &jobEnv)
{
    workflow::Scope outer = scope({}, true);
    for (const QString &later : {u"env"_s, u"steps"_s, u"job"_s, u"runner"_s})
        outer.contexts.remove(later);
    for (const workflow::Entries *entries : {&workflowEnv, &jobEnv}) {
        for (const auto &[name, value] : *entries) {
            const Result<QString> text = workflow::interpolate(workflow::asText(value), outer);
            if (!text)
                return text.error();
            putText(m_env, name, *text);
        }
    }
    return {};
}

workflow::Scope JobContext::scope(const Texts &env, bool secrets) const
{
    workflow::Scope result{.contexts = m_others,
                           .success = m_status == Conclusion::Success,
                           .failure = m_status == Conclusion::Failure,
                           .cancelled = m_status == Conclusion::Cancelled};
    result.contexts.insert(u"github"_s, m_github);
    result.contexts.insert(u"env"_s, toObject(merged(env)));
    result.contexts.insert(u"steps"_s, m_steps);
    result.contexts.insert(u"job"_s, QJsonObject{{u"status"_s, conclusionName(m_status)}});
    if (secrets)
        result.contexts.insert(u"secrets"_s, m_secrets);
    return result;
}

Texts JobContext::merged(const Texts &stepEnv) const
{
    Texts result = m_env;
    for (const auto &[name, value] : stepEnv)
        putText(result, name, value);
    return result;
}

QStringList JobContext::environment(const Texts &stepEnv, const StepFiles &files) const
{
    QMap<QString, QString> all;
    for (const QString &entry : sandbox::baseEnvironment(m_layout))
        all.insert(entry.section(u'=', 0, 0), entry.section(u'=', 1));
    all.insert(u"CI"_s, u"true"_s);
    all.insert(u"HOME"_s, m_layout.home);
    for (const auto &[name, value] : merged(stepEnv))
        all.insert(name, value);
    // What is GitHub's own cannot be overridden.
    for (const QString &key : exported()) {
        if (m_github.contains(key))
            all.insert(u"GITHUB_"_s + key.toUpper(), workflow::asText(m_github.value(key)));
    }
    const QJsonObject runner = m_others.value(u"runner"_s).toObject();
    for (auto entry = runner.constBegin(); entry != runner.constEnd(); ++entry)
        all.insert(u"RUNNER_"_s + entry.key().toUpper(), entry->toString());
    all.insert(u"GITHUB_ACTIONS"_s, u"true"_s);
    all.insert(u"GITHUB_EVENT_PATH"_s, eventFile());
    all.insert(u"GITHUB_ENV"_s, files.env);
    all.insert(u"GITHUB_PATH"_s, files.path);
    all.insert(u"GITHUB_OUTPUT"_s, files.output);
    all.insert(u"GITHUB_STATE"_s, files.state);
    all.insert(u"GITHUB_STEP_SUMMARY"_s, files.summary);
    if (!m_path.isEmpty())
        all.insert(u"PATH"_s, (m_path + QStringList{all.value(u"PATH"_s)}).join(u':'));
    QStringList result;
    for (auto entry = all.constBegin(); entry != all.constEnd(); ++entry) {
        if (!entry.key().contains(QChar(0)) && !entry->contains(QChar(0)))
            result.append(entry.key() + u'=' + *entry);
    }
    return result;
}

void JobContext::setEnv(const Texts &values)
{
    for (const auto &[name, value] : values)
        putText(m_env, name, value);
}

void JobContext::addPath(const QStringList &folders)
{
    for (const QString &folder : folders) {
        m_path.removeAll(folder);
        m_path.prepend(folder);
    }
}

void JobContext::setStep(const QString &id, const QJsonObject &outputs, Conclusion outcome, Conclusion conclusion)
{
    if (id.isEmpty())
        return;
    m_steps.insert(
        id, QJsonObject{{u"outputs"_s, outputs}, {u"outcome"_s, conclusionName(outcome)}, {u"conclusion"_s, conclusionName(conclusion)}});
}

QByteArray JobContext::event() const
{
    return QJsonDocument(m_github.value(u"event"_s).toObject()).toJson();
}

} // namespace punchcard::hub
