// SPDX-License-Identifier: MIT
// Archives that somebody made to do harm: each kind with what must be left of it, and a line that tells what became of it.
// PUNCHCARD_LONG=1 takes the largest ones whole.
#include "core/artifacts/rawartifact.h"
#include "core/artifacts/space.h"
#include "core/artifacts/zipextractor.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <atomic>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::testing;

class TstHostileArchive : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanupTestCase() const;
    void badEntries_data();
    void badEntries();
    void entriesThatAreNone_data();
    void entriesThatAreNone();
    void oddStructures_data();
    void oddStructures();
    void nestedZipsStayZips();
    void halfAMillionRefusals();
    void foldersWithoutEnd();
    void aMillionEntries();
    void zerosWithoutEnd();
    void linksThatComeWhileItUnpacks();
    void aLinkThatComesWhileItIsMovedIn();
    void hardLinksInTheTarget();

private:
    [[nodiscard]] QString target() const { return m_dir->filePath(u"around/target"_s); }
    /// Unpacks @p archive; whatever came of it, nothing else has changed, and the archive is as it was.
    Result<Unpacked> unpacked(const QByteArray &archive, UnpackLimits limits = {});
    [[nodiscard]] QStringList files() const;
    static void tell(const Result<Unpacked> &result);

    std::unique_ptr<QTemporaryDir> m_dir;
    int m_tried = 0;
};

namespace {

constexpr const char *evil = "evil content";

bool isLongRun()
{
    return qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0;
}

QStringList allBelow(const QString &folder)
{
    QStringList list;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (it.hasNext())
        list.append(it.next().sliced(folder.size() + 1));
    list.sort();
    return list;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
}

void putFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

// A zip of one entry of @p mebibytes of zeros, packed as tightly as deflate can: the same block again and again.
QByteArray zerosZip(qint64 mebibytes)
{
    constexpr qsizetype mebibyte = 1 << 20;
    QByteArray zeros(mebibyte, '\0');
    QByteArray block(4096, Qt::Uninitialized);
    z_stream stream = {};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib does not start");
    stream.next_in = reinterpret_cast<Bytef *>(zeros.data());
    stream.avail_in = uInt(zeros.size());
    stream.next_out = reinterpret_cast<Bytef *>(block.data());
    stream.avail_out = uInt(block.size());
    if (::deflate(&stream, Z_FULL_FLUSH) != Z_OK || stream.avail_in != 0)
        qFatal("zlib does not flush");
    block.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    const uLong one = ::crc32(0, reinterpret_cast<const Bytef *>(zeros.constData()), uInt(zeros.size()));
    uLong crc = one;
    for (qint64 i = 1; i < mebibytes; ++i)
        crc = crc32_combine(crc, one, mebibyte);
    const QByteArray last("\x03\x00", 2); // An empty block that says it is the last one.
    ZipBuilder zip;
    zip.add(ZipPart{.name = "zeros",
                    .content = block.repeated(mebibytes) + last,
                    .method = 8,
                    .zip64 = true,
                    .size = quint64(mebibytes) * mebibyte,
                    .crc = quint32(crc)});
    return zip.bytes();
}

// The end record of @p archive with another number in it.
QByteArray withEnd(QByteArray archive, qsizetype at, quint16 value)
{
    const qsizetype end = archive.lastIndexOf("PK\5\6");
    archive[end + at] = char(value & 0xFF);
    archive[end + at + 1] = char(value >> 8);
    return archive;
}

ZipBuilder twoGood()
{
    ZipBuilder zip;
    zip.add("before", "1").add("good/after", "2");
    return zip;
}

} // namespace

void TstHostileArchive::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    putFile(m_dir->filePath(u"around/victim"_s), "mine");
    putFile(m_dir->filePath(u"victim"_s), "mine");
}

void TstHostileArchive::cleanupTestCase() const
{
    qInfo("%d hostile archives: nothing outside the folder, no more than was declared, the archive kept", m_tried);
}

QStringList TstHostileArchive::files() const
{
    QStringList all = allBelow(target());
    all.removeIf([this](const QString &path) { return QFileInfo(target() + u'/' + path).isDir(); });
    return all;
}

