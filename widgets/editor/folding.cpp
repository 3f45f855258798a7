// SPDX-License-Identifier: MIT
#include "widgets/editor/folding.h"

#include "widgets/editor/scripthighlighter.h"

#include <KSyntaxHighlighting/Definition>

#include <QPlainTextEdit>

#include <algorithm>

namespace punchcard {

namespace {

constexpr int foldedState = 1;

qsizetype indentationOf(const QString &text)
{
    const auto end = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); });
    return end == text.end() ? -1 : end - text.begin();
}

/// Languages without brackets (Python): a region is what is indented deeper.
QTextBlock indentedEnd(const QTextBlock &block)
{
    const qsizetype own = indentationOf(block.text());
    if (own < 0)
        return {};
    QTextBlock last;
    for (QTextBlock next = block.next(); next.isValid(); next = next.next()) {
        const qsizetype deep = indentationOf(next.text());
        if (deep >= 0 && deep <= own)
            break;
        if (deep >= 0)
            last = next;
    }
    return last.isValid() ? last.next() : QTextBlock();
}

bool startsIndented(const QTextBlock &block)
{
    const qsizetype own = indentationOf(block.text());
    QTextBlock next = block.next();
    while (next.isValid() && indentationOf(next.text()) < 0)
        next = next.next();
    return own >= 0 && next.isValid() && indentationOf(next.text()) > own;
}

} // namespace

Folding::Folding(QPlainTextEdit *editor, ScriptHighlighter *highlighter)
    : QObject(editor)
    , m_editor(editor)
    , m_highlighter(highlighter)
{
    connect(highlighter, &ScriptHighlighter::done, this, &Folding::refresh);
}

bool Folding::startsRegion(const QTextBlock &block) const
{
    if (m_highlighter->definition().indentationBasedFoldingEnabled())
        return startsIndented(block);
    return m_highlighter->startsFoldingRegion(block);
}

/// The line that ends the region and stays in sight; invalid when there is nothing to hide between the two.
QTextBlock Folding::regionEnd(const QTextBlock &block) const
{
    if (!block.isValid() || !startsRegion(block))
        return {};
    const QTextBlock end
        = m_highlighter->definition().indentationBasedFoldingEnabled() ? indentedEnd(block) : m_highlighter->findFoldingRegionEnd(block);
    return end.isValid() && end.blockNumber() > block.blockNumber() + 1 ? end : QTextBlock();
}

bool Folding::isFolded(const QTextBlock &block) const
{
    return block.userState() == foldedState;
}

int Folding::hiddenLines(const QTextBlock &block) const
{
    int lines = 0;
    for (QTextBlock next = block.next(); next.isValid() && !next.isVisible(); next = next.next())
        ++lines;
    return lines;
}

void Folding::mark(QTextBlock block, bool folded)
{
    block.setUserState(folded ? foldedState : -1);
    m_any = m_any || folded;
}

void Folding::toggle(const QTextBlock &block)
{
    if (!isFolded(block) && !canFold(block))
        return;
    mark(block, !isFolded(block));
    apply();
}

void Folding::toggleAround(const QTextBlock &block)
{
    for (QTextBlock start = block; start.isValid(); start = start.previous()) {
        const QTextBlock end = regionEnd(start);
        if (isFolded(start) || (end.isValid() && end.blockNumber() >= block.blockNumber())) {
            toggle(start);
            return;
        }
    }
}

void Folding::foldAll()
{
    for (QTextBlock block = m_editor->document()->begin(); block.isValid();) {
        const QTextBlock end = regionEnd(block);
        if (end.isValid())
            mark(block, true);
        block = end.isValid() ? end : block.next();
    }
    apply();
}

void Folding::unfoldAll()
{
    for (QTextBlock block = m_editor->document()->begin(); block.isValid(); block = block.next())
        mark(block, false);
    apply();
}

void Folding::reveal(const QTextBlock &block)
{
    if (!m_any || !block.isValid() || block.isVisible())
        return;
    for (QTextBlock start = block.previous(); start.isValid(); start = start.previous()) {
        if (isFolded(start) && regionEnd(start).blockNumber() > block.blockNumber())
            mark(start, false);
    }
    apply();
}

void Folding::refresh()
{
    if (m_any)
        apply();
    m_editor->update();
}

QList<int> Folding::foldedLines() const
{
    QList<int> lines;
    for (QTextBlock block = m_editor->document()->begin(); m_any && block.isValid(); block = block.next()) {
        if (isFolded(block))
            lines << block.blockNumber();
    }
    return lines;
}

void Folding::foldLines(const QList<int> &lines)
{
    for (const int line : lines) {
        if (const QTextBlock block = m_editor->document()->findBlockByNumber(line); canFold(block))
            mark(block, true);
    }
    apply();
}

void Folding::apply()
{
    QTextDocument *document = m_editor->document();
    int hiddenUntil = -1; // The number of the line that ends the widest open region.
    int firstChanged = -1;
    int lastChanged = -1;
    m_any = false;
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const bool visible = block.blockNumber() >= hiddenUntil;
        if (block.isVisible() != visible) {
            block.setVisible(visible);
            block.setLineCount(visible ? qMax(1, block.layout()->lineCount()) : 0);
            firstChanged = firstChanged < 0 ? block.position() : firstChanged;
            lastChanged = block.position() + block.length();
        }
        if (!isFolded(block))
            continue;
        const QTextBlock end = regionEnd(block);
        if (!end.isValid())
            block.setUserState(-1);
        m_any = m_any || end.isValid();
        hiddenUntil = qMax(hiddenUntil, end.isValid() ? end.blockNumber() : -1);
    }
    if (firstChanged < 0)
        return;
    document->markContentsDirty(firstChanged, lastChanged - firstChanged);
    QTextCursor cursor = m_editor->textCursor();
    QTextBlock shown = cursor.block();
    while (!shown.isVisible())
        shown = shown.previous();
    if (shown != cursor.block()) {
        cursor.setPosition(shown.position() + shown.length() - 1);
        m_editor->setTextCursor(cursor);
    }
    emit document->documentLayout()->documentSizeChanged(document->documentLayout()->documentSize());
    m_editor->viewport()->update();
}

} // namespace punchcard
