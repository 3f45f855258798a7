// SPDX-License-Identifier: MIT
#pragma once

#include <QFileSystemWatcher>
#include <QObject>

namespace punchcard::store {

/// Tells when anybody commits to a SQLite file in WAL mode, without a timer: it watches the -wal file, and the folder for
/// its coming and going. May tell of a commit of one's own, and of several at once.
class CommitWatch : public QObject
{
    Q_OBJECT

public:
    explicit CommitWatch(const QString &database, QObject *parent = nullptr);

signals:
    void committed();

private:
    void follow();

    QString m_wal;
    QFileSystemWatcher m_watcher;
};

} // namespace punchcard::store
