// SPDX-License-Identifier: MIT
#include "core/jobs/livelog.h"

#include "core/base/files.h"
#include "core/base/pause.h"
#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/jobs/actionrules.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QLoggingCategory>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcLive, "punchcard.jobs.live")

struct LiveLogText
{
    Q_DECLARE_TR_FUNCTIONS(LiveLog)
};

// So many files are fetched at a look; what lies before is left out, and said.
constexpr qsizetype atOnce = 5;
// What is kept for submitting and for the results.
constexpr int keptForOthers = 500;
constexpr int filesInFolder = 500;
// How long the script's step may run before it is said that nothing comes.
constexpr Milliseconds patienceHere = 15s;
constexpr Milliseconds patienceElsewhere = 90s;

/// A file on the branch: "000001-0-4096".
struct Piece
{
    QString name;
    int number = 0;
    qint64 from = 0;
    qint64 upTo = 0;
};

QList<Piece> piecesFrom(const QStringList &names, int next)
{
    static const QRegularExpression pattern(u"^(\\d{6})-(\\d{1,18})-(\\d{1,18})\\z"_s);
    QList<Piece> pieces;
    for (const QString &name : names) {
        const QRegularExpressionMatch match = pattern.match(name);
        if (match.hasMatch() && match.captured(1).toInt() >= next) {
            pieces.append({.name = name,
                           .number = match.captured(1).toInt(),
                           .from = match.captured(2).toLongLong(),
                           .upTo = match.captured(3).toLongLong()});
        }
    }
    std::ranges::sort(pieces, {}, &Piece::number);
    return pieces;
}

} // namespace

Milliseconds liveInterval(const LiveSituation &s)
{
    if (s.thisComputer)
        return s.age < 2min ? 300ms : 1s;
    Milliseconds interval = s.age < 1min ? 3s : s.age < 5min ? 5s : s.age < 30min ? 8s : 15s;
    // That the branch is not there yet costs a request each time.
    if (s.absent > 0)
        interval = std::max<Milliseconds>(interval, s.absent < 6 ? 5s : 20s);
    if (s.remaining >= 0 && s.remaining < keptForOthers)
        interval = std::max<Milliseconds>(interval, 60s);
    return interval;
}

LiveLog::LiveLog(Drive &drive, const Run &run)
    : m_drive(drive)
    , m_run(run)
    , m_context(drive.context)
    , m_chooser(drive)
{
    m_context.cancel = Cancel::under(drive.context.cancel);
}

void LiveLog::begin()
{
    if (!m_work && m_drive.job.spec.live.value_or(false))
        m_work = follow();
}

Async<> LiveLog::over()
{
    m_context.cancel->request();
    if (m_work) {
        (void)co_await *std::exchange(m_work, {});
        forgetFollowed(m_drive.folder);
    }
    co_return {};
}

QString LiveLog::fileOf(const Task &task, int attempt) const
{
    return liveLogPath(m_drive.folder.path() + u"/logs/attempt-%1"_s.arg(attempt), task.name, task.remoteId);
}

Milliseconds LiveLog::interval() const
{
    const auto quota = m_drive.client().quota();
    LiveSituation situation{
        .thisComputer = m_drive.session->isThisComputer(), .absent = m_absent, .remaining = quota ? quota->remaining : -1};
    for (const Task &task : m_run.attempts.last().tasks) {
        if (task.startedAt)
            situation.age = std::max(situation.age, Milliseconds(m_drive.now() - *task.startedAt));
    }
    return liveInterval(situation);
}

Async<> LiveLog::follow()
{
    const Result<bool> may = co_await mayUseActions(m_drive);
    if (may && !*may) {
        co_return co_await tellRules();
    }
    while (!m_context.cancelled()) {
        if (const Result<> looked = co_await followTasks(); !looked)
            co_return looked;
        const Milliseconds wait = interval();
        if (const Result<> slept = co_await pause(wait, m_context); !slept)
            co_return slept;
    }
    co_return {};
}

// What would send it cannot come to the job.
Async<> LiveLog::tellRules()
{
    while (!m_context.cancelled()) {
        const Attempt attempt = m_run.attempts.isEmpty() ? Attempt{} : m_run.attempts.last();
        for (const Task &task : attempt.tasks) {
            if (task.status == Status::InProgress)
                tellAbsence(task, attempt.number, LiveLogText::tr("the owner's rules for Actions refuse what it needs"));
        }
        const Milliseconds wait = interval();
        if (const Result<> slept = co_await pause(wait, m_context); !slept)
            co_return slept;
    }
    co_return {};
}

