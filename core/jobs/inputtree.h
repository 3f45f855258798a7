// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// A file of the commit that is no input: the script, the workflow.
struct OwnFile
{
    QString path = {};
    QString mode = QStringLiteral("100644");
    QByteArray content = {};
};

/// Sends @p own and the files that the job's inputs were copied to when it was submitted (its folder's inputs/), modes and
/// links kept, and gives the tree of all of them. Small texts go together, other content as a blob of its own, none twice,
/// also after a restart.
[[nodiscard]] Async<QString> sendTree(Drive &drive, QList<OwnFile> own);

} // namespace punchcard
