// SPDX-License-Identifier: MIT
#include "core/workflow/jobworkflow.h"

#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/workflow/plainsteps.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUuid>

#include <yaml-cpp/yaml.h>

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

const QString keepStepPrefix = u"Keep "_s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JobWorkflow)
};

// What a user typed: always in double quotes, since GitHub reads bare 1e3, yes or 012 as something else than text.
struct Quoted
{
    QString text;
};

YAML::Emitter &operator<<(YAML::Emitter &out, const Quoted &quoted)
{
    return out << YAML::DoubleQuoted << withoutExpressions(quoted.text).toStdString();
}

// An expression of our own, or a plain text of our own.
YAML::Emitter &operator<<(YAML::Emitter &out, const QString &text)
{
    return out << YAML::DoubleQuoted << text.toStdString();
}

YAML::Emitter &key(YAML::Emitter &out, const char *name)
{
    return out << YAML::Key << name << YAML::Value;
}

bool isOneLine(const QString &text)
{
    static const QRegularExpression control(u"[\\x00-\\x1f\\x7f]"_s);
    return !text.trimmed().isEmpty() && !text.contains(control);
}

Result<> checkLabel(const QString &label)
{
    if (!isOneLine(label)) {
        return Error{.kind = Error::Kind::Refused,
                     .what = Text::tr("“%1” is no runner label.").arg(label.simplified()),
                     .remedy = Text::tr("Give a label such as ubuntu-latest, without line breaks.")};
    }
    return {};
}

