// SPDX-License-Identifier: MIT
#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/problemspane.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/look/noticebar.h"

#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstProblems : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void nothingWithoutShellCheck();
    void problemsAreListedAndFollowed();
    void fixIsOneUndo();
    void fixWaitsForNobodyElse();
    void aNewTextCancelsTheOldCheck();
    void ruleIsALink();
    void checksCanBeSwitchedOff();
    void whatIsTooLongIsSaidOnce();

private:
    /// A ShellCheck that prints what the test says.
    void stand(const QByteArray &body);
    [[nodiscard]] ProblemModel *model() const { return m_page->linter()->model(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ScriptPage> m_page;
};

namespace {

// echo $x in the second line of a script.
const QByteArray quoteIt = R"(cat > "$0.input"; echo '{"comments":[{"line":2,"column":6,"endLine":2,"endColumn":8,"level":"info",
"code":2086,"message":"Double quote.","fix":{"replacements":[
{"line":2,"column":6,"endLine":2,"endColumn":6,"precedence":7,"replacement":"\""},
{"line":2,"column":8,"endLine":2,"endColumn":8,"precedence":7,"replacement":"\""}]}}]}')";
const QString script = u"#!/bin/bash\necho $x\n"_s;

} // namespace

void TstProblems::init()
{
    testing::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_page = std::make_unique<ScriptPage>();
    m_page->resize(800, 500);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get(), 30'000));
}

void TstProblems::stand(const QByteArray &body)
{
    m_page->linter()->setShellCheck({.program = testing::writeScript(m_dir->filePath(u"shellcheck"_s), body)});
}

void TstProblems::nothingWithoutShellCheck()
{
    m_page->linter()->setShellCheck({.program = m_dir->filePath(u"none"_s)});
    QSignalSpy settled(m_page.get(), &ScriptPage::textSettled);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(settled.size(), 1);
    QVERIFY(!m_page->problemsPane()->isVisible());
}

void TstProblems::problemsAreListedAndFollowed()
{
    stand(quoteIt);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(model()->rowCount(), 1);
    QVERIFY(m_page->problemsPane()->isVisible());
    auto *list = m_page->findChild<QListView *>(u"problemsList"_s);
    QVERIFY(!list->isVisible());
    m_page->findChild<QToolButton *>(u"problemsHeader"_s)->click();
    QVERIFY(list->isVisible());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(model()->index(0, 0)).topLeft() + QPoint(40, 8));
    QCOMPARE(m_page->editor()->textCursor().selectedText(), u"$x"_s);
    QVERIFY(m_page->editor()->hasFocus());
    QVERIFY(m_page->editor()->problemTip(m_page->editor()->document()->findBlockByNumber(1)).contains(u"SC2086"_s));
    // It was given the script as it is.
    QFile input(m_dir->filePath(u"shellcheck.input"_s));
    QVERIFY(input.open(QIODevice::ReadOnly));
    QCOMPARE(input.readAll(), script.toUtf8());
}

void TstProblems::fixIsOneUndo()
{
    stand(quoteIt);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(model()->rowCount(), 1);
    m_page->editor()->goToProblem(1);
    QCOMPARE(m_page->editor()->textCursor().position(), 17);
    stand("cat >/dev/null; echo '{\"comments\":[]}'");
    m_page->editor()->fixHere();
    QCOMPARE(m_page->text(), u"#!/bin/bash\necho \"$x\"\n"_s);
    QTRY_COMPARE(model()->rowCount(), 0);
    QVERIFY(!m_page->problemsPane()->isVisible());
    m_page->editor()->undo();
    QCOMPARE(m_page->text(), script);
}

// Breaks for the user: a correction made while they type lands in the wrong place.
void TstProblems::fixWaitsForNobodyElse()
{
    stand(quoteIt);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(model()->rowCount(), 1);
    stand("exec sleep 60");
    m_page->editor()->goToLine(1);
    QTest::keyClick(m_page->editor(), Qt::Key_End);
    QTest::keyClick(m_page->editor(), Qt::Key_Return);
    QTest::keyClicks(m_page->editor(), u"# more"_s);
    m_page->editor()->goToLine(3);
    m_page->editor()->fixHere();
    QCOMPARE(m_page->text(), u"#!/bin/bash\n# more\necho \"$x\"\n"_s);
}

