// SPDX-License-Identifier: MIT
#include "core/hub/jobview.h"

#include "core/base/filename.h"
#include "core/base/files.h"

#include <QCoreApplication>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct JobViews
{
    Q_DECLARE_TR_FUNCTIONS(Views)
};

constexpr int deepest = 100; // Open folders at a time.

// @p code is errno as the failing call left it: whatever is called in between, tr() for one, may set it anew.
Error viewError(int code, const QString &what, const QString &path)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(code));
    return Error{.kind = code == ENOENT || code == ENOTDIR ? Error::Kind::Missing : Error::Kind::Storage,
                 .what = what.arg(path),
                 .remedy = JobViews::tr("Check what the job does with it."),
                 .said = reason,
                 .detail = path + u": "_s + reason};
}

// As bytes: not all that may be a name is text.
QByteArrayList namesIn(int folder)
{
    QByteArrayList names;
    const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = copy < 0 ? nullptr : fdopendir(copy);
    if (!stream)
        return names;
    while (const dirent *entry = readdir(stream)) {
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            names.append(entry->d_name);
    }
    closedir(stream);
    std::ranges::sort(names);
    return names;
}

bool removeEntries(int folder, int top, int depth, int &moved)
{
    fchmod(folder, S_IRWXU);
    const QByteArrayList entries = namesIn(folder);
    for (const QByteArray &entry : entries) {
        if (unlinkat(folder, entry.constData(), 0) == 0)
            continue;
        if (errno != EISDIR && errno != EPERM)
            return false;
        // What lies too deep moves up, and its turn comes again.
        if (depth >= deepest) {
            const QByteArray above = ".deep-" + QByteArray::number(++moved);
            if (renameat(folder, entry.constData(), top, above.constData()) != 0)
                return false;
            continue;
        }
        fchmodat(folder, entry.constData(), S_IRWXU, 0);
        const int inner = openat(folder, entry.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner < 0)
            return false;
        const bool emptied = removeEntries(inner, top, depth + 1, moved);
        close(inner);
        if (!emptied || unlinkat(folder, entry.constData(), AT_REMOVEDIR) != 0)
            return false;
    }
    return true;
}

} // namespace

bool removeBelow(int folder)
{
    int moved = 0;
    int before = -1;
    while (moved != before) {
        before = moved;
        if (!removeEntries(folder, folder, 0, moved))
            return false;
    }
    return true;
}

JobView::~JobView()
{
    if (m_root >= 0)
        close(m_root);
}

Result<std::shared_ptr<const JobView>> JobView::of(qint64 pid)
{
    int root = -1;
    if (pid > 0) {
        const QByteArray path = "/proc/" + QByteArray::number(pid) + "/root";
        root = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (const int code = errno; root < 0)
            return viewError(code, JobViews::tr("The job's files cannot be reached: %1."), QString::fromLatin1(path));
        // What follows works only if the system can look a path up inside a root.
        const int probe = openInRoot(root, "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        if (const int code = errno; probe < 0) {
            const Error error = viewError(code, JobViews::tr("The job's files cannot be reached: %1."), QString::fromLatin1(path));
            close(root);
            return error;
        }
        close(probe);
    }
    return std::shared_ptr<const JobView>(new JobView(root));
}

int JobView::descriptor(const QString &path, int flags, uint mode) const
{
    return openInRoot(m_root, QFile::encodeName(path).constData(), flags | O_CLOEXEC, mode);
}

int JobView::parentOf(const QString &path) const
{
    return descriptor(path.section(u'/', 0, -2) + u'/', O_RDONLY | O_DIRECTORY);
}

std::optional<JobView::Info> JobView::look(const QString &path, bool follow) const
{
    struct stat data = {};
    const int parent = follow ? -1 : parentOf(path);
    bool found = false;
    if (follow) {
#ifdef O_PATH
        const int file = descriptor(path, O_PATH);
#else
        const int file = descriptor(path, O_RDONLY | O_NONBLOCK);
#endif
        found = file >= 0 && fstat(file, &data) == 0;
        if (file >= 0)
            close(file);
    } else if (parent >= 0) {
        found = fstatat(parent, QFile::encodeName(path.section(u'/', -1)).constData(), &data, AT_SYMLINK_NOFOLLOW) == 0;
        close(parent);
    }
    if (!found)
        return std::nullopt;
    using Kind = Info::Kind;
    const Kind kind = S_ISREG(data.st_mode) ? Kind::File
        : S_ISDIR(data.st_mode)             ? Kind::Folder
        : S_ISLNK(data.st_mode)             ? Kind::Link
                                            : Kind::Other;
    return Info{.kind = kind,
                .size = data.st_size,
                .device = quint64(data.st_dev),
                .inode = quint64(data.st_ino),
                .mode = data.st_mode,
                .modified = fromEpoch(qint64(data.st_mtime) * 1000)};
}

