// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/archivelisting.h"
#include "core/base/context.h"
#include "core/base/result.h"

#include <QString>

namespace punchcard {

/// What there is to show of a file without opening it elsewhere. Never more than its first part, however big it is.
struct Preview
{
    enum class Kind {
        Empty,
        Text,    ///< `text`
        Image,   ///< by its content; whoever paints it decodes the file
        Listing, ///< `listing`
        Bytes,   ///< windows of it are to be had by readWindow()
    };
    Kind kind = Kind::Empty;
    QString path = {};
    qint64 size = 0;
    QString mime = {};      ///< "text/x-python"
    QString typeName = {};  ///< for people, translated by the system's database: "Python script"
    QString text = {};
    bool cut = false;       ///< the text, or a line of it, goes on
    ArchiveListing listing = {};
};

/// Looks at @p file on the pool. Missing or Storage: it is not there, or cannot be read.
[[nodiscard]] Async<Preview> readPreview(QString file, Context context);

/// @p length bytes of @p file from @p offset on, fewer at its end; on the pool.
[[nodiscard]] Async<QByteArray> readWindow(QString file, qint64 offset, qint64 length, Context context);

} // namespace punchcard
