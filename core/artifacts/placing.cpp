// SPDX-License-Identifier: MIT
#include "core/artifacts/placing.h"

#include "core/artifacts/entryname.h"
#include "core/artifacts/naming.h"
#include "core/artifacts/poolprogress.h"
#include "core/artifacts/safefolder.h"
#include "core/artifacts/safelinks.h"
#include "core/artifacts/space.h"
#include "core/base/files.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QUuid>

#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Placing
{
    Q_DECLARE_TR_FUNCTIONS(Placing)
};

constexpr qsizetype nameLimit = 180; // Bytes of UTF-8: leaves room for ".steps.json" and the like.
constexpr qsizetype copiedAtOnce = 256 * 1024;

// What is to be copied: a path on this computer and where it goes in the target.
struct Source
{
    QString file = {};
    QString path = {};
    qint64 size = 0;
    bool folder = false;
    bool executable = false;
    QString target = {}; ///< of a link
};

Error unreadable(const QString &path, const QString &reason)
{
    return Error{.kind = Error::Kind::Local,
                 .what = Placing::tr("“%1” could not be read.").arg(QDir::toNativeSeparators(path)),
                 .remedy = Placing::tr("Check your rights on it."),
                 .said = reason,
                 .detail = path};
}

// One folder on its way into another.
class Placement
{
public:
    Placement(bool overwrite, PoolSharePtr share, QSet<QString> kept = {})
        : m_overwrite(overwrite)
        , m_kept(std::move(kept))
        , m_share(std::move(share))
        , m_tag(QUuid::createUuid().toString(QUuid::Id128)) // Several processes may place into one folder at once.
    {
    }

    Result<Placed> run(const QList<Source> &sources, const QString &target)
    {
        Result<SafeFolder> folder = SafeFolder::open(target);
        if (!folder)
            return folder.error();
        if (const Result<> fits = checkSpace(sources, target, *folder); !fits)
            return fits.error();
        Naming naming(*folder, [this](const QString &path, const Error &error) { takeBack(path, error.what); });
        for (const Source &source : sources) {
            if (m_share->cancelled())
                return cancelledError();
            if (const Result<> done = placeOne(source, *folder, naming); !done)
                return done.error();
        }
        // Also when nothing was missing: whoever put it there may have died before the disk had it.
        if (const Result<> named = naming.finish(); !named)
            return named.error();
        return std::move(m_result);
    }

    void refuse(const QString &path, const QString &why) { m_result.refusals.append({.name = shownName(path), .why = why}); }

private:
    Result<> checkSpace(const QList<Source> &sources, const QString &target, SafeFolder &folder);
    Result<> placeOne(const Source &source, SafeFolder &folder, Naming &naming);
    Result<> placeFile(const Source &source, SafeFolder &folder, Naming &naming);
    Result<> placeLink(const Source &source, SafeFolder &folder);
    Result<> copy(const Source &source, SafeFolder &folder, Naming &naming, NewFile::Existing existing);
    // Its name turned out to be taken when it was to get it.
    void takeBack(const QString &path, const QString &why)
    {
        if (m_result.files.removeIf([&path](const UnpackedFile &file) { return file.path == path; }) > 0)
            --m_result.written;
        refuse(path, why);
    }
    Result<bool> same(const Source &source, SafeFolder &folder);
    [[nodiscard]] bool mayReplace(const QString &path) const { return m_overwrite && !m_kept.contains(path); }

    bool m_overwrite;
    QSet<QString> m_kept;
    PoolSharePtr m_share;
    QString m_tag;
    bool m_clones = true; ///< As long as the disk can: what it refuses once it refuses to all.
    Placed m_result;
};

// What has its size already will hardly be written again.
Result<> Placement::checkSpace(const QList<Source> &sources, const QString &target, SafeFolder &folder)
{
    qint64 total = 0;
    qint64 missing = 0;
    for (const Source &source : sources) {
        total += source.size;
        const Result<SafeFolder::Found> found = folder.look(source.path);
        if (!found || found->kind != SafeFolder::Found::Kind::File || found->size != source.size)
            missing += source.size;
    }
    m_share->total = total;
    return missing == 0 ? Result<>() : spaceCheck(target, missing);
}

