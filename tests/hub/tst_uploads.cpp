// SPDX-License-Identifier: MIT
#include "core/hub/globber.h"
#include "core/hub/uploads.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"

#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTranslator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::hub;
using namespace punchcard::testing;

namespace {

QByteArray unzipped(const QStringList &arguments)
{
    QProcess unzip;
    unzip.start(u"unzip"_s, arguments);
    unzip.waitForFinished(120'000);
    return unzip.readAllStandardOutput();
}

// A catalogue that is looked at sets errno, as locks and files do.
class BusyTranslator : public QTranslator
{
public:
    using QTranslator::QTranslator;
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *, const char *, const char *, int) const override
    {
        errno = EAGAIN;
        return {};
    }
};

} // namespace

class TstUploads : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void names_data();
    void names();
    void linksAreFollowedAndCirclesEnd();
    void pipesAndDevicesAreLeftOut();
    void digestModesAndTimes();
    void compression();
    void manyFiles();
    void largeFileWithLittleMemory();
    void aFileThatCannotBeReadSaysWhy();
    void forbiddenNames();
    void aNameThatIsNoTextIsTold_data();
    void aNameThatIsNoTextIsTold();
    void cancelLeavesNothing();
    void orders_data();
    void orders();

private:
    void file(const QString &path, const QByteArray &content = "x");
    [[nodiscard]] Result<Upload> uploaded(const UploadOrder &order, const CancelPtr &cancel = Cancel::make());
    /// The names in the artifact, in order.
    [[nodiscard]] QStringList names(const UploadOrder &order);

    std::unique_ptr<QTemporaryDir> m_folder;
    UploadPlace m_place;
};

void TstUploads::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkdir(u"work"_s));
    m_place = {.view = *JobView::of(0),
               .workspace = m_folder->filePath(u"work"_s),
               .home = m_folder->filePath(u"home"_s),
               .target = m_folder->filePath(u"out.zip"_s)};
}

void TstUploads::file(const QString &path, const QByteArray &content)
{
    const QString full = path.startsWith(u'/') ? path : m_place.workspace + u'/' + path;
    QVERIFY(QDir().mkpath(full.section(u'/', 0, -2)));
    QFile target(full);
    QVERIFY(target.open(QIODevice::WriteOnly));
    QCOMPARE(target.write(content), content.size());
}

Result<Upload> TstUploads::uploaded(const UploadOrder &order, const CancelPtr &cancel)
{
    return upload(order, m_place, cancel);
}

QStringList TstUploads::names(const UploadOrder &order)
{
    const Result<Upload> done = uploaded(order);
    if (!done)
        return {u"error: "_s + done.error().what};
    if (!done->artifact)
        return {};
    QStringList result = QString::fromUtf8(unzipped({u"-Z1"_s, m_place.target})).split(u'\n', Qt::SkipEmptyParts);
    result.sort();
    return result;
}

void TstUploads::names_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("hidden");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *path, bool hidden, const QStringList &expected) {
        QTest::newRow(qPrintable(QString::fromUtf8(path) + (hidden ? u" with hidden"_s : QString())))
            << QString::fromUtf8(path) << hidden << expected;
    };
    const QStringList all = {u"a.log"_s, u"a.txt"_s, u"deep/b.txt"_s, u"deep/er/c.txt"_s};
    row("out", false, all);
    row("out/", false, all);
    row("./out/", false, all);
    row("out/**", false, all);
    row("out", true, QStringList{u".hidden"_s} + all.first(2) + QStringList{u"deep/.git/config"_s} + all.sliced(2));
    row("out/a.txt", false, {u"a.txt"_s});
    row("out/*.txt", false, {u"a.txt"_s});
    row("out/*", false, all);
    row("out/**/*.txt", false, {u"a.txt"_s, u"deep/b.txt"_s, u"deep/er/c.txt"_s});
    row("out/*/b.txt", false, {u"deep/b.txt"_s});
    row("out/a.*\n!out/*.log", false, {u"a.txt"_s});
    row("out\n!out/deep", false, {u"a.log"_s, u"a.txt"_s});
    row("out\n!out/deep/**\nout/deep/b.txt", false, {u"a.log"_s, u"a.txt"_s, u"deep/b.txt"_s});
    row("!out/deep\nout", false, all);
    row("out/a.txt\nother/z", false, {u"other/z"_s, u"out/a.txt"_s});
    row("out/a.txt\nout/deep/b.txt", false, {u"a.txt"_s, u"deep/b.txt"_s});
    row("# a comment\n  out/a.txt  \n\n", false, {u"a.txt"_s});
    row("out/[ab].txt", false, {u"a.txt"_s});
    row("out/[!a].txt", false, {});
    row("out/?.log", false, {u"a.log"_s});
    row("out/a.txt/", false, {});
    row("nowhere", false, {});
    row("out/.hidden", false, {});
    row("out/.hidden", true, {u".hidden"_s});
    row("other/../out/a.txt", false, {u"a.txt"_s});
    row("~/note", false, {u"note"_s});
    row("spaced name/ü 1.txt", false, {u"ü 1.txt"_s});
    row("**/b.txt\n**/z", false, {u"other/z"_s, u"out/deep/b.txt"_s});
}

