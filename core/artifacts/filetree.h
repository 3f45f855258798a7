// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/filekind.h"
#include "core/base/context.h"
#include "core/base/result.h"

#include <memory>
#include <vector>

namespace punchcard {

/// A file or folder that lies on this computer, with what is in it. Folders come first, then names as people order them.
struct FileNode
{
    QString name = {};
    FileKind kind = FileKind::Folder;
    bool executable = false;
    qint64 size = 0;  ///< bytes; of a folder: of all files below it
    qint64 files = 0; ///< below a folder
    FileNode *parent = nullptr;
    int row = 0; ///< its place among the parent's children
    std::size_t asked = 1'000; ///< how many of the children whoever shows them has asked for
    std::vector<std::unique_ptr<FileNode>> children = {};

    [[nodiscard]] bool isFolder() const { return kind == FileKind::Folder; }
};
using FileNodePtr = std::shared_ptr<FileNode>;

/// Reads all that is below @p folder, on the pool. A link to a file in it counts as a file; other links and devices are left
/// out: what was unpacked here has none, and what they name is not part of it. Missing: there is no such folder.
[[nodiscard]] Async<FileNodePtr> readTree(QString folder, Context context);

/// The order in which readTree() puts the children of a folder.
[[nodiscard]] bool comesBefore(const FileNode &a, const FileNode &b);

/// SHA-256 of @p file's content in hex, on the pool; progress in bytes. Storage: it cannot be read.
[[nodiscard]] Async<QString> sha256Of(QString file, Context context);

} // namespace punchcard
