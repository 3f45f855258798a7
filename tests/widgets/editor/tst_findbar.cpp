// SPDX-License-Identifier: MIT
#include "widgets/editor/findbar.h"

#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"
#include "widgets/editor/scripteditor.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstFindBar : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsAndMoves();
    void options();
    void invalidExpressionIsSaid();
    void endlessExpressionEnds();
    void selectionIsTheStart();
    void typingRecounts();
    void escapeGivesTheScriptBack();
    void replaceOneByOne();
    void replaceAllIsOneUndo();
    void replaceWithCaptures();
    void replaceAllReachesWhatIsNotShown();

private:
    [[nodiscard]] QLineEdit *pattern() const { return m_bar->findChild<QLineEdit *>(u"findPattern"_s); }
    [[nodiscard]] QString count() const { return m_bar->findChild<QLabel *>(u"findCount"_s)->text(); }
    [[nodiscard]] QString selected() const { return m_editor->textCursor().selectedText(); }
    [[nodiscard]] int position() const { return m_editor->textCursor().selectionStart(); }
    void toggle(const QString &name) const { m_bar->findChild<QToolButton *>(name)->toggle(); }
    void find(const QString &text);

    std::unique_ptr<QWidget> m_window;
    ScriptEditor *m_editor = nullptr;
    FindBar *m_bar = nullptr;
};

void TstFindBar::init()
{
    testing::failOnWarning();
    m_window = std::make_unique<QWidget>();
    m_editor = new ScriptEditor(m_window.get());
    m_bar = new FindBar(m_editor, m_window.get());
    auto *layout = new QVBoxLayout(m_window.get());
    layout->addWidget(m_bar);
    layout->addWidget(m_editor);
    m_window->resize(700, 400);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get(), 30'000));
    m_editor->load(u"cat Cat concat\ncat\n"_s);
    m_editor->setFocus();
}

void TstFindBar::find(const QString &text)
{
    m_bar->openFind();
    pattern()->clear();
    QTest::keyClicks(pattern(), text);
}

