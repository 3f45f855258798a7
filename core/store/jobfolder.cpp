// SPDX-License-Identifier: MIT
#include "core/store/jobfolder.h"

#include "core/base/files.h"
#include "core/base/lockfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 scriptLimit = 20 << 20;
}

JobFolder::JobFolder(const Home &home, const QString &uid)
    : m_path(home.jobFolder(uid))
{
}

Result<> JobFolder::write(const JobSpec &spec, const QByteArray &script) const
{
    for (const QString &folder : {m_path, logs(), artifacts()}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            return made;
    }
    if (const Result<> written = writePrivateFile(m_path + u"/script"_s, script); !written)
        return written;
    return writePrivateFile(m_path + u"/spec.json"_s, QJsonDocument(toJson(spec)).toJson());
}

Result<QByteArray> JobFolder::script() const
{
    return readFile(m_path + u"/script"_s, scriptLimit);
}

Result<std::unique_ptr<QLockFile>> JobFolder::tryLock() const
{
    auto lock = std::make_unique<QLockFile>(m_path + u"/lock"_s);
    if (takeLock(*lock))
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return nullptr;
    return storageError(QCoreApplication::translate("JobFolder", "The job's folder could not be locked."), m_path, qt_error_string());
}

Result<> JobFolder::exportTo(const QString &folder) const
{
    if (QFileInfo::exists(folder)) {
        return Error{.kind = Error::Kind::Conflict,
                     .what = QCoreApplication::translate("JobFolder", "“%1” is there already.").arg(folder),
                     .remedy = QCoreApplication::translate("JobFolder", "Choose another folder; nothing was changed.")};
    }
    const QDir source(m_path);
    QDirIterator files(m_path, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString name = source.relativeFilePath(file);
        if (name == "lock"_L1 || name.startsWith("downloads/"_L1))
            continue;
        const QString target = folder + u'/' + name;
        if (!QDir().mkpath(QFileInfo(target).path()) || !QFile::copy(file, target))
            return storageError(QCoreApplication::translate("JobFolder", "“%1” could not be written.").arg(target), target,
                                qt_error_string());
    }
    return {};
}

Result<> JobFolder::remove() const
{
    // Somebody else may have been at it too.
    if (!QDir(m_path).removeRecursively() && QFileInfo::exists(m_path))
        return storageError(QCoreApplication::translate("JobFolder", "The job's folder could not be deleted completely."), m_path,
                            qt_error_string());
    return {};
}

} // namespace punchcard::store
