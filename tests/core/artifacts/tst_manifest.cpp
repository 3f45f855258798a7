// SPDX-License-Identifier: MIT
#include "core/artifacts/manifest.h"

#include "core/artifacts/safelinks.h"
#include "core/artifacts/zipextractor.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace punchcard;
using punchcard::testing::wait;

class TstManifest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void linesThatAreNone();
    void whatIsFarTooLongIsNotRead();
    void namesAreThoseOfTheArtifact_data();
    void namesAreThoseOfTheArtifact();
    void executablesAndFolders();
    void linksTakeTheCopiesPlace();
    void chainsOfLinks();
    void aLinkToAFolder();
    void otherContentStays();
    void hostileLinks_data();
    void hostileLinks();
    void nothingThroughALinkThatIsThere();
    void whereLinksLead_data();
    void whereLinksLead();
    void unpackingAgainFindsTheLinks();

private:
    void put(const QString &name, const QByteArray &content = "x") const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QList<Refusal> apply(const Manifest &manifest) const
    {
        const Result<QList<Refusal>> applied = wait(applyManifest(manifest, m_folder->path(), Context()));
        if (!applied)
            qWarning("%s", qPrintable(applied.error().what));
        return applied.value_or(QList<Refusal>());
    }
    [[nodiscard]] uint mode(const QString &name) const
    {
        struct stat there = {};
        return ::lstat(QFile::encodeName(m_folder->filePath(name)).constData(), &there) == 0 ? there.st_mode & 07777 : 0;
    }
    [[nodiscard]] QString link(const QString &name) const { return QFileInfo(m_folder->filePath(name)).readSymLink(); }
    // Everything in the folder, links with their text.
    [[nodiscard]] QStringList all() const
    {
        QStringList found;
        QDirIterator it(m_folder->path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QFileInfo info = it.nextFileInfo();
            const QString name = QDir(m_folder->path()).relativeFilePath(info.filePath());
            found.append(info.isSymLink() ? name + u" -> "_s + info.readSymLink() : name);
        }
        found.sort();
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstManifest::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TstManifest::linesThatAreNone()
{
    const auto manifest = parseManifest("x ./uploads/a\nnonsense\nx \nx /etc/passwd\nl ./uploads/b\nx ./uploads/c\nt lost\n"
                                        "l ./uploads/d\nt c\nt again\nd ./uploads/e\nl ./uploads/f\n");
    QVERIFY(manifest);
    QCOMPARE(manifest->executables, (QStringList{u"./uploads/a"_s, u"./uploads/c"_s}));
    QCOMPARE(manifest->folders, QStringList{u"./uploads/e"_s});
    QCOMPARE(manifest->links.size(), 1);
    QCOMPARE(manifest->links[0].path, u"./uploads/d"_s);
    QCOMPARE(manifest->links[0].target, u"c"_s);
    QVERIFY(parseManifest({})->isEmpty());
}

void TstManifest::whatIsFarTooLongIsNotRead()
{
    QVERIFY(!parseManifest(QByteArray("x ./a\n").repeated(1'000'000)));
    QVERIFY(!parseManifest(QByteArray(largestManifest + 1, 'x')));
    QVERIFY(!parseManifest(QByteArray("x ./a\0b\n", 8)));
}

void TstManifest::namesAreThoseOfTheArtifact_data()
{
    QTest::addColumn<QString>("upload");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("a folder") << u"out"_s << QStringList{u"a"_s, u"sub/b"_s};
    QTest::newRow("with a slash") << u"./out/"_s << QStringList{u"a"_s, u"sub/b"_s};
    QTest::newRow("a file") << u"out/a"_s << QStringList{u"a"_s};
    QTest::newRow("a pattern") << u"out/*"_s << QStringList{u"a"_s, u"sub/b"_s};
    QTest::newRow("a pattern deeper") << u"out/s?b/b"_s << QStringList{u"a"_s, u"sub/b"_s};
    QTest::newRow("a pattern at the begin") << u"o*"_s << QStringList{u"out/a"_s, u"out/sub/b"_s, u"outer"_s};
    QTest::newRow("something else") << u"ou"_s << QStringList();
}

void TstManifest::namesAreThoseOfTheArtifact()
{
    QFETCH(const QString, upload);
    const Manifest manifest{.executables = {u"./out/a"_s, u"./out/sub/b"_s, u"./outer"_s}};
    QTEST(manifestOf(manifest, upload).executables, "names");
}

void TstManifest::executablesAndFolders()
{
    put(u"bin/tool"_s);
    put(u"plain"_s);
    put(u"readers"_s);
    QCOMPARE(::chmod(QFile::encodeName(m_folder->filePath(u"bin/tool"_s)).constData(), 06666), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_folder->filePath(u"readers"_s)).constData(), 0600), 0);
    QVERIFY(apply({.executables = {u"bin/tool"_s, u"readers"_s, u"gone"_s}, .folders = {u"empty/deep"_s}}).isEmpty());
    QCOMPARE(mode(u"bin/tool"_s), 0755);
    QCOMPARE(mode(u"readers"_s), 0700);
    QCOMPARE(mode(u"plain"_s) & 0111, 0);
    QVERIFY(QFileInfo(m_folder->filePath(u"empty/deep"_s)).isDir());
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"gone"_s)));
}

