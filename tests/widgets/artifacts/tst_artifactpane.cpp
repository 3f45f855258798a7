// SPDX-License-Identifier: MIT
#include "widgets/artifacts/artifactpane.h"

#include "core/models/artifactmodel.h"
#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "tests/support/watchdog.h"
#include "widgets/artifacts/previewpane.h"

#include <QAction>
#include <QClipboard>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QThread>
#include <QToolButton>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstArtifactPane : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void emptyStatesSayWhatToDo();
    void filesOfTheOnlyArtifactAreUnfolded();
    void aTreeOfAllKinds();
    void aDragCarriesTheFilesUrls();
    // Breaks for the user: they take what is there so far for all, or cannot use it before the end.
    void whatIsThereSoFarIsMarked();
    void whatCouldRunAsksFirst();
    void aFolderUnfoldsInsteadOfOpening();
    void copyingFillsTheClipboard();
    void theSumIsCopied();
    void savingAsksWhatToReplace();
    void allIsSavedWhereResultsGo();
    void aRefusedItemSaysWhyAndCanBeFetched();
    void aDownloadShowsHowFarItIs();
    void itIsUsedByKeyboard();
    void aHugeFolderUnfoldsAsItIsScrolled();
    void itFollowsTheChosenElement();

private:
    [[nodiscard]] QTreeView *tree() const { return m_pane->view(); }
    [[nodiscard]] QModelIndex row(const QString &name) const
    {
        const QModelIndexList found
            = tree()->model()->match(tree()->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.value(0);
    }
    void choose(const QString &name)
    {
        QTRY_VERIFY(row(name).isValid());
        tree()->setCurrentIndex(row(name));
    }
    [[nodiscard]] QAction *action(const char *name) const { return m_pane->findChild<QAction *>(QLatin1StringView(name)); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    QList<QUrl> m_opened;
    std::unique_ptr<ArtifactPane> m_pane;
};

void TstArtifactPane::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_prompts = {};
    m_opened.clear();
    m_pane = std::make_unique<ArtifactPane>(m_fixture->desk(), m_prompts);
    m_pane->actions().setOpener([this](const QUrl &url) {
        m_opened.append(url);
        return true;
    });
    m_pane->resize(340, 640);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get(), 30'000));
}

void TstArtifactPane::cleanup()
{
    m_pane.reset();
    m_fixture.reset();
}

void TstArtifactPane::emptyStatesSayWhatToDo()
{
    const auto said = [this](const QString &text) {
        const auto labels = m_pane->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(said(u"No job chosen"_s));
    testing::takePictures(*m_pane, u"artifacts-no-job"_s);
    m_pane->setJob(m_fixture->addJob(u"a.sh"_s, Phase::Started, Outcome::Open).id);
    QTRY_VERIFY(said(u"Nothing here yet"_s));
    m_pane->setJob(m_fixture->addJob().id);
    QTRY_VERIFY(said(u"Nothing came back"_s));
    testing::takePictures(*m_pane, u"artifacts-nothing"_s);
}

void TstArtifactPane::filesOfTheOnlyArtifactAreUnfolded()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/vmlinux"_s, "12345");
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    QTRY_VERIFY(row(u"vmlinux"_s).isValid());
    QVERIFY(tree()->isExpanded(row(u"uploads"_s)));
    QTRY_COMPARE(m_pane->findChild<QLabel *>(u"artifactNote"_s)->text(), u"1 file, 5 B"_s);
}

