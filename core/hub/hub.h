// SPDX-License-Identifier: MIT
// core/hub: this computer as a runner that speaks GitHub's API over loopback. A request passes webserver (limits), api (the
// door: host, token, limits, ETag), router, and one of the *routes files. state holds all that is known, on disk too;
// runmaker turns pushes into runs, planner and scheduler runs into jobs, jobrunner runs one job; downloads is the second
// origin, for logs and artifacts.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/hub/api.h"
#include "core/hub/downloads.h"
#include "core/hub/faults.h"
#include "core/hub/jobtokens.h"
#include "core/hub/ratelimit.h"
#include "core/hub/recorder.h"
#include "core/hub/runmaker.h"
#include "core/hub/scheduler.h"
#include "core/hub/state.h"
#include "core/hub/views.h"
#include "core/hub/webserver.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSslConfiguration>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>

namespace punchcard::hub {

struct HubOptions
{
    QString folder; ///< the hub's own
    QStringList covered = {}; ///< folders that no job may see; the hub's is always one
    QStringList organisations = {}; ///< that the account belongs to
    std::optional<QSslConfiguration> tls = {};
    QString faultsFile = {}; ///< see Faults; empty: none
    QString recordings = {}; ///< a folder, see Recorder; empty: none
    std::optional<int> requestsLeft = {}; ///< of the first hour; nullopt: as many as anybody wants
    int atOnce = 0; ///< jobs together; 0: as many as there are cores
    Walls walls = Walls::Needed; ///< of jobs that do not say that they may do without
    Clock *clock = &Clock::system();
};

/// The whole hub. One process has one.
class Hub : public QObject
{
    Q_OBJECT

public:
    explicit Hub(HubOptions options);
    ~Hub() override;

    /// Reads the state, listens, and goes on with what an earlier hub left.
    [[nodiscard]] Result<> start();
    /// Cancels what runs; stopped() follows.
    void stop();
    /// Emits idled() once no job runs or waits and nobody has asked for so long.
    void leaveWhenIdle(std::chrono::milliseconds time);

    /// "http://127.0.0.1:40001/"
    [[nodiscard]] QString apiAddress() const { return m_apiServer->origin() + u'/'; }
    [[nodiscard]] QString blobAddress() const { return m_blobServer->origin() + u'/'; }
    [[nodiscard]] const QByteArray &token() const { return m_token; }
    [[nodiscard]] State &state() { return m_state; }

signals:
    void idled();
    void stopped();

private:
    [[nodiscard]] Result<> listen();
    void lookWhetherIdle();

    HubOptions m_options;
    Account m_account;
    QByteArray m_token;
    State m_state;
    RateLimit m_rates;
    RunMaker m_maker;
    JobTokens m_jobTokens;
    Scheduler m_scheduler;
    Downloads m_downloads;
    Api m_api;
    std::unique_ptr<Faults> m_faults;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<WebServer> m_apiServer;
    std::unique_ptr<WebServer> m_blobServer;
    QElapsedTimer m_sinceAsked;
    QTimer m_idleTimer;
    std::chrono::milliseconds m_idleTime{0};
};

} // namespace punchcard::hub
