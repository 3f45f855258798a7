// SPDX-License-Identifier: MIT
#include "core/artifacts/safefolder.h"

#include "core/artifacts/entryname.h"
#include "core/base/clock.h"
#include "core/base/crashpoint.h"
#include "core/base/files.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Folder
{
    Q_DECLARE_TR_FUNCTIONS(Folder)
};

class Descriptor
{
public:
    explicit Descriptor(int fd = -1)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Error conflict(const QString &what, const QString &path, int code)
{
    return Error{.kind = Error::Kind::Conflict,
                 .what = what,
                 .remedy = Folder::tr("Move away what lies there, or choose another folder."),
                 .said = qt_error_string(code),
                 .detail = shownName(path)};
}

// What the system refused to do at @p path below @p root.
Error failure(int code, const QString &root, const QString &path)
{
    const QString shown = shownName(path);
    switch (code) {
    case ELOOP:
    case ENOTDIR: return conflict(Folder::tr("A file or a symbolic link stands where a folder is needed."), path, code);
    case EEXIST:
    case ENOTEMPTY: return conflict(Folder::tr("A file of this name is there already."), path, code);
    case EISDIR: return conflict(Folder::tr("A folder of this name is there already."), path, code);
    case ENOENT:
        return Error{.kind = Error::Kind::Missing,
                     .what = Folder::tr("There is no “%1”.").arg(shown),
                     .remedy = Folder::tr("Check whether somebody moved the folder away."),
                     .said = qt_error_string(code),
                     .detail = root};
    case ENAMETOOLONG:
    case EINVAL:
    case EILSEQ:
        return Error{.kind = Error::Kind::Refused,
                     .what = Folder::tr("The disk does not take this name."),
                     .remedy = Folder::tr("Choose a folder on another disk."),
                     .said = qt_error_string(code),
                     .detail = shown};
    case EDQUOT:
    case ENOSPC: {
        Error full = storageError(Folder::tr("There is no room for “%1”.").arg(shown), root, qt_error_string(code));
        full.retry = Retry{Clock::system().now()};
        return full;
    }
    default: return storageError(Folder::tr("“%1” could not be written.").arg(shown), root, qt_error_string(code));
    }
}

// Whether something else than a folder stands where @p path, or a folder above it, has to be.
bool isBlocked(const QString &path)
{
    QFileInfo at(path);
    while (!at.exists() && !at.isSymLink() && at.absolutePath() != at.absoluteFilePath())
        at.setFile(at.absolutePath());
    return !at.isDir();
}

int openFolder(int parent, const QByteArray &name)
{
    return ::openat(parent, name.constData(), folderFlags);
}

// Linux names it ELOOP, BSD EMLINK or EFTYPE, and with O_DIRECTORY it may be ENOTDIR: always something in the way.
int linkCode(int code)
{
    return code == EMLINK ? ELOOP : code;
}

int renameKeeping(int from, const QByteArray &fromName, int to, const QByteArray &toName)
{
#if defined(Q_OS_LINUX)
    if (::renameat2(from, fromName.constData(), to, toName.constData(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
#elif defined(Q_OS_DARWIN)
    if (::renameatx_np(from, fromName.constData(), to, toName.constData(), RENAME_EXCL) == 0)
        return 0;
    if (errno != ENOTSUP)
        return errno;
#endif
    // A file system that cannot: a second name never takes an existing one's place either.
    if (::linkat(from, fromName.constData(), to, toName.constData(), 0) != 0)
        return errno;
    ::unlinkat(from, fromName.constData(), 0);
    return 0;
}

// With the same tag, what an earlier process left of the same file has the same name.
QByteArray temporaryName(const QByteArray &tag, const QByteArray &name)
{
    return ".punchcard-" + QCryptographicHash::hash(tag + '/' + name, QCryptographicHash::Sha1).toHex().left(16) + ".part";
}

QStringList namesIn(int folder)
{
    QStringList names;
    const int copy = ::openat(folder, ".", folderFlags);
    DIR *const stream = copy < 0 ? nullptr : ::fdopendir(copy);
    if (!stream)
        return names;
    while (const dirent *entry = ::readdir(stream)) {
        const QByteArrayView name(entry->d_name);
        if (name != "." && name != "..")
            names.append(QFile::decodeName(name.toByteArray()));
    }
    ::closedir(stream);
    names.sort();
    return names;
}

// Also when there is nothing. What whyUnfit() lets pass is not so deep that this would matter.
bool removeAll(int parent, const QByteArray &name)
{
    if (::unlinkat(parent, name.constData(), 0) == 0 || errno == ENOENT)
        return true;
    const Descriptor folder(openFolder(parent, name));
    if (!folder.isOpen())
        return false;
    const QStringList names = namesIn(folder.get());
    for (const QString &inner : names) {
        if (!removeAll(folder.get(), QFile::encodeName(inner)))
            return false;
    }
    return ::unlinkat(parent, name.constData(), AT_REMOVEDIR) == 0;
}

} // namespace

struct NewFile::Platform
{
    std::shared_ptr<Descriptor> folder;
    Descriptor file;
    QByteArray temporary; ///< Its name in folder; empty once it is published.
    QByteArray name;
    QString root;
    QString path;

    ~Platform()
    {
        if (!temporary.isEmpty())
            ::unlinkat(folder->get(), temporary.constData(), 0);
    }
};

NewFile::NewFile(std::unique_ptr<Platform> platform)
    : m_platform(std::move(platform))
{
}

NewFile::NewFile(NewFile &&) noexcept = default;
NewFile &NewFile::operator=(NewFile &&) noexcept = default;
NewFile::~NewFile() = default;

Result<> NewFile::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t done = ::write(m_platform->file.get(), bytes.data(), size_t(bytes.size()));
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return failure(errno, m_platform->root, m_platform->path);
        bytes = bytes.sliced(done);
    }
    return {};
}

bool NewFile::cloneFrom([[maybe_unused]] const QFile &source)
{
#ifdef FICLONE
    return ::ioctl(m_platform->file.get(), FICLONE, source.handle()) == 0;
#else
    return false;
#endif
}

Result<> NewFile::sync()
{
    if (::fsync(m_platform->file.get()) != 0 && errno != EINVAL && errno != ENOTSUP)
        return failure(errno, m_platform->root, m_platform->path);
    return {};
}

Result<> NewFile::close()
{
    if (m_platform->file.isOpen() && ::close(m_platform->file.release()) != 0 && errno != EINTR)
        return failure(errno, m_platform->root, m_platform->path);
    return {};
}

Result<> NewFile::publish(Existing existing)
{
    if (const Result<> closed = close(); !closed)
        return closed;
    Platform &p = *m_platform;
    crashPoint("file");
    int code = 0;
    if (existing == Existing::Keep)
        code = renameKeeping(p.folder->get(), p.temporary, p.folder->get(), p.name);
    else if (::renameat(p.folder->get(), p.temporary.constData(), p.folder->get(), p.name.constData()) != 0)
        code = errno;
    if (code != 0)
        return failure(code, p.root, p.path);
    p.temporary.clear();
    crashPoint("file");
    return {};
}

struct SafeFolder::Platform
{
    Descriptor root;
    QString path;
    QString parentPath; ///< The folder used last, since files of one folder follow each other.
    std::shared_ptr<Descriptor> parent; ///< Its descriptor; null: it was missing.