void TstArtifactPane::aTreeOfAllKinds()
{
    const Job job = m_fixture->addJob();
    const QByteArray config
        = "# Automatically generated file; DO NOT EDIT.\nCONFIG_64BIT=y\nCONFIG_X86_64=y\n# CONFIG_DEBUG_INFO is not set\n";
    m_fixture->put(job, u"artifacts/uploads/vmlinux"_s, QByteArray(227'000, '\1'));
    m_fixture->put(job, u"artifacts/uploads/config.txt"_s, config);
    m_fixture->put(job, u"artifacts/uploads/build.sh"_s, "#!/bin/sh\n");
    m_fixture->put(job, u"artifacts/uploads/plots/boot-time.png"_s, QByteArray(5'000, 'x'));
    m_fixture->put(job, u"artifacts/uploads/plots/a-very-long-name-of-a-benchmark-that-ran-on-many-machines-2026-11-28.svg"_s, "x");
    m_fixture->put(job, u"artifacts/uploads/modules.tar.xz"_s, QByteArray(64'000, 'x'));
    m_fixture->put(job, u"artifacts/uploads/report.pdf"_s, QByteArray(12'000, 'x'));
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"config.txt"_s);
    tree()->expandAll();
    auto *preview = m_pane->findChild<PreviewPane *>();
    QSignalSpy shown(preview, &PreviewPane::shown);
    QTRY_VERIFY(shown.count() > 0 || preview->findChild<QLabel *>(u"previewTitle"_s)->isVisible());
    testing::takePictures(*m_pane, u"artifacts-tree"_s);
    m_pane->resize(560, 640);
    QVERIFY(!tree()->isColumnHidden(ArtifactModel::Kind));
    testing::takePictures(*m_pane, u"artifacts-wide"_s);
}

void TstArtifactPane::aDragCarriesTheFilesUrls()
{
    const Job job = m_fixture->addJob();
    const QString file = m_fixture->put(job, u"artifacts/uploads/vmlinux"_s);
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"vmlinux"_s);
    QVERIFY(tree()->dragEnabled());
    const std::unique_ptr<QMimeData> data(tree()->model()->mimeData(tree()->selectionModel()->selectedIndexes()));
    QVERIFY(data);
    QCOMPARE(data->urls(), QList<QUrl>{QUrl::fromLocalFile(file)});
}

void TstArtifactPane::whatIsThereSoFarIsMarked()
{
    Job job = m_fixture->addJob(u"kernel.sh"_s, Phase::Started, Outcome::Open);
    const QString early = m_fixture->put(job, u"so-far/attempt-1/uploads/plot.png"_s, "12345");
    m_fixture->put(job, u"artifacts/out/done.txt"_s, "123");
    const Item handed{.name = u"uploads"_s, .remoteId = -7, .state = Item::State::Here, .path = u"so-far/attempt-1/uploads"_s};
    const Item kept = *testing::wait(m_fixture->store().saveItem(job.id, handed));
    m_fixture->addArtifact(job, u"out"_s);
    m_pane->setJob(job.id);
    QTRY_VERIFY(row(u"uploads, so far"_s).isValid());
    tree()->expandAll();
    choose(u"plot.png"_s);
    const auto *note = m_pane->findChild<QLabel *>(u"artifactNote"_s);
    QTRY_COMPARE(note->text(), u"2 files, 8 B so far"_s);
    testing::takePictures(*m_pane, u"artifacts-so-far"_s);
    const std::unique_ptr<QMimeData> data(tree()->model()->mimeData(tree()->selectionModel()->selectedIndexes()));
    QVERIFY(data);
    QCOMPARE(data->urls(), QList<QUrl>{QUrl::fromLocalFile(early)});
    // The artifact takes its place.
    m_fixture->put(job, u"artifacts/uploads/plot.png"_s, "123456");
    Item whole = kept;
    whole.remoteId = 99;
    whole.path = u"artifacts/uploads"_s;
    whole.state = Item::State::PartlyHere;
    QVERIFY(testing::wait(m_fixture->store().saveItem(job.id, whole)));
    QTRY_VERIFY(row(u"uploads"_s).isValid());
    whole.state = Item::State::Here;
    QVERIFY(testing::wait(m_fixture->store().saveItem(job.id, whole)));
    job.phase = Phase::Cleared;
    QVERIFY(testing::wait(m_fixture->store().save(job)));
    QTRY_COMPARE(note->text(), u"2 files, 9 B"_s);
}

// Breaks for the user: a stranger's program runs with a double click.
void TstArtifactPane::whatCouldRunAsksFirst()
{
    const Job job = m_fixture->addJob();
    const QString text = m_fixture->put(job, u"artifacts/uploads/a.txt"_s);
    const QString script = m_fixture->put(job, u"artifacts/uploads/b"_s, "#!/bin/sh\n");
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"a.txt"_s);
    action("openArtifact")->trigger();
    QCOMPARE(m_opened, QList<QUrl>{QUrl::fromLocalFile(text)});
    QVERIFY(m_prompts.asked.isEmpty());
    m_prompts.yes = false;
    choose(u"b"_s);
    action("openArtifact")->trigger();
    QCOMPARE(m_prompts.asked.size(), 1);
    QCOMPARE(m_opened.size(), 1);
    m_prompts.yes = true;
    action("openArtifact")->trigger();
    QCOMPARE(m_opened.value(1), QUrl::fromLocalFile(script));
}

void TstArtifactPane::aFolderUnfoldsInsteadOfOpening()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/boot/config"_s);
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"boot"_s);
    QVERIFY(!tree()->isExpanded(row(u"boot"_s)));
    emit tree() -> activated(row(u"boot"_s));
    QVERIFY(tree()->isExpanded(row(u"boot"_s)));
    QVERIFY(m_opened.isEmpty());
    action("openArtifactFolder")->trigger();
    QCOMPARE(m_opened, QList<QUrl>{QUrl::fromLocalFile(m_fixture->folderOf(job) + u"/artifacts/uploads/boot"_s)});
}

void TstArtifactPane::copyingFillsTheClipboard()
{
    const Job job = m_fixture->addJob();
    const QString file = m_fixture->put(job, u"artifacts/uploads/grüße.txt"_s);
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"grüße.txt"_s);
    action("copyArtifacts")->trigger();
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->urls(), QList<QUrl>{QUrl::fromLocalFile(file)});
    QVERIFY(data->data(u"x-special/gnome-copied-files"_s).startsWith("copy\nfile:///"));
    action("copyArtifactPath")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), file);
}

