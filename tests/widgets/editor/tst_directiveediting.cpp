// SPDX-License-Identifier: MIT
#include "widgets/editor/linter.h"
#include "widgets/editor/problemspane.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"

#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"

#include <QAbstractItemView>

using namespace punchcard;
using namespace Qt::StringLiterals;

/// What a script asks for by itself, as it is being written.
class TstDirectiveEditing : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whatCanBeAskedForIsOffered();
    void valuesAreOfferedBehindTheSign();
    void theListStaysOutOfTheWay();
    void whatCannotBeHadIsAProblem();

private:
    [[nodiscard]] ScriptEditor *editor() const { return m_page->editor(); }
    [[nodiscard]] bool isOpen() const { return visibleList() != nullptr; }
    /// The list is a window of its own.
    [[nodiscard]] static QAbstractItemView *visibleList()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == u"directiveCompletions"_s && widget->isVisible())
                return qobject_cast<QAbstractItemView *>(widget);
        }
        return nullptr;
    }
    /// To whatever has the keyboard.
    static void press(Qt::Key key)
    {
        QWidget *open = visibleList();
        QTest::keyClick(open ? open : QApplication::focusWidget(), key);
    }

    std::unique_ptr<ScriptPage> m_page;
};

void TstDirectiveEditing::init()
{
    testing::failOnWarning();
    m_page = std::make_unique<ScriptPage>();
    m_page->linter()->setShellCheck({.program = u"/nonexistent/shellcheck"_s});
    m_page->resize(800, 500);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get(), 30'000));
    m_page->begin(u"x.sh"_s, u"#!/bin/bash\n"_s);
    QTRY_VERIFY(!editor()->isLoading());
    editor()->setFocus();
    editor()->moveCursor(QTextCursor::End);
}

void TstDirectiveEditing::whatCanBeAskedForIsOffered()
{
    QTest::keyClicks(editor(), u"# punchcard: "_s);
    QVERIFY(!isOpen());
    QTest::keyClicks(editor(), u"ti"_s);
    QVERIFY(isOpen());
    QCOMPARE(visibleList()->model()->index(0, 0).data(), u"timeout="_s);
    press(Qt::Key_Return);
    QVERIFY(!isOpen());
    QTest::keyClicks(editor(), u"30m "_s);
    QCOMPARE(m_page->text(), u"#!/bin/bash\n# punchcard: timeout=30m "_s);
    QVERIFY(!isOpen());
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(isOpen());
    QVERIFY(visibleList()->model()->rowCount() > 10);
    press(Qt::Key_Escape);
    QVERIFY(!isOpen());
    QCOMPARE(m_page->text(), u"#!/bin/bash\n# punchcard: timeout=30m "_s);
}

void TstDirectiveEditing::valuesAreOfferedBehindTheSign()
{
    QTest::keyClicks(editor(), u"# punchcard: runs"_s);
    press(Qt::Key_Return);
    QVERIFY(isOpen());
    QTest::keyClicks(visibleList(), u"ubuntu-24.04-a"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_page->text(), u"#!/bin/bash\n# punchcard: runs-on=ubuntu-24.04-arm"_s);
}

// Breaks for the user: a list opens over the script while they write something else.
void TstDirectiveEditing::theListStaysOutOfTheWay()
{
    QTest::keyClicks(editor(), u"# punch ti"_s);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTest::keyClicks(editor(), u"echo ti"_s);
    QVERIFY(!isOpen());
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(!isOpen());
}

void TstDirectiveEditing::whatCannotBeHadIsAProblem()
{
    m_page->begin(u"x.sh"_s, u"#!/bin/bash\n# punchcard: timeout=30m run-on=x\n"_s);
    const ProblemModel *problems = m_page->linter()->model();
    QTRY_COMPARE(problems->rowCount(), 1);
    QVERIFY(m_page->problemsPane()->isVisible());
    editor()->goToProblem(1);
    QCOMPARE(editor()->textCursor().position(), 37);
    QCOMPARE(problems->findings().first().end - problems->findings().first().start, 8);
    QVERIFY(editor()->problemTip(editor()->document()->findBlockByNumber(1)).contains(u"run-on"_s));
    editor()->selectRange(37, 45);
    QTest::keyClicks(editor(), u"oidc"_s);
    QTRY_COMPARE(problems->rowCount(), 0);
}

PUNCHCARD_TEST(TstDirectiveEditing, tst_directiveediting)
#include "tst_directiveediting.moc"
