// SPDX-License-Identifier: MIT
#include "core/artifacts/placing.h"

#include "core/artifacts/entryname.h"
#include "core/artifacts/space.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::testing;

class TstPlacing : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_from = std::make_unique<QTemporaryDir>();
        m_to = std::make_unique<QTemporaryDir>();
    }
    void copiesATree();
    void sameContentIsLeftAlone();
    void otherContentIsRefusedByName();
    void overwriteReplaces();
    void whatIsKeptIsNotReplaced();
    void linksInTheTargetAreNotFollowed();
    void aLinkAtAFilesPlace();
    void aFolderWhereAFileBelongs();
    void linksInTheSourceStayThere();
    void linksThatStayInsideArePlaced();
    void keepsTheExecutableBit();
    void noSourceIsAnError();
    void aFileInPlaceOfTheTarget();
    void cancelledLeavesNoHalfFile();
    void progressReachesTheEnd();
    void singleFile();
    void safeNames_data();
    void safeNames();
    void safeNamesNeverMeet();
    void space();

private:
    static void put(const QString &path, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    static QByteArray get(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
    }
    static QStringList paths(const QList<UnpackedFile> &files)
    {
        QStringList list;
        for (const UnpackedFile &file : files)
            list.append(file.path);
        return list;
    }
    static QStringList all(const QString &path)
    {
        return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
    Result<Placed> placed(bool overwrite) { return wait(place(m_from->path(), m_to->path(), overwrite, Context())); }

    std::unique_ptr<QTemporaryDir> m_from;
    std::unique_ptr<QTemporaryDir> m_to;
};

void TstPlacing::copiesATree()
{
    put(m_from->filePath(u"a/b/c.txt"_s), "one");
    put(m_from->filePath(u".hidden"_s), "two");
    put(m_from->filePath(u"empty"_s), "");
    QVERIFY(QDir(m_from->path()).mkpath(u"nothing/in here"_s));
    const QByteArray large(700'000, 'x');
    put(m_from->filePath(u"large.bin"_s), large);
    const Result<Placed> result = wait(place(m_from->path(), m_to->filePath(u"new"_s), false, Context()));
    QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
    QCOMPARE(paths(result->files), (QStringList{u".hidden"_s, u"a/b/c.txt"_s, u"empty"_s, u"large.bin"_s}));
    QCOMPARE(result->written, 4);
    QCOMPARE(result->refusals.size(), 0);
    QCOMPARE(get(m_to->filePath(u"new/a/b/c.txt"_s)), "one");
    QCOMPARE(get(m_to->filePath(u"new/.hidden"_s)), "two");
    QCOMPARE(get(m_to->filePath(u"new/empty"_s)), "");
    QCOMPARE(get(m_to->filePath(u"new/large.bin"_s)), large);
    QVERIFY(QFileInfo(m_to->filePath(u"new/nothing/in here"_s)).isDir());
    QCOMPARE(all(m_to->filePath(u"new"_s)), (QStringList{u".hidden"_s, u"a"_s, u"empty"_s, u"large.bin"_s, u"nothing"_s}));
}

void TstPlacing::sameContentIsLeftAlone()
{
    put(m_from->filePath(u"x"_s), "same");
    put(m_to->filePath(u"x"_s), "same");
    QFile there(m_to->filePath(u"x"_s));
    QVERIFY(there.open(QIODevice::ReadWrite));
    const QDateTime before = QDateTime::fromSecsSinceEpoch(1'000'000'000);
    QVERIFY(there.setFileTime(before, QFileDevice::FileModificationTime));
    there.close();
    const Result<Placed> result = placed(true);
    QVERIFY(result);
    QCOMPARE(paths(result->files), QStringList{u"x"_s});
    QCOMPARE(result->written, 0);
    QCOMPARE(QFileInfo(m_to->filePath(u"x"_s)).lastModified(), before);
}

// Breaks for the user: their own file is gone.
void TstPlacing::otherContentIsRefusedByName()
{
    put(m_from->filePath(u"a/shorter"_s), "theirs!");
    put(m_from->filePath(u"a/equal"_s), "theirs");
    put(m_from->filePath(u"a/new"_s), "theirs");
    put(m_to->filePath(u"a/shorter"_s), "mine");
    put(m_to->filePath(u"a/equal"_s), "mine!!");
    const Result<Placed> result = placed(false);
    QVERIFY(result);
    QCOMPARE(paths(result->files), QStringList{u"a/new"_s});
    QCOMPARE(result->refusals.size(), 2);
    QCOMPARE(result->refusals.at(0).name, u"a/equal"_s);
    QCOMPARE(result->refusals.at(1).name, u"a/shorter"_s);
    QCOMPARE(get(m_to->filePath(u"a/shorter"_s)), "mine");
    QCOMPARE(get(m_to->filePath(u"a/equal"_s)), "mine!!");
    QCOMPARE(get(m_to->filePath(u"a/new"_s)), "theirs");
}

// Breaks for the user: where elements are merged, one takes another's result away.
void TstPlacing::whatIsKeptIsNotReplaced()
{
    put(m_from->filePath(u"clash"_s), "mine");
    put(m_from->filePath(u"same"_s), "same");
    put(m_from->filePath(u"old"_s), "new");
    put(m_to->filePath(u"clash"_s), "theirs");
    put(m_to->filePath(u"same"_s), "same");
    put(m_to->filePath(u"old"_s), "old");
    const Result<Placed> placed = wait(place(m_from->path(), m_to->path(), true, Context(), {u"clash"_s, u"same"_s}));
    QVERIFY(placed);
    QCOMPARE(placed->refusals.size(), 1);
    QCOMPARE(placed->refusals.first().name, u"clash"_s);
    QCOMPARE(placed->written, 1);
    QCOMPARE(get(m_to->filePath(u"clash"_s)), QByteArray("theirs"));
    QCOMPARE(get(m_to->filePath(u"old"_s)), QByteArray("new"));
}

void TstPlacing::overwriteReplaces()
{
    put(m_from->filePath(u"x"_s), "theirs");
    put(m_to->filePath(u"x"_s), "mine, and longer");
    const Result<Placed> result = placed(true);
    QVERIFY(result);
    QCOMPARE(result->refusals.size(), 0);
    QCOMPARE(result->written, 1);
    QCOMPARE(get(m_to->filePath(u"x"_s)), "theirs");
}

void TstPlacing::linksInTheTargetAreNotFollowed()
{
    const QTemporaryDir outside;
    put(m_from->filePath(u"sub/x"_s), "theirs");
    put(m_from->filePath(u"y"_s), "theirs");
    QVERIFY(QFile::link(outside.path(), m_to->filePath(u"sub"_s)));
    const Result<Placed> result = placed(true);
    QVERIFY(result);
    QCOMPARE(all(outside.path()), QStringList());
    QCOMPARE(paths(result->files), QStringList{u"y"_s});
    QCOMPARE(result->refusals.size(), 2); // The folder and the file in it.
}

void TstPlacing::aLinkAtAFilesPlace()
{
    const QTemporaryDir outside;
    put(m_from->filePath(u"x"_s), "theirs");
    put(outside.filePath(u"victim"_s), "mine");
    QVERIFY(QFile::link(outside.filePath(u"victim"_s), m_to->filePath(u"x"_s)));
    const Result<Placed> refused = placed(false);
    QVERIFY(refused);
    QCOMPARE(refused->refusals.size(), 1);
    QVERIFY(QFileInfo(m_to->filePath(u"x"_s)).isSymLink());
    const Result<Placed> replaced = placed(true);
    QVERIFY(replaced);
    QCOMPARE(replaced->refusals.size(), 0);
    QVERIFY(!QFileInfo(m_to->filePath(u"x"_s)).isSymLink());
    QCOMPARE(get(m_to->filePath(u"x"_s)), "theirs");
    QCOMPARE(get(outside.filePath(u"victim"_s)), "mine");
}

void TstPlacing::aFolderWhereAFileBelongs()
{
    put(m_from->filePath(u"x"_s), "theirs");
    put(m_from->filePath(u"y/z"_s), "theirs");
    put(m_to->filePath(u"x/mine"_s), "mine");
    put(m_to->filePath(u"y"_s), "mine");
    const Result<Placed> result = placed(true);
    QVERIFY(result);
    QCOMPARE(result->files.size(), 0);
    QCOMPARE(result->refusals.size(), 3); // x, the folder y, and y/z
    QCOMPARE(get(m_to->filePath(u"x/mine"_s)), "mine");
    QCOMPARE(get(m_to->filePath(u"y"_s)), "mine");
}

void TstPlacing::linksInTheSourceStayThere()
{
    QVERIFY(QFile::link(u"/etc/passwd"_s, m_from->filePath(u"link"_s)));
    QVERIFY(QFile::link(u"/etc"_s, m_from->filePath(u"folder"_s)));
    const Result<Placed> result = placed(false);
    QVERIFY(result);
    QCOMPARE(result->files.size(), 0);
    QCOMPARE(result->refusals.size(), 2);
    QCOMPARE(all(m_to->path()), QStringList());
}

void TstPlacing::linksThatStayInsideArePlaced()
{
    put(m_from->filePath(u"lib/a.so.1"_s), "x");
    QVERIFY(QFile::link(u"a.so.1"_s, m_from->filePath(u"lib/a.so"_s)));
    QVERIFY(QFile::link(u"lib"_s, m_from->filePath(u"current"_s)));
    for (int i = 0; i < 2; ++i) {
        const Result<Placed> result = placed(false);
        QVERIFY(result);
        QCOMPARE(result->refusals.size(), 0);
        QCOMPARE(result->written, i == 0 ? 3 : 0);
        QCOMPARE(QFileInfo(m_to->filePath(u"lib/a.so"_s)).readSymLink(), u"a.so.1"_s);
        QCOMPARE(QFileInfo(m_to->filePath(u"current"_s)).readSymLink(), u"lib"_s);
    }
    // What the user has there is replaced only when that is wished.
    QVERIFY(QFile::remove(m_to->filePath(u"lib/a.so"_s)));
    put(m_to->filePath(u"lib/a.so"_s), "mine");
    QCOMPARE(placed(false)->refusals.size(), 1);
    QCOMPARE(get(m_to->filePath(u"lib/a.so"_s)), "mine");
    QCOMPARE(placed(true)->refusals.size(), 0);
    QCOMPARE(QFileInfo(m_to->filePath(u"lib/a.so"_s)).readSymLink(), u"a.so.1"_s);
}

void TstPlacing::keepsTheExecutableBit()
{
    put(m_from->filePath(u"plain"_s), "x");
    put(m_from->filePath(u"tool"_s), "x");
    QVERIFY(QFile::setPermissions(m_from->filePath(u"tool"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(placed(false));
    QVERIFY(QFileInfo(m_to->filePath(u"tool"_s)).isExecutable());
    QVERIFY(!(QFileInfo(m_to->filePath(u"plain"_s)).permissions() & QFile::ExeOwner));
}

void TstPlacing::noSourceIsAnError()
{
    const Result<Placed> result = wait(place(m_to->filePath(u"none"_s), m_to->filePath(u"target"_s), false, Context()));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Missing);
    QVERIFY(!QFile::exists(m_to->filePath(u"target"_s)));
}

void TstPlacing::aFileInPlaceOfTheTarget()
{
    put(m_from->filePath(u"x"_s), "theirs");
    put(m_to->filePath(u"target"_s), "mine");
    const Result<Placed> result = wait(place(m_from->path(), m_to->filePath(u"target"_s), true, Context()));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Conflict);
    QCOMPARE(get(m_to->filePath(u"target"_s)), "mine");
}

void TstPlacing::cancelledLeavesNoHalfFile()
{
    put(m_from->filePath(u"x"_s), QByteArray(64 << 20, 'x'));
    const Context context;
    auto placing = place(m_from->path(), m_to->path(), false, context);
    context.cancel->request();
    const Result<Placed> result = wait(std::move(placing));
    // The copy may have been quicker than the wish; half a file may not be there in either case.
    if (result)
        QCOMPARE(QFileInfo(m_to->filePath(u"x"_s)).size(), 64 << 20);
    else
        QCOMPARE(all(m_to->path()), QStringList());
}

void TstPlacing::progressReachesTheEnd()
{
    put(m_from->filePath(u"x"_s), QByteArray(1 << 20, 'x'));
    put(m_from->filePath(u"y"_s), "y");
    put(m_to->filePath(u"y"_s), "y");
    QList<Progress> seen;
    const Context context{.progress = [&seen](const Progress &progress) { seen.append(progress); }};
    QVERIFY(wait(place(m_from->path(), m_to->path(), false, context)));
    QVERIFY(!seen.isEmpty());
    QCOMPARE(seen.last().done, (1 << 20) + 1);
    QCOMPARE(seen.last().total, (1 << 20) + 1);
}

void TstPlacing::singleFile()
{
    put(m_from->filePath(u"x"_s), "theirs");
    const Result<Placed> result = wait(placeFile(m_from->filePath(u"x"_s), m_to->path(), u"renamed.txt"_s, false, Context()));
    QVERIFY(result);
    QCOMPARE(paths(result->files), QStringList{u"renamed.txt"_s});
    QCOMPARE(get(m_to->filePath(u"renamed.txt"_s)), "theirs");
    const Result<Placed> outside = wait(placeFile(m_from->filePath(u"x"_s), m_to->path(), u"../out"_s, true, Context()));
    QVERIFY(outside);
    QCOMPARE(outside->refusals.size(), 1);
}

void TstPlacing::safeNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("safe");
    const auto row = [](const QString &name, const QString &safe) { QTest::newRow(qPrintable(shownName(name))) << name << safe; };
    row(u"uploads"_s, u"uploads"_s);
    row(u"build (ubuntu, 3.12)"_s, u"build (ubuntu, 3.12)"_s);
    row(u"größe"_s, u"größe"_s);
    row(u""_s, u"%"_s);
    row(u"."_s, u"%2E"_s);
    row(u".."_s, u"%2E%2E"_s);
    row(u"../../etc"_s, u"%2E.%2F..%2Fetc"_s);
    row(u"a/b"_s, u"a%2Fb"_s);
    row(u"a\\b"_s, u"a%5Cb"_s);
    row(u"C:"_s, u"C%3A"_s);
    row(u"100%"_s, u"100%25"_s);
    row(u".git"_s, u"%2Egit"_s);
    row(u"-rf"_s, u"%2Drf"_s);
    row(u"end."_s, u"end%2E"_s);
    row(u"end "_s, u"end%20"_s);
    row(u"NUL"_s, u"%4EUL"_s);
    row(u"aux.txt"_s, u"%61ux.txt"_s);
    row(u"a\nb"_s, u"a%0Ab"_s);
    row(u"a\u202Eb"_s, u"a%E2%80%AEb"_s);
    row(u"\U0001F600"_s, u"\U0001F600"_s);
    row(QString(QChar(0xD800)), u"%uD800"_s);
}

void TstPlacing::safeNames()
{
    QFETCH(QString, name);
    QFETCH(QString, safe);
    QCOMPARE(safeFolderName(name), safe);
    QCOMPARE(whyUnfit(safeFolderName(name)), std::nullopt);
}

// Breaks for the user: two artifacts in one folder, or a folder that cannot be made.
void TstPlacing::safeNamesNeverMeet()
{
    QRandomGenerator random(2);
    static const QString letters = u"ab.. /\\%2E:CONnul\u00E9\u0301\n-~"_s;
    QHash<QString, QString> seen;
    for (int i = 0; i < 20'000; ++i) {
        QString name;
        const int length = i % 10 == 0 ? random.bounded(400) : random.bounded(7);
        for (int k = 0; k < length; ++k)
            name += letters.at(random.bounded(int(letters.size())));
        const QString safe = safeFolderName(name);
        const std::optional<QString> why = whyUnfit(safe);
        QVERIFY2(!why, qPrintable(name + u" → "_s + safe + u": "_s + why.value_or(QString())));
        QVERIFY2(!safe.contains(u'/') && safe.toUtf8().size() <= 180, qPrintable(safe));
        QVERIFY2(seen.value(safe, name) == name, qPrintable(name + u" and "_s + seen.value(safe)));
        seen.insert(safe, name);
    }
}

void TstPlacing::space()
{
    const QTemporaryDir dir;
    const QString deep = dir.filePath(u"not/there/yet"_s);
    const qint64 free = freeBytes(deep);
    QVERIFY(free > 0);
    QVERIFY(spaceCheck(deep, 1, 0));
    for (const qint64 bytes : {free * 2, std::numeric_limits<qint64>::max()}) {
        const Result<> fits = spaceCheck(deep, bytes);
        QVERIFY(!fits);
        QCOMPARE(fits.error().kind, Error::Kind::Storage);
        QVERIFY(!fits.error().remedy.isEmpty());
    }
    QVERIFY(!spaceCheck(deep, 1, free * 2));
}

PUNCHCARD_TEST(TstPlacing, tst_placing)
#include "tst_placing.moc"
