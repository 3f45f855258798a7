// SPDX-License-Identifier: MIT
#include "core/workflow/jobsteps.h"

#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/workflow/elementinputs.h"
#include "core/workflow/emitting.h"
#include "core/workflow/jobcheck.h"
#include "core/workflow/jobmatrix.h"
#include "core/workflow/plainsteps.h"

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

const QString keepStepPrefix = u"Keep "_s;

// What the secret is called in the repository that the job lives in.
QString secretThere(const JobSpec &spec, const QString &uid, const QString &name)
{
    return spec.housing == Housing::Standing ? standingSecret(uid, name) : name;
}

// What ship.sh takes. The token is the job's own and reaches nothing but its repository.
void emitLiveEnv(YAML::Emitter &out, const JobSpec &spec, const QString &uid, const LiveOutput &live, bool isArray)
{
    QStringList secrets;
    secrets.reserve(spec.secrets.size());
    for (const SecretSource &secret : spec.secrets)
        secrets.append(secret.name);
    key(out, "PUNCHCARD_LIVE_TOKEN") << u"${{ github.token }}"_s;
    key(out, "PUNCHCARD_LIVE_API") << u"${{ github.api_url }}"_s;
    key(out, "PUNCHCARD_LIVE_REPOSITORY") << u"${{ github.repository }}"_s;
    key(out, "PUNCHCARD_LIVE_BRANCH") << liveBranchOf(uid, u"${{ github.run_attempt }}"_s, isArray ? u"${{ matrix.task }}"_s : QString());
    key(out, "PUNCHCARD_LIVE_SECRETS") << secrets.join(u' ');
    key(out, "PUNCHCARD_LIVE_INTERVAL") << QString::number(live.seconds);
    if (isArray && live.every > 0) {
        key(out, "PUNCHCARD_LIVE_CHOICE") << liveChoiceBranchOf(uid);
        key(out, "PUNCHCARD_LIVE_ELEMENT") << u"${{ matrix.task }}"_s;
        key(out, "PUNCHCARD_LIVE_LOOKS") << u"%1 %2"_s.arg(live.first).arg(live.every);
    }
}

void emitScriptStep(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage)
{
    const bool isArray = arraySize(spec) > 0;
    const bool ownShebang = carriage.plain ? carriage.plain->startsWith("#!") : carriage.ownShebang;
    out << YAML::BeginMap;
    key(out, "name") << scriptStep;
    key(out, "shell") << "bash";
    const bool sends = carriage.live && carriage.live->sends;
    if (!spec.secrets.isEmpty() || isArray || sends) {
        key(out, "env") << YAML::BeginMap;
        for (const SecretSource &secret : spec.secrets)
            out << YAML::Key << secret.name.toStdString() << YAML::Value
                << u"${{ secrets.%1 }}"_s.arg(secretThere(spec, carriage.uid, secret.name));
        emitElementEnv(out, spec);
        if (sends)
            emitLiveEnv(out, spec, carriage.uid, *carriage.live, isArray);
        out << YAML::EndMap;
    }
    QString run = u"mkdir -p uploads\n"_s;
    if (ownShebang)
        run += u"chmod +x ./job.sh\n"_s;
    if (sends)
        run += u"bash %1/%2 "_s.arg(liveFolder, liveFiles.constFirst());
    else if (carriage.live)
        run += u"PATH=$PWD/%1:$PATH "_s.arg(liveFolder);
    run += ownShebang ? u"./job.sh"_s : u"bash ./job.sh"_s;
    key(out, "run") << YAML::Literal << run.toStdString();
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
                  bool isArray, bool mayFail = false)
{
    out << YAML::BeginMap;
    key(out, "name") << name;
    // Also after a failure and after a cancel: what there is comes back.
    key(out, "if") << u"${{ always() }}"_s;
    if (mayFail)
        key(out, "continue-on-error") << true;
    key(out, "uses") << QString(u"actions/upload-artifact@"_s + versions.uploadArtifact);
    key(out, "with") << YAML::BeginMap;
    key(out, "name") << (isArray ? artifact + u"-${{ matrix.task }}"_s : artifact);
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
void emitPlainSteps(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage)
{
    out << YAML::BeginMap;
    key(out, "name") << u"Fetch the script"_s;
    if (spec.inputs.isEmpty() && carriage.plain->size() <= largestEmbedded) {
        emitProgram(out, writeScriptProgram(*carriage.plain));
    } else {
        key(out, "env") << YAML::BeginMap;
        key(out, "PUNCHCARD_TOKEN") << u"${{ github.token }}"_s;
        if (hasOwnInputs(spec))
            key(out, "PUNCHCARD_FILES") << QString(withoutExpressions(checkoutNames(spec)) + u"\n${{ matrix.input }}"_s);
        out << YAML::EndMap;
        emitProgram(out, fetchCommitProgram());
    }
    out << YAML::EndMap;

    emitScriptStep(out, spec, carriage);

    out << YAML::BeginMap;
    key(out, "name") << keepUploadsStep;
    key(out, "if") << u"${{ always() }}"_s;
    key(out, "env") << YAML::BeginMap;
    key(out, "PUNCHCARD_RESULTS") << Quoted{(QStringList{uploadsFolder} + spec.uploads).join(u'\n')};
    out << YAML::EndMap;
    emitProgram(out, tellLostProgram());
    out << YAML::EndMap;
}

void emitActionSteps(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage)
{
    const ActionVersions &versions = carriage.versions;
    const bool isArray = arraySize(spec) > 0;
    out << YAML::BeginMap;
    key(out, "name") << u"Fetch the script"_s;
    key(out, "uses") << QString(u"actions/checkout@"_s + versions.checkout);
    key(out, "with") << YAML::BeginMap;
    key(out, "persist-credentials") << false;
    if (hasOwnInputs(spec)) {
        const QStringList more = carriage.live ? QStringList{liveFolder} : QStringList();
        key(out, "sparse-checkout") << QString(withoutExpressions(sparsePatterns(spec, more)) + u"\n${{ matrix.own }}"_s);
        key(out, "sparse-checkout-cone-mode") << false;
    }
    out << YAML::EndMap << YAML::EndMap;

    emitScriptStep(out, spec, carriage);

    emitManifestStep(out, spec);

    // Without a slash at its end it also stands for a file, should the script have made one of that name.
    emitKeepStep(out, keepUploadsStep, uploadsFolder, uploadsFolder, versions, isArray);
    for (const QString &path : spec.uploads) {
        const QString artifact = artifactOfUpload(path);
        emitKeepStep(out, keepStepPrefix + withoutExpressions(artifact), withoutExpressions(withoutSlash(path)),
                     withoutExpressions(artifact), versions, isArray);
    }
    emitKeepStep(out, sendManifestStep, manifestFile, manifestArtifact, versions, isArray, true);
}

} // namespace

bool isKeepStep(const QString &name)
{
    return name.startsWith(keepStepPrefix);
}

void emitSteps(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage)
{
    key(out, "steps") << YAML::BeginSeq;
    if (carriage.plain)
        emitPlainSteps(out, spec, carriage);
    else
        emitActionSteps(out, spec, carriage);
    out << YAML::EndSeq;
}

} // namespace punchcard::workflow
