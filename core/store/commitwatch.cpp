// SPDX-License-Identifier: MIT
#include "core/store/commitwatch.h"

#include "core/store/database.h"

#include <QFileInfo>

namespace punchcard::store {

CommitWatch::CommitWatch(const QString &database, QObject *parent)
    : QObject(parent)
    , m_files({bellFile(database), database + QStringLiteral("-wal")})
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &CommitWatch::follow);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &CommitWatch::follow);
    m_watcher.addPath(QFileInfo(database).absolutePath());
    follow();
}

void CommitWatch::follow()
{
    for (const QString &file : std::as_const(m_files)) {
        if (!m_watcher.files().contains(file) && QFileInfo::exists(file))
            m_watcher.addPath(file);
    }
    emit committed();
}

} // namespace punchcard::store
