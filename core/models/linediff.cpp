// SPDX-License-Identifier: MIT
#include "core/models/linediff.h"

#include <algorithm>
#include <vector>

namespace punchcard {

namespace {

// The search keeps a row for each difference: 1,000 of them take 4 MB for a moment.
constexpr int mostDifferences = 1'000;

enum class Move : char { Keep, Remove, Add };

// Eugene Myers, "An O(ND) Difference Algorithm and Its Variations": rows of the furthest reach on each diagonal.
class Search
{
public:
    Search(const QStringList &left, const QStringList &right)
        : m_left(left)
        , m_right(right)
    {
    }

    // The moves from the beginning to the end; empty when there are too many.
    QList<Move> run()
    {
        const int most = std::min<int>(int(m_left.size() + m_right.size()), mostDifferences);
        std::vector<int> reach{0, 0, 0};
        for (int differences = 0; differences <= most; ++differences) {
            m_rows.push_back(reach);
            std::vector<int> next(std::size_t(2 * differences + 5), 0);
            for (int diagonal = -differences; diagonal <= differences; diagonal += 2) {
                int x = furthest(reach, differences, diagonal);
                while (x < m_left.size() && x - diagonal < m_right.size() && m_left.at(x) == m_right.at(x - diagonal))
                    ++x;
                next[std::size_t(qsizetype(diagonal) + differences + 2)] = x;
                if (x >= m_left.size() && x - diagonal >= m_right.size())
                    return trace(differences, diagonal);
            }
            reach = std::move(next);
        }
        return {};
    }

private:
    // Where diagonal k lies in the row that was made with one difference less; beyond its ends nothing was reached.
    static int at(const std::vector<int> &row, int differences, int diagonal)
    {
        const int place = diagonal + (differences - 1) + 2;
        return place >= 0 && place < int(row.size()) ? row[std::size_t(place)] : 0;
    }
    static bool comesDown(const std::vector<int> &row, int differences, int diagonal)
    {
        return diagonal == -differences
            || (diagonal != differences && at(row, differences, diagonal - 1) < at(row, differences, diagonal + 1));
    }
    static int furthest(const std::vector<int> &row, int differences, int diagonal)
    {
        if (differences == 0)
            return 0;
        return comesDown(row, differences, diagonal) ? at(row, differences, diagonal + 1) : at(row, differences, diagonal - 1) + 1;
    }

    QList<Move> trace(int differences, int diagonal) const
    {
        QList<Move> moves;
        int x = int(m_left.size());
        for (int d = differences; d > 0; --d) {
            const std::vector<int> &row = m_rows[std::size_t(d)];
            const bool down = comesDown(row, d, diagonal);
            const int before = furthest(row, d, diagonal);
            for (; x > before; --x)
                moves.append(Move::Keep);
            moves.append(down ? Move::Add : Move::Remove);
            x = down ? before : before - 1;
            diagonal += down ? 1 : -1;
        }
        for (; x > 0; --x)
            moves.append(Move::Keep);
        std::ranges::reverse(moves);
        return moves;
    }

    const QStringList &m_left;
    const QStringList &m_right;
    std::vector<std::vector<int>> m_rows;
};

// Removed lines and the added ones after them become pairs.
QList<DiffLine> paired(const QStringList &left, const QStringList &right, const QList<Move> &moves, int skipped)
{
    QList<DiffLine> lines;
    qsizetype at = 0;
    int l = 0;
    int r = 0;
    while (at < moves.size()) {
        if (moves.at(at) == Move::Keep) {
            lines.append({.kind = DiffLine::Kind::Same,
                          .left = skipped + l + 1,
                          .right = skipped + r + 1,
                          .leftText = left.at(l),
                          .rightText = right.at(r)});
            ++l, ++r, ++at;
            continue;
        }
        int removed = 0;
        int added = 0;
        for (; at < moves.size() && moves.at(at) != Move::Keep; ++at)
            ++(moves.at(at) == Move::Remove ? removed : added);
        for (int i = 0; i < std::max(removed, added); ++i) {
            DiffLine line;
            line.kind = i >= added ? DiffLine::Kind::Removed : i >= removed ? DiffLine::Kind::Added : DiffLine::Kind::Changed;
            if (i < removed)
                line.left = skipped + l + 1, line.leftText = left.at(l++);
            if (i < added)
                line.right = skipped + r + 1, line.rightText = right.at(r++);
            lines.append(line);
        }
    }
    return lines;
}

QList<DiffLine> same(const QStringList &left, qsizetype from, qsizetype to, qsizetype shift)
{
    QList<DiffLine> lines;
    for (qsizetype i = from; i < to; ++i)
        lines.append({.left = int(i) + 1, .right = int(i + shift) + 1, .leftText = left.at(i), .rightText = left.at(i)});
    return lines;
}

} // namespace

QList<DiffLine> lineDiff(const QStringList &left, const QStringList &right)
{
    const qsizetype shorter = std::min(left.size(), right.size());
    qsizetype begin = 0;
    while (begin < shorter && left.at(begin) == right.at(begin))
        ++begin;
    qsizetype end = 0;
    while (end < shorter - begin && left.at(left.size() - 1 - end) == right.at(right.size() - 1 - end))
        ++end;
    const QStringList leftMiddle = left.sliced(begin, left.size() - begin - end);
    const QStringList rightMiddle = right.sliced(begin, right.size() - begin - end);
    QList<Move> moves = Search(leftMiddle, rightMiddle).run();
    if (moves.isEmpty())
        moves = QList<Move>(leftMiddle.size(), Move::Remove) + QList<Move>(rightMiddle.size(), Move::Add);
    return same(left, 0, begin, 0) + paired(leftMiddle, rightMiddle, moves, int(begin))
        + same(left, left.size() - end, left.size(), right.size() - left.size());
}

} // namespace punchcard
