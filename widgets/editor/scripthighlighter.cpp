// SPDX-License-Identifier: MIT
#include "widgets/editor/scripthighlighter.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

#include <QAbstractTextDocumentLayout>
#include <QDeadlineTimer>
#include <QSignalBlocker>
#include <QTextDocument>

namespace punchcard {

using namespace std::chrono_literals;

ScriptHighlighter::ScriptHighlighter(QTextDocument *document)
    : SyntaxHighlighter(static_cast<QObject *>(document))
{
    m_timer.setInterval(0ms);
    connect(&m_timer, &QTimer::timeout, this, [this] { work(slice); });
    // Before QSyntaxHighlighter connects to the same signal, so that highlightBlock() finds the frontier in its place.
    connect(document, &QTextDocument::contentsChange, this, &ScriptHighlighter::follow);
    setDocument(document);
}

void ScriptHighlighter::setLook(const KSyntaxHighlighting::Definition &definition, const KSyntaxHighlighting::Theme &theme)
{
    if (definition == this->definition() && theme.name() == this->theme().name())
        return;
    m_frontier = 0;
    m_seenDirty = true;
    setTheme(theme);
    setDefinition(definition);
    m_timer.start();
}

void ScriptHighlighter::setSeen(int first, int last, std::chrono::milliseconds limit)
{
    if (first == m_seenFirst && last == m_seenLast && !m_seenDirty)
        return;
    m_seenFirst = first;
    m_seenLast = last;
    m_seenDirty = last >= m_frontier;
    if (m_seenDirty)
        work(limit);
}

bool ScriptHighlighter::isDone() const
{
    return m_frontier >= document()->blockCount();
}

void ScriptHighlighter::highlightBlock(const QString &text)
{
    if (!m_working && currentBlock().blockNumber() >= m_frontier) {
        m_seenDirty = true;
        m_timer.start();
        return;
    }
    // An empty line in place of one that is too long: what is open above it stays open below it.
    SyntaxHighlighter::highlightBlock(text.size() > longestLine ? QString() : text);
}

void ScriptHighlighter::follow(int position, int removed, int added)
{
    const int lines = document()->blockCount();
    const int more = lines - m_lines;
    m_lines = lines;
    const int changed = document()->findBlock(position).blockNumber();
    // Few lines are coloured on the spot; many wait for their turn.
    constexpr int fewLines = 40;
    constexpr int fewCharacters = 4000;
    if (qAbs(more) > fewLines || qMax(removed, added) > fewCharacters)
        m_frontier = qMin(m_frontier, changed);
    else if (changed < m_frontier)
        m_frontier = qMax(m_frontier + more, changed);
    m_timer.start();
}

void ScriptHighlighter::work(std::chrono::milliseconds limit)
{
    if (m_working)
        return;
    m_working = true;
    {
        // Colours change no line's size: without its layout's signals a line out of sight costs neither a repaint of the
        // view nor a look at its scroll bars, which take ten times as long as the colours.
        const QSignalBlocker quiet(document()->documentLayout());
        const QDeadlineTimer deadline(limit);
        if (m_seenDirty)
            colourSeen(deadline);
        QTextBlock block = document()->findBlockByNumber(m_frontier);
        while (block.isValid() && !deadline.hasExpired()) {
            m_touchedSeen = m_touchedSeen || isSeen(m_frontier);
            rehighlightBlock(block);
            block = block.next();
            ++m_frontier;
        }
    }
    m_working = false;
    if (std::exchange(m_touchedSeen, false))
        emit seenColoured();
    if (!isDone()) {
        m_timer.start();
    } else if (m_timer.isActive()) {
        m_timer.stop();
        emit done();
    }
}

void ScriptHighlighter::colourSeen(const QDeadlineTimer &deadline)
{
    QTextBlock block = document()->findBlockByNumber(qMax(m_seenFirst, m_frontier));
    while (block.isValid() && block.blockNumber() <= m_seenLast && !deadline.hasExpired()) {
        m_touchedSeen = true;
        rehighlightBlock(block);
        if (block.blockNumber() == m_frontier)
            ++m_frontier;
        block = block.next();
    }
    m_seenDirty = block.isValid() && block.blockNumber() <= m_seenLast;
}

} // namespace punchcard
