// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QFile>
#include <QStringList>

#include <memory>
#include <optional>

namespace punchcard {

/// A new file that has no name yet: its bytes lie in a hidden `.punchcard-….part` beside its place, which goes with this
/// object unless publish() was called.
class NewFile
{
public:
    enum class Existing { Keep, Replace };

    NewFile(NewFile &&) noexcept;
    NewFile &operator=(NewFile &&) noexcept;
    ~NewFile();

    /// Storage: the disk is full or failed.
    [[nodiscard]] Result<> write(QByteArrayView bytes);
    /// Makes this file share @p source's blocks, where the file system can; false: nothing happened, write the bytes.
    [[nodiscard]] bool cloneFrom(const QFile &source);
    /// Flushes its bytes to the disk.
    [[nodiscard]] Result<> sync();
    /// After the last write(). Storage: a full or remote disk may tell only now.
    [[nodiscard]] Result<> close();
    /// Gives it its name in one step. Conflict: something is there already, with Keep; a folder is there, with Replace.
    [[nodiscard]] Result<> publish(Existing existing);

private:
    friend class SafeFolder;
    struct Platform;
    explicit NewFile(std::unique_ptr<Platform> platform);
    std::unique_ptr<Platform> m_platform;
};

/// A folder held open. Everything happens below it: no symbolic link on the way is followed, whoever puts one there and
/// whenever. Paths are relative, parted by '/', and must have passed whyUnfit(). One thread at a time.
/// Error kinds: Conflict and Refused concern the one path, Storage the whole disk, which is full when there is a retry.
/// The only part of this folder that is written for each system: safefolder_posix.cpp (Linux, macOS, BSD).
class SafeFolder
{
public:
    struct Found
    {
        enum class Kind { Missing, File, Folder, Link, Other };
        Kind kind = Kind::Missing;
        qint64 size = 0;
    };

    /// Opens @p path, which may itself be a link: the user chose it. Made with its parents (0700) if it is not there.
    [[nodiscard]] static Result<SafeFolder> open(const QString &path);
    SafeFolder(SafeFolder &&) noexcept;
    SafeFolder &operator=(SafeFolder &&) noexcept;
    ~SafeFolder();

    /// What is at @p path. Missing too when a part on the way is missing.
    [[nodiscard]] Result<Found> look(const QString &path);
    /// Makes @p path and the folders on the way (0755).
    [[nodiscard]] Result<> makeFolder(const QString &path);
    /// Opens the regular file at @p path for reading.
    [[nodiscard]] Result<std::unique_ptr<QFile>> read(const QString &path);
    /// Begins a file that is to stand at @p path, making the folders on the way. @p tag goes into its temporary name: with
    /// the same tag, what an earlier process left of the same file is replaced.
    [[nodiscard]] Result<NewFile> create(const QString &path, bool executable, const QString &tag);
    /// Moves the file @p file of this computer to @p path, in one step where both are on one disk. Conflict: something is there.
    [[nodiscard]] Result<> moveIn(const QString &file, const QString &path);
    /// The names in the folder at @p path, sorted.
    [[nodiscard]] Result<QStringList> list(const QString &path);
    /// The text of the link at @p path.
    [[nodiscard]] Result<QString> readLink(const QString &path);
    /// Lets whoever may read the regular file at @p path execute it; nobody but the owner may write it any more.
    [[nodiscard]] Result<> makeExecutable(const QString &path);
    /// Puts a link at @p path, in one step. @p target is taken as it is. Conflict: something is there already, with Keep; a
    /// folder is there, with Replace.
    [[nodiscard]] Result<> makeLink(const QString &path, const QString &target, NewFile::Existing existing);
    /// Likewise in the place of the folder that is there, which goes with all in it.
    [[nodiscard]] Result<> makeLinkOfFolder(const QString &path, const QString &target);
    /// Flushes everything written here to the disk.
    [[nodiscard]] Result<> sync();

private:
    struct Platform;
    explicit SafeFolder(std::unique_ptr<Platform> platform);
    std::unique_ptr<Platform> m_platform;
};

} // namespace punchcard
