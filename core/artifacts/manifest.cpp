// SPDX-License-Identifier: MIT
#include "core/artifacts/manifest.h"

#include "core/artifacts/entryname.h"
#include "core/artifacts/safelinks.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct ManifestText
{
    Q_DECLARE_TR_FUNCTIONS(Manifest)
};

constexpr qsizetype mostLines = 50'000;
constexpr qsizetype comparedAtOnce = 256 * 1024;
using Kind = SafeFolder::Found::Kind;

// nullopt: it is not below the place of @p upload, which is cut off.
std::optional<QString> nameIn(const QString &upload, bool isPattern, const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    if (upload.isEmpty())
        return clean;
    if (clean.startsWith(upload + u'/'))
        return clean.sliced(upload.size() + 1);
    if (clean == upload && !isPattern)
        return clean.section(u'/', -1);
    return std::nullopt;
}

// The disk as a whole; anything else concerns one name.
bool concernsAll(const Error &error)
{
    return error.kind == Error::Kind::Storage || error.kind == Error::Kind::Cancelled;
}

class ManifestWork
{
public:
    ManifestWork(SafeFolder folder, const CancelPtr &cancel)
        : m_folder(std::move(folder))
        , m_cancel(cancel)
    {
    }

    Result<QList<Refusal>> run(const Manifest &manifest)
    {
        // First what stands in for a folder, as long as neither it nor the folder has anything else of the manifest in it.
        if (const Result<> done = makeLinks(manifest, true); !done)
            return done.error();
        for (const QString &path : manifest.folders) {
            if (const Result<> done = tried(path, [this, &path] { return m_folder.makeFolder(path); }); !done)
                return done.error();
        }
        if (const Result<> done = makeLinks(manifest, false); !done)
            return done.error();
        for (const QString &path : manifest.executables) {
            if (const Result<> done = tried(path, [this, &path] { return makeExecutable(path); }); !done)
                return done.error();
        }
        if (const Result<> synced = m_folder.sync(); !synced)
            return synced.error();
        return std::move(m_refusals);
    }

private:
    template<typename Do>
    Result<> tried(const QString &path, Do work)
    {
        if (m_cancel->isRequested())
            return cancelledError();
        const std::optional<QString> unfit = whyUnfit(path);
        const Result<> done = unfit ? Result<>(Error{.kind = Error::Kind::Refused, .what = *unfit}) : work();
        if (!done && concernsAll(done.error()))
            return done;
        if (!done)
            m_refusals.append({.name = shownName(path), .why = done.error().what});
        return {};
    }

    Result<> makeLinks(const Manifest &manifest, bool ofFolders)
    {
        for (const Manifest::Link &link : manifest.links) {
            // What is wrong with one is said once.
            if (ofFolders && (whyUnfit(link.path) || !isFolder(link.path)))
                continue;
            if (const Result<> done = tried(link.path, [this, &link, ofFolders] { return makeLink(link, ofFolders); }); !done)
                return done;
        }
        return {};
    }

    Result<> makeExecutable(const QString &path)
    {
        const Result<SafeFolder::Found> found = m_folder.look(path);
        if (!found)
            return found.error();
        return found->kind == Kind::File ? m_folder.makeExecutable(path) : Result<>(); // not in this artifact
    }

    bool isFolder(const QString &path)
    {
        const Result<SafeFolder::Found> found = m_folder.look(path);
        return found && found->kind == Kind::Folder;
    }

    Result<> makeLink(const Manifest::Link &link, bool ofFolders);
    Result<bool> same(const QString &path, const QString &other);
    Result<bool> sameBytes(const QString &path, const QString &other, qint64 size);

    SafeFolder m_folder;
    CancelPtr m_cancel;
    QList<Refusal> m_refusals;
};

Result<> ManifestWork::makeLink(const Manifest::Link &link, bool ofFolders)
{
    const Result<SafeFolder::Found> found = m_folder.look(link.path);
    if (!found)
        return found.error();
    if ((found->kind == Kind::Folder) != ofFolders || found->kind == Kind::Link)
        return {}; // the other turn's, or made in an earlier life
    const auto refused = [](const QString &why) { return Error{.kind = Error::Kind::Refused, .what = why}; };
    const std::optional<QString> goal = linkGoal(link.path, link.target);
    const std::optional<QString> end = goal ? followLinks(m_folder, *goal) : std::nullopt;
    if (!end)
        return refused(ManifestText::tr("It is a link to something that is not in the artifact."));
    if (*end == link.path || end->startsWith(link.path + u'/') || link.path.startsWith(*end + u'/'))
        return refused(ManifestText::tr("It is a link to itself."));
    if (found->kind == Kind::Missing)
        return m_folder.makeLink(link.path, link.target, NewFile::Existing::Keep);
    const Result<bool> equal = same(link.path, *end);
    if (!equal)
        return equal.error();
    if (!*equal)
        return refused(ManifestText::tr("It is a link to something of other content."));
    return ofFolders ? m_folder.makeLinkOfFolder(link.path, link.target)
                     : m_folder.makeLink(link.path, link.target, NewFile::Existing::Replace);
}

