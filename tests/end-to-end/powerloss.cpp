// SPDX-License-Identifier: MIT
#include "tests/end-to-end/powerloss.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

struct Seen
{
    QByteArray key;
    uint mode = 0;
};

// As powershim.cpp has it.
Seen look(const QString &path)
{
    struct statx seen = {};
    if (::statx(AT_FDCWD, QFile::encodeName(path).constData(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &seen) != 0)
        qFatal("%s is gone", qPrintable(path));
    const QByteArray key = QByteArray::number(quint64(seen.stx_ino)) + '.' + QByteArray::number(qint64(seen.stx_btime.tv_sec)) + '.'
        + QByteArray::number(seen.stx_btime.tv_nsec);
    return {.key = key, .mode = seen.stx_mode};
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A computer takes a while to come up again.
void age(const QByteArray &path)
{
    const timespec then{.tv_sec = ::time(nullptr) - 300, .tv_nsec = 0};
    const std::array<timespec, 2> times{then, then};
    ::utimensat(AT_FDCWD, path.constData(), times.data(), 0);
}

QStringList namesIn(const QString &path)
{
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

} // namespace

PowerLoss::PowerLoss(QString folder, QString except)
    : m_folder(std::move(folder))
    , m_except(std::move(except))
{
}

QStringList PowerLoss::environment(int cut) const
{
    return {u"LD_PRELOAD="_s + qEnvironmentVariable("PUNCHCARD_BIN") + u"/libpowershim.so"_s, u"PUNCHCARD_POWER_ROOT="_s + m_folder,
            u"PUNCHCARD_POWER_EXCEPT="_s + m_except, u"PUNCHCARD_POWER_LOG="_s + m_log.path(), u"PUNCHCARD_POWER_CUT=%1"_s.arg(cut)};
}

void PowerLoss::begin()
{
    for (const QString &name : namesIn(m_log.path()))
        QFile::remove(m_log.filePath(name));
    m_disk = present();
    m_syncs = 0;
}

PowerLoss::Content PowerLoss::present() const
{
    Content content;
    readFolder(m_folder, look(m_folder).key, &content);
    return content;
}

void PowerLoss::readFolder(const QString &path, const QByteArray &key, Content *content) const
{
    Names names;
    for (const QString &name : namesIn(path)) {
        const QString inside = path + u'/' + name;
        if (inside == m_except)
            continue;
        const Seen seen = look(inside);
        const QByteArray kind = S_ISDIR(seen.mode) ? "folder" : S_ISLNK(seen.mode) ? "link" : "name";
        names.insert(name, {.key = seen.key, .kind = kind});
        content->modes.insert(seen.key, seen.mode & 07777);
        if (kind == "folder")
            readFolder(inside, seen.key, content);
        else if (kind == "link")
            content->links.insert(seen.key, QString::fromUtf8(bytesOf(inside)));
        else
            content->files.insert(seen.key, bytesOf(inside));
    }
    content->folders.insert(key, names);
}

void PowerLoss::replay()
{
    QByteArray events = bytesOf(m_log.filePath(u"events"_s));
    // What comes after the last end was cut off by a kill.
    events.truncate(events.lastIndexOf("end\n") + 4);
    QByteArray folder;
    for (const QByteArray &line : events.split('\n')) {
        const QByteArrayList parts = line.split('\t');
        if (parts.constFirst() == "end") {
            ++m_syncs;
        } else if (parts.constFirst() == "file") {
            m_disk.files.insert(parts.at(1), bytesOf(m_log.filePath(QString::fromLatin1(parts.at(2)))));
        } else if (parts.constFirst() == "names") {
            folder = parts.at(1);
            m_disk.folders.insert(folder, {});
        } else if (parts.size() == 3) {
            m_disk.folders[folder].insert(QString::fromUtf8(parts.at(2)), {.key = parts.at(1), .kind = parts.at(0)});
        }
    }
    QFile::remove(m_log.filePath(u"events"_s));
}

int PowerLoss::syncs()
{
    replay();
    return m_syncs;
}

// Bytes come to a disk as they like; what was written over others may be there or not, what was appended in part.
QByteArray PowerLoss::survivingBytes(const QByteArray *synced, const QByteArray &present, QRandomGenerator &dice)
{
    const QByteArray before = synced ? *synced : QByteArray();
    if (present.startsWith(before))
        return present.first(before.size() + dice.bounded(present.size() - before.size() + 1));
    return dice.bounded(2) == 0 ? before : present;
}

QStringList PowerLoss::cut(Disk disk, QRandomGenerator &dice)
{
    replay();
    const Content now = present();
    Content after = m_disk;
    after.modes.insert(now.modes);
    after.links.insert(now.links);
    QStringList lost;
    for (const auto &[key, names] : now.folders.asKeyValueRange()) {
        if (after.folders.value(key) == names)
            continue;
        const bool survives = disk == Disk::Some && dice.bounded(2) == 0;
        for (const auto &[name, entry] : names.asKeyValueRange()) {
            if (!survives && !after.folders.value(key).contains(name))
                lost.append(u"name "_s + name);
        }
        if (survives)
            after.folders.insert(key, names);
    }
    for (const auto &[key, bytes] : now.files.asKeyValueRange()) {
        const auto synced = m_disk.files.constFind(key);
        if (synced != m_disk.files.cend() && *synced == bytes)
            continue;
        const QByteArray *const before = synced == m_disk.files.cend() ? nullptr : &*synced;
        const QByteArray left = disk == Disk::Some ? survivingBytes(before, bytes, dice) : before ? *before : QByteArray();
        if (left != bytes)
            lost.append(u"%1 of %2 bytes"_s.arg(left.size()).arg(bytes.size()));
        after.files.insert(key, left);
    }
    restore(m_folder, look(m_folder).key, after);
    return lost;
}

void PowerLoss::restore(const QString &path, const QByteArray &key, const Content &content) const
{
    const Names names = content.folders.value(key);
    for (const QString &name : namesIn(path)) {
        const QString inside = path + u'/' + name;
        if (inside == m_except || m_except.startsWith(inside + u'/'))
            continue;
        QFileInfo(inside).isDir() && !QFileInfo(inside).isSymLink() ? QDir(inside).removeRecursively() : QFile::remove(inside);
    }
    for (const auto &[name, entry] : names.asKeyValueRange()) {
        const QString inside = path + u'/' + name;
        const QByteArray native = QFile::encodeName(inside);
        if (entry.kind == "folder") {
            ::mkdir(native.constData(), content.modes.value(entry.key, 0700));
            restore(inside, entry.key, content);
            age(native);
        } else if (entry.kind == "link") {
            QFile::link(content.links.value(entry.key), inside);
        } else {
            QFile file(inside);
            if (!file.open(QIODevice::WriteOnly) || file.write(content.files.value(entry.key)) < 0)
                qFatal("%s: %s", native.constData(), qPrintable(file.errorString()));
            ::fchmod(file.handle(), mode_t(content.modes.value(entry.key, 0600)));
            file.close();
            age(native);
        }
    }
}

} // namespace punchcard::testing
