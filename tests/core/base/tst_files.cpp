// SPDX-License-Identifier: MIT
#include "core/base/files.h"
#include "core/base/home.h"

#include "tests/support/testmain.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstFiles : public QObject
{
    Q_OBJECT

private slots:
    void nobodyElseReadsWhatWeWrite();
    void readingSaysWhatIsWrong();
    void aNameIsGivenInPlaceOfWhatHadIt();
    void homeLiesWhereToldTo();
};

void TstFiles::nobodyElseReadsWhatWeWrite()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"a/b/c"_s);
    QVERIFY(makePrivateFolder(folder.filePath(u"a/b"_s)));
    QVERIFY(writePrivateFile(file, "one"));
    QVERIFY(writePrivateFile(file, "two"));
    QCOMPARE(readFile(file, 10).value_or(QByteArray()), QByteArray("two"));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(file) & others));
    QVERIFY(!(QFile::permissions(folder.filePath(u"a"_s)) & others));
}

void TstFiles::readingSaysWhatIsWrong()
{
    const QTemporaryDir folder;
    QVERIFY(writePrivateFile(folder.filePath(u"f"_s), "12345"));
    QCOMPARE(readFile(folder.filePath(u"f"_s), 4).error().kind, Error::Kind::Refused);
    QCOMPARE(readFile(folder.filePath(u"none"_s), 4).error().kind, Error::Kind::Missing);
    QCOMPARE(readFile(folder.path(), 4).error().kind, Error::Kind::Denied);
    QCOMPARE(makePrivateFolder(folder.filePath(u"f/below"_s)).error().kind, Error::Kind::Storage);
}

void TstFiles::aNameIsGivenInPlaceOfWhatHadIt()
{
    const QTemporaryDir folder;
    const QString from = folder.filePath(u"new.part"_s);
    const QString to = folder.filePath(u"new"_s);
    QVERIFY(writePrivateFile(to, "old"));
    QVERIFY(writePrivateFile(from, "new"));
    QVERIFY(giveName(from, to));
    QCOMPARE(readFile(to, 10).value_or(QByteArray()), QByteArray("new"));
    QVERIFY(!QFile::exists(from));
    QCOMPARE(giveName(from, to).error().kind, Error::Kind::Storage);
    QCOMPARE(readFile(to, 10).value_or(QByteArray()), QByteArray("new"));
    QVERIFY(writePrivateFile(from, "new"));
    QCOMPARE(giveName(from, folder.path()).error().kind, Error::Kind::Storage);
}

// Breaks for the user: a test run touches their own jobs and keychain.
void TstFiles::homeLiesWhereToldTo()
{
    const QTemporaryDir folder;
    qputenv("PUNCHCARD_HOME", folder.path().toUtf8());
    const Result<Home> home = Home::open();
    qunsetenv("PUNCHCARD_HOME");
    QVERIFY(home);
    for (const QString &path : {home->data, home->config, home->cache, home->database(), home->jobFolder(u"x"_s), home->hubFolder()})
        QVERIFY2(path.startsWith(folder.path()), qPrintable(path));
    QVERIFY(home->keychainService.startsWith(u"punchcard:"_s));
}

PUNCHCARD_TEST(TstFiles, tst_files)
#include "tst_files.moc"
