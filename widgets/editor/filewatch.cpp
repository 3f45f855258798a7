// SPDX-License-Identifier: MIT
#include "widgets/editor/filewatch.h"

#include <QDateTime>
#include <QFileInfo>

namespace punchcard {

using namespace std::chrono_literals;

FileWatch::FileWatch(QObject *parent)
    : QObject(parent)
{
    // A program that saves writes in several steps: look when it has finished.
    m_soon.setInterval(150ms);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &FileWatch::look);
    const auto start = [this] { m_soon.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, start);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, start);
}

FileWatch::Seen FileWatch::see(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() ? Seen{info.size(), info.lastModified().toMSecsSinceEpoch()} : Seen{};
}

void FileWatch::watch(const QString &path)
{
    m_seen.insert(path, see(path));
    rearm(path);
}

void FileWatch::forget(const QString &path)
{
    m_seen.remove(path);
    m_watcher.removePath(path);
    const QString folder = QFileInfo(path).path();
    const bool needed = std::ranges::any_of(m_seen.keys(), [&folder](const QString &other) { return QFileInfo(other).path() == folder; });
    if (!needed)
        m_watcher.removePath(folder);
}

/// The watcher forgets a file that was replaced; its folder tells when the new one comes.
void FileWatch::rearm(const QString &path)
{
    if (QFileInfo::exists(path) && !m_watcher.files().contains(path))
        m_watcher.addPath(path);
    const QString folder = QFileInfo(path).path();
    if (QFileInfo::exists(folder) && !m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
}

void FileWatch::look()
{
    const QStringList paths = m_seen.keys(); // What is looked at may change m_seen.
    for (const QString &path : paths) {
        rearm(path);
        const Seen now = see(path);
        if (now == m_seen.value(path))
            continue;
        m_seen.insert(path, now);
        emit changed(path);
    }
}

} // namespace punchcard