QString withoutSlash(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

// Paths beside job.sh: each becomes an artifact, so no two of them may be called the same.
Result<> checkUploads(const QStringList &uploads)
{
    QStringList names{uploadsFolder};
    for (const QString &path : uploads) {
        const QStringList parts = withoutSlash(path).split(u'/');
        // upload-artifact takes what begins with ! for what to leave out, and ~ for the home.
        if (!isOneLine(path) || path.startsWith(u'/') || path.startsWith(u'!') || path.startsWith(u'~') || path.contains(u'\\')
            || parts.contains(u".."_s) || artifactOfUpload(path).isEmpty()) {
            return Error{.kind = Error::Kind::Refused,
                         .what = Text::tr("“%1” cannot be kept as a result.").arg(path.simplified()),
                         .remedy = Text::tr("Give a file or folder beside the script, such as out/ or build/app.")};
        }
        const QString name = artifactOfUpload(path);
        if (names.contains(name, Qt::CaseInsensitive) || isManifestArtifact(name)) {
            return Error{.kind = Error::Kind::Refused,
                         .what = Text::tr("Two results would be called “%1”.").arg(name),
                         .remedy = Text::tr("Name each file or folder once; uploads/ always comes back.")};
        }
        names.append(name);
    }
    return {};
}

// GitHub takes organisation/NAME and enterprise/NAME for a group of one of both; any other slash it refuses with the whole file.
Result<> checkGroup(const QString &group)
{
    const QStringList parts = group.split(u'/');
    static const QStringList owners{u"org"_s, u"organization"_s, u"ent"_s, u"enterprise"_s};
    const bool isOwned = parts.size() == 2 && owners.contains(parts.first()) && !parts.last().isEmpty();
    if (isOneLine(group) && (parts.size() == 1 || isOwned))
        return {};
    return Error{.kind = Error::Kind::Refused,
                 .what = Text::tr("“%1” is no runner group.").arg(group.simplified()),
                 .remedy = Text::tr("Give a group's name as it stands in the organisation's settings, without line breaks and slashes.")};
}

// A text with `${{` in it is an expression to GitHub, and one that is too long makes it refuse the whole file.
Result<> checkLength(const QString &text)
{
    constexpr qsizetype longest = 21'000;
    // What withoutExpressions() adds, and the call of format() that GitHub makes of it, with its characters doubled.
    const qsizetype marks = text.count("${{"_L1);
    const qsizetype length = text.size() + text.count(u'\'') + text.count(u'{') + text.count(u'}') + 16 * (marks + 1);
    if (marks == 0 || length <= longest)
        return {};
    return Error{.kind = Error::Kind::Refused,
                 .what = Text::tr("“%1…” is too long for a text that has “${{” in it.").arg(text.left(40).simplified()),
                 .remedy
                 = Text::tr("GitHub takes such texts up to about 20,000 characters: put it into a file that travels with the script.")};
}

Result<> check(const JobSpec &spec)
{
    if (spec.runsOn.isEmpty() && spec.runnerGroup.isEmpty()) {
        return Error{.kind = Error::Kind::Refused,
                     .what = Text::tr("The job names no runner."),
                     .remedy = Text::tr("Give a label such as ubuntu-latest.")};
    }
    if (!spec.runnerGroup.isEmpty()) {
        if (const Result<> good = checkGroup(spec.runnerGroup); !good)
            return good;
    }
    const QStringList texts
        = QStringList{spec.name, spec.runnerGroup} + spec.runsOn + spec.each + spec.uploads + QStringList{spec.uploads.join(u'\n')};
    for (const QString &text : texts) {
        if (const Result<> good = checkLength(text); !good)
            return good;
    }
    for (const QString &label : spec.runsOn) {
        if (const Result<> good = checkLabel(label); !good)
            return good;
    }
    static const QRegularExpression secretName(u"^[A-Za-z_][A-Za-z0-9_]*\\z"_s);
    for (const SecretSource &secret : spec.secrets) {
        if (!secretName.match(secret.name).hasMatch()) {
            return Error{.kind = Error::Kind::Refused,
                         .what = Text::tr("“%1” cannot be the name of a secret.").arg(secret.name),
                         .remedy = Text::tr("Use letters, digits and _, not beginning with a digit.")};
        }
    }
    if (const Result<> good = checkUploads(spec.uploads); !good)
        return good;
    const int elements = arraySize(spec);
    if (elements < 0 || elements > largestMatrix) {
        return Error{.kind = Error::Kind::Refused,
                     .what = Text::tr("An array of %1 elements does not fit into one run.").arg(elements),
                     .remedy = Text::tr("GitHub takes up to %1; submit several jobs.").arg(largestMatrix)};
    }
    return {};
}

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

void emitMatrix(YAML::Emitter &out, const JobSpec &spec, int elements)
{
    key(out, "strategy") << YAML::BeginMap;
    key(out, "fail-fast") << false;
    key(out, "matrix") << YAML::BeginMap;
    key(out, "include") << YAML::BeginSeq;
    for (int i = 0; i < elements; ++i) {
        out << YAML::BeginMap;
        key(out, "task") << i;
        if (!spec.each.isEmpty())
            key(out, "input") << Quoted{spec.each.at(i)};
        out << YAML::EndMap;
    }
    out << YAML::EndSeq << YAML::EndMap << YAML::EndMap;
}

// What the secret is called in the repository that the job lives in.
QString secretThere(const JobSpec &spec, const QString &uid, const QString &name)
{
    return spec.housing == Housing::Standing ? standingSecret(uid, name) : name;
}

// What ship.sh takes. The token is the job's own and reaches nothing but its repository.
void emitLiveEnv(YAML::Emitter &out, const JobSpec &spec, const QString &uid, const LiveOutput &live, int elements)
{
    QStringList secrets;
    secrets.reserve(spec.secrets.size());
    for (const SecretSource &secret : spec.secrets)
        secrets.append(secret.name);
    key(out, "PUNCHCARD_LIVE_TOKEN") << u"${{ github.token }}"_s;
    key(out, "PUNCHCARD_LIVE_API") << u"${{ github.api_url }}"_s;
    key(out, "PUNCHCARD_LIVE_REPOSITORY") << u"${{ github.repository }}"_s;
    key(out, "PUNCHCARD_LIVE_BRANCH") << liveBranchOf(uid, u"${{ github.run_attempt }}"_s,
                                                      elements > 0 ? u"${{ matrix.task }}"_s : QString());
    key(out, "PUNCHCARD_LIVE_SECRETS") << secrets.join(u' ');
    key(out, "PUNCHCARD_LIVE_INTERVAL") << QString::number(live.seconds);
}

void emitScriptStep(YAML::Emitter &out, const JobSpec &spec, const QString &uid, bool ownShebang, int elements,
                    const std::optional<LiveOutput> &live)
{
    out << YAML::BeginMap;
    key(out, "name") << scriptStep;
    key(out, "shell") << "bash";
    if (!spec.secrets.isEmpty() || elements > 0 || live) {
        key(out, "env") << YAML::BeginMap;
        for (const SecretSource &secret : spec.secrets)
            out << YAML::Key << secret.name.toStdString() << YAML::Value << u"${{ secrets.%1 }}"_s.arg(secretThere(spec, uid, secret.name));
        if (elements > 0) {
            key(out, "PUNCHCARD_TASK") << u"${{ matrix.task }}"_s;
            key(out, "PUNCHCARD_TASKS") << QString::number(elements);
        }
        if (!spec.each.isEmpty())
            key(out, "PUNCHCARD_INPUT") << u"${{ matrix.input }}"_s;
        if (live)
            emitLiveEnv(out, spec, uid, *live, elements);
        out << YAML::EndMap;
    }
    const QString ship = live ? u"bash %1/%2 "_s.arg(liveFolder, liveFiles.constFirst()) : QString();
    const QString run = ownShebang ? u"mkdir -p uploads\nchmod +x ./job.sh\n%1./job.sh"_s : u"mkdir -p uploads\n%1bash ./job.sh"_s;
    key(out, "run") << YAML::Literal << run.arg(ship).toStdString();
    out << YAML::EndMap;
}

// What a zip of GitHub's loses: who is executable, links, empty folders. Runs under bash 3.2 with the find of GNU, BSD and
// busybox, never fails, and writes nothing when there is nothing to say, so that no artifact is made of it.
constexpr auto noteManifest = R"sh(set +e +o pipefail
shopt -s dotglob nullglob globstar 2>/dev/null
IFS=$'\n'
note() {
  for path in $PUNCHCARD_KEEP; do
    [ -d "./$path" ] && follow=-H || follow=
    find $follow "./$path" -type f -perm -100 | sed 's/^/x /'
    find $follow "./$path" -mindepth 1 -type d -empty | sed 's/^/d /'
    find $follow "./$path" -type l | head -n 1000 | while read -r link; do
      printf 'l %s\nt %s\n' "$link" "$(readlink "$link")"
    done
  done
}
rm -rf .punchcard-manifest
note 2>/dev/null | head -n 20000 | head -c 2000000 > .punchcard-manifest
[ -s .punchcard-manifest ] || rm -f .punchcard-manifest
exit 0)sh";

