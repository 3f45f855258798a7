// SPDX-License-Identifier: MIT
#include "core/jobs/livelog.h"

#include "core/base/files.h"
#include "core/base/pause.h"
#include "core/job/array.h"
#include "core/job/marks.h"

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

std::optional<bool> liveChoice(const JobSpec &spec, const Account &account)
{
    if (arraySize(spec) > mostLiveElements)
        return false;
    if (account.isThisComputer())
        return spec.live.value_or(true);
    if (!spec.isPrivate)
        return spec.live.value_or(false) && spec.secrets.isEmpty();
    return spec.live ? spec.live : account.defaults.live;
}

void settleLive(JobSpec &spec, const Account &account)
{
    spec.live = liveChoice(spec, account).value_or(true);
}

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
    if (m_work)
        (void)co_await *std::exchange(m_work, {});
    co_return {};
}

QString LiveLog::fileOf(const Task &task, int attempt) const
{
    return liveLogPath(m_drive.folder.path() + u"/logs/attempt-%1"_s.arg(attempt), task.name);
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
    while (!m_context.cancelled()) {
        const bool isLookedAt = m_drive.session->poller().isLookedAt(m_drive.job.id);
        const Attempt attempt = m_run.attempts.isEmpty() ? Attempt{} : m_run.attempts.last();
        const QList<Task> tasks = isLookedAt ? attempt.tasks : QList<Task>();
        for (const Task &task : tasks) {
            if (task.status != Status::InProgress || m_context.cancelled())
                continue;
            const Result<bool> found = co_await look(task, attempt.number);
            m_absent = found && *found ? 0 : m_absent + 1;
            if (!found && found.error().kind != Error::Kind::Cancelled)
                qCInfo(lcLive).noquote() << "job" << qint64(m_drive.job.id) << "has no live output just now:" << found.error().what;
        }
        const Milliseconds wait = interval();
        if (const Result<> slept = co_await pause(wait, m_context); !slept)
            co_return slept;
    }
    co_return {};
}

// False: there is nothing yet.
Async<bool> LiveLog::look(Task task, int attempt)
{
    if (!m_readings.contains(task.remoteId))
        m_readings.insert(task.remoteId, restored(fileOf(task, attempt)));
    const QString branch = liveBranchOf(m_drive.job.uid, attempt, elementOf(m_drive.job.spec, task));
    const int next = m_readings.value(task.remoteId).place.next;
    const QString folder = u"live/%1"_s.arg(next / filesInFolder, 3, 10, QChar(u'0'));
    const auto names = co_await m_drive.client().fileNames(m_drive.repo(), folder, branch, m_context);
    if (!names && names.error().kind == Error::Kind::Missing)
        co_return next > 1;
    if (!names)
        co_return names.error();
    QList<Piece> pieces = piecesFrom(names->value, next);
    if (pieces.size() > atOnce)
        pieces = pieces.last(atOnce);
    for (const Piece &piece : std::as_const(pieces)) {
        if (const Result<> added = co_await append(task, fileOf(task, attempt), folder + u'/' + piece.name, branch); !added)
            co_return added.error();
    }
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
    if (const Result<> made = makePrivateFolder(QFileInfo(file).path()); !made)
        co_return made;
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner) || out.write(text) != text.size()
        || !out.flush())
        co_return storageError(LiveLogText::tr("The output could not be kept."), file, out.errorString());
    reading.place = {.next = piece.number + 1, .upTo = piece.upTo, .size = out.size(), .progress = reading.text.progress()};
    keepPlace(file, reading.place);
    if (m_drive.liveGrew)
        m_drive.liveGrew(task.remoteId, reading.text.progress());
    co_return {};
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
    const Attempt *const attempt = newestAttempt(job);
    if (!attempt || attempt->tasks.size() != 1 || attempt->tasks.constFirst().status != Status::InProgress || job.phase != Phase::Started)
        return std::nullopt;
    return keptProgress(liveLogPath(folder + u"/logs/attempt-%1"_s.arg(attempt->number), attempt->tasks.constFirst().name));
}

void removeLiveLog(const Drive &drive, const Item &item)
{
    removeLiveText(liveLogPath(drive.folder.path() + u'/' + item.path, item.name));
}

Async<> deleteLiveBranches(Drive &drive)
{
    if (!drive.job.spec.live.value_or(false))
        co_return {};
    const int elements = arraySize(drive.job.spec);
    const QList<Run> runs = drive.job.runs;
    for (const Run &run : runs) {
        for (const Attempt &attempt : run.attempts) {
            for (int element = elements > 0 ? 0 : -1; element < elements; ++element) {
                const Result<MutationGate::Permit> permit = co_await drive.enter();
                if (!permit)
                    co_return permit.error();
                const QString branch = liveBranchOf(drive.job.uid, attempt.number, element);
                const Result<> deleted = co_await drive.client().deleteRef(drive.repo(), branch, drive.context);
                if (!deleted)
                    co_return deleted;
            }
        }
    }
    co_return {};
}

} // namespace punchcard
