// SPDX-License-Identifier: MIT
#include "app/cli/delivery.h"
#include "tests/cli/samplejob.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstDelivery : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void ownFolderWithoutAnother();
    void theFolderThatWasChosen();
    void whatCouldNotBePlacedIsNamedWhereItIs();
    void onlyTheNewestAttempt();
    void elementsOfAnArrayInOrder();
    void timesOfARerunBeginWithIt();

private:
    void write(const QString &name) const;
    [[nodiscard]] cli::Delivery delivered(const Job &job) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstDelivery::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"artifacts/uploads/sub/b.txt"_s);
    write(u"artifacts/uploads/a.txt"_s);
}

void TstDelivery::write(const QString &name) const
{
    QDir().mkpath(QFileInfo(m_folder->filePath(name)).path());
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write("12345") != 5)
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
}

cli::Delivery TstDelivery::delivered(const Job &job) const
{
    const Context context;
    Result<cli::Delivery> delivery = wait(cli::deliveryOf(job, m_folder->path(), context));
    if (!delivery)
        qFatal("%s", qPrintable(delivery.error().what));
    return *delivery;
}

void TstDelivery::ownFolderWithoutAnother()
{
    const cli::Delivery delivery = delivered(testing::endedJob());
    QCOMPARE(delivery.out, m_folder->filePath(u"artifacts"_s));
    QCOMPARE(delivery.artifacts.size(), 1);
    const cli::DeliveredArtifact &uploads = delivery.artifacts.first();
    QCOMPARE(uploads.size, 10);
    QCOMPARE(uploads.files.at(0).name, u"a.txt"_s);
    QCOMPARE(uploads.files.at(1).name, u"sub/b.txt"_s);
    QCOMPARE(uploads.files.at(1).path, m_folder->filePath(u"artifacts/uploads/sub/b.txt"_s));
}

void TstDelivery::theFolderThatWasChosen()
{
    Job job = testing::endedJob();
    job.spec.outFolder = u"/home/me/out"_s;
    job.items.append(Item{.id = ItemId(3), .run = 1, .name = u"extra"_s, .state = Item::State::Here, .path = u"artifacts/extra"_s});
    write(u"artifacts/extra/c.txt"_s);
    const cli::Delivery delivery = delivered(job);
    QCOMPARE(delivery.out, u"/home/me/out"_s);
    QCOMPARE(delivery.artifacts.at(0).files.first().name, u"extra/c.txt"_s);
    QCOMPARE(delivery.artifacts.at(0).files.first().path, u"/home/me/out/extra/c.txt"_s);
    QCOMPARE(delivery.artifacts.at(1).files.first().path, u"/home/me/out/a.txt"_s);
}

// Breaks for the user: they are sent to a file that is another one than the job made.
void TstDelivery::whatCouldNotBePlacedIsNamedWhereItIs()
{
    Job job = testing::endedJob();
    job.spec.outFolder = u"/home/me/out"_s;
    job.items.last().state = Item::State::Refused;
    const cli::Delivery delivery = delivered(job);
    QCOMPARE(delivery.artifacts.first().files.first().path, m_folder->filePath(u"artifacts/uploads/a.txt"_s));
}

void TstDelivery::onlyTheNewestAttempt()
{
    Job job = testing::endedJob();
    Attempt second = job.runs.first().attempts.first();
    second.number = 2;
    job.runs.first().attempts.append(second);
    job.items.append(
        Item{.id = ItemId(4), .run = 1, .attempt = 2, .name = u"uploads"_s, .state = Item::State::Here, .path = u"artifacts-2/uploads"_s});
    write(u"artifacts-2/uploads/new.txt"_s);
    const cli::Delivery delivery = delivered(job);
    QCOMPARE(delivery.out, m_folder->filePath(u"artifacts-2"_s));
    QCOMPARE(delivery.artifacts.size(), 1);
    QCOMPARE(delivery.artifacts.first().files.first().name, u"new.txt"_s);
}

void TstDelivery::elementsOfAnArrayInOrder()
{
    Job job = testing::endedJob();
    job.items.clear();
    job.spec.array = 11;
    for (const int element : {10, 2, 0}) {
        const QString name = u"uploads-%1"_s.arg(element);
        write(u"artifacts/%1/x"_s.arg(name));
        job.items.append(
            Item{.id = ItemId(element + 5), .run = 1, .name = name, .state = Item::State::Here, .path = u"artifacts/"_s + name});
    }
    QStringList names;
    for (const cli::DeliveredArtifact &artifact : delivered(job).artifacts)
        names.append(artifact.files.first().name);
    QCOMPARE(names, QStringList({u"0/x"_s, u"2/x"_s, u"10/x"_s}));
    // Merged, they lie beside each other.
    job.spec.merge = true;
    QCOMPARE(delivered(job).artifacts.constLast().files.constFirst().name, u"x"_s);
    // Without an array it is a name like others.
    job.spec = {};
    QCOMPARE(delivered(job).artifacts.constLast().files.constFirst().name, u"uploads-10/x"_s);
}

void TstDelivery::timesOfARerunBeginWithIt()
{
    Job job = testing::endedJob();
    QCOMPARE(cli::timesOf(job).total, std::optional<Milliseconds>(25s));
    job.runs.first().attempts.first().number = 2;
    QCOMPARE(cli::timesOf(job).total, std::optional<Milliseconds>(22s));
    // The clock was put back meanwhile.
    job.finishedAt = job.createdAt - 1h;
    QCOMPARE(cli::timesOf(job).total, std::optional<Milliseconds>(0s));
}

PUNCHCARD_TEST(TstDelivery, tst_delivery)
#include "tst_delivery.moc"
