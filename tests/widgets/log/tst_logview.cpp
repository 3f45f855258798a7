// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include "tests/support/longestturn.h"
#include "tests/support/peakmemory.h"
#include "tests/support/pictures.h"
#include "tests/support/testmain.h"
#include "widgets/log/logviewaccessible.h"
#include "widgets/log/markedscrollbar.h"
#include "widgets/look/tones.h"

#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstLogView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void scrollsByKeyBarAndWheel();
    void followsUntilScrolledUp();
    void foldsGroups();
    void problemsInTurn();
    void selectsAndCopies();
    void selectsABlock();
    void keysSelectABlockAndLines();
    void copyOfTooMuchIsRefused();
    void findsAndMarks();
    void aLineOfTenMegabytes();
    void aLineOfAGigabyte();
    void wraps();
    void coloursAreReadable();
    void isReadLineByLine();
    void pictures();

private:
    static QByteArray stamped(const QByteArray &text) { return "2026-11-23T10:00:00.1234567Z " + text + '\n'; }
    void write(const QByteArray &content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(m_dir->filePath(u"x.log"_s));
        if (!file.open(mode) || file.write(content) != content.size())
            qFatal("cannot write");
    }
    void show(const QByteArray &content)
    {
        write(content);
        m_view->document().show(m_dir->filePath(u"x.log"_s));
        QTRY_VERIFY(m_view->document().isIndexed());
    }
    static QByteArray numbered(int count)
    {
        QByteArray lines;
        for (int i = 1; i <= count; ++i)
            lines += stamped("line " + QByteArray::number(i));
        return lines;
    }
    QString topText() const { return m_view->lineText(m_view->topLine()); }
    QString caretText() const { return m_view->lineText(m_view->caret().line); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LogView> m_view;
};

void TstLogView::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_view = std::make_unique<LogView>();
    m_view->resize(800, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get(), 30'000));
    m_view->setFocus();
}

void TstLogView::cleanup()
{
    m_view.reset();
}

