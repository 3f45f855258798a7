// SPDX-License-Identifier: MIT
#include "core/hub/masker.h"

#include "core/base/maskforms.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace punchcard::hub {
namespace {

quint32 firstFour(const char *bytes)
{
    quint32 value = 0;
    for (int at = 3; at >= 0; --at)
        value = value << 8 | static_cast<unsigned char>(bytes[at]);
    return value;
}

quint32 hashed(quint32 four)
{
    return (four * 2654435761U) >> 16;
}

} // namespace

void Masker::add(QByteArrayView secret)
{
    for (const QByteArray &form : maskForms(secret)) {
        if (m_forms.contains(form))
            continue;
        m_forms.append(form);
        m_longest = std::max(m_longest, form.size());
        if (form.size() < 4) {
            m_short.append(form);
            m_shortBegins.set(static_cast<unsigned char>(form.front()));
            continue;
        }
        const quint32 begin = firstFour(form.constData());
        m_begins[hashed(begin) >> 6] |= quint64(1) << (hashed(begin) & 63);
        QList<QByteArray> &same = m_byBegin[begin];
        same.append(form);
        std::ranges::sort(same, std::ranges::greater(), &QByteArray::size);
    }
}

qsizetype Masker::longestAt(QByteArrayView text, qsizetype at) const
{
    const QByteArrayView rest = text.sliced(at);
    if (rest.size() >= 4) {
        const quint32 begin = firstFour(rest.data());
        if (const auto same = m_byBegin.constFind(begin); same != m_byBegin.constEnd()) {
            const auto fits = std::ranges::find_if(*same, [rest](const QByteArray &form) { return rest.startsWith(form); });
            if (fits != same->end())
                return fits->size();
        }
    }
    qsizetype longest = 0;
    if (m_shortBegins.test(static_cast<unsigned char>(rest.front()))) {
        for (const QByteArray &form : m_short) {
            if (rest.startsWith(form))
                longest = std::max(longest, form.size());
        }
    }
    return longest;
}

Masker::Match Masker::findNext(QByteArrayView text, qsizetype from) const
{
    if (m_forms.isEmpty())
        return {};
    // The one loop that sees each byte of a log: the next four bytes roll along, and hardly ever is there more to do.
    const char *const bytes = text.data();
    const qsizetype size = text.size();
    const bool anyShort = !m_short.isEmpty();
    quint32 four = size - from >= 4 ? firstFour(bytes + from) << 8 : 0;
    for (qsizetype at = from; at < size; ++at) {
        bool candidate = anyShort && m_shortBegins.test(static_cast<unsigned char>(bytes[at]));
        if (at + 4 <= size) {
            four = four >> 8 | quint32(static_cast<unsigned char>(bytes[at + 3])) << 24;
            const quint32 hash = (four * 2654435761U) >> 16;
            candidate = candidate || (m_begins[hash >> 6] >> (hash & 63) & 1) != 0;
        }
        if (!candidate)
            continue;
        const qsizetype length = longestAt(text, at);
        if (length == 0)
            continue;
        // Another secret may begin inside this one and reach further.
        Match match{.from = at, .to = at + length};
        for (qsizetype inside = at + 1; inside < match.to; ++inside)
            match.to = std::max(match.to, inside + longestAt(text, inside));
        return match;
    }
    return {};
}

Masker::Piece Masker::begin(QByteArrayView text, qsizetype covered, bool end) const
{
    Piece piece{.keepFrom = end || m_longest <= 1 ? text.size() : std::max<qsizetype>(0, text.size() - m_longest + 1)};
    qsizetype done = std::min(covered, piece.keepFrom);
    for (Match match = findNext(text, 0); match.from >= 0 && match.from < piece.keepFrom; match = findNext(text, match.to)) {
        if (match.to <= covered)
            continue;
        if (match.from > done)
            piece.text.append(text.sliced(done, match.from - done));
        piece.text.append("***");
        done = std::min(match.to, piece.keepFrom);
        piece.covered = std::max<qsizetype>(0, match.to - piece.keepFrom);
    }
    piece.text.append(text.sliced(done, piece.keepFrom - done));
    piece.covered = std::max(piece.covered, covered - piece.keepFrom);
    return piece;
}

} // namespace punchcard::hub
