// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard {

/// A file that was not written, and why. The rest of its archive or folder is there all the same.
struct Refusal
{
    QString name; ///< As the archive has it, made harmless to show: control and bidi characters as ‹U+000A›, cut when long.
    QString why; ///< One translated sentence.
};

/// A file that is there now.
struct UnpackedFile
{
    QString path; ///< Below the folder, parted by '/'.
    qint64 size = 0; ///< Bytes.
};

} // namespace punchcard