void TstHostileArchive::tell(const Result<Unpacked> &result)
{
    const char *const tag = QTest::currentDataTag() ? QTest::currentDataTag() : QTest::currentTestFunction();
    if (!result)
        qInfo().noquote() << tag << u"— refused whole: %1"_s.arg(result.error().what);
    else
        qInfo().noquote() << tag
                          << u"— %1 unpacked, %2 refused%3"_s.arg(result->files.size())
                                 .arg(result->refusals.size() + result->unnamed)
                                 .arg(result->refusals.isEmpty() ? QString() : u": "_s + result->refusals.first().why);
}

Result<Unpacked> TstHostileArchive::unpacked(const QByteArray &archive, UnpackLimits limits)
{
    ++m_tried;
    const QString zip = m_dir->filePath(u"a.zip"_s);
    putFile(zip, archive);
    Result<Unpacked> result = wait(unpack(zip, target(), limits, Context()), std::chrono::minutes(30));
    tell(result);
    QStringList beside = allBelow(m_dir->path());
    beside.removeIf([](const QString &path) { return path == "around/target"_L1 || path.startsWith("around/target/"_L1); });
    const auto fails = [](const QString &what) { return Error{.kind = Error::Kind::Local, .what = u"THE ARCHIVE GOT OUT: "_s + what}; };
    if (beside != QStringList{u"a.zip"_s, u"around"_s, u"around/victim"_s, u"victim"_s})
        return fails(beside.join(u", "_s));
    if (contentOf(m_dir->filePath(u"victim"_s)) != "mine" || contentOf(m_dir->filePath(u"around/victim"_s)) != "mine")
        return fails(u"a file beside has changed"_s);
    if (archive.size() < 10'000'000 && contentOf(zip) != archive)
        return fails(u"the archive has changed"_s);
    qint64 there = 0;
    for (const QString &path : files()) {
        struct stat info;
        if (::lstat(QFile::encodeName(target() + u'/' + path).constData(), &info) != 0 || !S_ISREG(info.st_mode)
            || (info.st_mode & 07022) != 0)
            return fails(u"%1 is no plain file of ours"_s.arg(path));
        there += info.st_size;
    }
    if (result && there != result->bytes)
        return fails(u"%1 bytes are there, %2 were told"_s.arg(there).arg(result->bytes));
    if (!result && there != 0)
        return fails(u"something of what was refused whole is there"_s);
    return result;
}

