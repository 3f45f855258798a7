// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace punchcard {

/// What an attached folder leaves out, by the rules of gitignore; at the top of that folder. Is not sent itself.
inline const QString ignoreFile = QStringLiteral(".punchcardignore");

/// One file that goes beside the script.
struct InputFile
{
    enum class Kind { Plain, Executable, Link };
    QString path = {}; ///< on this computer
    QString name = {}; ///< beside the script, parted by `/`
    Kind kind = Kind::Plain;
    qint64 size = 0;     ///< bytes
    QString target = {}; ///< of a link
};

struct InputListing
{
    QList<InputFile> files = {}; ///< by name
    int leftOut = 0; ///< files and folders that an ignore file or their kind keeps back; a folder counts as one
};

/// What git keeps for itself: no tree takes an entry of that name.
[[nodiscard]] bool isGitFolder(QStringView name);

/// All that @p input sends: a file, or what is in a folder less what its ignore file names, `.git` and what is neither file
/// nor folder. Refused: a link that leads out of the folder, what cannot be read, more than @p most files. Blocks: call it on
/// the pool.
[[nodiscard]] Result<InputListing> listInput(const InputSource &input, qsizetype most);

/// Likewise of the @p folder that inputs were copied to: nothing is left out there.
[[nodiscard]] Result<InputListing> listCopies(const QString &folder);

} // namespace punchcard
