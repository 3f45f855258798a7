// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/elements.h"
#include "widgets/look/tones.h"

#include <QStyledItemDelegate>

#include <algorithm>

namespace punchcard {

/// How an element's state looks, wherever it is shown: never by its colour alone.
[[nodiscard]] QString iconOf(ElementState state);
[[nodiscard]] look::Tone toneOf(ElementState state);

/// Draws an element as a cell of a grid. The larger the cell, the more of it is told: a sign, its number, its time, what it
/// is about.
class ElementCell : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int smallest = 0;
    static constexpr int largest = 3;

    using QStyledItemDelegate::QStyledItemDelegate;

    void setSize(int size) { m_size = size; }
    /// Cells are wider by so much.
    void setStretch(int stretch) { m_stretch = stretch; }
    [[nodiscard]] int size() const { return m_size; }
    /// So many digits has the greatest number.
    void setDigits(int digits) { m_digits = std::max(2, digits); }
    /// Of a cell with the gap around it.
    [[nodiscard]] QSize cellSize(const QFontMetrics &metrics) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Colours;
    void paintTexts(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option, const QModelIndex &index,
                    const Colours &colours) const;

    int m_size = 1;
    int m_stretch = 0;
    int m_digits = 3;
};

} // namespace punchcard
