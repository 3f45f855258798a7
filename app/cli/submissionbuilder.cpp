// SPDX-License-Identifier: MIT
#include "app/cli/submissionbuilder.h"

#include "core/base/files.h"
#include "core/jobs/inputs.h"
#include "core/script/directives.h"
#include "core/script/parameterfile.h"
#include "core/secrets/secretfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct SubmissionBuilderText
{
    Q_DECLARE_TR_FUNCTIONS(SubmissionBuilder)
};

// More than anybody writes, and less than GitHub takes.
constexpr qint64 largestScript = 16 << 20;

Result<QByteArray> readScript(const QString &file)
{
    if (file != "-"_L1)
        return readFile(file, largestScript);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return refusedError(SubmissionBuilderText::tr("Standard input cannot be read."),
                            SubmissionBuilderText::tr("Name the script's file."));
    QByteArray script;
    while (script.size() <= largestScript) {
        const QByteArray piece = input.read(64 * 1024);
        if (piece.isEmpty())
            return script;
        script += piece;
    }
    return refusedError(SubmissionBuilderText::tr("What comes from standard input is too large for a script."),
                        SubmissionBuilderText::tr("Send data as an --input."));
}

Result<> addSecrets(Checked &built, const RunOptions &options)
{
    JobSpec &spec = built.submission.spec;
    if (!options.secretsFrom.isEmpty()) {
        const Result<FolderSecrets> found = listSecrets(options.secretsFrom);
        if (!found)
            return found.error();
        spec.secrets += found->secrets;
        built.notes += found->skipped;
    }
    for (const QString &argument : options.secrets) {
        Result<SecretSource> source = secretFromArgument(argument);
        if (!source)
            return source.error();
        if (!isRepeatable(source->where)) {
            // A pipe: read now, kept until it is sealed.
            const Result<SecretString> value = readSecret(source->where);
            if (!value)
                return value.error();
            source->from = SecretSource::From::Typed;
            source->where.clear();
            built.submission.typed.append({source->name, *value});
        }
        spec.secrets.append(*source);
    }
    return {};
}

Result<> addInputs(JobSpec &spec, const RunOptions &options)
{
    const QStringList paths = options.inputs + options.each;
    for (const QString &path : paths) {
        Result<QList<InputSource>> inputs = withInput(spec.inputs, path);
        if (!inputs)
            return inputs.error();
        spec.inputs = std::move(*inputs);
    }
    for (const QString &path : options.each)
        spec.each.append(QFileInfo(path).fileName());
    return {};
}

QList<DirectiveKey> givenKeys(const RunOptions &options)
{
    QList<DirectiveKey> given;
    const auto add = [&given](bool isGiven, DirectiveKey key) {
        if (isGiven)
            given.append(key);
    };
    add(!options.runsOn.isEmpty(), DirectiveKey::RunsOn);
    add(!options.runnerGroup.isEmpty(), DirectiveKey::Group);
    add(options.timeoutMinutes.has_value(), DirectiveKey::Timeout);
    const bool isArray = options.array > 0 || !options.each.isEmpty() || !options.params.isEmpty();
    add(isArray, DirectiveKey::Array);
    add(isArray, DirectiveKey::Params);
    add(options.maxParallel.has_value(), DirectiveKey::MaxParallel);
    add(options.failFast.has_value(), DirectiveKey::FailFast);
    add(options.standing.has_value(), DirectiveKey::Standing);
    add(options.isPrivate.has_value(), DirectiveKey::Private);
    add(options.deleteHouse.has_value(), DirectiveKey::Delete);
    return given;
}

// What the script asks for by itself, where no flag says otherwise.
Result<> obeyScript(Checked &built, const RunOptions &options)
{
    JobSpec &spec = built.submission.spec;
    const Directives directives = directivesOf(built.submission.script);
    const QString folder = options.file == "-"_L1 ? QDir::currentPath() : QFileInfo(options.file).absolutePath();
    if (const Result<> applied = applyDirectives(spec, directives, givenKeys(options), folder); !applied)
        return applied;
    const QStringList lacking = secretsAskedFor(directives, spec);
    if (lacking.isEmpty())
        return {};
    return refusedError(SubmissionBuilderText::tr("The script asks for secrets that were not given: %1.").arg(lacking.join(u", "_s)),
                        SubmissionBuilderText::tr("Give each: --secret %1=@FILE, or a folder with --secrets-from.").arg(lacking.first()));
}

} // namespace

Result<Checked> buildSubmission(const RunOptions &options, const WatchOptions &watch, const Account &account)
{
    Checked built;
    const Result<QByteArray> script = readScript(options.file);
    if (!script)
        return script.error();
    built.submission.script = *script;

    const AccountDefaults &defaults = account.defaults;
    JobSpec &spec = built.submission.spec;
    spec.name = options.file == "-"_L1 ? SubmissionBuilderText::tr("script") : QFileInfo(options.file).fileName();
    spec.account = account.id;
    spec.owner = options.owner.isEmpty() ? account.owner : options.owner;
    spec.ownerIsOrganisation = options.organisation;
    spec.housing = options.standing ? Housing::Standing : defaults.housing;
    spec.standingRepository = options.standing.value_or(defaults.standingRepository);
    // A group alone is enough to find a runner.
    const bool saysWhere = !options.runsOn.isEmpty() || !options.runnerGroup.isEmpty();
    spec.runsOn = saysWhere ? options.runsOn : defaults.runsOn;
    spec.runnerGroup = saysWhere ? options.runnerGroup : defaults.runnerGroup;
    spec.isPrivate = options.isPrivate.value_or(defaults.isPrivate);
    // Events have no lines of output.
    spec.live = watch.json && !options.live ? std::optional(false) : options.live;
    spec.deleteHouse = options.deleteHouse.value_or(defaults.deleteHouse);
    spec.oidc = options.oidc;
    spec.packages = options.packages;
    spec.array = options.array;
    spec.maxParallel = options.maxParallel;
    spec.failFast = options.failFast.value_or(false);
    spec.merge = options.merge;
    spec.timeoutMinutes = options.timeoutMinutes;
    spec.outFolder = options.outFolder;
    spec.overwrite = options.overwrite;
    if (watch.interval)
        spec.pollMs = watch.interval->count();
    if (const Result<> added = addSecrets(built, options); !added)
        return added.error();
    if (const Result<> added = addInputs(spec, options); !added)
        return added.error();
    if (!options.params.isEmpty()) {
        const Result<Parameters> table = readParameters(options.params);
        if (!table)
            return table.error();
        spec.params = *table;
    }
    if (const Result<> obeyed = obeyScript(built, options); !obeyed)
        return obeyed.error();
    const QStringList asked = askedRacers(directivesOf(built.submission.script));
    if (!options.race.isEmpty() && !asked.isEmpty() && asked != options.race) {
        built.notes.append(SubmissionBuilderText::tr("The script asks for a race against %1; what was chosen for this one counts.")
                               .arg(asked.join(u", "_s)));
    }
    return built;
}

QList<Racer> racersFor(const RunOptions &options, const Submission &built)
{
    QStringList others = options.race;
    // Another machine is nothing that a script can ask for here.
    if (others.isEmpty() && built.spec.account != thisComputerId())
        others = askedRacers(directivesOf(built.script));
    if (others.isEmpty())
        return {};
    QList<Racer> racers{racerOf(built.spec)};
    for (const QString &other : std::as_const(others))
        racers.append(racerFromText(other));
    return racers;
}

} // namespace punchcard::cli
