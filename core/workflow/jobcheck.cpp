// SPDX-License-Identifier: MIT
#include "core/workflow/jobcheck.h"

#include "core/base/files.h"
#include "core/job/array.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

struct JobCheckText
{
    Q_DECLARE_TR_FUNCTIONS(JobCheck)
};

// What the kernel takes for one variable, less its name.
constexpr qsizetype longestValue = 128 * 1024 - 256;

bool isOneLine(const QString &text)
{
    static const QRegularExpression control(u"[\\x00-\\x1f\\x7f]"_s);
    return !text.trimmed().isEmpty() && !text.contains(control);
}

Result<> checkLabel(const QString &label)
{
    if (!isOneLine(label)) {
        return Error{.kind = Error::Kind::Refused,
                     .what = JobCheckText::tr("“%1” is no runner label.").arg(label.simplified()),
                     .remedy = JobCheckText::tr("Give a label such as ubuntu-latest, without line breaks.")};
    }
    return {};
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
                         .what = JobCheckText::tr("“%1” cannot be kept as a result.").arg(path.simplified()),
                         .remedy = JobCheckText::tr("Give a file or folder beside the script, such as out/ or build/app.")};
        }
        const QString name = artifactOfUpload(path);
        if (names.contains(name, Qt::CaseInsensitive) || isManifestArtifact(name)) {
            return Error{.kind = Error::Kind::Refused,
                         .what = JobCheckText::tr("Two results would be called “%1”.").arg(name),
                         .remedy = JobCheckText::tr("Name each file or folder once; uploads/ always comes back.")};
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
                 .what = JobCheckText::tr("“%1” is no runner group.").arg(group.simplified()),
                 .remedy
                 = JobCheckText::tr("Give a group's name as it stands in the organisation's settings, without line breaks and slashes.")};
}

bool isVariableName(const QString &name)
{
    static const QRegularExpression pattern(u"^[A-Za-z_][A-Za-z0-9_]*\\z"_s);
    return pattern.match(name).hasMatch();
}

// Of what the workflow gives the script, and of what bash sets itself, whatever its environment says.
bool isTaken(const QString &name)
{
    const QString upper = name.toUpper();
    for (const auto prefix : {"GITHUB_"_L1, "RUNNER_"_L1, "ACTIONS_"_L1, "PUNCHCARD_"_L1, "BASH_"_L1}) {
        if (upper.startsWith(prefix))
            return true;
    }
    static const QStringList own{u"PATH"_s, u"HOME"_s};
    static const QStringList shells{u"_"_s,          u"BASHOPTS"_s, u"EUID"_s,         u"GROUPS"_s,        u"IFS"_s,     u"LINENO"_s,
                                    u"OLDPWD"_s,     u"OPTIND"_s,   u"PPID"_s,         u"PWD"_s,           u"RANDOM"_s,  u"SECONDS"_s,
                                    u"SHELLOPTS"_s,  u"SHLVL"_s,    u"UID"_s,          u"SRANDOM"_s,       u"BASHPID"_s, u"FUNCNAME"_s,
                                    u"PIPESTATUS"_s, u"DIRSTACK"_s, u"EPOCHSECONDS"_s, u"EPOCHREALTIME"_s, u"HISTCMD"_s};
    return own.contains(upper) || shells.contains(name);
}

Result<> checkColumns(const JobSpec &spec)
{
    QStringList seen;
    for (const QString &name : spec.params.names) {
        if (const Result<> good = checkColumn(name); !good)
            return good;
        if (seen.contains(name, Qt::CaseInsensitive)) {
            return refusedError(JobCheckText::tr("Two columns of the table are called “%1”.").arg(name),
                                JobCheckText::tr("Rename one of them; small and capital letters count as the same."));
        }
        const auto isIt = [&name](const SecretSource &secret) { return secret.name.compare(name, Qt::CaseInsensitive) == 0; };
        if (std::ranges::any_of(spec.secrets, isIt)) {
            return refusedError(JobCheckText::tr("A column of the table is called “%1”, as a secret is.").arg(name),
                                JobCheckText::tr("Rename one of them."));
        }
        seen.append(name);
    }
    return {};
}

Result<> checkRows(const Parameters &params)
{
    for (qsizetype row = 0; row < params.rows.size(); ++row) {
        if (params.rows.at(row).size() != params.names.size()) {
            return refusedError(JobCheckText::tr("Row %1 of the table has another number of values than there are columns.").arg(row + 1),
                                JobCheckText::tr("Give each column a value; it may be empty."));
        }
        for (const QString &value : params.rows.at(row)) {
            if (value.contains(QChar(0)) || value.toUtf8().size() > longestValue) {
                return refusedError(
                    JobCheckText::tr("Row %1 of the table has a value that no variable can hold.").arg(row + 1),
                    JobCheckText::tr("Put it into a file that travels with the script; a variable takes up to 128 kB of text."));
            }
            if (const Result<> good = checkLength(value); !good)
                return good;
        }
    }
    return {};
}

