// SPDX-License-Identifier: MIT
#include "core/workflow/jobworkflow.h"

#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/workflow/elementinputs.h"
#include "core/workflow/emitting.h"
#include "core/workflow/jobcheck.h"
#include "core/workflow/jobmatrix.h"
#include "core/workflow/jobsteps.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUuid>

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JobWorkflow)
};

void emitRunsOn(YAML::Emitter &out, const JobSpec &spec)
{
    key(out, "runs-on");
    const auto labels = [&out, &spec] {
        out << YAML::BeginSeq;
        for (const QString &label : spec.runsOn)
            out << Quoted{label};
        out << YAML::EndSeq;
    };
    if (!spec.runnerGroup.isEmpty()) {
        out << YAML::BeginMap;
        key(out, "group") << Quoted{spec.runnerGroup};
        if (!spec.runsOn.isEmpty()) {
            key(out, "labels");
            labels();
        }
        out << YAML::EndMap;
    } else if (spec.runsOn.size() == 1) {
        out << Quoted{spec.runsOn.first()};
    } else {
        labels();
    }
}

void emitJob(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage, int number)
{
    const bool isArray = arraySize(spec) > 0;
    key(out, "job") << YAML::BeginMap;
    key(out, "name") << (isArray ? u"job ${{ matrix.task }}"_s : u"job"_s);
    emitRunsOn(out, spec);
    if (spec.timeoutMinutes)
        key(out, "timeout-minutes") << *spec.timeoutMinutes;
    if (spec.mayLackSandbox) {
        key(out, "env") << YAML::BeginMap;
        key(out, noSandboxVariable.toLatin1().constData()) << noSandboxAllowed;
        out << YAML::EndMap;
    }
    if (isArray)
        emitMatrix(out, spec, number);
    emitSteps(out, spec, carriage);
    out << YAML::EndMap;
}

Result<> checkSize(const QByteArray &yaml)
{
    if (yaml.size() <= longestWorkflow || QString::fromUtf8(yaml).size() <= longestWorkflow)
        return {};
    return Error{.kind = Error::Kind::Refused,
                 .what = Text::tr("The workflow of this job is longer than GitHub takes."),
                 .remedy = Text::tr("Put the elements' values into files, one for each element, or submit several jobs.")};
}

Result<QByteArray> emitWorkflow(const JobSpec &spec, Carriage carriage, int number)
{
    if (const Result<> good = checkForWorkflow(spec); !good)
        return good.error();
    if (const Result<> good = checkOwnInputs(spec, carriage.plain.has_value()); !good)
        return good.error();
    if (carriage.uid.isEmpty())
        carriage.uid = QUuid().toString(QUuid::WithoutBraces);
    YAML::Emitter out;
    out.SetMapFormat(YAML::Block);
    out << YAML::BeginMap;
    key(out, "name") << u"punchcard"_s;
    key(out, "run-name") << Quoted{spec.name.simplified()};

    key(out, "on") << YAML::BeginMap;
    key(out, "push") << YAML::BeginMap;
    key(out, "branches") << YAML::BeginSeq << (spec.housing == Housing::Standing ? branchOf(carriage.uid) : u"**"_s) << YAML::EndSeq
                         << YAML::EndMap << YAML::EndMap;

    key(out, "permissions") << YAML::BeginMap;
    key(out, "contents") << (carriage.live && carriage.live->sends ? "write" : "read");
    if (spec.oidc)
        key(out, "id-token") << "write";
    if (spec.packages)
        key(out, "packages") << "write";
    out << YAML::EndMap;

    key(out, "jobs") << YAML::BeginMap;
    emitJob(out, spec, carriage, number);
    out << YAML::EndMap << YAML::EndMap;
    if (!out.good()) {
        return Error{.kind = Error::Kind::Local,
                     .what = Text::tr("The workflow could not be written."),
                     .remedy = Text::tr("Report this with the script's name and labels."),
                     .detail = QString::fromStdString(out.GetLastError())};
    }
    const QByteArray yaml = QByteArray(out.c_str(), qsizetype(out.size())) + '\n';
    if (const Result<> good = checkSize(yaml); !good)
        return good.error();
    return yaml;
}

} // namespace

QString withoutExpressions(QString text)
{
    return text.replace(u"${{"_s, u"${{ '${{' }}"_s);
}

bool isManifestArtifact(const QString &name)
{
    return name == manifestArtifact || name.startsWith(manifestArtifact + u'-');
}

QString artifactOfUpload(const QString &path)
{
    // What GitHub forbids in a name, and what a wildcard leaves over.
    static const QRegularExpression forbidden(u"[\":<>|*?\\\\\\r\\n]"_s);
    QString name = path;
    name.remove(forbidden).replace(u'/', u'-');
    static const QRegularExpression edges(u"^[-.\\s]+|[-.\\s]+$"_s);
    return name.remove(edges);
}

QString uploadsArtifact(int index)
{
    return index < 0 ? u"uploads"_s : u"uploads-%1"_s.arg(index);
}

Result<QByteArray> jobWorkflow(const JobSpec &spec, bool ownShebang, const QString &uid, const ActionVersions &versions,
                               const std::optional<LiveOutput> &live, int number)
{
    return emitWorkflow(spec, {.uid = uid, .ownShebang = ownShebang, .versions = versions, .live = live}, number);
}

Result<QByteArray> workflowWithoutActions(const JobSpec &spec, const QString &uid, const QByteArray &script, int number)
{
    return emitWorkflow(spec, {.uid = uid, .plain = script}, number);
}

} // namespace punchcard::workflow
