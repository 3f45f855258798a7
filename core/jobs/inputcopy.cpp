// SPDX-License-Identifier: MIT
#include "core/jobs/inputcopy.h"

#include "core/artifacts/safefolder.h"
#include "core/base/files.h"
#include "core/jobs/inputs.h"
#include "core/jobs/inputwalk.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Result<> copyFile(const InputFile &file, const QString &to)
{
    if (const Result<> made = makePrivateFolder(QFileInfo(to).absolutePath()); !made)
        return made;
    const QFileInfo there(to);
    if (there.exists() || there.isSymLink()) {
        return Error{.kind = Error::Kind::Conflict,
                     .what
                     = QCoreApplication::translate("InputCopy", "Two inputs would both be “%1” beside the script.").arg(there.fileName()),
                     .remedy = QCoreApplication::translate("InputCopy", "Rename one of them.")};
    }
    QFile source(file.path);
    const bool done = file.kind == InputFile::Kind::Link ? QFile::link(file.target, to) : source.copy(to);
    if (!done)
        return storageError(QCoreApplication::translate("InputCopy", "The input “%1” could not be copied.").arg(file.path), to,
                            source.errorString());
    return {};
}

} // namespace

Result<> copyInputs(const QList<InputSource> &inputs, const QString &folder)
{
    for (const InputSource &input : inputs) {
        const Result<InputListing> listing = listInput(input, mostInputFiles);
        if (!listing)
            return listing.error();
        for (const InputFile &file : listing->files) {
            if (const Result<> copied = copyFile(file, folder + u'/' + file.name); !copied)
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