void TstProblems::aNewTextCancelsTheOldCheck()
{
    stand("echo $$ > \"$0.new\"; mv \"$0.new\" \"$0.pid\"; exec sleep 60");
    m_page->begin(u"x.sh"_s, script);
    const QString pidFile = m_dir->filePath(u"shellcheck.pid"_s);
    QTRY_VERIFY(QFile::exists(pidFile));
    QFile file(pidFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString process = u"/proc/"_s + QString::fromUtf8(file.readAll().trimmed());
    stand(quoteIt);
    QTest::keyClick(m_page->editor(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(m_page->editor(), u"x"_s);
    QTRY_COMPARE(model()->rowCount(), 1);
    QTRY_VERIFY(!QFile::exists(process));
}

void TstProblems::ruleIsALink()
{
    stand(quoteIt);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(model()->rowCount(), 1);
    m_page->problemsPane()->setUnfolded(true);
    m_page->problemsPane()->disconnect(m_page.get());
    QSignalSpy asked(m_page->problemsPane(), &ProblemsPane::pageRequested);
    auto *list = m_page->findChild<QListView *>(u"problemsList"_s);
    const QRect row = list->visualRect(model()->index(0, 0));
    const int line = list->fontMetrics().horizontalAdvance(u"Line 88888"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, QPoint(row.right() - 16 - line - 10, row.center().y()));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toUrl(), QUrl(u"https://www.shellcheck.net/wiki/SC2086"_s));
}

void TstProblems::checksCanBeSwitchedOff()
{
    stand(quoteIt);
    m_page->begin(u"x.sh"_s, script);
    QTRY_COMPARE(model()->rowCount(), 1);
    m_page->setHabits({.checkScripts = false});
    QCOMPARE(model()->rowCount(), 0);
    QSignalSpy settled(m_page.get(), &ScriptPage::textSettled);
    QTest::keyClicks(m_page->editor(), u"#"_s);
    QTRY_COMPARE(settled.size(), 1);
    QVERIFY(!m_page->linter()->isChecking());
    m_page->setHabits({});
    QTRY_COMPARE(model()->rowCount(), 1);
}

// Breaks for the user: the marks are gone since the script has grown, as if it were without fault.
void TstProblems::whatIsTooLongIsSaidOnce()
{
    const auto bar = [this] { return m_page->findChild<look::NoticeBar *>(u"uncheckedNotice"_s); };
    const QString large = u"#!/bin/bash\n"_s + (u"echo "_s + QString(400, u'a') + u'\n').repeated(1'000);
    // Nothing nags where it is not installed.
    m_page->linter()->setShellCheck({.program = m_dir->filePath(u"none"_s)});
    QSignalSpy settled(m_page.get(), &ScriptPage::textSettled);
    m_page->begin(u"x.sh"_s, large);
    QTRY_VERIFY_WITH_TIMEOUT(!settled.isEmpty() && !m_page->linter()->isChecking(), 60'000);
    QVERIFY(!bar());
    stand("echo 'version: 0.10.0'");
    QTest::keyClicks(m_page->editor(), u" "_s);
    QTRY_VERIFY_WITH_TIMEOUT(bar() && bar()->isVisible(), 60'000);
    QVERIFY(bar()->text().contains(QLocale().toString(400'000)));
    // What was read is not said again with the next key.
    bar()->hide();
    settled.clear();
    QTest::keyClicks(m_page->editor(), u" "_s);
    QTRY_VERIFY_WITH_TIMEOUT(!settled.isEmpty() && !m_page->linter()->isChecking(), 60'000);
    QVERIFY(!bar()->isVisible());
}

PUNCHCARD_TEST(TstProblems, tst_problems)
#include "tst_problems.moc"
