// SPDX-License-Identifier: MIT
#include "core/jobs/collecting.h"

#include "core/artifacts/placing.h"
#include "core/jobs/artifactfetch.h"
#include "core/jobs/failedstep.h"
#include "core/jobs/items.h"
#include "core/jobs/lateartifacts.h"
#include "core/jobs/leftarchives.h"
#include "core/jobs/livefiles.h"
#include "core/jobs/logfetch.h"
#include "core/jobs/lostuploads.h"
#include "core/jobs/manifests.h"
#include "core/jobs/placeresults.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QFile>
#include <QLoggingCategory>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace punchcard {

Q_DECLARE_LOGGING_CATEGORY(lcJobs)

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int artifactsAtOnce = 4;
constexpr int notFound = 404;
constexpr Milliseconds artifactPatience = 3min;

struct CollectingText
{
    Q_DECLARE_TR_FUNCTIONS(Collecting)
};

// Below the job's folder. The first attempt's artifacts lie in artifacts/, later ones beside it, so that none is lost.
QString artifactPath(int attempt, const QString &name)
{
    const QString folder = attempt <= 1 ? u"artifacts"_s : u"artifacts-%1"_s.arg(attempt);
    return folder + u'/' + safeFolderName(name);
}

Async<> listLogs(Drive &drive, Run run)
{
    const Attempt attempt = run.attempts.constLast();
    for (const Task &task : attempt.tasks) {
        // Cancelled before a runner took it, or skipped: there is no log, ever.
        const bool wasTaken = task.runnerId != 0 || task.conclusion == Conclusion::Success;
        if (!wasTaken || task.status != Status::Completed)
            continue;
        // Its own log was of then, and is known.
        if (logOf(drive.job, task))
            continue;
        const Item log{.run = run.id,
                       .attempt = attempt.number,
                       .kind = Item::Kind::Log,
                       .name = task.name,
                       .remoteId = task.remoteId,
                       .path = u"logs/attempt-%1"_s.arg(attempt.number)};
        if (const Result<> wanted = co_await wantItem(drive, log); !wanted)
            co_return wanted;
    }
    co_return {};
}

// What was told of one that is still to be fetched may have been wrong.
Async<> correct(Drive &drive, github::Artifact artifact)
{
    const QList<Item> items = drive.job.items;
    for (Item item : items) {
        const bool isIt = item.kind == Item::Kind::Artifact && item.remoteId == qint64(artifact.id) && !isSettled(item);
        if (!isIt || artifact.expired || (item.size == artifact.size && item.digest == artifact.digest))
            continue;
        item.size = artifact.size;
        item.digest = artifact.digest;
        if (const Result<> kept = co_await keepItem(drive, item); !kept)
            co_return kept;
    }
    co_return {};
}

// Damaged, or gone: so it is, or the list that named it was wrong. Whether the list now names another under its name, or
// says something else of it; then @p item is that.
Async<std::optional<Item>> relisted(Drive &drive, Item item)
{
    const auto run = std::ranges::find(drive.job.runs, item.run, &Run::id);
    if (run == drive.job.runs.end() || run->remoteId == 0 || isSoFar(item))
        co_return std::optional<Item>();
    drive.client().forgetAnswers();
    const auto artifacts = co_await drive.client().artifacts(drive.repo(), github::RunId(run->remoteId), drive.context);
    if (!artifacts && artifacts.error().kind == Error::Kind::Missing)
        co_return std::optional<Item>();
    if (!artifacts)
        co_return artifacts.error();
    for (const github::Artifact &artifact : artifacts->value) {
        const bool isSame = qint64(artifact.id) == item.remoteId;
        const bool isOther = artifact.name == item.name && !knowsArtifact(drive, qint64(artifact.id));
        const bool isNews = isOther || artifact.size != item.size || artifact.digest != item.digest;
        if (artifact.expired || (!isSame && !isOther) || !isNews)
            continue;
        // What came of it under another number belongs to none.
        for (const QString &rest : {u".part"_s, u".part.info"_s}) {
            if (isOther)
                QFile::remove(archiveFile(drive.folder, item) + rest);
        }
        item.remoteId = qint64(artifact.id);
        item.size = artifact.size;
        item.digest = artifact.digest;
        co_return std::optional(item);
    }
    co_return std::optional<Item>();
}

