// SPDX-License-Identifier: MIT
#include "tests/core/github/clientfixture.h"
#include "tests/support/testmain.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace punchcard::testing;

namespace {

QByteArray content(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

// Logs and artifacts through the API to the storage host, as GitHub serves them.
class TstDownloads : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static Artifact artifact(const QByteArray &stored)
    {
        const QByteArray hash = QCryptographicHash::hash(stored, QCryptographicHash::Sha256).toHex();
        return {
            .id = ArtifactId(4567890123), .name = u"uploads"_s, .size = stored.size(), .digest = u"sha256:"_s + QString::fromLatin1(hash)};
    }

    const QByteArray m_zipPath = "/repos/octo/demo/actions/artifacts/4567890123/zip";
    std::unique_ptr<ClientFixture> f;
    std::unique_ptr<ScriptedServer> m_storage;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;

private slots:
    void init()
    {
        QTest::failOnWarning();
        f = std::make_unique<ClientFixture>();
        m_storage = std::make_unique<ScriptedServer>(QHostAddress(u"127.0.0.2"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"artifacts/uploads.zip"_s);
    }
    void cleanup()
    {
        f.reset();
        m_storage.reset();
    }

    void artifactIsSavedAndChecked()
    {
        const QByteArray zip(300'000, 'z');
        f->server.expect("GET", m_zipPath).redirect(m_storage->url(u"/a?sig=x"_s));
        m_storage->expect("GET", "/a").file(zip);
        const Result<Saved> saved = f->done(f->client.saveArtifact(repo, artifact(zip), m_file, f->context()));
        QVERIFY2(saved, qPrintable(why(saved)));
        QVERIFY(content(m_file) == zip);
        QCOMPARE(saved->contentType, u"application/zip"_s);
        QCOMPARE(saved->path, u"/a"_s);
        QVERIFY(!m_storage->last().hasHeader("authorization"));
        // The API rejects any other: the type is asked of it, not of the storage.
        QCOMPARE(f->server.last().header("accept"), QByteArray("application/vnd.github+json"));
    }

    // upload-artifact with archive: false
    void rawArtifactSaysSo()
    {
        const QByteArray raw = "\x7f"
                               "ELF";
        f->server.expect("GET", m_zipPath).redirect(m_storage->url(u"/raw"_s));
        m_storage->expect("GET", "/raw")
            .reply(200, raw, "application/octet-stream")
            .header("Content-Disposition", "attachment; filename=\"vmlinux\"");
        const Result<Saved> saved = f->done(f->client.saveArtifact(repo, artifact(raw), m_file, f->context()));
        QVERIFY(saved);
        QCOMPARE(saved->contentType, u"application/octet-stream"_s);
        QCOMPARE(saved->fileName, u"vmlinux"_s);
    }

    void artifactWithoutDigest()
    {
        // An old server's size is that of the content, not of the zip.
        const QByteArray zip = "PK zip";
        Artifact old = artifact(zip);
        old.digest.clear();
        old.size = 3;
        f->server.expect("GET", m_zipPath).redirect(m_storage->url(u"/a"_s));
        m_storage->expect("GET", "/a").reply(200, zip, "application/zip");
        QVERIFY(f->done(f->client.saveArtifact(repo, old, m_file, f->context())));
    }

    void damagedArtifact()
    {
        f->server.expect("GET", m_zipPath).redirect(m_storage->url(u"/a"_s)).times(2);
        m_storage->expect("GET", "/a").reply(200, "other bytes", "application/zip").times(2);
        const Result<Saved> saved = f->done(f->client.saveArtifact(repo, artifact("the real bytes"), m_file, f->context()));
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Corrupt);
        QVERIFY(!QFile::exists(m_file));
    }

    void expiredArtifact()
    {
        f->server.expect("GET", m_zipPath).reply(410, R"({"message":"Artifact has expired"})");
        const Result<Saved> saved = f->done(f->client.saveArtifact(repo, artifact("x"), m_file, f->context()));
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Missing);
        QVERIFY(saved.error().what.contains(u"uploads"_s) && saved.error().what.contains(u"retention"_s));
    }

    void throttledDownloadWaits()
    {
        const QByteArray zip = "PK";
        f->server.expect("GET", m_zipPath).reply(429, "{}").header("Retry-After", "4");
        f->server.expect("GET", m_zipPath).redirect(m_storage->url(u"/a"_s));
        m_storage->expect("GET", "/a").file(zip);
        QVERIFY(f->done(f->client.saveArtifact(repo, artifact(zip), m_file, f->context())));
        QCOMPARE(f->paused(), Milliseconds(4000));
    }

    void logs()
    {
        f->server.expect("GET", "/repos/octo/demo/actions/runs/7/logs").redirect(m_storage->url(u"/1"_s));
        f->server.expect("GET", "/repos/octo/demo/actions/runs/7/attempts/2/logs").redirect(m_storage->url(u"/2"_s));
        f->server.expect("GET", "/repos/octo/demo/actions/jobs/91234567890/logs").redirect(m_storage->url(u"/3"_s));
        m_storage->expect("GET", "/1").reply(200, "zip", "application/zip");
        m_storage->expect("GET", "/2").reply(200, "zip2", "application/zip");
        m_storage->expect("GET", "/3").reply(200, "line\n", "text/plain; charset=utf-8");
        QVERIFY(f->done(f->client.saveRunLogs(repo, RunId(7), 0, m_file, f->context())));
        QVERIFY(f->done(f->client.saveRunLogs(repo, RunId(7), 2, m_file, f->context())));
        QCOMPARE(content(m_file), QByteArray("zip2"));
        const Result<Saved> log = f->done(f->client.saveJobLog(repo, TaskId(91234567890), m_file, f->context()));
        QVERIFY2(log, qPrintable(why(log)));
        QCOMPARE(log->contentType, u"text/plain"_s);
        QCOMPARE(content(m_file), QByteArray("line\n"));
    }

    // Running and queued jobs look the same: the API answers 302 and the storage 404.
    void logThatIsNotThereYet()
    {
        f->server.expect("GET", "/repos/octo/demo/actions/jobs/5/logs").redirect(m_storage->url(u"/log"_s));
        m_storage->expect("GET", "/log").reply(404, "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code></Error>", "application/xml");
        const Result<Saved> log = f->done(f->client.saveJobLog(repo, TaskId(5), m_file, f->context()));
        QVERIFY(!log);
        QCOMPARE(log.error().kind, Error::Kind::Missing);
        QVERIFY(!log.error().retry);
    }

    void logJustFinishedIsWaitedFor()
    {
        f->server.expect("GET", "/repos/octo/demo/actions/runs/7/logs").reply(404, R"({"message":"Not Found"})").times(2);
        f->server.expect("GET", "/repos/octo/demo/actions/runs/7/logs").redirect(m_storage->url(u"/log"_s));
        m_storage->expect("GET", "/log").reply(200, "zip", "application/zip");
        const Result<Saved> log = f->done(f->client.saveRunLogs(repo, RunId(7), 0, m_file, f->context(), Patience::JustMade));
        QVERIFY2(log, qPrintable(why(log)));
    }
};

PUNCHCARD_TEST(TstDownloads, tst_downloads)

#include "tst_downloads.moc"
