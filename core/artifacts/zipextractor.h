// SPDX-License-Identifier: MIT
// core/artifacts: results that came back. Unpacking an archive that may be hostile, adopting a raw file, placing results
// in the user's folder without touching what lies there, asking for space first. Values in, values out.
#pragma once

#include "core/artifacts/refusal.h"
#include "core/base/context.h"
#include "core/base/result.h"

#include <QList>

namespace punchcard {

/// What an archive may take, whatever it says of itself.
struct UnpackLimits
{
    qint64 bytes = -1; ///< Of all files together; -1: whatever the disk has beyond the reserve.
    qint64 entries = 500'000; ///< Files and folders, those on the way to others included; more than this and nothing is unpacked.
    qint64 reserve = qint64(64) << 20; ///< Bytes that stay free on the disk.
};

struct Unpacked
{
    QList<UnpackedFile> files; ///< In the archive's order.
    QList<Refusal> refusals; ///< The first mostRefusals; empty: the folder holds all that the archive does.
    qint64 unnamed = 0; ///< So many more were refused.
    qint64 bytes = 0; ///< Of all files.
};

/// Unpacks @p zip below @p folder (made if need be, 0700; folders in it 0755, files 0644, both less the umask) on the
/// pool; the zip stays. A file that is there already with the same content counts as unpacked, so doing it again after
/// a crash is right; with other content it is a refusal. Progress in bytes of content.
/// Nothing is written outside @p folder nor through a symbolic link in it.
/// Malformed: no zip, or cut. Refused: too many entries, more bytes than the limit, or made to fill the disk. Conflict: @p folder is none.
/// Storage: no space, or the disk failed.
[[nodiscard]] Async<Unpacked> unpack(QString zip, QString folder, UnpackLimits limits, Context context);

} // namespace punchcard
