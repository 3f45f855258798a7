// SPDX-License-Identifier: MIT
#include "widgets/editor/editormargin.h"

#include "core/lint/problemmodel.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/problempaint.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/look/tones.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <cmath>

namespace punchcard {

EditorMargin::EditorMargin(ScriptEditor *editor)
    : QWidget(editor)
    , m_editor(editor)
{
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Line numbers"));
}

int EditorMargin::markWidth() const
{
    return qMax(16, fontMetrics().height());
}

int EditorMargin::arrowWidth() const
{
    return qMax(14, fontMetrics().height() * 7 / 8);
}

int EditorMargin::neededWidth() const
{
    const int digits = qMax(3, int(std::log10(qMax(1, m_editor->blockCount()))) + 1);
    return markWidth() + m_editor->fontMetrics().horizontalAdvance(u'9') * digits + 6 + arrowWidth();
}

QSize EditorMargin::sizeHint() const
{
    return {neededWidth(), 0};
}

void EditorMargin::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_editor->themeColour(KSyntaxHighlighting::Theme::BackgroundColor));
    m_editor->forEachSeenLine([&](const QTextBlock &block, const QRectF &rect) {
        if (rect.bottom() >= event->rect().top() && rect.top() <= event->rect().bottom())
            paintLine(painter, block, QRectF(0, rect.top(), width(), rect.height()));
    });
}

void EditorMargin::paintLine(QPainter &painter, const QTextBlock &block, const QRectF &line)
{
    using KSyntaxHighlighting::Theme;
    const bool current = block == m_editor->textCursor().block();
    if (current)
        painter.fillRect(line, m_editor->themeColour(Theme::CurrentLine));
    const double height = QFontMetricsF(m_editor->font()).lineSpacing();
    const QRectF first(line.left(), line.top(), line.width(), height);
    painter.setFont(m_editor->font());
    const QColor number = m_editor->themeColour(current ? Theme::CurrentLineNumber : Theme::LineNumbers);
    painter.setPen(look::readable(number, m_editor->themeColour(Theme::BackgroundColor), 3));
    painter.drawText(first.adjusted(0, 0, -arrowWidth() - 6, 0), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(block.blockNumber() + 1));

    const int row = m_editor->problemRow(block);
    if (row >= 0) {
        const double side = qMin(double(markWidth()) - 4, height * 0.66);
        const QRectF box(4, first.center().y() - side / 2, side, side);
        paintProblemMark(painter, box, m_editor->problems()->findings().at(row).level, palette());
    }
    const bool folded = m_editor->folding()->isFolded(block);
    if (folded || (m_hovered && m_editor->folding()->canFold(block)))
        paintArrow(painter, first, folded);
}

void EditorMargin::paintArrow(QPainter &painter, const QRectF &line, bool folded)
{
    const double side = qRound(line.height() * 0.22);
    const QPointF centre(width() - arrowWidth() / 2.0 - 1, line.center().y());
    QPainterPath path;
    if (folded) {
        path.moveTo(centre + QPointF(-side / 2, -side));
        path.lineTo(centre + QPointF(side / 2, 0));
        path.lineTo(centre + QPointF(-side / 2, side));
    } else {
        path.moveTo(centre + QPointF(-side, -side / 2));
        path.lineTo(centre + QPointF(0, side / 2));
        path.lineTo(centre + QPointF(side, -side / 2));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(m_editor->themeColour(KSyntaxHighlighting::Theme::CurrentLineNumber), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void EditorMargin::mousePressEvent(QMouseEvent *event)
{
    const QTextBlock block = m_editor->blockAt(event->pos().y());
    if (!block.isValid() || event->button() != Qt::LeftButton)
        return;
    if (event->pos().x() >= width() - arrowWidth() - 4) {
        m_editor->folding()->toggle(block);
        return;
    }
    QTextCursor cursor = m_editor->textCursor();
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    cursor.setPosition(block.position(), extend ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->setFocus();
}

void EditorMargin::mouseMoveEvent(QMouseEvent *event)
{
    const bool overArrow = event->pos().x() >= width() - arrowWidth() - 4;
    setCursor(overArrow && m_editor->folding()->canFold(m_editor->blockAt(event->pos().y())) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void EditorMargin::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_editor->viewport(), event);
}

void EditorMargin::enterEvent(QEnterEvent *event)
{
    m_hovered = true;
    update();
    QWidget::enterEvent(event);
}

void EditorMargin::leaveEvent(QEvent *event)
{
    m_hovered = false;
    update();
    QWidget::leaveEvent(event);
}

bool EditorMargin::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), m_editor->problemTip(m_editor->blockAt(help->pos().y())), this);
    return true;
}

} // namespace punchcard
