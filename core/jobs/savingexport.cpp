// SPDX-License-Identifier: MIT
#include "core/jobs/savingexport.h"

#include "core/base/files.h"
#include "core/script/directives.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct SavingExportText
{
    Q_DECLARE_TR_FUNCTIONS(SavingExport)
};

constexpr qint64 largestExported = 16 << 20;

struct ExportedFile
{
    QString path;
    QByteArray content;
    bool isProgram = false;
};

Result<> checkFree(const ExportedFile &file)
{
    if (!QFileInfo::exists(file.path))
        return {};
    const Result<QByteArray> there = readFile(file.path, largestExported);
    if (there && *there == file.content)
        return {};
    return Error{.kind = Error::Kind::Conflict,
                 .what = SavingExportText::tr("%1 is there with other content.").arg(QDir::toNativeSeparators(file.path)),
                 .remedy = SavingExportText::tr("Choose another name, or have it replaced.")};
}

// For others to read, as all in a repository is.
Result<> writeExported(const ExportedFile &file)
{
    if (!QDir().mkpath(QFileInfo(file.path).path()))
        return storageError(SavingExportText::tr("The folder of the workflow could not be made."), QFileInfo(file.path).path(), {});
    QSaveFile out(file.path);
    if (!out.open(QIODevice::WriteOnly) || out.write(file.content) != file.content.size() || !out.commit())
        return storageError(SavingExportText::tr("The workflow could not be written."), file.path, out.errorString());
    if (file.isProgram)
        QFile::setPermissions(file.path, QFile::permissions(file.path) | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
    return {};
}

} // namespace

Result<Submission> submissionOfScript(const QString &file)
{
    const Result<QByteArray> script = readFile(file, largestExported);
    if (!script)
        return script.error();
    Submission submission{.spec = {.name = QFileInfo(file).fileName()}, .script = *script};
    const Directives directives = directivesOf(*script);
    if (const Result<> applied = applyDirectives(submission.spec, directives, {}, QFileInfo(file).absolutePath()); !applied)
        return applied.error();
    const QStringList lacking = secretsAskedFor(directives, submission.spec);
    for (const QString &name : lacking)
        submission.spec.secrets.append({.name = name, .from = SecretSource::From::Typed});
    return submission;
}

Result<SavedExport> saveExport(const workflow::ExportedWorkflow &exported, const QByteArray &script, const QString &file, bool overwrite)
{
    QList<ExportedFile> files{{.path = file, .content = exported.yaml}};
    SavedExport saved;
    if (exported.scriptPath) {
        const QDir folder(QFileInfo(file).absolutePath());
        const bool isInRepository = folder.path().endsWith("/.github/workflows"_L1);
        const QString name = exported.scriptPath->section(u'/', -1);
        const QString place = isInRepository ? QDir::cleanPath(folder.filePath(u"../../"_s + *exported.scriptPath)) : folder.filePath(name);
        files.append({.path = place, .content = script, .isProgram = script.startsWith("#!")});
        if (!isInRepository)
            saved.scriptBelongs = *exported.scriptPath;
    }
    for (const ExportedFile &each : std::as_const(files)) {
        if (const Result<> free = overwrite ? Result<>() : checkFree(each); !free)
            return free.error();
    }
    for (const ExportedFile &each : std::as_const(files)) {
        if (const Result<> written = writeExported(each); !written)
            return written.error();
        saved.files.append(each.path);
    }
    return saved;
}

} // namespace punchcard
