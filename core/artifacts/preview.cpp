// SPDX-License-Identifier: MIT
#include "core/artifacts/preview.h"

#include "core/artifacts/filekind.h"
#include "core/base/files.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QStringDecoder>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Previews
{
    Q_DECLARE_TR_FUNCTIONS(Preview)
};

constexpr qint64 textLimit = 128 * 1024;
// A highlighter needs 28 ms for a line of 10 kB.
constexpr qsizetype lineLimit = 2'000;

// nullopt: these bytes are no text.
std::optional<QString> decoded(const QByteArray &bytes)
{
    const auto byMark = QStringConverter::encodingForData(bytes);
    if (!byMark && bytes.contains('\0'))
        return std::nullopt;
    // What the end cuts through is kept back by the decoder, and is no error.
    QStringDecoder decoder(byMark.value_or(QStringConverter::Utf8));
    QString text = decoder.decode(bytes);
    if (decoder.hasError() && !byMark) {
        const qsizetype odd = std::ranges::count_if(bytes, [](char c) { return uchar(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; });
        if (odd > 0)
            return std::nullopt;
        text = QString::fromLatin1(bytes);
    }
    return text;
}

QString withShortLines(const QString &text, bool &cut)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (line.size() > lineLimit) {
            line.truncate(lineLimit);
            line.append(u'…');
            cut = true;
        }
    }
    return lines.join(u'\n');
}

Result<> lookInside(Preview &preview, const PoolShare &share)
{
    if (preview.mime.startsWith("image/"_L1)) {
        preview.kind = Preview::Kind::Image;
        return {};
    }
    QFile file(preview.path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError(Previews::tr("The file could not be read."), preview.path, file.errorString());
    const QByteArray begin = file.read(textLimit);
    file.close();
    if (begin.startsWith("PK\x03\x04") || begin.startsWith("PK\x05\x06")) {
        if (Result<ArchiveListing> zip = listZip(preview.path, share)) {
            preview.kind = Preview::Kind::Listing;
            preview.listing = std::move(*zip);
            return {};
        }
    }
    if (const std::optional<QString> text = decoded(begin)) {
        preview.kind = Preview::Kind::Text;
        preview.cut = preview.size > begin.size();
        preview.text = withShortLines(*text, preview.cut);
        return {};
    }
    preview.kind = Preview::Kind::Bytes;
    Result<ArchiveListing> other = listArchive(preview.path, share);
    if (!other)
        return other.error().kind == Error::Kind::Cancelled ? Result<>(other.error()) : Result<>();
    preview.kind = Preview::Kind::Listing;
    preview.listing = std::move(*other);
    return {};
}

} // namespace

Async<Preview> readPreview(QString file, Context context)
{
    const PoolProgress progress(context);
    const auto reading = [file, share = progress.share()]() -> Result<Preview> {
        const QFileInfo info(file);
        if (!info.isFile()) {
            return Error{.kind = Error::Kind::Missing,
                         .what = Previews::tr("The file “%1” is no longer there.").arg(info.fileName()),
                         .remedy = Previews::tr("Fetch the job's results again.")};
        }
        const QMimeType mime = QMimeDatabase().mimeTypeForFile(info);
        Preview preview{.path = file, .size = info.size(), .mime = mime.name(), .typeName = mime.comment()};
        if (preview.size == 0)
            return preview;
        if (const Result<> looked = lookInside(preview, *share); !looked)
            return looked.error();
        return preview;
    };
    co_return co_await onPool(context, reading);
}

Async<QByteArray> readWindow(QString file, qint64 offset, qint64 length, Context context)
{
    const auto reading = [file, offset, length]() -> Result<QByteArray> {
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !source.seek(offset))
            return storageError(Previews::tr("The file could not be read."), file, source.errorString());
        return source.read(length);
    };
    co_return co_await onPool(context, reading);
}

} // namespace punchcard
