// SPDX-License-Identifier: MIT
#include "core/hub/jobrun.h"

#include "core/base/files.h"
#include "core/hub/jobview.h"
#include "core/hub/ownthread.h"

#include <QSysInfo>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace punchcard::hub {
namespace {

constexpr Milliseconds afterCancel = 5min; // For the steps that run all the same.
constexpr Milliseconds killTime = 10s; // For all processes to be gone once they are killed.
constexpr double defaultMinutes = 360; // GitHub's.
constexpr qsizetype mostAnnotations = 10; // Of a level, in a step.
constexpr int pipeSize = 1024 * 1024;

QString levelName(const QByteArray &command)
{
    return command == "error" ? u"failure"_s : QString::fromLatin1(command);
}

} // namespace

JobRun::JobRun(JobRequest request, JobRunner *owner)
    : m_request(std::move(request))
    , m_owner(owner)
{
    m_steps.append({.number = 1, .name = u"Set up job"_s});
    for (const workflow::Step &step : std::as_const(m_request.job.steps))
        m_steps.append({.number = int(m_steps.size()) + 1, .name = plainName(step)});
    m_steps.append({.number = int(m_steps.size()) + 1, .name = u"Complete job"_s});
}

QCoro::Task<> JobRun::run(std::shared_ptr<JobRun> self)
{
    co_await self->setUp();
    for (qsizetype index = 0; index < self->m_request.job.steps.size(); ++index)
        co_await self->step(index);
    co_await self->complete();
}

Result<JobRun::Prepared> JobRun::prepare(const QString &folder, const QString &repository, Walls walls, const QStringList &covered)
{
    for (const QString &name : {u"/logs"_s, u"/artifacts"_s, u"/summaries"_s}) {
        if (const Result<> made = makePrivateFolder(folder + name); !made)
            return made.error();
    }
    const bool sandboxed = walls != Walls::None && sandbox::works();
    if (!sandboxed && walls == Walls::Needed) {
        return Error{.kind = Error::Kind::Refused,
                     .what = tr("bubblewrap does not work on this computer, and nobody was told that this script would run with all their "
                                "rights: it was not started."),
                     .remedy = tr("Install bubblewrap and allow user namespaces; or submit the script again, and you are told.")};
    }
    Prepared prepared{.layout = JobLayout::of(folder + u"/work"_s, repository, sandboxed)};
    if (const Result<> made = prepared.layout.make(); !made)
        return made.error();
    Result<Launch> launch = sandbox::launch(prepared.layout, covered);
    if (!launch)
        return launch.error();
    prepared.launch = std::move(*launch);
    return prepared;
}

QCoro::Task<> JobRun::setUp()
{
    auto work = [folder = m_request.folder, repository = m_request.github.value("repository"_L1).toString(), walls = m_request.walls,
                 covered = m_request.covered] { return prepare(folder, repository, walls, covered); };
    const Result<Prepared> prepared = co_await onJobThread(std::move(work));
    if (m_abandoned)
        co_return;
    const bool debug = std::ranges::any_of(m_request.secrets, [](const auto &secret) {
        return secret.first == "ACTIONS_STEP_DEBUG"_L1 && secret.second.bytes() == QByteArrayView("true");
    });
    m_log = std::make_unique<LogWriter>(
        LogWriter::Options{.folder = m_request.folder + u"/logs"_s, .limit = m_request.logLimit, .debug = debug, .clock = m_request.clock});
    connect(m_log.get(), &LogWriter::commanded, this, &JobRun::onCommand);
    connect(m_log.get(), &LogWriter::failed, this, &JobRun::onLogFailed);
    for (const auto &[name, value] : std::as_const(m_request.secrets))
        m_log->addMask(value.bytes().toByteArray());
    begin(0);
    if (prepared) {
        m_context.emplace(m_request, prepared->layout);
        if (m_cancelled)
            m_context->setStatus(Conclusion::Cancelled);
        describe();
        if (const Result<> started = co_await startSession(prepared->launch); !started) {
            error(started.error());
            m_fatal = true;
        }
    } else {
        error(prepared.error());
        m_fatal = true;
    }
    if (m_context) {
        if (const Result<> evaluated = m_context->evaluateEnv(m_request.env, m_request.job.env); !evaluated) {
            error(evaluated.error());
            m_fatal = true;
        }
    }
    for (const QString &key : std::as_const(m_request.job.unsupported)) {
        error(tr("“%1” of a job is not known on this computer. Leave it out, or run this job on GitHub.").arg(key));
        m_fatal = true;
    }
    if (!m_fatal)
        limitTime();
    conclude(0, m_fatal ? Conclusion::Failure : Conclusion::Success);
}

