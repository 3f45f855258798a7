// SPDX-License-Identifier: MIT
#include "core/base/files.h"
#include "core/http/download.h"
#include "core/http/transport.h"
#include "tests/support/fakeclock.h"
#include "tests/support/peakmemory.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;
using namespace std::chrono_literals;
using punchcard::testing::Answer;
using punchcard::testing::FakeClock;
using punchcard::testing::PeakMemory;
using punchcard::testing::ScriptedServer;
using punchcard::testing::SeenRequest;
using punchcard::testing::wait;

namespace {

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

// Different everywhere, so that a piece at the wrong place shows.
QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

QByteArray content(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

class TstDownload : public QObject
{
    Q_OBJECT

private:
    // The API answers 302 to a link at the storage host, as GitHub does.
    [[nodiscard]] Download download(const QByteArray &body = {})
    {
        Download wanted;
        wanted.file = m_file;
        if (!body.isEmpty()) {
            wanted.size = body.size();
            wanted.sha256 = sha256(body);
        }
        wanted.ask = [this] { return ask(m_api->url(u"/zip"_s)); };
        wanted.judge = [](const Reply &reply) {
            return Error{.kind = Error::Kind::Missing, .what = u"judged"_s, .status = reply.status, .said = QString::fromUtf8(reply.body)};
        };
        return wanted;
    }
    static Async<Request> ask(QUrl url)
    {
        co_return Request{.url = url, .token = SecretString(QByteArray("t0ken")), .headers = {{"Accept", "application/vnd.github+json"}}};
    }
    Result<Saved> save(const Download &wanted)
    {
        Context context = m_context;
        context.clock = &m_clock;
        return wait(http::save(m_transport.get(), wanted, context));
    }
    // What a process that died has left.
    void leavePart(const QByteArray &bytes)
    {
        const QJsonObject info{{u"validator"_s, u"\"v1\""_s},
                               {u"total"_s, 100'000},
                               {u"contentType"_s, u"text/plain"_s},
                               {u"fileName"_s, u"raw.txt"_s},
                               {u"path"_s, u"/raw"_s}};
        QVERIFY(writePrivateFile(m_file + u".part"_s, bytes));
        QVERIFY(writePrivateFile(m_file + u".part.info"_s, QJsonDocument(info).toJson()));
    }
    Answer &link(const QString &to, int times = 1) { return m_api->expect("GET", "/zip").redirect(m_storage->url(to)).times(times); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<ScriptedServer> m_api;
    std::unique_ptr<ScriptedServer> m_storage;
    std::unique_ptr<Transport> m_transport;
    FakeClock m_clock;
    Context m_context;
    std::unique_ptr<QTimer> m_hurry; // pauses are over as soon as they begin

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"artifact.zip"_s);
        m_api = std::make_unique<ScriptedServer>();
        m_storage = std::make_unique<ScriptedServer>(QHostAddress(u"127.0.0.2"_s));
        m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 10s, .idle = 10s});
        m_context = {};
        m_hurry = std::make_unique<QTimer>();
        connect(m_hurry.get(), &QTimer::timeout, this, [this] { m_clock.advanceToNext(); });
        m_hurry->start(1ms);
    }
    void cleanup()
    {
        m_hurry.reset();
        m_transport.reset();
        m_api.reset();
        m_storage.reset();
    }

