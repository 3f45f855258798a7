// SPDX-License-Identifier: MIT
#include "core/jobs/inputs.h"

#include "core/jobs/inputcontent.h"
#include "core/jobs/inputcopy.h"
#include "core/jobs/inputwalk.h"
#include "core/jobs/sentblobs.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstInputs : public QObject
{
    Q_OBJECT

private slots:
    void twoOfOneNameAreRefused();
    void namesThatCannotStandBesideTheScript_data();
    void namesThatCannotStandBesideTheScript();
    void whatIsTooLargeIsRefused();
    void tooManyAreRefused();
    void theIgnoreFileIsObeyed();
    void gitsOwnFolderStays();
    void copiesKeepModesAndLinks();
    void aLinkThatLeadsOutIsRefused_data();
    void aLinkThatLeadsOutIsRefused();
    void contentHasGitsName();
    void whatWasSentIsRemembered();
};

namespace {

void put(const QTemporaryDir &folder, const QString &name, const QByteArray &content = "x")
{
    const QString path = folder.filePath(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QStringList namesIn(const Result<InputListing> &listing)
{
    QStringList names;
    for (const InputFile &file : listing->files)
        names.append(file.name);
    return names;
}

} // namespace

void TstInputs::twoOfOneNameAreRefused()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"a/data"_s));
    QVERIFY(QDir(folder.path()).mkpath(u"b/data"_s));
    const auto first = withInput({}, folder.filePath(u"a/data"_s));
    QVERIFY(first);
    QCOMPARE(first->first().name, u"data"_s);
    const auto again = withInput(*first, folder.filePath(u"a/data"_s));
    QVERIFY(again);
    QCOMPARE(again->size(), 1);
    QCOMPARE(withInput(*first, folder.filePath(u"b/data"_s)).error().kind, Error::Kind::Refused);
    QCOMPARE(withInput({}, folder.filePath(u"gone"_s)).error().kind, Error::Kind::Missing);
}

void TstInputs::namesThatCannotStandBesideTheScript_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"job.sh", ".github", ".git", "../up", "/abs", "a\\b", "."})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstInputs::namesThatCannotStandBesideTheScript()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const Result<InputMeasure> measure = measureInput({.path = folder.path(), .name = name});
    QVERIFY(!measure);
    QCOMPARE(measure.error().kind, Error::Kind::Refused);
}

// Breaks for the user: the job fails on the server after minutes, for what could be seen at once.
void TstInputs::whatIsTooLargeIsRefused()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"big"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(largestInput));
    const InputSource input{.path = folder.path(), .name = u"data"_s};
    QCOMPARE(measureInput(input)->bytes, largestInput);
    QVERIFY(file.resize(largestInput + 1));
    QVERIFY(!measureInput(input));
}

// Breaks for the user: GitHub ends the tree request after ten seconds, or lets nothing be created for an hour.
void TstInputs::tooManyAreRefused()
{
    const QTemporaryDir folder;
    for (qsizetype i = 0; i <= mostInputBlobs; ++i)
        put(folder, QString::number(i), QByteArray::number(i) + '\0');
    const InputSource input{.path = folder.path(), .name = u"data"_s};
    const auto refused = measureInput(input);
    QVERIFY(!refused);
    QVERIFY2(refused.error().what.startsWith(QString::number(mostInputBlobs + 1)), qPrintable(refused.error().what));
    // Twice the same is sent once.
    put(folder, u"0"_s, QByteArray("1\0", 2));
    QCOMPARE(measureInput(input)->files, mostInputBlobs + 1);
    QCOMPARE(listInput(input, mostInputBlobs).error().kind, Error::Kind::Refused);
}

void TstInputs::theIgnoreFileIsObeyed()
{
    const QTemporaryDir folder;
    put(folder, ignoreFile, "*.o\nbuild/\n!keep.o\n");
    for (const QString &name : {u"a.c"_s, u"a.o"_s, u"keep.o"_s, u"build/keep.o"_s, u"sub/b.o"_s, u"sub/b.c"_s, u".hidden"_s})
        put(folder, name);
    const InputSource input{.path = folder.path(), .name = u"src"_s};
    const auto listing = listInput(input, mostInputFiles);
    QCOMPARE(namesIn(listing), (QStringList{u"src/.hidden"_s, u"src/a.c"_s, u"src/keep.o"_s, u"src/sub/b.c"_s}));
    QCOMPARE(listing->leftOut, 4); // two objects, the folder, the ignore file
    const auto measure = measureInput(input);
    QCOMPARE(measure->files, 4);
    QCOMPARE(measure->bytes, 4);
    QCOMPARE(measure->leftOut, 4);
    // The copies are sent as they are, also once more.
    const QTemporaryDir copies;
    QVERIFY(copyInputs({input}, copies.path()));
    QCOMPARE(namesIn(listCopies(copies.path())), namesIn(listing));
}

