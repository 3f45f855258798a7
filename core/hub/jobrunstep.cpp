// SPDX-License-Identifier: MIT
// How JobRun carries out one step of the workflow.
#include "core/base/files.h"
#include "core/hub/jobrun.h"
#include "core/hub/jobview.h"
#include "core/hub/ownthread.h"

#include <QUuid>

#include <csignal>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace punchcard::hub {
namespace {

constexpr Milliseconds interruptTime = 7500ms; // From SIGINT to SIGTERM, as GitHub's runner has it,
constexpr Milliseconds terminateTime = 2500ms; // and from there to SIGKILL.
constexpr Milliseconds lastTime = 5s; // And then the supervisor itself.
constexpr qint64 fileLimit = 64'000'000;
constexpr qint64 summaryLimit = 1024 * 1024;

QMap<QString, QString> toMap(const Texts &texts)
{
    QMap<QString, QString> map;
    for (const auto &[name, value] : texts)
        map.insert(name.toLower(), value);
    return map;
}

Error inFile(const Error &error, const QString &name)
{
    Error named = error;
    named.what = u"Unable to process file command '%1' successfully. %2."_s.arg(name, error.what);
    return named;
}

} // namespace

QCoro::Task<> JobRun::step(qsizetype index)
{
    const qsizetype at = index + 1;
    const workflow::Step &step = m_request.job.steps.at(index);
    if (isOver()) {
        if (!m_abandoned)
            skip(at);
        co_return;
    }
    m_refused = false;
    m_stepCancel = Cancel::make();
    m_context->setAction(step.id.isEmpty() ? u"__run_%1"_s.arg(at) : step.id);
    const Result<StepPlan> planned = co_await plan(index);
    if (isOver() || (planned && !planned->runs)) {
        if (planned)
            m_steps[at].name = m_log->masked(planned->name);
        m_context->setStep(step.id, {}, Conclusion::Skipped, Conclusion::Skipped);
        skip(at);
        co_return;
    }
    if (planned)
        m_steps[at].name = m_log->masked(planned->name);
    begin(at);
    Conclusion outcome = Conclusion::Failure;
    QJsonObject outputs;
    if (planned)
        outcome = co_await perform(index, *planned, outputs);
    else
        error(planned.error());
    co_await m_log->drained();
    if (m_refused && outcome == Conclusion::Success)
        outcome = Conclusion::Failure;
    const bool forgiven = outcome == Conclusion::Failure && forgives(step, planned ? *planned : StepPlan());
    const Conclusion shown = forgiven ? Conclusion::Success : outcome;
    m_context->setStep(step.id, outputs, outcome, shown);
    if (shown == Conclusion::Failure && m_context->status() == Conclusion::Success)
        m_context->setStatus(Conclusion::Failure);
    conclude(at, shown);
}

QCoro::Task<Result<StepPlan>> JobRun::plan(qsizetype index)
{
    const workflow::Step &step = m_request.job.steps.at(index);
    const workflow::Defaults &own = m_request.job.defaults;
    const workflow::Defaults defaults{.shell = own.shell.isEmpty() ? m_request.defaults.shell : own.shell,
                                      .workingDirectory
                                      = own.workingDirectory.isEmpty() ? m_request.defaults.workingDirectory : own.workingDirectory};
    auto work = [step, defaults, context = *m_context, view = m_view] { return planStep(step, defaults, context, view); };
    if (!mayHash(step))
        co_return work();
    co_return co_await onJobThread(std::move(work));
}

QCoro::Task<Conclusion> JobRun::perform(qsizetype index, StepPlan plan, QJsonObject &outputs)
{
    const workflow::Step &step = m_request.job.steps.at(index);
    for (const QString &line : headerLines(step, plan, *m_context))
        m_log->line(line);
    m_stepEnv = plan.env;
    m_interrupted = m_stepTimedOut = false;
    m_acting = true;
    ++m_action;
    startTimer(plan);
    if (m_cancelled && !outlivesCancel())
        interrupt(); // The wish came while the step was being planned.
    Conclusion outcome = Conclusion::Failure;
    if (step.hasRun)
        outcome = co_await runProgram(index, plan, outputs);
    else if (plan.action == "actions/checkout"_L1)
        outcome = co_await runCheckout(plan);
    else if (plan.action == "actions/upload-artifact"_L1)
        outcome = co_await runUpload(index, plan, outputs);
    else
        error(tr("The action “%1” is not known on this computer: only actions/checkout and actions/upload-artifact are. Do it in a “run” "
                 "step, or run "
                 "this job on GitHub.")
                  .arg(step.uses));
    m_acting = false;
    ++m_action;
    co_return outcome;
}

