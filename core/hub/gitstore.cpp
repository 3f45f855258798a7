// SPDX-License-Identifier: MIT
#include "core/hub/gitstore.h"

#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QSet>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

GitStore::GitStore(QString folder)
    : m_folder(std::move(folder))
{
}

QString GitStore::path(Id repository, const QString &sha) const
{
    return u"%1/%2/%3/%4"_s.arg(m_folder, QString::number(repository), sha.left(2), sha.mid(2));
}

Result<QString> GitStore::write(Id repository, git::Kind kind, const QByteArray &content) const
{
    const QString sha = git::objectId(kind, content);
    const QString file = path(repository, sha);
    if (QFile::exists(file))
        return sha;
    if (const Result<> made = makePrivateFolder(file.left(file.lastIndexOf(u'/'))); !made)
        return made.error();
    if (const Result<> written = writePrivateFile(file, git::encoded(kind, content)); !written)
        return written.error();
    return sha;
}

std::optional<GitStore::Object> GitStore::readObject(const QString &path, const QString &sha)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray bytes = file.readAll();
    const qsizetype end = bytes.indexOf('\0');
    const QByteArray word = bytes.left(bytes.indexOf(' '));
    if (end < 0)
        return std::nullopt;
    const git::Kind kind = word == "tree" ? git::Kind::Tree : word == "commit" ? git::Kind::Commit : git::Kind::Blob;
    Object object{.kind = kind, .content = bytes.mid(end + 1)};
    if (git::objectId(kind, object.content) != sha)
        return std::nullopt;
    return object;
}

std::optional<GitStore::Object> GitStore::read(Id repository, const QString &sha) const
{
    return git::isObjectId(sha) ? readObject(path(repository, sha), sha) : std::nullopt;
}

bool GitStore::has(Id repository, const QString &sha, git::Kind kind) const
{
    const std::optional<Object> object = read(repository, sha);
    return object && object->kind == kind;
}

std::optional<git::Commit> GitStore::commit(Id repository, const QString &sha) const
{
    const std::optional<Object> object = read(repository, sha);
    return object && object->kind == git::Kind::Commit ? std::optional(git::commitFrom(object->content)) : std::nullopt;
}

QList<git::TreeEntry> GitStore::tree(Id repository, const QString &sha) const
{
    const std::optional<Object> object = read(repository, sha);
    return object && object->kind == git::Kind::Tree ? git::treeEntries(object->content) : QList<git::TreeEntry>();
}

void GitStore::removeAll(Id repository) const
{
    QDir(m_folder + u'/' + QString::number(repository)).removeRecursively();
}

std::optional<git::TreeEntry> GitStore::find(Id repository, const QString &root, const QString &path) const
{
    git::TreeEntry at{.mode = 0040000, .sha = root};
    for (const QString &part : path.split(u'/')) {
        const QList<git::TreeEntry> entries = at.isTree() ? tree(repository, at.sha) : QList<git::TreeEntry>();
        const auto it = std::ranges::find(entries, part, &git::TreeEntry::name);
        if (it == entries.end())
            return std::nullopt;
        at = *it;
    }
    return at;
}

QMap<QString, git::TreeEntry> GitStore::files(Id repository, const QString &root) const
{
    QMap<QString, git::TreeEntry> found;
    QList<std::pair<QString, QString>> folders{{QString(), root}};
    while (!folders.isEmpty()) {
        const auto [prefix, sha] = folders.takeLast();
        for (const git::TreeEntry &entry : tree(repository, sha)) {
            if (entry.isTree())
                folders.append({prefix + entry.name + u'/', entry.sha});
            else
                found.insert(prefix + entry.name, entry);
        }
    }
    return found;
}

QStringList GitStore::changed(Id repository, const QString &before, const QString &after) const
{
    const QMap<QString, git::TreeEntry> old = before.isEmpty() ? QMap<QString, git::TreeEntry>() : files(repository, before);
    const QMap<QString, git::TreeEntry> now = files(repository, after);
    QStringList paths;
    for (auto it = now.begin(); it != now.end(); ++it) {
        const auto was = old.constFind(it.key());
        if (was == old.constEnd() || was->sha != it->sha || was->mode != it->mode)
            paths.append(it.key());
    }
    for (auto it = old.begin(); it != old.end(); ++it) {
        if (!now.contains(it.key()))
            paths.append(it.key());
    }
    return paths;
}

bool GitStore::isAncestor(Id repository, const QString &ancestor, const QString &sha) const
{
    QSet<QString> seen;
    QStringList waiting{sha};
    while (!waiting.isEmpty()) {
        const QString next = waiting.takeLast();
        if (next == ancestor)
            return true;
        if (seen.contains(next))
            continue;
        seen.insert(next);
        if (const std::optional<git::Commit> found = commit(repository, next))
            waiting += found->parents;
    }
    return false;
}

/// A folder that was opened for changes. Folders below it are opened when they are first touched.
struct TreeEditor::Node
{
    std::map<QString, git::TreeEntry> entries;
    std::map<QString, std::unique_ptr<Node>> opened;
};

TreeEditor::TreeEditor(const GitStore &store, Id repository, const QString &base)
    : m_store(store)
    , m_repository(repository)
    , m_root(load(base))
{
}

TreeEditor::~TreeEditor() = default;

std::unique_ptr<TreeEditor::Node> TreeEditor::load(const QString &tree) const
{
    auto node = std::make_unique<Node>();
    if (!tree.isEmpty()) {
        for (const git::TreeEntry &entry : m_store.tree(m_repository, tree))
            node->entries.emplace(entry.name, entry);
    }
    return node;
}

void TreeEditor::set(const QString &path, uint mode, const QString &sha)
{
    const git::TreeEntry entry{.mode = mode, .name = path.section(u'/', -1), .sha = sha};
    edit(*m_root, path.split(u'/'), &entry);
}

bool TreeEditor::remove(const QString &path)
{
    return edit(*m_root, path.split(u'/'), nullptr);
}

bool TreeEditor::edit(Node &node, QStringList path, const git::TreeEntry *entry)
{
    const QString name = path.takeFirst();
    const auto there = node.entries.find(name);
    if (path.isEmpty()) {
        node.opened.erase(name);
        if (entry) {
            node.entries.insert_or_assign(name, *entry);
            return true;
        }
        return node.entries.erase(name) > 0;
    }
    const bool isFolder = there != node.entries.end() && there->second.isTree();
    if (!entry && !isFolder)
        return false;
    if (!node.opened.contains(name)) {
        node.opened[name] = load(isFolder ? there->second.sha : QString());
        node.entries.insert_or_assign(name, git::TreeEntry{.mode = 0040000, .name = name, .sha = isFolder ? there->second.sha : QString()});
    }
    return edit(*node.opened[name], path, entry);
}

Result<QString> TreeEditor::write()
{
    return write(*m_root);
}

Result<QString> TreeEditor::write(Node &node)
{
    for (const auto &[name, folder] : node.opened) {
        const Result<QString> sha = write(*folder);
        if (!sha)
            return sha;
        // Git knows no empty folders.
        if (folder->entries.empty())
            node.entries.erase(name);
        else
            node.entries[name].sha = *sha;
    }
    QList<git::TreeEntry> entries;
    for (const auto &[name, entry] : node.entries)
        entries.append(entry);
    return m_store.write(m_repository, git::Kind::Tree, git::treeContent(entries));
}

} // namespace punchcard::hub
