// SPDX-License-Identifier: MIT
#include "widgets/editor/scripteditor.h"

#include "widgets/editor/brackets.h"
#include "widgets/editor/editormargin.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/language.h"
#include "widgets/editor/problempaint.h"
#include "widgets/editor/scripthighlighter.h"
#include "widgets/look/codethemes.h"
#include "widgets/look/tones.h"

#include <KSyntaxHighlighting/Definition>

#include <QDeadlineTimer>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <ranges>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using KSyntaxHighlighting::Theme;

namespace {

constexpr std::chrono::milliseconds loadSliceTime = 8ms;
constexpr qsizetype loadChunk = 16'000; ///< Characters; about a millisecond.
constexpr qsizetype firstChunk = 40'000; ///< More than a screen.
constexpr int smallestPointSize = 6;

} // namespace

ScriptEditor::ScriptEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new ScriptHighlighter(document()))
    , m_folding(new Folding(this, m_highlighter))
    , m_margin(new EditorMargin(this))
    , m_baseFont(look::monospacedFont())
{
    setObjectName(u"scriptEditor"_s);
    setAccessibleName(tr("Script"));
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setCursorWidth(2);
    setPlaceholderText(tr("Write a script. What it puts into uploads/ comes back to you."));
    m_loadTimer.setInterval(0ms);
    m_adaptTimer.setInterval(250ms);
    m_adaptTimer.setSingleShot(true);
    connect(&m_loadTimer, &QTimer::timeout, this, &ScriptEditor::loadSlice);
    connect(&m_adaptTimer, &QTimer::timeout, this, &ScriptEditor::adapt);
    connect(document(), &QTextDocument::contentsChange, this, &ScriptEditor::followChange);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &ScriptEditor::layOut);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        m_folding->reveal(textCursor().block());
        m_margin->update();
        showSelections();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ScriptEditor::scrolled);
    connect(m_highlighter, &ScriptHighlighter::done, m_margin, qOverload<>(&QWidget::update));
    connect(m_highlighter, &ScriptHighlighter::seenColoured, viewport(), qOverload<>(&QWidget::update));
    setZoom(0);
    applyLook();
}

ScriptEditor::~ScriptEditor()
{
    // The document outlives our members, and says so on its way.
    disconnect(document(), nullptr, this, nullptr);
    disconnect(this, nullptr, this, nullptr);
}

void ScriptEditor::load(const QString &text)
{
    m_loadTimer.stop();
    m_pending.clear();
    document()->setUndoRedoEnabled(false);
    m_indentation = Indentation::of(text);
    qsizetype end = text.size() <= firstChunk ? text.size() : text.indexOf(u'\n', firstChunk);
    end = end < 0 ? text.size() : end;
    setPlainText(text.first(end));
    adapt();
    setZoom(m_zoom);
    if (end < text.size()) {
        m_pending = text;
        m_pendingAt = end;
        setReadOnly(true);
        m_loadTimer.start();
    }
    scrolled();
    if (!isLoading())
        finishLoading();
}

void ScriptEditor::finishLoading()
{
    document()->setUndoRedoEnabled(true);
    document()->setModified(false);
    if (m_wantedPosition >= 0)
        selectRange(m_wantedPosition, m_wantedPosition);
    m_wantedPosition = -1;
    emit loaded();
}

void ScriptEditor::showPosition(int position)
{
    if (isLoading())
        m_wantedPosition = position;
    else
        selectRange(position, position);
}

void ScriptEditor::loadSlice()
{
    const QDeadlineTimer deadline(loadSliceTime);
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    while (m_pendingAt < m_pending.size() && !deadline.hasExpired()) {
        qsizetype next = m_pending.indexOf(u'\n', qMin(m_pendingAt + loadChunk, m_pending.size()));
        next = next < 0 ? m_pending.size() : next;
        end.insertText(m_pending.sliced(m_pendingAt, next - m_pendingAt));
        m_pendingAt = next;
    }
    if (m_pendingAt < m_pending.size())
        return;
    m_loadTimer.stop();
    m_pending.clear();
    setReadOnly(false);
    finishLoading();
}