void TstManifest::linksTakeTheCopiesPlace()
{
    put(u"lib/a.so.1"_s, "library");
    put(u"lib/a.so"_s, "library");
    put(u"bin/tool"_s, "library");
    const Manifest manifest{.folders = {u"empty"_s},
                            .links = {{u"lib/a.so"_s, u"a.so.1"_s}, {u"bin/tool"_s, u"../lib/./a.so.1"_s}, {u"void"_s, u"empty"_s}}};
    const QStringList made{
        u"bin"_s, u"bin/tool -> ../lib/./a.so.1"_s, u"empty"_s, u"lib"_s, u"lib/a.so -> a.so.1"_s, u"lib/a.so.1"_s, u"void -> empty"_s};
    QVERIFY(apply(manifest).isEmpty());
    QCOMPARE(all(), made);
    // Again after a crash.
    QVERIFY(apply(manifest).isEmpty());
    QCOMPARE(all(), made);
}

void TstManifest::chainsOfLinks()
{
    for (const QString &name : {u"l.so"_s, u"l.so.1"_s, u"l.so.1.2"_s})
        put(name, "library");
    QVERIFY(apply({.links = {{u"l.so"_s, u"l.so.1"_s}, {u"l.so.1"_s, u"l.so.1.2"_s}}}).isEmpty());
    QCOMPARE(all(), (QStringList{u"l.so -> l.so.1"_s, u"l.so.1 -> l.so.1.2"_s, u"l.so.1.2"_s}));
    // The other way round, a circle, and itself.
    put(u"a"_s);
    put(u"b"_s);
    QCOMPARE(apply({.links = {{u"a"_s, u"b"_s}, {u"b"_s, u"a"_s}}}).size(), 1);
    QCOMPARE(link(u"a"_s), u"b"_s);
    QVERIFY(link(u"b"_s).isEmpty());
    QCOMPARE(apply({.links = {{u"b"_s, u"./b"_s}}}).size(), 1);
    QVERIFY(link(u"b"_s).isEmpty());
}

void TstManifest::aLinkToAFolder()
{
    for (const QString &folder : {u"v1"_s, u"current"_s}) {
        put(folder + u"/a"_s, "a");
        put(folder + u"/sub/b"_s, "b");
    }
    const Manifest manifest{.executables = {u"v1/a"_s}, .folders = {u"v1/empty"_s}, .links = {{u"current"_s, u"v1"_s}}};
    QVERIFY(apply(manifest).isEmpty());
    const QStringList made{u"current -> v1"_s, u"v1"_s, u"v1/a"_s, u"v1/empty"_s, u"v1/sub"_s, u"v1/sub/b"_s};
    QCOMPARE(all(), made);
    QVERIFY(apply(manifest).isEmpty());
    QCOMPARE(all(), made);
    // What would delete what it names, or lead into itself.
    put(u"outer/inner/a"_s);
    QCOMPARE(apply({.links = {{u"outer"_s, u"outer/inner"_s}, {u"outer/again"_s, u"../outer"_s}}}).size(), 2);
    QVERIFY(QFileInfo::exists(m_folder->filePath(u"outer/inner/a"_s)));
    QVERIFY(!QFileInfo(m_folder->filePath(u"outer/again"_s)).isSymLink());
}

void TstManifest::otherContentStays()
{
    put(u"a"_s, "mine");
    put(u"b"_s, "other");
    put(u"one/x"_s, "x");
    put(u"two/x"_s, "y");
    put(u"more/x"_s, "x");
    put(u"more/y"_s, "x");
    const auto refusals = apply({.links = {{u"a"_s, u"b"_s}, {u"one"_s, u"two"_s}, {u"more"_s, u"one"_s}, {u"b"_s, u"one"_s}}});
    QCOMPARE(refusals.size(), 4);
    QCOMPARE(all(), (QStringList{u"a"_s, u"b"_s, u"more"_s, u"more/x"_s, u"more/y"_s, u"one"_s, u"one/x"_s, u"two"_s, u"two/x"_s}));
}

