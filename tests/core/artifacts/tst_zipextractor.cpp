// SPDX-License-Identifier: MIT
#include "core/artifacts/zipextractor.h"

#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::testing;

class TstZipExtractor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void unpacksWhatALibraryWrote();
    void unpacksStreamedAndZip64();
    void keepsEmptyFoldersAndFiles();
    void oneBadEntryStopsOnlyItself_data();
    void oneBadEntryStopsOnlyItself();
    void modesAreOurs();
    void twins();
    void fileAndFolderClash();
    void overlappingEntries();
    void tooManyBytes();
    void tooManyEntries();
    void noSpace();
    void notAZip_data();
    void notAZip();
    void emptyArchive();
    void cutArchive();
    void existingFilesStay();
    void againAfterACrash();
    void aLinkInTheTargetIsNotFollowed();
    void aTargetThatIsAFile();
    void cancelled();
    void progressReachesTheEnd();
    void seventyThousandFiles();
    void largeEntryInLittleMemory();
    void randomNamesStayInside();
    void randomBytesDoNoHarm();

private:
    Result<Unpacked> unpacked(const ZipBuilder &zip, UnpackLimits limits = {})
    {
        return wait(unpack(zip.save(m_dir->filePath(u"a.zip"_s)), target(), limits, Context()));
    }
    [[nodiscard]] QString target() const { return m_dir->filePath(u"target"_s); }
    [[nodiscard]] QByteArray get(const QString &path) const
    {
        QFile file(target() + u'/' + path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
    }
    void put(const QString &path, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(target() + u'/' + path).path());
        QFile file(target() + u'/' + path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    /// All that lies in the temporary folder, relative to it.
    [[nodiscard]] QStringList everything() const
    {
        QStringList list;
        QDirIterator it(m_dir->path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (it.hasNext())
            list.append(it.next().sliced(m_dir->path().size() + 1));
        list.sort();
        return list;
    }
    static QString said(const Result<Unpacked> &result) { return result ? QString() : result.error().what + u' ' + result.error().detail; }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstZipExtractor::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
}

void TstZipExtractor::unpacksWhatALibraryWrote()
{
    const QString path = m_dir->filePath(u"a.zip"_s);
    const QByteArray large(3'000'000, 'z');
    {
        QuaZip zip(path);
        zip.setUtf8Enabled(true);
        QVERIFY(zip.open(QuaZip::mdCreate));
        for (const auto &[name, content] :
             {std::pair(u"a/b/ä.txt"_s, QByteArray("hello")), std::pair(u"large"_s, large), std::pair(u"empty"_s, QByteArray())}) {
            QuaZipFile file(&zip);
            QVERIFY(file.open(QIODevice::WriteOnly, QuaZipNewInfo(name)));
            QCOMPARE(file.write(content), content.size());
            file.close();
            QCOMPARE(file.getZipError(), 0);
        }
    }
    const Result<Unpacked> result = wait(unpack(path, target(), {}, Context()));
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 0);
    QCOMPARE(result->files.size(), 3);
    QCOMPARE(result->files.at(0).path, u"a/b/ä.txt"_s);
    QCOMPARE(result->files.at(1).size, large.size());
    QCOMPARE(result->bytes, large.size() + 5);
    QCOMPARE(get(u"a/b/ä.txt"_s), "hello");
    QCOMPARE(get(u"large"_s), large);
    QVERIFY(QFile::exists(path));
}

// What upload-artifact writes: sizes after the content, in zip64 form when it cannot know them before.
void TstZipExtractor::unpacksStreamedAndZip64()
{
    ZipBuilder zip;
    const QByteArray text = QByteArray("line of text\n").repeated(10'000);
    zip.add(ZipPart{.name = "streamed", .content = text, .deflated = true, .dataDescriptor = true});
    zip.add(ZipPart{.name = "zip64", .content = text, .deflated = true, .zip64 = true});
    zip.add(ZipPart{.name = "both", .content = text, .deflated = true, .dataDescriptor = true, .zip64 = true});
    zip.add(ZipPart{.name = "no date", .content = text, .date = 0});
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QVERIFY2(result->refusals.isEmpty(), qPrintable(result->refusals.isEmpty() ? QString() : result->refusals.first().why));
    for (const UnpackedFile &file : result->files)
        QCOMPARE(get(file.path), text);
    QCOMPARE(result->files.size(), 4);
}

void TstZipExtractor::keepsEmptyFoldersAndFiles()
{
    ZipBuilder zip;
    zip.add(ZipPart{.name = "empty/folder/", .mode = 0040755});
    zip.add(ZipPart{.name = "dos folder/", .mode = 0});
    zip.add(ZipPart{.name = "mode only", .mode = 0040700});
    zip.add("empty/file", "");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 0);
    QCOMPARE(result->files.size(), 1);
    for (const QString &folder : {u"/empty/folder"_s, u"/dos folder"_s, u"/mode only"_s})
        QVERIFY2(QFileInfo(target() + folder).isDir(), qPrintable(folder));
    QCOMPARE(get(u"empty/file"_s), "");
}

// Breaks for the user: a file where they did not want one; or, the other way round, all results lost for one bad file.
void TstZipExtractor::oneBadEntryStopsOnlyItself_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("lie"); // 0: none, else below
    const auto named = [](const char *row, const QByteArray &name) { QTest::newRow(row) << name << 0; };
    named("up", "../evil");
    named("up deeper", "good/../../evil");
    named("absolute", "/tmp/punchcard-evil");
    named("drive", "C:\\evil");
    named("drive with slash", "C:/evil");
    named("UNC", "\\\\host\\share\\evil");
    named("backslashes", "..\\..\\evil");
    named("NUL", QByteArray("evil\0.txt", 9));
    named("line feed", "evil\n.txt");
    named("device name", "COM7.evil");
    named("trailing dot", "evil.");
    named("trailing blank", "evil /x");
    named("no name", "");
    named("slash only", "/");
    named("too long", QByteArray(300, 'e'));
    named("far too long", QByteArray("evil/").repeated(10'000) + 'x');
    named("bidi override", "evil\xE2\x80\xAEtxt.exe");
    const char *const lies[] = {"symbolic link",
                                "character device",
                                "block device",
                                "pipe",
                                "socket",
                                "encrypted",
                                "strong encryption",
                                "unknown method",
                                "wrong crc",
                                "size too large",
                                "size too small",
                                "size beyond belief",
                                "size beyond qint64",
                                "folder with content",
                                "stored with two sizes",
                                "damaged stream"};
    for (int i = 0; i < int(std::size(lies)); ++i)
        QTest::newRow(lies[i]) << QByteArray("evil") << i + 1;
}

void TstZipExtractor::oneBadEntryStopsOnlyItself()
{
    QFETCH(QByteArray, name);
    QFETCH(int, lie);
    ZipPart bad{.name = name, .content = "evil content"};
    switch (lie) {
    case 1: bad.mode = 0120777; break;
    case 2: bad.mode = 0020666; break;
    case 3: bad.mode = 0060666; break;
    case 4: bad.mode = 0010666; break;
    case 5: bad.mode = 0140666; break;
    case 6: bad.flags |= 0x0001; break;
    case 7: bad.flags |= 0x0040; break;
    case 8: bad.method = 93; break;
    case 9: bad.crc = 1; break;
    case 10: bad.deflated = true, bad.size = 1'000; break;
    case 11: bad.deflated = true, bad.size = 4; break;
    case 12: bad.deflated = true, bad.size = 10'000'000; break;
    case 13: bad.zip64 = true, bad.size = 0xFFFF'FFFF'FFFF'FF00; break;
    case 14: bad.name = "evil/"; break;
    case 15: bad.size = 13; break;
    case 16: bad.content = QByteArray(12, char(0xEE)), bad.method = 8, bad.size = 100; break;
    default: break;
    }
    ZipBuilder zip;
    zip.add("before", "1");
    zip.add(bad);
    zip.add("good/after", "2");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 1);
    QVERIFY(!result->refusals.first().why.isEmpty());
    QVERIFY(!result->refusals.first().name.contains(u'\n'));
    QVERIFY(result->refusals.first().name.size() <= 210);
    QCOMPARE(result->files.size(), 2);
    QCOMPARE(get(u"before"_s), "1");
    QCOMPARE(get(u"good/after"_s), "2");
    QCOMPARE(everything(), (QStringList{u"a.zip"_s, u"target"_s, u"target/before"_s, u"target/good"_s, u"target/good/after"_s}));
    QVERIFY(!QFile::exists(u"/tmp/punchcard-evil"_s));
}

void TstZipExtractor::modesAreOurs()
{
    const mode_t before = ::umask(0022);
    ZipBuilder zip;
    zip.add(ZipPart{.name = "setuid", .content = "x", .mode = 0106777});
    zip.add(ZipPart{.name = "open", .content = "x", .mode = 0100666});
    zip.add(ZipPart{.name = "sticky/", .mode = 0041777});
    zip.add(ZipPart{.name = "closed/", .mode = 0040000});
    zip.add("closed/x", "x");
    const Result<Unpacked> result = unpacked(zip);
    ::umask(before);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 0);
    const auto mode = [this](const QString &path) {
        struct stat there;
        return ::stat(QFile::encodeName(target() + path).constData(), &there) == 0 ? there.st_mode & 07777 : 0;
    };
    QCOMPARE(mode(u"/setuid"_s), 0644u);
    QCOMPARE(mode(u"/open"_s), 0644u);
    QCOMPARE(mode(u"/sticky"_s), 0755u);
    QCOMPARE(mode(u"/closed"_s), 0755u);
    QCOMPARE(mode(u""_s), 0700u);
}

