// SPDX-License-Identifier: MIT
#include "core/logs/logpattern.h"

#include "core/logs/ansi.h"
#include "core/logs/logline.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <cstring>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Pattern
{
    Q_DECLARE_TR_FUNCTIONS(LogPattern)
};

constexpr qint64 chunkSize = 64 * 1024;
constexpr qsizetype pieceSize = 1 << 20;
constexpr qsizetype longReach = 4 << 20; // Who goes from match to match does not wait longer.

// @p pattern so that nothing in it can match a line's end or see what is beyond it: in a text of many lines it then matches
// what it matches in each of them, which hold no line end. nullopt: that cannot be told, or not be done.
std::optional<QString> keptInLine(const QString &pattern)
{
    static const QHash<QChar, QString> without{
        {u's', u"[^\\S\\n]"_s}, {u'D', u"[^\\d\\n]"_s}, {u'W', u"[^\\w\\n]"_s}, {u'H', u"[^\\h\\n]"_s}};
    QString kept;
    bool inClass = false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        const QChar next = i + 1 < pattern.size() ? pattern.at(i + 1) : QChar();
        if (c.unicode() < 0x20)
            return {};
        if (c == u'\\') {
            const bool isSign = next.unicode() < 0x80 && (next.isPunct() || next.isSymbol());
            if (!inClass && without.contains(next))
                kept += without.value(next);
            else if (isSign || u"dwSh"_s.contains(next) || (!inClass && (next.isDigit() || u"bBt"_s.contains(next))))
                kept += QStringView(pattern).sliced(i, 2);
            else
                return {};
            ++i;
            continue;
        }
        if (inClass && c == u'[')
            return {};
        if (!inClass && c == u'(' && (next == u'*' || (next == u'?' && !QStringView(pattern).sliced(i).startsWith(u"(?:"_s))))
            return {};
        kept += c;
        if (inClass) {
            inClass = c != u']';
        } else if (c == u'[') {
            inClass = true;
            const bool negated = next == u'^';
            if (i + (negated ? 2 : 1) < pattern.size() && pattern.at(i + (negated ? 2 : 1)) == u']')
                return {};
            if (negated) {
                kept += u"^\\n"_s;
                ++i;
            }
        }
    }
    return kept;
}

// Bytes of stamp and byte order mark before the text.
qsizetype textStart(QByteArrayView line)
{
    if (line.size() > 29 && line.at(27) == 'Z' && line.at(28) == ' ' && line.at(10) == 'T' && line.at(19) == '.' && line.at(4) == '-'
        && line.at(0) >= '0' && line.at(0) <= '9')
        return 29;
    const LogLine parsed = parseLogLine(line);
    const auto start = parsed.text.isEmpty() ? line.size() : parsed.text.data() - line.data();
    return parsed.marker == LogMarker::None ? start : 0;
}

// Whether bytes have to be taken out of the text or put before it. CR before LF does not count.
bool isSpecial(QByteArrayView text)
{
    if (std::memchr(text.data(), 0x1B, size_t(text.size())))
        return true;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const auto *const found = static_cast<const char *>(std::memchr(text.data() + at, '\r', size_t(text.size() - at)));
        if (!found)
            break;
        at = found - text.data();
        if (at + 1 < text.size() && text.at(at + 1) != '\n')
            return true;
    }
    return false;
}

bool hasMarkers(QByteArrayView text)
{
    return text.contains("##["); // In the text too: then it is looked at more closely, no more.
}

QString shown(QByteArrayView line)
{
    const LogLine parsed = parseLogLine(line);
    return QString::fromUtf8(prefixFor(parsed.marker)) + styledText(parsed.text).text;
}

} // namespace

/// Whole lines next to each other, or one long line.
struct LogPattern::Chunk
{
    QByteArrayView bytes;
    qint64 offset = 0;

    /// Calls @p take with each line, without its end, and its offset; false ends it.
    template<typename Take>
    bool forEach(Take take) const
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const auto *const feed = static_cast<const char *>(std::memchr(bytes.data() + at, '\n', size_t(bytes.size() - at)));
            const qsizetype end = feed ? feed - bytes.data() : bytes.size();
            if (!take(bytes.sliced(at, end - at), offset + at))
                return false;
            at = end + 1;
        }
        return true;
    }
};

Result<LogPattern> LogPattern::make(const LogQuery &query)
{
    LogPattern pattern;
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption;
    if (!query.caseSensitive)
        options |= QRegularExpression::CaseInsensitiveOption;
    const std::optional<QString> kept = query.isRegex ? keptInLine(query.text) : QRegularExpression::escape(query.text);
    pattern.m_regex = QRegularExpression(query.isRegex ? query.text : *kept, options);
    if (query.text.isEmpty() || !pattern.m_regex.isValid()) {
        return Error{.kind = Error::Kind::Refused,
                     .what = Pattern::tr("This is no valid expression: %1, at character %2.")
                                 .arg(pattern.m_regex.errorString())
                                 .arg(pattern.m_regex.patternErrorOffset() + 1),
                     .remedy = Pattern::tr("Mend it, or switch regular expressions off to look for the text as it stands.")};
    }
    pattern.m_isPlain = !query.isRegex && query.caseSensitive;
    pattern.m_bytes.setPattern(query.text.toUtf8());
    if (kept)
        pattern.m_manyLines = QRegularExpression(*kept, options);
    (pattern.m_manyLines ? *pattern.m_manyLines : pattern.m_regex).optimize();
    return pattern;
}

QList<LogPattern::Match> LogPattern::matches(const QString &text) const
{
    QList<Match> found;
    QRegularExpressionMatchIterator each = m_regex.globalMatch(text);
    while (each.hasNext()) {
        const QRegularExpressionMatch match = each.next();
        if (match.capturedLength() > 0)
            found.append({.start = match.capturedStart(), .length = match.capturedLength()});
    }
    return found;
}

