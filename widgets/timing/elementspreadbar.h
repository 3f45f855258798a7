// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/elements.h"

#include <QWidget>

class QLabel;

namespace punchcard {

/// How long the elements of an array ran: a dot for each on one line, their middle half as a box, and in words who was first
/// and last. Hidden while none has ended.
class ElementSpreadBar : public QWidget
{
    Q_OBJECT

public:
    explicit ElementSpreadBar(QWidget *parent = nullptr);

    void setElements(const QList<Element> &elements);
    /// In words; empty: none has ended.
    [[nodiscard]] QString text() const;

signals:
    void elementClicked(int number);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    /// The middle of the dot of a time.
    [[nodiscard]] double placeOf(Milliseconds ran) const;
    [[nodiscard]] QRectF room() const;
    /// The element whose dot is nearest to @p at; nullptr: none is near.
    [[nodiscard]] const std::pair<Milliseconds, int> *nearest(const QPointF &at) const;

    std::optional<ElementSpread> m_spread;
    QList<std::pair<Milliseconds, int>> m_ran; ///< ascending, with their numbers
    QLabel *m_label;
};

} // namespace punchcard
