// SPDX-License-Identifier: MIT
#include "widgets/editor/scripteditor.h"

#include "tests/support/pictures.h"
#include "tests/support/testmain.h"
#include "tests/support/watchdog.h"
#include "tests/widgets/warnings.h"
#include "widgets/editor/brackets.h"
#include "widgets/editor/editormargin.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/problempaint.h"
#include "widgets/editor/scripthighlighter.h"

#include <KSyntaxHighlighting/Definition>

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolTip>
#include <QWheelEvent>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstScriptEditor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void languageByShebangThenName_data();
    void languageByShebangThenName();
    void languageFollowsTheFirstLine();
    void coloursFollowLightAndDark();
    void enterIndents();
    void closingWordsMoveOut();
    void shiftEnterIsAPlainLine();
    void tabAndBackspace();
    void habitsCountWhereTheScriptDoesNotTell();
    void longLinesAreWrapped();
    void indentSelection();
    void commentToggle();
    void homeGoesToTheText();
    void noBreakSpaceStays();
    void matchingBracket();
    void foldingHidesAndReveals();
    void nestedFoldsStay();
    void editingOpensABrokenFold();
    void pythonFoldsByIndentation();
    void replaceTextIsOneUndo();
    void largeScriptInSlices();
    void typingInALargeScript();
    void longLineStaysPlain();
    void veryLongLineIsQuick();
    void veryLongLineStaysWhole();
    void theMarginHasRoomForNumbers();
    void theMarginSelectsLinesAndFolds();
    void problemsAreMarkedAndUnderlined();
    void aTipTellsTheProblem();
    void theCurrentLineIsMarked();
    void theWheelZooms();

private:
    void load(const QString &text, const QString &name = u"x.sh"_s);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(m_editor.get(), key, modifiers); }
    [[nodiscard]] QColor colourAt(int position) const;
    [[nodiscard]] QString visibleText() const;
    [[nodiscard]] static QString largeScript(int lines);

    [[nodiscard]] EditorMargin *margin() const { return m_editor->findChild<EditorMargin *>(); }
    /// The middle of a line, in the viewport and in the margin.
    [[nodiscard]] int middleOf(int line) const
    {
        const QTextBlock block = m_editor->document()->findBlockByNumber(line - 1);
        return m_editor->cursorRect(QTextCursor(block)).center().y();
    }
    /// What is laid over the text with @p property set.
    [[nodiscard]] QList<QTextEdit::ExtraSelection> marks(QTextFormat::Property property) const
    {
        QList<QTextEdit::ExtraSelection> found = m_editor->extraSelections();
        found.removeIf([property](const QTextEdit::ExtraSelection &mark) { return !mark.format.hasProperty(property); });
        return found;
    }

    std::unique_ptr<ScriptEditor> m_editor;
};

namespace {

// "$x" in the second line.
const Finding unquoted{.level = Finding::Level::Error,
                       .code = 2086,
                       .message = u"Double quote <this>."_s,
                       .line = 2,
                       .column = 6,
                       .start = 17,
                       .end = 19,
                       .fix = {{.start = 17, .end = 17, .text = u"\""_s}, {.start = 19, .end = 19, .text = u"\""_s}}};
const QString unquotedScript = u"#!/bin/bash\necho $x\nls\n"_s;

} // namespace

void TstScriptEditor::init()
{
    testing::failOnWarning();
    m_editor = std::make_unique<ScriptEditor>();
    m_editor->resize(800, 600);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get(), 30'000));
}

