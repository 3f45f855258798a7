// SPDX-License-Identifier: MIT
// What keys, wheel and clipboard do to a script.
#include "widgets/editor/directivecompletion.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scripthighlighter.h"

#include <KSyntaxHighlighting/Definition>

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QMimeData>
#include <QWheelEvent>

#include <algorithm>
#include <ranges>

namespace punchcard {

void ScriptEditor::indentLines()
{
    if (!isReadOnly())
        indent(textCursor(), m_indentation);
}

void ScriptEditor::unindentLines()
{
    if (!isReadOnly())
        unindent(textCursor(), m_indentation);
}

void ScriptEditor::toggleComment()
{
    if (!isReadOnly())
        punchcard::toggleComment(textCursor(), m_highlighter->definition().singleLineCommentMarker());
}

void ScriptEditor::fixHere()
{
    if (!m_problems || isReadOnly())
        return;
    const int position = textCursor().position();
    const int line = textCursor().block().blockNumber() + 1;
    int best = -1;
    for (int row = 0; row < m_problems->rowCount(); ++row) {
        const Finding &finding = m_problems->findings().at(row);
        const bool holds = finding.start <= position && finding.end >= position;
        if (!finding.fix.isEmpty() && (holds || (best < 0 && finding.line == line)))
            best = row;
        if (best == row && holds)
            break;
    }
    if (best >= 0)
        fix(best);
}

void ScriptEditor::fix(int row)
{
    const QList<Edit> edits = m_problems->findings().at(row).fix;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (const Edit &edit : std::views::reverse(edits)) {
        cursor.setPosition(int(edit.start));
        cursor.setPosition(int(edit.end), QTextCursor::KeepAnchor);
        cursor.insertText(edit.text);
    }
    cursor.endEditBlock();
}

void ScriptEditor::goToProblem(int direction)
{
    if (!m_problems || m_problems->rowCount() == 0)
        return;
    const QList<Finding> &findings = m_problems->findings();
    const int position = textCursor().position();
    const Finding *target = direction > 0 ? &findings.first() : &findings.last();
    if (direction > 0) {
        if (const auto next = std::ranges::find_if(findings, [=](const Finding &f) { return f.start > position; }); next != findings.end())
            target = &*next;
    } else {
        for (const Finding &finding : findings) {
            if (finding.start < position)
                target = &finding;
        }
    }
    selectRange(int(target->start), int(target->start));
    setFocus();
}

void ScriptEditor::keyPressEvent(QKeyEvent *event)
{
    if (m_completion->wants(event))
        return event->ignore(); // the list takes it then
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier && !isReadOnly())
        return m_completion->follow(true);
    if (!isReadOnly() && indentKey(event)) {
        event->accept();
        ensureCursorVisible();
        return;
    }
    if (event->matches(QKeySequence::MoveToStartOfLine) || event->matches(QKeySequence::SelectStartOfLine)) {
        smartHome(event->matches(QKeySequence::SelectStartOfLine));
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (!isReadOnly() && event->text().size() == 1 && event->text().front().isPrint())
        alignClosing(textCursor(), m_indentation);
    const bool isTyping = !event->text().isEmpty() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (!isReadOnly() && (isTyping || m_completion->completer()->popup()->isVisible()))
        m_completion->follow(false);
}

bool ScriptEditor::indentKey(QKeyEvent *event)
{
    const Qt::KeyboardModifiers held = event->modifiers() & ~Qt::KeypadModifier;
    const QTextCursor cursor = textCursor();
    switch (event->key()) {
    case Qt::Key_Tab:
        if (held != Qt::NoModifier)
            return false;
        cursor.hasSelection() ? indentLines() : insertTab(cursor, m_indentation);
        return true;
    case Qt::Key_Backtab: unindentLines(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // Shift+Enter too: otherwise it puts a line separator into the script, which no shell takes.
        if (held != Qt::NoModifier && held != Qt::ShiftModifier)
            return false;
        insertLine(cursor, m_indentation);
        return true;
    case Qt::Key_Backspace: return held == Qt::NoModifier && deleteIndentation(cursor, m_indentation);
    default: return false;
    }
}

/// To the first character of the line, and from there to its very start.
void ScriptEditor::smartHome(bool select)
{
    QTextCursor cursor = textCursor();
    const QString text = cursor.block().text();
    const auto first = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); });
    const int column = int(first - text.begin());
    const int to = cursor.positionInBlock() == column ? 0 : column;
    cursor.setPosition(cursor.block().position() + to, select ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    setTextCursor(cursor);
}

void ScriptEditor::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QPlainTextEdit::wheelEvent(event);
        return;
    }
    if (event->angleDelta().y() != 0)
        emit zoomRequested(m_zoom + (event->angleDelta().y() > 0 ? 1 : -1));
    event->accept();
}

bool ScriptEditor::canInsertFromMimeData(const QMimeData *source) const
{
    // Files are opened, by whoever we lie on.
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

QMimeData *ScriptEditor::createMimeDataFromSelection() const
{
    auto *data = new QMimeData;
    data->setText(m_longLines->whole(textCursor().selectionStart(), textCursor().selectionEnd()));
    return data;
}

void ScriptEditor::insertFromMimeData(const QMimeData *source)
{
    const LongLines::Shown shown = LongLines::shorten(source->text());
    if (shown.gaps.isEmpty()) {
        QPlainTextEdit::insertFromMimeData(source);
    } else if (!isReadOnly()) {
        m_longLines->insert(textCursor(), shown);
        ensureCursorVisible();
    }
}

} // namespace punchcard