void TstZipExtractor::twins()
{
    ZipBuilder zip;
    zip.add("README", "1").add("readme", "2").add("README", "3");
    zip.add("caf\xC3\xA9", "4").add("cafe\xCC\x81", "5");
    zip.add(ZipPart{.name = "latin \xE4", .content = "6", .flags = 0}).add(ZipPart{.name = "latin \xE5", .content = "7", .flags = 0});
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->files.size(), 3);
    QCOMPARE(result->refusals.size(), 4);
    QCOMPARE(get(u"README"_s), "1");
    QCOMPARE(get(u"caf\u00E9"_s), "4");
    QCOMPARE(get(u"latin \uFFFD"_s), "6");
}

void TstZipExtractor::fileAndFolderClash()
{
    ZipBuilder zip;
    zip.add("a", "1").add("a/b", "2").add("c/d", "3").add("c", "4");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 2);
    QCOMPARE(get(u"a"_s), "1");
    QCOMPARE(get(u"c/d"_s), "3");
}

// A bomb that does without recursion: many entries of one content. The first has it, the others are refused.
void TstZipExtractor::overlappingEntries()
{
    ZipBuilder zip;
    zip.add(ZipPart{.name = "0000", .content = QByteArray(1 << 20, '\0'), .deflated = true});
    for (int i = 1; i < 100; ++i)
        zip.add(ZipPart{.name = "0000", .content = QByteArray(1 << 20, '\0'), .deflated = true, .sharesBytesOf = 0});
    const Result<Unpacked> same = unpacked(zip);
    QVERIFY2(same, qPrintable(said(same)));
    QCOMPARE(same->files.size(), 1);

    ZipBuilder other;
    other.add(ZipPart{.name = "a000", .content = QByteArray(1 << 20, '\0'), .deflated = true});
    for (int i = 1; i < 100; ++i)
        other.add(
            ZipPart{.name = 'b' + QByteArray::number(100 + i), .content = QByteArray(1 << 20, '\0'), .deflated = true, .sharesBytesOf = 0});
    const Result<Unpacked> result = unpacked(other);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->files.size(), 1);
    QCOMPARE(result->refusals.size(), 99);
    QCOMPARE(result->bytes, 1 << 20);
}

