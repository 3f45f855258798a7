// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard::testing {

/// A disk of a test's own that can be full. It is there for the thread that made it and for what that thread starts.
class SmallDisk
{
public:
    /// From now on this thread may have such disks; false: this user may not. Before anything is started that is to see them.
    [[nodiscard]] static bool mayBe();

    /// What lies in @p folder is hidden until the end.
    explicit SmallDisk(QString folder);
    ~SmallDisk();
    Q_DISABLE_COPY_MOVE(SmallDisk)

    void fill();
    void makeRoom();

private:
    void resize(quint64 bytes);

    QString m_folder;
};

/// A folder in which nothing new can be written, except below @p open; what is open already goes on. Until the end.
class ReadOnlyFolder
{
public:
    ReadOnlyFolder(QString folder, const QString &open);
    ~ReadOnlyFolder();
    Q_DISABLE_COPY_MOVE(ReadOnlyFolder)

private:
    QString m_folder;
    QString m_open;
};

} // namespace punchcard::testing
