// SPDX-License-Identifier: MIT
#pragma once

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace punchcard {

/// Tells when a file on the disk became another one, also when it was replaced, removed or came back.
class FileWatch : public QObject
{
    Q_OBJECT

public:
    explicit FileWatch(QObject *parent = nullptr);

    void watch(const QString &path);
    void forget(const QString &path);
    /// Looks at once instead of soon.
    void look();

signals:
    void changed(const QString &path);

private:
    struct Seen
    {
        qint64 size = -1; ///< -1: not there.
        qint64 changedAt = 0;
        bool operator==(const Seen &) const = default;
    };
    [[nodiscard]] static Seen see(const QString &path);
    void rearm(const QString &path);

    QFileSystemWatcher m_watcher;
    QHash<QString, Seen> m_seen;
    QTimer m_soon;
};

} // namespace punchcard
