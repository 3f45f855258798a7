// SPDX-License-Identifier: MIT
#include "tests/end-to-end/smalldisk.h"

#include <QFile>
#include <QtGlobal>

#include <cerrno>
#include <cstring>
#include <utility>

#ifdef Q_OS_LINUX
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#endif

namespace punchcard::testing {

#ifdef Q_OS_LINUX

namespace {

// More than the product leaves free of any disk. Nothing of it is taken before it is written to.
constexpr quint64 roomy = quint64(512) << 20;

void change(const char *from, const QString &to, const char *type, unsigned long flags, const QByteArray &data = {})
{
    if (::mount(from, QFile::encodeName(to).constData(), type, flags, data.constData()) != 0)
        qFatal("%s cannot be mounted: %s", qPrintable(to), std::strerror(errno));
}

} // namespace

bool SmallDisk::mayBe()
{
    return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

SmallDisk::SmallDisk(QString folder)
    : m_folder(std::move(folder))
{
    change("tmpfs", m_folder, "tmpfs", 0, "mode=0700,size=" + QByteArray::number(roomy));
}

SmallDisk::~SmallDisk()
{
    ::umount2(QFile::encodeName(m_folder).constData(), MNT_DETACH);
}

// As large as what lies there.
void SmallDisk::fill()
{
    struct statvfs disk = {};
    if (::statvfs(QFile::encodeName(m_folder).constData(), &disk) != 0)
        qFatal("%s: %s", qPrintable(m_folder), std::strerror(errno));
    resize(std::max<quint64>(1, disk.f_blocks - disk.f_bfree) * disk.f_frsize);
}

void SmallDisk::makeRoom()
{
    resize(roomy);
}

void SmallDisk::resize(quint64 bytes)
{
    change("tmpfs", m_folder, "tmpfs", MS_REMOUNT, "mode=0700,size=" + QByteArray::number(bytes));
}

ReadOnlyFolder::ReadOnlyFolder(QString folder, const QString &open)
    : m_folder(std::move(folder))
    , m_open(open)
{
    const QByteArray name = QFile::encodeName(m_folder);
    const QByteArray writable = QFile::encodeName(m_open);
    change(writable.constData(), m_open, nullptr, MS_BIND);
    change(name.constData(), m_folder, nullptr, MS_BIND | MS_REC);
    change("none", m_folder, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY);
}

ReadOnlyFolder::~ReadOnlyFolder()
{
    ::umount2(QFile::encodeName(m_folder).constData(), MNT_DETACH);
    ::umount2(QFile::encodeName(m_open).constData(), MNT_DETACH);
}

#else

bool SmallDisk::mayBe()
{
    return false;
}

SmallDisk::SmallDisk(QString folder)
    : m_folder(std::move(folder))
{
}
SmallDisk::~SmallDisk() = default;
void SmallDisk::fill() { }
void SmallDisk::makeRoom() { }
void SmallDisk::resize(quint64) { }

ReadOnlyFolder::ReadOnlyFolder(QString folder, const QString &open)
    : m_folder(std::move(folder))
    , m_open(open)
{
}
ReadOnlyFolder::~ReadOnlyFolder() = default;

#endif

} // namespace punchcard::testing
