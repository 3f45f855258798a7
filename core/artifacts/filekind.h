// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>

namespace punchcard {
Q_NAMESPACE

/// What a file is to somebody who looks for an icon or a preview of it.
enum class FileKind { Folder, Text, Script, Program, Image, Sound, Film, Document, Archive, Data };
Q_ENUM_NS(FileKind)

/// The kind of a file called @p name, by its suffix alone: fit for a hundred thousand of them.
[[nodiscard]] FileKind kindOfName(const QString &name, bool executable);

/// Whether opening the file @p path could run something: it is executable, a script, a launcher, an installer, or begins
/// like a program. Reads its first bytes; true when they cannot be read.
[[nodiscard]] bool couldRun(const QString &path);

} // namespace punchcard