void TstUploads::names()
{
    QFETCH(QString, path);
    QFETCH(bool, hidden);
    QFETCH(QStringList, expected);
    for (const QString &name : {u"out/a.txt"_s, u"out/a.log"_s, u"out/deep/b.txt"_s, u"out/deep/er/c.txt"_s, u"out/.hidden"_s,
                                u"out/deep/.git/config"_s, u"other/z"_s, u"spaced name/ü 1.txt"_s})
        file(name);
    file(m_place.home + u"/note"_s);
    QCOMPARE(names({.name = u"a"_s, .path = path, .hidden = hidden}), expected);
}

void TstUploads::linksAreFollowedAndCirclesEnd()
{
    file(u"real/one.txt"_s, "one");
    QVERIFY(QDir(m_place.workspace).mkdir(u"out"_s));
    QVERIFY(QFile::link(u"../real"_s, m_place.workspace + u"/out/folder"_s));
    QVERIFY(QFile::link(u"../real/one.txt"_s, m_place.workspace + u"/out/file"_s));
    QVERIFY(QFile::link(u"nowhere"_s, m_place.workspace + u"/out/broken"_s));
    QVERIFY(QFile::link(u"."_s, m_place.workspace + u"/out/self"_s));
    QVERIFY(QFile::link(u"../out"_s, m_place.workspace + u"/real/back"_s));
    QCOMPARE(names({.name = u"a"_s, .path = u"out"_s}), (QStringList{u"file"_s, u"folder/one.txt"_s}));
    QCOMPARE(unzipped({u"-p"_s, m_place.target, u"file"_s}), "one");
}

// Breaks for the user: an upload that waits for ever for somebody to write into a pipe.
void TstUploads::pipesAndDevicesAreLeftOut()
{
    file(u"out/a"_s);
    QCOMPARE(mkfifo(QFile::encodeName(m_place.workspace + u"/out/pipe"_s).constData(), 0600), 0);
    QVERIFY(QFile::link(u"/dev/zero"_s, m_place.workspace + u"/out/zero"_s));
    QCOMPARE(names({.name = u"a"_s, .path = u"out"_s}), QStringList{u"a"_s});
}

