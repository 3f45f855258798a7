// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTextBlock>

class QPlainTextEdit;

namespace punchcard {

class ScriptHighlighter;

/// What is folded in an editor. The first line of a region carries the mark (its user state); which lines are hidden
/// follows from the marks, so that nested regions stay as they were. The last line of a region is always shown.
class Folding : public QObject
{
    Q_OBJECT

public:
    Folding(QPlainTextEdit *editor, ScriptHighlighter *highlighter);

    [[nodiscard]] bool canFold(const QTextBlock &block) const { return regionEnd(block).isValid(); }
    [[nodiscard]] bool isFolded(const QTextBlock &block) const;
    /// How many lines a folded region hides.
    [[nodiscard]] int hiddenLines(const QTextBlock &block) const;
    void toggle(const QTextBlock &block);
    /// The innermost region around @p block.
    void toggleAround(const QTextBlock &block);
    void foldAll();
    void unfoldAll();
    /// Opens whatever hides @p block.
    void reveal(const QTextBlock &block);
    /// After the text and its regions changed.
    void refresh();

    [[nodiscard]] QList<int> foldedLines() const;
    void foldLines(const QList<int> &lines);

private:
    [[nodiscard]] QTextBlock regionEnd(const QTextBlock &block) const;
    [[nodiscard]] bool startsRegion(const QTextBlock &block) const;
    void mark(QTextBlock block, bool folded);
    void apply();

    QPlainTextEdit *m_editor;
    ScriptHighlighter *m_highlighter;
    bool m_any = false;
};

} // namespace punchcard
