// SPDX-License-Identifier: MIT
#include "widgets/editor/scripteditor.h"

#include "widgets/editor/directivecompletion.h"
#include "widgets/editor/editormargin.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/language.h"
#include "widgets/editor/scripthighlighter.h"
#include "widgets/look/codethemes.h"
#include "widgets/look/tones.h"

#include <QDeadlineTimer>
#include <QGuiApplication>
#include <QScrollBar>

#include <algorithm>

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
    , m_longLines(new LongLines(document()))
    , m_highlighter(new ScriptHighlighter(document()))
    , m_folding(new Folding(this, m_highlighter))
    , m_margin(new EditorMargin(this))
    , m_completion(new DirectiveCompletion(this))
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
    m_pending.reset();
    document()->setUndoRedoEnabled(false);
    m_indentation = Indentation::of(text, m_habits.indentation);
    Pending pending{.whole = text, .shown = LongLines::shorten(text), .at = 0};
    const qsizetype size = pending.shown.text.size();
    const qsizetype end = size <= firstChunk ? size : pending.shown.text.indexOf(u'\n', firstChunk);
    pending.at = end < 0 ? size : end;
    clear();
    m_longLines->insert(QTextCursor(document()), pending.shown.sliced(0, pending.at));
    moveCursor(QTextCursor::Start);
    adapt();
    setZoom(m_zoom);
    if (pending.at < size) {
        m_pending = std::move(pending);
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
    const LongLines::Shown &shown = m_pending->shown;
    while (m_pending->at < shown.text.size() && !deadline.hasExpired()) {
        qsizetype next = shown.text.indexOf(u'\n', qMin(m_pending->at + loadChunk, shown.text.size()));
        next = next < 0 ? shown.text.size() : next;
        m_longLines->insert(end, shown.sliced(m_pending->at, next - m_pending->at));
        end.movePosition(QTextCursor::End);
        m_pending->at = next;
    }
    if (m_pending->at < shown.text.size())
        return;
    m_loadTimer.stop();
    m_pending.reset();
    setReadOnly(false);
    finishLoading();
}

QString ScriptEditor::text() const
{
    return isLoading() ? m_pending->whole : m_longLines->whole(0, document()->characterCount() - 1);
}

QString ScriptEditor::shownText() const
{
    return isLoading() ? m_pending->shown.text : m_longLines->shown(0, document()->characterCount() - 1).text;
}

void ScriptEditor::replaceText(const QString &text)
{
    const LongLines::Shown now = m_longLines->shown(0, document()->characterCount() - 1);
    const LongLines::Shown wanted = LongLines::shorten(text);
    if (now.text == wanted.text && now.gaps == wanted.gaps)
        return;
    const auto [a, b] = std::ranges::mismatch(now.text, wanted.text);
    qsizetype same = a - now.text.begin();
    const qsizetype most = qMin(now.text.size(), wanted.text.size()) - same;
    qsizetype tail = 0;
    while (tail < most && now.text.at(now.text.size() - 1 - tail) == wanted.text.at(wanted.text.size() - 1 - tail))
        ++tail;
    // Gaps that look the same may stand for something else.
    if (!now.gaps.isEmpty()) {
        same = qMin(same, now.gaps.firstKey());
        tail = qMin(tail, now.text.size() - 1 - now.gaps.lastKey());
    }
    QTextCursor edit(document());
    edit.setPosition(int(same));
    edit.setPosition(int(now.text.size() - tail), QTextCursor::KeepAnchor);
    m_longLines->insert(edit, wanted.sliced(same, wanted.text.size() - tail - same));
}

void ScriptEditor::setFileName(const QString &name)
{
    m_fileName = name;
    adapt();
}

void ScriptEditor::setHabits(const EditorHabits &habits)
{
    if (habits == m_habits)
        return;
    m_habits = habits;
    m_indentation = Indentation::of(text(), habits.indentation);
    setLineWrapMode(habits.wrapLines ? WidgetWidth : NoWrap);
    setZoom(m_zoom);
    applyLook();
}

void ScriptEditor::setZoom(int zoom)
{
    m_zoom = zoom;
    QFont font = m_habits.font;
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
    m_theme = look::codeTheme(m_habits.theme, parentWidget() ? parentWidget()->palette() : QGuiApplication::palette());
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

void ScriptEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOut();
    scrolled();
}

void ScriptEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyLook();
}

} // namespace punchcard
