// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/hub/gitobject.h"
#include "core/hub/records.h"

#include <QMap>

#include <map>
#include <memory>

namespace punchcard::hub {

/// The git objects of all repositories, a file each: <folder>/<repository>/ab/cdef…, as git would hash it, not compressed.
/// Files that are there never change, so readObject() may be called from any thread.
class GitStore
{
public:
    struct Object
    {
        git::Kind kind;
        QByteArray content;
    };

    explicit GitStore(QString folder);

    [[nodiscard]] Result<QString> write(Id repository, git::Kind kind, const QByteArray &content) const;
    /// nullopt: there is none, or its bytes are not what its name says.
    [[nodiscard]] std::optional<Object> read(Id repository, const QString &sha) const;
    [[nodiscard]] bool has(Id repository, const QString &sha, git::Kind kind) const;
    [[nodiscard]] std::optional<git::Commit> commit(Id repository, const QString &sha) const;
    [[nodiscard]] QList<git::TreeEntry> tree(Id repository, const QString &sha) const;
    void removeAll(Id repository) const;

    /// What lies at @p path below tree @p tree.
    [[nodiscard]] std::optional<git::TreeEntry> find(Id repository, const QString &tree, const QString &path) const;
    /// All that is no folder, by path.
    [[nodiscard]] QMap<QString, git::TreeEntry> files(Id repository, const QString &tree) const;
    /// The paths that differ between two trees; an empty name stands for an empty tree.
    [[nodiscard]] QStringList changed(Id repository, const QString &before, const QString &after) const;
    /// Whether @p ancestor is @p commit or lies behind it.
    [[nodiscard]] bool isAncestor(Id repository, const QString &ancestor, const QString &commit) const;

    [[nodiscard]] QString path(Id repository, const QString &sha) const;
    [[nodiscard]] static std::optional<Object> readObject(const QString &path, const QString &sha);

private:
    QString m_folder;
};

/// Changes to a tree, written at once: only the folders that changed become new objects.
class TreeEditor
{
public:
    /// Begins with tree @p base; empty: with nothing.
    TreeEditor(const GitStore &store, Id repository, const QString &base);
    ~TreeEditor();

    /// Puts an object at @p path, over whatever was there.
    void set(const QString &path, uint mode, const QString &sha);
    /// Takes @p path away. False: there was nothing.
    bool remove(const QString &path);
    /// The new root's name.
    [[nodiscard]] Result<QString> write();

private:
    struct Node;
    [[nodiscard]] std::unique_ptr<Node> load(const QString &tree) const;
    bool edit(Node &node, QStringList path, const git::TreeEntry *entry);
    [[nodiscard]] Result<QString> write(Node &node);

    const GitStore &m_store;
    Id m_repository;
    std::unique_ptr<Node> m_root;
};

} // namespace punchcard::hub
