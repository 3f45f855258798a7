// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/httpmessage.h"

namespace punchcard::hub {

/// A file as a storage host serves it: ETag, Last-Modified, one range, If-Range, 416. 404 in Azure's words when it is gone.
[[nodiscard]] Answer fileAnswer(const Request &request, const QString &file, const QByteArray &contentType, const QString &saveAs);
/// Azure's error body.
[[nodiscard]] Answer blobError(int status, const QByteArray &code, const QByteArray &message);

} // namespace punchcard::hub
