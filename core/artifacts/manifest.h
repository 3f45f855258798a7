// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/refusal.h"
#include "core/base/context.h"
#include "core/base/result.h"

#include <QList>
#include <QStringList>

namespace punchcard {

/// What an artifact loses of a job's files: a zip of GitHub's has every file as 0644, links as what they lead to, and no
/// empty folder. Paths are parted by '/'.
struct Manifest
{
    struct Link
    {
        QString path;
        QString target; ///< its text
    };
    QStringList executables = {};
    QStringList folders = {}; ///< empty ones
    QList<Link> links = {};

    [[nodiscard]] bool isEmpty() const { return executables.isEmpty() && folders.isEmpty() && links.isEmpty(); }
};

inline constexpr qint64 largestManifest = 4 << 20; ///< Bytes.

/// Reads the list that the workflow writes; paths are relative to where the script ran. What is no line of it is left out.
/// Malformed: it is far too long, or no text. Pure.
[[nodiscard]] Result<Manifest> parseManifest(const QByteArray &text);

/// The part that concerns the artifact made of @p upload (a path or pattern of a job's), as names in that artifact. Pure.
[[nodiscard]] Manifest manifestOf(const Manifest &manifest, const QString &upload);

/// Applies it to the @p folder that the artifact was unpacked to, on the pool; again after a crash, too. Files become
/// executable and nothing else; a link takes the place of a copy only if what it names is there and is the same, and never
/// leads out of @p folder; nothing else is replaced. Gives what could not be done. Storage: the disk failed.
[[nodiscard]] Async<QList<Refusal>> applyManifest(Manifest manifest, QString folder, Context context);

} // namespace punchcard
