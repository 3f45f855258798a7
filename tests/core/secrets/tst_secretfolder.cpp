// SPDX-License-Identifier: MIT
#include "core/secrets/secretfolder.h"

#include "core/secrets/secretname.h"
#include "tests/support/asnobody.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSecretFolder : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void eachFileBecomesASecret();
    void leavesOutAndSaysSo();
    void badFiles_data();
    void badFiles();
    void namesAllThatIsWrong();
    void unreadableFile();
    void oddEntries();
    void twoFilesWithOneName();
    void tooMany();
    void folderThatIsNone();
    void valueLessOneLineBreak_data();
    void valueLessOneLineBreak();
    void largestValue();
    void argument();
    void badArguments_data();
    void badArguments();
    void argumentOfAPipe();
    void secretsOfSeveralSources();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstSecretFolder::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TstSecretFolder::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TstSecretFolder::eachFileBecomesASecret()
{
    write(u"openfaas-gateway-password"_s, "p1\n");
    write(u"API_TOKEN"_s, "p2");
    write(u"linked"_s, "p3");
    QVERIFY(QFile::link(path(u"linked"_s), path(u"second-link"_s)));
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY2(found, qPrintable(found ? QString() : found.error().sentence()));
    QStringList names;
    for (const SecretSource &secret : found->secrets) {
        names += secret.name;
        QCOMPARE(secret.from, SecretSource::From::File);
        QVERIFY(QDir::isAbsolutePath(secret.where));
        QVERIFY(readSecret(secret.where));
    }
    names.sort();
    QCOMPARE(names, QStringList({u"API_TOKEN"_s, u"LINKED"_s, u"OPENFAAS_GATEWAY_PASSWORD"_s, u"SECOND_LINK"_s}));
    QVERIFY(found->skipped.isEmpty());
}

// Breaks for the user: a job stops at the editor's swap file; or an old password from a backup is uploaded unseen.
void TstSecretFolder::leavesOutAndSaysSo()
{
    const QStringList left = {u".hidden"_s, u"key~"_s, u"key.swp"_s, u"#key#"_s, u"key.bak"_s, u"key.ORIG"_s};
    for (const QString &name : left)
        write(name, "old");
    QVERIFY(QDir(m_dir->path()).mkdir(u"folder"_s));
    write(u"key"_s, "new");
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY2(found, qPrintable(found ? QString() : found.error().sentence()));
    QCOMPARE(found->secrets.size(), 1);
    QCOMPARE(found->secrets.front().name, u"KEY"_s);
    QCOMPARE(found->skipped.size(), left.size() + 1);
    for (const QString &name : left + QStringList{u"folder"_s})
        QVERIFY2(std::ranges::any_of(found->skipped, [&](const QString &text) { return text.contains(u"“%1”"_s.arg(name)); }),
                 qPrintable(name));
}

void TstSecretFolder::badFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << u"key"_s << QByteArray() << u"empty"_s;
    QTest::newRow("a line break only") << u"key"_s << QByteArray("\r\n") << u"empty"_s;
    QTest::newRow("too large") << u"key"_s << QByteArray(maxSecretBytes + 1, 'x') << u"48 KB"_s;
    QTest::newRow("much too large") << u"key"_s << QByteArray(10 * maxSecretBytes, 'x') << u"48 KB"_s;
    QTest::newRow("digit") << u"2nd-key"_s << QByteArray("x") << u"digit"_s;
    QTest::newRow("reserved") << u"github-token"_s << QByteArray("x") << u"GITHUB_"_s;
    QTest::newRow("not ASCII") << u"schlüssel"_s << QByteArray("x") << u"“ü”"_s;
    QTest::newRow("at sign") << u"me@home"_s << QByteArray("x") << u"“@”"_s;
}

