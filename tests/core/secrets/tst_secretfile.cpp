// SPDX-License-Identifier: MIT
#include "core/secrets/secretfile.h"

#include "tests/support/asnobody.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QThread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSecretFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsWhatIsThere();
    void readsNoMoreThanAskedFor();
    void missing();
    void danglingLink();
    void folder();
    void withoutRights();
    void pipe();
    void pipeThatIsOpenedLater();
    void silentPipe();
    void endlessDevice();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstSecretFile::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

static void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TstSecretFile::readsWhatIsThere()
{
    const QByteArray content("a\0b\r\n\xff\n", 7);
    write(path(u"f"_s), content);
    const Result<QByteArray> read = readSecretFile(path(u"f"_s), 100);
    QVERIFY(read);
    QCOMPARE(*read, content);
}

void TstSecretFile::readsNoMoreThanAskedFor()
{
    write(path(u"f"_s), QByteArray(1000, 'x'));
    const Result<QByteArray> read = readSecretFile(path(u"f"_s), 11);
    QVERIFY(read);
    QCOMPARE(read->size(), 11);
}

void TstSecretFile::missing()
{
    const Result<QByteArray> read = readSecretFile(path(u"none"_s), 10);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Missing);
    QVERIFY(read.error().what.contains(u"none"_s));
}

void TstSecretFile::danglingLink()
{
    QVERIFY(QFile::link(path(u"none"_s), path(u"link"_s)));
    const Result<QByteArray> read = readSecretFile(path(u"link"_s), 10);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Missing);
    QVERIFY2(read.error().what.contains(u"leads to nothing"_s), qPrintable(read.error().what));
}

void TstSecretFile::folder()
{
    const Result<QByteArray> read = readSecretFile(m_dir->path(), 10);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Refused);
    QVERIFY(read.error().what.contains(u"folder"_s));
}

void TstSecretFile::withoutRights()
{
    write(path(u"f"_s), "secret");
    QVERIFY(QFile::setPermissions(path(u"f"_s), QFile::Permissions()));
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::Permissions(0x7755)));
    const testing::AsNobody nobody;
    const Result<QByteArray> read = readSecretFile(path(u"f"_s), 10);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Denied);
    QVERIFY(!read.error().said.isEmpty());
}

// As in --token-file <(pass show github): it comes in pieces, and not at once.
void TstSecretFile::pipe()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const std::unique_ptr<QThread> writer(QThread::create([&ends] {
        for (const char *piece : {"one ", "two ", "three"}) {
            QCOMPARE(::write(ends[1], piece, strlen(piece)), ssize_t(strlen(piece)));
            QThread::yieldCurrentThread();
        }
        ::close(ends[1]);
    }));
    writer->start();
    const Result<QByteArray> read = readSecretFile(u"/dev/fd/%1"_s.arg(ends[0]), 100);
    writer->wait();
    ::close(ends[0]);
    QVERIFY(read);
    QCOMPARE(*read, "one two three");
}

// A named pipe reads as an empty file until somebody opens it for writing.
void TstSecretFile::pipeThatIsOpenedLater()
{
    const QByteArray fifo = QFile::encodeName(path(u"fifo"_s));
    QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
    const std::unique_ptr<QThread> writer(QThread::create([fifo] {
        const int end = ::open(fifo.constData(), O_WRONLY); // Returns once the reader is there.
        QCOMPARE(::write(end, "late", 4), 4);
        ::close(end);
    }));
    writer->start();
    const Result<QByteArray> read = readSecretFile(path(u"fifo"_s), 100);
    writer->wait();
    QVERIFY(read);
    QCOMPARE(*read, "late");
}

// Breaks for the user: the program hangs at its start and does not say why.
void TstSecretFile::silentPipe()
{
    QCOMPARE(mkfifo(QFile::encodeName(path(u"fifo"_s)).constData(), 0600), 0);
    const Result<QByteArray> read = readSecretFile(path(u"fifo"_s), 100, Milliseconds(50));
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Refused);
    QVERIFY2(read.error().what.contains(u"Nothing came"_s), qPrintable(read.error().what));
}

void TstSecretFile::endlessDevice()
{
    const Result<QByteArray> read = readSecretFile(u"/dev/zero"_s, 1000);
    QVERIFY(read);
    QCOMPARE(read->size(), 1000);
}

PUNCHCARD_TEST(TstSecretFile, tst_secretfile)
#include "tst_secretfile.moc"
