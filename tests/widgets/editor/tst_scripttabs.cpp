// SPDX-License-Identifier: MIT
#include "widgets/editor/scripttabs.h"

#include "core/base/files.h"
#include "tests/support/pictures.h"
#include "tests/support/script.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "tests/support/watchdog.h"
#include "tests/widgets/warnings.h"
#include "widgets/editor/drafts.h"
#include "widgets/editor/findbar.h"
#include "widgets/editor/folding.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/problemspane.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scripthighlighter.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/tabtexts.h"
#include "widgets/look/noticebar.h"

#include <QAction>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstScriptTabs : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void emptyStateOffersToStart();
    void newSaveAsAndReopen();
    void openTwiceIsOneTab();
    void openReplacesTheBlankTab();
    void missingFileIsSaid();
    void whatIsTooLargeIsRefused();
    void aLargeScriptIsHandledInShortTurns();
    void closingAsksOnlyWhenSomethingWouldBeLost();
    void closeAndSave();
    void undoSurvivesSaving();
    void savingKeepsBytesAndRights();
    void textIsTellsOnceItSettled();
    void filesDroppedOpen();
    void changedOnDiskIsReloaded();
    void changedOnDiskAndHereIsAsked();
    void removedFileIsSaid();
    void draftsComeBack();
    void draftOfAFileIsOneUndoFromTheFile();
    void savedAndClosedLeaveNoDraft();
    void stateComesBack();
    void recentFiles();
    void twoOfOneNameAreToldApart();
    void longNamesAndManyTabsStayReadable();
    void keysReachTheScript();
    void problemsByKey();
    void longLinesAreSaid();
    void pictures();

