// SPDX-License-Identifier: MIT
#include "widgets/timing/historypage.h"

#include "core/models/historymodel.h"
#include "tests/support/pictures.h"
#include "tests/support/samplejobs.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/look/tones.h"
#include "widgets/timing/compareview.h"
#include "widgets/timing/historychart.h"
#include "widgets/timing/historylegend.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstHistoryPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void withoutRunsItSaysWhatComes();
    void aClickOnAPointOpensTheJob();
    void theLastScriptIsShownAndOthersCanBeChosen();
    void twoRunsAreCompared();
    void theHistoryIsExported();
    void theMarksAreExplained();

private:
    void showHistory(int count)
    {
        m_jobs = testing::addHistory(*m_fixture, u"linux-kernel.sh"_s, count);
        m_page->setScript(u"linux-kernel.sh"_s);
        QTRY_VERIFY(runs()->model()->rowCount() == count);
    }
    [[nodiscard]] QTreeView *runs() const { return m_page->findChild<QTreeView *>(u"historyRuns"_s); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<HistoryPage> m_page;
    QList<JobId> m_jobs;
};

void TstHistoryPage::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_prompts = {};
    m_page = std::make_unique<HistoryPage>(m_fixture->desk(), m_prompts);
    m_page->resize(900, 720);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get(), 30'000));
}

void TstHistoryPage::cleanup()
{
    m_page.reset();
    m_fixture.reset();
}

void TstHistoryPage::withoutRunsItSaysWhatComes()
{
    const auto labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->isVisible() && label->text() == u"No history yet"_s; }));
    QVERIFY(!m_page->findChild<QToolButton *>(u"exportHistory"_s)->isEnabled());
    testing::takePictures(*m_page, u"history-empty"_s);
}

void TstHistoryPage::aClickOnAPointOpensTheJob()
{
    // The picture shows many; each is a commit to the disk.
    showHistory(qEnvironmentVariableIsEmpty("PUNCHCARD_PICTURES") ? 20 : 200);
    auto *chart = m_page->findChild<HistoryChart *>();
    const JobId job = m_jobs.at(12);
    QTRY_VERIFY(chart->placeOf(job).x() > 0);
    testing::takePictures(*m_page, u"history-200"_s);
    QSignalSpy chosen(m_page.get(), &HistoryPage::jobChosen);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, chart->placeOf(job).toPoint());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<JobId>(), job);
    emit runs() -> activated(runs()->model()->index(0, 0));
    QCOMPARE(chosen.at(1).at(0).value<JobId>(), m_jobs.constLast());
}

void TstHistoryPage::theLastScriptIsShownAndOthersCanBeChosen()
{
    testing::addHistory(*m_fixture, u"old.sh"_s, 3);
    testing::addHistory(*m_fixture, u"new.sh"_s, 5);
    m_page->setScript({});
    QTRY_COMPARE(m_page->script(), u"new.sh"_s);
    QTRY_COMPARE(runs()->model()->rowCount(), 5);
    auto *scripts = m_page->findChild<QComboBox *>(u"historyScript"_s);
    QTRY_COMPARE(scripts->count(), 2);
    QTest::keyClick(scripts, Qt::Key_Down);
    QTRY_COMPARE(runs()->model()->rowCount(), 3);
}

void TstHistoryPage::twoRunsAreCompared()
{
    showHistory(6);
    const Result<Job> left = wait(m_fixture->store().job(m_jobs.at(0)));
    const Result<Job> right = wait(m_fixture->store().job(m_jobs.at(5)));
    QVERIFY(left && right);
    const QByteArray script
        = "#!/bin/bash\nset -e -x -o pipefail\n\ncurl -sLO https://cdn.kernel.org/linux-6.12.tar.xz\ntar xf linux-6.12.tar.xz\n"
          "cd linux-6.12\nmake defconfig\nmake -j\"$(nproc)\"\ncp vmlinux ../uploads/\n";
    m_fixture->put(*left, u"script"_s, script);
    QByteArray other = script;
    other.replace("6.12", "6.13").replace("make defconfig\n", "make defconfig\nscripts/config --disable DEBUG_INFO\n");
    m_fixture->put(*right, u"script"_s, other);
    auto *compare = m_page->findChild<QToolButton *>(u"compareRuns"_s);
    QVERIFY(!compare->isEnabled());
    QItemSelectionModel *selection = runs()->selectionModel();
    selection->select(runs()->model()->index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    selection->select(runs()->model()->index(5, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QVERIFY(compare->isEnabled());
    auto *view = m_page->findChild<CompareView *>();
    QSignalSpy shown(view, &CompareView::shown);
    QTest::mouseClick(compare, Qt::LeftButton);
    QTRY_COMPARE(shown.count(), 1);
    QVERIFY(view->isVisible());
    QCOMPARE(view->findChild<QLabel *>(u"compareNote"_s)->text(), u"The scripts differ in 4 lines."_s);
    testing::takePictures(*m_page, u"history-compare"_s);
    QTest::mouseClick(view->findChild<QToolButton *>(u"compareBack"_s), Qt::LeftButton);
    QVERIFY(runs()->isVisible());
}

void TstHistoryPage::theHistoryIsExported()
{
    showHistory(4);
    const QTemporaryDir folder;
    QSignalSpy told(m_page.get(), &HistoryPage::told);
    const auto content = [](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    // The entry counts, not the name: both are saved as what was asked for.
    for (const auto &[action, name] : {std::pair("exportCsv", u"a.csv"_s), {"exportJson", u"a.json"_s}, {"exportJson", u"b.csv"_s}}) {
        m_prompts.saveName = folder.filePath(name);
        m_page->findChild<QAction *>(action)->trigger();
        QTRY_VERIFY(!content(folder.filePath(name)).isEmpty());
    }
    QCOMPARE(content(folder.filePath(u"a.csv"_s)).count('\n'), 5);
    QVERIFY(content(folder.filePath(u"a.json"_s)).startsWith('['));
    QVERIFY(content(folder.filePath(u"b.csv"_s)).startsWith('['));
    QTRY_COMPARE(told.count(), 3);
}

// Breaks for the user: small grey dots below the blue ones, and nobody says what they are.
void TstHistoryPage::theMarksAreExplained()
{
    showHistory(4);
    auto *legend = m_page->findChild<HistoryLegend *>();
    QVERIFY(legend->isVisible());
    QVERIFY(legend->accessibleName().contains(u"Run time"_s) && legend->accessibleName().contains(u"Time in the queue"_s));
    // Each entry has a mark in the colour of its points.
    const QImage picture = legend->grab().toImage();
    for (const look::Tone tone : {look::Tone::Accent, look::Tone::Failure, look::Tone::Cancelled}) {
        const QColor colour = look::colour(tone, legend->palette());
        bool isPainted = false;
        for (int x = 0; x < picture.width(); ++x) {
            const QColor seen = picture.pixelColor(x, picture.height() / 2);
            // A cross has no point that only its own lines cover.
            const int off
                = std::abs(seen.red() - colour.red()) + std::abs(seen.green() - colour.green()) + std::abs(seen.blue() - colour.blue());
            isPainted = isPainted || off < 60;
        }
        QVERIFY(isPainted);
    }
}

PUNCHCARD_TEST(TstHistoryPage, tst_historypage)
#include "tst_historypage.moc"