QString ScriptEditor::text() const
{
    if (isLoading())
        return m_pending;
    // Not toPlainText(), which makes spaces of no-break spaces.
    return document()->toRawText().replace(QChar::ParagraphSeparator, u'\n');
}

void ScriptEditor::replaceText(const QString &wanted)
{
    const QString now = text();
    if (now == wanted)
        return;
    const auto [a, b] = std::ranges::mismatch(now, wanted);
    const qsizetype same = a - now.begin();
    const qsizetype most = qMin(now.size(), wanted.size()) - same;
    qsizetype tail = 0;
    while (tail < most && now.at(now.size() - 1 - tail) == wanted.at(wanted.size() - 1 - tail))
        ++tail;
    QTextCursor edit(document());
    edit.setPosition(int(same));
    edit.setPosition(int(now.size() - tail), QTextCursor::KeepAnchor);
    edit.insertText(wanted.sliced(same, wanted.size() - tail - same));
}

void ScriptEditor::setFileName(const QString &name)
{
    m_fileName = name;
    adapt();
}

void ScriptEditor::setThemeName(const QString &name)
{
    m_themeName = name;
    applyLook();
}

void ScriptEditor::setBaseFont(const QFont &font)
{
    m_baseFont = font;
    setZoom(m_zoom);
}

void ScriptEditor::setZoom(int zoom)
{
    m_zoom = zoom;
    QFont font = m_baseFont;
    font.setPointSizeF(qMax(double(smallestPointSize), font.pointSizeF() + zoom));
    // What is typed is what is seen: no “!=” drawn as one sign.
    font.setFeature("calt", 0);
    font.setFeature("liga", 0);
    setFont(font);
    setTabStopDistance(m_indentation.width * QFontMetricsF(font).horizontalAdvance(u' '));
    layOut();
}

QColor ScriptEditor::themeColour(Theme::EditorColorRole role) const
{
    return QColor::fromRgba(m_theme.editorColor(role));
}

bool ScriptEditor::hasLongLines() const
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.length() > ScriptHighlighter::longestLine + 1)
            return true;
    }
    return false;
}

/// The first line may name another language now.
void ScriptEditor::adapt()
{
    m_highlighter->setLook(languageOf(document()->firstBlock().text(), m_fileName), m_theme);
}

void ScriptEditor::applyLook()
{
    if (m_applyingLook)
        return;
    m_applyingLook = true;
    m_theme = look::codeTheme(m_themeName, parentWidget() ? parentWidget()->palette() : QGuiApplication::palette());
    QPalette palette; // Only what is set here is ours; the rest follows the parent.
    palette.setColor(QPalette::Base, themeColour(Theme::BackgroundColor));
    palette.setColor(QPalette::Text, QColor::fromRgba(m_theme.textColor(Theme::Normal)));
    palette.setColor(QPalette::Highlight, themeColour(Theme::TextSelection));
    palette.setBrush(QPalette::HighlightedText, Qt::NoBrush); // Selected text keeps its colours.
    setPalette(palette);
    adapt();
    showSelections();
    m_margin->update();
    m_applyingLook = false;
}

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
            lines << u"<p style='margin:2px'>%1 <b>%2</b></p>"_s.arg(finding.message.toHtmlEscaped(), finding.rule());
    }
    return lines.join(QString());
}

void ScriptEditor::setHits(const QList<Hit> &hits, int current)
{
    m_hits = hits;
    m_currentHit = current;
    showSelections();
}

void ScriptEditor::selectRange(int start, int end)
{
    m_folding->reveal(document()->findBlock(start));
    QTextCursor cursor = textCursor();
    cursor.setPosition(qMin(start, document()->characterCount() - 1));
    cursor.setPosition(qMin(end, document()->characterCount() - 1), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    const QRect at = cursorRect();
    if (at.top() < 0 || at.bottom() > viewport()->height() - 2 * at.height())
        centerCursor();
}

void ScriptEditor::goToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(qBound(1, line, blockCount()) - 1);
    selectRange(block.position(), block.position());
    centerCursor();
    setFocus();
}