    // A descriptor for the folder @p relative, opened part by part. With @p make, what is missing is made.
    // Linux' openat2() with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS would refuse nothing more: no part is "..", and each one is
    // opened for itself without following a link, which also holds on systems that have no such call.
    Result<Descriptor> walk(const QString &relative, bool make) const
    {
        Descriptor at(::fcntl(root.get(), F_DUPFD_CLOEXEC, 0));
        if (!at.isOpen())
            return failure(errno, path, relative);
        if (relative.isEmpty())
            return at;
        const QStringList parts = relative.split(u'/');
        for (const QString &part : parts) {
            const QByteArray name = QFile::encodeName(part);
            Descriptor next(openFolder(at.get(), name));
            if (!next.isOpen() && errno == ENOENT && make) {
                if (::mkdirat(at.get(), name.constData(), 0755) != 0 && errno != EEXIST)
                    return failure(errno, path, relative);
                next = Descriptor(openFolder(at.get(), name));
            }
            if (!next.isOpen())
                return failure(linkCode(errno), path, relative);
            at = std::move(next);
        }
        return at;
    }

    // The folder that @p relative lies in, made where it is missing.
    Result<int> parentOf(const QString &relative)
    {
        const QString wanted = folderOf(relative);
        if (parent && wanted == parentPath)
            return parent->get();
        Result<Descriptor> found = walk(wanted, true);
        if (!found)
            return found.error();
        parent = std::make_shared<Descriptor>(std::move(*found));
        parentPath = wanted;
        return parent->get();
    }

    // Likewise; nullopt where it is missing.
    Result<std::optional<int>> parentIfThere(const QString &relative)
    {
        const QString wanted = folderOf(relative);
        if (wanted == parentPath && (parent || !wanted.isEmpty()))
            return parent ? std::optional(parent->get()) : std::nullopt;
        Result<Descriptor> found = walk(wanted, false);
        if (!found && found.error().kind != Error::Kind::Missing)
            return found.error();
        parent = found ? std::make_shared<Descriptor>(std::move(*found)) : nullptr;
        parentPath = wanted;
        return parent ? std::optional(parent->get()) : std::nullopt;
    }