Async<> listArtifacts(Drive &drive, Run run)
{
    const int attempt = run.attempts.constLast().number;
    const auto artifacts = co_await drive.client().artifacts(drive.repo(), github::RunId(run.remoteId), drive.context);
    if (!artifacts)
        co_return artifacts.error();
    for (const github::Artifact &artifact : artifacts->value) {
        if (workflow::isManifestArtifact(artifact.name)) {
            drive.manifests.append({.run = run.id, .attempt = attempt, .artifact = artifact});
            continue;
        }
        if (knowsArtifact(drive, qint64(artifact.id))) {
            if (const Result<> corrected = co_await correct(drive, artifact); !corrected)
                co_return corrected;
            continue;
        }
        // What was handed over so far gives its place to what was left in the end.
        const ItemId unlisted = unlistedOf(drive, run.id, attempt, artifact.name);
        const ItemId before = unlisted != ItemId() ? unlisted : soFarOf(drive, run.id, attempt, artifact.name);
        const Item item{.id = artifact.expired ? ItemId() : before,
                        .run = run.id,
                        .attempt = attempt,
                        .kind = Item::Kind::Artifact,
                        .name = artifact.name,
                        .remoteId = qint64(artifact.id),
                        .size = artifact.size,
                        .digest = artifact.digest,
                        .state = artifact.expired ? Item::State::Gone : Item::State::Wanted,
                        .path = artifactPath(attempt, artifact.name),
                        .why = artifact.expired ? CollectingText::tr("The server keeps it no longer.") : QString()};
        if (const Result<> wanted = co_await wantItem(drive, item); !wanted)
            co_return wanted;
    }
    co_return {};
}

QList<Item> openItems(const Drive &drive, Item::Kind kind)
{
    QList<Item> items;
    for (const Item &item : drive.job.items) {
        if (item.kind == kind && !isSettled(item) && !isSoFar(item) && !isUnlisted(item))
            items.append(item);
    }
    return items;
}

bool sameAttempt(const Item &a, const Item &b)
{
    return a.run == b.run && a.attempt == b.attempt;
}

Async<> fetchAllLogs(Drive &drive)
{
    QList<Item> open = openItems(drive, Item::Kind::Log);
    while (!open.isEmpty()) {
        const Item first = open.constFirst();
        QList<Item> together;
        std::ranges::copy_if(open, std::back_inserter(together), [&first](const Item &item) { return sameAttempt(item, first); });
        open.removeIf([&first](const Item &item) { return sameAttempt(item, first); });
        if (const Result<> fetched = co_await fetchLogs(drive, together); !fetched)
            co_return fetched;
    }
    co_return {};
}

Error pausedError(const QString &name)
{
    return {.kind = Error::Kind::Local,
            .what = CollectingText::tr("The download of “%1” is paused.").arg(name),
            .remedy = CollectingText::tr("Let it go on; until then what the job has on the server stays there.")};
}

// It is not to be had, or not as it was announced.
bool isBad(const Result<> &fetched)
{
    return !fetched && (fetched.error().kind == Error::Kind::Missing || fetched.error().kind == Error::Kind::Corrupt);
}

/// Several at a time: each mostly waits for its link, its first byte and the disk.
class ArtifactQueue
{
public:
    explicit ArtifactQueue(Drive &drive)
        : m_drive(drive)
    {
        const QList<Item> items = openItems(drive, Item::Kind::Artifact);
        for (const Item &item : items) {
            const auto same
                = std::ranges::find_if(m_places, [&item](const QList<Item> &place) { return place.constFirst().path == item.path; });
            if (same == m_places.end())
                m_places.append({item});
            else
                same->append(item);
        }
    }

    Async<> fetchAll()
    {
        std::vector<Async<>> lanes;
        lanes.reserve(artifactsAtOnce);
        for (int lane = 0; lane < artifactsAtOnce; ++lane)
            lanes.push_back(fetchOneByOne());
        // Nothing of it may be at work when the drive goes on.
        for (Async<> &lane : lanes)
            (void)co_await std::move(lane);
        if (m_error) {
            if (m_error->kind == Error::Kind::Missing && m_error->retry)
                m_drive.blame = Waiting::For::Network;
            co_return *m_error;
        }
        if (m_paused.isEmpty())
            co_return {};
        m_drive.blame = Waiting::For::Decision;
        co_return pausedError(m_paused);
    }

private:
    // What went wrong with one ends the others after what they are at.
    Async<> fetchOneByOne()
    {
        while (m_next < m_places.size() && !m_error) {
            const QList<Item> place = m_places.at(m_next++);
            for (const Item &item : place)
                co_await fetchUnlessPaused(item);
        }
        co_return {};
    }

    QCoro::Task<> fetchUnlessPaused(Item item)
    {
        if (m_error)
            co_return;
        if (m_drive.paused.contains(item.id)) {
            m_paused = item.name;
            co_return;
        }
        const qint64 others = m_bytes;
        m_bytes += item.size;
        const Result<> fetched = co_await fetch(item, others);
        m_bytes -= item.size;
        if (!fetched && !m_error)
            m_error = fetched.error();
    }

