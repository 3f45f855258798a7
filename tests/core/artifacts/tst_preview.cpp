// SPDX-License-Identifier: MIT
#include "core/artifacts/preview.h"

#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <archive.h>
#include <archive_entry.h>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstPreview : public QObject
{
    Q_OBJECT

private slots:
    void kinds_data();
    void kinds();
    void onlyTheBeginningOfALongTextIsRead();
    void aLongLineIsCut();
    void aZipIsListed();
    void aTarIsListed_data();
    void aTarIsListed();
    void fourGigabytesDoNotHurt();
    void aTarThatUnpacksToAnythingStops();
    void aWindowIsWhatTheFileHasThere();
    void aMissingFileIsSaid();

private:
    QString put(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return path;
    }
    QString tar(const QString &name, int filter, qint64 size = 3, int entries = 3);
    QTemporaryDir m_folder;
};

void TstPreview::kinds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<Preview::Kind>("kind");
    QTest::newRow("empty") << u"a.txt"_s << QByteArray() << Preview::Kind::Empty;
    QTest::newRow("text") << u"b.txt"_s << QByteArray("hello\n") << Preview::Kind::Text;
    QTest::newRow("utf-8") << u"c.txt"_s
                           << QByteArray("gr\xc3\xbc\xc3\x9f"
                                         "e")
                           << Preview::Kind::Text;
    QTest::newRow("latin 1") << u"d.txt"_s
                             << QByteArray("gr\xfc\xdf"
                                           "e\n")
                             << Preview::Kind::Text;
    QTest::newRow("utf-16") << u"e.txt"_s << QByteArray("\xff\xfeh\0i\0", 6) << Preview::Kind::Text;
    QTest::newRow("no suffix") << u"config"_s << QByteArray("CONFIG_X=y\n") << Preview::Kind::Text;
    QTest::newRow("picture") << u"f"_s << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << Preview::Kind::Image;
    QTest::newRow("bytes") << u"g.bin"_s << QByteArray("\0\1\2\3\xff", 5) << Preview::Kind::Bytes;
    QTest::newRow("no zip after all") << u"h.zip"_s << QByteArray("PK\3\4\0\0\0nothing", 14) << Preview::Kind::Bytes;
}

void TstPreview::kinds()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const Preview::Kind, kind);
    const Result<Preview> preview = wait(readPreview(put(name, content), Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, kind);
    QCOMPARE(preview->size, content.size());
}

void TstPreview::onlyTheBeginningOfALongTextIsRead()
{
    const Result<Preview> preview = wait(readPreview(put(u"long.txt"_s, QByteArray("0123456789abcde\n").repeated(100'000)), Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, Preview::Kind::Text);
    QVERIFY(preview->cut);
    QVERIFY(preview->text.size() <= 128 * 1024);
}

void TstPreview::aLongLineIsCut()
{
    const Result<Preview> preview = wait(readPreview(put(u"line.json"_s, '"' + QByteArray(50'000, 'x') + '"'), Context()));
    QVERIFY(preview);
    QVERIFY(preview->cut);
    QCOMPARE(preview->text.size(), 2'001);
    QVERIFY(preview->text.endsWith(u'…'));
}

void TstPreview::aZipIsListed()
{
    testing::ZipBuilder zip;
    zip.add("folder/", "").add("folder/a.txt", "hello").add("odd\nname", "x");
    const Result<Preview> preview = wait(readPreview(zip.save(m_folder.filePath(u"a.zip"_s)), Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, Preview::Kind::Listing);
    QCOMPARE(preview->listing.entries.size(), 3);
    QVERIFY(preview->listing.entries.at(0).folder);
    QCOMPARE(preview->listing.entries.at(1).name, u"folder/a.txt"_s);
    QCOMPARE(preview->listing.entries.at(1).size, 5);
    QVERIFY(!preview->listing.entries.at(2).name.contains(u'\n'));
    QVERIFY(!preview->listing.more);
}

QString TstPreview::tar(const QString &name, int filter, qint64 size, int entries)
{
    const QString path = m_folder.filePath(name);
    archive *handle = archive_write_new();
    archive_write_set_format_pax_restricted(handle);
    archive_write_add_filter(handle, filter);
    archive_write_open_filename(handle, qPrintable(path));
    const QByteArray block(1 << 20, '\0');
    for (int i = 0; i < entries; ++i) {
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, qPrintable(u"folder/grüße-%1.txt"_s.arg(i)));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, size);
        archive_write_header(handle, entry);
        for (qint64 left = size; left > 0; left -= block.size())
            archive_write_data(handle, block.constData(), std::size_t(std::min<qint64>(left, block.size())));
        archive_entry_free(entry);
    }
    archive_write_close(handle);
    archive_write_free(handle);
    return path;
}

void TstPreview::aTarIsListed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("filter");
    QTest::newRow("plain") << u"a.tar"_s << ARCHIVE_FILTER_NONE;
    QTest::newRow("gzip") << u"a.tar.gz"_s << ARCHIVE_FILTER_GZIP;
    QTest::newRow("xz") << u"a.tar.xz"_s << ARCHIVE_FILTER_XZ;
    QTest::newRow("zstd") << u"a.tar.zst"_s << ARCHIVE_FILTER_ZSTD;
}

void TstPreview::aTarIsListed()
{
    QFETCH(const QString, name);
    QFETCH(const int, filter);
    const Result<Preview> preview = wait(readPreview(tar(name, filter), Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, Preview::Kind::Listing);
    QCOMPARE(preview->listing.entries.size(), 3);
    QCOMPARE(preview->listing.entries.at(2).name, u"folder/grüße-2.txt"_s);
    QCOMPARE(preview->listing.entries.at(2).size, 3);
    QVERIFY(!preview->listing.more);
}

// Breaks for the user: a click on a disk image freezes the window or eats the memory.
void TstPreview::fourGigabytesDoNotHurt()
{
    const QString path = m_folder.filePath(u"big.img"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(qint64(4) << 30)); // sparse
    file.close();
    const testing::PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    const Result<Preview> preview = wait(readPreview(path, Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, Preview::Kind::Bytes);
    const Result<QByteArray> end = wait(readWindow(path, (qint64(4) << 30) - 16, 4096, Context()));
    QVERIFY(end);
    QCOMPARE(end->size(), 16);
    qInfo("4 GB: %lld ms, %lld kB", timer.elapsed(), memory.more() / 1024);
    QVERIFY(memory.more() < 64 << 20);
}

void TstPreview::aTarThatUnpacksToAnythingStops()
{
    const QString path = tar(u"bomb.tar.zst"_s, ARCHIVE_FILTER_ZSTD, qint64(600) << 20, 4);
    const Result<Preview> preview = wait(readPreview(path, Context()));
    QVERIFY(preview);
    QCOMPARE(preview->kind, Preview::Kind::Listing);
    QCOMPARE(preview->listing.entries.size(), 2);
    QVERIFY(preview->listing.more);
}

void TstPreview::aWindowIsWhatTheFileHasThere()
{
    const QString path = put(u"window"_s, "0123456789");
    QCOMPARE(*wait(readWindow(path, 3, 4, Context())), "3456");
    QCOMPARE(*wait(readWindow(path, 8, 4, Context())), "89");
    QCOMPARE(*wait(readWindow(path, 20, 4, Context())), "");
}

void TstPreview::aMissingFileIsSaid()
{
    const Result<Preview> preview = wait(readPreview(m_folder.filePath(u"none"_s), Context()));
    QVERIFY(!preview);
    QCOMPARE(preview.error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstPreview, tst_preview)
#include "tst_preview.moc"
