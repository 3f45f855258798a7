// SPDX-License-Identifier: MIT
#include "core/secrets/secretfile.h"

#include "core/base/secretstring.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Files
{
    Q_DECLARE_TR_FUNCTIONS(SecretFile)
};

QString shown(const QString &path)
{
    return QDir::toNativeSeparators(path);
}

Error isFolder(const QString &path)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = Files::tr("“%1” is a folder, not a file.").arg(shown(path)),
                 .remedy = Files::tr("Name a file in it."),
                 .detail = path};
}

Error cannotRead(const QString &path, Error::Kind kind, const QString &reason)
{
    return Error{.kind = kind,
                 .what = Files::tr("The file “%1” cannot be read.").arg(shown(path)),
                 .remedy = Files::tr("Check that you may read it."),
                 .said = reason,
                 .detail = path + u": "_s + reason};
}

#ifdef Q_OS_UNIX
Error missing(const QString &path)
{
    const QFileInfo info(path);
    return Error{.kind = Error::Kind::Missing,
                 .what = info.isSymLink() ? Files::tr("The link “%1” leads to nothing.").arg(shown(path))
                                          : Files::tr("There is no file “%1”.").arg(shown(path)),
                 .remedy = Files::tr("Check the path."),
                 .detail = path};
}

Error systemError(const QString &path, int code)
{
    const QString reason = qt_error_string(code);
    switch (code) {
    case ENOENT:
    case ENOTDIR: return missing(path);
    case EACCES:
    case EPERM: return cannotRead(path, Error::Kind::Denied, reason);
    default: return cannotRead(path, Error::Kind::Local, reason);
    }
}

struct Descriptor
{
    int number = -1;

    explicit Descriptor(int fd)
        : number(fd)
    {
    }
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
};

/// Whether something can be read from @p fd before @p deadline. A pipe that nobody has opened for writing yet would
/// read as an empty one, so that asking comes first.
bool becomesReadable(int fd, QDeadlineTimer deadline)
{
    pollfd entry{fd, POLLIN, 0};
    for (;;) {
        const int ready = ::poll(&entry, 1, int(qMax<qint64>(0, deadline.remainingTime())));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}
#endif

} // namespace

#ifdef Q_OS_UNIX

Result<QByteArray> readSecretFile(const QString &path, qsizetype most, Milliseconds patience)
{
    // Not blocking: to open a pipe without a writer would wait for ever.
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number < 0)
        return systemError(path, errno);
    struct stat status = {};
    if (::fstat(file.number, &status) != 0)
        return systemError(path, errno);
    if (S_ISDIR(status.st_mode))
        return isFolder(path);
    const QDeadlineTimer deadline(patience);
    // One buffer of the final size: one that grew would leave copies of the secret behind.
    QByteArray content(most, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < content.size()) {
        if (!S_ISREG(status.st_mode) && !becomesReadable(file.number, deadline)) {
            wipe(content);
            return Error{.kind = Error::Kind::Refused,
                         .what = Files::tr("Nothing came out of “%1” for %2 seconds.").arg(shown(path)).arg(patience.count() / 1000.0),
                         .remedy = Files::tr("Check the command that writes to it."),
                         .detail = path};
        }
        const ssize_t got = ::read(file.number, content.data() + size, size_t(content.size() - size));
        if (got == 0)
            break;
        if (got > 0) {
            size += got;
        } else if (errno != EINTR && errno != EAGAIN) {
            const int code = errno;
            wipe(content);
            return systemError(path, code);
        }
    }
    content.truncate(size);
    return content;
}

#else

Result<QByteArray> readSecretFile(const QString &path, qsizetype most, Milliseconds)
{
    QFile file(path);
    if (QFileInfo(path).isDir())
        return isFolder(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return cannotRead(path, file.exists() ? Error::Kind::Denied : Error::Kind::Missing, file.errorString());
    QByteArray content(most, Qt::Uninitialized);
    const qint64 size = file.read(content.data(), content.size());
    if (size < 0)
        return cannotRead(path, Error::Kind::Local, file.errorString());
    content.truncate(size);
    return content;
}

#endif

} // namespace punchcard