    Async<> fetch(Item item, qint64 others)
    {
        Result<> fetched = co_await fetchArtifact(m_drive, item, others);
        if (isBad(fetched)) {
            const auto other = co_await relisted(m_drive, item);
            if (!other)
                co_return other.error();
            if (*other) {
                item = **other;
                fetched = co_await fetchArtifact(m_drive, item, others);
            }
        }
        if (fetched)
            co_return fetched;
        const Error error = fetched.error();
        const Error::Kind kind = error.kind;
        if (kind == Error::Kind::Cancelled && !m_drive.context.cancelled()) {
            m_paused = item.name;
            co_return {};
        }
        if (kind != Error::Kind::Missing && kind != Error::Kind::Corrupt)
            co_return fetched;
        bool isGone = kind == Error::Kind::Missing;
        if (error.status == notFound) {
            const Result<bool> listed = co_await isListed(item);
            if (!listed)
                co_return listed.error();
            if (*listed && mayComeYet())
                co_return notYet(error);
            isGone = !*listed;
        }
        if (isGone)
            dropDownload(archiveFile(m_drive.folder, item));
        item.state = isGone ? Item::State::Gone : Item::State::Refused;
        item.why = error.what;
        co_return co_await keepItem(m_drive, item);
    }

    // A 404 alone says little: it may be the repository that is gone, or a server that is behind.
    Async<bool> isListed(Item item)
    {
        const auto run = std::ranges::find(m_drive.job.runs, item.run, &Run::id);
        if (run == m_drive.job.runs.end())
            co_return false;
        const auto all = co_await m_drive.client().artifacts(m_drive.repo(), github::RunId(run->remoteId), m_drive.context);
        if (!all)
            co_return all.error();
        co_return std::ranges::find(all->value, github::ArtifactId(item.remoteId), &github::Artifact::id) != all->value.end();
    }

    // By then what is listed but not to be had is left on the server.
    [[nodiscard]] bool mayComeYet() const { return m_drive.job.endedAt && m_drive.now() - *m_drive.job.endedAt < artifactPatience; }

    [[nodiscard]] Error notYet(Error error) const
    {
        error.remedy = CollectingText::tr("It is listed, so it is asked for again; nothing is to be done.");
        error.retry = Retry{m_drive.now()};
        return error;
    }

    Drive &m_drive;
    QList<QList<Item>> m_places; ///< Those of one name go to one folder, one after the other.
    qsizetype m_next = 0;
    qint64 m_bytes = 0; ///< of those that are fetched now
    QString m_paused; ///< one that is held back
    std::optional<Error> m_error;
};

} // namespace

Async<> listItems(Drive &drive)
{
    if (drive.job.house.dropped)
        co_return {}; // nothing more is to be had: what is here may still be placed
    drive.manifests.clear();
    const QList<Run> runs = drive.job.runs;
    for (const Run &run : runs) {
        if (run.remoteId == 0 || run.attempts.isEmpty())
            continue;
        if (const Result<> listed = co_await listLogs(drive, run); !listed)
            co_return listed;
        if (const Result<> listed = co_await listArtifacts(drive, run); !listed)
            co_return listed;
    }
    co_return {};
}

Async<> fetchEarly(Drive &drive, Early what)
{
    if (const Result<> listed = co_await listItems(drive); !listed)
        co_return listed;
    const QList<Item> logs = what == Early::All ? openItems(drive, Item::Kind::Log) : QList<Item>();
    const QList<Item> items = logs + openItems(drive, Item::Kind::Artifact);
    for (const Item &item : items) {
        if (drive.context.cancelled())
            co_return cancelledError();
        if (drive.paused.contains(item.id))
            continue;
        const Result<> fetched = co_await (item.kind == Item::Kind::Log ? fetchTaskLog(drive, item) : fetchArtifact(drive, item));
        // Not to be had yet, or paused: the end asks for it again.
        if (!fetched && fetched.error().kind != Error::Kind::Missing && fetched.error().kind != Error::Kind::Cancelled)
            co_return fetched;
    }
    co_return {};
}

Async<> fetchItems(Drive &drive)
{
    const Result<> logs = co_await fetchAllLogs(drive);
    // A log that is late does not hold the artifacts up.
    if (!logs && logs.error().kind != Error::Kind::Missing)
        co_return logs;
    ArtifactQueue artifacts(drive);
    if (const Result<> fetched = co_await artifacts.fetchAll(); !fetched)
        co_return fetched;
    const Result<> late = logs ? co_await waitForListing(drive) : logs;
    if (!late) {
        if (late.error().kind == Error::Kind::Missing)
            drive.blame = Waiting::For::Network;
        co_return late;
    }
    if (const Result<> applied = co_await applyManifests(drive); !applied)
        co_return applied;
    removeReplacedFiles(drive);
    if (const Result<> swept = co_await removeLeftArchives(drive); !swept)
        qCWarning(lcJobs).noquote() << "job" << qint64(drive.job.id) << "keeps what it does not need:" << swept.error().what;
    if (const Result<> placed = co_await placeResults(drive); !placed)
        co_return placed;
    const bool complete
        = std::ranges::all_of(drive.job.items, [](const Item &item) { return item.state == Item::State::Here || isSoFar(item); });
    drive.job.results = complete ? Results::Complete : Results::Incomplete;
    if (const Result<> noted = co_await noteLostUploads(drive); !noted)
        co_return noted;
    co_return co_await noteFailedStep(drive);
}

} // namespace punchcard
