// SPDX-License-Identifier: MIT
#pragma once

#include <QTextBlock>
#include <QWidget>

namespace punchcard {

class ScriptEditor;

/// Beside the text: marks of problems, line numbers, arrows that fold. A click in it selects the line or folds it.
class EditorMargin : public QWidget
{
    Q_OBJECT

public:
    explicit EditorMargin(ScriptEditor *editor);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int neededWidth() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void paintLine(QPainter &painter, const QTextBlock &block, const QRectF &line);
    void paintArrow(QPainter &painter, const QRectF &line, bool folded);
    [[nodiscard]] int markWidth() const;
    [[nodiscard]] int arrowWidth() const;

    ScriptEditor *m_editor;
    bool m_hovered = false;
};

} // namespace punchcard
