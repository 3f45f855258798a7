// SPDX-License-Identifier: MIT
#include "core/artifacts/safefolder.h"

#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstSafeFolder : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void writesBelowItself();
    void anUnpublishedFileIsGone();
    void keepNeverReplaces();
    void replaceReplacesALinkNotItsTarget();
    void replaceLeavesAFolderAlone();
    void noLinkOnTheWayIsFollowed_data();
    void noLinkOnTheWayIsFollowed();
    void aFolderSwappedForALinkLater();
    void whatAnEarlierProcessLeftIsReplaced();
    void looks();
    void aPipeIsNotRead();
    void theFolderItselfMayBeALink();

private:
    static SafeFolder opened(const QString &path)
    {
        Result<SafeFolder> folder = SafeFolder::open(path);
        if (!folder)
            qFatal("%s", qPrintable(folder.error().detail));
        return std::move(*folder);
    }
    static Result<> write(SafeFolder &folder, const QString &path, const QByteArray &content, NewFile::Existing existing)
    {
        Result<NewFile> file = folder.create(path, false, u"test"_s);
        if (!file)
            return file.error();
        if (const Result<> written = file->write(content); !written)
            return written;
        return file->publish(existing);
    }
    static QByteArray get(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
    }
    static void put(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    static QStringList all(const QString &path)
    {
        return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
};

void TstSafeFolder::writesBelowItself()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.filePath(u"new/deep"_s));
    QVERIFY(write(folder, u"a/b/c.txt"_s, "one", NewFile::Existing::Keep));
    QVERIFY(write(folder, u"a/b/d.txt"_s, "two", NewFile::Existing::Keep));
    QVERIFY(write(folder, u"top"_s, "three", NewFile::Existing::Keep));
    QVERIFY(folder.sync());
    QCOMPARE(get(dir.filePath(u"new/deep/a/b/c.txt"_s)), "one");
    QCOMPARE(get(dir.filePath(u"new/deep/a/b/d.txt"_s)), "two");
    QCOMPARE(get(dir.filePath(u"new/deep/top"_s)), "three");
    QCOMPARE(all(dir.filePath(u"new/deep/a/b"_s)), (QStringList{u"c.txt"_s, u"d.txt"_s}));
    const QFile::Permissions anybody
        = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFileInfo(dir.filePath(u"new"_s)).permissions() & anybody));
    QVERIFY(!QFileInfo(dir.filePath(u"new/deep/top"_s)).isExecutable());
}

void TstSafeFolder::anUnpublishedFileIsGone()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.path());
    {
        Result<NewFile> file = folder.create(u"x"_s, false, u"test"_s);
        QVERIFY(file);
        QVERIFY(file->write("half"));
        QCOMPARE(all(dir.path()).size(), 1);
        QVERIFY(!QFile::exists(dir.filePath(u"x"_s)));
    }
    QCOMPARE(all(dir.path()), QStringList());
}

void TstSafeFolder::keepNeverReplaces()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.path());
    put(dir.filePath(u"file"_s), "mine");
    QVERIFY(QFile::link(dir.filePath(u"nowhere"_s), dir.filePath(u"dangling"_s)));
    QVERIFY(QDir(dir.path()).mkdir(u"folder"_s));
    for (const QString &name : {u"file"_s, u"dangling"_s, u"folder"_s}) {
        const Result<> written = write(folder, name, "theirs", NewFile::Existing::Keep);
        QVERIFY2(!written, qPrintable(name));
        QCOMPARE(written.error().kind, Error::Kind::Conflict);
    }
    QCOMPARE(get(dir.filePath(u"file"_s)), "mine");
    QVERIFY(!QFile::exists(dir.filePath(u"nowhere"_s)));
    QCOMPARE(all(dir.path()).size(), 3);
}

void TstSafeFolder::replaceReplacesALinkNotItsTarget()
{
    const QTemporaryDir dir;
    const QTemporaryDir outside;
    SafeFolder folder = opened(dir.path());
    put(outside.filePath(u"victim"_s), "mine");
    QVERIFY(QFile::link(outside.filePath(u"victim"_s), dir.filePath(u"x"_s)));
    QVERIFY(write(folder, u"x"_s, "theirs", NewFile::Existing::Replace));
    QCOMPARE(get(outside.filePath(u"victim"_s)), "mine");
    QCOMPARE(get(dir.filePath(u"x"_s)), "theirs");
    QVERIFY(!QFileInfo(dir.filePath(u"x"_s)).isSymLink());
}

void TstSafeFolder::replaceLeavesAFolderAlone()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.path());
    QVERIFY(QDir(dir.path()).mkpath(u"x/y"_s));
    const Result<> written = write(folder, u"x"_s, "theirs", NewFile::Existing::Replace);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::Conflict);
    QVERIFY(QFileInfo(dir.filePath(u"x/y"_s)).isDir());
}

// Breaks for the user: a link in the target, put there by an earlier archive or another program, leads a file elsewhere.
void TstSafeFolder::noLinkOnTheWayIsFollowed_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("parent") << u"link/file"_s;
    QTest::newRow("deeper") << u"link/sub/file"_s;
    QTest::newRow("second part") << u"real/link/file"_s;
    QTest::newRow("link within the folder") << u"inner/file"_s;
}