void TstSecretFolder::badFiles()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const QString, why);
    write(u"good"_s, "fine");
    write(name, content);
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    QCOMPARE(found.error().kind, Error::Kind::Refused);
    QVERIFY2(found.error().what.contains(u"“%1”"_s.arg(name)), qPrintable(found.error().what));
    QVERIFY2(found.error().what.contains(why), qPrintable(found.error().what));
    QVERIFY(!found.error().remedy.isEmpty());
}

void TstSecretFolder::namesAllThatIsWrong()
{
    write(u"first"_s, {});
    write(u"2nd"_s, "x");
    write(u"good"_s, "x");
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    QVERIFY(found.error().what.contains(u"“first”"_s));
    QVERIFY(found.error().what.contains(u"“2nd”"_s));
    QVERIFY(!found.error().what.contains(u"“good”"_s));
}

void TstSecretFolder::unreadableFile()
{
    write(u"closed"_s, "x");
    QVERIFY(QFile::setPermissions(path(u"closed"_s), QFile::Permissions()));
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::Permissions(0x7755)));
    const testing::AsNobody nobody;
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    QVERIFY2(found.error().what.contains(u"closed"_s), qPrintable(found.error().what));
}

// None of them may make the program wait.
void TstSecretFolder::oddEntries()
{
    QCOMPARE(mkfifo(QFile::encodeName(path(u"fifo"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(path(u"nowhere"_s), path(u"dangling"_s)));
    QVERIFY(QFile::link(u"/dev/zero"_s, path(u"endless"_s)));
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    for (const QString &name : {u"fifo"_s, u"dangling"_s, u"endless"_s})
        QVERIFY2(found.error().what.contains(name), qPrintable(found.error().what));
}

void TstSecretFolder::twoFilesWithOneName()
{
    write(u"api-key"_s, "1");
    write(u"api.key"_s, "2");
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    for (const QString &part : {u"api-key"_s, u"api.key"_s, u"API_KEY"_s})
        QVERIFY2(found.error().what.contains(part), qPrintable(found.error().what));
}

void TstSecretFolder::tooMany()
{
    for (int i = 0; i < maxSecrets; ++i)
        write(u"key%1"_s.arg(i), "x");
    QVERIFY(listSecrets(m_dir->path()));
    write(u"onemore"_s, "x");
    const Result<FolderSecrets> found = listSecrets(m_dir->path());
    QVERIFY(!found);
    QVERIFY2(found.error().what.contains(u"101"_s), qPrintable(found.error().what));
}

void TstSecretFolder::folderThatIsNone()
{
    const Result<FolderSecrets> missing = listSecrets(path(u"none"_s));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, Error::Kind::Missing);
    write(u"file"_s, "x");
    const Result<FolderSecrets> file = listSecrets(path(u"file"_s));
    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::Refused);
    QVERIFY(QDir(m_dir->path()).mkdir(u"closed"_s));
    QVERIFY(QFile::setPermissions(path(u"closed"_s), QFile::Permissions()));
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::Permissions(0x7755)));
    const testing::AsNobody nobody;
    const Result<FolderSecrets> closed = listSecrets(path(u"closed"_s));
    QVERIFY(!closed);
    QCOMPARE(closed.error().kind, Error::Kind::Denied);
}

void TstSecretFolder::valueLessOneLineBreak_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("none") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("Unix") << QByteArray("abc\n") << QByteArray("abc");
    QTest::newRow("Windows") << QByteArray("abc\r\n") << QByteArray("abc");
    QTest::newRow("only the last") << QByteArray("abc\n\n") << QByteArray("abc\n");
    QTest::newRow("carriage return alone") << QByteArray("abc\r") << QByteArray("abc\r");
    QTest::newRow("blanks stay") << QByteArray("  abc \t\n") << QByteArray("  abc \t");
    QTest::newRow("several lines") << QByteArray("-----BEGIN\nx\n-----END\n") << QByteArray("-----BEGIN\nx\n-----END");
    QTest::newRow("bytes") << QByteArray("\0\xff\x80\n", 4) << QByteArray("\0\xff\x80", 3);
}

