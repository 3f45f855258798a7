// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace punchcard::hub::git {

enum class Kind { Blob, Tree, Commit };
[[nodiscard]] QByteArray kindName(Kind kind);

/// "blob 12\0…": what git hashes and stores.
[[nodiscard]] QByteArray encoded(Kind kind, const QByteArray &content);
/// The object's name: SHA-1 of encoded(), 40 hex digits.
[[nodiscard]] QString objectId(Kind kind, const QByteArray &content);
[[nodiscard]] bool isObjectId(const QString &text);

struct TreeEntry
{
    uint mode = 0100644;
    QString name = {};
    QString sha = {};

    [[nodiscard]] bool isTree() const { return mode == 0040000; }
};

/// A tree's bytes, its entries in git's order (a folder sorts as if its name ended in '/').
[[nodiscard]] QByteArray treeContent(QList<TreeEntry> entries);
[[nodiscard]] QList<TreeEntry> treeEntries(const QByteArray &content);

/// Who and when; the zone of @p when is kept.
struct Signature
{
    QString name = {};
    QString email = {};
    QDateTime when = {};
};

struct Commit
{
    QString tree = {};
    QStringList parents = {};
    Signature author = {};
    Signature committer = {};
    QString message = {};
};

[[nodiscard]] QByteArray commitContent(const Commit &commit);
[[nodiscard]] Commit commitFrom(const QByteArray &content);

/// Whether @p path can lie in a tree: relative, no empty part, no "." or "..", no ".git", no NUL.
[[nodiscard]] bool isSafePath(const QString &path);

} // namespace punchcard::hub::git
