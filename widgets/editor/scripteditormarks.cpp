// SPDX-License-Identifier: MIT
// What the editor draws upon its text: the current line, hits, problems, brackets, folds.
#include "widgets/editor/brackets.h"
#include "widgets/editor/editormargin.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/problempaint.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/look/tones.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using KSyntaxHighlighting::Theme;

namespace {

constexpr qsizetype tipWidth = 80;

// In lines that fit on a screen: plain text does not wrap in a tip.
QString tipLines(const QString &text)
{
    QStringList lines{QString()};
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!lines.constLast().isEmpty() && lines.constLast().size() + word.size() >= tipWidth)
            lines.append(QString());
        QString &line = lines.last();
        line += line.isEmpty() ? word : u' ' + word;
    }
    return lines.join(u'\n');
}

QString findingTip(const Finding &finding)
{
    return tipLines(ScriptEditor::tr("%1 (%2)", "what ShellCheck says, its rule").arg(finding.message, finding.rule()));
}

} // namespace

void ScriptEditor::setProblems(ProblemModel *problems)
{
    m_problems = problems;
    const auto show = [this] {
        showSelections();
        m_margin->update();
    };
    connect(problems, &QAbstractItemModel::modelReset, this, show);
}

int ScriptEditor::problemRow(const QTextBlock &block) const
{
    return m_problems ? m_problems->rowAt(-1, block.blockNumber() + 1) : -1;
}

QString ScriptEditor::problemTip(const QTextBlock &block) const
{
    QStringList lines;
    for (const Finding &finding : m_problems &&block.isValid() ? m_problems->findings() : QList<Finding>()) {
        if (finding.line == block.blockNumber() + 1)
            lines << findingTip(finding);
    }
    return lines.join(QString());
}

void ScriptEditor::setHits(const QList<Hit> &hits, int current)
{
    m_hits = hits;
    m_currentHit = current;
    showSelections();
}

QTextEdit::ExtraSelection ScriptEditor::selection(int start, int end) const
{
    QTextEdit::ExtraSelection selection;
    selection.cursor = QTextCursor(document());
    const int last = document()->characterCount() - 1;
    selection.cursor.setPosition(qBound(0, start, last));
    selection.cursor.setPosition(qBound(0, end, last), QTextCursor::KeepAnchor);
    return selection;
}

/// Only what is seen: thousands of hits would make every stroke of a key slow.
void ScriptEditor::showSelections()
{
    QList<QTextEdit::ExtraSelection> selections;
    QTextEdit::ExtraSelection line = selection(textCursor().position(), textCursor().position());
    line.format.setBackground(themeColour(Theme::CurrentLine));
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    if (!textCursor().hasSelection())
        selections << line;
    const std::pair<int, int> seen = seenRange();
    addHits(selections, seen);
    addProblems(selections, seen);
    if (const auto pair = matchingBrackets(textCursor()); pair && !textCursor().hasSelection()) {
        for (const int at : {pair->first, pair->second}) {
            QTextEdit::ExtraSelection bracket = selection(at, at + 1);
            bracket.format.setBackground(themeColour(Theme::BracketMatching));
            bracket.format.setFontWeight(QFont::Bold);
            selections << bracket;
        }
    }
    setExtraSelections(selections);
}

void ScriptEditor::addHits(QList<QTextEdit::ExtraSelection> &selections, std::pair<int, int> seen) const
{
    const auto first = std::ranges::lower_bound(m_hits, seen.first, {}, &Hit::end);
    for (auto hit = first; hit != m_hits.end() && hit->start <= seen.second; ++hit) {
        QTextEdit::ExtraSelection mark = selection(hit->start, hit->end);
        const bool current = hit - m_hits.begin() == m_currentHit;
        mark.format.setBackground(themeColour(current ? Theme::ReplaceHighlight : Theme::SearchHighlight));
        mark.format.setForeground(QColor::fromRgba(m_theme.textColor(Theme::Normal)));
        selections << mark;
    }
}

void ScriptEditor::addProblems(QList<QTextEdit::ExtraSelection> &selections, std::pair<int, int> seen) const
{
    for (const Finding &finding : m_problems ? m_problems->findings() : QList<Finding>()) {
        if (finding.end < seen.first || finding.start > seen.second)
            continue;
        // A long range, a whole function say, is told by its first line.
        const QTextBlock block = document()->findBlock(int(finding.start));
        const int lineEnd = block.position() + block.length() - 1;
        QTextEdit::ExtraSelection wave = selection(int(finding.start), qMin(lineEnd, qMax(int(finding.end), int(finding.start) + 1)));
        wave.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.format.setUnderlineColor(problemColour(finding.level, palette()));
        selections << wave;
    }
}

void ScriptEditor::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    paintFolds(event);
}

/// Behind the first line of a folded region: that something is hidden there.
void ScriptEditor::paintFolds(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(font());
    forEachSeenLine([&](const QTextBlock &block, const QRectF &rect) {
        if (!m_folding->isFolded(block) || !event->rect().intersects(rect.toAlignedRect()))
            return;
        const QString label = tr("%n line(s)", nullptr, m_folding->hiddenLines(block));
        const QTextLine row = block.layout()->lineAt(block.layout()->lineCount() - 1); // the last, where it is wrapped
        const double left = contentOffset().x() + row.naturalTextRect().right() + metrics.horizontalAdvance(u"  "_s) + 4;
        const QRectF chip(left, rect.top() + row.y() + 2, metrics.horizontalAdvance(label) + 16, metrics.height() - 4);
        const QColor colour = themeColour(Theme::LineNumbers);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look::mixed(colour, themeColour(Theme::BackgroundColor), 0.25));
        painter.drawRoundedRect(chip, 4, 4);
        painter.setPen(themeColour(Theme::CurrentLineNumber));
        painter.drawText(chip, Qt::AlignCenter, label);
    });
}

bool ScriptEditor::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_problems)
        return QPlainTextEdit::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int position = cursorForPosition(help->pos()).position();
    QStringList lines;
    for (const Finding &finding : m_problems->findings()) {
        if (position < finding.start || position > finding.end)
            continue;
        lines << findingTip(finding);
        if (!finding.fix.isEmpty())
            lines << tr("Alt+Enter corrects it.");
    }
    QToolTip::showText(help->globalPos(), lines.join(u'\n'), viewport());
    return true;
}

} // namespace punchcard
