// SPDX-License-Identifier: MIT
#include "core/http/headers.h"

#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace punchcard::http {

using namespace Qt::StringLiterals;

std::optional<Time> parseHttpDate(const QByteArray &text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeZone(QTimeZone::UTC);
    return fromEpoch(date.toMSecsSinceEpoch());
}

QUrl nextPage(const QByteArray &link, const QUrl &base)
{
    // A comma may stand inside <…>, so the whole is matched, not split.
    static const QRegularExpression one(u"<([^>]*)>((?:\\s*;\\s*[^,;\"]+(?:\"[^\"]*\")?)*)"_s);
    static const QRegularExpression next(u";\\s*rel\\s*=\\s*(?:\"[^\"]*\\bnext\\b[^\"]*\"|next\\b)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    auto links = one.globalMatch(QString::fromUtf8(link));
    while (links.hasNext()) {
        const QRegularExpressionMatch match = links.next();
        if (next.match(match.captured(2)).hasMatch())
            return base.resolved(QUrl(match.captured(1)));
    }
    return {};
}

std::optional<ContentRange> parseContentRange(const QByteArray &text)
{
    static const QRegularExpression form(u"^bytes\\s+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(QString::fromLatin1(text.trimmed()));
    if (!match.hasMatch())
        return std::nullopt;
    ContentRange range;
    if (match.hasCaptured(1)) {
        range.first = match.capturedView(1).toLongLong();
        range.last = match.capturedView(2).toLongLong();
    }
    if (match.capturedView(3) != u'*')
        range.total = match.capturedView(3).toLongLong();
    return range;
}

QString fileNameOf(const QByteArray &disposition)
{
    static const QRegularExpression extended(u";\\s*filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression quoted(u";\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\""_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bare(u";\\s*filename\\s*=\\s*([^;\"\\s]+)"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression escape(u"\\\\(.)"_s);
    const QString text = QString::fromUtf8(disposition);
    QString name;
    if (const auto match = extended.match(text); match.hasMatch())
        name = QUrl::fromPercentEncoding(match.captured(1).toUtf8());
    else if (const auto plain = quoted.match(text); plain.hasMatch())
        name = plain.captured(1).replace(escape, u"\\1"_s);
    else
        name = bare.match(text).captured(1);
    name = name.mid(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1);
    const bool unusable = std::ranges::any_of(name, [](QChar c) { return c.category() == QChar::Other_Control; });
    if (unusable || name == u"."_s || name == u".."_s)
        return {};
    return name;
}

QString mediaTypeOf(const QByteArray &contentType)
{
    return QString::fromLatin1(contentType.left(contentType.indexOf(';') < 0 ? contentType.size() : contentType.indexOf(';')).trimmed())
        .toLower();
}

QByteArray rangeValidator(const QByteArray &etag, const QByteArray &lastModified)
{
    if (etag.startsWith('"'))
        return etag;
    return lastModified;
}

} // namespace punchcard::http
