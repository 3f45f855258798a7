// SPDX-License-Identifier: MIT
#include "core/http/partfile.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;

class TstPartFile : public QObject
{
    Q_OBJECT

private:
    static QByteArray sha256(const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }
    static QByteArray content(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"sub/a.zip"_s);
    }

    void writesAndNames()
    {
        const auto part = PartFile::open(m_file);
        QVERIFY(part);
        QVERIFY((*part)->begin({.total = 6, .validator = "\"v\"", .contentType = u"application/zip"_s, .fileName = u"x"_s}));
        QVERIFY((*part)->append("abc"));
        QVERIFY((*part)->append("def"));
        QVERIFY(!QFile::exists(m_file));
        QVERIFY(QFile::exists(m_file + u".part"_s));
        const Result<Saved> saved = (*part)->finish();
        QVERIFY(saved);
        QCOMPARE(saved->size, 6);
        QCOMPARE(saved->sha256, sha256("abcdef"));
        QCOMPARE(saved->contentType, u"application/zip"_s);
        QCOMPARE(saved->fileName, u"x"_s);
        QCOMPARE(content(m_file), QByteArray("abcdef"));
        QCOMPARE(QFile::permissions(m_file) & (QFile::ReadOther | QFile::ReadGroup | QFile::WriteOther | QFile::WriteGroup),
                 QFile::Permissions());
        QCOMPARE(QDir(QFileInfo(m_file).path()).entryList(QDir::Files), QStringList{u"a.zip"_s});
    }

    // Breaks for the user: after a crash the 2 GB that were here are fetched again.
    void goesOnAnotherDay()
    {
        {
            const auto part = PartFile::open(m_file);
            QVERIFY((*part)->begin({.total = 6, .validator = "\"v\"", .contentType = u"application/zip"_s}));
            QVERIFY((*part)->append("abc"));
        }
        const auto part = PartFile::open(m_file);
        QCOMPARE((*part)->size(), 3);
        QCOMPARE((*part)->total(), 6);
        QCOMPARE((*part)->validator(), QByteArray("\"v\""));
        QVERIFY((*part)->begin({.status = 206, .first = 3, .total = 6, .validator = "\"v\""}));
        QVERIFY((*part)->append("def"));
        QCOMPARE((*part)->sha256(), sha256("abcdef"));
        QVERIFY((*part)->finish());
        QCOMPARE(content(m_file), QByteArray("abcdef"));
    }

    void withoutValidatorItStartsOver()
    {
        {
            const auto part = PartFile::open(m_file);
            QVERIFY((*part)->begin({.total = 6}));
            QVERIFY((*part)->append("abc"));
        }
        const auto part = PartFile::open(m_file);
        QCOMPARE((*part)->size(), 0);
        QCOMPARE((*part)->sha256(), sha256(""));
    }

    void brokenInfoStartsOver()
    {
        {
            const auto part = PartFile::open(m_file);
            QVERIFY((*part)->begin({.total = 6, .validator = "\"v\""}));
            QVERIFY((*part)->append("abc"));
        }
        QFile info(m_file + u".part.info"_s);
        QVERIFY(info.open(QIODevice::WriteOnly));
        info.write("{\"valid");
        info.close();
        const auto part = PartFile::open(m_file);
        QCOMPARE((*part)->size(), 0);
    }

    void otherPartDoesNotJoin_data()
    {
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("total");
        QTest::addColumn<QByteArray>("validator");
        QTest::newRow("elsewhere") << 2LL << 6LL << QByteArray("\"v\"");
        QTest::newRow("other length") << 3LL << 7LL << QByteArray("\"v\"");
        QTest::newRow("other version") << 3LL << 6LL << QByteArray("\"w\"");
        QTest::newRow("no range at all") << -1LL << -1LL << QByteArray();
    }
    void otherPartDoesNotJoin()
    {
        QFETCH(qint64, first);
        QFETCH(qint64, total);
        QFETCH(QByteArray, validator);
        const auto part = PartFile::open(m_file);
        QVERIFY((*part)->begin({.total = 6, .validator = "\"v\""}));
        QVERIFY((*part)->append("abc"));
        const Result<> joined = (*part)->begin({.status = 206, .first = first, .total = total, .validator = validator});
        QVERIFY(!joined);
        QCOMPARE(joined.error().kind, Error::Kind::Corrupt);
    }

    void wholeAnswerReplacesThePart()
    {
        const auto part = PartFile::open(m_file);
        QVERIFY((*part)->begin({.total = 6, .validator = "\"v\""}));
        QVERIFY((*part)->append("abc"));
        QVERIFY((*part)->begin({.total = 2, .validator = "\"w\""}));
        QVERIFY((*part)->append("xy"));
        QVERIFY((*part)->finish());
        QCOMPARE(content(m_file), QByteArray("xy"));
    }

    void noRoom()
    {
        const auto part = PartFile::open(m_file);
        const Result<> begun = (*part)->begin({.total = 1LL << 60, .validator = "\"v\""});
        QVERIFY(!begun);
        QCOMPARE(begun.error().kind, Error::Kind::Storage);
        QVERIFY(begun.error().retry);
        QVERIFY(begun.error().what.contains(u"a.zip"_s));
        QVERIFY(!begun.error().remedy.isEmpty());
    }

    void fullDiskKeepsWhatIsHere()
    {
#ifdef Q_OS_LINUX
        // A disk that is full from the first byte on; it cannot be cut to length either.
        QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
        QVERIFY(QFile::link(u"/dev/full"_s, m_file + u".part"_s));
        const auto part = PartFile::open(m_file);
        if (!part) {
            QCOMPARE(part.error().kind, Error::Kind::Storage);
            return;
        }
        const Result<> written = (*part)->append("abc");
        QVERIFY(!written);
        QCOMPARE(written.error().kind, Error::Kind::Storage);
#else
        QSKIP("needs /dev/full");
#endif
    }

    void forbiddenFolder()
    {
        const QString blocked = m_folder->filePath(u"file"_s);
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto part = PartFile::open(blocked + u"/a.zip"_s);
        QVERIFY(!part);
        QCOMPARE(part.error().kind, Error::Kind::Storage);
    }

    void replacesAFileThatWasThere()
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
        QFile old(m_file);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        const auto part = PartFile::open(m_file);
        QVERIFY((*part)->begin({.total = 3}));
        QVERIFY((*part)->append("new"));
        QCOMPARE(content(m_file), QByteArray("old"));
        QVERIFY((*part)->finish());
        QCOMPARE(content(m_file), QByteArray("new"));
    }
};

PUNCHCARD_TEST(TstPartFile, tst_partfile)

#include "tst_partfile.moc"
