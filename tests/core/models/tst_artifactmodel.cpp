// SPDX-License-Identifier: MIT
#include "core/models/artifactmodel.h"

#include "core/secrets/memorytokenstore.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstArtifactModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aJobsArtifactsAreItsRows();
    void filesComeWhenTheItemIsHere();
    void filesThatComeAndGoKeepTheOthersInPlace();
    void progressIsShownUntilItIsHere();
    void theNewestAttemptComesFirst();
    void draggingGivesPlainFileUrls();
    void whatIsNotHereCannotBeDragged();
    void whatWasDeletedHereIsSaid();
    void aForgottenJobLeavesNothing();
    void aHundredThousandFilesDoNotFreeze();
    void aLargeFolderIsToldOfInParts();
    void theSumOfTheArchiveIsTold();
    void thoseOfAnArrayStandByElement();

private:
    Job addJob();
    Item addItem(const Job &job, const QString &name, Item::State state, int attempt = 1);
    void put(const Job &job, const QString &path, const QByteArray &content = "x");
    [[nodiscard]] QString folder(const Job &job) const { return m_home.jobFolder(job.uid); }
    [[nodiscard]] QStringList names(const QModelIndex &parent = {}) const
    {
        QStringList list;
        for (int row = 0; row < m_model->rowCount(parent); ++row)
            list.append(m_model->index(row, 0, parent).data().toString());
        return list;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<ArtifactModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TstArtifactModel::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    Result<std::shared_ptr<store::Store>> store = wait(store::Store::open(m_home));
    QVERIFY(store);
    m_store = *store;
    m_desk = std::make_unique<Desk>(m_store, std::make_shared<MemoryTokenStore>());
    m_model = std::make_unique<ArtifactModel>(*m_desk);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TstArtifactModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_desk.reset();
    m_store.reset();
}

Job TstArtifactModel::addJob()
{
    const Job wanted{.spec = {.name = u"a.sh"_s}, .createdAt = fromEpoch(1)};
    return *wait(m_store->add(wanted));
}

Item TstArtifactModel::addItem(const Job &job, const QString &name, Item::State state, int attempt)
{
    static qint64 remote = 0;
    const QString artifacts = attempt == 1 ? u"artifacts/"_s : u"artifacts-%1/"_s.arg(attempt);
    const Item item{.attempt = attempt, .name = name, .remoteId = ++remote, .size = 1000, .state = state, .path = artifacts + name};
    return *wait(m_store->saveItem(job.id, item));
}

void TstArtifactModel::put(const Job &job, const QString &path, const QByteArray &content)
{
    const QString whole = folder(job) + u'/' + path;
    QDir().mkpath(QFileInfo(whole).path());
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void TstArtifactModel::aJobsArtifactsAreItsRows()
{
    const Job job = addJob();
    addItem(job, u"uploads"_s, Item::State::Wanted);
    Item log = addItem(job, u"log"_s, Item::State::Here);
    log.id = {};
    log.kind = Item::Kind::Log;
    QVERIFY(wait(m_store->saveItem(job.id, log)));
    Item gone = addItem(job, u"old"_s, Item::State::Gone);
    gone.why = u"The server keeps it no longer."_s;
    QVERIFY(wait(m_store->saveItem(job.id, gone)));
    m_model->setJob(job.id);
    QTRY_COMPARE(names(), (QStringList{u"uploads"_s, u"log"_s, u"old"_s}));
    QCOMPARE(m_model->index(2, 0).data(ArtifactModel::WhyRole), u"The server keeps it no longer."_s);
    QCOMPARE(m_model->index(2, 0).data(ArtifactModel::StateRole).toInt(), int(Item::State::Gone));
}

void TstArtifactModel::filesComeWhenTheItemIsHere()
{
    const Job job = addJob();
    Item item = addItem(job, u"uploads"_s, Item::State::Wanted);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->rowCount(m_model->index(0, 0)), 0);
    put(job, u"artifacts/uploads/vmlinux"_s, "12345");
    put(job, u"artifacts/uploads/boot/config"_s, "123");
    item.state = Item::State::Here;
    QVERIFY(wait(m_store->saveItem(job.id, item)));
    QTRY_COMPARE(names(m_model->index(0, 0)), (QStringList{u"boot"_s, u"vmlinux"_s}));
    QCOMPARE(m_model->index(0, 0).data(ArtifactModel::SizeRole).toLongLong(), 8);
    QCOMPARE(m_model->index(0, 0).data(ArtifactModel::FilesRole).toLongLong(), 2);
    const QModelIndex boot = m_model->index(0, 0, m_model->index(0, 0));
    QCOMPARE(names(boot), QStringList{u"config"_s});
    QCOMPARE(m_model->index(0, 0, boot).data(ArtifactModel::PathRole), folder(job) + u"/artifacts/uploads/boot/config"_s);
}

