// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace punchcard::http {

/// "Mon, 23 Nov 2026 10:00:00 GMT"; nullopt when @p text is none.
[[nodiscard]] std::optional<Time> parseHttpDate(const QByteArray &text);

/// The URL of rel="next" in a Link header, resolved against @p base; empty on the last page.
[[nodiscard]] QUrl nextPage(const QByteArray &link, const QUrl &base);

/// "bytes 100-199/200"; total -1 for "*".
struct ContentRange
{
    qint64 first = 0;
    qint64 last = -1;
    qint64 total = -1;
};
[[nodiscard]] std::optional<ContentRange> parseContentRange(const QByteArray &text);

/// The file name of a Content-Disposition, filename* before filename; the last part of a path only, and empty for a name
/// that is none ("..", control characters).
[[nodiscard]] QString fileNameOf(const QByteArray &disposition);

/// The type of a Content-Type without its parameters, in lower case.
[[nodiscard]] QString mediaTypeOf(const QByteArray &contentType);

/// The validator that If-Range may name: a strong ETag, else the Last-Modified date, else empty.
[[nodiscard]] QByteArray rangeValidator(const QByteArray &etag, const QByteArray &lastModified);

} // namespace punchcard::http
