// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QMap>
#include <QRandomGenerator>
#include <QStringList>
#include <QTemporaryDir>

namespace punchcard::testing {

/// Takes the power away from a folder: what a `punch` with environment() did not sync in it may be gone after cut(). A file
/// keeps the bytes of its last sync, a folder the names; a name that was never synced is not there, a file that has one but was
/// never synced is empty. Linux only.
class PowerLoss
{
public:
    /// @p except, a folder in @p folder, is on another computer.
    PowerLoss(QString folder, QString except);

    /// What there is now is on the disk.
    void begin();
    /// For the `punch` that is watched; it is killed right after its sync number @p cut, with 0 never.
    [[nodiscard]] QStringList environment(int cut = 0) const;
    /// How often it has synced since begin().
    [[nodiscard]] int syncs();

    enum class Disk {
        Nothing, ///< What was not synced is gone.
        Some, ///< Of that some is there, whole or in part: each folder's names, each file's bytes by themselves.
    };
    /// After all that write there are dead. What was lost, a line each.
    QStringList cut(Disk disk, QRandomGenerator &dice);

private:
    struct Entry
    {
        QByteArray key;
        QByteArray kind; ///< "name", "folder" or "link"
        bool operator==(const Entry &) const = default;
    };
    using Names = QMap<QString, Entry>;
    struct Content
    {
        QHash<QByteArray, Names> folders;
        QHash<QByteArray, QByteArray> files;
        QHash<QByteArray, QString> links;
        QHash<QByteArray, uint> modes;
    };

    [[nodiscard]] Content present() const;
    void readFolder(const QString &path, const QByteArray &key, Content *content) const;
    void replay();
    void restore(const QString &path, const QByteArray &key, const Content &content) const;
    static QByteArray survivingBytes(const QByteArray *synced, const QByteArray &present, QRandomGenerator &dice);

    QString m_folder;
    QString m_except;
    QTemporaryDir m_log;
    Content m_disk;
    int m_syncs = 0;
};

} // namespace punchcard::testing