Result<> checkElements(const QList<int> &elements, int size)
{
    int before = -1;
    for (const int element : elements) {
        if (element <= before || element >= size) {
            return refusedError(JobCheckText::tr("Element %1 does not fit an array of %2.").arg(element).arg(size),
                                JobCheckText::tr("Choose elements from 0 on, each once, in their order."));
        }
        before = element;
    }
    return {};
}

Result<> checkArray(const JobSpec &spec)
{
    const bool isTable = !spec.params.names.isEmpty() || !spec.params.rows.isEmpty();
    if (int(spec.array > 0) + int(!spec.each.isEmpty()) + int(isTable) > 1) {
        return refusedError(JobCheckText::tr("The job is an array in more than one way."),
                            JobCheckText::tr("Give it a number of elements, or inputs, or a table."));
    }
    const int size = arraySize(spec);
    if (isTable && (size == 0 || spec.params.names.isEmpty())) {
        return refusedError(JobCheckText::tr("The table is empty."),
                            JobCheckText::tr("Give it a line with the columns' names, and a row for each element."));
    }
    if (size < 0 || size > largestArray) {
        return refusedError(JobCheckText::tr("An array of %1 elements is too large.").arg(size),
                            JobCheckText::tr("A job takes up to %1; submit several.").arg(largestArray));
    }
    if (spec.maxParallel && *spec.maxParallel < 1) {
        return refusedError(JobCheckText::tr("No element could run: at most %1 at once.").arg(*spec.maxParallel),
                            JobCheckText::tr("Let at least 1 run."));
    }
    if (const int runs = runsOf(spec); spec.maxParallel && *spec.maxParallel < runs) {
        return refusedError(
            JobCheckText::tr("An array of %1 elements needs %2 runs, which go on together: it cannot be kept to %3 at once.")
                .arg(elementsOf(spec).size())
                .arg(runs)
                .arg(*spec.maxParallel),
            JobCheckText::tr("Let at least %1 run at once, or submit fewer elements.").arg(runs));
    }
    if (const Result<> good = checkElements(spec.elements, size); !good)
        return good;
    if (const Result<> good = checkColumns(spec); !good)
        return good;
    return checkRows(spec.params);
}

} // namespace

QString withoutSlash(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

// What withoutExpressions() adds, and the call of format() that GitHub makes of a text with an expression in it, which doubles
// its characters. One that is too long makes it refuse the whole file.
bool fitsExpression(const QString &text)
{
    constexpr qsizetype longest = 21'000;
    return text.size() + text.count(u'\'') + text.count(u'{') + text.count(u'}') + 16 * (text.count("${{"_L1) + 1) <= longest;
}

Result<> checkLength(const QString &text)
{
    if (!text.contains("${{"_L1) || fitsExpression(text))
        return {};
    return Error{.kind = Error::Kind::Refused,
                 .what = JobCheckText::tr("“%1…” is too long for a text that has “${{” in it.").arg(text.left(40).simplified()),
                 .remedy = JobCheckText::tr(
                     "GitHub takes such texts up to about 20,000 characters: put it into a file that travels with the script.")};
}

Result<> checkColumn(const QString &name)
{
    if (!isVariableName(name)) {
        return refusedError(JobCheckText::tr("The column “%1” cannot be a variable.").arg(name.left(40).simplified()),
                            JobCheckText::tr("Call it by letters, digits and _, not beginning with a digit."));
    }
    if (isTaken(name)) {
        return refusedError(JobCheckText::tr("The column “%1” has the name of a variable that the script has anyway.").arg(name),
                            JobCheckText::tr("Give the column another name."));
    }
    return {};
}

Result<> checkForWorkflow(const JobSpec &spec)
{
    if (spec.runsOn.isEmpty() && spec.runnerGroup.isEmpty()) {
        return Error{.kind = Error::Kind::Refused,
                     .what = JobCheckText::tr("The job names no runner."),
                     .remedy = JobCheckText::tr("Give a label such as ubuntu-latest.")};
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
                         .what = JobCheckText::tr("“%1” cannot be the name of a secret.").arg(secret.name),
                         .remedy = JobCheckText::tr("Use letters, digits and _, not beginning with a digit.")};
        }
    }
    if (const Result<> good = checkUploads(spec.uploads); !good)
        return good;
    return checkArray(spec);
}

} // namespace punchcard::workflow