void TstSecretFolder::valueLessOneLineBreak()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QByteArray, value);
    write(u"f"_s, content);
    const Result<SecretString> read = readSecret(path(u"f"_s));
    QVERIFY(read);
    QCOMPARE(read->bytes().toByteArray(), value);
}

void TstSecretFolder::largestValue()
{
    for (const QByteArray &ending : {QByteArray(), QByteArray("\n"), QByteArray("\r\n")}) {
        write(u"f"_s, QByteArray(maxSecretBytes, 'x') + ending);
        const Result<SecretString> read = readSecret(path(u"f"_s));
        QVERIFY(read);
        QCOMPARE(read->size(), maxSecretBytes);
    }
}

void TstSecretFolder::argument()
{
    write(u"f=1@x"_s, "value");
    const Result<SecretSource> source = secretFromArgument(u"My_Token=@"_s + path(u"f=1@x"_s));
    QVERIFY2(source, qPrintable(source ? QString() : source.error().sentence()));
    QCOMPARE(source->name, u"My_Token"_s);
    QCOMPARE(source->where, path(u"f=1@x"_s));
    QVERIFY(isRepeatable(source->where));
}

void TstSecretFolder::badArguments_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("nothing") << QString();
    QTest::newRow("name only") << u"TOKEN"_s;
    QTest::newRow("a value") << u"TOKEN=hunter2"_s;
    QTest::newRow("no file") << u"TOKEN=@"_s;
    QTest::newRow("no name") << u"=@/etc/passwd"_s;
    QTest::newRow("bad name") << u"A-B=@/etc/passwd"_s;
    QTest::newRow("missing file") << u"TOKEN=@/nonexistent/file"_s;
    QTest::newRow("folder") << u"TOKEN=@/"_s;
}

void TstSecretFolder::badArguments()
{
    QFETCH(const QString, argument);
    const Result<SecretSource> source = secretFromArgument(argument);
    QVERIFY(!source);
    QVERIFY(!source.error().remedy.isEmpty());
    // Somebody typed the value itself: it does not go on into an error text.
    QVERIFY(!source.error().sentence().contains(u"hunter2"_s));
    QVERIFY(!source.error().detail.contains(u"hunter2"_s));
}

// A pipe is read once, by whoever keeps its value: neither the check nor a later start may drain it.
void TstSecretFolder::argumentOfAPipe()
{
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    const QString path = u"/dev/fd/%1"_s.arg(ends[0]);
    QCOMPARE(::write(ends[1], "value\n", 6), 6);
    ::close(ends[1]);
    const Result<SecretSource> source = secretFromArgument(u"TOKEN=@"_s + path);
    QVERIFY2(source, qPrintable(source ? QString() : source.error().sentence()));
    QVERIFY(!isRepeatable(source->where));
    const Result<SecretString> value = readSecret(source->where);
    ::close(ends[0]);
    QVERIFY(value);
    QCOMPARE(value->bytes().toByteArray(), "value");
}

void TstSecretFolder::secretsOfSeveralSources()
{
    const SecretSource one{.name = u"TOKEN"_s, .where = u"/a"_s};
    const SecretSource same{.name = u"token"_s, .from = SecretSource::From::Typed};
    QVERIFY(checkSecretSet({}));
    QVERIFY(checkSecretSet({one}));
    const Result<> twice = checkSecretSet({one, same});
    QVERIFY(!twice);
    QVERIFY(twice.error().what.contains(u"TOKEN"_s));
    QList<SecretSource> many;
    for (int i = 0; i <= maxSecrets; ++i)
        many += SecretSource{.name = u"KEY%1"_s.arg(i)};
    QVERIFY(!checkSecretSet(many));
    many.removeLast();
    QVERIFY(checkSecretSet(many));
}

PUNCHCARD_TEST(TstSecretFolder, tst_secretfolder)
#include "tst_secretfolder.moc"
