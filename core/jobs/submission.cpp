// SPDX-License-Identifier: MIT
#include "core/jobs/submission.h"

#include "core/base/files.h"
#include "core/job/array.h"
#include "core/job/repositoryname.h"
#include "core/jobs/inputs.h"
#include "core/script/directives.h"
#include "core/secrets/secretfolder.h"
#include "core/secrets/secretname.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct SubmissionText
{
    Q_DECLARE_TR_FUNCTIONS(Submission)
};

Result<> mendScript(Checked &checked)
{
    QByteArray &script = checked.submission.script;
    if (script.trimmed().isEmpty())
        return refusedError(SubmissionText::tr("The script is empty."), SubmissionText::tr("Write what it should do."));
    if (script.contains('\0'))
        return refusedError(SubmissionText::tr("The script is not a text: it has a zero byte in it."),
                            SubmissionText::tr("Give a script, and a program as an input."));
    if (script.startsWith("\xef\xbb\xbf")) {
        script.remove(0, 3);
        checked.notes.append(SubmissionText::tr("The byte order mark at the script's begin was left out: no shell understands it."));
    }
    if (script.contains("\r\n")) {
        script.replace("\r\n", "\n");
        checked.notes.append(SubmissionText::tr("The script's Windows line ends were changed to Unix ones: bash would stumble over them."));
    }
    return {};
}

// What the script asks for by itself; who overruled it wanted to.
Result<> checkScript(Checked &checked)
{
    const JobSpec &spec = checked.submission.spec;
    const Directives directives = directivesOf(checked.submission.script);
    if (const Result<> good = checkDirectives(directives); !good)
        return good;
    if (const QStringList lacking = secretsAskedFor(directives, spec); !lacking.isEmpty()) {
        return refusedError(SubmissionText::tr("The script asks for secrets that were not given: %1.").arg(lacking.join(u", "_s)),
                            SubmissionText::tr("Say where each comes from, or take its directive out of the script."));
    }
    checked.notes += overruled(directives, spec);
    return {};
}

Result<> checkSecrets(const Submission &submission)
{
    if (const Result<> set = checkSecretSet(submission.spec.secrets); !set)
        return set;
    for (const SecretSource &source : submission.spec.secrets) {
        if (const Result<> named = checkSecretName(source.name); !named)
            return named;
        const auto isValueOf = [&source](const auto &typed) { return typed.first == source.name; };
        if (source.from == SecretSource::From::Typed && std::ranges::none_of(submission.typed, isValueOf)) {
            return refusedError(SubmissionText::tr("The value of the secret %1 was entered for one job and is not kept.").arg(source.name),
                                SubmissionText::tr("Run the script anew and enter it again."));
        }
        if (source.from == SecretSource::From::File) {
            // Read once now, so that what is wrong with it shows before anything is created.
            if (const Result<SecretString> value = readSecret(source.where); !value)
                return value.error();
        }
    }
    return {};
}

Result<> checkLimits(const JobSpec &spec)
{
    if (spec.timeoutMinutes && *spec.timeoutMinutes < 1)
        return refusedError(SubmissionText::tr("A time limit under a minute cannot be kept."),
                            SubmissionText::tr("GitHub counts in minutes: give at least 1m."));
    if (spec.housing == Housing::Standing && !spec.standingRepository.isEmpty()) {
        if (const Result<> named = checkRepositoryName(spec.standingRepository); !named)
            return named;
    }
    // The workflow itself says what else cannot be: labels, array.
    for (int run = 1; run <= runsOf(spec); ++run) {
        if (const Result<QByteArray> yaml = workflow::jobWorkflow(spec, true, {}, {}, {}, run); !yaml)
            return yaml.error();
    }
    return {};
}

} // namespace

Result<Checked> check(Submission submission)
{
    Checked checked{.submission = std::move(submission)};
    const JobSpec &spec = checked.submission.spec;
    if (const Result<> mended = mendScript(checked); !mended)
        return mended.error();
    if (const Result<> asked = checkScript(checked); !asked)
        return asked.error();
    if (const Result<> limits = checkLimits(spec); !limits)
        return limits.error();
    if (const Result<> secrets = checkSecrets(checked.submission); !secrets)
        return secrets.error();
    if (const Result<InputMeasure> inputs = measureInputs(spec.inputs); !inputs)
        return inputs.error();
    if (const Result<> out = checkOutFolder(spec.outFolder); !out)
        return out.error();
    return checked;
}

Result<> checkOutFolder(const QString &folder)
{
    if (folder.isEmpty())
        return {};
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return refusedError(SubmissionText::tr("“%1” is a file, not a folder for results.").arg(folder),
                            SubmissionText::tr("Give another folder."));
    if (!QDir().mkpath(folder))
        return storageError(SubmissionText::tr("The results folder “%1” could not be made.").arg(folder), folder, qt_error_string());
    QTemporaryFile probe(folder + u"/.punchcard-XXXXXX"_s);
    if (!probe.open())
        return storageError(SubmissionText::tr("Nothing can be written into the results folder “%1”.").arg(folder), folder,
                            probe.errorString());
    return {};
}

} // namespace punchcard
