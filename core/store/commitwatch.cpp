// SPDX-License-Identifier: MIT
#include "core/store/commitwatch.h"

#include <QFileInfo>

namespace punchcard::store {

CommitWatch::CommitWatch(const QString &database, QObject *parent)
    : QObject(parent)
    , m_wal(database + QStringLiteral("-wal"))
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &CommitWatch::follow);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &CommitWatch::follow);
    m_watcher.addPath(QFileInfo(database).absolutePath());
    follow();
}

void CommitWatch::follow()
{
    if (!m_watcher.files().contains(m_wal) && QFileInfo::exists(m_wal))
        m_watcher.addPath(m_wal);
    emit committed();
}

} // namespace punchcard::store