void TstScriptEditor::load(const QString &text, const QString &name)
{
    m_editor->setFileName(name);
    m_editor->load(text);
    QTRY_VERIFY_WITH_TIMEOUT(!m_editor->isLoading(), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(m_editor->highlighter()->isDone(), 60000);
}

QColor TstScriptEditor::colourAt(int position) const
{
    const QTextBlock block = m_editor->document()->findBlock(position);
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        const int column = position - block.position();
        if (column >= range.start && column < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

QString TstScriptEditor::visibleText() const
{
    QStringList lines;
    for (QTextBlock block = m_editor->document()->begin(); block.isValid(); block = block.next()) {
        if (block.isVisible())
            lines << block.text();
    }
    return lines.join(u'\n');
}

/// Lines as they are in real scripts, with loops to fold.
QString TstScriptEditor::largeScript(int lines)
{
    QString text = u"#!/bin/bash\n"_s;
    for (int i = 1; i < lines; ++i) {
        switch (i % 5) {
        case 1: text += u"for i in $(seq 1 %1); do\n"_s.arg(i); break;
        case 2: text += u"    echo \"number ${i} of $total\" # a word on it\n"_s; break;
        case 3: text += u"    curl -sSf \"https://example.org/$i\" | tar -xz\n"_s; break;
        case 4: text += u"    if [[ -f $i ]]; then rm -- \"$i\"; fi\n"_s; break;
        default: text += u"done\n"_s;
        }
    }
    return text;
}

void TstScriptEditor::languageByShebangThenName_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("language");
    QTest::newRow("shebang") << u"#!/usr/bin/env python3\n"_s << u"job.sh"_s << u"Python"_s;
    QTest::newRow("shebang with options") << u"#!/usr/bin/env -S perl -w\n"_s << u"job"_s << u"Perl"_s;
    QTest::newRow("name") << u"print(1)\n"_s << u"job.py"_s << u"Python"_s;
    QTest::newRow("neither") << u"ls\n"_s << QString() << u"Bash"_s;
    QTest::newRow("dash") << u"#!/bin/dash\n"_s << u"x"_s << u"Bash"_s;
    QTest::newRow("unknown interpreter") << u"#!/opt/thing\n"_s << u"x.yml"_s << u"YAML"_s;
}

void TstScriptEditor::languageByShebangThenName()
{
    QFETCH(const QString, text);
    QFETCH(const QString, name);
    load(text, name);
    QTEST(m_editor->highlighter()->definition().name(), "language");
}

void TstScriptEditor::languageFollowsTheFirstLine()
{
    load({});
    QTest::keyClicks(m_editor.get(), u"#!/usr/bin/python3"_s);
    QTRY_COMPARE(m_editor->highlighter()->definition().name(), u"Python"_s);
}

void TstScriptEditor::coloursFollowLightAndDark()
{
    load(u"# comment\nif true; then ls; fi\n"_s);
    const QColor light = colourAt(10); // A keyword; comments have one grey for both.
    QVERIFY(light.isValid());
    QVERIFY(light != colourAt(2));
    const QPalette before = QApplication::palette();
    QApplication::setPalette(testing::darkPalette(before));
    const auto back = qScopeGuard([&before] { QApplication::setPalette(before); });
    QTRY_VERIFY(colourAt(10).isValid() && colourAt(10) != light);
    QVERIFY(m_editor->palette().color(QPalette::Base).lightness() < 100);
    m_editor->setHabits({.theme = u"Breeze Light"_s});
    QVERIFY(m_editor->palette().color(QPalette::Base).lightness() > 200);
}

void TstScriptEditor::enterIndents()
{
    load({});
    QTest::keyClicks(m_editor.get(), u"if true; then"_s);
    press(Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"ls"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_editor->text(), u"if true; then\n    ls\n    "_s);
    load(u"for i; do\n\tls\n"_s);
    m_editor->showPosition(9);
    press(Qt::Key_Return);
    QCOMPARE(m_editor->text(), u"for i; do\n\t\n\tls\n"_s);
}

void TstScriptEditor::closingWordsMoveOut()
{
    load({});
    QTest::keyClicks(m_editor.get(), u"while true; do"_s);
    press(Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"if x; then"_s);
    press(Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"ls"_s);
    press(Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"fi"_s);
    press(Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"done"_s);
    QCOMPARE(m_editor->text(), u"while true; do\n    if x; then\n        ls\n    fi\ndone"_s);
}

// Breaks for the user: Shift+Enter leaves a character in the script that no shell takes for a line's end.
void TstScriptEditor::shiftEnterIsAPlainLine()
{
    load({});
    QTest::keyClicks(m_editor.get(), u"a"_s);
    press(Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(m_editor.get(), u"b"_s);
    QCOMPARE(m_editor->text(), u"a\nb"_s);
}

void TstScriptEditor::tabAndBackspace()
{
    load(u"if a; then\n  b\nfi\n"_s);
    QCOMPARE(m_editor->indentation(), (Indentation{.tabs = false, .width = 2}));
    press(Qt::Key_End, Qt::ControlModifier);
    press(Qt::Key_Tab);
    press(Qt::Key_Tab);
    QVERIFY(m_editor->text().endsWith(u"\n    "_s));
    press(Qt::Key_Backspace);
    QVERIFY(m_editor->text().endsWith(u"\n  "_s));
    QTest::keyClicks(m_editor.get(), u"x"_s);
    press(Qt::Key_Tab);
    QVERIFY(m_editor->text().endsWith(u"\n  x "_s));
}

void TstScriptEditor::habitsCountWhereTheScriptDoesNotTell()
{
    m_editor->setHabits({.indentation = {.tabs = false, .width = 8}});
    load({});
    press(Qt::Key_Tab);
    QCOMPARE(m_editor->text(), QString(8, u' '));
    m_editor->setHabits({.indentation = {.tabs = true, .width = 3}});
    QCOMPARE(m_editor->tabStopDistance(), 3 * QFontMetricsF(m_editor->font()).horizontalAdvance(u' '));
    load({});
    press(Qt::Key_Tab);
    QCOMPARE(m_editor->text(), u"\t"_s);
    load(u"if true; then\n  ls\n  if true; then\n    ls\n  fi\nfi\n"_s);
    QCOMPARE(m_editor->indentation(), (Indentation{.tabs = false, .width = 2}));
}

void TstScriptEditor::longLinesAreWrapped()
{
    load(u"echo "_s + QString(400, u'x') + u"\nls\n"_s);
    QVERIFY(m_editor->horizontalScrollBar()->maximum() > 0);
    m_editor->setHabits({.wrapLines = true});
    QCOMPARE(m_editor->horizontalScrollBar()->maximum(), 0);
    QList<double> heights;
    m_editor->forEachSeenLine([&heights](const QTextBlock &, const QRectF &rect) { heights << rect.height(); });
    QCOMPARE(heights.size(), 3);
    QVERIFY(heights.at(0) > 3 * heights.at(1));
    m_editor->setHabits({});
    QVERIFY(m_editor->horizontalScrollBar()->maximum() > 0);
}

void TstScriptEditor::indentSelection()
{
    load(u"a\n\nb\nc"_s);
    m_editor->selectRange(0, 4);
    press(Qt::Key_Tab);
    QCOMPARE(m_editor->text(), u"    a\n\n    b\nc"_s);
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_editor->text(), u"a\n\nb\nc"_s);
    press(Qt::Key_Z, Qt::ControlModifier);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_editor->text(), u"a\n\nb\nc"_s);
    QVERIFY(!m_editor->document()->isUndoAvailable());
}

void TstScriptEditor::commentToggle()
{
    load(u"  a\n\n    b\n"_s);
    m_editor->selectAll();
    m_editor->toggleComment();
    QCOMPARE(m_editor->text(), u"  # a\n\n  #   b\n"_s);
    m_editor->toggleComment();
    QCOMPARE(m_editor->text(), u"  a\n\n    b\n"_s);
    load(u"print(1)"_s, u"x.py"_s);
    m_editor->toggleComment();
    QCOMPARE(m_editor->text(), u"# print(1)"_s);
}

void TstScriptEditor::homeGoesToTheText()
{
    load(u"    word"_s);
    press(Qt::Key_End);
    press(Qt::Key_Home);
    QCOMPARE(m_editor->textCursor().position(), 4);
    press(Qt::Key_Home);
    QCOMPARE(m_editor->textCursor().position(), 0);
    press(Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(m_editor->textCursor().selectedText(), u"    "_s);
}

void TstScriptEditor::noBreakSpaceStays()
{
    const QString text = u"echo \u00A0 \U0001F600 \u05D0\n"_s;
    load(text);
    QCOMPARE(m_editor->text(), text);
}

void TstScriptEditor::matchingBracket()
{
    load(u"x=$(echo \")\" $(ls))\n"_s);
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(3);
    const auto pair = matchingBrackets(cursor);
    QVERIFY(pair);
    // Not the one in the string.
    QCOMPARE(pair->second, 18);
    cursor.setPosition(19);
    QCOMPARE(matchingBrackets(cursor)->second, 3);
    cursor.setPosition(6);
    QVERIFY(!matchingBrackets(cursor));
}

void TstScriptEditor::foldingHidesAndReveals()
{
    load(u"a\nif x; then\n  b\n  c\nfi\nd\n"_s);
    Folding *folding = m_editor->folding();
    const QTextBlock start = m_editor->document()->findBlockByNumber(1);
    QVERIFY(folding->canFold(start));
    QVERIFY(!folding->canFold(m_editor->document()->begin()));
    m_editor->showPosition(start.next().position());
    folding->toggleAround(m_editor->textCursor().block());
    QCOMPARE(visibleText(), u"a\nif x; then\nfi\nd\n"_s);
    QCOMPARE(folding->hiddenLines(start), 2);
    // The cursor does not stay where nobody sees it.
    QVERIFY(m_editor->textCursor().block().isVisible());
    m_editor->goToLine(4);
    QCOMPARE(visibleText(), m_editor->text());
}

void TstScriptEditor::nestedFoldsStay()
{
    load(u"if x; then\n  for i; do\n    b\n  done\n  c\nfi\n"_s);
    Folding *folding = m_editor->folding();
    const QTextBlock outer = m_editor->document()->begin();
    folding->toggle(outer.next());
    folding->toggle(outer);
    QCOMPARE(visibleText(), u"if x; then\nfi\n"_s);
    QCOMPARE(folding->foldedLines(), (QList<int>{0, 1}));
    folding->toggle(outer);
    QCOMPARE(visibleText(), u"if x; then\n  for i; do\n  done\n  c\nfi\n"_s);
    folding->unfoldAll();
    QCOMPARE(visibleText(), m_editor->text());
    folding->foldAll();
    QCOMPARE(visibleText(), u"if x; then\nfi\n"_s);
}

void TstScriptEditor::editingOpensABrokenFold()
{
    load(u"if x; then\n  b\n  c\nfi\n"_s);
    m_editor->folding()->toggle(m_editor->document()->begin());
    QCOMPARE(visibleText(), u"if x; then\nfi\n"_s);
    m_editor->showPosition(0);
    press(Qt::Key_Delete);
    press(Qt::Key_Delete);
    QTRY_COMPARE(visibleText(), u" x; then\n  b\n  c\nfi\n"_s);
}

void TstScriptEditor::pythonFoldsByIndentation()
{
    load(u"def f():\n    a()\n\n    b()\nc()\n"_s, u"x.py"_s);
    m_editor->folding()->toggle(m_editor->document()->begin());
    QVERIFY(!m_editor->document()->findBlockByNumber(1).isVisible());
    QVERIFY(m_editor->document()->findBlockByNumber(4).isVisible());
}

void TstScriptEditor::replaceTextIsOneUndo()
{
    load(u"one\ntwo\nthree\n"_s);
    m_editor->showPosition(9);
    m_editor->replaceText(u"one\nzwei\nthree\n"_s);
    QCOMPARE(m_editor->text(), u"one\nzwei\nthree\n"_s);
    QCOMPARE(m_editor->textCursor().position(), 10);
    m_editor->undo();
    QCOMPARE(m_editor->text(), u"one\ntwo\nthree\n"_s);
}

// Breaks for the user: opening a long script freezes the window.
void TstScriptEditor::largeScriptInSlices()
{
    const QString text = largeScript(50'000);
    QElapsedTimer clock;
    testing::Watchdog watchdog;
    clock.start();
    m_editor->setFileName(u"x.sh"_s);
    m_editor->load(text);
    m_editor->viewport()->repaint();
    const qint64 firstScreen = clock.elapsed();
    // Already in colour, and already whole for whoever asks.
    QVERIFY(colourAt(text.indexOf("seq"_L1)).isValid());
    QCOMPARE(m_editor->text(), text);
    QVERIFY(m_editor->isReadOnly());
    QTRY_VERIFY_WITH_TIMEOUT(!m_editor->isLoading(), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(m_editor->highlighter()->isDone(), 60000);
    qInfo("50,000 lines: first screen %lld ms, all %.0f ms of processor time, longest turn %.1f ms in %d turns", firstScreen,
          watchdog.total(), watchdog.longest(), watchdog.turns());
    QCOMPARE(m_editor->text(), text);
    QVERIFY(!m_editor->isReadOnly());
    QVERIFY(!m_editor->document()->isModified());
    QVERIFY(!m_editor->document()->isUndoAvailable());
    QVERIFY(colourAt(int(text.lastIndexOf("seq"_L1))).isValid());
}

void TstScriptEditor::typingInALargeScript()
{
    load(largeScript(50'000));
    m_editor->goToLine(25'000);
    testing::Watchdog watchdog;
    QTest::keyClicks(m_editor.get(), u"echo 'open"_s); // All that follows changes its colour.
    QTRY_VERIFY_WITH_TIMEOUT(m_editor->highlighter()->isDone(), 60000);
    QTest::keyClicks(m_editor.get(), u"'"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_editor->highlighter()->isDone(), 60000);
    qInfo("longest turn %.1f ms in %d turns", watchdog.longest(), watchdog.turns());
}

void TstScriptEditor::longLineStaysPlain()
{
    const QString text = u"x='"_s + QString(5000, u'a') + u"'\nif true; then ls; fi\n"_s;
    load(text);
    QVERIFY(m_editor->hasLongLines());
    QVERIFY(!colourAt(10).isValid());
    QVERIFY(colourAt(text.indexOf("if"_L1)).isValid());
    m_editor->replaceText(u"short\n"_s);
    QVERIFY(!m_editor->hasLongLines());
}

void TstScriptEditor::veryLongLineIsQuick()
{
    testing::Watchdog watchdog;
    load(u"x='"_s + QString(1'000'000, u'a') + u"'\nls\n"_s);
    m_editor->viewport()->repaint();
    press(Qt::Key_End);
    m_editor->viewport()->repaint();
    QTest::keyClicks(m_editor.get(), u"b"_s);
    m_editor->viewport()->repaint();
    qInfo("a line of 1,000,000: longest turn %.1f ms of processor time", watchdog.longest());
    // What is laid out is what the line costs.
    QVERIFY(m_editor->document()->characterCount() < 20'000);
}

// Breaks for the user: what they save or run is not what they opened.
void TstScriptEditor::veryLongLineStaysWhole()
{
    const QString payload(300'000, u'a');
    const QString text = u"#!/bin/bash\nbase64 -d <<< '"_s + payload + u"' > x\nls '"_s + QString(20'000, u'é') + u"'\n# \uFFFC\n"_s;
    load(text);
    QVERIFY(m_editor->document()->characterCount() < 20'000);
    QVERIFY(m_editor->hasLongLines());
    QCOMPARE(m_editor->text(), text);
    QCOMPARE(m_editor->shownText().size(), m_editor->document()->characterCount() - 1);
    // What is written around it, and taken back.
    m_editor->goToLine(2);
    QTest::keyClicks(m_editor.get(), u"echo; "_s);
    QCOMPARE(m_editor->text(), QString(text).insert(12, u"echo; "_s));
    m_editor->undo();
    QCOMPARE(m_editor->text(), text);
    // Removed and brought back.
    m_editor->selectAll();
    press(Qt::Key_Delete);
    QCOMPARE(m_editor->text(), QString());
    QVERIFY(!m_editor->hasLongLines());
    m_editor->undo();
    QCOMPARE(m_editor->text(), text);
    // Copied and pasted.
    m_editor->selectAll();
    m_editor->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), text);
    m_editor->moveCursor(QTextCursor::End);
    m_editor->paste();
    QCOMPARE(m_editor->text(), text + text);
    QVERIFY(m_editor->document()->characterCount() < 40'000);
    // The file has another middle now.
    QString other = text;
    other[150'000] = u'b';
    m_editor->replaceText(other);
    QCOMPARE(m_editor->text(), other);
    m_editor->undo();
    QCOMPARE(m_editor->text(), text + text);
    m_editor->moveCursor(QTextCursor::Start);
    m_editor->selectRange(QString(u"#!/bin/bash\nbase64 -d <<< '"_s).size() + 5970, 6010);
    testing::takePictures(*m_editor, u"editor-long-line"_s);
}

void TstScriptEditor::theMarginHasRoomForNumbers()
{
    load(u"one\n"_s);
    const int narrow = margin()->width();
    QVERIFY(narrow >= m_editor->fontMetrics().horizontalAdvance(u"999"_s));
    QCOMPARE(m_editor->viewport()->geometry().left(), margin()->geometry().right() + 1);
    load(u"x\n"_s.repeated(20'000));
    QVERIFY(margin()->width() >= narrow + 2 * m_editor->fontMetrics().horizontalAdvance(u'9'));
    // A number stands where it is painted, and nothing below the last line.
    load(u"one\ntwo\n"_s);
    m_editor->goToLine(3);
    const QImage picture = margin()->grab().toImage();
    const auto isEmpty = [&picture](int y) {
        for (int x = 1; x < picture.width(); ++x) {
            if (picture.pixel(x, y) != picture.pixel(0, y))
                return false;
        }
        return true;
    };
    QVERIFY(!isEmpty(middleOf(1)) && !isEmpty(middleOf(2)));
    QVERIFY(isEmpty(picture.height() - 5));
}

void TstScriptEditor::theMarginSelectsLinesAndFolds()
{
    load(u"#!/bin/bash\nfor i in 1 2; do\n    echo $i\ndone\nls\n"_s);
    QTest::mousePress(margin(), Qt::LeftButton, {}, {margin()->width() / 2, middleOf(2)});
    QCOMPARE(m_editor->textCursor().selectedText(), u"for i in 1 2; do\u2029"_s);
    QTest::mousePress(margin(), Qt::LeftButton, Qt::ShiftModifier, {margin()->width() / 2, middleOf(3)});
    QVERIFY(m_editor->textCursor().selectedText().endsWith(u"echo $i\u2029"_s));
    const QTextBlock loop = m_editor->document()->findBlockByNumber(1);
    const QPoint arrow(margin()->width() - 5, middleOf(2));
    QTest::mousePress(margin(), Qt::LeftButton, {}, arrow);
    QVERIFY(m_editor->folding()->isFolded(loop));
    QVERIFY(!visibleText().contains(u"echo"_s));
    QTest::mousePress(margin(), Qt::LeftButton, {}, arrow);
    QVERIFY(!m_editor->folding()->isFolded(loop));
    // Where there is nothing to fold, nothing happens.
    QTest::mousePress(margin(), Qt::LeftButton, {}, {arrow.x(), middleOf(5)});
    QVERIFY(visibleText().contains(u"echo"_s));
}

void TstScriptEditor::problemsAreMarkedAndUnderlined()
{
    load(unquotedScript);
    ProblemModel problems;
    m_editor->setProblems(&problems);
    QVERIFY(marks(QTextFormat::TextUnderlineStyle).isEmpty());
    const auto hasMark = [this](int line) {
        const QImage picture = margin()->grab().toImage();
        const QColor colour = problemColour(Finding::Level::Error, m_editor->palette());
        for (int y = middleOf(line) - 4; y <= middleOf(line) + 4; ++y) {
            for (int x = 0; x < picture.width() / 2; ++x) {
                const QColor seen = picture.pixelColor(x, y);
                if (qAbs(seen.red() - colour.red()) + qAbs(seen.green() - colour.green()) + qAbs(seen.blue() - colour.blue()) < 30)
                    return true;
            }
        }
        return false;
    };
    QVERIFY(!hasMark(2));
    problems.setFindings({unquoted});
    const auto waves = marks(QTextFormat::TextUnderlineStyle);
    QCOMPARE(waves.size(), 1);
    QCOMPARE(waves.first().cursor.selectedText(), u"$x"_s);
    QCOMPARE(waves.first().format.underlineStyle(), QTextCharFormat::WaveUnderline);
    QCOMPARE(waves.first().format.underlineColor(), problemColour(Finding::Level::Error, m_editor->palette()));
    QVERIFY(hasMark(2));
    QVERIFY(!hasMark(3));
    problems.setFindings({});
    QVERIFY(marks(QTextFormat::TextUnderlineStyle).isEmpty());
}

void TstScriptEditor::aTipTellsTheProblem()
{
    load(unquotedScript);
    ProblemModel problems;
    problems.setFindings({unquoted});
    m_editor->setProblems(&problems);
    const auto hover = [](QWidget *widget, QPoint at) {
        QHelpEvent event(QEvent::ToolTip, at, widget->mapToGlobal(at));
        QCoreApplication::sendEvent(widget, &event);
        return QToolTip::text();
    };
    QTextCursor inIt(m_editor->document());
    inIt.setPosition(18);
    const QString tip = hover(m_editor->viewport(), m_editor->cursorRect(inIt).center());
    QVERIFY2(tip.contains(u"Double quote <this>."_s) && tip.contains(u"SC2086"_s) && tip.contains(u"Alt+Enter"_s), qPrintable(tip));
    hover(m_editor->viewport(), {m_editor->viewport()->width() - 2, middleOf(1)});
    QTRY_VERIFY(QToolTip::text().isEmpty());
    QVERIFY(hover(margin(), {4, middleOf(2)}).contains(u"SC2086"_s));
    QToolTip::hideText();
}

void TstScriptEditor::theCurrentLineIsMarked()
{
    load(u"one\ntwo\nthree\n"_s);
    const auto marked = [this] {
        QList<int> lines;
        for (const QTextEdit::ExtraSelection &mark : marks(QTextFormat::FullWidthSelection))
            lines.append(mark.cursor.blockNumber() + 1);
        return lines;
    };
    QCOMPARE(marked(), QList<int>{1});
    m_editor->goToLine(3);
    QCOMPARE(marked(), QList<int>{3});
    QCOMPARE(marks(QTextFormat::FullWidthSelection).first().format.background().color(),
             m_editor->themeColour(KSyntaxHighlighting::Theme::CurrentLine));
    // A selection is mark enough.
    press(Qt::Key_Home, Qt::ShiftModifier);
    press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(marked(), QList<int>());
}

void TstScriptEditor::theWheelZooms()
{
    load(u"one\n"_s);
    QSignalSpy zoomed(m_editor.get(), &ScriptEditor::zoomRequested);
    const auto turn = [this](int by, Qt::KeyboardModifiers held) {
        const QPointF at = m_editor->viewport()->rect().center();
        QWheelEvent event(at, m_editor->viewport()->mapToGlobal(at), {}, {0, by}, Qt::NoButton, held, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_editor->viewport(), &event);
    };
    turn(120, Qt::NoModifier);
    QVERIFY(zoomed.isEmpty());
    turn(120, Qt::ControlModifier);
    QCOMPARE(zoomed.size(), 1);
    QCOMPARE(zoomed.first().first().toInt(), 1);
    const double before = m_editor->font().pointSizeF();
    m_editor->setZoom(3);
    QCOMPARE(m_editor->font().pointSizeF(), before + 3);
    QCOMPARE(margin()->font().pointSizeF(), before + 3);
}

PUNCHCARD_TEST(TstScriptEditor, tst_scripteditor)
#include "tst_scripteditor.moc"
