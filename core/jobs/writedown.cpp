// SPDX-License-Identifier: MIT
#include "core/jobs/writedown.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/jobs/inputcopy.h"
#include "core/secrets/specsecrets.h"
#include "core/store/jobfolder.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <vector>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 specLimit = 1 << 20;

// There until the job's row is: a folder without it is never swept, whatever became of the database.
QString markOf(const store::JobFolder &folder)
{
    return folder.path() + u"/unwritten"_s;
}

// Whether it may have been left by a submission: it is marked so, or that ended before there was anything in it.
bool isUnwritten(const store::JobFolder &folder)
{
    using namespace std::chrono_literals;
    if (QFileInfo::exists(markOf(folder)))
        return true;
    bool wasLocked = false;
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = files.nextFileInfo().fileName();
        wasLocked = wasLocked || name == "lock"_L1;
        // A mark whose writing was cut short has a longer name. All else may be somebody's.
        if (name != "lock"_L1 && !name.startsWith("unwritten"_L1))
            return false;
    }
    // Who has just made one has not locked it yet; one that was locked and is not any more is nobody's.
    return wasLocked || QFileInfo(folder.path()).lastModified().addDuration(1min) < QDateTime::currentDateTime();
}

QList<SecretSource> secretsIn(const store::JobFolder &folder)
{
    const Result<QByteArray> file = readFile(folder.path() + u"/spec.json"_s, specLimit);
    const Result<JobSpec> spec = specFromJson(QJsonDocument::fromJson(file.value_or(QByteArray())).object());
    return spec ? spec->secrets : QList<SecretSource>();
}

Async<> write(std::shared_ptr<store::Store> store, TokenStorePtr tokens, NewJob draft, Context context)
{
    const store::JobFolder folder(store->home(), draft.uid);
    const auto writing = [folder, spec = draft.submission.spec, script = draft.submission.script]() -> Result<> {
        if (const Result<> marked = markUnwritten(folder); !marked)
            return marked;
        if (const Result<> written = folder.write(spec, script); !written)
            return written;
        return copyInputs(spec.inputs, folder.inputs());
    };
    if (const Result<> written = co_await onPool(context, writing); !written)
        co_return written.error();
    for (const auto &[name, value] : std::as_const(draft.submission.typed)) {
        if (const Result<> kept = co_await keepJobSecret(tokens, draft.uid, name, value, context); !kept)
            co_return kept.error();
    }
    co_return {};
}

Job jobOf(const NewJob &draft, std::optional<GroupId> group, const Context &context)
{
    return {.uid = draft.uid, .group = group, .spec = draft.submission.spec, .createdAt = context.now()};
}

Async<> discard(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QString uid, QList<SecretSource> secrets, QLockFile *lock)
{
    // Not to be cancelled: it is what a cancelled submission needs.
    const Context context;
    if (const Result<> forgotten = co_await forgetJobSecrets(tokens, uid, secrets, context); !forgotten)
        co_return forgotten; // the folder tells the next one what is left
    lock->unlock(); // its file lies there too
    const auto removing = [folder = store::JobFolder(store->home(), uid)] { return folder.remove(); };
    co_return co_await onPool(context, removing);
}

} // namespace

Result<> markUnwritten(const store::JobFolder &folder)
{
    return writePrivateFile(markOf(folder), {});
}

QCoro::Task<> takeBack(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QList<NewJob> drafts)
{
    for (const NewJob &draft : std::as_const(drafts)) {
        if (const Result<> discarded = co_await discard(store, tokens, draft.uid, draft.submission.spec.secrets, draft.lock); !discarded)
            qWarning("a submission that failed left something: %s", qPrintable(discarded.error().what));
    }
}

Async<> writeDraft(std::shared_ptr<store::Store> store, TokenStorePtr tokens, NewJob draft, Context context)
{
    const Result<> written = co_await write(store, tokens, draft, context);
    if (!written)
        co_await takeBack(store, tokens, {draft});
    co_return written;
}

// The row is last: a job that the database knows is one that can be sent.
Async<Job> writeDown(std::shared_ptr<store::Store> store, TokenStorePtr tokens, NewJob draft, std::optional<GroupId> group, Context context)
{
    if (const Result<> written = co_await writeDraft(store, tokens, draft, context); !written)
        co_return written.error();
    const Result<Job> job = co_await store->add(jobOf(draft, group, context));
    if (job)
        QFile::remove(markOf({store->home(), draft.uid}));
    else
        co_await takeBack(store, tokens, {draft});
    co_return job;
}

Async<QList<Job>> enterTogether(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QList<NewJob> drafts, QString kind,
                                Context context)
{
    QList<Job> wanted;
    wanted.reserve(drafts.size());
    for (const NewJob &draft : std::as_const(drafts))
        wanted.append(jobOf(draft, {}, context));
    const Result<QList<Job>> jobs = co_await store->addTogether(wanted, kind, context.now());
    if (!jobs) {
        co_await takeBack(store, tokens, drafts);
        co_return jobs;
    }
    for (const NewJob &draft : std::as_const(drafts))
        QFile::remove(markOf({store->home(), draft.uid}));
    co_return jobs;
}

Async<> sweepUnwritten(std::shared_ptr<store::Store> store, TokenStorePtr tokens)
{
    struct Candidate
    {
        QString uid;
        std::unique_ptr<QLockFile> lock;
    };
    std::vector<Candidate> candidates;
    const QDir folders(store->home().jobFolder(QString()));
    const QStringList uids = folders.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &uid : uids) {
        const store::JobFolder folder(store->home(), uid);
        if (!isUnwritten(folder))
            continue;
        Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
        if (!lock)
            co_return lock.error();
        if (*lock)
            candidates.push_back({.uid = uid, .lock = std::move(*lock)});
    }
    if (candidates.empty())
        co_return {};
    // Under the locks: whoever held one may have written its job down until then.
    const Result<QList<Job>> jobs = co_await store->jobs();
    if (!jobs)
        co_return jobs.error();
    for (const Candidate &candidate : candidates) {
        const store::JobFolder folder(store->home(), candidate.uid);
        if (std::ranges::contains(*jobs, candidate.uid, &Job::uid))
            QFile::remove(markOf(folder));
        else if (const Result<> discarded = co_await discard(store, tokens, candidate.uid, secretsIn(folder), candidate.lock.get());
                 !discarded)
            co_return discarded;
    }
    co_return {};
}

} // namespace punchcard
