// SPDX-License-Identifier: MIT
#include "core/jobs/inputtree.h"

#include "core/base/files.h"
#include "core/base/onpool.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QStringDecoder>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// Larger texts travel better as a blob: a tree request with many of them would be huge.
constexpr qsizetype largestInline = 256 << 10;

/// A file as it travels: as the text that it is, or in bytes.
struct Packed
{
    QByteArray content = {};
    std::optional<QString> text = {};
};

std::optional<QString> plainText(const QByteArray &content)
{
    if (content.size() > largestInline || content.contains('\0'))
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    QString text = decoder(content);
    if (decoder.hasError() || text.toUtf8() != content)
        return std::nullopt;
    return text;
}

Async<github::TreeEntry> entryOf(Drive &drive, QString path, QString mode, Packed file)
{
    if (file.text)
        co_return github::TreeEntry{.path = path, .mode = mode, .content = std::move(file.text)};
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<QString> sha = co_await drive.client().createBlob(drive.repo(), file.content, drive.context, github::Patience::JustMade);
    if (!sha)
        co_return sha.error();
    co_return github::TreeEntry{.path = path, .mode = mode, .sha = *sha};
}

} // namespace

Async<github::TreeEntry> treeEntry(Drive &drive, QString path, QString mode, QByteArray content)
{
    const Packed file{.content = content, .text = plainText(content)};
    co_return co_await entryOf(drive, path, mode, file);
}

Async<QList<github::TreeEntry>> inputTree(Drive &drive)
{
    QList<github::TreeEntry> entries;
    const QDir root(drive.folder.inputs());
    QDirIterator files(root.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo file(files.next());
        const auto packing = [path = file.filePath()]() -> Result<Packed> {
            const Result<QByteArray> content = readFile(path, largestInput);
            if (!content)
                return content.error();
            return Packed{.content = *content, .text = plainText(*content)};
        };
        const Result<Packed> packed = co_await onPool(drive.context, packing);
        if (!packed)
            co_return packed.error();
        const Result<github::TreeEntry> entry
            = co_await entryOf(drive, root.relativeFilePath(file.filePath()), file.isExecutable() ? u"100755"_s : u"100644"_s, *packed);
        if (!entry)
            co_return entry.error();
        entries.append(*entry);
    }
    co_return entries;
}

} // namespace punchcard