std::optional<LogPattern::Match> LogPattern::matchInLong(QByteArrayView line, qsizetype from) const
{
    const QByteArrayView text = parseLogLine(line).text;
    for (qsizetype at = from; at < std::min(text.size(), from + longReach); at += pieceSize) {
        const QByteArrayView piece = text.sliced(at, std::min(pieceSize, text.size() - at));
        const QString decoded = QString::fromUtf8(piece);
        const QRegularExpressionMatch match = m_regex.match(decoded);
        if (match.hasMatch() && match.capturedLength() > 0)
            return Match{.start = at + QStringView(decoded).first(match.capturedStart()).toUtf8().size(), .length = match.capturedLength()};
    }
    return {};
}

bool LogPattern::lineMatches(QByteArrayView line) const
{
    for (qsizetype at = 0; at < line.size() || at == 0; at += pieceSize) {
        const QByteArrayView piece = line.sliced(at, std::min(pieceSize, line.size() - at));
        const bool plain = !isSpecial(piece) && (at > 0 || !hasMarkers(piece));
        QString text = plain ? QString::fromUtf8(at > 0 ? piece : piece.sliced(textStart(piece)))
            : at == 0        ? shown(piece)
                             : styledText(piece).text;
        if (text.endsWith(u'\r'))
            text.chop(1);
        if (m_regex.match(text, 0, QRegularExpression::NormalMatch, QRegularExpression::DontCheckSubjectStringMatchOption).hasMatch())
            return true;
    }
    return false;
}

// The bytes as they are: only what is found is looked at as a line.
bool LogPattern::scanBytes(const Chunk &chunk, const std::function<bool(qint64)> &take) const
{
    const QByteArrayView bytes = chunk.bytes;
    for (qsizetype at = m_bytes.indexIn(bytes, 0); at >= 0;) {
        const qsizetype before = at == 0 ? -1 : bytes.lastIndexOf('\n', at - 1);
        const qsizetype feed = bytes.indexOf('\n', at);
        const qsizetype end = feed < 0 ? bytes.size() : feed;
        const qsizetype text = before + 1 + textStart(bytes.sliced(before + 1, end - before - 1));
        if (at < text) { // In the stamp.
            at = m_bytes.indexIn(bytes, text);
            continue;
        }
        if (!take(chunk.offset + before + 1))
            return false;
        at = feed < 0 ? -1 : m_bytes.indexIn(bytes, feed + 1);
    }
    return true;
}

// Many lines in one go, their stamps left out.
bool LogPattern::scanText(const Chunk &chunk, const std::function<bool(qint64)> &take) const
{
    const bool special = isSpecial(chunk.bytes);
    const bool markers = hasMarkers(chunk.bytes);
    QByteArray bytes;
    bytes.reserve(chunk.bytes.size() + 1);
    QList<qint64> offsets;
    chunk.forEach([&](QByteArrayView line, qint64 offset) {
        offsets.append(offset);
        if ((special && isSpecial(line)) || (markers && hasMarkers(line))) {
            bytes += shown(line).toUtf8();
        } else {
            bytes += line.sliced(textStart(line));
            if (bytes.endsWith('\r'))
                bytes.chop(1);
        }
        bytes += '\n';
        return true;
    });
    bytes.chop(1); // An expression that matches nothing at all must not see one line more.
    const QString text = QString::fromUtf8(bytes);
    qsizetype counted = 0; // Line ends before it are counted.
    qsizetype line = 0;
    for (qsizetype at = 0; at <= text.size();) {
        const QRegularExpressionMatch match
            = m_manyLines->match(text, at, QRegularExpression::NormalMatch, QRegularExpression::DontCheckSubjectStringMatchOption);
        if (!match.hasMatch())
            break;
        line += std::count(text.cbegin() + counted, text.cbegin() + match.capturedStart(), QChar(u'\n'));
        counted = match.capturedStart();
        if (!take(offsets.at(line)))
            return false;
        const qsizetype feed = text.indexOf(u'\n', counted);
        at = feed < 0 ? text.size() + 1 : feed + 1;
    }
    return true;
}

bool LogPattern::scanLines(const Chunk &chunk, const std::function<bool(qint64)> &take) const
{
    return chunk.forEach([&](QByteArrayView line, qint64 offset) { return !lineMatches(line) || take(offset); });
}

qint64 LogPattern::scan(const MappedFile &file, qint64 from, qint64 to, qint64 end, const std::atomic_bool &cancelled,
                        const std::function<bool(qint64)> &take) const
{
    qint64 released = from;
    while (from < to && !cancelled.load(std::memory_order_relaxed) && file.isWhole()) {
        const qint64 want = std::min({from + chunkSize, to, end});
        const QByteArrayView rest = file.bytes(want - 1, end);
        const auto *const feed = static_cast<const char *>(std::memchr(rest.data(), '\n', size_t(rest.size())));
        const qint64 next = feed ? want + (feed - rest.data()) : end;
        const Chunk chunk{.bytes = file.bytes(from, next), .offset = from};
        const bool tooLong = next - from > chunkSize + pieceSize;
        const bool plain = m_isPlain && !isSpecial(chunk.bytes) && !hasMarkers(chunk.bytes);
        const bool goOn = plain ? scanBytes(chunk, take) : m_manyLines && !tooLong ? scanText(chunk, take) : scanLines(chunk, take);
        if (!goOn)
            return next;
        from = next;
        if (from - released >= MappedFile::releaseEvery) {
            file.release(released, from);
            released = from;
        }
    }
    return from;
}

} // namespace punchcard
