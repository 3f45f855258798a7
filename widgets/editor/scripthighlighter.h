// SPDX-License-Identifier: MIT
#pragma once

#include <KSyntaxHighlighting/SyntaxHighlighter>

#include <QTimer>

namespace punchcard {

/// Colours a document without ever holding up the event loop: what is on the screen at once, the rest from the top in
/// slices of a few milliseconds. A line is right once all lines above it are done; what is seen before that is coloured
/// provisionally.
class ScriptHighlighter : public KSyntaxHighlighting::SyntaxHighlighter
{
    Q_OBJECT

public:
    static constexpr qsizetype longestLine = 3000; ///< In characters; longer lines stay plain (100 kB would take 0.3 s).
    static constexpr std::chrono::milliseconds slice{10};

    explicit ScriptHighlighter(QTextDocument *document);

    /// Colours everything anew, after another language or theme.
    void setLook(const KSyntaxHighlighting::Definition &definition, const KSyntaxHighlighting::Theme &theme);
    /// The lines that are seen, which come before all others. Colours at once those that are not, for at most @p limit.
    void setSeen(int first, int last, std::chrono::milliseconds limit = slice);
    [[nodiscard]] bool isDone() const;

signals:
    /// Every line has its colours and its folding regions.
    void done();
    /// Lines that are seen have other colours than before.
    void seenColoured();

protected:
    void highlightBlock(const QString &text) override;

private:
    void follow(int position, int removed, int added);
    void work(std::chrono::milliseconds limit);
    void colourSeen(const QDeadlineTimer &deadline);
    [[nodiscard]] bool isSeen(int line) const { return line >= m_seenFirst && line <= m_seenLast; }

    QTimer m_timer;
    int m_frontier = 0; ///< The lines above this one are right.
    int m_lines = 1;
    int m_seenFirst = 0;
    int m_seenLast = -1;
    bool m_seenDirty = false;
    bool m_working = false;
    bool m_touchedSeen = false;
};

} // namespace punchcard
