// SPDX-License-Identifier: MIT
#include "core/hub/hub.h"

#include "core/hub/routes.h"

#include <QThread>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray newToken()
{
    // Before anything else here uses it.
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
    QByteArray bytes(32, '\0');
    randombytes_buf(bytes.data(), size_t(bytes.size()));
    return bytes.toHex();
}

} // namespace

Hub::Hub(HubOptions options)
    : m_options(std::move(options))
    , m_account{.organisations = m_options.organisations}
    , m_token(newToken())
    , m_state(m_options.folder, *m_options.clock)
    , m_rates(*m_options.clock)
    , m_maker(m_state, m_account)
    , m_scheduler(m_state, m_maker, m_jobTokens, m_account)
    , m_downloads(m_state)
    , m_api(m_state, m_account, m_rates, m_jobTokens, m_token)
    , m_faults(m_options.faultsFile.isEmpty() ? nullptr : std::make_unique<Faults>(m_options.faultsFile))
    , m_recorder(m_options.recordings.isEmpty() ? nullptr : std::make_unique<Recorder>(m_options.recordings))
{
    if (m_options.requestsLeft)
        m_rates.beginWith(*m_options.requestsLeft);
    addAccountRoutes(m_api.router(), m_state, m_account, m_rates);
    addRepositoryRoutes(m_api.router(), m_state, m_account, m_maker, m_scheduler);
    addPolicyRoutes(m_api.router(), m_state, m_account);
    addContentsRoutes(m_api.router(), m_state, m_account, m_maker);
    addGitRoutes(m_api.router(), m_state, m_account, m_maker);
    addSecretRoutes(m_api.router(), m_state);
    addRunRoutes(m_api.router(), m_state, m_maker, m_scheduler);
    addDownloadRoutes(m_api.router(), m_state, m_downloads);
    connect(&m_scheduler, &Scheduler::stopped, this, &Hub::stopped);
    connect(&m_idleTimer, &QTimer::timeout, this, &Hub::lookWhetherIdle);
}

Hub::~Hub() = default;

Result<> Hub::start()
{
    if (const Result<> opened = m_state.open(); !opened)
        return opened;
    if (const Result<> listening = listen(); !listening)
        return listening;
    m_downloads.setOrigin(m_blobServer->origin());
    m_state.expireArtifacts();
    m_sinceAsked.start();
    const int cores = QThread::idealThreadCount();
    m_scheduler.begin({.atOnce = m_options.atOnce > 0 ? m_options.atOnce : cores,
                       .covered = m_options.covered + QStringList{m_options.folder},
                       .origin = m_apiServer->origin(),
                       .walls = m_options.walls});
    return {};
}

Result<> Hub::listen()
{
    const auto api = [this](const Request &request, const ReplyPtr &reply) {
        m_sinceAsked.start();
        m_api.handle(*m_apiServer, request, reply);
    };
    const auto blobs = [this](const Request &request, const ReplyPtr &reply) {
        m_sinceAsked.start();
        m_downloads.handle(*m_blobServer, request, reply);
    };
    m_apiServer = std::make_unique<WebServer>(api, *m_options.clock, m_faults.get(), m_recorder.get());
    m_blobServer = std::make_unique<WebServer>(blobs, *m_options.clock, m_faults.get());
    HttpLimits limits;
    limits.isFriend = [this](const QByteArray &header) { return m_api.isFriend(header); };
    if (const Result<> listening = m_apiServer->listen(QHostAddress(QHostAddress::LocalHost), limits, m_options.tls); !listening)
        return listening;
    // Another address where the system has one (Linux: all of 127/8), so that it is another host, as GitHub's storage is.
    HttpLimits blobLimits;
    blobLimits.isFriend = [](const QByteArray &) { return false; };
    if (const Result<> listening = m_blobServer->listen(QHostAddress(u"127.0.0.2"_s), blobLimits, m_options.tls); listening)
        return listening;
    return m_blobServer->listen(QHostAddress(QHostAddress::LocalHost), blobLimits, m_options.tls);
}

void Hub::leaveWhenIdle(std::chrono::milliseconds time)
{
    m_idleTime = time;
    m_sinceAsked.start();
    m_idleTimer.start(std::clamp<std::chrono::milliseconds>(time / 10, 50ms, 5s));
}

void Hub::lookWhetherIdle()
{
    m_state.expireArtifacts();
    if (!m_scheduler.isIdle() || m_downloads.isBusy())
        m_sinceAsked.start();
    if (m_sinceAsked.durationElapsed() < m_idleTime)
        return;
    m_idleTimer.stop();
    emit idled();
}

void Hub::stop()
{
    m_idleTimer.stop();
    m_scheduler.stop();
}

} // namespace punchcard::hub
