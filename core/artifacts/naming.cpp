// SPDX-License-Identifier: MIT
#include "core/artifacts/naming.h"

#include <algorithm>

namespace punchcard {

namespace {

// So many are synced one by one; for more it is quicker to sync the whole file system, once for as many as possible.
constexpr int fewFiles = 16;
constexpr size_t mostWaiting = 50'000;
// Each is held open.
constexpr int mostFolders = 200;

QString folderOf(const QString &path)
{
    return path.first(std::max<qsizetype>(0, path.lastIndexOf(u'/')));
}

} // namespace

Naming::Naming(SafeFolder &folder, std::function<void(const QString &, const Error &)> refused)
    : m_folder(folder)
    , m_refused(std::move(refused))
{
}

Result<> Naming::add(const QString &path, NewFile file, NewFile::Existing existing)
{
    if (m_files < fewFiles) {
        ++m_files;
        if (const Result<> synced = file.sync(); !synced)
            return synced;
    } else {
        m_needsSync = true;
    }
    if (const Result<> closed = file.close(); !closed)
        return closed;
    if (m_waiting.empty() || folderOf(m_waiting.back().path) != folderOf(path))
        ++m_folders;
    m_waiting.push_back({.path = path, .file = std::move(file), .existing = existing});
    return m_waiting.size() < mostWaiting && m_folders < mostFolders ? Result<>() : nameAll();
}

Result<> Naming::finish()
{
    if (const Result<> named = m_waiting.empty() ? Result<>() : nameAll(); !named)
        return named;
    return m_folder.sync();
}

Result<> Naming::nameAll()
{
    if (const Result<> synced = m_needsSync ? m_folder.sync() : Result<>(); !synced)
        return synced;
    for (Waiting &each : m_waiting) {
        const Result<> named = each.file.publish(each.existing);
        if (!named && named.error().kind != Error::Kind::Conflict && named.error().kind != Error::Kind::Refused)
            return named;
        if (!named)
            m_refused(each.path, named.error());
    }
    m_waiting.clear();
    m_folders = 0;
    m_needsSync = false;
    return {};
}

} // namespace punchcard