// Breaks for the user: a whole history goes with the sources, and GitHub refuses the commit for its names.
void TstInputs::gitsOwnFolderStays()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"a"_s, u".git/config"_s, u"sub/.git"_s, u".gitignore"_s})
        put(folder, name);
    const InputSource input{.path = folder.path(), .name = u"src"_s};
    QCOMPARE(namesIn(listInput(input, mostInputFiles)), (QStringList{u"src/.gitignore"_s, u"src/a"_s}));
    put(folder, ignoreFile, "!.git/\n");
    const auto asked = listInput(input, mostInputFiles);
    QVERIFY(!asked);
    QVERIFY2(asked.error().what.contains(u".git"_s), qPrintable(asked.error().what));
}

void TstInputs::copiesKeepModesAndLinks()
{
    const QTemporaryDir folder;
    put(folder, u"bin/tool"_s);
    QVERIFY(QFile::setPermissions(folder.filePath(u"bin/tool"_s), QFile::ReadOwner | QFile::ExeOwner));
    put(folder, u"lib/a.so.1"_s);
    QVERIFY(QFile::link(u"a.so.1"_s, folder.filePath(u"lib/a.so"_s)));
    QVERIFY(QFile::link(u"../lib"_s, folder.filePath(u"bin/libraries"_s)));
    const QTemporaryDir copies;
    QVERIFY(copyInputs({{.path = folder.path(), .name = u"in"_s}}, copies.path()));
    const auto listing = listCopies(copies.path());
    QCOMPARE(namesIn(listing), (QStringList{u"in/bin/libraries"_s, u"in/bin/tool"_s, u"in/lib/a.so"_s, u"in/lib/a.so.1"_s}));
    using Kind = InputFile::Kind;
    QCOMPARE(listing->files[0].kind, Kind::Link);
    QCOMPARE(readInput(listing->files[0]).value(), QByteArray("../lib"));
    QCOMPARE(listing->files[1].kind, Kind::Executable);
    QCOMPARE(listing->files[2].target, u"a.so.1"_s);
    QCOMPARE(listing->files[3].kind, Kind::Plain);
}

void TstInputs::aLinkThatLeadsOutIsRefused_data()
{
    QTest::addColumn<QString>("target");
    for (const char *target : {"/etc/passwd", "../other", "..", "sub/../../other"})
        QTest::newRow(target) << QString::fromLatin1(target);
}

// Breaks for the user: the script finds a link that leads nowhere.
void TstInputs::aLinkThatLeadsOutIsRefused()
{
    QFETCH(const QString, target);
    const QTemporaryDir folder;
    put(folder, u"a"_s);
    QVERIFY(QFile::link(target, folder.filePath(u"astray"_s)));
    const InputSource input{.path = folder.path(), .name = u"in"_s};
    const auto listing = listInput(input, mostInputFiles);
    QVERIFY(!listing);
    QVERIFY2(listing.error().what.contains(u"astray"_s), qPrintable(listing.error().what));
    put(folder, ignoreFile, "astray\n");
    QVERIFY(listInput(input, mostInputFiles));
}

void TstInputs::contentHasGitsName()
{
    QCOMPARE(contentOf("hello\n").sha, QByteArray("ce013625030ba8dba906f756967f9e9ca394464a"));
    QVERIFY(contentOf("hello\n").isText);
    QVERIFY(!contentOf(QByteArray("a\0b", 3)).isText);
    QVERIFY(!contentOf("\xff").isText);
    QCOMPARE(inputText("\xef\xbb\xbf"
                       "a")
                 ->toUtf8(),
             QByteArray("\xef\xbb\xbf"
                        "a"));
}

void TstInputs::whatWasSentIsRemembered()
{
    const QTemporaryDir home;
    const store::JobFolder folder({.data = home.path(), .config = {}, .cache = {}, .keychainService = {}}, u"uid"_s);
    QVERIFY(QDir().mkpath(folder.path()));
    const QByteArray one(40, '1');
    const QByteArray two(40, '2');
    SentBlobs(folder, 7).add({one});
    QFile file(folder.path() + u"/sent"_s);
    QVERIFY(file.open(QIODevice::Append));
    file.write("333"); // cut off by a crash
    file.close();
    SentBlobs again(folder, 7);
    QVERIFY(again.contains(one) && !again.contains(two));
    again.add({two});
    QVERIFY(SentBlobs(folder, 7).contains(one) && SentBlobs(folder, 7).contains(two));
    // Of another repository nothing is known.
    QVERIFY(SentBlobs(folder, 8).isEmpty());
    QVERIFY(SentBlobs(folder, 7).isEmpty());
}

PUNCHCARD_TEST(TstInputs, tst_inputs)
#include "tst_inputs.moc"
