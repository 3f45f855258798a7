// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace punchcard::http {

/// A body that is in its file, whole, checked and synced.
struct Saved
{
    QString file;
    qint64 size = 0;
    QByteArray sha256; ///< 32 bytes.
    QString contentType; ///< Without parameters, lower case: a raw artifact comes as something else than a zip.
    QString fileName; ///< From Content-Disposition, the last part only; empty when the server named none.
    QString path; ///< Of the URL that the bytes came from, after redirects.
};

} // namespace punchcard::http
