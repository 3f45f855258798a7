// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace punchcard::hub {

/// A file of a log archive: what lies at a path, or, without one, a text.
struct ZipMember
{
    QString name;
    QString file = {};
    QByteArray text = {};
};

/// A job's name as GitHub puts it into file names: what no file system takes becomes '_', at most 90 units.
[[nodiscard]] QString mangledName(const QString &name);

/// Writes @p members to @p zip, streaming, and puts it there in one step; members whose file is gone are left out.
/// Blocks; for a pool thread. Storage on failure.
[[nodiscard]] Result<> writeZip(const QString &zip, const QList<ZipMember> &members);

} // namespace punchcard::hub
