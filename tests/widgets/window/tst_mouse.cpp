// SPDX-License-Identifier: MIT
// A whole job by mouse, on a real X server with a window manager: the pointer is moved by another program.
#include "tests/support/hubprogram.h"
#include "tests/support/testmain.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/log/logpane.h"
#include "widgets/log/logview.h"
#include "widgets/run/resultsline.h"
#include "widgets/window/jobtabs.h"

#include <QPushButton>
#include <QScreen>
#include <QTabBar>
#include <QTabWidget>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstMouse : public QObject
{
    Q_OBJECT

private slots:
    void aScriptIsRunAndItsFileDraggedOut();
    void severalFilesAndAFolderAreDraggedTogether();
    void aFolderOnTheResultsLineIsWhereResultsGo();

private:
    static bool call(const QStringList &arguments);
    static void click(const QWidget *widget, std::optional<QPoint> at = {});
    static void drag(QPoint from, QPoint to);
    [[nodiscard]] QTreeView *tree() const { return m_fixture.window->findChild<ArtifactPane *>()->view(); }
    [[nodiscard]] QModelIndex row(const QString &name) const;
    [[nodiscard]] QPoint placeOf(const QString &name) const;
    /// Drags what is at @p name into a window of another program, which puts it into @p received.
    void dragOut(const QString &name, const QTemporaryDir &received);

    testing::WindowFixture m_fixture;
};

bool TstMouse::call(const QStringList &arguments)
{
    QProcess xdotool;
    xdotool.start(u"xdotool"_s, arguments);
    return QTest::qWaitFor([&xdotool] { return xdotool.state() == QProcess::NotRunning; }, 20'000) && xdotool.exitCode() == 0;
}

void TstMouse::click(const QWidget *widget, std::optional<QPoint> at)
{
    const QPoint point = widget->mapToGlobal(at.value_or(widget->rect().center()));
    QVERIFY(call({u"mousemove"_s, QString::number(point.x()), QString::number(point.y()), u"click"_s, u"1"_s}));
}

// Small moves first, so that the drag begins; then over the target, and small moves there.
void TstMouse::drag(QPoint from, QPoint to)
{
    const auto move
        = [](QPoint at) { return QStringList{u"mousemove"_s, QString::number(at.x()), QString::number(at.y()), u"sleep"_s, u"0.15"_s}; };
    QStringList moves = move(from) + QStringList{u"mousedown"_s, u"1"_s, u"sleep"_s, u"0.15"_s};
    for (const int step : {5, 15, 35, 75})
        moves += move(from + QPoint(step, 0));
    moves += move(to) + move(to + QPoint(4, 3)) + move(to + QPoint(8, 5));
    QVERIFY(call(moves + QStringList{u"mouseup"_s, u"1"_s}));
}

QModelIndex TstMouse::row(const QString &name) const
{
    const QAbstractItemModel *model = tree()->model();
    return model->match(model->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive).value(0);
}

QPoint TstMouse::placeOf(const QString &name) const
{
    return tree()->viewport()->mapToGlobal(tree()->visualRect(row(name)).center());
}

void TstMouse::dragOut(const QString &name, const QTemporaryDir &received)
{
    QProcess target;
    target.start(testing::builtProgram(u"droptarget"_s), {received.path()});
    QTRY_VERIFY_WITH_TIMEOUT(call({u"search"_s, u"--onlyvisible"_s, u"--name"_s, u"^droptarget$"_s}), 20'000);
    drag(placeOf(name), QPoint(1450, 250));
    QTRY_VERIFY_WITH_TIMEOUT(target.state() == QProcess::NotRunning, 20'000);
    QCOMPARE(target.exitCode(), 0);
}

void TstMouse::aScriptIsRunAndItsFileDraggedOut()
{
    MainWindow &window = *m_fixture.window;
    window.setGeometry(0, 30, 1280, 800);
    click(m_fixture.find<QPushButton>("startNewScript"));
    QTRY_VERIFY(window.scripts()->hasScript());
    // Written by keys, into the editor that was clicked.
    click(window.scripts()->currentPage()->editor());
    QVERIFY(call({u"key"_s, u"ctrl+a"_s}));
    QVERIFY(call({u"type"_s, u"--delay"_s, u"8"_s,
                  u"echo by hand; mkdir uploads/more; echo c > uploads/more/c; echo b > uploads/b; echo 42 > uploads/answer"_s}));
    QTRY_VERIFY(window.scripts()->currentText().contains(u"uploads/answer"_s));
    click(m_fixture.find<QPushButton>("runButton"));
    JobModel &jobs = window.jobs();
    QTRY_VERIFY_WITH_TIMEOUT(jobs.rowCount() == 1 && jobs.jobs().first().isOver(), 120'000);
    QCOMPARE(jobs.jobs().first().outcome, Outcome::Succeeded);

    // See the log.
    auto *tabs = m_fixture.find<QTabWidget>("jobTabWidget");
    const QTabBar *bar = tabs->tabBar();
    click(bar, bar->tabRect(JobTabs::StepsPage).center());
    QTRY_COMPARE(tabs->currentIndex(), int(JobTabs::StepsPage));
    click(bar, bar->tabRect(JobTabs::LogPage).center());
    const LogView *log = window.findChild<LogPane *>()->view();
    QTRY_VERIFY(log->isVisible());
    const auto hasLine = [log](const QString &text) {
        for (qint64 row = 0; row < log->lines().rows(); ++row) {
            if (log->lineText(log->lines().atRow(row)) == text)
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasLine(u"by hand"_s), 20'000);

    QTRY_VERIFY_WITH_TIMEOUT(row(u"answer"_s).isValid() && !tree()->visualRect(row(u"answer"_s)).isEmpty(), 20'000);
    const QTemporaryDir received;
    dragOut(u"answer"_s, received);
    QFile file(received.filePath(u"answer"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("42\n"));
}

void TstMouse::severalFilesAndAFolderAreDraggedTogether()
{
    QVERIFY(row(u"answer"_s).isValid());
    click(tree()->viewport(), tree()->visualRect(row(u"answer"_s)).center());
    QVERIFY(call({u"keydown"_s, u"ctrl"_s}));
    for (const QString &name : {u"b"_s, u"more"_s})
        click(tree()->viewport(), tree()->visualRect(row(name)).center());
    QVERIFY(call({u"keyup"_s, u"ctrl"_s}));
    QTRY_COMPARE(tree()->selectionModel()->selectedRows().size(), 3);
    const QTemporaryDir received;
    dragOut(u"b"_s, received);
    QCOMPARE(QDir(received.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), (QStringList{u"answer"_s, u"b"_s, u"more"_s}));
    QFile file(received.filePath(u"more/c"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("c\n"));
}

void TstMouse::aFolderOnTheResultsLineIsWhereResultsGo()
{
    auto *line = m_fixture.find<ResultsLine>("resultsLine");
    QVERIFY(line->folder().isEmpty());
    click(tree()->viewport(), tree()->visualRect(row(u"more"_s)).center());
    QTRY_COMPARE(tree()->selectionModel()->selectedRows().size(), 1);
    drag(placeOf(u"more"_s), line->mapToGlobal(line->rect().center()));
    QTRY_VERIFY(line->folder().endsWith(u"/more"_s));
    QVERIFY(QFile::exists(line->folder() + u"/c"_s));
}

PUNCHCARD_TEST(TstMouse, tst_mouse)
#include "tst_mouse.moc"
