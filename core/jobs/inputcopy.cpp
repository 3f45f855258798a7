// SPDX-License-Identifier: MIT
#include "core/jobs/inputcopy.h"

#include "core/artifacts/safefolder.h"
#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Result<> copyFile(const QString &from, const QString &to)
{
    if (const Result<> made = makePrivateFolder(QFileInfo(to).absolutePath()); !made)
        return made;
    if (QFileInfo::exists(to)) {
        return Error{
            .kind = Error::Kind::Conflict,
            .what
            = QCoreApplication::translate("InputCopy", "Two inputs would both be “%1” beside the script.").arg(QFileInfo(to).fileName()),
            .remedy = QCoreApplication::translate("InputCopy", "Rename one of them.")};
    }
    QFile source(from);
    if (!source.copy(to))
        return storageError(QCoreApplication::translate("InputCopy", "The input “%1” could not be copied.").arg(from), to,
                            source.errorString());
    return {};
}

} // namespace

Result<> copyInputs(const QList<InputSource> &inputs, const QString &folder)
{
    for (const InputSource &input : inputs) {
        const QString target = folder + u'/' + input.name;
        if (!QFileInfo(input.path).isDir()) {
            if (const Result<> copied = copyFile(input.path, target); !copied)
                return copied;
            continue;
        }
        const QDir root(input.path);
        QDirIterator files(input.path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            if (const Result<> copied = copyFile(file, target + u'/' + root.relativeFilePath(file)); !copied)
                return copied;
        }
    }
    if (inputs.isEmpty())
        return {};
    // Before the job is one: after a power failure it must not go on with half of an input.
    Result<SafeFolder> copies = SafeFolder::open(folder);
    if (!copies)
        return copies.error();
    return copies->sync();
}

} // namespace punchcard