Result<bool> ManifestWork::same(const QString &path, const QString &other)
{
    const Result<SafeFolder::Found> mine = m_folder.look(path);
    if (!mine)
        return mine.error();
    const Result<SafeFolder::Found> theirs = m_folder.look(other);
    if (!theirs)
        return theirs.error();
    if (mine->kind != theirs->kind || mine->size != theirs->size)
        return false;
    if (mine->kind == Kind::File)
        return sameBytes(path, other, mine->size);
    if (mine->kind != Kind::Folder)
        return false;
    const Result<QStringList> names = m_folder.list(path);
    if (!names)
        return names.error();
    const Result<QStringList> others = m_folder.list(other);
    if (!others)
        return others.error();
    if (*names != *others)
        return false;
    for (const QString &name : *names) {
        const Result<bool> equal = same(path + u'/' + name, other + u'/' + name);
        if (!equal || !*equal)
            return equal;
    }
    return true;
}

Result<bool> ManifestWork::sameBytes(const QString &path, const QString &other, qint64 size)
{
    const Result<std::unique_ptr<QFile>> mine = m_folder.read(path);
    if (!mine)
        return mine.error();
    const Result<std::unique_ptr<QFile>> theirs = m_folder.read(other);
    if (!theirs)
        return theirs.error();
    for (qint64 left = size; left > 0;) {
        if (m_cancel->isRequested())
            return cancelledError();
        const QByteArray one = (*mine)->read(std::min<qint64>(left, comparedAtOnce));
        if (one.isEmpty() || one != (*theirs)->read(one.size()))
            return false;
        left -= one.size();
    }
    return true;
}

} // namespace

Result<Manifest> parseManifest(const QByteArray &text)
{
    if (text.size() > largestManifest || text.count('\n') > mostLines || text.contains('\0'))
        return Error{.kind = Error::Kind::Malformed,
                     .what = ManifestText::tr("The list of modes and links is far too long, or no text."),
                     .remedy = ManifestText::tr("The files are there all the same.")};
    Manifest manifest;
    QString link;
    const QStringList lines = QString::fromUtf8(text).split(u'\n');
    for (const QString &line : lines) {
        const QString rest = line.sliced(std::min<qsizetype>(2, line.size()));
        if (rest.isEmpty())
            continue;
        if (line.startsWith("x ./"_L1))
            manifest.executables.append(rest);
        else if (line.startsWith("d ./"_L1))
            manifest.folders.append(rest);
        else if (line.startsWith("t "_L1) && !link.isEmpty())
            manifest.links.append({.path = link, .target = rest});
        link = line.startsWith("l ./"_L1) ? rest : QString();
    }
    return manifest;
}

Manifest manifestOf(const Manifest &manifest, const QString &upload)
{
    static const QRegularExpression wildcard(u"[*?\\[]"_s);
    const qsizetype first = upload.indexOf(wildcard);
    // An artifact of a pattern keeps what comes from its first wildcard on.
    const QString before = first < 0 ? upload : upload.first(first).contains(u'/') ? upload.first(first).section(u'/', 0, -2) : QString();
    const QString root = before.isEmpty() ? before : QDir::cleanPath(before);
    Manifest part;
    for (const QString &path : manifest.executables) {
        if (const auto name = nameIn(root, first >= 0, path))
            part.executables.append(*name);
    }
    for (const QString &path : manifest.folders) {
        if (const auto name = nameIn(root, first >= 0, path))
            part.folders.append(*name);
    }
    for (const Manifest::Link &link : manifest.links) {
        if (const auto name = nameIn(root, first >= 0, link.path))
            part.links.append({.path = *name, .target = link.target});
    }
    return part;
}

Async<QList<Refusal>> applyManifest(Manifest manifest, QString folder, Context context)
{
    const auto work = [manifest, folder, cancel = context.cancel]() -> Result<QList<Refusal>> {
        if (!QFileInfo(folder).isDir())
            return QList<Refusal>();
        Result<SafeFolder> opened = SafeFolder::open(folder);
        if (!opened)
            return opened.error();
        return ManifestWork(std::move(*opened), cancel).run(manifest);
    };
    co_return co_await onPool(context, work);
}

} // namespace punchcard