void JobRun::startTimer(const StepPlan &plan)
{
    if (!plan.timeout)
        return;
    after(*plan.timeout, [this, mine = m_action] {
        if (!m_acting || mine != m_action)
            return;
        m_stepTimedOut = true;
        interrupt();
    });
}

void JobRun::interrupt()
{
    if (std::exchange(m_interrupted, true))
        return;
    m_stepCancel->request();
    if (!m_session)
        return;
    m_session->signal(SIGINT);
    const auto later = [this, mine = m_action](Milliseconds delay, auto call) {
        after(delay, [this, mine, call] {
            if (m_acting && mine == m_action && m_session)
                call();
        });
    };
    later(interruptTime, [this] { m_session->signal(SIGTERM); });
    later(interruptTime + terminateTime, [this] { killHard(); });
    later(interruptTime + terminateTime + lastTime, [this] { m_session->end(); });
}

void JobRun::killHard()
{
    m_killing = m_session->killAll();
}

QCoro::Task<Conclusion> JobRun::runProgram(qsizetype index, StepPlan plan, QJsonObject &outputs)
{
    const JobLayout &layout = m_context->layout();
    const StepFiles files = StepFiles::in(layout, int(index) + 2);
    const QString script = layout.temp + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + plan.shell.extension;
    auto prepare = [view = m_view, files, script, content = plan.script.toUtf8()]() -> Result<> {
        for (const QString &file : files.all()) {
            if (const Result<> made = view->write(file, {}, 0644); !made)
                return made;
        }
        return view->write(script, content, 0755);
    };
    const Result<> prepared = co_await onJobThread(std::move(prepare));
    co_await m_log->drained();
    if (!prepared || m_interrupted || isOver())
        co_return judge(prepared ? cancelledError() : prepared.error(), plan);
    const Command command{
        .arguments = plan.shell.command(script), .environment = m_context->environment(plan.env, files), .folder = plan.folder};
    const ProgramEnd end = co_await m_session->run(command);
    co_await m_log->drained();
    const Conclusion outcome = judge(end, plan);
    if (isOver())
        co_return outcome;
    const Result<> taken = co_await takeWritten(index, outputs);
    co_return taken ? outcome : judge(taken.error(), plan);
}

Conclusion JobRun::judge(const ProgramEnd &end, const StepPlan &plan)
{
    if (m_stepTimedOut || m_interrupted || m_forced || m_abandoned)
        return judge(cancelledError(), plan);
    switch (end.how) {
    case ProgramEnd::How::Exited:
        if (end.code == 0)
            return Conclusion::Success;
        error(u"Process completed with exit code %1."_s.arg(end.code));
        break;
    case ProgramEnd::How::Signalled: error(u"Process completed with exit code %1."_s.arg(128 + end.code)); break;
    case ProgramEnd::How::NotStarted:
        error(u"An error occurred trying to start process '%1' with working directory '%2'. %3"_s.arg(plan.shell.arguments.value(0),
                                                                                                      plan.folder, end.reason));
        break;
    case ProgramEnd::How::Lost:
        if (!std::exchange(m_fatal, true))
            error(tr("The job's processes were ended from outside: the rest of the job cannot run. %1").arg(end.reason));
        break;
    }
    return Conclusion::Failure;
}

Conclusion JobRun::judge(const Error &problem, const StepPlan &plan)
{
    if (m_stepTimedOut) {
        error(u"The action '%1' has timed out after %2 minutes."_s.arg(plan.name).arg(plan.timeoutMinutes));
        return Conclusion::Failure;
    }
    if (m_cancelled && problem.kind == Error::Kind::Cancelled) {
        error(u"The operation was canceled."_s);
        return Conclusion::Cancelled;
    }
    if (problem.kind != Error::Kind::Cancelled)
        error(problem);
    return Conclusion::Failure;
}