Result<> Placement::placeOne(const Source &source, SafeFolder &folder, Naming &naming)
{
    const std::optional<QString> unfit = whyUnfit(source.path);
    if (unfit) {
        refuse(source.path, *unfit);
        return {};
    }
    const Result<> done = source.folder ? folder.makeFolder(source.path)
        : source.target.isEmpty()       ? placeFile(source, folder, naming)
                                        : placeLink(source, folder);
    if (done)
        return {};
    if (done.error().kind != Error::Kind::Conflict && done.error().kind != Error::Kind::Refused)
        return done;
    refuse(source.path, done.error().what);
    return {};
}

Result<> Placement::placeFile(const Source &source, SafeFolder &folder, Naming &naming)
{
    const Result<SafeFolder::Found> found = folder.look(source.path);
    if (!found)
        return found.error();
    using Kind = SafeFolder::Found::Kind;
    bool there = false;
    if (found->kind == Kind::File && found->size == source.size) {
        const Result<bool> equal = same(source, folder);
        if (!equal)
            return equal.error();
        there = *equal;
    }
    if (there) {
        m_share->done += source.size;
    } else if (found->kind == Kind::Missing) {
        if (const Result<> copied = copy(source, folder, naming, NewFile::Existing::Keep); !copied)
            return copied;
    } else if (found->kind == Kind::Folder) {
        refuse(source.path, Placing::tr("A folder of this name is there already."));
        return {};
    } else if (m_kept.contains(source.path)) {
        refuse(source.path, Placing::tr("Another element of the array left something else of this name."));
        return {};
    } else if (!m_overwrite) {
        refuse(source.path,
               found->kind == Kind::File ? Placing::tr("A file with other content is there already.")
                                         : Placing::tr("A symbolic link or a device of this name is there already."));
        return {};
    } else if (const Result<> copied = copy(source, folder, naming, NewFile::Existing::Replace); !copied) {
        return copied;
    }
    m_result.files.append({.path = source.path, .size = source.size});
    return {};
}

Result<> Placement::placeLink(const Source &source, SafeFolder &folder)
{
    const Result<SafeFolder::Found> found = folder.look(source.path);
    if (!found)
        return found.error();
    using Kind = SafeFolder::Found::Kind;
    const Result<QString> there = found->kind == Kind::Link ? folder.readLink(source.path) : Result<QString>(QString());
    if (!there)
        return there.error();
    if (*there != source.target) {
        if (found->kind != Kind::Missing && !mayReplace(source.path)) {
            refuse(source.path, Placing::tr("Something else of this name is there already."));
            return {};
        }
        const auto existing = found->kind == Kind::Missing ? NewFile::Existing::Keep : NewFile::Existing::Replace;
        if (const Result<> made = folder.makeLink(source.path, source.target, existing); !made)
            return made;
        ++m_result.written;
    }
    m_result.files.append({.path = source.path, .size = 0});
    return {};
}