void TstArtifactModel::filesThatComeAndGoKeepTheOthersInPlace()
{
    const Job job = addJob();
    Item item = addItem(job, u"uploads"_s, Item::State::PartlyHere);
    put(job, u"artifacts/uploads/b"_s);
    put(job, u"artifacts/uploads/d/x"_s);
    m_model->setJob(job.id);
    QTRY_COMPARE(names(m_model->index(0, 0)), (QStringList{u"d"_s, u"b"_s}));
    const QPersistentModelIndex b = m_model->index(1, 0, m_model->index(0, 0));
    for (const char *name : {"a", "c", "d/w", "d/y", "e/z"})
        put(job, u"artifacts/uploads/"_s + QString::fromLatin1(name));
    QVERIFY(QFile::remove(folder(job) + u"/artifacts/uploads/d/x"_s));
    item.state = Item::State::Here;
    QVERIFY(wait(m_store->saveItem(job.id, item)));
    QTRY_COMPARE(names(m_model->index(0, 0)), (QStringList{u"d"_s, u"e"_s, u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(names(m_model->index(0, 0, m_model->index(0, 0))), (QStringList{u"w"_s, u"y"_s}));
    QVERIFY(b.isValid());
    QCOMPARE(b.row(), 3);
}

void TstArtifactModel::progressIsShownUntilItIsHere()
{
    const Job job = addJob();
    Item item = addItem(job, u"uploads"_s, Item::State::PartlyHere);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    const QModelIndex row = m_model->index(0, 0);
    QCOMPARE(row.data(ArtifactModel::DoneRole).toLongLong(), -1);
    emit m_desk->progressed(job.id, item.id, Progress{.done = 250, .total = 1000});
    QCOMPARE(row.data(ArtifactModel::DoneRole).toLongLong(), 250);
    QCOMPARE(row.data(ArtifactModel::TotalRole).toLongLong(), 1000);
    item.state = Item::State::Here;
    QVERIFY(wait(m_store->saveItem(job.id, item)));
    QTRY_COMPARE(row.data(ArtifactModel::DoneRole).toLongLong(), -1);
}

void TstArtifactModel::theNewestAttemptComesFirst()
{
    const Job job = addJob();
    Run run{.remoteId = 5};
    run.attempts = {Attempt{.number = 1}, Attempt{.number = 2}};
    QVERIFY(wait(m_store->saveRun(job.id, run)));
    addItem(job, u"uploads"_s, Item::State::Wanted, 1);
    addItem(job, u"uploads"_s, Item::State::Wanted, 2);
    m_model->setJob(job.id);
    QTRY_COMPARE(names(), (QStringList{u"uploads (attempt 2)"_s, u"uploads (attempt 1)"_s}));
}

// Breaks for the user: what is dragged out of the window arrives nowhere, or twice.
void TstArtifactModel::draggingGivesPlainFileUrls()
{
    const Job job = addJob();
    addItem(job, u"uploads"_s, Item::State::Here);
    put(job, u"artifacts/uploads/grüße & co.txt"_s);
    put(job, u"artifacts/uploads/sub/x"_s);
    m_model->setJob(job.id);
    const auto artifact = [this] { return m_model->index(0, 0); };
    QTRY_COMPARE(m_model->rowCount(artifact()), 2);
    const QModelIndex sub = m_model->index(0, 0, artifact());
    const QModelIndex text = m_model->index(1, 0, artifact());
    QVERIFY(text.flags().testFlag(Qt::ItemIsDragEnabled));
    // Every column of a row is in a selection, and a folder brings what is in it.
    const std::unique_ptr<QMimeData> data(m_model->mimeData({text, text.siblingAtColumn(1), sub, m_model->index(0, 0, sub)}));
    QVERIFY(data);
    QCOMPARE(data->formats(), QStringList{u"text/uri-list"_s});
    const QString base = folder(job) + u"/artifacts/uploads/"_s;
    QCOMPARE(data->urls(), (QList<QUrl>{QUrl::fromLocalFile(base + u"grüße & co.txt"_s), QUrl::fromLocalFile(base + u"sub"_s)}));
    const std::unique_ptr<QMimeData> whole(m_model->mimeData({artifact(), text}));
    QCOMPARE(whole->urls(), QList<QUrl>{QUrl::fromLocalFile(folder(job) + u"/artifacts/uploads"_s)});
}

void TstArtifactModel::whatIsNotHereCannotBeDragged()
{
    const Job job = addJob();
    addItem(job, u"uploads"_s, Item::State::Wanted);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QVERIFY(!m_model->index(0, 0).flags().testFlag(Qt::ItemIsDragEnabled));
    QCOMPARE(m_model->mimeData({m_model->index(0, 0)}), nullptr);
}

void TstArtifactModel::whatWasDeletedHereIsSaid()
{
    const Job job = addJob();
    addItem(job, u"uploads"_s, Item::State::Here);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QTRY_VERIFY(!m_model->index(0, 0).data(ArtifactModel::WhyRole).toString().isEmpty());
}

void TstArtifactModel::aForgottenJobLeavesNothing()
{
    const Job job = addJob();
    addItem(job, u"uploads"_s, Item::State::Wanted);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QVERIFY(wait(m_store->forget(job.id)));
    QTRY_COMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->job());
}

void TstArtifactModel::aHundredThousandFilesDoNotFreeze()
{
    constexpr int folders = 100;
    constexpr int files = 1000;
    m_tester.reset(); // it asks for every row
    const Job job = addJob();
    for (int i = 0; i < folders; ++i) {
        const QString path = folder(job) + u"/artifacts/uploads/%1"_s.arg(i);
        QVERIFY(QDir().mkpath(path));
        for (int j = 0; j < files; ++j) {
            QFile file(path + u"/%1.txt"_s.arg(j));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
    }
    addItem(job, u"uploads"_s, Item::State::Here);
    m_model->setJob(job.id);
    QElapsedTimer whole;
    whole.start();
    qint64 worst = 0;
    while (m_model->rowCount(m_model->index(0, 0)) != folders && !whole.hasExpired(60'000)) {
        QElapsedTimer turn;
        turn.start();
        QCoreApplication::processEvents();
        worst = std::max(worst, turn.elapsed());
        QThread::yieldCurrentThread();
    }
    QCOMPARE(m_model->index(0, 0).data(ArtifactModel::FilesRole).toInt(), folders * files);
    qInfo("100,000 files: %lld ms, longest turn of the event loop %lld ms", whole.elapsed(), worst);
}

void TstArtifactModel::aLargeFolderIsToldOfInParts()
{
    const Job job = addJob();
    const auto fill = [this, &job](int from, int to) {
        for (int i = from; i < to; ++i) {
            QFile file(folder(job) + u"/artifacts/uploads/%1.txt"_s.arg(i, 5, 10, QChar(u'0')));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
    };
    put(job, u"artifacts/uploads/00500.txt"_s);
    fill(1000, 4500);
    Item item = addItem(job, u"uploads"_s, Item::State::PartlyHere);
    m_model->setJob(job.id);
    const auto root = [this] { return m_model->index(0, 0); };
    const auto files = [&root] { return root().data(ArtifactModel::FilesRole).toInt(); };
    QTRY_COMPARE(files(), 3501);
    QCOMPARE(m_model->rowCount(root()), 1000);
    QVERIFY(m_model->hasMore(root()));
    m_model->tellMore(root());
    QCOMPARE(m_model->rowCount(root()), 3000);
    // Files come before those that are told of, and between them; some go.
    fill(0, 400);
    fill(4500, 4600);
    for (int i = 2000; i < 2300; ++i)
        QVERIFY(QFile::remove(folder(job) + u"/artifacts/uploads/%1.txt"_s.arg(i, 5, 10, QChar(u'0'))));
    item.state = Item::State::Here;
    QVERIFY(wait(m_store->saveItem(job.id, item)));
    QTRY_COMPARE(files(), 3701);
    QCOMPARE(m_model->rowCount(root()), 3000);
    QCOMPARE(m_model->index(0, 0, root()).data().toString(), u"00000.txt"_s);
    m_model->tellMore(root());
    QCOMPARE(m_model->rowCount(root()), 3701);
    QVERIFY(!m_model->hasMore(root()));
    const QStringList all = names(root());
    QVERIFY(std::ranges::is_sorted(all));
    QCOMPARE(all.last(), u"04599.txt"_s);
}

void TstArtifactModel::theSumOfTheArchiveIsTold()
{
    const Job job = addJob();
    Item item = addItem(job, u"uploads"_s, Item::State::Wanted);
    item.digest = u"sha256:0123abcd"_s;
    QVERIFY(wait(m_store->saveItem(job.id, item)));
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->index(0, 0).data(Qt::ToolTipRole).toString(), u"uploads\nSHA-256 of its archive: 0123abcd"_s);
}

// Breaks for the user: what 256 elements brought lies in the order in which it came, by names that say nothing.
void TstArtifactModel::thoseOfAnArrayStandByElement()
{
    const Job wanted{.spec = {.name = u"a.sh"_s, .each = {u"a.wav"_s, u"b.wav"_s, u"c.wav"_s}}, .createdAt = fromEpoch(1)};
    const Job job = *wait(m_store->add(wanted));
    addItem(job, u"uploads-2"_s, Item::State::Wanted);
    addItem(job, u"logs-0"_s, Item::State::Wanted);
    addItem(job, u"uploads-0"_s, Item::State::Wanted);
    m_model->setJob(job.id);
    QTRY_COMPARE(m_model->rowCount(), 3);
    QCOMPARE(names(), (QStringList{u"0 · a.wav · logs"_s, u"0 · a.wav"_s, u"2 · c.wav"_s}));
    addItem(job, u"uploads-1"_s, Item::State::Wanted);
    QTRY_COMPARE(m_model->rowCount(), 4);
    QCOMPARE(m_model->indexOfElement(1).row(), 2);
    QCOMPARE(m_model->indexOfElement(0).row(), 0);
    QCOMPARE(m_model->index(3, 0).data(ArtifactModel::ElementRole).toInt(), 2);
    QVERIFY(!m_model->indexOfElement(7).isValid());
}

PUNCHCARD_TEST(TstArtifactModel, tst_artifactmodel)
#include "tst_artifactmodel.moc"
