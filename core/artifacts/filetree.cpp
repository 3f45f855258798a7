// SPDX-License-Identifier: MIT
#include "core/artifacts/filetree.h"

#include "core/artifacts/poolprogress.h"
#include "core/artifacts/safelinks.h"
#include "core/base/files.h"
#include "core/base/onpool.h"

#include <QCollator>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirListing>
#include <QFile>
#include <QLocale>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct FileTrees
{
    Q_DECLARE_TR_FUNCTIONS(FileTree)
};

constexpr qint64 hashedAtOnce = 256 * 1024;
constexpr int deepest = 200; // Folders within folders; a path longer than that cannot be made by unpacking.

const QCollator &collator()
{
    static thread_local const QCollator numbers = [] {
        // The C locale knows no order of numbers.
        QCollator made(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale());
        made.setNumericMode(true);
        made.setCaseSensitivity(Qt::CaseInsensitive);
        return made;
    }();
    return numbers;
}

void order(FileNode &folder)
{
    std::ranges::sort(folder.children, [](const auto &a, const auto &b) { return comesBefore(*a, *b); });
    int row = 0;
    for (const auto &child : folder.children) {
        child->parent = &folder;
        child->row = row++;
        folder.size += child->size;
        folder.files += child->isFolder() ? child->files : 1;
    }
}

Result<> read(const QString &path, FileNode &folder, const CancelPtr &cancel, qsizetype prefix, int depth)
{
    if (depth > deepest)
        return {};
    for (const auto &entry : QDirListing(path, QDirListing::IteratorFlag::IncludeHidden)) {
        if (cancel->isRequested())
            return cancelledError();
        if (!entry.isDir() && !entry.isFile())
            continue;
        // One of a folder is left out: what it names is shown in its own place.
        if (entry.isSymLink() && (entry.isDir() || !linkGoal(entry.filePath().sliced(prefix), entry.fileInfo().readSymLink())))
            continue;
        auto node = std::make_unique<FileNode>();
        node->name = entry.fileName();
        if (entry.isDir()) {
            if (const Result<> done = read(entry.filePath(), *node, cancel, prefix, depth + 1); !done)
                return done;
        } else {
            if (node->name.startsWith(".punchcard-"_L1) && node->name.endsWith(".part"_L1))
                continue; // being unpacked just now
            node->executable = entry.fileInfo().isExecutable();
            node->kind = kindOfName(node->name, node->executable);
            node->size = entry.size();
        }
        folder.children.push_back(std::move(node));
    }
    order(folder);
    return {};
}

} // namespace

bool comesBefore(const FileNode &a, const FileNode &b)
{
    if (a.isFolder() != b.isFolder())
        return a.isFolder();
    const int compared = collator().compare(a.name, b.name);
    return compared != 0 ? compared < 0 : a.name < b.name;
}

Async<FileNodePtr> readTree(QString folder, Context context)
{
    const auto reading = [folder, cancel = context.cancel]() -> Result<FileNodePtr> {
        if (!QFileInfo(folder).isDir()) {
            return Error{.kind = Error::Kind::Missing,
                         .what = FileTrees::tr("The folder “%1” is not there.").arg(QDir::toNativeSeparators(folder)),
                         .remedy = FileTrees::tr("Fetch the job's results again.")};
        }
        auto root = std::make_shared<FileNode>();
        if (const Result<> done = read(folder, *root, cancel, folder.size() + 1, 0); !done)
            return done.error();
        return root;
    };
    co_return co_await onPool(context, reading);
}

Async<QString> sha256Of(QString file, Context context)
{
    const PoolProgress progress(context);
    const auto hashing = [file, share = progress.share()]() -> Result<QString> {
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return storageError(FileTrees::tr("The file could not be read."), file, source.errorString());
        share->total = source.size();
        QCryptographicHash hash(QCryptographicHash::Sha256);
        QByteArray buffer(hashedAtOnce, Qt::Uninitialized);
        for (qint64 got = 0; (got = source.read(buffer.data(), buffer.size())) != 0;) {
            if (got < 0)
                return storageError(FileTrees::tr("The file could not be read."), file, source.errorString());
            if (share->cancelled())
                return cancelledError();
            hash.addData(QByteArrayView(buffer.constData(), got));
            share->done += got;
        }
        return QString::fromLatin1(hash.result().toHex());
    };
    co_return co_await onPool(context, hashing);
}

} // namespace punchcard