// One bad entry between two good ones: it alone is refused, by a name and a reason that can be shown.
void TstHostileArchive::badEntries_data()
{
    QTest::addColumn<ZipPart>("bad");
    const auto named = [](const char *row, const QByteArray &name) { QTest::newRow(row) << ZipPart{.name = name, .content = evil}; };
    named("up", "../evil");
    named("far up", "../../../../../../../../../../tmp/evil");
    named("up within", "good/../../evil");
    named("up at the end", "good/..");
    named("here", "./evil");
    named("nothing between slashes", "good//evil");
    named("no name", "");
    named("a slash", "/");
    named("two dots", "..");
    named("absolute", "/tmp/punchcard-evil");
    named("two slashes", "//host/share/evil");
    named("UNC", "\\\\host\\share\\evil");
    named("device path", "\\\\.\\PhysicalDrive0");
    named("drive", "C:\\evil");
    named("drive, slash", "C:/evil");
    named("drive, relative", "c:evil");
    named("backslashes up", "..\\..\\evil");
    named("backslash within", "good\\evil");
    named("NUL", QByteArray("evil\0.txt", 9));
    named("NUL behind a way up", QByteArray("evil\0/../../x", 13));
    named("CON", "CON");
    named("PRN with suffix", "PRN.txt");
    named("AUX as a folder", "aux/evil");
    named("NUL with suffixes", "nul.tar.gz");
    named("CONIN$", "CONIN$");
    named("COM1", "com1");
    named("COM with a superscript", "COM\xC2\xB9.log");
    named("LPT9", "LPT9");
    named("device and blanks", "nul  .txt");
    named("trailing dot", "evil.");
    named("trailing dots of a folder", "evil../x");
    named("trailing blank", "evil ");
    named("three dots", "...");
    named("alternate stream", "before:evil");
    named("wildcards", "evil*?");
    named("pipe", "evil|sh");
    named("angle brackets", "<evil>");
    named("quotation mark", "\"evil\"");
    named("line feed", "evil\nx");
    named("carriage return", "evil\rx");
    named("title sequence", "\x1B]0;evil\a");
    named("CSI of one byte",
          "\xC2\x9B"
          "2J");
    named("DEL", "evil\x7F");
    named("line separator", "evil\xE2\x80\xA8");
    named("right-to-left override", "evil\xE2\x80\xAEgpj.exe");
    named("isolate", "evil\xE2\x81\xA6");
    named("byte order mark within", "ev\xEF\xBB\xBFil");
    named("nothing to be seen", "\xE2\x80\x8B");
    named("nothing to be seen on the way", "good/\xE2\x80\x8B\xE2\x80\x8D/evil");
    named("256 bytes", QByteArray(256, 'e'));
    named("more bytes than letters", QByteArray("\xC3\xA4").repeated(128));
    named("PATH_MAX", QByteArray("evil/").repeated(818) + "evil.x");
    named("10,000 folders", QByteArray("evil/").repeated(10'000) + 'x');
    named("64 kB", QByteArray(65'535, 'e'));
    named("our part file", ".punchcard-0123456789abcdef.part");
    named("our part file, upper case", ".PUNCHCARD-0123456789ABCDEF.PART");
    // Twins of what is there already.
    named("the same again", "before");
    named("case twin", "BEFORE");
    named("case twin of a folder", "GOOD/x");
    named("full stop of another kind on a folder", "good.");
    named("twin by a zero-width space",
          "be\xE2\x80\x8B"
          "fore");
    named("twin by a joiner", "before\xE2\x80\x8D");
    named("twin by a soft hyphen",
          "be\xC2\xAD"
          "fore");
    named("twin by a tag", "before\xF3\xA0\x81\xA1");
    named("twin by a mark of direction", "before\xE2\x80\x8E");
    named("a file where a folder is", "good");
    named("a folder where a file is", "before/evil");

    const auto mode
        = [](const char *row, quint16 bits) { QTest::newRow(row) << ZipPart{.name = "evil", .content = "../victim", .mode = bits}; };
    mode("symbolic link", 0120777);
    mode("setuid link", 0124777);
    mode("character device", 0020666);
    mode("block device", 0060666);
    mode("named pipe", 0010666);
    mode("socket", 0140666);
    mode("no type at all", 0170000);
    QTest::newRow("a folder with content") << ZipPart{.name = "evil/", .content = evil};
    QTest::newRow("a file that is called a folder") << ZipPart{.name = "evil/", .mode = 0100644};
    QTest::newRow("encrypted") << ZipPart{.name = "evil", .content = evil, .flags = 0x0801};
    QTest::newRow("strong encryption") << ZipPart{.name = "evil", .content = evil, .flags = 0x0841};
    QTest::newRow("masked headers") << ZipPart{.name = "evil", .content = evil, .flags = 0x2801};
    for (const quint16 method : {1, 9, 12, 14, 93, 95, 99})
        QTest::addRow("method %d", int(method)) << ZipPart{.name = "evil", .content = evil, .method = method};
    QTest::newRow("wrong checksum") << ZipPart{.name = "evil", .content = evil, .crc = 1};
    QTest::newRow("wrong checksum, packed") << ZipPart{.name = "evil", .content = evil, .deflated = true, .crc = 1};
    QTest::newRow("no deflate at all") << ZipPart{.name = "evil", .content = QByteArray(12, char(0xEE)), .method = 8, .size = 100};

    // Sizes, wherever they are told.
    const QByteArray text = QByteArray("0123456789").repeated(50);
    const auto lie = [&text](const char *row, ZipPart part) {
        part.name = "evil";
        part.content = text;
        QTest::newRow(row) << part;
    };
    lie("larger in the directory", {.deflated = true, .size = 1000});
    lie("smaller in the directory", {.deflated = true, .size = 4});
    lie("none in the directory", {.deflated = true, .size = 0});
    lie("larger in the header", {.deflated = true, .localSize = 1000});
    lie("smaller in the header", {.deflated = true, .localSize = 4});
    lie("packed larger in the directory", {.deflated = true, .packed = 5000});
    lie("packed smaller in the directory", {.deflated = true, .packed = 5});
    lie("packed larger than the archive", {.deflated = true, .packed = 0x7FFFFFFF});
    lie("packed larger in the header", {.deflated = true, .localPacked = 5000});
    lie("packed smaller in the header", {.deflated = true, .localPacked = 3});
    lie("another checksum in the header", {.deflated = true, .localCrc = 7});
    lie("stored, larger in the directory", {.size = 1000});
    lie("stored, both larger in the directory", {.size = 70'000, .packed = 70'000});
    lie("stored, smaller in the directory", {.size = 4, .packed = 4});
    lie("as much as deflate can make", {.deflated = true, .size = 900'000});
    lie("more than deflate can make", {.deflated = true, .size = 1'000'000'000});
    lie("zip64: beyond belief", {.deflated = true, .zip64 = true, .size = 0x7FFF'FFFF'FFFF'0000});
    lie("zip64: negative", {.deflated = true, .zip64 = true, .size = 0xFFFF'FFFF'FFFF'FF00});
    lie("zip64: packed negative", {.deflated = true, .zip64 = true, .packed = 0xFFFF'FFFF'FFFF'FF00});
    lie("another name in the header", {.localName = QByteArray("../evil")});
    lie("its header lies nowhere", {.offset = 0x7FFF'0000});
    lie("its header is no header", {.offset = 3});
}

void TstHostileArchive::badEntries()
{
    QFETCH(ZipPart, bad);
    ZipBuilder zip = twoGood();
    zip.add(bad);
    zip.add("last", "3");
    const Result<Unpacked> result = unpacked(zip.bytes());
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(files(), (QStringList{u"before"_s, u"good/after"_s, u"last"_s}));
    QCOMPARE(result->refusals.size(), 1);
    const Refusal &refusal = result->refusals.first();
    QVERIFY(refusal.why.endsWith(u'.') && refusal.why.size() > 10);
    QVERIFY(refusal.name.size() <= 2'000);
    for (const QChar c : refusal.name)
        QVERIFY2(c == u'\u200D' || (c.isPrint() && c.category() != QChar::Other_Format), qPrintable(refusal.name));
}

// What looks bad and is harmless: it is taken as it is, below the folder.
void TstHostileArchive::entriesThatAreNone_data()
{
    QTest::addColumn<ZipPart>("odd");
    QTest::addColumn<QString>("path");
    const auto named = [](const char *row, const QByteArray &name, const QString &path) {
        QTest::newRow(row) << ZipPart{.name = name, .content = evil} << path;
    };
    named("percent signs", "%2e%2e%2fevil", u"%2e%2e%2fevil"_s);
    named("full-width dots and slash",
          "\xEF\xBC\x8E\xEF\xBC\x8E\xEF\xBC\x8F"
          "evil",
          u"\uFF0E\uFF0E\uFF0Fevil"_s);
    named("full-width letters are others",
          "\xEF\xBD\x82"
          "efore",
          u"\uFF42efore"_s);
    named("slash of another kind",
          "..\xE2\x88\x95"
          "evil",
          u"..\u2215evil"_s);
    named("no UTF-8", "ev\xFFil", u"ev\uFFFDil"_s);
    named("dots written too long", "\xC0\xAE\xC0\xAE/evil", u"\uFFFD\uFFFD\uFFFD\uFFFD/evil"_s);
    named("a surrogate in UTF-8",
          "\xED\xA0\x80"
          "evil",
          u"\uFFFD\uFFFD\uFFFDevil"_s);
    named("leading blank", " evil", u" evil"_s);
    named("an option", "-rf", u"-rf"_s);
    named("a tilde", "~/evil", u"~/evil"_s);
    named("a variable", "$HOME/evil", u"$HOME/evil"_s);
    named("255 bytes", QByteArray(255, 'e'), QString(255, u'e'));
    named("100 folders", QByteArray("e/").repeated(99) + 'x', u"e/"_s.repeated(99) + u'x');
    QTest::newRow("setuid, setgid and sticky") << ZipPart{.name = "evil", .content = evil, .mode = 0107777} << u"evil"_s;
    QTest::newRow("no rights") << ZipPart{.name = "evil", .content = evil, .mode = 0100000} << u"evil"_s;
    QTest::newRow("no mode") << ZipPart{.name = "evil", .content = evil, .mode = 0} << u"evil"_s;
    // The directory alone counts.
    QTest::newRow("the header says another name") << ZipPart{.name = "evil", .content = evil, .localName = "../x"} << u"evil"_s;
    QTest::newRow("zip64 in the header lies")
        << ZipPart{.name = "evil", .content = evil, .deflated = true, .zip64 = true, .localSize = 1000} << u"evil"_s;
    QTest::newRow("the descriptor lies")
        << ZipPart{.name = "evil", .content = evil, .deflated = true, .dataDescriptor = true, .laterSize = 1'000'000'000} << u"evil"_s;
}

void TstHostileArchive::entriesThatAreNone()
{
    QFETCH(ZipPart, odd);
    QFETCH(QString, path);
    ZipBuilder zip = twoGood();
    zip.add(odd);
    const Result<Unpacked> result = unpacked(zip.bytes());
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QVERIFY2(result->refusals.isEmpty(), qPrintable(result->refusals.isEmpty() ? QString() : result->refusals.first().why));
    QStringList all{u"before"_s, u"good/after"_s, path};
    all.sort();
    QCOMPARE(files(), all);
    QCOMPARE(contentOf(target() + u'/' + path), evil);
}

// The frame around the entries: whoever reads it another way must not be led to other files.
void TstHostileArchive::oddStructures_data()
{
    QTest::addColumn<QByteArray>("archive");
    QTest::addColumn<int>("there"); // files; -1: it is refused whole
    const QByteArray good = twoGood().bytes();
    const QByteArray other = ZipBuilder().add("other", "x").bytes();
    const qsizetype directory = good.indexOf("PK\1\2");
    const qsizetype end = good.lastIndexOf("PK\5\6");
    QTest::newRow("bytes before it") << QByteArray(1000, 'x') + good << 2;
    QTest::newRow("a program before it") << "#!/bin/sh\nexit\n" + good << 2;
    QTest::newRow("bytes behind it") << good + QByteArray(1000, 'x') << 2;
    QTest::newRow("too many bytes behind it") << good + QByteArray(70'000, 'x') << -1;
    QTest::newRow("two archives") << good + other << 1;
    QTest::newRow("an end within a comment") << withEnd(good, 20, 22) + other.last(22) << -1;
    QTest::newRow("an end within an entry") << ZipBuilder().add("zip", other).bytes() << 1;
    QTest::newRow("the end says fewer") << withEnd(withEnd(good, 8, 1), 10, 1) << 1;
    QTest::newRow("the end says more") << withEnd(withEnd(good, 8, 3), 10, 3) << -1;
    QTest::newRow("the end says none") << withEnd(withEnd(good, 8, 0), 10, 0) << -1;
    QTest::newRow("the end says a million") << twoGood().claim(1'000'000).bytes() << -1;
    QTest::newRow("the end says more than there are numbers") << twoGood().claim(0xFFFF'FFFF'FFFF'FFFF).bytes() << -1;
    QTest::newRow("the ends disagree") << withEnd(good, 8, 1) << -1;
    QTest::newRow("of another disk") << withEnd(good, 4, 1) << -1;
    QTest::newRow("the directory begins elsewhere") << withEnd(good, 16, quint16(directory + 7)) << -1;
    QTest::newRow("the directory is longer") << withEnd(good, 12, quint16(end - directory + 50)) << -1;
    QTest::newRow("the directory is cut") << good.first(directory + 60) + good.sliced(end) << -1;
    QTest::newRow("the directory is gone") << good.first(directory) << -1;
    QTest::newRow("no entry has a header") << good.sliced(directory) << -1;
    QTest::newRow("a page") << QByteArray("<html><body>Sign in to the network</body></html>") << -1;
    QTest::newRow("nothing") << QByteArray() << -1;
    QByteArray locator = good;
    locator.insert(end, QByteArray("PK\6\7") + QByteArray(4, '\0') + QByteArray(8, '\xFF') + QByteArray("\1\0\0\0", 4));
    QTest::newRow("zip64's end lies nowhere") << locator << -1;
    ZipBuilder overlapping;
    overlapping.add(ZipPart{.name = "0", .content = QByteArray(100'000, '\0'), .deflated = true});
    for (int i = 1; i < 200; ++i)
        overlapping.add(
            ZipPart{.name = QByteArray::number(i % 10), .content = QByteArray(100'000, '\0'), .deflated = true, .sharesBytesOf = 0});
    QTest::newRow("many entries of one content") << overlapping.bytes() << 1;
    // The first one's content has the second one's header in it, and so on.
    const QByteArray inner = ZipBuilder().add("b", "inner").bytes();
    const QByteArray header = inner.first(inner.indexOf("PK\1\2"));
    ZipBuilder quoted;
    quoted.add("a", header);
    quoted.add(ZipPart{.name = "b", .content = "inner", .offset = 31, .sharesBytesOf = 0});
    QTest::newRow("an entry within another") << quoted.bytes() << 1;
}

void TstHostileArchive::oddStructures()
{
    QFETCH(QByteArray, archive);
    QFETCH(int, there);
    const Result<Unpacked> result = unpacked(archive);
    QVERIFY2(result || !result.error().what.contains(u"GOT OUT"_s), qPrintable(result ? QString() : result.error().what));
    // Where it is not clear what the archive holds, less is taken, never something else.
    QCOMPARE(result ? int(result->files.size()) : -1, there);
}

void TstHostileArchive::nestedZipsStayZips()
{
    QByteArray zip = ZipBuilder().add("../evil", "x").bytes();
    for (int i = 0; i < 50; ++i)
        zip = ZipBuilder().add(ZipPart{.name = "0.zip", .content = zip, .deflated = true}).bytes();
    const Result<Unpacked> result = unpacked(zip);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(files(), QStringList{u"0.zip"_s});
}

// Breaks for the user: an archive of bad names alone, and Punchcard has no memory left for anything else.
void TstHostileArchive::halfAMillionRefusals()
{
    const int count = isLongRun() ? 499'000 : 20'000;
    ZipBuilder zip;
    for (int i = 0; i < count; ++i)
        zip.add(QByteArray::number(i) + QByteArray(190, '\n'), "");
    zip.add("good", "1");
    const QByteArray archive = zip.bytes();
    zip = {};
    const PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    const Result<Unpacked> result = unpacked(archive);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    qInfo("%d refusals: %lld ms, %lld MB more", count, timer.elapsed(), memory.more() / 1'000'000);
    QCOMPARE(result->refusals.size(), mostRefusals);
    QCOMPARE(result->unnamed, count - mostRefusals);
    QCOMPARE(files(), QStringList{u"good"_s});
    const QStringList lines = refusalLines(result->refusals, result->unnamed);
    QCOMPARE(lines.size(), mostRefusals + 1);
    QVERIFY(lines.last().contains(QString::number(result->unnamed)));
    QVERIFY2(memory.more() < 120 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

// Breaks for the user: some hundred kilobytes make millions of folders, and no other program gets a file on that disk.
void TstHostileArchive::foldersWithoutEnd()
{
    const int count = isLongRun() ? 5'100 : 200;
    ZipBuilder zip;
    for (int i = 0; i < count; ++i)
        zip.add(QByteArray::number(i) + '/' + QByteArray("d/").repeated(98) + 'x', "");
    QElapsedTimer timer;
    timer.start();
    const Result<Unpacked> result = unpacked(zip.bytes(), {.entries = count * 100 - 1});
    qInfo("%d folders: %lld ms", count * 98, timer.elapsed());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Refused);
    QVERIFY2(result.error().what.contains(u"folders"_s), qPrintable(result.error().what));
    QVERIFY(!QFileInfo::exists(target()));
}

void TstHostileArchive::aMillionEntries()
{
    const int count = isLongRun() ? 1'000'000 : 0;
    if (count == 0)
        QSKIP("takes 600 MB: set PUNCHCARD_LONG");
    QByteArray archive;
    {
        ZipBuilder zip;
        for (int i = 0; i < count; ++i)
            zip.add(QByteArray::number(i), "");
        archive = zip.bytes();
    }
    const PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    const Result<Unpacked> result = unpacked(archive);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Refused);
    qInfo("%d entries: %lld ms, %lld MB more", count, timer.elapsed(), memory.more() / 1'000'000);
    QVERIFY2(memory.more() < 300 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
    // One that says it had fewer is believed, and no more is read.
    archive.replace(archive.lastIndexOf("PK\6\6") + 32, 8, QByteArray("\x05\0\0\0\0\0\0\0", 8));
    archive.replace(archive.lastIndexOf("PK\6\6") + 24, 8, QByteArray("\x05\0\0\0\0\0\0\0", 8));
    const Result<Unpacked> fewer = unpacked(archive);
    QVERIFY(!fewer || fewer->files.size() == 5);
}

// Breaks for the user: ten megabytes come, and the disk is full.
void TstHostileArchive::zerosWithoutEnd()
{
    const qint64 mebibytes = isLongRun() ? 10 * 1024 : 100;
    const QByteArray archive = zerosZip(mebibytes);
    QVERIFY(archive.size() < mebibytes * 1200);
    const Result<Unpacked> limited = unpacked(archive, {.bytes = 50 << 20});
    QVERIFY(!limited);
    QCOMPARE(limited.error().kind, Error::Kind::Refused);
    QVERIFY(!QFileInfo::exists(target()));

    // Where there is plenty of room it is a disk's image like any other.
    const qint64 free = freeBytes(m_dir->path());
    QVERIFY(free > 0);
    const PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    const Result<Unpacked> whole = unpacked(archive);
    const bool fits = (mebibytes << 20) < free / 3;
    QVERIFY2(!fits || whole, qPrintable(whole ? QString() : whole.error().what));
    qInfo("%lld MiB of zeros from %lld bytes: %lld ms, %lld MB more", mebibytes, qint64(archive.size()), timer.elapsed(),
          memory.more() / 1'000'000);
    if (whole)
        QCOMPARE(QFileInfo(target() + u"/zeros"_s).size(), mebibytes << 20);
    QDir(target()).removeRecursively();

    QVERIFY(isBomb(10 << 20, qint64(10) << 30, qint64(15) << 30));
    QVERIFY(!isBomb(10 << 20, qint64(10) << 30, qint64(30) << 30));
    QVERIFY(!isBomb(qint64(1) << 30, qint64(10) << 30, qint64(15) << 30)); // It came in ten times: so be it.
    QVERIFY(!isBomb(10 << 20, qint64(10) << 30, -1));
    if (free > qint64(200) << 30)
        return; // The archive alone would be large.
    const Result<Unpacked> bomb = unpacked(zerosZip((free >> 20) * 6 / 10));
    QVERIFY(!bomb);
    QCOMPARE(bomb.error().kind, Error::Kind::Refused);
    QVERIFY2(bomb.error().what.contains(u"fill the disk"_s), qPrintable(bomb.error().what));
    QVERIFY(!QFileInfo::exists(target()));
}

#ifdef Q_OS_LINUX

// Breaks for the user: another program puts a link in the way between look and write, and their files are written over.
void TstHostileArchive::linksThatComeWhileItUnpacks()
{
    const QString outside = m_dir->filePath(u"outside"_s);
    QVERIFY(QDir().mkpath(outside));
    QVERIFY(QDir().mkpath(target() + u"/sub/deep"_s));
    const QByteArray folder = QFile::encodeName(target() + u"/sub"_s);
    const QByteArray lure = QFile::encodeName(m_dir->filePath(u"lure"_s));
    QVERIFY(QFile::link(outside, m_dir->filePath(u"lure"_s)));
    std::atomic_bool over = false;
    std::atomic_int swaps = 0;
    std::thread attacker([&] {
        while (!over) {
            if (::renameat2(AT_FDCWD, folder.constData(), AT_FDCWD, lure.constData(), RENAME_EXCHANGE) == 0)
                ++swaps;
            std::this_thread::yield();
        }
    });
    int unpackings = 0;
    int refusals = 0;
    const int wanted = isLongRun() ? 2'000 : 40;
    ZipBuilder zip;
    for (int i = 0; i < 30; ++i)
        zip.add("sub/deep/" + QByteArray::number(i), QByteArray::number(i)).add("sub/" + QByteArray::number(i), "x");
    zip.add(ZipPart{.name = "sub/made/", .mode = 0040755});
    const QString path = zip.save(m_dir->filePath(u"a.zip"_s));
    bool gotOut = false;
    while ((unpackings < wanted || refusals == 0 || swaps < 200) && !gotOut) {
        const Result<Unpacked> result = wait(unpack(path, target(), {}, Context()));
        ++unpackings;
        refusals += result ? int(result->refusals.size()) : 0;
        gotOut = !QDir(outside).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        for (int i = 0; i < 30; ++i)
            QFile::remove(target() + u"/sub/deep/%1"_s.arg(i));
    }
    over = true;
    attacker.join();
    ++m_tried;
    qInfo("a folder swapped for a link %d times in %d unpackings: %d entries refused", swaps.load(), unpackings, refusals);
    QVERIFY2(!gotOut, qPrintable(allBelow(outside).join(u", "_s)));
}

#else
void TstHostileArchive::linksThatComeWhileItUnpacks() { }
#endif

// Breaks for the user: the same with a file that comes without an archive.
void TstHostileArchive::aLinkThatComesWhileItIsMovedIn()
{
    const QString outside = m_dir->filePath(u"outside"_s);
    QVERIFY(QDir().mkpath(outside) && QDir().mkpath(target()));
    const QByteArray place = QFile::encodeName(target() + u"/f"_s);
    const QByteArray goal = QFile::encodeName(outside + u"/f"_s);
    std::atomic_bool over = false;
    std::atomic_int links = 0;
    std::thread attacker([&] {
        while (!over) {
            if (::symlink(goal.constData(), place.constData()) == 0)
                ++links;
            ::unlink(place.constData());
        }
    });
    int refused = 0;
    int moved = 0;
    while (refused + moved < 100 || links < 200) {
        putFile(m_dir->filePath(u"download"_s), "content");
        const Result<UnpackedFile> adopted = adoptRaw(m_dir->filePath(u"download"_s), target(), u"f"_s);
        ++(adopted ? moved : refused);
        if (QFileInfo::exists(outside + u"/f"_s))
            break;
    }
    over = true;
    attacker.join();
    ++m_tried;
    qInfo("a link put in the way %d times: %d moved in, %d refused", links.load(), moved, refused);
    QVERIFY(!QFileInfo::exists(outside + u"/f"_s));
}

// What shares its content with a file elsewhere is never written into.
void TstHostileArchive::hardLinksInTheTarget()
{
    QVERIFY(QDir().mkpath(target()));
    const QByteArray victim = QFile::encodeName(m_dir->filePath(u"victim"_s));
    QCOMPARE(::link(victim.constData(), QFile::encodeName(target() + u"/evil"_s).constData()), 0);
    ZipBuilder zip = twoGood();
    zip.add("evil", evil);
    const QString path = zip.save(m_dir->filePath(u"a.zip"_s));
    const Result<Unpacked> result = wait(unpack(path, target(), {}, Context()));
    ++m_tried;
    tell(result);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
    QCOMPARE(result->refusals.size(), 1);
    QCOMPARE(contentOf(m_dir->filePath(u"victim"_s)), "mine");
}

PUNCHCARD_TEST(TstHostileArchive, tst_hostilearchive)
#include "tst_hostilearchive.moc"