    static QString folderOf(const QString &relative)
    {
        return relative.contains(u'/') ? relative.first(relative.lastIndexOf(u'/')) : QString();
    }

    static QByteArray baseOf(const QString &relative) { return QFile::encodeName(relative.sliced(relative.lastIndexOf(u'/') + 1)); }
};

SafeFolder::SafeFolder(std::unique_ptr<Platform> platform)
    : m_platform(std::move(platform))
{
}

SafeFolder::SafeFolder(SafeFolder &&) noexcept = default;
SafeFolder &SafeFolder::operator=(SafeFolder &&) noexcept = default;
SafeFolder::~SafeFolder() = default;

Result<SafeFolder> SafeFolder::open(const QString &path)
{
    if (const Result<> made = makePrivateFolder(path); !made)
        return isBlocked(path)
            ? conflict(Folder::tr("A file or a symbolic link stands where the folder “%1” is needed.").arg(QDir::toNativeSeparators(path)),
                       path, ENOTDIR)
            : made.error();
    auto platform = std::make_unique<Platform>();
    platform->path = path;
    platform->root = Descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!platform->root.isOpen())
        return storageError(Folder::tr("The folder “%1” could not be opened.").arg(QDir::toNativeSeparators(path)), path,
                            qt_error_string());
    return SafeFolder(std::move(platform));
}