void emitManifestStep(YAML::Emitter &out, const JobSpec &spec)
{
    QStringList kept{uploadsFolder};
    for (const QString &path : spec.uploads)
        kept.append(withoutSlash(path));
    out << YAML::BeginMap;
    key(out, "name") << noteManifestStep;
    key(out, "if") << u"${{ always() }}"_s;
    key(out, "continue-on-error") << true;
    key(out, "shell") << "bash";
    key(out, "env") << YAML::BeginMap;
    key(out, "PUNCHCARD_KEEP") << Quoted{kept.join(u'\n')};
    out << YAML::EndMap;
    key(out, "run") << YAML::Literal << noteManifest;
    out << YAML::EndMap;
}

void emitKeepStep(YAML::Emitter &out, const QString &name, const QString &path, const QString &artifact, const ActionVersions &versions,
                  int elements, bool mayFail = false)
{
    out << YAML::BeginMap;
    key(out, "name") << name;
    // Also after a failure and after a cancel: what there is comes back.
    key(out, "if") << u"${{ always() }}"_s;
    if (mayFail)
        key(out, "continue-on-error") << true;
    key(out, "uses") << QString(u"actions/upload-artifact@"_s + versions.uploadArtifact);
    key(out, "with") << YAML::BeginMap;
    key(out, "name") << (elements > 0 ? artifact + u"-${{ matrix.task }}"_s : artifact);
    key(out, "path") << path;
    key(out, "if-no-files-found") << "ignore";
    // All that lies there was put there for us.
    key(out, "include-hidden-files") << true;
    out << YAML::EndMap << YAML::EndMap;
}

void emitProgram(YAML::Emitter &out, const QByteArray &program)
{
    key(out, "shell") << "bash";
    key(out, "run") << YAML::Literal << program.trimmed().toStdString();
}

// Where no action may be used. What is small travels in the workflow; inputs, and what is large, lie in the commit.
void emitPlainSteps(YAML::Emitter &out, const JobSpec &spec, const QString &uid, const QByteArray &script, int elements)
{
    key(out, "steps") << YAML::BeginSeq;

    out << YAML::BeginMap;
    key(out, "name") << u"Fetch the script"_s;
    if (spec.inputs.isEmpty() && script.size() <= largestEmbedded) {
        emitProgram(out, writeScriptProgram(script));
    } else {
        key(out, "env") << YAML::BeginMap;
        key(out, "PUNCHCARD_TOKEN") << u"${{ github.token }}"_s;
        out << YAML::EndMap;
        emitProgram(out, fetchCommitProgram());
    }
    out << YAML::EndMap;

    emitScriptStep(out, spec, uid, script.startsWith("#!"), elements, std::nullopt);

    out << YAML::BeginMap;
    key(out, "name") << keepUploadsStep;
    key(out, "if") << u"${{ always() }}"_s;
    key(out, "env") << YAML::BeginMap;
    key(out, "PUNCHCARD_RESULTS") << Quoted{(QStringList{uploadsFolder} + spec.uploads).join(u'\n')};
    out << YAML::EndMap;
    emitProgram(out, tellLostProgram());
    out << YAML::EndMap << YAML::EndSeq;
}

