// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard {

/// A file that was not written, and why. The rest of its archive or folder is there all the same.
struct Refusal
{
    QString name; ///< As the archive has it, made harmless to show: control and bidi characters as ‹U+000A›, cut when long.
    QString why; ///< One translated sentence.
};

/// More of an archive or a folder are counted, not named: nobody reads them, and half a million of them fill the memory.
inline constexpr qsizetype mostRefusals = 100;

/// A line for each of @p refusals, at most mostRefusals of them, and one that tells how many are not named: those beyond, and
/// @p unnamed ones. Pure.
[[nodiscard]] QStringList refusalLines(const QList<Refusal> &refusals, qint64 unnamed = 0);

/// A file that is there now.
struct UnpackedFile
{
    QString path; ///< Below the folder, parted by '/'.
    qint64 size = 0; ///< Bytes.
};

} // namespace punchcard