QTextBlock ScriptEditor::blockAt(int y) const
{
    QTextBlock found;
    forEachSeenLine([&](const QTextBlock &block, const QRectF &rect) {
        if (y >= rect.top() && y < rect.bottom())
            found = block;
    });
    return found;
}

void ScriptEditor::forEachSeenLine(const std::function<void(const QTextBlock &, const QRectF &)> &visit) const
{
    QTextBlock block = firstVisibleBlock();
    if (!block.isValid())
        return;
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && top <= viewport()->height(); block = block.next()) {
        if (!block.isVisible())
            continue;
        const QRectF rect(0, top, viewport()->width(), blockBoundingRect(block).height());
        visit(block, rect);
        top = rect.bottom();
    }
}

std::pair<int, int> ScriptEditor::seenRange() const
{
    const QTextBlock first = firstVisibleBlock();
    QTextBlock last = first;
    forEachSeenLine([&last](const QTextBlock &block, const QRectF &) { last = block; });
    return {first.position(), last.position() + last.length()};
}

void ScriptEditor::layOut()
{
    const int width = m_margin->neededWidth();
    setViewportMargins(width, 0, 0, 0);
    m_margin->setFont(font());
    m_margin->setGeometry(contentsRect().left(), contentsRect().top(), width, viewport()->height());
}

void ScriptEditor::scrolled()
{
    const auto [start, end] = seenRange();
    m_highlighter->setSeen(document()->findBlock(start).blockNumber(), document()->findBlock(qMax(start, end - 1)).blockNumber(), 20ms);
    showSelections();
}

void ScriptEditor::followChange(int position, int removed, int added)
{
    const int lines = blockCount() - m_blocks;
    m_blocks = blockCount();
    const QTextBlock block = document()->findBlock(position);
    if (block.blockNumber() == 0 && !isLoading())
        m_adaptTimer.start();
    if (m_problems && !isLoading())
        m_problems->follow(position, removed, added, block.blockNumber() + 1, lines);
    m_hits.removeIf([=](const Hit &hit) { return hit.start < position + removed && hit.end > position; });
    for (Hit &hit : m_hits) {
        if (hit.start >= position)
            hit = Hit{hit.start + added - removed, hit.end + added - removed};
    }
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

void ScriptEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOut();
    scrolled();
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
        const double left = contentOffset().x() + metrics.horizontalAdvance(block.text()) + metrics.horizontalAdvance(u"  "_s) + 4;
        const QRectF chip(left, rect.top() + 2, metrics.horizontalAdvance(label) + 16, metrics.height() - 4);
        const QColor colour = themeColour(Theme::LineNumbers);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look::mixed(colour, themeColour(Theme::BackgroundColor), 0.25));
        painter.drawRoundedRect(chip, 4, 4);
        painter.setPen(themeColour(Theme::CurrentLineNumber));
        painter.drawText(chip, Qt::AlignCenter, label);
    });
}

void ScriptEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyLook();
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
        lines << u"<p style='margin:2px'>%1 <b>%2</b></p>"_s.arg(finding.message.toHtmlEscaped(), finding.rule());
        if (!finding.fix.isEmpty())
            lines << u"<p style='margin:2px'>%1</p>"_s.arg(tr("Alt+Enter corrects it."));
    }
    QToolTip::showText(help->globalPos(), lines.join(QString()), viewport());
    return true;
}

bool ScriptEditor::canInsertFromMimeData(const QMimeData *source) const
{
    // Files are opened, by whoever we lie on.
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

QMimeData *ScriptEditor::createMimeDataFromSelection() const
{
    auto *data = new QMimeData;
    data->setText(textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n'));
    return data;
}

} // namespace punchcard