void TstZipExtractor::tooManyBytes()
{
    ZipBuilder zip;
    zip.add("small", "1");
    zip.add(ZipPart{.name = "bomb", .content = QByteArray(50 << 20, '\0'), .deflated = true});
    const Result<Unpacked> result = unpacked(zip, {.bytes = 10 << 20});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Refused);
    QVERIFY(!QFile::exists(target()));
    QVERIFY(unpacked(zip, {.bytes = (50 << 20) + 1}));
}

void TstZipExtractor::tooManyEntries()
{
    ZipBuilder zip;
    for (int i = 0; i < 11; ++i)
        zip.add(QByteArray::number(i), "x");
    const Result<Unpacked> result = unpacked(zip, {.entries = 10});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Refused);
    QVERIFY(!QFile::exists(target()));
    QVERIFY(unpacked(zip, {.entries = 11}));
}

void TstZipExtractor::noSpace()
{
    ZipBuilder zip;
    zip.add("x", "x");
    const Result<Unpacked> result = unpacked(zip, {.reserve = std::numeric_limits<qint64>::max() / 2});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Storage);
    QVERIFY(!QFile::exists(target()));
}

void TstZipExtractor::notAZip_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a page") << QByteArray("<!DOCTYPE html><html><body>Sign in to the network</body></html>");
    QTest::newRow("magic only") << QByteArray("PK\x03\x04");
    QTest::newRow("zeros") << QByteArray(10'000, '\0');
}

