// SPDX-License-Identifier: MIT
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>

namespace punchcard::store {

/// Tells when anybody commits to a SQLite file in WAL mode, without a timer: it watches the bell that Database rings, the
/// -wal file, and the folder for their coming and going. May tell of a commit of one's own, of several at once, and twice.
class CommitWatch : public QObject
{
    Q_OBJECT

public:
    explicit CommitWatch(const QString &database, QObject *parent = nullptr);

signals:
    void committed();

private:
    void follow();

    QStringList m_files;
    QFileSystemWatcher m_watcher;
};

} // namespace punchcard::store
