// SPDX-License-Identifier: MIT
#include "core/jobs/inputtree.h"

#include "core/base/files.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QStringDecoder>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// Larger texts travel better as a blob: a tree request with many of them would be huge.
constexpr qsizetype largestInline = 256 << 10;

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

} // namespace

Async<github::TreeEntry> treeEntry(Drive &drive, QString path, QString mode, QByteArray content)
{
    if (std::optional<QString> text = plainText(content))
        co_return github::TreeEntry{.path = path, .mode = mode, .content = std::move(text)};
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<QString> sha = co_await drive.client().createBlob(drive.repo(), content, drive.context, github::Patience::JustMade);
    if (!sha)
        co_return sha.error();
    co_return github::TreeEntry{.path = path, .mode = mode, .sha = *sha};
}

Async<QList<github::TreeEntry>> inputTree(Drive &drive)
{
    QList<github::TreeEntry> entries;
    const QDir root(drive.folder.inputs());
    QDirIterator files(root.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo file(files.next());
        const Result<QByteArray> content = readFile(file.filePath(), largestInput);
        if (!content)
            co_return content.error();
        const Result<github::TreeEntry> entry
            = co_await treeEntry(drive, root.relativeFilePath(file.filePath()), file.isExecutable() ? u"100755"_s : u"100644"_s, *content);
        if (!entry)
            co_return entry.error();
        entries.append(*entry);
    }
    co_return entries;
}

} // namespace punchcard