void TstZipExtractor::notAZip()
{
    QFETCH(QByteArray, content);
    QFile file(m_dir->filePath(u"a.zip"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    const Result<Unpacked> result = wait(unpack(file.fileName(), target(), {}, Context()));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Malformed);
    QVERIFY(!QFile::exists(target()));
}

void TstZipExtractor::emptyArchive()
{
    const Result<Unpacked> result = unpacked(ZipBuilder());
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->files.size(), 0);
    QVERIFY(QFileInfo(target()).isDir());
}

// Breaks for the user: half of an archive that was cut on its way is taken for all of it.
void TstZipExtractor::cutArchive()
{
    ZipBuilder zip;
    for (int i = 0; i < 20; ++i)
        zip.add("file " + QByteArray::number(i), QByteArray(100, 'x'));
    const QByteArray whole = zip.bytes();
    for (qsizetype cut = 1; cut < whole.size(); cut += 7) {
        QFile file(m_dir->filePath(u"cut.zip"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(whole.first(whole.size() - cut)), whole.size() - cut);
        file.close();
        const Result<Unpacked> result = wait(unpack(file.fileName(), target(), {}, Context()));
        // What is missing of the end record's last field harms nobody.
        QVERIFY2(!result || result->files.size() + result->refusals.size() == 20, qPrintable(QString::number(cut)));
        QVERIFY2(!result || cut < 22, qPrintable(QString::number(cut)));
    }
}

void TstZipExtractor::existingFilesStay()
{
    put(u"a"_s, "mine");
    put(u"b"_s, "mine");
    put(u"f/x"_s, "mine");
    ZipBuilder zip;
    zip.add("a", "theirs").add("b", "evil").add("f", "theirs").add("c", "theirs");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 3);
    QCOMPARE(get(u"a"_s), "mine");
    QCOMPARE(get(u"b"_s), "mine");
    QCOMPARE(get(u"f/x"_s), "mine");
    QCOMPARE(get(u"c"_s), "theirs");
}

void TstZipExtractor::againAfterACrash()
{
    ZipBuilder zip;
    zip.add("a/x", "one").add("a/y", "two").add(ZipPart{.name = "b/", .mode = 0040755});
    const Result<Unpacked> first = unpacked(zip);
    QVERIFY2(first, qPrintable(said(first)));
    QVERIFY(QFile::remove(target() + u"/a/y"_s));
    const Result<Unpacked> second = unpacked(zip);
    QVERIFY2(second, qPrintable(said(second)));
    QCOMPARE(second->refusals.size(), 0);
    QCOMPARE(second->files.size(), 2);
    QCOMPARE(get(u"a/x"_s), "one");
    QCOMPARE(get(u"a/y"_s), "two");
}

void TstZipExtractor::aLinkInTheTargetIsNotFollowed()
{
    const QTemporaryDir outside;
    QVERIFY(QDir().mkpath(target()));
    QVERIFY(QFile::link(outside.path(), target() + u"/sub"_s));
    QVERIFY(QFile::link(outside.filePath(u"new"_s), target() + u"/file"_s));
    ZipBuilder zip;
    zip.add("sub/x", "1").add("file", "2").add(ZipPart{.name = "sub/", .mode = 0040755}).add("good", "3");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->refusals.size(), 3);
    QCOMPARE(result->files.size(), 1);
    QVERIFY(QDir(outside.path()).isEmpty());
}

void TstZipExtractor::aTargetThatIsAFile()
{
    QFile file(target());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    ZipBuilder zip;
    zip.add("x", "1");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Conflict);
}

void TstZipExtractor::cancelled()
{
    ZipBuilder zip;
    zip.add("x", "1");
    const Context context;
    context.cancel->request();
    const Result<Unpacked> result = wait(unpack(zip.save(m_dir->filePath(u"a.zip"_s)), target(), {}, context));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Cancelled);
}

void TstZipExtractor::progressReachesTheEnd()
{
    ZipBuilder zip;
    zip.add(ZipPart{.name = "x", .content = QByteArray(1 << 20, 'x'), .deflated = true});
    QList<Progress> seen;
    const Context context{.progress = [&seen](const Progress &progress) { seen.append(progress); }};
    QVERIFY(wait(unpack(zip.save(m_dir->filePath(u"a.zip"_s)), target(), {}, context)));
    QVERIFY(!seen.isEmpty());
    QCOMPARE(seen.last().done, 1 << 20);
    QCOMPARE(seen.last().total, 1 << 20);
}

