// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/jobspec.h"

#include <QByteArray>

#include <optional>

namespace punchcard::workflow {

/// Names that the workflow, the log reader and the artifact pane agree on.
inline const QString scriptFile = QStringLiteral("job.sh");
inline const QString workflowPath = QStringLiteral(".github/workflows/punchcard.yml");
inline const QString scriptStep = QStringLiteral("Run job.sh");
inline const QString keepUploadsStep = QStringLiteral("Keep uploads");
/// Whether the step of that name keeps what the script left: uploads, or what else the job names.
[[nodiscard]] bool isKeepStep(const QString &name);
inline const QString uploadsFolder = QStringLiteral("uploads");
/// Where a job notes what an artifact loses (modes, links, empty folders), and the artifact that this travels as.
inline const QString manifestFile = QStringLiteral(".punchcard-manifest");
inline const QString manifestArtifact = QStringLiteral("punchcard-manifest");
/// The steps of which the one writes it and the other sends it; neither can fail a job.
inline const QString noteManifestStep = QStringLiteral("Note modes and links");
inline const QString sendManifestStep = QStringLiteral("Send modes and links");
/// Whether an artifact of that name is one, of a job or of an array's element.
[[nodiscard]] bool isManifestArtifact(const QString &name);

/// By this variable of its workflow a job on this computer says that it may do without a sandbox: who submitted it knows.
inline const QString noSandboxVariable = QStringLiteral("PUNCHCARD_NO_SANDBOX");
inline const QString noSandboxAllowed = QStringLiteral("allowed");

/// Which versions of the actions the workflow uses: an Enterprise Server may have older ones only.
struct ActionVersions
{
    QString checkout = QStringLiteral("v7");
    QString uploadArtifact = QStringLiteral("v7");
};

/// Where a job's scripts for sending its output lie, beside job.sh.
inline const QString liveFolder = QStringLiteral(".punchcard");
/// The names of those scripts; their texts are in :/punchcard/live/.
inline const QString uploadProgram = QStringLiteral("punchcard-upload");
inline const QStringList liveFiles = {QStringLiteral("ship.sh"), QStringLiteral("mask.awk"), uploadProgram};

/// That a job's output is sent while it runs. The job may then write into its repository.
struct LiveOutput
{
    bool sends = true; ///< false: only the program is there that shows files while a script runs, and keeps them for the end
    int seconds = 5;   ///< between two looks at what was printed, at first
    int first = 0;     ///< seconds until an element looks whether it is to be sent
    int every = 0;     ///< and between two such looks; 0: all are sent
};

/// The workflow file of job @p uid whose commit also holds the script as job.sh. @p ownShebang: the script begins with #!,
/// otherwise bash runs it. In a standing repository it starts on the job's own branch alone and takes the job's own secrets;
/// an empty @p uid stands for one that is not given yet. No text of the user's can change its structure or is evaluated as an expression.
/// An array's matrix has the elements of run @p number (Run::number) alone.
/// Refused: a label, a secret's name or the array cannot stand in a workflow.
[[nodiscard]] Result<QByteArray> jobWorkflow(const JobSpec &spec, bool ownShebang, const QString &uid = {},
                                             const ActionVersions &versions = {}, const std::optional<LiveOutput> &live = {},
                                             int number = 1);

/// The same where the rules of the job's owner refuse every action: the script is written into the workflow, or it and the
/// inputs are fetched with the job's own token. What the script leaves cannot be kept then; the step that would keep it
/// fails and says so, when there is something.
[[nodiscard]] Result<QByteArray> workflowWithoutActions(const JobSpec &spec, const QString &uid, const QByteArray &script, int number = 1);

/// The artifact that task @p index of an array leaves, or of a job without one (index < 0).
[[nodiscard]] QString uploadsArtifact(int index);

/// What the artifact of JobSpec::uploads' @p path is called: "build/out.bin" is kept as "build-out.bin". Empty: it has no name.
[[nodiscard]] QString artifactOfUpload(const QString &path);

/// @p text so that GitHub takes it as it stands, whatever `${{` is in it.
[[nodiscard]] QString withoutExpressions(QString text);

} // namespace punchcard::workflow