private:
    QString write(const QString &name, const QByteArray &content) const;
    [[nodiscard]] QByteArray read(const QString &path) const;
    [[nodiscard]] ScriptEditor *editor() const { return m_tabs->currentPage()->editor(); }
    [[nodiscard]] qsizetype tabCount() const { return m_tabs->findChild<QTabWidget *>()->count(); }
    [[nodiscard]] QStringList draftFiles() const { return QDir(m_home.draftsFolder()).entryList(QDir::Files); }
    void start();
    void openFile(const QString &path);
    look::NoticeBar *notice(const QString &name) const { return m_tabs->currentPage()->findChild<look::NoticeBar *>(name); }
    void press(const QString &button) const { m_tabs->findChild<QPushButton *>(button)->click(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    Home m_home;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<ScriptTabs> m_tabs;
};

void TstScriptTabs::init()
{
    testing::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_home.data = m_dir->filePath(u"home"_s);
    m_prompts = {};
    m_prompts.kept = look::Prompts::Keep::Cancel;
    start();
}

void TstScriptTabs::cleanup()
{
    m_tabs.reset();
}

void TstScriptTabs::start()
{
    m_tabs.reset();
    m_tabs = std::make_unique<ScriptTabs>(m_home, m_prompts);
    m_tabs->resize(900, 600);
    m_tabs->show();
    QVERIFY(QTest::qWaitForWindowActive(m_tabs.get(), 30'000));
}

QString TstScriptTabs::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_dir->filePath(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

QByteArray TstScriptTabs::read(const QString &path) const
{
    return readFile(path, largestScript).value_or("unreadable");
}

void TstScriptTabs::openFile(const QString &path)
{
    m_tabs->open(path);
    QTRY_VERIFY(!m_tabs->currentPage()->isBusy());
    QTRY_VERIFY(!editor()->isLoading());
}

void TstScriptTabs::emptyStateOffersToStart()
{
    QVERIFY(m_tabs->findChild<QWidget *>(u"noScript"_s)->isVisible());
    QVERIFY(!m_tabs->action(ScriptTabs::Command::Save)->isEnabled());
    press(u"startScript"_s);
    QVERIFY(!m_tabs->findChild<QWidget *>(u"noScript"_s)->isVisible());
    QCOMPARE(m_tabs->currentName(), u"script-1.sh"_s);
    QVERIFY(editor()->hasFocus());
    QVERIFY(m_tabs->action(ScriptTabs::Command::Save)->isEnabled());
}

void TstScriptTabs::newSaveAsAndReopen()
{
    m_tabs->newScript();
    m_tabs->newScript();
    QCOMPARE(m_tabs->currentName(), u"script-2.sh"_s);
    QTest::keyClicks(editor(), u"echo hello"_s);
    m_prompts.saveName = m_dir->filePath(u"hello.sh"_s);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(m_tabs->currentName(), u"hello.sh"_s);
    QCOMPARE(read(m_prompts.saveName), "echo hello");
    QVERIFY(!m_tabs->currentPage()->isModified());
    m_tabs->closeCurrent();
    QCOMPARE(m_prompts.asked.size(), 1);
    openFile(m_prompts.saveName);
    QCOMPARE(m_tabs->currentText(), u"echo hello"_s);
}

void TstScriptTabs::openTwiceIsOneTab()
{
    const QString path = write(u"a.sh"_s, "a\n");
    QVERIFY(QFile::link(path, m_dir->filePath(u"link.sh"_s)));
    openFile(path);
    openFile(m_dir->filePath(u"link.sh"_s));
    openFile(m_dir->path() + u"/./a.sh"_s);
    QCOMPARE(tabCount(), 1);
}

void TstScriptTabs::openReplacesTheBlankTab()
{
    m_tabs->newScript();
    openFile(write(u"a.sh"_s, "a\n"));
    QTRY_COMPARE(tabCount(), 1);
    QCOMPARE(m_tabs->currentName(), u"a.sh"_s);
}

void TstScriptTabs::missingFileIsSaid()
{
    QSignalSpy failed(m_tabs.get(), &ScriptTabs::failed);
    m_tabs->open(m_dir->filePath(u"none.sh"_s));
    QTRY_COMPARE(m_prompts.asked.size(), 1);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(tabCount(), 0);
}

// Breaks for the user: the window hangs on a data file that was dropped on it.
void TstScriptTabs::whatIsTooLargeIsRefused()
{
    const QString path = write(u"large.sh"_s, "echo\n");
    QFile file(path);
    QVERIFY(file.resize(largestScript + 1));
    QSignalSpy failed(m_tabs.get(), &ScriptTabs::failed);
    m_tabs->open(path);
    QTRY_COMPARE(failed.size(), 1);
    const Error error = failed.first().first().value<Error>();
    QCOMPARE(error.kind, Error::Kind::Refused);
    QVERIFY2(error.what.contains(u"large.sh"_s) && error.what.contains(u"10 MB"_s), qPrintable(error.what));
    QVERIFY(error.remedy.contains(u"input"_s));
    QVERIFY(!m_tabs->hasScript());
}

void TstScriptTabs::aLargeScriptIsHandledInShortTurns()
{
    const QByteArray line = "curl -sSf \"https://example.org/$i\" | tar -xz # a line as it is in scripts\n";
    const QString path = write(u"large.sh"_s, line.repeated(largestScript / 2 / line.size()));
    testing::Watchdog opening;
    m_tabs->open(path);
    QTRY_VERIFY_WITH_TIMEOUT(!m_tabs->currentPage()->isBusy() && !editor()->isLoading(), 60'000);
    qInfo("5 MB: opened in %.0f ms, longest turn %.1f ms of processor time", opening.total(), opening.longest());
    QCOMPARE(m_tabs->currentText().size(), read(path).size());
    testing::Watchdog typing;
    QSignalSpy settled(m_tabs->currentPage(), &ScriptPage::textSettled);
    QTest::keyClicks(editor(), u"#"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!settled.isEmpty(), 60'000);
    qInfo("a key: longest turn %.1f ms of processor time", typing.longest());
    QVERIFY(m_tabs->currentPage()->isModified());
}

void TstScriptTabs::closingAsksOnlyWhenSomethingWouldBeLost()
{
    openFile(write(u"a.sh"_s, "a\n"));
    QTest::keyClick(editor(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabCount(), 0);
    m_tabs->newScript(u"example.sh"_s, u"#!/bin/bash\necho example\n"_s);
    m_tabs->closeCurrent();
    QCOMPARE(tabCount(), 0);
    QVERIFY(m_prompts.asked.isEmpty());

    m_tabs->newScript(u"example.sh"_s, u"#!/bin/bash\necho example\n"_s);
    QTest::keyClicks(editor(), u"x"_s);
    m_tabs->closeCurrent();
    QCOMPARE(m_prompts.asked.size(), 1);
    QCOMPARE(tabCount(), 1);
    m_prompts.kept = look::Prompts::Keep::Discard;
    m_tabs->closeCurrent();
    QCOMPARE(tabCount(), 0);
}

void TstScriptTabs::closeAndSave()
{
    const QString path = write(u"a.sh"_s, "a\n");
    openFile(path);
    QTest::keyClicks(editor(), u"b"_s);
    m_prompts.kept = look::Prompts::Keep::Save;
    m_tabs->closeCurrent();
    QTRY_COMPARE(tabCount(), 0);
    QCOMPARE(read(path), "ba\n");
}

// Breaks for the user: after saving they cannot go back to what they had before.
void TstScriptTabs::undoSurvivesSaving()
{
    const QString path = write(u"a.sh"_s, "one\n");
    openFile(path);
    QTest::keyClicks(editor(), u"zwei"_s);
    m_tabs->save();
    QTRY_COMPARE(read(path), "zweione\n");
    QTRY_VERIFY(!m_tabs->currentPage()->isModified());
    QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_tabs->currentText(), u"one\n"_s);
    QVERIFY(m_tabs->currentPage()->isModified());
}

void TstScriptTabs::savingKeepsBytesAndRights()
{
    const QString path = write(u"a.sh"_s, "\xEF\xBB\xBF#!/bin/bash\r\necho \xC2\xA0nbsp\r\n");
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    openFile(path);
    QVERIFY(notice(u"lineEndsNotice"_s)->isVisible());
    QTest::keyClick(editor(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor(), u"ls"_s);
    m_tabs->save();
    QTRY_COMPARE(read(path), "\xEF\xBB\xBF#!/bin/bash\r\necho \xC2\xA0nbsp\r\nls");
    QVERIFY(QFileInfo(path).permissions().testFlag(QFile::ExeOwner));
    QTRY_VERIFY(!m_tabs->currentPage()->isBusy());
    press(u"convertLineEnds"_s);
    QTRY_VERIFY(!m_tabs->currentPage()->isBusy());
    m_tabs->save();
    QTRY_COMPARE(read(path), "\xEF\xBB\xBF#!/bin/bash\necho \xC2\xA0nbsp\nls");
}

void TstScriptTabs::textIsTellsOnceItSettled()
{
    m_tabs->newScript();
    QSignalSpy settled(m_tabs.get(), &ScriptTabs::currentTextChanged);
    QTest::keyClicks(editor(), u"echo many strokes"_s);
    QTRY_VERIFY(!settled.isEmpty());
    QVERIFY(settled.size() < 5); // Not with each stroke.
}

void TstScriptTabs::filesDroppedOpen()
{
    m_tabs->newScript(u"there.sh"_s, u"text"_s);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(write(u"a.sh"_s, "a\n")), QUrl::fromLocalFile(write(u"b.sh"_s, "b\n"))});
    QWidget *viewport = editor()->viewport();
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(viewport, &enter);
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_tabs.get(), &drop);
    QTRY_COMPARE(tabCount(), 3);
    QTRY_COMPARE(m_tabs->currentText(), u"b\n"_s);
}

void TstScriptTabs::changedOnDiskIsReloaded()
{
    const QString path = write(u"a.sh"_s, "one\ntwo\n");
    openFile(path);
    editor()->showPosition(5);
    write(u"a.sh"_s, "zero\none\ntwo\n");
    QTRY_COMPARE(m_tabs->currentText(), u"zero\none\ntwo\n"_s);
    QVERIFY(!m_tabs->currentPage()->isModified());
    // The cursor stays with its text.
    QCOMPARE(editor()->textCursor().block().text(), u"two"_s);
}

void TstScriptTabs::changedOnDiskAndHereIsAsked()
{
    const QString path = write(u"a.sh"_s, "one\n");
    openFile(path);
    QTest::keyClicks(editor(), u"mine "_s);
    write(u"a.sh"_s, "theirs\n");
    QTRY_VERIFY(notice(u"changedNotice"_s) && notice(u"changedNotice"_s)->isVisible());
    QCOMPARE(m_tabs->currentText(), u"mine one\n"_s);
    press(u"reloadFile"_s);
    QTRY_COMPARE(m_tabs->currentText(), u"theirs\n"_s);
    // Nothing is lost even so.
    QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_tabs->currentText(), u"mine one\n"_s);
}

void TstScriptTabs::removedFileIsSaid()
{
    const QString path = write(u"a.sh"_s, "one\n");
    openFile(path);
    QVERIFY(QFile::remove(path));
    QTRY_VERIFY(notice(u"goneNotice"_s) && notice(u"goneNotice"_s)->isVisible());
    QVERIFY(m_tabs->currentPage()->isModified());
    m_tabs->save();
    QTRY_COMPARE(read(path), "one\n");
    QTRY_VERIFY(!notice(u"goneNotice"_s)->isVisible());
}

void TstScriptTabs::draftsComeBack()
{
    m_tabs->newScript();
    QTest::keyClicks(editor(), u"precious"_s);
    QTRY_COMPARE(draftFiles().size(), 1);
    // A session that ended without saying anything: no state was kept.
    start();
    m_tabs->restore({});
    QTRY_COMPARE(m_tabs->currentText(), u"precious"_s);
    QCOMPARE(m_tabs->currentName(), u"script-1.sh"_s);
    QVERIFY(m_tabs->currentPage()->isModified());
    QVERIFY(notice(u"recoveredNotice"_s)->isVisible());
    press(u"discardDraft"_s);
    QTRY_VERIFY(draftFiles().isEmpty());
    QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_tabs->currentText(), u"precious"_s);
}

void TstScriptTabs::draftOfAFileIsOneUndoFromTheFile()
{
    const QString path = write(u"a.sh"_s, "one\n");
    openFile(path);
    QTest::keyClicks(editor(), u"mine "_s);
    const QJsonObject state = m_tabs->state();
    start();
    m_tabs->restore(state);
    QTRY_COMPARE(m_tabs->currentText(), u"mine one\n"_s);
    QCOMPARE(m_tabs->currentPath(), path);
    QVERIFY(m_tabs->currentPage()->isModified());
    QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_tabs->currentText(), u"one\n"_s);
}

void TstScriptTabs::savedAndClosedLeaveNoDraft()
{
    const QString path = write(u"a.sh"_s, "one\n");
    openFile(path);
    QTest::keyClicks(editor(), u"x"_s);
    QTRY_COMPARE(draftFiles().size(), 1);
    m_tabs->save();
    QTRY_VERIFY(draftFiles().isEmpty());
    QTest::keyClicks(editor(), u"y"_s);
    QTRY_COMPARE(draftFiles().size(), 1);
    m_prompts.kept = look::Prompts::Keep::Discard;
    m_tabs->closeCurrent();
    QTRY_VERIFY(draftFiles().isEmpty());
    QCOMPARE(read(path), "xone\n");
}

void TstScriptTabs::stateComesBack()
{
    openFile(write(u"a.sh"_s, "a\n"));
    openFile(write(u"b.sh"_s, "one\ntwo\n"));
    editor()->showPosition(5);
    m_tabs->newScript(u"example.sh"_s, u"example"_s);
    m_tabs->findChild<QTabWidget *>()->setCurrentIndex(1);
    const QJsonObject state = m_tabs->state();
    start();
    m_tabs->restore(state);
    QTRY_COMPARE(tabCount(), 3);
    QCOMPARE(m_tabs->currentName(), u"b.sh"_s);
    QTRY_COMPARE(editor()->textCursor().position(), 5);
    QVERIFY(!m_tabs->currentPage()->isModified());
    m_tabs->findChild<QTabWidget *>()->setCurrentIndex(2);
    QCOMPARE(m_tabs->currentText(), u"example"_s);
    QVERIFY(!m_tabs->currentPage()->isModified());
}

void TstScriptTabs::recentFiles()
{
    QSignalSpy changed(m_tabs.get(), &ScriptTabs::recentFilesChanged);
    const QString a = write(u"a.sh"_s, "a\n");
    const QString b = write(u"b.sh"_s, "b\n");
    openFile(a);
    openFile(b);
    QTRY_COMPARE(m_tabs->recentFiles(), (QStringList{b, a}));
    QVERIFY(changed.size() >= 2);
}

// Looked at by a person: PUNCHCARD_PICTURES names the folder they go to.
void TstScriptTabs::twoOfOneNameAreToldApart()
{
    const auto texts = [](const QList<ScriptName> &names) { return tabTexts(names); };
    QCOMPARE(texts({{u"a.sh"_s, u"/x/a.sh"_s}, {u"b.sh"_s, u"/y/b.sh"_s}}), (QStringList{u"a.sh"_s, u"b.sh"_s}));
    QCOMPARE(texts({{u"a.sh"_s, u"/one/scripts/a.sh"_s}, {u"a.sh"_s, u"/two/scripts/a.sh"_s}}),
             (QStringList{u"a.sh – one"_s, u"a.sh – two"_s}));
    QCOMPARE(texts({{u"a.sh"_s, u"/x/a.sh"_s}, {u"a.sh"_s, {}}, {u"a.sh"_s, {}}}), (QStringList{u"a.sh"_s, u"a.sh (2)"_s, u"a.sh (3)"_s}));
    QCOMPARE(texts({{u"a.sh"_s, u"/a.sh"_s}, {u"a.sh"_s, u"/x/a.sh"_s}}), (QStringList{u"a.sh"_s, u"a.sh – x"_s}));

    start();
    m_tabs->newScript(u"test.sh"_s, u"echo 1\n"_s);
    m_tabs->newScript(u"test.sh"_s, u"echo 2\n"_s);
    const auto *bar = m_tabs->findChild<QTabWidget *>();
    QCOMPARE(bar->tabText(0), u"test.sh"_s);
    QCOMPARE(bar->tabText(1), u"test.sh (2)"_s);
    m_prompts.kept = look::Prompts::Keep::Discard;
    m_tabs->closeCurrent();
    QCOMPARE(bar->tabText(0), u"test.sh"_s);
}

// Breaks for the user: with ten scripts open every tab says “…”.
void TstScriptTabs::longNamesAndManyTabsStayReadable()
{
    start();
    m_tabs->newScript(u"compile-the-whole-thing-again-for-every-machine-there-is.sh"_s, u"echo\n"_s);
    for (int i = 0; i < 12; ++i)
        m_tabs->newScript({}, u"echo\n"_s);
    const auto *bar = m_tabs->findChild<QTabWidget *>()->tabBar();
    QVERIFY(bar->tabText(0).contains(u"…"_s));
    QVERIFY(bar->tabText(0).endsWith(u".sh"_s));
    for (int i = 0; i < bar->count(); ++i)
        QVERIFY(bar->tabRect(i).width() > bar->fontMetrics().horizontalAdvance(bar->tabText(i)));
}

void TstScriptTabs::keysReachTheScript()
{
    m_tabs->newScript(u"a.sh"_s, u"#!/bin/bash\nls\ncd\n"_s);
    const auto press = [this](const char *keys) { QTest::keySequence(editor(), QKeySequence(QLatin1StringView(keys))); };
    m_prompts.line = u"2"_s;
    press("Ctrl+G");
    QCOMPARE(m_prompts.asked, QStringList{u"Go to line"_s});
    QCOMPARE(editor()->textCursor().blockNumber(), 1);
    press("Ctrl+/");
    QCOMPARE(m_tabs->currentText(), u"#!/bin/bash\n# ls\ncd\n"_s);
    press("Ctrl+/");
    QCOMPARE(m_tabs->currentText(), u"#!/bin/bash\nls\ncd\n"_s);
    for (const QString &none : {u"many"_s, u"-3"_s, QString()}) {
        m_prompts.line = none;
        press("Ctrl+G");
        QCOMPARE(editor()->textCursor().blockNumber(), 1);
    }
    const double size = editor()->font().pointSizeF();
    m_tabs->action(ScriptTabs::Command::ZoomIn)->trigger();
    QCOMPARE(editor()->font().pointSizeF(), size + 1);
    m_tabs->newScript(u"b.sh"_s, u"ls\n"_s);
    QCOMPARE(editor()->font().pointSizeF(), size + 1);
    press("Ctrl+0");
    QCOMPARE(editor()->font().pointSizeF(), size);
    m_tabs->action(ScriptTabs::Command::ZoomOut)->trigger();
    QCOMPARE(editor()->zoom(), -1);
}

// Breaks for the user: the keys that the menu names do nothing where they type.
void TstScriptTabs::problemsByKey()
{
    const QByteArray found = R"(cat > /dev/null; echo '{"comments":[
{"line":2,"column":6,"endLine":2,"endColumn":8,"level":"info","code":2086,"message":"Double quote.","fix":{"replacements":[
{"line":2,"column":6,"endLine":2,"endColumn":6,"precedence":7,"replacement":"\""},
{"line":2,"column":8,"endLine":2,"endColumn":8,"precedence":7,"replacement":"\""}]}},
{"line":3,"column":1,"endLine":3,"endColumn":3,"level":"warning","code":2164,"message":"May fail.","fix":null}]}')";
    m_tabs->newScript(u"a.sh"_s, u"#!/bin/bash\necho $x\ncd y\n"_s);
    Linter *linter = m_tabs->currentPage()->linter();
    linter->setShellCheck({.program = testing::writeScript(m_dir->filePath(u"shellcheck"_s), found)});
    QTest::keyClick(editor(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor(), u" "_s);
    QTRY_COMPARE(linter->model()->rowCount(), 2);
    const auto press = [this](const char *keys) { QTest::keySequence(editor(), QKeySequence(QLatin1StringView(keys))); };
    const auto line = [this] { return editor()->textCursor().blockNumber() + 1; };
    press("F8");
    QCOMPARE(line(), 2);
    press("F8");
    QCOMPARE(line(), 3);
    press("Shift+F8");
    QCOMPARE(line(), 2);
    press("Alt+Return");
    QCOMPARE(m_tabs->currentText(), u"#!/bin/bash\necho \"$x\"\ncd y\n "_s);
}