void TstZipExtractor::seventyThousandFiles()
{
    constexpr int count = 70'000;
    ZipBuilder zip;
    for (int i = 0; i < count; ++i)
        zip.add("folder " + QByteArray::number(i / 1000) + "/file " + QByteArray::number(i), "x");
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(result->files.size(), count);
    QCOMPARE(result->refusals.size(), 0);
    QCOMPARE(get(u"folder 69/file 69999"_s), "x");
}

void TstZipExtractor::largeEntryInLittleMemory()
{
    constexpr qint64 size = qint64(300) << 20;
    const QString path = m_dir->filePath(u"large.zip"_s);
    {
        QuaZip zip(path);
        QVERIFY(zip.open(QuaZip::mdCreate));
        QuaZipFile file(&zip);
        QVERIFY(file.open(QIODevice::WriteOnly, QuaZipNewInfo(u"large"_s), nullptr, 0, 8, 1));
        const QByteArray piece(1 << 20, '\0');
        for (qint64 i = 0; i < size; i += piece.size())
            QCOMPARE(file.write(piece), piece.size());
        file.close();
    }
    const PeakMemory memory;
    const Result<Unpacked> result = wait(unpack(path, target(), {}, Context()));
    QVERIFY2(result, qPrintable(said(result)));
    QCOMPARE(QFileInfo(target() + u"/large"_s).size(), size);
    QVERIFY2(memory.more() < 8 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

// Whatever the names: nothing beside the target, and what is reported is what is there.
void TstZipExtractor::randomNamesStayInside()
{
    QRandomGenerator random(1);
    static const QByteArrayList pieces{"..", ".",  "/", "/",        "a",         "A",   "b",    "\\",
                                       "C:", "\n", " ", "\xC3\xA9", "e\xCC\x81", "nul", "\xFF", "x.txt"};
    for (int round = 0; round < 60; ++round) {
        m_dir = std::make_unique<QTemporaryDir>();
        ZipBuilder zip;
        for (int i = 0; i < 30; ++i) {
            QByteArray name;
            for (int k = random.bounded(6); k >= 0; --k)
                name += pieces.at(random.bounded(int(pieces.size())));
            zip.add(ZipPart{.name = name, .content = QByteArray::number(i), .deflated = random.bounded(2) == 1});
        }
        const Result<Unpacked> result = unpacked(zip);
        QVERIFY2(result, qPrintable(said(result)));
        QSet<QString> reported;
        for (const UnpackedFile &file : result->files) {
            reported.insert(u"target/"_s + file.path);
            QCOMPARE(get(file.path).size(), file.size);
        }
        for (const QString &path : everything()) {
            const bool expected
                = path == u"a.zip"_s || path == u"target"_s || QFileInfo(m_dir->filePath(path)).isDir() || reported.contains(path);
            QVERIFY2(expected && (path == u"a.zip"_s || path.startsWith(u"target"_s)), qPrintable(path));
        }
    }
}

void TstZipExtractor::randomBytesDoNoHarm()
{
    QRandomGenerator random(3);
    ZipBuilder zip;
    zip.add(ZipPart{.name = "a/b", .content = QByteArray(5'000, 'x'), .deflated = true, .dataDescriptor = true});
    zip.add(ZipPart{.name = "c", .content = QByteArray(5'000, 'y'), .deflated = true, .zip64 = true});
    zip.add("d", "plain");
    const QByteArray whole = zip.bytes();
    for (int round = 0; round < 1'500; ++round) {
        QByteArray bytes = whole;
        for (int k = random.bounded(4); k >= 0; --k)
            bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
        QFile file(m_dir->filePath(u"r.zip"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        const QString folder = target() + QString::number(round);
        const Result<Unpacked> result = wait(unpack(file.fileName(), folder, {.bytes = 1 << 20}, Context()));
        if (result) {
            for (const UnpackedFile &unpackedFile : result->files)
                QCOMPARE(QFileInfo(folder + u'/' + unpackedFile.path).size(), unpackedFile.size);
        }
        QDir(folder).removeRecursively();
    }
    QCOMPARE(everything(), QStringList{u"r.zip"_s});
}

PUNCHCARD_TEST(TstZipExtractor, tst_zipextractor)
#include "tst_zipextractor.moc"