void TstLogView::scrollsByKeyBarAndWheel()
{
    show(numbered(10'000));
    QCOMPARE(topText(), u"line 1"_s);
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(caretText(), u"line 10000"_s);
    QScrollBar *const bar = m_view->verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    bar->setValue(5000);
    QCOMPARE(topText(), u"line 5001"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(topText(), u"line 5002"_s);
    QWheelEvent wheel({10, 10}, m_view->mapToGlobal(QPointF(10, 10)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &wheel);
    QCOMPARE(topText(), u"line 4999"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(topText(), u"line 1"_s);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QVERIFY(m_view->caret().line > 0);
    m_view->goToLine(7776);
    QCOMPARE(caretText(), u"line 7777"_s);
    QVERIFY(!m_view->lineRect(m_view->caret().line).isNull());
}

// Breaks for the user: the newest lines are not seen, or what they read runs away from them.
void TstLogView::followsUntilScrolledUp()
{
    show(numbered(1000));
    m_view->setFollowing(true);
    write("one more\n", QIODevice::Append);
    QTRY_COMPARE(m_view->lineText(m_view->linesOnScreen().last()), u"one more"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(!m_view->isFollowing());
    const QString top = topText();
    write(numbered(100), QIODevice::Append);
    QTRY_COMPARE(m_view->document().lines(), 1101);
    QCOMPARE(topText(), top);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    QVERIFY(m_view->isFollowing());
}

void TstLogView::foldsGroups()
{
    show(stamped("before") + stamped("##[group]Run make") + numbered(500) + stamped("##[endgroup]") + stamped("after"));
    QList<qint64> lines = m_view->linesOnScreen();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(m_view->lineText(lines.at(1)), u"Run make"_s);
    QCOMPARE(m_view->lineText(lines.at(2)), u"after"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(m_view->linesOnScreen().size() > 3);
    QCOMPARE(m_view->lineText(m_view->linesOnScreen().at(2)), u"line 1"_s);
    m_view->setAllFolded(true);
    QCOMPARE(m_view->linesOnScreen().size(), 3);
    const QRect title = m_view->lineRect(m_view->linesOnScreen().at(1));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {8, title.center().y()});
    QVERIFY(m_view->linesOnScreen().size() > 3);
    m_view->setAllFolded(true);
    m_view->goToLine(300);
    QCOMPARE(caretText(), u"line 299"_s);
}

void TstLogView::problemsInTurn()
{
    show(numbered(100) + stamped("##[error]first") + numbered(100) + stamped("##[warning]second") + numbered(100));
    QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
    QCOMPARE(caretText(), u"Error: first"_s);
    QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
    QCOMPARE(caretText(), u"Warning: second"_s);
    QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
    QCOMPARE(caretText(), u"Error: first"_s);
    QTest::keyClick(m_view.get(), Qt::Key_BracketLeft);
    QCOMPARE(caretText(), u"Warning: second"_s);
}

void TstLogView::selectsAndCopies()
{
    QClipboard *const clipboard = QGuiApplication::clipboard();
    show(stamped("first line") + stamped("\x1B[31msecond\x1B[0m line") + stamped("third"));
    const QRect line = m_view->lineRect(m_view->linesOnScreen().at(1));
    const QPoint word(m_view->viewport()->width() / 8, line.center().y());
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, word);
    QTest::keySequence(m_view.get(), QKeySequence::Copy);
    QTRY_COMPARE(clipboard->text(), u"second"_s);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {4, line.center().y()});
    QTest::keySequence(m_view.get(), QKeySequence::Copy);
    QTRY_COMPARE(clipboard->text(), u"second line"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Right, Qt::ControlModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    m_view->copy(false);
    QTRY_COMPARE(clipboard->text(), u"line\nsecond"_s);
    QTest::keySequence(m_view.get(), QKeySequence::SelectAll);
    m_view->copy(true);
    QTRY_VERIFY(clipboard->text().endsWith(u" third"_s));
    QVERIFY(clipboard->text().contains(u":00.123 first line\n"_s));
}

void TstLogView::selectsABlock()
{
    show("abcdef\nghijkl\nmnopqr\n");
    m_view->select({.anchor = {.line = 0, .column = 1}, .caret = {.line = 14, .column = 3}, .kind = LogSelection::Kind::Block});
    m_view->copy(false);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"bc\nhi\nno"_s);
}

// Breaks for the user: without a mouse they cannot take a column, or whole lines, out of a log.
void TstLogView::keysSelectABlockAndLines()
{
    QClipboard *const clipboard = QGuiApplication::clipboard();
    show("ABCDEF\nGHIJKL\nMNOPQR\n");
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down, Qt::Key_Down})
        QTest::keyClick(m_view.get(), key, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(m_view->selection().kind, LogSelection::Kind::Block);
    m_view->copy(false);
    QTRY_COMPARE(clipboard->text(), u"BC\nHI\nNO"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QVERIFY(!m_view->hasSelection());
    QTest::keyClick(m_view.get(), Qt::Key_Space, Qt::ShiftModifier);
    m_view->copy(false);
    QTRY_COMPARE(clipboard->text(), u"GHIJKL"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    m_view->copy(false);
    QTRY_COMPARE(clipboard->text(), u"GHIJKL\nMNOPQR"_s);
    // By characters again, as soon as it goes along a line.
    QTest::keyClick(m_view.get(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(m_view->selection().kind, LogSelection::Kind::Characters);
}

void TstLogView::copyOfTooMuchIsRefused()
{
    show(QByteArray("a line of forty characters, or near it..\n").repeated(1'000'000));
    QSignalSpy said(m_view.get(), &LogView::said);
    m_view->selectAll();
    m_view->copy(false);
    QCOMPARE(said.size(), 1);
}

void TstLogView::findsAndMarks()
{
    show(numbered(5000));
    QVERIFY(m_view->search().find({.text = u"line 4\\d00$"_s, .isRegex = true}));
    m_view->goToMatchWhenFound();
    QTRY_COMPARE(caretText(), u"line 4000"_s);
    m_view->goToMatch(true);
    QCOMPARE(caretText(), u"line 4100"_s);
    m_view->goToMatch(false);
    m_view->goToMatch(false);
    QCOMPARE(caretText(), u"line 4900"_s);
    auto *const bar = qobject_cast<MarkedScrollBar *>(m_view->verticalScrollBar());
    QTRY_VERIFY(bar->marks() > 0);
    m_view->search().clear();
    QTRY_COMPARE(bar->marks(), 0);
}

// Breaks for the user: one such line in a log, and the window stands still.
void TstLogView::aLineOfTenMegabytes()
{
    QByteArray line(10'000'000, ' ');
    for (qsizetype i = 0; i + 8 <= line.size(); i += 8)
        line.replace(i, 8, QByteArray::number(i).rightJustified(7, '.') + ' ');
    show("before\n" + line + "\nafter\n");
    QCOMPARE(m_view->linesOnScreen().size(), 3);
    m_view->grab();
    QScrollBar *const bar = m_view->horizontalScrollBar();
    QTRY_VERIFY(bar->maximum() > 10'000'000);
    m_view->goTo({.line = 7, .column = 5'000'000});
    QElapsedTimer timer;
    timer.start();
    m_view->grab();
    qInfo() << "grabbed in" << timer.elapsed() << "ms";
    QVERIFY(m_view->lineText(7).contains(u"5000000"_s));
    m_view->setWrapping(true);
    m_view->grab();
    QVERIFY(m_view->search().find({.text = u"9000000"_s}));
    QTRY_VERIFY(!m_view->search().isRunning());
    QCOMPARE(m_view->search().count(), 1);
}

// PUNCHCARD_LONG=1: a gigabyte; otherwise a twentieth.
void TstLogView::aLineOfAGigabyte()
{
    const qint64 megabytes = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0 ? 1'000 : 50;
    const QString path = m_dir->filePath(u"x.log"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("before\n");
    const QByteArray piece(1'000'000, '.');
    for (qint64 i = 0; i < megabytes; ++i)
        QCOMPARE(file.write(piece), piece.size());
    file.write("end\nafter\n");
    file.close();
    const testing::PeakMemory memory;
    const testing::LongestTurn turn;
    QElapsedTimer timer;
    timer.start();
    m_view->document().show(path);
    m_view->grab();
    const qint64 first = timer.elapsed();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->document().isIndexed(), 120'000);
    QCOMPARE(m_view->document().lines(), 3);
    // Its end is some eight thousand million pixels to the right: more than a scroll bar can count.
    m_view->goTo({.line = 7, .column = megabytes * 1'000'000});
    m_view->grab();
    QVERIFY2(m_view->lineText(7).endsWith(u"...end"_s), qPrintable(m_view->lineText(7).right(80)));
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    m_view->grab();
    qInfo() << megabytes << "MB in one line: first screen" << first << "ms, all" << timer.elapsed() << "ms, longest turn"
            << turn.milliseconds() << "ms, memory" << memory.more() / 1'000'000 << "MB more";
    QVERIFY2(memory.more() < 150 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

void TstLogView::wraps()
{
    show(QByteArray("words ").repeated(200) + '\n' + "end\n");
    QCOMPARE(m_view->linesOnScreen().size(), 2);
    m_view->setWrapping(true);
    QVERIFY(m_view->lineRect(0).height() > 5 * m_view->lineRect(1201).height() || m_view->lineRect(1201).isNull());
    QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->caret().line, 0);
    QVERIFY(m_view->caret().column > 20);
}

// Breaks for the user: yellow on white, or black on black.
void TstLogView::coloursAreReadable()
{
    for (const QPalette &palette : {QPalette(QColor(0xf0f0f0)), testing::darkPalette(QPalette())}) {
        const AnsiColours colours(palette);
        const QColor base = palette.color(QPalette::Base);
        for (quint32 i = 0; i < 256; ++i) {
            const TextColour colour{.kind = TextColour::Kind::Indexed, .value = i};
            const QColor text = colours.format({.foreground = colour}, base).foreground().color();
            QVERIFY2(look::contrast(text, base) >= 4.4, qPrintable(QString::number(i)));
            const QTextCharFormat on = colours.format({.background = colour}, base);
            QVERIFY2(look::contrast(on.foreground().color(), on.background().color()) >= 4.4, qPrintable(QString::number(i)));
        }
    }
}

void TstLogView::isReadLineByLine()
{
    show(stamped("first") + stamped("##[error]second"));
    QAccessibleInterface *const list = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 2);
    QCOMPARE(list->child(1)->text(QAccessible::Name), u"Error: second"_s);
    QCOMPARE(list->child(1)->parent(), list);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(list->focusChild()->text(QAccessible::Name), u"Error: second"_s);
    QCOMPARE(list->indexOfChild(list->focusChild()), 1);
}

void TstLogView::pictures()
{
    QByteArray log = stamped("\x1B[1mBuilding\x1B[0m the \x1B[36mkernel\x1B[0m 6.12 for \x1B[33mx86_64\x1B[0m");
    log += stamped("##[group]Fetch sources") + numbered(40) + stamped("##[endgroup]");
    log += stamped("##[group]Compile") + stamped("  \x1B[32mCC\x1B[0m      init/main.o")
        + stamped("  \x1B[32mCC\x1B[0m      arch/x86/kernel/setup.o") + stamped("  \x1B[35mLD\x1B[0m      vmlinux.o")
        + stamped("##[endgroup]");
    for (const QByteArray &base : {QByteArray("3"), QByteArray("9"), QByteArray("4")}) {
        QByteArray row;
        for (int i = 0; i < 8; ++i)
            row += "\x1B[" + base + QByteArray::number(i) + "m colour " + QByteArray::number(i) + " \x1B[0m";
        log += stamped(row);
    }
    QByteArray cube;
    for (int i = 16; i < 88; ++i)
        cube += "\x1B[48;5;" + QByteArray::number(i) + "m  \x1B[0m";
    log += stamped(cube)
        + stamped("\x1B[38;2;255;128;0mtrue colour orange\x1B[0m, \x1B[2mfaint\x1B[0m, \x1B[3mitalic\x1B[0m, "
                  "\x1B[4munderlined\x1B[0m, \x1B[9mstruck\x1B[0m, \x1B[7minverse\x1B[0m");
    log += stamped("##[warning]The cache is 9 days old") + stamped("##[error]drivers/net/ethernet/intel/e1000.c:142: no such device");
    log += stamped(
        "\xE4\xBD\xA0\xE5\xA5\xBD\xEF\xBC\x8C\xE4\xB8\x96\xE7\x95\x8C | \xF0\x9F\x9A\x80 | "
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA2\xD7\x95\xD7\x9C\xD7\x9D | \xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 | e\xCC\x81");
    log += stamped("\xD8\xA7\xD9\x84\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 \xD8\xB9\xD9\x84\xD9\x8A\xD9\x83\xD9\x85.");
    log += stamped("bidi \xE2\x80\xAEtrick\xE2\x80\xAC, invalid \xFF\xFE bytes, a title \x1B]0;gone\x07 and a link "
                   "\x1B]8;;https://x\x1B\\here\x1B]8;;\x1B\\");
    log += numbered(300);
    show(log);
    m_view->setFolded(1, false);
    QVERIFY(m_view->search().find({.text = u"line \\d*7"_s, .isRegex = true}));
    QTRY_VERIFY(!m_view->search().isRunning());
    m_view->resize(1000, 620);
    m_view->setStamps(Stamps::Absolute);
    QTRY_VERIFY(qobject_cast<MarkedScrollBar *>(m_view->verticalScrollBar())->marks() > 2);
    testing::takePictures(*m_view, u"log-colours"_s);
    m_view->setStamps(Stamps::Relative);
    m_view->setShowHidden(true);
    m_view->goToMatch(true);
    testing::takePictures(*m_view, u"log-search"_s);
}

PUNCHCARD_TEST(TstLogView, tst_logview)
#include "tst_logview.moc"