void TstScriptTabs::longLinesAreSaid()
{
    const QByteArray head = "#!/bin/bash\nx=";
    openFile(write(u"long.sh"_s, head + QByteArray(5'000, 'a') + '\n'));
    QVERIFY(notice(u"longLinesNotice"_s)->isVisible());
    QVERIFY(notice(u"longLinesNotice"_s)->text().contains(u"without colours"_s));
    openFile(write(u"longer.sh"_s, head + QByteArray(50'000, 'a') + '\n'));
    QVERIFY(notice(u"longLinesNotice"_s)->text().contains(u"shown in part"_s));
    editor()->replaceText(u"#!/bin/bash\n"_s);
    QTRY_VERIFY(!notice(u"longLinesNotice"_s)->isVisible());
    openFile(write(u"short.sh"_s, head + "a\n"));
    QVERIFY(!notice(u"longLinesNotice"_s)->isVisible());
}

void TstScriptTabs::pictures()
{
    testing::takePictures(*m_tabs, u"editor-none"_s);
    const QByteArray script = R"(#!/bin/bash
set -e -x -o pipefail

# Builds the kernel for a small machine and brings it home.
version=${1:-6.12}
mirror="https://cdn.kernel.org/pub/linux/kernel/v6.x"

fetch() {
    curl -sSf "$mirror/linux-$version.tar.xz" | tar -xJ
    cd linux-$version
}

if [[ ! -d linux-$version ]]; then
    fetch
    echo "fetched $(ls | wc -l) files"
fi

for target in defconfig bzImage; do
    make -j$(nproc) "$target"   # all cores
done

unused=1
cp arch/x86/boot/bzImage ../uploads/
echo `date` done
)";
    openFile(write(u"linux-kernel.sh"_s, script));
    m_tabs->newScript(u"cowsay.sh"_s, u"#!/bin/bash\ncowsay hello\n"_s);
    QTest::keyClicks(editor(), u" "_s);
    openFile(write(u"linux-kernel.sh"_s, script));
    ScriptPage *page = m_tabs->currentPage();
    QTRY_VERIFY(editor()->highlighter()->isDone());
    editor()->goToLine(9);
    QTest::keyClick(editor(), Qt::Key_End);
    testing::takePictures(*m_tabs, u"editor-plain"_s);
    if (page->linter()->model()->rowCount() == 0 && !QStandardPaths::findExecutable(u"shellcheck"_s).isEmpty())
        QTRY_VERIFY(page->linter()->model()->rowCount() > 0);
    testing::takePictures(*m_tabs, u"editor-problems"_s);
    page->problemsPane()->setUnfolded(true);
    page->problemsPane()->selectRow(1);
    testing::takePictures(*m_tabs, u"editor-problems-list"_s);
    page->problemsPane()->setUnfolded(false);
    editor()->folding()->foldAll();
    testing::takePictures(*m_tabs, u"editor-folded"_s);
    editor()->folding()->unfoldAll();
    page->findBar()->openReplace();
    QTest::keyClicks(page->findChild<QLineEdit *>(u"findPattern"_s), u"version"_s);
    QTRY_VERIFY(page->findChild<QLabel *>(u"findCount"_s)->text().contains(u"of"_s));
    testing::takePictures(*m_tabs, u"editor-find"_s);
    page->findBar()->closeBar();
    openFile(write(u"long.sh"_s, "#!/bin/bash\r\necho '" + QByteArray(5000, 'x') + "'\r\nif true; then\r\n    ls\r\nfi\r\n"));
    testing::takePictures(*m_tabs, u"editor-long-line"_s);
}

PUNCHCARD_TEST(TstScriptTabs, tst_scripttabs)
#include "tst_scripttabs.moc"
