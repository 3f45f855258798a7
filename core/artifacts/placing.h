// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/refusal.h"
#include "core/base/context.h"
#include "core/base/result.h"

#include <QList>
#include <QSet>

namespace punchcard {

struct Placed
{
    QList<UnpackedFile> files; ///< All that is in the target folder now, also what lay there with the same content.
    qint64 written = 0; ///< How many of them were written.
    QList<Refusal> refusals; ///< Other content lies there, a folder where a file belongs, a symbolic link on the way.
};

/// Copies what lies in @p fromFolder (a job's own) into @p toFolder (the user's; made if need be), on the pool.
/// Nothing existing is changed unless @p overwrite: same content is left alone, other content is a refusal. Symbolic links
/// in @p toFolder are not followed (an existing link at a file's place is replaced with @p overwrite, else a refusal). Those in
/// @p fromFolder are placed as links, if they stay in it. What lies at the paths @p kept is not changed in any case: it came from
/// elsewhere in the same job.
/// Progress in bytes. Missing: no @p fromFolder. Conflict: @p toFolder is no folder. Storage: not writable, or with
/// retry, no space. Local: what lies in @p fromFolder cannot be read.
[[nodiscard]] Async<Placed> place(QString fromFolder, QString toFolder, bool overwrite, Context context, QSet<QString> kept = {});

/// The same for a single file that is to lie directly in @p toFolder under @p name (a base name).
[[nodiscard]] Async<Placed> placeFile(QString file, QString toFolder, QString name, bool overwrite, Context context);

/// @p name of an artifact or task as the name of a folder or file on any system: what cannot stand in one is written as
/// %XX (and % itself too), reserved Windows names and leading or trailing dots likewise, long names end in a hash.
/// Different names give different results. Never empty, ".", ".." or hidden.
[[nodiscard]] QString safeFolderName(const QString &name);

} // namespace punchcard
