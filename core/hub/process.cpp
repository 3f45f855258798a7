// SPDX-License-Identifier: MIT
#include "core/hub/process.h"

#include <QCoreApplication>
#include <QCoroFuture>
#include <QPromise>
#include <QtEndian>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Sessions
{
    Q_DECLARE_TR_FUNCTIONS(Sessions)
};

constexpr qsizetype complaintLimit = 8192;
constexpr int endTime = 2000; // ms
constexpr int tellTime = 1000; // ms; bubblewrap needs a few.

} // namespace

bool openPipe(std::array<int, 2> &ends)
{
    if (pipe(ends.data()) != 0)
        return false;
    for (const int end : ends)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    return true;
}

struct Session::Waiting
{
    std::shared_ptr<QPromise<QString>> ready; ///< Gives what was said instead, empty when all is well.
    std::shared_ptr<QPromise<ProgramEnd>> program;
    std::shared_ptr<QPromise<void>> killed;
    std::shared_ptr<QPromise<void>> ended;
};

Session::Session(QObject *parent)
    : QObject(parent)
    , m_waiting(std::make_unique<Waiting>())
{
    connect(&m_process, &QProcess::readyReadStandardError, this, &Session::read);
    connect(&m_process, &QProcess::finished, this, &Session::lose);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            lose();
    });
}

Session::~Session()
{
    m_process.disconnect(this);
    const bool runs = m_process.state() != QProcess::NotRunning;
    if (runs)
        end();
    lose();
    if (runs) {
        // Deleted in the middle of a job: the supervisor needs a moment to end what it started.
        if (!m_process.waitForFinished(endTime)) {
            m_process.kill();
            m_process.waitForFinished(endTime);
        }
    }
}

Async<> Session::start(Launch launch, int output)
{
    std::array<int, 2> info = {-1, -1};
    if (launch.tellsPid && !openPipe(info))
        co_return Error{.kind = Error::Kind::Local,
                        .what = Sessions::tr("The job's processes could not be started."),
                        .remedy = Sessions::tr("Close some programs and run the job again."),
                        .said = qt_error_string()};
    m_info = info[0];
    m_bubblewrap = launch.tellsPid;
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setChildProcessModifier([output, told = info[1]] {
        dup2(output, STDOUT_FILENO);
        // dup2() onto itself would keep the flag that closes it.
        if (told == Launch::infoDescriptor)
            fcntl(told, F_SETFD, 0);
        else if (told >= 0)
            dup2(told, Launch::infoDescriptor);
    });
    m_process.setProcessEnvironment(launch.environment);
    m_waiting->ready = std::make_shared<QPromise<QString>>();
    const QFuture<QString> ready = m_waiting->ready->future();
    m_waiting->ready->start();
    m_process.start(launch.program, launch.arguments);
    m_process.closeReadChannel(QProcess::StandardOutput);
    if (info[1] >= 0)
        close(info[1]);
    const QString complaint = co_await ready; // From here on this object may be gone.
    if (!complaint.isEmpty())
        co_return Error{.kind = Error::Kind::Local,
                        .what = Sessions::tr("The job's processes could not be started on this computer."),
                        .remedy = Sessions::tr("See that %1 is installed and may be run.").arg(launch.program),
                        .said = complaint,
                        .detail = launch.program};
    co_return {};
}

QCoro::Task<ProgramEnd> Session::run(Command command)
{
    auto promise = std::make_shared<QPromise<ProgramEnd>>();
    const QFuture<ProgramEnd> future = promise->future();
    promise->start();
    m_waiting->program = promise;
    QByteArray body = "R" + command.folder.toUtf8() + '\0' + QByteArray::number(command.arguments.size()) + '\0';
    const QStringList texts = command.arguments + command.environment;
    for (const QString &text : texts)
        body += text.toUtf8() + '\0';
    if (m_process.state() == QProcess::Running)
        order(body);
    else
        lose();
    co_return co_await future;
}

void Session::signal(int number)
{
    order(QByteArray("S") + char(number));
}

QCoro::Task<> Session::killAll()
{
    if (m_process.state() != QProcess::Running)
        co_return;
    if (!m_waiting->killed) {
        m_waiting->killed = std::make_shared<QPromise<void>>();
        m_waiting->killed->start();
        order("K");
    }
    const QFuture<void> killed = m_waiting->killed->future();
    co_await killed;
}

