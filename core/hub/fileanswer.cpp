// SPDX-License-Identifier: MIT
#include "core/hub/fileanswer.h"

#include "core/hub/slicefile.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

#include <optional>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

struct Part
{
    qint64 begin = 0;
    qint64 length = 0;
};

// nullopt: the header asks for nothing that a single range can be, and is ignored, as HTTP wants it.
std::optional<Part> parseRange(const QByteArray &header, qint64 size)
{
    static const QRegularExpression form(u"\\Abytes=(\\d{0,18})-(\\d{0,18})\\z"_s);
    const QRegularExpressionMatch match = form.match(QString::fromLatin1(header.simplified()));
    if (!match.hasMatch())
        return std::nullopt;
    const QString first = match.captured(1);
    const QString last = match.captured(2);
    if (first.isEmpty() && last.isEmpty())
        return std::nullopt;
    if (first.isEmpty()) {
        const qint64 length = std::min(size, last.toLongLong());
        return Part{.begin = size - length, .length = length};
    }
    const qint64 begin = first.toLongLong();
    const qint64 end = last.isEmpty() ? size - 1 : std::min(size - 1, last.toLongLong());
    if (!last.isEmpty() && last.toLongLong() < begin)
        return std::nullopt;
    return Part{.begin = begin, .length = end - begin + 1};
}

} // namespace

Answer blobError(int status, const QByteArray &code, const QByteArray &message)
{
    return Answer{.status = status,
                  .body = "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + message
                      + "</Message></Error>",
                  .contentType = "application/xml"};
}

Answer fileAnswer(const Request &request, const QString &file, const QByteArray &contentType, const QString &saveAs)
{
    using enum QHttpHeaders::WellKnownHeader;
    const QFileInfo info(file);
    if (!info.isFile())
        return blobError(404, "BlobNotFound", "The specified blob does not exist.");
    const qint64 size = info.size();
    const QDateTime changed = info.lastModified().toUTC();
    const QByteArray tag
        = "\"0x" + QByteArray::number(changed.toMSecsSinceEpoch(), 16).toUpper() + QByteArray::number(size, 16).toUpper() + '"';
    const QByteArray modified = QLocale::c().toString(changed, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();

    Answer answer{.contentType = contentType};
    answer.headers.append(ETag, tag);
    answer.headers.append(LastModified, modified);
    answer.headers.append(AcceptRanges, "bytes");
    if (!saveAs.isEmpty()) {
        const QByteArray quoted = QByteArray(saveAs.toLatin1()).replace('"', '_').replace('\\', '_');
        answer.headers.append(ContentDisposition,
                              "attachment; filename=\"" + quoted + "\"; filename*=UTF-8''" + QUrl::toPercentEncoding(saveAs));
    }
    Part range{.begin = 0, .length = size};
    const QByteArray condition = request.header("if-range");
    const bool ranged = !request.header("range").isEmpty() && (condition.isEmpty() || condition == tag || condition == modified);
    if (const auto asked = ranged ? parseRange(request.header("range"), size) : std::nullopt) {
        if (asked->begin >= size || asked->length <= 0) {
            Answer refusal = blobError(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");
            refusal.headers.append(ContentRange, "bytes */" + QByteArray::number(size));
            return refusal;
        }
        range = *asked;
        answer.status = 206;
        answer.headers.append(ContentRange,
                              "bytes " + QByteArray::number(range.begin) + '-' + QByteArray::number(range.begin + range.length - 1) + '/'
                                  + QByteArray::number(size));
    }
    // An empty device would leave QHttpServer waiting for its end.
    if (range.length == 0)
        return answer;
    auto slice = std::make_unique<SliceFile>(file, range.begin, range.length);
    if (!slice->isOpen())
        return blobError(404, "BlobNotFound", "The specified blob does not exist.");
    answer.stream = std::move(slice);
    return answer;
}

} // namespace punchcard::hub