Result<SafeFolder::Found> SafeFolder::look(const QString &path)
{
    const Result<std::optional<int>> parent = m_platform->parentIfThere(path);
    if (!parent)
        return parent.error();
    if (!*parent)
        return Found{};
    struct stat there;
    if (::fstatat(**parent, Platform::baseOf(path).constData(), &there, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return Found{};
        return failure(errno, m_platform->path, path);
    }
    if (S_ISREG(there.st_mode))
        return Found{.kind = Found::Kind::File, .size = there.st_size};
    using Kind = Found::Kind;
    return Found{.kind = S_ISDIR(there.st_mode) ? Kind::Folder : S_ISLNK(there.st_mode) ? Kind::Link : Kind::Other};
}

Result<> SafeFolder::makeFolder(const QString &path)
{
    const Result<Descriptor> made = m_platform->walk(path, true);
    if (!made)
        return made.error();
    // It may be the one that was missing.
    m_platform->parent.reset();
    m_platform->parentPath.clear();
    return {};
}

Result<std::unique_ptr<QFile>> SafeFolder::read(const QString &path)
{
    const Result<std::optional<int>> parent = m_platform->parentIfThere(path);
    if (!parent)
        return parent.error();
    if (!*parent)
        return failure(ENOENT, m_platform->path, path);
    // O_NONBLOCK: a pipe put there by somebody else must not hold us up.
    Descriptor fd(::openat(**parent, Platform::baseOf(path).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat there;
    if (!fd.isOpen() || ::fstat(fd.get(), &there) != 0)
        return failure(linkCode(errno), m_platform->path, path);
    if (!S_ISREG(there.st_mode))
        return failure(EEXIST, m_platform->path, path);
    auto file = std::make_unique<QFile>();
    if (!file->open(fd.get(), QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle))
        return storageError(Folder::tr("“%1” could not be read.").arg(shownName(path)), m_platform->path, file->errorString());
    (void)fd.release();
    return file;
}

Result<NewFile> SafeFolder::create(const QString &path, bool executable, const QString &tag)
{
    const Result<int> parent = m_platform->parentOf(path);
    if (!parent)
        return parent.error();
    auto file = std::make_unique<NewFile::Platform>();
    file->root = m_platform->path;
    file->path = path;
    file->name = Platform::baseOf(path);
    file->folder = m_platform->parent;
    const QByteArray temporary = temporaryName(tag.toUtf8(), file->name);
    const mode_t mode = executable ? 0755 : 0644;
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = ::openat(*parent, temporary.constData(), flags, mode);
    if (fd < 0 && errno == EEXIST && ::unlinkat(*parent, temporary.constData(), 0) == 0)
        fd = ::openat(*parent, temporary.constData(), flags, mode);
    if (fd < 0)
        return failure(errno, m_platform->path, path);
    file->file = Descriptor(fd);
    file->temporary = temporary;
    return NewFile(std::move(file));
}

Result<> SafeFolder::moveIn(const QString &file, const QString &path)
{
    const Result<int> parent = m_platform->parentOf(path);
    if (!parent)
        return parent.error();
    const int code = renameKeeping(AT_FDCWD, QFile::encodeName(file), *parent, Platform::baseOf(path));
    if (code != EXDEV)
        return code == 0 ? Result<>() : failure(code, m_platform->path, path);
    QFile from(file);
    if (!from.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return storageError(Folder::tr("“%1” could not be read.").arg(shownName(file)), file, from.errorString());
    Result<NewFile> copy = create(path, false, u"move"_s);
    if (!copy)
        return copy.error();
    while (!from.atEnd()) {
        const QByteArray piece = from.read(256 * 1024);
        if (piece.isEmpty())
            return storageError(Folder::tr("“%1” could not be read.").arg(shownName(file)), file, from.errorString());
        if (const Result<> written = copy->write(piece); !written)
            return written;
    }
    if (const Result<> named = copy->publish(NewFile::Existing::Keep); !named)
        return named;
    from.remove();
    return {};
}

Result<QStringList> SafeFolder::list(const QString &path)
{
    const Result<Descriptor> folder = m_platform->walk(path, false);
    if (!folder)
        return folder.error();
    return namesIn(folder->get());
}

Result<QString> SafeFolder::readLink(const QString &path)
{
    const Result<std::optional<int>> parent = m_platform->parentIfThere(path);
    if (!parent)
        return parent.error();
    QByteArray text(PATH_MAX, Qt::Uninitialized);
    const ssize_t size = *parent ? ::readlinkat(**parent, Platform::baseOf(path).constData(), text.data(), size_t(text.size())) : -1;
    if (size < 0)
        return failure(*parent ? errno : ENOENT, m_platform->path, path);
    return QFile::decodeName(text.first(size));
}

Result<> SafeFolder::makeExecutable(const QString &path)
{
    const Result<std::unique_ptr<QFile>> file = read(path);
    if (!file)
        return file.error();
    struct stat there;
    if (::fstat((*file)->handle(), &there) != 0)
        return failure(errno, m_platform->path, path);
    // Of the rest, such as setuid, nothing stays. The umask has decided already who may read.
    const mode_t mode = (there.st_mode & 0755) | ((there.st_mode & 0444) >> 2);
    if (mode != (there.st_mode & 07777) && ::fchmod((*file)->handle(), mode) != 0)
        return failure(errno, m_platform->path, path);
    return {};
}

Result<> SafeFolder::makeLink(const QString &path, const QString &target, NewFile::Existing existing)
{
    const Result<int> parent = m_platform->parentOf(path);
    if (!parent)
        return parent.error();
    const QByteArray text = QFile::encodeName(target);
    const QByteArray name = Platform::baseOf(path);
    if (existing == NewFile::Existing::Keep) {
        if (::symlinkat(text.constData(), *parent, name.constData()) != 0)
            return failure(errno, m_platform->path, path);
        return {};
    }
    const QByteArray temporary = temporaryName("link", name);
    ::unlinkat(*parent, temporary.constData(), 0); // left by an earlier process
    if (::symlinkat(text.constData(), *parent, temporary.constData()) != 0)
        return failure(errno, m_platform->path, path);
    if (::renameat(*parent, temporary.constData(), *parent, name.constData()) == 0)
        return {};
    const int code = errno;
    ::unlinkat(*parent, temporary.constData(), 0);
    return failure(code, m_platform->path, path);
}

Result<> SafeFolder::makeLinkOfFolder(const QString &path, const QString &target)
{
    const Result<int> parent = m_platform->parentOf(path);
    if (!parent)
        return parent.error();
    const QByteArray name = Platform::baseOf(path);
    const QByteArray temporary = temporaryName("folder", name);
    // One that an earlier process left. At every moment its content is there, or what the link names.
    if (!removeAll(*parent, temporary) || ::renameat(*parent, name.constData(), *parent, temporary.constData()) != 0)
        return failure(errno, m_platform->path, path);
    const Result<> made = makeLink(path, target, NewFile::Existing::Keep);
    if (!made) {
        ::renameat(*parent, temporary.constData(), *parent, name.constData());
        return made;
    }
    const bool removed = removeAll(*parent, temporary);
    const int code = errno;
    // It may be the one that went, or one in it.
    m_platform->parent.reset();
    m_platform->parentPath.clear();
    return removed ? Result<>() : failure(code, m_platform->path, path);
}

Result<> SafeFolder::sync()
{
#ifdef Q_OS_LINUX
    const int done = ::syncfs(m_platform->root.get()); // One call for any number of files.
#else
    ::sync();
    const int done = ::fsync(m_platform->root.get());
#endif
    if (done != 0)
        return failure(errno, m_platform->path, QString());
    return {};
}

} // namespace punchcard