void JobRun::describe()
{
    m_log->line(u"Current runner version: 'Punchcard %1'"_s.arg(QLatin1StringView(PUNCHCARD_VERSION)));
    m_log->line(u"##[group]Operating System"_s);
    m_log->line(QSysInfo::prettyProductName());
    m_log->line(QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion() + u' ' + QSysInfo::currentCpuArchitecture());
    m_log->line(u"##[endgroup]"_s);
    if (m_context->layout().sandboxed)
        m_log->line(u"This job runs in bubblewrap: the system is read-only, your own files are out of sight, the network is shared."_s);
    else
        warn(u"This job runs without bubblewrap, with the rights of the user who started it."_s);
    m_log->line(u"Complete job name: "_s + m_request.name);
}

Async<> JobRun::startSession(Launch launch)
{
    std::array<int, 2> output = {-1, -1};
    if (!openPipe(output))
        co_return storageError(tr("The job's output cannot be read."), m_request.folder, qt_error_string());
#ifdef F_SETPIPE_SZ
    fcntl(output[0], F_SETPIPE_SZ, pipeSize); // Best effort: fewer turns for much output.
#endif
    m_log->readFrom(output[0]);
    m_session = std::make_unique<Session>();
    const Result<> started = co_await m_session->start(launch, output[1]);
    close(output[1]);
    if (!started)
        co_return started.error();
    auto look = [pid = m_session->insidePid(), event = m_context->event(),
                 file = m_context->eventFile()]() -> Result<std::shared_ptr<const JobView>> {
        Result<std::shared_ptr<const JobView>> view = JobView::of(pid);
        if (view) {
            if (const Result<> written = (*view)->write(file, event, 0644); !written)
                return written.error();
        }
        return view;
    };
    const Result<std::shared_ptr<const JobView>> view = co_await onJobThread(std::move(look));
    if (!view)
        co_return view.error();
    m_view = *view;
    co_return {};
}