void TstArtifactPane::theSumIsCopied()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/abc"_s, "abc");
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    choose(u"abc"_s);
    QSignalSpy told(m_pane.get(), &ArtifactPane::told);
    action("copyArtifactSum")->trigger();
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
}

void TstArtifactPane::savingAsksWhatToReplace()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/boot/config"_s, "new");
    m_fixture->addArtifact(job, u"uploads"_s);
    const QTemporaryDir target;
    QVERIFY(QDir(target.path()).mkdir(u"boot"_s));
    QFile there(target.filePath(u"boot/config"_s));
    QVERIFY(there.open(QIODevice::ReadWrite));
    there.write("old");
    there.close();
    m_pane->setJob(job.id);
    choose(u"boot"_s);
    m_prompts.folder = target.path();
    m_prompts.yes = false;
    action("saveArtifactAs")->trigger();
    QTRY_COMPARE(m_prompts.asked.size(), 2); // where to, and whether to replace
    const auto now = [&there] {
        QFile file(there.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QCOMPARE(now(), "old");
    m_prompts.yes = true;
    action("saveArtifactAs")->trigger();
    QTRY_COMPARE(now(), "new");
}

void TstArtifactPane::allIsSavedWhereResultsGo()
{
    const Job job = m_fixture->addJob();
    m_fixture->put(job, u"artifacts/uploads/a.txt"_s);
    m_fixture->put(job, u"artifacts/extra/b.txt"_s);
    m_fixture->addArtifact(job, u"uploads"_s);
    m_fixture->addArtifact(job, u"extra"_s);
    const QTemporaryDir target;
    m_prompts.folder = target.path();
    m_pane->setJob(job.id);
    QTRY_VERIFY(row(u"a.txt"_s).isValid() && row(u"b.txt"_s).isValid());
    QTest::mouseClick(m_pane->findChild<QToolButton *>(u"saveAllArtifactsButton"_s), Qt::LeftButton);
    QTRY_VERIFY(QFile::exists(target.filePath(u"a.txt"_s)));
    QTRY_VERIFY(QFile::exists(target.filePath(u"extra/b.txt"_s)));
}

void TstArtifactPane::aRefusedItemSaysWhyAndCanBeFetched()
{
    const Job job = m_fixture->addJob();
    m_fixture->addArtifact(job, u"uploads"_s, Item::State::Refused, u"../evil: it would lie outside the folder."_s);
    m_fixture->addArtifact(job, u"old-results"_s, Item::State::Gone, u"The server keeps it no longer."_s);
    m_pane->setJob(job.id);
    choose(u"uploads"_s);
    const auto labels = m_pane->findChild<PreviewPane *>()->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"outside the folder"_s); }));
    QTRY_VERIFY(m_pane->findChild<QToolButton *>(u"fetchArtifactsButton"_s)->isVisible());
    testing::takePictures(*m_pane, u"artifacts-refused"_s);
}

