// SPDX-License-Identifier: MIT
#include "widgets/editor/brackets.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int reach = 100'000; ///< Characters; about a millisecond.
const QString opening = u"([{"_s;
const QString closing = u")]}"_s;

/// A bracket in a string or a comment has another colour than one that counts.
QColor colourAt(const QTextBlock &block, int column)
{
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        if (column >= range.start && column < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

std::optional<int> partnerOf(QTextBlock block, int column)
{
    const QChar from = block.text().at(column);
    const bool forwards = opening.contains(from);
    const QChar to = forwards ? closing.at(opening.indexOf(from)) : opening.at(closing.indexOf(from));
    const QColor colour = colourAt(block, column);
    const int step = forwards ? 1 : -1;
    int depth = 0;
    for (int left = reach; block.isValid() && left > 0;) {
        const QString text = block.text();
        for (; column >= 0 && column < text.size() && left > 0; column += step, --left) {
            const QChar c = text.at(column);
            if ((c != from && c != to) || colourAt(block, column) != colour)
                continue;
            depth += c == from ? 1 : -1;
            if (depth == 0)
                return block.position() + column;
        }
        --left;
        block = forwards ? block.next() : block.previous();
        column = forwards ? 0 : block.length() - 2;
    }
    return {};
}

} // namespace

std::optional<std::pair<int, int>> matchingBrackets(const QTextCursor &cursor)
{
    const QTextBlock block = cursor.block();
    const QString text = block.text();
    for (const int column : {cursor.positionInBlock() - 1, cursor.positionInBlock()}) {
        if (column < 0 || column >= text.size() || !(opening + closing).contains(text.at(column)))
            continue;
        if (const std::optional<int> partner = partnerOf(block, column))
            return std::pair{block.position() + column, *partner};
    }
    return {};
}

} // namespace punchcard
