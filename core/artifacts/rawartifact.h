// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/refusal.h"
#include "core/base/result.h"

#include <QByteArray>

namespace punchcard {

/// What a downloaded artifact is. `archive: false` uploads come as the bare file.
enum class ArtifactForm { Zip, Raw };

/// Decides by the last answer's Content-Type and its URL's path, and by the file's first bytes where they leave it open.
/// Source: github-api D, and download-artifact.ts of actions/toolkit.
[[nodiscard]] ArtifactForm artifactForm(const QByteArray &contentType, const QString &urlPath, const QByteArray &firstBytes);

/// The base name of a raw artifact: Content-Disposition's `filename*`, else its `filename`, else @p artifactName;
/// made safe by safeFolderName(), so it may be joined to a folder.
[[nodiscard]] QString rawFileName(const QByteArray &contentDisposition, const QString &artifactName);

/// Moves the downloaded @p file into @p folder (made if need be) under the base name @p name, which must be one of
/// rawFileName(). Conflict: another file is there. Same content there already: @p file is removed.
[[nodiscard]] Result<UnpackedFile> adoptRaw(const QString &file, const QString &folder, const QString &name);

} // namespace punchcard
