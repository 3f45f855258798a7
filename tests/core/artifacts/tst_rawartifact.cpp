// SPDX-License-Identifier: MIT
#include "core/artifacts/rawartifact.h"

#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;

class TstRawArtifact : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void form_data();
    void form();
    void name_data();
    void name();
    void adoptMovesTheFile();
    void adoptAgainIsFine();
    void adoptKeepsWhatIsThere();
    void adoptDoesNotFollowALink();

private:
    static QString put(const QString &path, const QByteArray &content);
    static QByteArray get(const QString &path);
};

QString TstRawArtifact::put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

QByteArray TstRawArtifact::get(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
}

// Breaks for the user: the jar that they asked for comes apart, or their results stay in a zip.
void TstRawArtifact::form_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<bool>("zip");
    const QString blob = u"/x"_s;
    const QByteArray pk("PK\x03\x04");
    QTest::newRow("zip") << QByteArray("application/zip") << blob << pk << true;
    QTest::newRow("zip with parameters") << QByteArray("Application/ZIP; charset=binary") << blob << pk << true;
    QTest::newRow("old names") << QByteArray("application/x-zip-compressed") << blob << pk << true;
    QTest::newRow("other old name") << QByteArray("application/zip-compressed") << blob << pk << true;
    QTest::newRow("by URL") << QByteArray("application/octet-stream") << u"/a.zip"_s << pk << true;
    QTest::newRow("raw jar") << QByteArray("application/octet-stream") << blob << pk << false;
    QTest::newRow("raw text") << QByteArray("text/plain") << blob << QByteArray("hello") << false;
    QTest::newRow("untold, zip") << QByteArray() << blob << pk << true;
    QTest::newRow("untold, empty zip") << QByteArray() << blob << QByteArray("PK\x05\x06") << true;
    QTest::newRow("untold, else") << QByteArray() << blob
                                  << QByteArray("\x7F"
                                                "ELF")
                                  << false;
}

void TstRawArtifact::form()
{
    QFETCH(QByteArray, type);
    QFETCH(QString, path);
    QFETCH(QByteArray, first);
    QFETCH(bool, zip);
    QCOMPARE(artifactForm(type, path, first) == ArtifactForm::Zip, zip);
}

void TstRawArtifact::name_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << QByteArray() << u"fallback"_s;
    QTest::newRow("token") << QByteArray("attachment; filename=report.txt") << u"report.txt"_s;
    QTest::newRow("quoted") << QByteArray("attachment; filename=\"my \\\"report\\\".txt\"; size=3") << u"my %22report%22.txt"_s;
    QTest::newRow("extended wins") << QByteArray("attachment; filename=\"plain.txt\"; filename*=UTF-8''%C3%A4.txt") << u"ä.txt"_s;
    QTest::newRow("semicolon within quotes") << QByteArray("attachment; x=\"a;filename=no\"; filename=yes") << u"yes"_s;
    QTest::newRow("unknown charset") << QByteArray("attachment; filename*=iso-8859-1''%E4.txt; filename=b.txt") << u"b.txt"_s;
    QTest::newRow("path") << QByteArray("attachment; filename=\"../../etc/passwd\"") << u"passwd"_s;
    QTest::newRow("hidden path") << QByteArray("attachment; filename*=UTF-8''..%2F..%2F.bashrc") << u"%2Ebashrc"_s;
    QTest::newRow("backslashes") << QByteArray("attachment; filename*=UTF-8''C:%5Cwindows%5Csystem.ini") << u"system.ini"_s;
    QTest::newRow("dots") << QByteArray("attachment; filename=\"..\"") << u"%2E%2E"_s;
    QTest::newRow("ends in a slash") << QByteArray("attachment; filename=\"a/\"") << u"fallback"_s;
    QTest::newRow("unfinished") << QByteArray("attachment; filename=\"a") << u"a"_s;
    QTest::newRow("no value") << QByteArray("attachment; filename=") << u"fallback"_s;
    QTest::newRow("no equals") << QByteArray("attachment; filename") << u"fallback"_s;
}

void TstRawArtifact::name()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, name);
    QCOMPARE(rawFileName(header, u"fallback"_s), name);
}

void TstRawArtifact::adoptMovesTheFile()
{
    const QTemporaryDir dir;
    const QString download = put(dir.filePath(u"x.part"_s), "content");
    const Result<UnpackedFile> adopted = adoptRaw(download, dir.filePath(u"a/b"_s), u"report.txt"_s);
    QVERIFY2(adopted, qPrintable(adopted ? QString() : adopted.error().detail));
    QCOMPARE(adopted->path, u"report.txt"_s);
    QCOMPARE(adopted->size, 7);
    QCOMPARE(get(dir.filePath(u"a/b/report.txt"_s)), "content");
    QVERIFY(!QFile::exists(download));
}

// Breaks for the user: a job taken up after a crash could not finish.
void TstRawArtifact::adoptAgainIsFine()
{
    const QTemporaryDir dir;
    put(dir.filePath(u"f"_s), "same");
    const QString download = put(dir.filePath(u"x.part"_s), "same");
    QVERIFY(adoptRaw(download, dir.path(), u"f"_s));
    QVERIFY(!QFile::exists(download));
    QCOMPARE(get(dir.filePath(u"f"_s)), "same");
}

void TstRawArtifact::adoptKeepsWhatIsThere()
{
    const QTemporaryDir dir;
    put(dir.filePath(u"f"_s), "mine");
    const QString download = put(dir.filePath(u"x.part"_s), "theirs");
    const Result<UnpackedFile> adopted = adoptRaw(download, dir.path(), u"f"_s);
    QVERIFY(!adopted);
    QCOMPARE(adopted.error().kind, Error::Kind::Conflict);
    QCOMPARE(get(dir.filePath(u"f"_s)), "mine");
    QCOMPARE(get(download), "theirs");
}

void TstRawArtifact::adoptDoesNotFollowALink()
{
    const QTemporaryDir dir;
    put(dir.filePath(u"outside"_s), "same");
    QVERIFY(QDir(dir.path()).mkdir(u"in"_s));
    QVERIFY(QFile::link(dir.filePath(u"outside"_s), dir.filePath(u"in/f"_s)));
    const QString download = put(dir.filePath(u"x.part"_s), "same");
    const Result<UnpackedFile> adopted = adoptRaw(download, dir.filePath(u"in"_s), u"f"_s);
    QVERIFY(!adopted);
    QCOMPARE(adopted.error().kind, Error::Kind::Conflict);
    QVERIFY(QFile::exists(download));
}

PUNCHCARD_TEST(TstRawArtifact, tst_rawartifact)
#include "tst_rawartifact.moc"