Result<JobRun::Written> JobRun::readFiles(const std::shared_ptr<const JobView> &view, const StepFiles &files)
{
    Written written;
    const auto read = [&view, &written](const QString &file, const QString &name, qint64 limit) {
        const Result<QByteArray> content = view->read(file, limit);
        // A script that removed its own file has nothing to say.
        if (!content && content.error().kind != Error::Kind::Missing)
            written.problems.append(inFile(content.error(), name));
        return content ? *content : QByteArray();
    };
    for (const auto &[file, name, into] :
         {std::tuple{files.env, u"env"_s, &written.env}, std::tuple{files.output, u"output"_s, &written.outputs}}) {
        if (const Result<Texts> texts = parseAssignments(read(file, name, fileLimit)))
            *into = *texts;
        else
            written.problems.append(inFile(texts.error(), name));
    }
    written.path = parseFolders(read(files.path, u"path"_s, fileLimit));
    written.summary = read(files.summary, u"summary"_s, summaryLimit);
    return written;
}

Async<> JobRun::takeWritten(qsizetype index, QJsonObject &outputs)
{
    const int number = int(index) + 2;
    auto look = [view = m_view, files = StepFiles::in(m_context->layout(), number)] { return readFiles(view, files); };
    const Result<Written> written = co_await onJobThread(std::move(look));
    if (!written)
        co_return written.error();
    m_context->setEnv(written->env);
    m_context->addPath(written->path);
    for (const auto &[name, value] : written->outputs)
        outputs.insert(name, value);
    for (const Error &problem : written->problems) {
        error(problem);
        m_refused = true;
    }
    if (!written->summary.isEmpty()) {
        const QByteArray safe = m_log->masked(QString::fromUtf8(written->summary)).toUtf8();
        auto keep = [file = m_request.folder + u"/summaries/%1.md"_s.arg(number), safe] { return writePrivateFile(file, safe); };
        co_return co_await onJobThread(std::move(keep));
    }
    co_return {};
}

QCoro::Task<Conclusion> JobRun::runCheckout(StepPlan plan)
{
    warnOfInputs(plan, CheckoutOrder::inputs());
    const Result<CheckoutOrder> order = CheckoutOrder::from(toMap(plan.with), m_request.github.value("repository"_L1).toString());
    if (!order)
        co_return judge(order.error(), plan);
    auto work = [order = *order, files = m_request.files, view = m_view, workspace = m_context->layout().workspace, cancel = m_stepCancel] {
        return checkOut(order, files, *view, workspace, cancel);
    };
    const Result<QStringList> done = co_await onJobThread(std::move(work));
    if (!done)
        co_return judge(done.error(), plan);
    for (const QString &line : *done)
        m_log->line(line);
    co_return Conclusion::Success;
}

QCoro::Task<Conclusion> JobRun::runUpload(qsizetype index, StepPlan plan, QJsonObject &outputs)
{
    warnOfInputs(plan, UploadOrder::inputs());
    const Result<UploadOrder> order = UploadOrder::from(toMap(plan.with));
    if (!order)
        co_return judge(order.error(), plan);
    const UploadPlace place{.view = m_view,
                            .workspace = m_context->layout().workspace,
                            .home = m_context->layout().home,
                            .target = m_request.folder + u"/artifacts/%1.%2"_s.arg(index + 2).arg(order->archive ? u"zip"_s : u"bin"_s)};
    auto work = [order = *order, place, cancel = m_stepCancel] { return upload(order, place, cancel); };
    const Result<Upload> done = co_await onJobThread(std::move(work));
    if (!done)
        co_return judge(done.error(), plan);
    if (done->artifact && !order->overwrite && m_request.artifactExists && m_request.artifactExists(done->artifact->name)) {
        error(u"Failed to CreateArtifact: (409) Conflict: an artifact with this name already exists on the workflow run: %1"_s.arg(
            done->artifact->name));
        co_return Conclusion::Failure;
    }
    for (const QString &line : done->log)
        m_log->line(line);
    if (done->artifact) {
        outputs.insert(u"artifact-digest"_s, done->artifact->digest.section(u':', 1));
        if (m_owner)
            emit m_owner->artifactReady(*done->artifact);
    }
    co_return Conclusion::Success;
}

void JobRun::warnOfInputs(const StepPlan &plan, const QStringList &known)
{
    for (const auto &[name, value] : plan.with) {
        if (!known.contains(name, Qt::CaseInsensitive))
            warn(u"Unexpected input(s) '%1', valid inputs are ['%2']"_s.arg(name, known.join(u"', '"_s)));
    }
}

bool JobRun::forgives(const workflow::Step &step, const StepPlan &plan) const
{
    const Result<QJsonValue> value = workflow::evaluateText(step.continueOnError, m_context->scope(plan.env, false));
    return value && workflow::asText(*value) == "true"_L1;
}

} // namespace punchcard::hub