void emitSteps(YAML::Emitter &out, const JobSpec &spec, const QString &uid, bool ownShebang, const ActionVersions &versions, int elements,
               const std::optional<LiveOutput> &live)
{
    key(out, "steps") << YAML::BeginSeq;

    out << YAML::BeginMap;
    key(out, "name") << u"Fetch the script"_s;
    key(out, "uses") << QString(u"actions/checkout@"_s + versions.checkout);
    key(out, "with") << YAML::BeginMap;
    key(out, "persist-credentials") << false;
    out << YAML::EndMap << YAML::EndMap;

    emitScriptStep(out, spec, uid, ownShebang, elements, live);

    emitManifestStep(out, spec);

    // Without a slash at its end it also stands for a file, should the script have made one of that name.
    emitKeepStep(out, keepUploadsStep, uploadsFolder, uploadsFolder, versions, elements);
    for (const QString &path : spec.uploads) {
        const QString artifact = artifactOfUpload(path);
        emitKeepStep(out, keepStepPrefix + withoutExpressions(artifact), withoutExpressions(withoutSlash(path)),
                     withoutExpressions(artifact), versions, elements);
    }
    emitKeepStep(out, sendManifestStep, manifestFile, manifestArtifact, versions, elements, true);
    out << YAML::EndSeq;
}

/// How the files come and go: by actions, or with the script in @p plain and without any.
struct Carriage
{
    QString uid = {};
    bool ownShebang = false;
    ActionVersions versions = {};
    std::optional<QByteArray> plain = {};
    std::optional<LiveOutput> live = {}; ///< not in @p plain: its scripts would not be there
};

void emitJob(YAML::Emitter &out, const JobSpec &spec, const QString &uid, const Carriage &carriage)
{
    const int elements = arraySize(spec);
    key(out, "job") << YAML::BeginMap;
    key(out, "name") << (elements > 0 ? u"job ${{ matrix.task }}"_s : u"job"_s);
    emitRunsOn(out, spec);
    if (spec.timeoutMinutes)
        key(out, "timeout-minutes") << *spec.timeoutMinutes;
    if (elements > 0)
        emitMatrix(out, spec, elements);
    if (carriage.plain)
        emitPlainSteps(out, spec, uid, *carriage.plain, elements);
    else
        emitSteps(out, spec, uid, carriage.ownShebang, carriage.versions, elements, carriage.live);
    out << YAML::EndMap;
}

Result<QByteArray> emitWorkflow(const JobSpec &spec, const Carriage &carriage)
{
    if (const Result<> good = check(spec); !good)
        return good.error();
    const QString known = carriage.uid.isEmpty() ? QUuid().toString(QUuid::WithoutBraces) : carriage.uid;
    YAML::Emitter out;
    out.SetMapFormat(YAML::Block);
    out << YAML::BeginMap;
    key(out, "name") << u"punchcard"_s;
    key(out, "run-name") << Quoted{spec.name.simplified()};

    key(out, "on") << YAML::BeginMap;
    key(out, "push") << YAML::BeginMap;
    key(out, "branches") << YAML::BeginSeq << (spec.housing == Housing::Standing ? branchOf(known) : u"**"_s) << YAML::EndSeq
                         << YAML::EndMap << YAML::EndMap;

    key(out, "permissions") << YAML::BeginMap;
    key(out, "contents") << (carriage.live ? "write" : "read");
    if (spec.oidc)
        key(out, "id-token") << "write";
    if (spec.packages)
        key(out, "packages") << "write";
    out << YAML::EndMap;

    key(out, "jobs") << YAML::BeginMap;
    emitJob(out, spec, known, carriage);
    out << YAML::EndMap << YAML::EndMap;
    if (!out.good()) {
        return Error{.kind = Error::Kind::Local,
                     .what = Text::tr("The workflow could not be written."),
                     .remedy = Text::tr("Report this with the script's name and labels."),
                     .detail = QString::fromStdString(out.GetLastError())};
    }
    return QByteArray(out.c_str(), qsizetype(out.size())) + '\n';
}

} // namespace

QString withoutExpressions(QString text)
{
    return text.replace(u"${{"_s, u"${{ '${{' }}"_s);
}

bool isKeepStep(const QString &name)
{
    return name.startsWith(keepStepPrefix);
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
                               const std::optional<LiveOutput> &live)
{
    return emitWorkflow(spec, {.uid = uid, .ownShebang = ownShebang, .versions = versions, .live = live});
}

Result<QByteArray> workflowWithoutActions(const JobSpec &spec, const QString &uid, const QByteArray &script)
{
    return emitWorkflow(spec, {.uid = uid, .plain = script});
}

} // namespace punchcard::workflow
