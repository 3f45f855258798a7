// SPDX-License-Identifier: MIT
#include "core/base/files.h"

#include "core/base/crashpoint.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <filesystem>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace punchcard {
namespace {

struct Files
{
    Q_DECLARE_TR_FUNCTIONS(Files)
};

constexpr QFile::Permissions ownerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions ownerFolder = ownerFile | QFile::ExeOwner;

} // namespace

Error storageError(const QString &what, const QString &path, const QString &reason)
{
    return Error{.kind = Error::Kind::Storage,
                 .what = what,
                 .remedy = Files::tr("Check the free space and your rights on “%1”.").arg(QDir::toNativeSeparators(path)),
                 .said = reason,
                 .detail = path + QLatin1String(": ") + reason};
}

Result<> makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).absolutePath();
    if (parent != path) {
        if (const Result<> made = makePrivateFolder(parent); !made)
            return made;
    }
    // Another process may be making the same folder: what counts is that it is there.
    if (!QDir().mkdir(path, ownerFolder) && !QFileInfo(path).isDir())
        return storageError(Files::tr("The folder “%1” could not be made.").arg(QDir::toNativeSeparators(path)), parent, qt_error_string());
    return syncFolder(parent);
}

Result<> writePrivateFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    const auto failed = [&file, &path] {
        return storageError(Files::tr("The file “%1” could not be written.").arg(QDir::toNativeSeparators(path)), path, file.errorString());
    };
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerFile))
        return failed();
    if (file.write(content) != content.size())
        return failed();
    crashPoint("file");
    if (!file.commit())
        return failed();
    crashPoint("file");
    return syncFolder(QFileInfo(path).absolutePath());
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    QFile file(path);
    const QString shown = QDir::toNativeSeparators(path);
    if (!file.exists())
        return Error{.kind = Error::Kind::Missing,
                     .what = Files::tr("There is no file “%1”.").arg(shown),
                     .remedy = Files::tr("Check the path."),
                     .detail = path};
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return Error{.kind = Error::Kind::Denied,
                     .what = Files::tr("The file “%1” cannot be read.").arg(shown),
                     .remedy = Files::tr("Check that it is a file and that you may read it."),
                     .said = file.errorString(),
                     .detail = path};
    const QByteArray content = file.read(limit + 1);
    if (content.size() > limit)
        return Error{.kind = Error::Kind::Refused,
                     .what = Files::tr("The file “%1” is larger than %2 bytes.").arg(shown).arg(limit),
                     .remedy = Files::tr("Give a smaller one."),
                     .detail = path};
    if (file.error() != QFile::NoError)
        return storageError(Files::tr("The file “%1” could not be read.").arg(shown), path, file.errorString());
    return content;
}

Result<> syncFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return storageError(Files::tr("The file “%1” could not be synced.").arg(path), path, file.errorString());
#ifdef Q_OS_UNIX
    if (fsync(file.handle()) != 0)
        return storageError(Files::tr("The file “%1” could not be synced.").arg(path), path, qt_error_string());
#endif
    return {};
}

Result<> syncFolder([[maybe_unused]] const QString &path)
{
#ifdef Q_OS_UNIX
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // One that is not there has no names to lose; some file systems cannot sync one.
    if (folder < 0)
        return {};
    const int code = fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS ? 0 : errno;
    ::close(folder);
    if (code != 0)
        return storageError(Files::tr("The folder “%1” could not be synced.").arg(path), path, qt_error_string(code));
#endif
    return {};
}

Result<> giveName(const QString &from, const QString &to)
{
    if (const Result<> synced = syncFile(from); !synced)
        return synced;
    crashPoint("file");
    std::error_code failed;
    std::filesystem::rename(QFile(from).filesystemFileName(), QFile(to).filesystemFileName(), failed);
    if (failed)
        return storageError(Files::tr("“%1” could not be given its name.").arg(QDir::toNativeSeparators(to)), to,
                            QString::fromStdString(failed.message()));
    crashPoint("file");
    return syncFolder(QFileInfo(to).absolutePath());
}

} // namespace punchcard