Async<> LiveLog::followTasks()
{
    const Attempt attempt = m_run.attempts.isEmpty() ? Attempt{} : m_run.attempts.last();
    const QList<int> chosen = chosenElements();
    if (isLiveByChoice(m_drive.job.spec)) {
        const Result<> told = co_await m_chooser.choose(chosen, m_context);
        if (!told && told.error().kind != Error::Kind::Cancelled)
            qCInfo(lcLive).noquote() << "job" << qint64(m_drive.job.id) << "is not told what is open:" << told.error().what;
    }
    const QList<Task> tasks = tasksInView(attempt, chosen);
    for (const Task &task : tasks) {
        if (m_context.cancelled())
            co_return {};
        const Result<bool> found = co_await look(task, attempt.number);
        m_absent = found && *found ? 0 : m_absent + 1;
        if (found && !*found)
            noteAbsence(task, attempt.number);
        if (!found && found.error().kind != Error::Kind::Cancelled)
            qCInfo(lcLive).noquote() << "job" << qint64(m_drive.job.id) << "has no live output just now:" << found.error().what;
    }
    co_return {};
}

QList<int> LiveLog::chosenElements() const
{
    if (!isLiveByChoice(m_drive.job.spec))
        return {};
    QList<int> chosen = m_drive.session->poller().followed(m_drive.job.id);
    const QList<int> others = followedElsewhere(m_drive.folder);
    for (const int element : others) {
        if (!chosen.contains(element))
            chosen.append(element);
    }
    // Of one that has ended nothing more comes, and another one may send in its place.
    const QList<Run> runs = m_drive.job.runs;
    for (const Run &run : runs) {
        for (const Task &task : run.attempts.isEmpty() ? QList<Task>() : run.attempts.last().tasks) {
            if (task.status == Status::Completed)
                chosen.removeAll(elementOf(m_drive.job.spec, task));
        }
    }
    return chosen.first(std::min<qsizetype>(chosen.size(), mostLiveElements));
}

QList<Task> LiveLog::tasksInView(const Attempt &attempt, const QList<int> &chosen) const
{
    const bool isByChoice = isLiveByChoice(m_drive.job.spec);
    const bool isLookedAt = isByChoice ? !chosen.isEmpty() : m_drive.session->poller().isLookedAt(m_drive.job.id);
    QList<Task> tasks = isLookedAt ? attempt.tasks : QList<Task>();
    tasks.removeIf([&](const Task &task) {
        return task.status != Status::InProgress || (isByChoice && !chosen.contains(elementOf(m_drive.job.spec, task)));
    });
    return tasks;
}

LiveLog::Reading &LiveLog::readingOf(const Task &task, int attempt)
{
    if (!m_readings.contains(task.remoteId))
        m_readings.insert(task.remoteId, restored(fileOf(task, attempt)));
    return m_readings[task.remoteId];
}

// False: there is nothing yet.
Async<bool> LiveLog::look(Task task, int attempt)
{
    const LivePlace place = readingOf(task, attempt).place;
    const QString branch = liveBranchOf(m_drive.job.uid, attempt, elementOf(m_drive.job.spec, task));
    const QString folder = u"live/%1"_s.arg(place.next / filesInFolder, 3, 10, QChar(u'0'));
    const auto names = co_await m_drive.client().fileNames(m_drive.repo(), folder, branch, m_context);
    if (!names && names.error().kind == Error::Kind::Missing)
        co_return place.next > 1;
    if (!names)
        co_return names.error();
    QList<Piece> pieces = piecesFrom(names->value, place.next);
    if (pieces.size() > atOnce)
        pieces = pieces.last(atOnce);
    for (const Piece &piece : std::as_const(pieces)) {
        if (const Result<> added = co_await append(task, fileOf(task, attempt), folder + u'/' + piece.name, branch); !added)
            co_return added.error();
    }
    const QList<LiveFileMark> marks = liveFileMarks(names->value, place.uploads);
    if (const Result<> taken = co_await takeFiles(task, attempt, marks); !taken)
        co_return taken.error();
    co_return true;
}

Async<> LiveLog::append(Task task, QString file, QString path, QString branch)
{
    const Piece piece = piecesFrom({path.section(u'/', -1)}, 0).constFirst();
    const Result<QByteArray> content = co_await m_drive.client().fileContent(m_drive.repo(), path, branch, m_context);
    if (!content)
        co_return content.error();
    Reading &reading = m_readings[task.remoteId];
    QByteArray text;
    if (piece.from > reading.place.upTo) {
        text = reading.text.gap(LiveLogText::tr("… %1 were printed too fast to be shown live; the full log has them …")
                                    .arg(QLocale().formattedDataSize(piece.from - reading.place.upTo, 1, QLocale::DataSizeSIFormat)),
                                m_drive.now());
    }
    text += reading.text.take(*content, m_drive.now());
    reading.place.next = piece.number + 1;
    reading.place.upTo = piece.upTo;
    co_return write(task, file, text);
}

