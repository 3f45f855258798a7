// SPDX-License-Identifier: MIT
#include "core/artifacts/filetree.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstFileTree : public QObject
{
    Q_OBJECT

private slots:
    void foldersComeFirstAndNumbersCount();
    void aFolderKnowsWhatIsBelowIt();
    void linksAreLeftOut();
    void aMissingFolderIsSaid();
    void theSumIsThatOfTheContent();
    void kindsByName_data();
    void kindsByName();
    void whatCouldRun_data();
    void whatCouldRun();

private:
    void put(const QString &path, const QByteArray &content = "x")
    {
        const QString whole = m_folder.filePath(path);
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QTemporaryDir m_folder;
};

void TstFileTree::foldersComeFirstAndNumbersCount()
{
    for (const char *name : {"order/b10.txt", "order/b9.txt", "order/A.txt", "order/zz/inside"})
        put(QString::fromLatin1(name));
    const Result<FileNodePtr> tree = wait(readTree(m_folder.filePath(u"order"_s), Context()));
    QVERIFY(tree);
    QStringList names;
    for (const auto &child : (*tree)->children) {
        QCOMPARE(child->row, names.size());
        QCOMPARE(child->parent, tree->get());
        names.append(child->name);
    }
    QCOMPARE(names, (QStringList{u"zz"_s, u"A.txt"_s, u"b9.txt"_s, u"b10.txt"_s}));
}

void TstFileTree::aFolderKnowsWhatIsBelowIt()
{
    put(u"sizes/a"_s, "12345");
    put(u"sizes/deep/er/b"_s, "123");
    QDir(m_folder.path()).mkpath(u"sizes/empty"_s);
    const Result<FileNodePtr> tree = wait(readTree(m_folder.filePath(u"sizes"_s), Context()));
    QVERIFY(tree);
    QCOMPARE((*tree)->size, 8);
    QCOMPARE((*tree)->files, 2);
    QCOMPARE((*tree)->children.size(), 3);
    QCOMPARE((*tree)->children.at(0)->size, 3);
}

void TstFileTree::linksAreLeftOut()
{
    put(u"links/file"_s);
    QVERIFY(QFile::link(u"/etc/passwd"_s, m_folder.filePath(u"links/passwd"_s)));
    QVERIFY(QFile::link(m_folder.filePath(u"links"_s), m_folder.filePath(u"links/round"_s)));
    const Result<FileNodePtr> tree = wait(readTree(m_folder.filePath(u"links"_s), Context()));
    QVERIFY(tree);
    QCOMPARE((*tree)->children.size(), 1);
}

void TstFileTree::aMissingFolderIsSaid()
{
    const Result<FileNodePtr> tree = wait(readTree(m_folder.filePath(u"nowhere"_s), Context()));
    QVERIFY(!tree);
    QCOMPARE(tree.error().kind, Error::Kind::Missing);
}

void TstFileTree::theSumIsThatOfTheContent()
{
    put(u"abc"_s, "abc");
    const Result<QString> sum = wait(sha256Of(m_folder.filePath(u"abc"_s), Context()));
    QVERIFY(sum);
    QCOMPARE(*sum, u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    QVERIFY(!wait(sha256Of(m_folder.filePath(u"nothing"_s), Context())));
}

void TstFileTree::kindsByName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("executable");
    QTest::addColumn<FileKind>("kind");
    QTest::newRow("text") << u"a.txt"_s << false << FileKind::Text;
    QTest::newRow("json") << u"A.JSON"_s << false << FileKind::Text;
    QTest::newRow("c") << u"main.c"_s << false << FileKind::Text;
    QTest::newRow("script") << u"build.sh"_s << false << FileKind::Script;
    QTest::newRow("python") << u"a.py"_s << false << FileKind::Script;
    QTest::newRow("picture") << u"a.png"_s << false << FileKind::Image;
    QTest::newRow("drawing") << u"a.svg"_s << false << FileKind::Image;
    QTest::newRow("sound") << u"a.ogg"_s << false << FileKind::Sound;
    QTest::newRow("film") << u"a.mp4"_s << false << FileKind::Film;
    QTest::newRow("pdf") << u"a.pdf"_s << false << FileKind::Document;
    QTest::newRow("letter") << u"a.odt"_s << false << FileKind::Document;
    QTest::newRow("zip") << u"a.zip"_s << false << FileKind::Archive;
    QTest::newRow("tar.xz") << u"a.tar.xz"_s << false << FileKind::Archive;
    QTest::newRow("program") << u"vmlinux"_s << true << FileKind::Program;
    QTest::newRow("nothing known") << u"vmlinux"_s << false << FileKind::Data;
}

void TstFileTree::kindsByName()
{
    QFETCH(const QString, name);
    QFETCH(const bool, executable);
    QFETCH(const FileKind, kind);
    QCOMPARE(kindOfName(name, executable), kind);
}

// Breaks for the user: a double click on what a stranger's script left runs it.
void TstFileTree::whatCouldRun_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("executable");
    QTest::addColumn<bool>("runs");
    QTest::newRow("text") << u"a.txt"_s << QByteArray("hello") << false << false;
    QTest::newRow("picture") << u"a.png"_s << QByteArray("\x89PNG") << false << false;
    QTest::newRow("executable bit") << u"a.txt"_s << QByteArray("hello") << true << true;
    QTest::newRow("launcher") << u"a.desktop"_s << QByteArray("[Desktop Entry]") << false << true;
    QTest::newRow("jar") << u"a.JAR"_s << QByteArray("PK") << false << true;
    QTest::newRow("windows") << u"a.exe"_s << QByteArray("MZ") << false << true;
    QTest::newRow("script in disguise") << u"readme"_s << QByteArray("#!/bin/sh\nrm -r ~") << false << true;
    QTest::newRow("program in disguise") << u"a.png"_s
                                         << QByteArray("\x7f"
                                                       "ELF\x02")
                                         << false << true;
}

void TstFileTree::whatCouldRun()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const bool, executable);
    QFETCH(const bool, runs);
    const QString path = u"runs-%1/%2"_s.arg(QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-'), name);
    put(path, content);
    if (executable)
        QFile::setPermissions(m_folder.filePath(path), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QCOMPARE(couldRun(m_folder.filePath(path)), runs);
}

PUNCHCARD_TEST(TstFileTree, tst_filetree)
#include "tst_filetree.moc"