void TstArtifactPane::aDownloadShowsHowFarItIs()
{
    const Job job = m_fixture->addJob(u"a.sh"_s, Phase::Ended);
    const Item item = m_fixture->addArtifact(job, u"uploads"_s, Item::State::PartlyHere);
    m_fixture->addArtifact(job, u"debug-symbols"_s, Item::State::Wanted);
    m_pane->setJob(job.id);
    QTRY_VERIFY(row(u"uploads"_s).isValid());
    emit m_fixture->desk().progressed(job.id, item.id, Progress{.done = 12'300'000, .total = 22'700'000});
    QCOMPARE(m_pane->findChild<QLabel *>(u"artifactNote"_s)->text(), u"12.3 MB of 22.7 MB"_s);
    testing::takePictures(*m_pane, u"artifacts-downloading"_s);
}

void TstArtifactPane::itIsUsedByKeyboard()
{
    const Job job = m_fixture->addJob();
    const QString file = m_fixture->put(job, u"artifacts/uploads/a.txt"_s);
    m_fixture->addArtifact(job, u"uploads"_s);
    m_pane->setJob(job.id);
    QTRY_VERIFY(row(u"a.txt"_s).isValid());
    m_pane->activateWindow();
    tree()->setFocus();
    tree()->setCurrentIndex(row(u"uploads"_s));
    QTest::keyClick(tree(), Qt::Key_Down);
    QCOMPARE(tree()->currentIndex().data(), u"a.txt"_s);
    QTest::keyClick(tree(), Qt::Key_Return);
    QCOMPARE(m_opened, QList<QUrl>{QUrl::fromLocalFile(file)});
}

// Breaks for the user: the window stands still when a build tree comes back.
void TstArtifactPane::aHugeFolderUnfoldsAsItIsScrolled()
{
    constexpr int files = 100'000;
    const Job job = m_fixture->addJob();
    const QString folder = QFileInfo(m_fixture->put(job, u"artifacts/uploads/0"_s)).path();
    for (int i = 1; i < files; ++i) {
        QFile file(folder + u'/' + QString::number(i));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    m_fixture->addArtifact(job, u"uploads"_s);
    const auto root = [this] { return tree()->model()->index(0, 0); };
    testing::Watchdog watchdog;
    m_pane->setJob(job.id);
    QTRY_COMPARE_WITH_TIMEOUT(root().data(ArtifactModel::FilesRole).toInt(), files, 90'000);
    QTRY_VERIFY(tree()->isExpanded(root()));
    QVERIFY(tree()->model()->rowCount(root()) < 5'000);
    qInfo("100,000 files: longest turn %.1f ms of processor time", watchdog.longest());
    tree()->setFocus();
    for (int i = 0; i < 3; ++i) {
        const int before = tree()->model()->rowCount(root());
        QTest::keyClick(tree(), Qt::Key_End);
        QTRY_VERIFY(tree()->model()->rowCount(root()) > before);
    }
}

void TstArtifactPane::itFollowsTheChosenElement()
{
    const Job wanted{.spec = {.name = u"a.sh"_s, .array = 300}, .createdAt = fromEpoch(1)};
    const Job job = *testing::wait(m_fixture->store().add(wanted));
    for (const int element : {0, 1, 250}) {
        m_fixture->put(job, u"artifacts/uploads-%1/a.txt"_s.arg(element));
        m_fixture->addArtifact(job, u"uploads-%1"_s.arg(element));
    }
    m_pane->setJob(job.id);
    m_pane->showElement(250); // before anything is read
    QTRY_COMPARE(tree()->currentIndex().data().toString(), u"250 · uploads"_s);
    QTRY_VERIFY(tree()->isExpanded(tree()->currentIndex()));
    m_pane->showElement(1);
    QCOMPARE(tree()->currentIndex().data().toString(), u"1 · uploads"_s);
    QVERIFY(!tree()->isExpanded(row(u"250 · uploads"_s)));
}

PUNCHCARD_TEST(TstArtifactPane, tst_artifactpane)
#include "tst_artifactpane.moc"
