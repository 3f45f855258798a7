// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>

#include <array>
#include <bitset>

namespace punchcard::hub {

/// Strikes secrets, in each of the forms that core/base/maskforms knows, from text that comes in pieces. One look at
/// each byte however many secrets there are: a gigabyte takes seconds.
class Masker
{
public:
    void add(QByteArrayView secret);
    [[nodiscard]] bool isEmpty() const { return m_forms.isEmpty(); }

    /// @p text with each secret in it, also overlapping ones, replaced by "***".
    [[nodiscard]] QByteArray masked(QByteArrayView text) const { return begin(text, 0, true).text; }

    /// The masked beginning of a text that goes on.
    struct Piece
    {
        QByteArray text = {};
        qsizetype keepFrom = 0; ///< From here on the raw text is to be kept: it may begin a secret.
        qsizetype covered = 0; ///< So many bytes of what is kept are already struck.
    };
    /// @p covered: what the piece before said. @p end: nothing follows, so nothing is kept.
    [[nodiscard]] Piece begin(QByteArrayView text, qsizetype covered, bool end) const;
    [[nodiscard]] bool isTouched(QByteArrayView text) const { return findNext(text, 0).from >= 0; }

private:
    struct Match
    {
        qsizetype from = -1;
        qsizetype to = -1;
    };
    [[nodiscard]] Match findNext(QByteArrayView text, qsizetype from) const;
    [[nodiscard]] qsizetype longestAt(QByteArrayView text, qsizetype at) const;

    QList<QByteArray> m_forms;
    QList<QByteArray> m_short; ///< Forms below four bytes.
    std::bitset<256> m_shortBegins;
    std::array<quint64, 1024> m_begins = {}; ///< A bit for each hash of a form's first four bytes.
    QHash<quint32, QList<QByteArray>> m_byBegin; ///< The rest, by those four bytes, longest first.
    qsizetype m_longest = 0;
};

} // namespace punchcard::hub