    void savesWhatTheLinkLeadsTo()
    {
        const QByteArray zip = noise(3'000'000);
        link(u"/blob?sig=s3cret"_s);
        m_storage->expect("GET", "/blob").file(zip).header("Content-Disposition", "attachment; filename=\"up.zip\"");
        QList<Progress> progress;
        m_context.progress = [&progress](const Progress &p) { progress.append(p); };
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QCOMPARE(saved->size, zip.size());
        QCOMPARE(saved->sha256, sha256(zip));
        QCOMPARE(saved->contentType, u"application/zip"_s);
        QCOMPARE(saved->fileName, u"up.zip"_s);
        QVERIFY(content(m_file) == zip);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"artifact.zip"_s});
        QVERIFY(!progress.isEmpty());
        QCOMPARE(progress.last().done, zip.size());
        QCOMPARE(progress.last().total, zip.size());

        const SeenRequest &seen = m_storage->last();
        QVERIFY(!seen.hasHeader("authorization"));
        QCOMPARE(seen.header("accept-encoding"), QByteArray("identity"));
        QVERIFY(!seen.hasHeader("range"));
        QCOMPARE(m_api->last().header("authorization"), QByteArray("Bearer t0ken"));
    }

    // Breaks for the user: of many large artifacts the last ones fail; their links, good for a minute, have expired while they
    // stood in line behind the others.
    void noLinkIsAskedForBeforeItCanBeUsed()
    {
        constexpr int all = 9;
        constexpr int atOnce = 4;
        link(u"/blob"_s, all);
        m_storage->expect("GET", "/blob").file("bytes").hold().times(all);
        m_api->expect("GET", "/call").reply(200, "{}").times(2);
        std::vector<Async<Saved>> tasks;
        tasks.reserve(all);
        for (int i = 0; i < all; ++i) {
            Download wanted = download("bytes");
            wanted.file += QString::number(i);
            tasks.push_back(http::save(m_transport.get(), wanted, m_context));
        }
        QTRY_COMPARE(m_storage->held(), atOnce);
        // Nor does a call wait for a download.
        const Request call{.url = m_api->url(u"/call"_s)};
        QVERIFY(wait(m_transport->send(call, Context{})).answer);
        for (int done = 0; done < all; ++done) {
            QTRY_COMPARE(m_storage->held(), std::min(atOnce, all - done));
            QCOMPARE(std::ranges::count(m_api->seen(), QByteArray("/zip"), &SeenRequest::target), std::min(all, done + atOnce));
            m_storage->release();
        }
        for (auto &task : tasks)
            QVERIFY(wait(std::move(task)));
        QVERIFY(wait(m_transport->send(call, Context{})).answer);
    }

    // Breaks for the user: at 99 % the network breaks and all of it is fetched again.
    void goesOnWhereItBroke()
    {
        const QByteArray zip = noise(2'000'000);
        link(u"/1"_s);
        link(u"/2"_s);
        link(u"/3"_s);
        m_storage->expect("GET", "/1").file(zip).cutAfter(700'000);
        m_storage->expect("GET", "/2").file(zip).cutAfter(500'000);
        m_storage->expect("GET", "/3").file(zip);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(content(m_file) == zip);
        const QByteArray range = m_storage->lastTo("/3").header("range");
        QCOMPARE(range, QByteArray("bytes=1200000-"));
        QCOMPARE(m_storage->lastTo("/3").header("if-range"), QByteArray("\"v1\""));
    }

    // Breaks for the user: the laptop was closed in the middle of a download.
    void goesOnInAnotherProcess()
    {
        const QByteArray zip = noise(2'000'000);
        link(u"/1"_s);
        m_storage->expect("GET", "/1").file(zip).stallAfter(800'000);
        const CancelPtr cancel = m_context.cancel;
        m_context.progress = [cancel](const Progress &p) {
            if (p.done == 800'000)
                cancel->request();
        };
        const Result<Saved> first = save(download(zip));
        QVERIFY(!first);
        QCOMPARE(first.error().kind, Error::Kind::Cancelled);
        QCOMPARE(QFileInfo(m_file + u".part"_s).size(), 800'000);
        QVERIFY(!QFile::exists(m_file));

        m_context = {};
        link(u"/2"_s);
        m_storage->expect("GET", "/2").file(zip);
        const Result<Saved> second = save(download(zip));
        QVERIFY(second);
        QCOMPARE(m_storage->lastTo("/2").header("range"), QByteArray("bytes=800000-"));
        QVERIFY(content(m_file) == zip);
    }

    void wholePartNeedsNoRequest()
    {
        const QByteArray zip = noise(100'000);
        leavePart(zip);
        const Result<Saved> saved = save(download(zip));
        QVERIFY(saved);
        QVERIFY(content(m_file) == zip);
        QCOMPARE(saved->contentType, u"text/plain"_s);
        QCOMPARE(saved->path, u"/raw"_s);
        QCOMPARE(saved->fileName, u"raw.txt"_s);
    }

    // The file at the other end is another one now: the whole of it comes, and nothing of the old is kept.
    void changedFileStartsOver()
    {
        const QByteArray old = noise(1'000'000);
        const QByteArray changed = QByteArray(900'000, 'n');
        link(u"/1"_s);
        link(u"/2"_s);
        m_storage->expect("GET", "/1").file(old, "\"old\"").cutAfter(400'000);
        m_storage->expect("GET", "/2").file(changed, "\"new\"");
        const Result<Saved> saved = save(download());
        QVERIFY(saved);
        QCOMPARE(m_storage->lastTo("/2").header("if-range"), QByteArray("\"old\""));
        QVERIFY(content(m_file) == changed);
        QCOMPARE(saved->sha256, sha256(changed));
    }

    // Breaks for the user: a break of more than a minute, and the signed link is no longer good.
    void expiredLinkIsAskedForAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("azure") << 403;
        QTest::newRow("gone") << 404;
        QTest::newRow("unauthorised") << 401;
        QTest::newRow("trouble") << 503;
    }
    void expiredLinkIsAskedForAgain()
    {
        QFETCH(int, status);
        const QByteArray zip = noise(1'000'000);
        link(u"/1"_s);
        link(u"/2"_s);
        link(u"/3"_s);
        m_storage->expect("GET", "/1").file(zip).cutAfter(400'000);
        m_storage->expect("GET", "/2").reply(status, "<Error><Code>AuthenticationFailed</Code></Error>", "application/xml");
        m_storage->expect("GET", "/3").file(zip);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(content(m_file) == zip);
        QCOMPARE(m_storage->lastTo("/3").header("range"), QByteArray("bytes=400000-"));
    }

    void linkThatNeverWorksEndsInWaiting()
    {
        link(u"/x"_s, -1);
        m_storage->expect("GET", "/x").reply(403, "no", "text/plain").times(-1);
        const Result<Saved> saved = save(download());
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Unreachable);
        QVERIFY(saved.error().retry);
        QCOMPARE(m_storage->seen().size(), 5);
    }

    // Azure's answer for the log of a job that still runs: it says something of the thing, not of the link.
    void missingBlobIsJudged()
    {
        link(u"/log"_s);
        m_storage->expect("GET", "/log").reply(404, "<Error><Code>BlobNotFound</Code></Error>", "application/xml");
        const Result<Saved> saved = save(download());
        QVERIFY(!saved);
        QCOMPARE(saved.error().what, u"judged"_s);
        QCOMPARE(saved.error().status, 404);
    }

    void refusalOfTheApiIsJudged()
    {
        m_api->expect("GET", "/zip").reply(410, R"({"message":"Gone"})");
        const Result<Saved> saved = save(download());
        QVERIFY(!saved);
        QCOMPARE(saved.error().status, 410);
        QVERIFY(saved.error().said.contains(u"Gone"_s));
    }

    // Breaks for the user: a damaged result looks like a good one.
    void otherBytesAreFetchedOnceMoreAndThenRefused()
    {
        const QByteArray zip = noise(100'000);
        const QByteArray damaged = QByteArray(zip).replace(500, 1, "?");
        link(u"/x"_s, 2);
        m_storage->expect("GET", "/x").file(damaged).times(2);
        const Result<Saved> saved = save(download(zip));
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Corrupt);
        QVERIFY(!saved.error().retry);
        QVERIFY(!QFile::exists(m_file));
    }

    void damagedHalfIsMendedByStartingOver()
    {
        const QByteArray zip = noise(1'000'000);
        const QByteArray damaged = QByteArray(zip).replace(500, 1, "?");
        link(u"/1"_s);
        link(u"/2"_s);
        link(u"/3"_s);
        m_storage->expect("GET", "/1").file(damaged).cutAfter(300'000);
        m_storage->expect("GET", "/2").file(zip);
        m_storage->expect("GET", "/3").file(zip);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(content(m_file) == zip);
        QVERIFY(!m_storage->lastTo("/3").hasHeader("range"));
    }

    void partThatIsTooLongStartsOver()
    {
        const QByteArray zip = noise(100'000);
        leavePart(zip + "more");
        link(u"/x"_s, 2);
        m_storage->expect("GET", "/x").file(zip).times(2);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(content(m_file) == zip);
    }

    // Served by the API itself, as Enterprise Server and the hub may: the token goes with the range.
    void withoutRedirect()
    {
        const QByteArray zip = noise(1'000'000);
        const auto cutUnlessContinued = [&zip](const SeenRequest &request, Answer &answer) {
            answer.file(zip);
            if (!request.hasHeader("range"))
                answer.cutAfter(500'000);
        };
        m_api->expect("GET", "/zip").compute(cutUnlessContinued).times(-1);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(std::ranges::any_of(m_api->seen(), [](const SeenRequest &seen) { return seen.header("range") == "bytes=500000-"; }));
        QVERIFY(std::ranges::all_of(m_api->seen(), [](const SeenRequest &seen) { return seen.header("authorization") == "Bearer t0ken"; }));
        QVERIFY(content(m_file) == zip);
    }

    // Without a length and a digest nothing tells a whole body from a cut one (Qt now and then takes a cut chunked one for
    // whole): it is believed when it comes twice.
    void unknownLengthIsBelievedWhenItComesTwice()
    {
        const QByteArray log = noise(500'000);
        link(u"/1"_s);
        m_storage->expect("GET", "/1").reply(200, log, "text/plain").chunked().cutAfter(200'000);
        link(u"/2"_s, 2);
        m_storage->expect("GET", "/2").reply(200, log, "text/plain").chunked().times(2);
        const Result<Saved> saved = save(download());
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QVERIFY(content(m_file) == log);
    }

    void unknownLengthWithDigestComesOnce()
    {
        const QByteArray zip = noise(500'000);
        link(u"/zip"_s);
        m_storage->expect("GET", "/zip").reply(200, zip, "application/zip").chunked();
        QVERIFY(save(download(zip)));
        QVERIFY(content(m_file) == zip);
    }

    void emptyBody()
    {
        link(u"/log"_s);
        m_storage->expect("GET", "/log").reply(200, {}, "text/plain");
        const Result<Saved> saved = save(download());
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QCOMPARE(saved->size, 0);
        QVERIFY(QFile::exists(m_file));
    }

    // Slow is not dead: a download has no deadline, only one for silence.
    void trickleLivesAndSilenceDoesNot()
    {
        m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 200ms, .idle = 500ms});
        const QByteArray zip = noise(4000);
        link(u"/slow"_s);
        m_storage->expect("GET", "/slow").file(zip).trickle(100, 20ms);
        const Result<Saved> saved = save(download(zip));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().what));

        QFile::remove(m_file);
        link(u"/stall"_s);
        link(u"/rest"_s);
        m_storage->expect("GET", "/stall").file(zip).stallAfter(1000);
        m_storage->expect("GET", "/rest").file(zip);
        const Result<Saved> rest = save(download(zip));
        QVERIFY2(rest, qPrintable(rest ? QString() : rest.error().what));
        QCOMPARE(m_storage->lastTo("/rest").header("range"), QByteArray("bytes=1000-"));
    }

    void noRoomIsFoundBeforeAnythingIsAsked()
    {
        Download wanted = download();
        wanted.size = 1LL << 60;
        const Result<Saved> saved = save(wanted);
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Storage);
    }

    void networkThatIsDownEndsInWaiting()
    {
        const QUrl gone = ScriptedServer().url();
        Download wanted = download();
        wanted.ask = [gone] { return ask(gone); };
        const Result<Saved> saved = save(wanted);
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, Error::Kind::Unreachable);
        QVERIFY(saved.error().retry);
    }

    // Breaks for the user: an artifact of 2 GB takes 2 GB of memory.
    // Breaks for the user: over HTTP/2 a download that is written slowly fills the memory.
    void neverOverHttp2()
    {
        ScriptedServer storage(QHostAddress::LocalHost, ScriptedServer::Tls::OffersHttp2);
        storage.expect("GET", "/blob").file(noise(1000));
        Download wanted = download();
        const QUrl blob = storage.url(u"/blob"_s);
        wanted.ask = [blob] { return askTrusting(blob); };
        QVERIFY(save(wanted));
        QCOMPARE(storage.protocols().size(), 1);
        QVERIFY(!storage.protocols().contains(QSslConfiguration::ALPNProtocolHTTP2));
    }

    void memoryStaysSmall_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::newRow("plain") << false;
        QTest::newRow("tls") << true;
    }
    void memoryStaysSmall()
    {
        QFETCH(bool, tls);
        ScriptedServer storage(QHostAddress::LocalHost, tls ? ScriptedServer::Tls::Yes : ScriptedServer::Tls::No);
        storage.expect("GET", "/big").generated(100LL << 20);
        Download wanted = download();
        const QUrl big = storage.url(u"/big"_s);
        wanted.ask = [big] { return askTrusting(big); };
        const PeakMemory memory;
        const Result<Saved> saved = save(wanted);
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        QCOMPARE(saved->size, 100LL << 20);
        QVERIFY2(memory.more() < (24LL << 20), qPrintable(u"%1 MB more"_s.arg(memory.more() >> 20)));
    }

private:
    static Async<Request> askTrusting(QUrl url) { co_return Request{.url = url, .authorities = ScriptedServer::authorityFile()}; }
};

PUNCHCARD_TEST(TstDownload, tst_download)

#include "tst_download.moc"