void Session::end()
{
    m_process.closeWriteChannel();
    // With bubblewrap's first process everything inside dies. The bare supervisor must live to kill its family.
    if (!m_bubblewrap)
        return;
    // Until it has heard from its parent, the process inside has not bound its life to it, and would wait for ever.
    if (m_info >= 0) {
        learnInsidePid();
        if (m_insidePid > 0)
            ::kill(pid_t(m_insidePid), SIGKILL);
    }
    m_process.kill();
}

QCoro::Task<> Session::ended()
{
    if (m_process.state() == QProcess::NotRunning)
        co_return;
    if (!m_waiting->ended) {
        m_waiting->ended = std::make_shared<QPromise<void>>();
        m_waiting->ended->start();
    }
    const QFuture<void> future = m_waiting->ended->future();
    end();
    co_await future;
}

void Session::order(const QByteArray &body)
{
    if (m_process.state() != QProcess::Running)
        return;
    QByteArray length(4, '\0');
    qToLittleEndian(quint32(body.size()), length.data());
    m_process.write(length + body);
}

void Session::read()
{
    m_said += m_process.readAllStandardError();
    for (qsizetype end = m_said.indexOf('\n'); end >= 0; end = m_said.indexOf('\n')) {
        const QByteArray line = m_said.first(end);
        m_said.remove(0, end + 1);
        report(line);
    }
}

void Session::report(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    const int number = words.size() > 1 ? words.at(1).toInt() : 0;
    if (line == "ready" && m_waiting->ready) {
        learnInsidePid();
        const auto ready = std::exchange(m_waiting->ready, nullptr);
        ready->addResult(QString());
        ready->finish();
    } else if (words.first() == "exited" && words.size() == 2) {
        settle({.how = ProgramEnd::How::Exited, .code = number});
    } else if (words.first() == "signalled" && words.size() == 2) {
        settle({.how = ProgramEnd::How::Signalled, .code = number});
    } else if (words.first() == "failed" && words.size() == 3) {
        settle({.how = ProgramEnd::How::NotStarted, .code = number, .reason = QString::fromLocal8Bit(std::strerror(number))});
    } else if (line == "killed") {
        if (const auto killed = std::exchange(m_waiting->killed, nullptr))
            killed->finish();
    } else if (words.first() != "started" && m_complaint.size() < complaintLimit) {
        m_complaint += line + '\n';
    }
}

void Session::learnInsidePid()
{
    if (m_info < 0)
        return;
    std::array<char, 1024> text{};
    pollfd told{.fd = m_info, .events = POLLIN, .revents = 0};
    const auto length = ::poll(&told, 1, tellTime) > 0 ? ::read(m_info, text.data(), text.size()) : 0;
    // Not parsed as JSON: bubblewrap writes it piece by piece, and this may be the first only.
    static const QByteArray key = "\"child-pid\": ";
    const QByteArray said(text.data(), qMax<qsizetype>(0, length));
    if (const qsizetype at = said.indexOf(key); at >= 0)
        m_insidePid = std::strtoll(said.constData() + at + key.size(), nullptr, 10);
    close(std::exchange(m_info, -1));
}

void Session::settle(const ProgramEnd &end)
{
    const auto program = std::exchange(m_waiting->program, nullptr);
    if (!program)
        return;
    program->addResult(end);
    program->finish();
}

void Session::lose()
{
    m_complaint += std::exchange(m_said, {});
    if (m_info >= 0)
        close(std::exchange(m_info, -1));
    if (const auto ready = std::exchange(m_waiting->ready, nullptr)) {
        const QString complaint = QString::fromUtf8(m_complaint).trimmed();
        ready->addResult(complaint.isEmpty() ? m_process.errorString() : complaint);
        ready->finish();
    }
    settle({.how = ProgramEnd::How::Lost, .reason = QString::fromUtf8(m_complaint).trimmed()});
    for (auto *wait : {&m_waiting->killed, &m_waiting->ended}) {
        if (const auto promise = std::exchange(*wait, nullptr))
            promise->finish();
    }
}

} // namespace punchcard::hub