Result<bool> Placement::same(const Source &source, SafeFolder &folder)
{
    Result<std::unique_ptr<QFile>> there = folder.read(source.path);
    if (!there)
        return there.error();
    QFile ours(source.file);
    if (!ours.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(source.file, ours.errorString());
    QByteArray one(copiedAtOnce, Qt::Uninitialized);
    QByteArray other(copiedAtOnce, Qt::Uninitialized);
    for (qint64 left = source.size; left > 0;) {
        if (m_share->cancelled())
            return cancelledError();
        const qint64 got = ours.read(one.data(), std::min<qint64>(left, copiedAtOnce));
        if (got <= 0)
            return unreadable(source.file, ours.errorString());
        for (qint64 compared = 0; compared < got;) {
            const qint64 more = (*there)->read(other.data(), got - compared);
            if (more <= 0 || QByteArrayView(one).sliced(compared, more) != QByteArrayView(other).first(more))
                return false;
            compared += more;
        }
        left -= got;
    }
    return true;
}

Result<> Placement::copy(const Source &source, SafeFolder &folder, Naming &naming, NewFile::Existing existing)
{
    QFile from(source.file);
    if (!from.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(source.file, from.errorString());
    Result<NewFile> file = folder.create(source.path, source.executable, m_tag);
    if (!file)
        return file.error();
    m_clones = m_clones && file->cloneFrom(from);
    if (m_clones) {
        m_share->done += source.size;
    } else {
        QByteArray buffer(copiedAtOnce, Qt::Uninitialized);
        for (;;) {
            if (m_share->cancelled())
                return cancelledError();
            const qint64 got = from.read(buffer.data(), copiedAtOnce);
            if (got < 0)
                return unreadable(source.file, from.errorString());
            if (got == 0)
                break;
            if (const Result<> written = file->write(QByteArrayView(buffer).first(got)); !written)
                return written;
            m_share->done += got;
        }
    }
    if (const Result<> added = naming.add(source.path, std::move(*file), existing); !added)
        return added;
    ++m_result.written;
    return {};
}

Result<Placed> placeFolder(const QString &from, const QString &to, bool overwrite, const QSet<QString> &kept, const PoolSharePtr &share)
{
    if (!QFileInfo(from).isDir())
        return Error{.kind = Error::Kind::Missing,
                     .what = Placing::tr("There is no folder “%1”.").arg(QDir::toNativeSeparators(from)),
                     .remedy = Placing::tr("Fetch the results again."),
                     .detail = from};
    Placement placement(overwrite, share, kept);
    QList<Source> sources;
    const qsizetype prefix = QDir(from).absolutePath().size() + 1;
    QDirIterator it(QDir(from).absolutePath(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        if (share->cancelled())
            return cancelledError();
        const QFileInfo info = it.nextFileInfo();
        const QString path = info.filePath().sliced(prefix);
        // Those that a manifest has put there. What leads out of the folder was not.
        if (info.isSymLink() && linkGoal(path, info.readSymLink()))
            sources.append({.path = path, .target = info.readSymLink()});
        else if (info.isSymLink() || (!info.isDir() && !info.isFile()))
            placement.refuse(path, Placing::tr("It is a symbolic link or a device."));
        else
            sources.append({.file = info.filePath(),
                            .path = path,
                            .size = info.isDir() ? 0 : info.size(),
                            .folder = info.isDir(),
                            .executable = info.isFile() && info.permission(QFile::ExeOwner)});
    }
    std::ranges::sort(sources, {}, &Source::path);
    return placement.run(sources, to);
}

// '%', what some system forbids, controls and what changes the order of what is shown.
bool needsEscape(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7F && u < 0xA0) || u"%/\\<>:\"|?*"_s.contains(c) || u == 0x061C || u == 0x200E || u == 0x200F
        || (u >= 0x2028 && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0xFEFF || u == 0xFFFD;
}

QString escaped(QStringView text)
{
    return u'%' + QString::fromLatin1(text.toUtf8().toHex('%').toUpper());
}

} // namespace

Async<Placed> place(QString fromFolder, QString toFolder, bool overwrite, Context context, QSet<QString> kept)
{
    const PoolProgress progress(context);
    const auto work = [fromFolder, toFolder, overwrite, kept, share = progress.share()] {
        return placeFolder(fromFolder, toFolder, overwrite, kept, share);
    };
    co_return co_await onPool(context, work);
}

Async<Placed> placeFile(QString file, QString toFolder, QString name, bool overwrite, Context context)
{
    const PoolProgress progress(context);
    const auto work = [file, toFolder, name, overwrite, share = progress.share()] {
        const QFileInfo info(file);
        const Source source{.file = file, .path = name, .size = info.size(), .executable = info.permission(QFile::ExeOwner)};
        return Placement(overwrite, share).run({source}, toFolder);
    };
    co_return co_await onPool(context, work);
}

QString safeFolderName(const QString &name)
{
    QString safe;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name.at(i);
        const bool pair = c.isHighSurrogate() && i + 1 < name.size() && name.at(i + 1).isLowSurrogate();
        const bool edge = (i == 0 && (c == u'.' || c == u' ' || c == u'-')) || (i == name.size() - 1 && (c == u'.' || c == u' '));
        if (pair) {
            safe += c;
            safe += name.at(++i);
        } else if (c.isSurrogate()) {
            safe += u"%u"_s + QString::number(c.unicode(), 16).toUpper(); // No text: has no UTF-8 to write as %XX.
        } else if (edge || needsEscape(c)) {
            safe += escaped(QStringView(name).sliced(i, 1));
        } else {
            safe += c;
        }
    }
    if (safe.isEmpty())
        return u"%"_s;
    if (isDeviceName(safe))
        safe = escaped(QStringView(safe).first(1)) + safe.sliced(1);
    if (safe.toUtf8().size() <= nameLimit)
        return safe;
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().first(16));
    QString head = safe;
    while (head.toUtf8().size() > nameLimit - 17)
        head.chop(head.back().isLowSurrogate() ? 2 : 1);
    return head + u'~' + hash;
}

} // namespace punchcard