void TstManifest::hostileLinks_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("target");
    QTest::newRow("absolute") << u"x"_s << u"/etc/passwd"_s;
    QTest::newRow("up") << u"x"_s << u"../secret"_s;
    QTest::newRow("up from below") << u"sub/x"_s << u"../../secret"_s;
    QTest::newRow("up behind a name") << u"x"_s << u"sub/../../secret"_s;
    QTest::newRow("the folder itself") << u"sub/x"_s << u".."_s;
    QTest::newRow("nothing there") << u"x"_s << u"nowhere"_s;
    QTest::newRow("a line break") << u"x"_s << u"real\n"_s;
    QTest::newRow("no text") << u"x"_s << u""_s;
    QTest::newRow("an absolute place") << u"/tmp/punchcard-x"_s << u"real"_s;
    QTest::newRow("a place above") << u"../x"_s << u"real"_s;
    QTest::newRow("a place round about") << u"sub/../../x"_s << u"real"_s;
    QTest::newRow("no place") << u""_s << u"real"_s;
}

// Breaks for the user: a job that was attacked reaches out of its results.
void TstManifest::hostileLinks()
{
    QFETCH(const QString, path);
    QFETCH(const QString, target);
    const QTemporaryDir around;
    put(u"real"_s);
    put(u"sub/real"_s);
    const QStringList before = all();
    QCOMPARE(apply({.links = {{path, target}}}).size(), 1);
    QCOMPARE(apply({.executables = {u"../real"_s, u"/etc/passwd"_s}, .folders = {u"../made"_s, u"/tmp/punchcard-made"_s}}).size(), 4);
    QCOMPARE(all(), before);
    QVERIFY(!QFileInfo::exists(u"/tmp/punchcard-made"_s) && !QFileInfo(u"/tmp/punchcard-x"_s).isSymLink());
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"../made"_s)));
}

void TstManifest::nothingThroughALinkThatIsThere()
{
    const QTemporaryDir outside;
    QFile victim(outside.filePath(u"victim"_s));
    QVERIFY(victim.open(QIODevice::WriteOnly));
    QVERIFY(QFile::link(outside.path(), m_folder->filePath(u"way"_s)));
    put(u"real"_s);
    const QStringList before = all();
    const auto refusals = apply({.executables = {u"way/victim"_s},
                                 .folders = {u"way/made"_s},
                                 .links = {{u"way/link"_s, u"../real"_s}, {u"a"_s, u"way/victim"_s}}});
    QCOMPARE(refusals.size(), 4);
    QCOMPARE(all(), before);
    QCOMPARE(QDir(outside.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"victim"_s});
    QVERIFY(!(QFileInfo(victim).permissions() & QFile::ExeOwner));
}

void TstManifest::whereLinksLead_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("goal");
    QTest::newRow("beside") << u"a/b"_s << u"c"_s << u"a/c"_s;
    QTest::newRow("up") << u"a/b/c"_s << u"../d"_s << u"a/d"_s;
    QTest::newRow("dots and slashes") << u"a/b"_s << u".//./c/"_s << u"a/c"_s;
    QTest::newRow("up too far") << u"a/b"_s << u"../../c"_s << u""_s;
    QTest::newRow("up behind a name, which may be a link") << u"a/b"_s << u"c/../d"_s << u""_s;
    QTest::newRow("the top") << u"a"_s << u"."_s << u""_s;
    QTest::newRow("a backslash") << u"a"_s << u"b\\c"_s << u""_s;
}

void TstManifest::whereLinksLead()
{
    QFETCH(const QString, path);
    QFETCH(const QString, target);
    QTEST(linkGoal(path, target).value_or(QString()), "goal");
}

// Breaks for the user: results that could not be placed at first are refused when they are fetched again.
void TstManifest::unpackingAgainFindsTheLinks()
{
    const QTemporaryDir other;
    const QString zip
        = testing::ZipBuilder().add("v1/a", "content").add("current/a", "content").add("a.link", "content").save(other.filePath(u"zip"_s));
    const auto unpacked = [&] { return wait(unpack(zip, m_folder->path(), UnpackLimits(), Context())); };
    QVERIFY(unpacked());
    QVERIFY(apply({.links = {{u"current"_s, u"v1"_s}, {u"a.link"_s, u"v1/a"_s}}}).isEmpty());
    const QStringList before = all();
    QCOMPARE(before, (QStringList{u"a.link -> v1/a"_s, u"current -> v1"_s, u"v1"_s, u"v1/a"_s}));
    QVERIFY(unpacked()->refusals.isEmpty());
    QCOMPARE(all(), before);
    // Of other content than the archive's it is not the same.
    put(u"v1/a"_s, "changed");
    QCOMPARE(unpacked()->refusals.size(), 3);
    QCOMPARE(all(), before);
}

PUNCHCARD_TEST(TstManifest, tst_manifest)
#include "tst_manifest.moc"