Result<> LiveLog::write(const Task &task, const QString &file, const QByteArray &text)
{
    if (const Result<> made = makePrivateFolder(QFileInfo(file).path()); !made)
        return made;
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner) || out.write(text) != text.size()
        || !out.flush())
        return storageError(LiveLogText::tr("The output could not be kept."), file, out.errorString());
    Reading &reading = m_readings[task.remoteId];
    reading.place.size = out.size();
    reading.place.progress = reading.text.progress();
    keepPlace(file, reading.place);
    if (m_drive.liveGrew)
        m_drive.liveGrew(task.remoteId, reading.text.progress());
    return {};
}

// A file that cannot be fetched now comes with the results.
Async<> LiveLog::takeFiles(Task task, int attempt, QList<LiveFileMark> marks)
{
    for (const LiveFileMark &mark : std::as_const(marks)) {
        const Result<> fetched = co_await fetchLiveFile(m_drive, m_run.id, attempt, task, mark.name, m_context);
        if (!fetched && fetched.error().retry)
            co_return fetched;
        if (!fetched)
            qCInfo(lcLive).noquote() << "job" << qint64(m_drive.job.id) << "handed over a file in vain:" << fetched.error().what;
        Reading &reading = m_readings[task.remoteId];
        reading.place.uploads = mark.number;
        keepPlace(fileOf(task, attempt), reading.place);
    }
    co_return {};
}

// A job that can send does so within seconds, even when its script prints nothing.
void LiveLog::noteAbsence(const Task &task, int attempt)
{
    Reading &reading = readingOf(task, attempt);
    const auto script = std::ranges::find(task.steps, workflow::scriptStep, &Step::name);
    if (reading.place.next > 1 || script == task.steps.end() || script->status != Status::InProgress)
        return;
    if (!reading.since)
        reading.since = m_drive.now();
    const bool here = m_drive.session->isThisComputer();
    const LiveSharing sharing = liveSharing(m_drive.job.spec, here);
    const Milliseconds patience
        = (here ? patienceHere : patienceElsewhere) + std::chrono::seconds(std::max(sharing.first, 2 * sharing.every));
    if (m_drive.now() - *reading.since < patience)
        return;
    tellAbsence(task, attempt,
                LiveLogText::tr("the job does not send it. Its runner may lack curl or may not reach the API, or its token may not write "
                                "into the repository"));
}

void LiveLog::tellAbsence(const Task &task, int attempt, const QString &why)
{
    Reading &reading = readingOf(task, attempt);
    if (reading.place.size > 0)
        return;
    const QByteArray line
        = reading.text.gap(LiveLogText::tr("No live output: %1. The full log comes when the task has ended.").arg(why), m_drive.now());
    if (const Result<> written = write(task, fileOf(task, attempt), line); !written)
        qCInfo(lcLive).noquote() << written.error().what;
    m_readings[task.remoteId].since.reset();
}

// After a restart it goes on where it was; what cannot be told is fetched anew.
LiveLog::Reading LiveLog::restored(const QString &file) const
{
    const LivePlace place = keptPlace(file);
    if (QFileInfo(file).size() >= place.size && place.next >= 1) {
        if (QFileInfo::exists(file))
            QFile::resize(file, place.size);
        return {.place = place};
    }
    QFile::remove(file);
    return {};
}

std::optional<LiveProgress> liveProgressOf(const Job &job, const QString &folder)
{
    const std::optional<Attempt> attempt = newestAttempt(job);
    if (!attempt || attempt->tasks.size() != 1 || attempt->tasks.constFirst().status != Status::InProgress || job.phase != Phase::Started)
        return std::nullopt;
    const Task &task = attempt->tasks.constFirst();
    return keptProgress(liveLogPath(folder + u"/logs/attempt-%1"_s.arg(attempt->number), task.name, task.remoteId));
}

void removeLiveLog(const Drive &drive, const Item &item)
{
    removeLiveText(liveLogPath(drive.folder.path() + u'/' + item.path, item.name, item.remoteId));
}

Async<> deleteLiveBranches(Drive &drive)
{
    if (!drive.job.spec.live.value_or(false))
        co_return {};
    const auto branches = co_await drive.client().branches(drive.repo(), liveBranchesOf(drive.job.uid), drive.context);
    if (!branches)
        co_return branches.error();
    for (const github::Ref &ref : *branches) {
        const Result<MutationGate::Permit> permit = co_await drive.enter();
        if (!permit)
            co_return permit.error();
        const QString branch = ref.name.sliced(u"refs/heads/"_s.size());
        if (const Result<> deleted = co_await drive.client().deleteRef(drive.repo(), branch, drive.context); !deleted)
            co_return deleted;
    }
    co_return {};
}

} // namespace punchcard