void JobRun::limitTime()
{
    const Result<QString> text = workflow::interpolate(m_request.job.timeoutMinutes, m_context->scope({}, false));
    if (!text) {
        error(text.error());
        m_fatal = true;
        return;
    }
    const double minutes = text->isEmpty() ? defaultMinutes : std::min(text->toDouble(), 1e6);
    after(Milliseconds(qint64(std::max(minutes, 0.0) * 60'000)), [this, minutes] {
        if (!m_running || m_cancelled)
            return;
        error(u"The job has exceeded the maximum execution time of %1 minutes."_s.arg(minutes));
        m_timedOut = true;
        cancel(false);
    });
}

void JobRun::cancel(bool force)
{
    if (!m_running || m_abandoned)
        return;
    if (force) {
        m_cancelled = m_forced = true;
        m_stepCancel->request();
        if (m_session)
            m_session->end();
        return;
    }
    if (std::exchange(m_cancelled, true))
        return;
    after(afterCancel, [this] { cancel(true); });
    if (!m_context)
        return;
    m_context->setStatus(Conclusion::Cancelled);
    if (m_acting && !outlivesCancel())
        interrupt();
}

bool JobRun::outlivesCancel() const
{
    const workflow::Step &step = m_request.job.steps.at(m_current - 1);
    const Result<bool> wanted = workflow::conditionHolds(step.condition, m_context->scope(m_stepEnv, false));
    return wanted && *wanted;
}

void JobRun::abandon()
{
    m_abandoned = true;
    m_owner.clear();
    m_stepCancel->request();
    if (m_session)
        m_session->end();
}

QCoro::Task<> JobRun::complete()
{
    const qsizetype last = m_steps.size() - 1;
    if (m_log) {
        begin(last);
        m_log->line(u"Cleaning up orphan processes"_s);
    }
    if (m_session) {
        after(killTime, [this] {
            if (m_session)
                m_session->end();
        });
        co_await m_session->killAll();
        co_await m_session->ended();
        m_session.reset();
    }
    JobEnd end{.conclusion = conclusion()};
    if (m_log) {
        end.outputs = outputs();
        if (m_context) {
            const Result<QJsonValue> forgiven = workflow::evaluateText(m_request.job.continueOnError, m_context->scope({}, false));
            end.continueOnError = forgiven && workflow::asText(*forgiven) == "true"_L1;
        }
        conclude(last, Conclusion::Success);
        co_await m_log->drained();
        end.conclusion = conclusion(); // The log's own trouble may have come last.
        m_log.reset();
    }
    m_running = false;
    if (m_owner)
        emit m_owner->finished(end);
}

QJsonObject JobRun::outputs()
{
    QJsonObject result;
    if (!m_context)
        return result;
    const workflow::Scope scope = m_context->scope({}, false);
    for (const auto &[name, value] : std::as_const(m_request.job.outputs)) {
        const Result<QString> text = workflow::interpolate(workflow::asText(value), scope);
        if (!text)
            error(text.error());
        else if (m_log->hasSecret(*text))
            warn(u"Skip output '%1' since it may contain secret."_s.arg(name));
        else
            result.insert(name, *text);
    }
    return result;
}

Conclusion JobRun::conclusion() const
{
    if (m_timedOut)
        return Conclusion::TimedOut;
    if (m_cancelled)
        return Conclusion::Cancelled;
    return m_fatal || !m_context ? Conclusion::Failure : m_context->status();
}

void JobRun::begin(qsizetype at)
{
    m_current = at;
    StepState &step = m_steps[at];
    step.status = StepState::Status::InProgress;
    step.startedAt = m_request.clock->now();
    step.logFile = m_request.folder + u"/logs/%1.txt"_s.arg(step.number);
    m_log->beginStep(step.number);
    if (m_owner)
        emit m_owner->stepChanged(step);
}

void JobRun::conclude(qsizetype at, Conclusion conclusion)
{
    StepState &step = m_steps[at];
    step.status = StepState::Status::Completed;
    step.conclusion = conclusion;
    step.completedAt = m_request.clock->now();
    if (m_owner)
        emit m_owner->stepChanged(step);
}

void JobRun::skip(qsizetype at)
{
    StepState &step = m_steps[at];
    step.startedAt = m_request.clock->now();
    conclude(at, Conclusion::Skipped);
}

void JobRun::error(const QString &text)
{
    // What lies behind a line break would be no error any more.
    m_log->line(u"##[error]"_s + QString(text).replace(u'\n', u' '));
    if (m_owner)
        emit m_owner->annotated({.step = m_steps.at(m_current).number, .level = u"failure"_s, .message = m_log->masked(text)});
}

void JobRun::error(const Error &problem)
{
    QString text = problem.what;
    if (!problem.said.isEmpty())
        text += u' ' + problem.said;
    error(Error{.what = text, .remedy = problem.remedy}.sentence());
}

void JobRun::warn(const QString &text)
{
    m_log->line(u"##[warning]"_s + text);
    if (m_owner)
        emit m_owner->annotated({.step = m_steps.at(m_current).number, .level = u"warning"_s, .message = m_log->masked(text)});
}

void JobRun::onCommand(int step, const LogCommand &command)
{
    const QString name = QString::fromLatin1(command.name);
    if (command.name == "add-matcher" || command.name == "remove-matcher") {
        if (command.name == "add-matcher")
            warn(u"Problem matchers are not known on this computer: '%1' is ignored."_s.arg(name));
        return;
    }
    if (command.name != "error" && command.name != "warning" && command.name != "notice") {
        error(
            u"The `%1` command is disabled. Please upgrade to using Environment Files (GITHUB_ENV, GITHUB_OUTPUT, GITHUB_PATH, GITHUB_STATE)."_s
                .arg(name));
        m_refused = true;
        return;
    }
    const QString key = QString::number(step) + name;
    if (++m_annotations[key] > mostAnnotations || !m_owner)
        return;
    const auto text = [&command](const char *property) { return QString::fromUtf8(command.properties.value(property)); };
    emit m_owner->annotated({.step = step,
                             .level = levelName(command.name),
                             .message = QString::fromUtf8(command.data),
                             .title = text("title"),
                             .file = text("file"),
                             .line = command.properties.value("line").toInt()});
}

void JobRun::onLogFailed(const QString &reason)
{
    m_fatal = true;
    if (m_owner)
        emit m_owner->annotated({.step = m_steps.at(m_current).number,
                                 .level = u"failure"_s,
                                 .message = tr("The job was ended because its log could not be written: %1").arg(reason)});
    m_stepCancel->request();
    if (m_session)
        m_session->end();
}

void JobRun::after(Milliseconds delay, std::function<void()> call)
{
    m_request.clock->afterAwake(delay, this, std::move(call));
}

} // namespace punchcard::hub