void TstUploads::digestModesAndTimes()
{
    file(u"run.sh"_s, "#!/bin/sh\n");
    QVERIFY(QFile::setPermissions(m_place.workspace + u"/run.sh"_s, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const Result<Upload> done = uploaded({.name = u"a"_s, .path = u"run.sh"_s, .retentionDays = 3});
    QVERIFY(done && done->artifact);
    QFile zip(m_place.target);
    QVERIFY(zip.open(QIODevice::ReadOnly));
    const QByteArray bytes = zip.readAll();
    QCOMPARE(done->artifact->size, bytes.size());
    QCOMPARE(done->artifact->digest,
             u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()));
    QCOMPARE(done->artifact->retentionDays, 3);
    QVERIFY(unzipped({u"-Z"_s, m_place.target}).contains("-rw-r--r--"));
    QVERIFY(unzipped({u"-t"_s, m_place.target}).contains("No errors detected"));
    QVERIFY(!QFile::exists(m_place.target + u".part"_s));
}

void TstUploads::compression()
{
    file(u"much"_s, QByteArray(1'000'000, 'x'));
    const auto size = [this](int level) { return uploaded({.name = u"a"_s, .path = u"much"_s, .compression = level})->artifact->size; };
    QVERIFY(size(0) > 1'000'000);
    QVERIFY(size(9) < 10'000);
    QCOMPARE(uploaded({.name = u"a"_s, .path = u"much"_s, .archive = false})->artifact->size, 1'000'000);
}

void TstUploads::manyFiles()
{
    for (int number = 0; number < 500; ++number)
        file(u"out/%1/%2.txt"_s.arg(number % 7).arg(number), QByteArray::number(number));
    const QStringList found = names({.name = u"a"_s, .path = u"out"_s});
    QCOMPARE(found.size(), 500);
    QVERIFY(unzipped({u"-t"_s, m_place.target}).contains("No errors detected"));
    QCOMPARE(unzipped({u"-p"_s, m_place.target, u"3/318.txt"_s}), "318");
    QVERIFY(uploaded({.name = u"a"_s, .path = u"out"_s})->log.first().contains(u"there will be 500 files uploaded"_s));
}

// Breaks for the user: the hub takes the size of an artifact in memory, or writes a zip that nobody can read past 4 GB.
void TstUploads::largeFileWithLittleMemory()
{
    const bool large = qEnvironmentVariableIsSet("PUNCHCARD_TEST_LARGE");
    const qint64 size = large ? 5'000'000'000 : 300'000'000;
    file(u"big"_s);
    file(u"after"_s, "small");
    QVERIFY(QFile::resize(m_place.workspace + u"/big"_s, size));
    const PeakMemory memory;
    const Result<Upload> done = uploaded({.name = u"a"_s, .path = u"*"_s, .compression = 1});
    QVERIFY(done && done->artifact);
    QVERIFY2(memory.more() < 20'000'000, qPrintable(QString::number(memory.more())));
    QVERIFY(unzipped({u"-t"_s, m_place.target}).contains("No errors detected"));
    QVERIFY(unzipped({u"-l"_s, m_place.target}).contains(QByteArray::number(size)));
}

// Breaks for the user: "Resource temporarily unavailable", whatever the reason is.
void TstUploads::aFileThatCannotBeReadSaysWhy()
{
    const QString circle = m_place.workspace + u"/circle"_s;
    QVERIFY(QFile::link(circle, circle));
    BusyTranslator translator;
    QVERIFY(QCoreApplication::installTranslator(&translator));
    const Result<std::unique_ptr<QFile>> file = m_place.view->open(circle);
    const Result<JobView::Names> names = m_place.view->list(circle);
    const Result<> written = m_place.view->write(circle, "x", 0600);
    QCoreApplication::removeTranslator(&translator);
    QVERIFY(!file && !names && !written);
    QCOMPARE(file.error().said, QString::fromLocal8Bit(std::strerror(ELOOP)));
    QCOMPARE(names.error().said, QString::fromLocal8Bit(std::strerror(ELOOP)));
    QCOMPARE(written.error().said, QString::fromLocal8Bit(std::strerror(EEXIST)));
}

void TstUploads::forbiddenNames()
{
    file(u"out/with:colon"_s);
    const Result<Upload> refused = uploaded({.name = u"a"_s, .path = u"out"_s});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QCOMPARE(refused.error().what, u"The path “with:colon” cannot be in an artifact: it contains :."_s);
    QVERIFY(!QFile::exists(m_place.target));
    file(u"two/a"_s);
    file(u"two/b"_s);
    const Result<Upload> many = uploaded({.name = u"a"_s, .path = u"two"_s, .archive = false});
    QVERIFY(!many);
    QVERIFY(many.error().what.contains(u"2"_s));
    for (const QString &name : {u""_s, u" "_s, u"a/b"_s, u"a\\b"_s, u"a:b"_s, u"a\nb"_s, u"a*"_s})
        QVERIFY(!nameProblem(name).isEmpty());
    QVERIFY(nameProblem(u"uploads-1 (ü)"_s).isEmpty());
}

void TstUploads::aNameThatIsNoTextIsTold_data()
{
    QTest::addColumn<QByteArray>("made");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("told");
    QTest::newRow("by itself") << QByteArray("lat\xe4") << u"out"_s << u"lat\ufffd"_s;
    QTest::newRow("beside a file that looks like it") << QByteArray("real\xe4") << u"out"_s << u"real\ufffd"_s;
    QTest::newRow("in a folder") << QByteArray("deep/lat\xe4") << u"out/"_s << u"deep/lat\ufffd"_s;
    QTest::newRow("of two paths") << QByteArray("lat\xe4") << u"out\nother"_s << u"out/lat\ufffd"_s;
    QTest::newRow("with a line break") << QByteArray("lat\xe4\n") << u"out"_s << u"lat\ufffd‹U+000A›"_s;
    QTest::newRow("not asked for") << QByteArray("lat\xe4") << u"out\n!out/lat*"_s << QString();
    QTest::newRow("hidden") << QByteArray(".lat\xe4") << u"out"_s << QString();
}

// Breaks for the user: one of their results is not there, and nobody has said so.
void TstUploads::aNameThatIsNoTextIsTold()
{
    QFETCH(const QByteArray, made);
    QFETCH(const QString, path);
    QFETCH(const QString, told);
    file(u"out/deep/a"_s);
    file(u"out/real\ufffd"_s);
    file(u"other/b"_s);
    const QByteArray full = QFile::encodeName(m_place.workspace) + "/out/" + made;
    const int descriptor = ::open(full.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    QVERIFY(descriptor >= 0);
    ::close(descriptor);
    const auto unlinked = qScopeGuard([&full] { ::unlink(full.constData()); }); // QTemporaryDir cannot
    const Result<Upload> done = uploaded({.name = u"a"_s, .path = path});
    if (told.isEmpty()) {
        QVERIFY(done && done->artifact);
        return;
    }
    QVERIFY(!done);
    QCOMPARE(done.error().what, u"The path “%1” cannot be in an artifact: the bytes of its name are no UTF-8."_s.arg(told));
    QVERIFY(!QFile::exists(m_place.target));
}

void TstUploads::cancelLeavesNothing()
{
    file(u"a"_s, QByteArray(1'000'000, 'a'));
    const CancelPtr cancel = Cancel::make();
    cancel->request();
    const Result<Upload> done = uploaded({.name = u"a"_s, .path = u"a"_s}, cancel);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, Error::Kind::Cancelled);
    QVERIFY(!QFile::exists(m_place.target));
    QVERIFY(!QFile::exists(m_place.target + u".part"_s));
}

void TstUploads::orders_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *key, const char *value, bool good) {
        QTest::addRow("%s=%s", key, value) << QString::fromLatin1(key) << QString::fromLatin1(value) << good;
    };
    row("name", "uploads", true);
    row("name", "a/b", false);
    row("path", "", false);
    row("if-no-files-found", "error", true);
    row("if-no-files-found", "maybe", false);
    row("compression-level", "9", true);
    row("compression-level", "10", false);
    row("compression-level", "best", false);
    row("retention-days", "90", true);
    row("retention-days", "-1", false);
    row("overwrite", "TRUE", true);
    row("overwrite", "yes", false);
    row("include-hidden-files", "true", true);
    row("archive", "false", true);
}

void TstUploads::orders()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(bool, good);
    QMap<QString, QString> with = {{u"path"_s, u"out"_s}};
    with.insert(key, value);
    const Result<UploadOrder> order = UploadOrder::from(with);
    QCOMPARE(order.has_value(), good);
    if (!good)
        QVERIFY(!order.error().what.isEmpty() && !order.error().remedy.isEmpty());
    else
        QVERIFY(key == "name"_L1 || order->name == "artifact"_L1);
}

PUNCHCARD_TEST(TstUploads, tst_uploads)
#include "tst_uploads.moc"