void TstFindBar::countsAndMoves()
{
    find(u"cat"_s);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    QCOMPARE(selected(), u"cat"_s);
    QTest::keyClick(pattern(), Qt::Key_Return);
    QTRY_COMPARE(count(), u"2 of 4"_s);
    QCOMPARE(selected(), u"Cat"_s);
    QTest::keyClick(pattern(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(pattern(), Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(count(), u"4 of 4"_s);
    QCOMPARE(position(), 15);
    QTest::keyClick(pattern(), Qt::Key_Return);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    QTest::keyClicks(pattern(), u"x"_s);
    QTRY_COMPARE(count(), u"Not found"_s);
}

void TstFindBar::options()
{
    find(u"cat"_s);
    toggle(u"matchCase"_s);
    QTRY_COMPARE(count(), u"1 of 3"_s);
    toggle(u"wholeWord"_s);
    QTRY_COMPARE(count(), u"1 of 2"_s);
    toggle(u"matchCase"_s);
    toggle(u"wholeWord"_s);
    toggle(u"regularExpression"_s);
    pattern()->setText(u"^cat$"_s);
    QTRY_COMPARE(count(), u"1 of 1"_s);
    QCOMPARE(position(), 15);
}

void TstFindBar::invalidExpressionIsSaid()
{
    toggle(u"regularExpression"_s);
    find(u"(cat"_s);
    QTRY_VERIFY2(count().startsWith(u"Not a regular expression"_s), qPrintable(count()));
}

// Breaks for the user: a careless expression freezes the window.
void TstFindBar::endlessExpressionEnds()
{
    m_editor->load(QString(5000, u'a') + u'b');
    toggle(u"regularExpression"_s);
    find(u"(a+)+c"_s);
    QTRY_VERIFY_WITH_TIMEOUT(count() == u"This regular expression takes too long."_s || count() == u"Not found"_s, 30000);
}

void TstFindBar::selectionIsTheStart()
{
    m_editor->selectRange(4, 7);
    m_bar->openFind();
    QCOMPARE(pattern()->text(), u"Cat"_s);
    QTRY_COMPARE(count(), u"2 of 4"_s);
}

void TstFindBar::typingRecounts()
{
    find(u"cat"_s);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    m_editor->setFocus();
    QTest::keyClick(m_editor, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(m_editor, u"cat"_s);
    QTRY_COMPARE(count(), u"5 found"_s);
    // The cursor stays where it was typed.
    QCOMPARE(position(), 22);
}

void TstFindBar::escapeGivesTheScriptBack()
{
    find(u"cat"_s);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    QTest::keyClick(pattern(), Qt::Key_Escape);
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_editor->hasFocus());
    m_bar->next();
    QVERIFY(m_bar->isVisible());
}

void TstFindBar::replaceOneByOne()
{
    m_bar->openReplace();
    pattern()->setText(u"cat"_s);
    QTRY_COMPARE(count(), u"1 of 4"_s);
    auto *replacement = m_bar->findChild<QLineEdit *>(u"replacement"_s);
    replacement->setText(u"dog"_s);
    QTest::keyClick(replacement, Qt::Key_Return);
    QTRY_COMPARE(count(), u"1 of 3"_s);
    QCOMPARE(m_editor->text(), u"dog Cat concat\ncat\n"_s);
    QCOMPARE(selected(), u"Cat"_s);
    m_bar->findChild<QPushButton *>(u"replaceOne"_s)->click();
    QTRY_COMPARE(m_editor->text(), u"dog dog concat\ncat\n"_s);
}

void TstFindBar::replaceAllIsOneUndo()
{
    m_bar->openReplace();
    pattern()->setText(u"cat"_s);
    m_bar->findChild<QLineEdit *>(u"replacement"_s)->setText(u"a cat"_s);
    m_bar->findChild<QPushButton *>(u"replaceAll"_s)->click();
    QTRY_COMPARE(m_editor->text(), u"a cat a cat cona cat\na cat\n"_s);
    m_editor->undo();
    QCOMPARE(m_editor->text(), u"cat Cat concat\ncat\n"_s);
    QVERIFY(!m_editor->document()->isUndoAvailable());
}

void TstFindBar::replaceWithCaptures()
{
    m_bar->openReplace();
    toggle(u"regularExpression"_s);
    pattern()->setText(uR"((\w+) (\w+))"_s);
    m_bar->findChild<QLineEdit *>(u"replacement"_s)->setText(uR"($2\n\1 $& \\)"_s);
    m_bar->findChild<QPushButton *>(u"replaceAll"_s)->click();
    QTRY_COMPARE(m_editor->text(), u"Cat\ncat cat Cat \\ concat\ncat\n"_s);
}

// Breaks for the user: the part of a long line that is not shown is gone after a replacement.
void TstFindBar::replaceAllReachesWhatIsNotShown()
{
    const QString filler(20'000, u'a');
    m_editor->load(u"x='"_s + filler + u"cat"_s + filler + u"'\ncat\n"_s);
    m_bar->openReplace();
    pattern()->setText(u"cat"_s);
    QTRY_COMPARE(count(), u"1 of 1"_s); // What is seen.
    m_bar->findChild<QLineEdit *>(u"replacement"_s)->setText(u"dog"_s);
    m_bar->findChild<QPushButton *>(u"replaceAll"_s)->click();
    QTRY_COMPARE(m_editor->text(), u"x='"_s + filler + u"dog"_s + filler + u"'\ndog\n"_s);
    m_editor->undo();
    QCOMPARE(m_editor->text(), u"x='"_s + filler + u"cat"_s + filler + u"'\ncat\n"_s);
}

PUNCHCARD_TEST(TstFindBar, tst_findbar)
#include "tst_findbar.moc"