Result<JobView::Names> JobView::list(const QString &path) const
{
    const int folder = descriptor(path, O_RDONLY | O_DIRECTORY);
    if (const int code = errno; folder < 0)
        return viewError(code, JobViews::tr("The folder “%1” cannot be read."), path);
    const QByteArrayList entries = namesIn(folder);
    close(folder);
    Names names;
    names.texts.reserve(entries.size());
    for (const QByteArray &entry : entries) {
        if (const std::optional<QString> text = fileNameOf(entry))
            names.texts.append(*text);
        else
            names.others.append(QFile::decodeName(entry));
    }
    std::ranges::sort(names.texts);
    return names;
}

Result<std::unique_ptr<QFile>> JobView::open(const QString &path) const
{
    // A pipe would keep us waiting for its other end.
    const int descriptorOfFile = descriptor(path, O_RDONLY | O_NONBLOCK);
    if (const int code = errno; descriptorOfFile < 0)
        return viewError(code, JobViews::tr("The file “%1” cannot be read."), path);
    struct stat data = {};
    auto file = std::make_unique<QFile>();
    if (fstat(descriptorOfFile, &data) != 0 || !S_ISREG(data.st_mode)
        || !file->open(descriptorOfFile, QIODevice::ReadOnly | QIODevice::Unbuffered, QFile::AutoCloseHandle)) {
        close(descriptorOfFile);
        return viewError(EINVAL, JobViews::tr("“%1” is no ordinary file."), path);
    }
    return file;
}

Result<QByteArray> JobView::read(const QString &path, qint64 limit) const
{
    const std::optional<Info> info = look(path, false);
    if (!info || info->kind != Info::Kind::File)
        return viewError(ENOENT, JobViews::tr("“%1” is no ordinary file."), path);
    const Result<std::unique_ptr<QFile>> file = open(path);
    if (!file)
        return file.error();
    const QByteArray content = (*file)->read(limit + 1);
    if (content.size() > limit)
        return Error{.kind = Error::Kind::Refused,
                     .what = JobViews::tr("The file “%1” is larger than %2 bytes.").arg(path).arg(limit),
                     .remedy = JobViews::tr("Write less into it."),
                     .detail = path};
    return content;
}

Result<> JobView::makeFolder(const QString &path) const
{
    if (const std::optional<Info> info = look(path); info && info->kind == Info::Kind::Folder)
        return {};
    const QString above = path.section(u'/', 0, -2);
    if (!above.isEmpty()) {
        if (const Result<> made = makeFolder(above); !made)
            return made;
    }
    const int parent = parentOf(path);
    const bool made = parent >= 0 && mkdirat(parent, QFile::encodeName(path.section(u'/', -1)).constData(), 0755) == 0;
    const int code = errno;
    const Error error = viewError(code, JobViews::tr("The folder “%1” cannot be made."), path);
    if (parent >= 0)
        close(parent);
    if (!made)
        return error;
    return {};
}

Result<> JobView::write(const QString &path, const QByteArray &content, uint mode) const
{
    const int target = descriptor(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (const int code = errno; target < 0)
        return viewError(code, JobViews::tr("The file “%1” cannot be written."), path);
    QFile file;
    const bool written = file.open(target, QIODevice::WriteOnly | QIODevice::Unbuffered, QFile::AutoCloseHandle)
        && file.write(content) == content.size() && fchmod(target, mode) == 0;
    if (const int code = errno; !written)
        return viewError(code, JobViews::tr("The file “%1” cannot be written."), path);
    return {};
}

Result<> JobView::link(const QString &path, const QString &target) const
{
    const int parent = parentOf(path);
    const bool made = parent >= 0
        && symlinkat(QFile::encodeName(target).constData(), parent, QFile::encodeName(path.section(u'/', -1)).constData()) == 0;
    const int code = errno;
    const Error error = viewError(code, JobViews::tr("The link “%1” cannot be made."), path);
    if (parent >= 0)
        close(parent);
    if (!made)
        return error;
    return {};
}

Result<> JobView::clear(const QString &folder) const
{
    const int opened = descriptor(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    const bool cleared = opened >= 0 && removeBelow(opened);
    const int code = errno;
    const Error error = viewError(code, JobViews::tr("The folder “%1” cannot be emptied."), folder);
    if (opened >= 0)
        close(opened);
    if (!cleared)
        return error;
    return {};
}

} // namespace punchcard::hub