void TstSafeFolder::noLinkOnTheWayIsFollowed()
{
    QFETCH(QString, path);
    const QTemporaryDir dir;
    const QTemporaryDir outside;
    QVERIFY(QDir(outside.path()).mkdir(u"sub"_s));
    QVERIFY(QDir(dir.path()).mkdir(u"real"_s));
    QVERIFY(QFile::link(outside.path(), dir.filePath(u"link"_s)));
    QVERIFY(QFile::link(outside.path(), dir.filePath(u"real/link"_s)));
    QVERIFY(QFile::link(dir.filePath(u"real"_s), dir.filePath(u"inner"_s)));
    put(outside.filePath(u"file"_s), "theirs");
    SafeFolder folder = opened(dir.path());
    const Result<> written = write(folder, path, "x", NewFile::Existing::Replace);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::Conflict);
    const Result<> made = folder.makeFolder(path);
    QVERIFY(!made);
    QCOMPARE(made.error().kind, Error::Kind::Conflict);
    QVERIFY(!folder.look(path));
    QVERIFY(!folder.read(path));
    QCOMPARE(all(outside.path()), (QStringList{u"file"_s, u"sub"_s}));
    QCOMPARE(all(outside.filePath(u"sub"_s)), QStringList());
    QCOMPARE(get(outside.filePath(u"file"_s)), "theirs");
}

// Breaks for the user: another program swaps a folder for a link between our look and our write.
void TstSafeFolder::aFolderSwappedForALinkLater()
{
    const QTemporaryDir dir;
    const QTemporaryDir outside;
    SafeFolder folder = opened(dir.path());
    Result<NewFile> file = folder.create(u"sub/x"_s, false, u"test"_s);
    QVERIFY(file);
    QVERIFY(QDir(dir.path()).rename(u"sub"_s, u"moved"_s));
    QVERIFY(QFile::link(outside.path(), dir.filePath(u"sub"_s)));
    QVERIFY(file->write("content"));
    QVERIFY(file->publish(NewFile::Existing::Keep));
    QCOMPARE(all(outside.path()), QStringList());
    QCOMPARE(get(dir.filePath(u"moved/x"_s)), "content");
}

void TstSafeFolder::whatAnEarlierProcessLeftIsReplaced()
{
    const QTemporaryDir dir;
    const QTemporaryDir outside;
    SafeFolder folder = opened(dir.path());
    QString part;
    {
        const Result<NewFile> file = folder.create(u"x"_s, false, u"test"_s);
        QVERIFY(file);
        part = all(dir.path()).constFirst();
    }
    // Worse than a left-over: a link in its place.
    put(outside.filePath(u"victim"_s), "mine");
    QVERIFY(QFile::link(outside.filePath(u"victim"_s), dir.filePath(part)));
    QVERIFY(write(folder, u"x"_s, "content", NewFile::Existing::Keep));
    QCOMPARE(get(outside.filePath(u"victim"_s)), "mine");
    QCOMPARE(all(dir.path()), QStringList{u"x"_s});
}

void TstSafeFolder::looks()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.path());
    put(dir.filePath(u"file"_s), "12345");
    QVERIFY(QDir(dir.path()).mkdir(u"folder"_s));
    QVERIFY(QFile::link(dir.filePath(u"file"_s), dir.filePath(u"link"_s)));
    using Kind = SafeFolder::Found::Kind;
    QCOMPARE(folder.look(u"file"_s)->kind, Kind::File);
    QCOMPARE(folder.look(u"file"_s)->size, 5);
    QCOMPARE(folder.look(u"folder"_s)->kind, Kind::Folder);
    QCOMPARE(folder.look(u"link"_s)->kind, Kind::Link);
    QCOMPARE(folder.look(u"none"_s)->kind, Kind::Missing);
    QCOMPARE(folder.look(u"none/deeper"_s)->kind, Kind::Missing);
    QCOMPARE(folder.look(u"file/deeper"_s).error().kind, Error::Kind::Conflict);
}

// Breaks for the user: a pipe in the target holds Punchcard up for ever.
void TstSafeFolder::aPipeIsNotRead()
{
    const QTemporaryDir dir;
    SafeFolder folder = opened(dir.path());
    QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"pipe"_s)).constData(), 0600), 0);
    QCOMPARE(folder.look(u"pipe"_s)->kind, SafeFolder::Found::Kind::Other);
    QVERIFY(!folder.read(u"pipe"_s));
}

void TstSafeFolder::theFolderItselfMayBeALink()
{
    const QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir(u"real"_s));
    QVERIFY(QFile::link(dir.filePath(u"real"_s), dir.filePath(u"chosen"_s)));
    SafeFolder folder = opened(dir.filePath(u"chosen"_s));
    QVERIFY(write(folder, u"x"_s, "content", NewFile::Existing::Keep));
    QCOMPARE(get(dir.filePath(u"real/x"_s)), "content");
}

PUNCHCARD_TEST(TstSafeFolder, tst_safefolder)
#include "tst_safefolder.moc"
