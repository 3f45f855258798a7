// SPDX-License-Identifier: MIT
#pragma once

#include <QListView>

namespace punchcard {

class ElementCell;

/// Cells side by side, as many in a row as there is room for; Ctrl and the wheel change their size.
class ElementGrid : public QListView
{
    Q_OBJECT

public:
    explicit ElementGrid(QWidget *parent = nullptr);

    /// As ElementCell has it.
    void setCellSize(int size);
    /// The largest with a number at which not much is out of sight; without numbers where there is none.
    void fitCells(int greatestNumber);
    [[nodiscard]] int cellSize() const;
    void zoom(int steps);
    /// How many cells stand in a row.
    [[nodiscard]] int columns() const;

signals:
    void cellSizeChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void stretch();
    [[nodiscard]] int room() const;

    ElementCell *m_cell;
};

} // namespace punchcard
