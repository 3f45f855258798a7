// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollBar>

namespace punchcard {

/// A vertical scroll bar that shows where something is along its groove.
class MarkedScrollBar : public QScrollBar
{
    Q_OBJECT

public:
    enum class Kind { Hit, Warning, Error }; ///< Later ones lie over earlier ones.
    struct Mark
    {
        double place = 0; ///< 0 to 1
        Kind kind = Kind::Hit;
    };
    explicit MarkedScrollBar(QWidget *parent = nullptr);

    void setMarks(const QList<Mark> &marks);
    [[nodiscard]] qsizetype marks() const { return m_marks.size(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Mark> m_marks; ///< At most as many of a kind as there can be told apart.
};

} // namespace punchcard
