// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <QFile>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace punchcard::hub {

/// A job's files as the job itself sees them, for the hub, which stands outside: paths, links and `..` are followed
/// inside the job's own file system, so that no link that a script plants leads the hub where the script cannot go
/// (openat2 with the sandbox's root). Without bubblewrap it is the computer's own file system. For any thread; blocks.
class JobView
{
public:
    struct Info
    {
        enum class Kind { File, Folder, Link, Other };
        Kind kind = Kind::Other;
        qint64 size = 0;
        quint64 device = 0;
        quint64 inode = 0;
        uint mode = 0;
        Time modified = {};
    };
    struct Names
    {
        QStringList texts = {}; ///< Sorted.
        QStringList others = {}; ///< Those that are no UTF-8, as far as they can be shown: nothing can be reached by them.
    };

    ~JobView();
    Q_DISABLE_COPY_MOVE(JobView)

    /// What process @p pid sees; 0: this computer.
    [[nodiscard]] static Result<std::shared_ptr<const JobView>> of(qint64 pid);

    /// nullopt: there is nothing, or a link that leads nowhere. @p follow: look at what a link leads to.
    [[nodiscard]] std::optional<Info> look(const QString &path, bool follow = true) const;
    /// The names in a folder.
    [[nodiscard]] Result<Names> list(const QString &path) const;
    /// Opens a regular file to read. Links are followed.
    [[nodiscard]] Result<std::unique_ptr<QFile>> open(const QString &path) const;
    /// A small regular file that must not be a link. Refused: it is larger than @p limit.
    [[nodiscard]] Result<QByteArray> read(const QString &path, qint64 limit) const;
    /// Makes a folder and its parents.
    [[nodiscard]] Result<> makeFolder(const QString &path) const;
    /// Makes a file that must not be there.
    [[nodiscard]] Result<> write(const QString &path, const QByteArray &content, uint mode) const;
    [[nodiscard]] Result<> link(const QString &path, const QString &target) const;
    /// Removes all that a folder holds.
    [[nodiscard]] Result<> clear(const QString &folder) const;

private:
    explicit JobView(int root)
        : m_root(root)
    {
    }
    [[nodiscard]] int descriptor(const QString &path, int flags, uint mode = 0) const;
    [[nodiscard]] int parentOf(const QString &path) const;

    int m_root = -1; ///< The sandbox's root; -1: none.
};

/// open() with @p path taken as if @p root were "/". Linux 5.6; elsewhere only for -1, the computer's own root.
[[nodiscard]] int openInRoot(int root, const char *path, int flags, uint mode);
/// Removes all below the open folder @p folder, however deep, also what is write-protected. False: errno says why.
[[nodiscard]] bool removeBelow(int folder);

} // namespace punchcard::hub
