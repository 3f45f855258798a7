// SPDX-License-Identifier: MIT
#include "core/accounts/localhub.h"

#include "core/accounts/hubprocess.h"
#include "core/base/latch.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QNetworkProxy>
#include <QStandardPaths>
#include <QTcpSocket>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Hub
{
    Q_DECLARE_TR_FUNCTIONS(LocalHub)
};

constexpr Milliseconds connectLimit = std::chrono::seconds(2);
/// A lock that is let go of and a process that ends give no signal.
constexpr Milliseconds lookInterval{50};

Error noHub()
{
    return Error{.kind = Error::Kind::Missing,
                 .what = Hub::tr("This computer's hub does not run."),
                 .remedy = Hub::tr("It is started by the next job on this computer.")};
}

Error didNotStart(const QString &program, const QString &folder, qint64 logStart)
{
    const QString tail = endOfHubLog(folder, logStart);
    const QString last = tail.section(u'\n', -1);
    return Error{.kind = Error::Kind::Local,
                 .what = last.isEmpty() ? Hub::tr("This computer's hub did not start.")
                                        : Hub::tr("This computer's hub did not start: %1").arg(last),
                 .remedy = Hub::tr("Run “%1” in a terminal to see why; its log is “%2”.").arg(program, hubLogFile(folder)),
                 .said = tail.section(u'\n', -5),
                 .detail = u"hub: %1\n%2"_s.arg(program, tail)};
}

/// Whether something listens at @p api.
QCoro::Task<bool> answers(QUrl api, Context context)
{
    Latch latch(context);
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    QObject::connect(&socket, &QTcpSocket::connected, &latch, &Latch::open);
    QObject::connect(&socket, &QTcpSocket::errorOccurred, &latch, &Latch::open);
    latch.openAfter(connectLimit);
    socket.connectToHost(api.host(), quint16(api.port()));
    co_await latch.opened();
    const bool isConnected = socket.state() == QAbstractSocket::ConnectedState;
    socket.abort();
    co_return isConnected;
}

Async<HubAddress> livingHub(QString folder, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    const Result<HubAddress> address = readHubAddress(folder);
    // An address whose writer does not hold the lock is what a killed hub left; its port may be anybody's now.
    if (!address || address->pid == 0 || address->pid != hubLockHolder(folder))
        co_return noHub();
    const bool isThere = co_await answers(address->api, context);
    if (context.cancelled())
        co_return cancelledError();
    if (!isThere)
        co_return noHub();
    co_return *address;
}

/// Something may have happened in @p folder.
QCoro::Task<> changed(QString folder, Context context)
{
    Latch latch(context);
    QFileSystemWatcher watcher({folder});
    QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, &latch, &Latch::open);
    latch.openAfter(lookInterval);
    co_await latch.opened();
}

Async<HubAddress> findOrStart(Home home, Result<QString> program, Milliseconds limit, Context context)
{
    const QString folder = home.hubFolder();
    const QDeadlineTimer deadline(limit);
    std::optional<HubProcess> started;
    int starts = 0;
    for (;;) {
        const Result<HubAddress> living = co_await livingHub(folder, context);
        if (living || living.error().kind == Error::Kind::Cancelled)
            co_return living;
        if (!program)
            co_return program.error();
        // Held without an answer: one that another client has just started, or one that is about to end.
        const bool isOurs = started && isAlive(*started);
        if (!isOurs && hubLockHolder(folder) == 0) {
            // Ours may have given way to another that has ended since, so one more is tried.
            if (starts == 2)
                co_return didNotStart(*program, folder, started->logStart);
            const Result<HubProcess> done = startHubProcess(home, *program);
            if (!done)
                co_return done.error();
            started = *done;
            ++starts;
        }
        if (deadline.hasExpired())
            co_return didNotStart(*program, folder, started ? started->logStart : 0);
        co_await changed(folder, context);
    }
}

} // namespace

LocalHub::LocalHub(Home home, QString program, Milliseconds limit)
    : m_home(std::move(home))
    , m_program(std::move(program))
    , m_limit(limit)
{
}

Async<HubAddress> LocalHub::address(Context context) const
{
    return findOrStart(m_home, program(), m_limit, context);
}

Async<HubAddress> LocalHub::running(Context context) const
{
    return livingHub(m_home.hubFolder(), context);
}

Result<QString> LocalHub::program() const
{
    const QString name = u"punchcard-hub"_s;
    const QString given = m_program.isEmpty() ? qEnvironmentVariable("PUNCHCARD_HUB") : m_program;
    QString path = given;
    if (path.isEmpty())
        path = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    if (path.isEmpty())
        path = QStandardPaths::findExecutable(name);
    const QFileInfo info(path);
    if (path.isEmpty() || !info.isFile() || !info.isExecutable())
        return Error{.kind = Error::Kind::Missing,
                     .what = given.isEmpty() ? Hub::tr("The program %1, which runs jobs on this computer, is not installed.").arg(name)
                                             : Hub::tr("“%1”, which should run jobs on this computer, is no program.").arg(given),
                     .remedy = given.isEmpty() ? Hub::tr("Install Punchcard anew, or name it in the variable PUNCHCARD_HUB.")
                                               : Hub::tr("Check the variable PUNCHCARD_HUB."),
                     .detail = path};
    return info.absoluteFilePath();
}

} // namespace punchcard
