// SPDX-License-Identifier: MIT
#include "core/jobs/leftovers.h"

#include "core/accounts/accountlist.h"
#include "core/job/marks.h"
#include "core/jobs/reponame.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct FindText
{
    Q_DECLARE_TR_FUNCTIONS(LeftOvers)
};

bool sameText(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// The search on one account's server, and what this home knows.
struct Search
{
    Account account = {};
    std::shared_ptr<Session> session = {};
    QHash<QString, Job> jobs = {}; ///< by uid
    QList<store::LeftOver> records = {}; ///< of this account
    Context context = {};
    QList<Remnant> found = {};
    QList<Error> errors = {};
    QList<github::Repository> seen = {};
    QStringList listed = {}; ///< owners all of whose repositories were seen
    QList<qint64> branchesUnseen = {}; ///< of standing repositories with these ids

    [[nodiscard]] const Job *job(const QString &uid) const
    {
        const auto at = jobs.constFind(uid);
        return at == jobs.cend() ? nullptr : &*at;
    }
    /// Whether a job of this home needs what carries the mark of @p uid.
    [[nodiscard]] bool isNeeded(const QString &uid) const
    {
        const Job *known = job(uid);
        return known && !known->isOver();
    }
};

// Whoever else than the token's owner may own what was made: organisations that jobs were housed under.
QStringList organisationsOf(const Search &search)
{
    QStringList names;
    const auto add = [&names, &search](const QString &owner) {
        if (!owner.isEmpty() && !sameText(owner, search.account.login) && !names.contains(owner, Qt::CaseInsensitive))
            names.append(owner);
    };
    add(search.account.owner);
    for (const Job &job : search.jobs) {
        if (job.house.organisation && job.spec.account == search.account.id)
            add(job.house.owner);
    }
    if (!search.account.isThisComputer()) {
        for (const store::LeftOver &record : search.records)
            add(record.owner);
    }
    return names;
}

bool isStanding(const Search &search, const github::Repository &repository)
{
    if (hasStandingMarker(repository.description))
        return true;
    const AccountDefaults &defaults = search.account.defaults;
    const auto houses
        = [&repository](const Job &job) { return job.spec.housing == Housing::Standing && job.house.repositoryId == repository.id; };
    return (!defaults.standingRepository.isEmpty() && sameText(defaults.standingRepository.section(u'/', -1), repository.name.name))
        || std::ranges::any_of(search.jobs, houses);
}

Remnant remnantIn(const Search &search, const github::Repository &repository, const QString &uid)
{
    Remnant remnant{.state = Remnant::State::Idle,
                    .account = search.account.id,
                    .accountName = search.account.name,
                    .uid = uid,
                    .repo = repository.name,
                    .repositoryId = repository.id,
                    .page = repository.htmlUrl,
                    .since = repository.pushedAt ? repository.pushedAt : repository.createdAt};
    if (const Job *job = search.job(uid)) {
        remnant.job = job->id;
        remnant.jobName = job->spec.name;
        if (!job->house.dropped) {
            remnant.state = Remnant::State::Kept;
            remnant.why = job->spec.deleteHouse && job->error ? job->error->what : FindText::tr("It was to be kept.");
        }
    }
    return remnant;
}

// Whether its run goes on. That the server does not say is told.
Async<> lookForRun(Search &search, Remnant &remnant)
{
    // What a job prints has a branch without a run: its job's counts.
    const QString branch = remnant.branch.isEmpty() ? QString() : branchOf(remnant.uid);
    const Result<std::optional<github::WorkflowRun>> run
        = co_await search.session->client().newestRun(remnant.repo, branch, search.context);
    if (!run && run.error().kind == Error::Kind::Cancelled)
        co_return run.error();
    if (!run) {
        search.errors.append(run.error());
        remnant.state = Remnant::State::Unseen;
        co_return {};
    }
    if (!*run)
        co_return {};
    if (remnant.kind == Remnant::Kind::Branch)
        remnant.since = (*run)->createdAt;
    if ((*run)->status != github::Status::Completed)
        remnant.state = Remnant::State::Running;
    co_return {};
}

Async<> lookAtBranches(Search &search, const github::Repository &repository)
{
    const Result<QList<github::Ref>> refs = co_await search.session->client().branches(repository.name, u"punchcard"_s, search.context);
    if (!refs)
        co_return refs.error();
    for (const github::Ref &ref : *refs) {
        const QString branch = QString(ref.name).remove(0, qsizetype(sizeof("refs/heads/") - 1));
        const QString uid = anyBranchUid(branch);
        if (uid.isEmpty() || search.isNeeded(uid))
            continue;
        Remnant remnant = remnantIn(search, repository, uid);
        remnant.kind = Remnant::Kind::Branch;
        remnant.branch = branch;
        remnant.since.reset();
        if (const Result<> looked = co_await lookForRun(search, remnant); !looked)
            co_return looked;
        search.found.append(remnant);
    }
    co_return {};
}

Async<> lookAtSecrets(Search &search, const github::Repository &repository)
{
    const Result<QStringList> names = co_await search.session->client().secretNames(repository.name, search.context);
    if (!names)
        co_return names.error();
    for (const QString &name : *names) {
        const QString uid = standingSecretUid(name);
        if (uid.isEmpty() || search.isNeeded(uid))
            continue;
        Remnant remnant = remnantIn(search, repository, uid);
        remnant.kind = Remnant::Kind::Secret;
        remnant.secret = name;
        remnant.since.reset();
        // Whoever runs the branch may still read it.
        const auto branch = std::ranges::find_if(search.found, [&remnant](const Remnant &other) {
            return other.kind == Remnant::Kind::Branch && other.uid == remnant.uid && other.repositoryId == remnant.repositoryId;
        });
        if (branch != search.found.end()) {
            remnant.state = branch->state;
            remnant.since = branch->since;
        }
        search.found.append(remnant);
    }
    co_return {};
}

Async<> lookAtRepository(Search &search, const github::Repository &repository)
{
    if (isStanding(search, repository)) {
        const Result<> branches = co_await lookAtBranches(search, repository);
        if (!branches) {
            search.errors.append(branches.error());
            search.branchesUnseen.append(repository.id);
        }
        const Result<> secrets = co_await lookAtSecrets(search, repository);
        if (!secrets)
            search.errors.append(secrets.error());
        co_return {};
    }
    const QString uid = markedUid(repository.description);
    // Somebody may have copied the mark, or renamed the repository to keep it.
    if (uid.isEmpty() || !isNameOfJob(repository.name.name, uid) || search.isNeeded(uid))
        co_return {};
    const Job *job = search.job(uid);
    if (job && job->house.repositoryId != 0 && job->house.repositoryId != repository.id)
        co_return {};
    Remnant remnant = remnantIn(search, repository, uid);
    if (const Result<> looked = co_await lookForRun(search, remnant); !looked)
        co_return looked;
    search.found.append(remnant);
    co_return {};
}

Async<> lookAtOwner(Search &search, QString organisation)
{
    const Result<QList<github::Repository>> repositories = co_await search.session->client().repositories(organisation, search.context);
    if (!repositories)
        co_return repositories.error();
    search.listed.append(organisation.isEmpty() ? search.account.login : organisation);
    search.seen += *repositories;
    for (const github::Repository &repository : *repositories) {
        if (const Result<> looked = co_await lookAtRepository(search, repository); !looked)
            co_return looked;
    }
    co_return {};
}

bool isOf(const store::LeftOver &record, const Remnant &remnant)
{
    const bool sameHouse = record.repositoryId != 0
        ? record.repositoryId == remnant.repositoryId
        : sameText(record.repository, remnant.repo.name) && sameText(record.owner, remnant.repo.owner);
    return sameHouse && record.uid == remnant.uid && record.branch.isEmpty() == (remnant.kind == Remnant::Kind::Repository);
}

// What was noted but not found: gone, another, or nobody could look.
Remnant::State stateOf(const Search &search, const store::LeftOver &record)
{
    const auto same = std::ranges::find_if(search.seen, [&record](const github::Repository &one) {
        return (record.repositoryId != 0 && one.id == record.repositoryId)
            || (sameText(one.name.name, record.repository) && sameText(one.name.owner, record.owner));
    });
    const bool wasLooked
        = search.listed.contains(record.owner, Qt::CaseInsensitive) || (search.account.isThisComputer() && !search.listed.isEmpty());
    if (same != search.seen.end() && (record.branch.isEmpty() || same->id != record.repositoryId))
        return Remnant::State::Changed;
    if (same != search.seen.end())
        return search.branchesUnseen.contains(same->id) ? Remnant::State::Unseen : Remnant::State::Gone;
    return wasLooked ? Remnant::State::Gone : Remnant::State::Unseen;
}

Remnant remnantOf(const Search &search, const store::LeftOver &record)
{
    const Job *job = search.job(record.uid);
    return {.kind = record.branch.isEmpty() ? Remnant::Kind::Repository : Remnant::Kind::Branch,
            .state = stateOf(search, record),
            .account = record.account,
            .accountName = search.account.name,
            .uid = record.uid,
            .repo = {.owner = record.owner, .name = record.repository},
            .repositoryId = record.repositoryId,
            .branch = record.branch,
            .page = record.page,
            .why = record.reason,
            .since = record.noticedAt,
            .isRecorded = true,
            .record = record.id,
            .job = job ? std::optional(job->id) : std::nullopt,
            .jobName = job ? job->spec.name : QString()};
}

// What its job keeps there, or what could not be fetched from there, is not deleted only because it is noted as well.
bool keepsSomething(const Search &search, const Remnant &remnant)
{
    const Job *job = search.job(remnant.uid);
    return job && remnant.kind != Remnant::Kind::Secret && (!job->spec.deleteHouse || job->results == Results::Incomplete);
}

void addRecords(Search &search)
{
    for (const store::LeftOver &record : std::as_const(search.records)) {
        // Its job runs again, or fetches what it had given up.
        if (search.isNeeded(record.uid))
            continue;
        bool isFound = false;
        for (Remnant &remnant : search.found) {
            if (!isOf(record, remnant))
                continue;
            remnant.isRecorded = true;
            remnant.why = record.reason;
            if (remnant.state == Remnant::State::Kept && !keepsSomething(search, remnant))
                remnant.state = Remnant::State::Idle;
            if (remnant.kind == Remnant::Kind::Secret)
                continue;
            remnant.record = record.id;
            isFound = true;
            // As long as our own note lacks the id, it is the user's word that counts.
            remnant.repositoryId = record.repositoryId;
            if (!sameText(remnant.repo.name, record.repository) || !sameText(remnant.repo.owner, record.owner)) {
                remnant.repo = {.owner = record.owner, .name = record.repository};
                remnant.state = Remnant::State::Changed;
            }
        }
        if (isFound)
            continue;
        Remnant unfound = remnantOf(search, record);
        unfound.isKept = unfound.state != Remnant::State::Gone && keepsSomething(search, unfound);
        search.found.append(unfound);
    }
}

Async<> lookAtAccount(Search &search, std::shared_ptr<Sessions> sessions)
{
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(search.account.id);
    if (!session)
        co_return session.error();
    search.session = *session;
    if (const Result<> own = co_await lookAtOwner(search, {}); !own)
        co_return own;
    for (const QString &organisation : organisationsOf(search)) {
        const Result<> looked = co_await lookAtOwner(search, organisation);
        if (!looked && looked.error().kind == Error::Kind::Cancelled)
            co_return looked;
        // Whoever is noted only may be a person, or an organisation that is gone.
        const bool isExpected = !looked && looked.error().kind == Error::Kind::Missing && !sameText(organisation, search.account.owner);
        if (!looked && !isExpected)
            search.errors.append(looked.error());
    }
    co_return {};
}

// Accounts with something noted are looked at also when they are gone.
Async<QList<Search>> searchesFor(std::shared_ptr<Sessions> sessions, std::shared_ptr<store::Store> store, QString only)
{
    const Result<QList<Account>> accounts = co_await sessions->accounts();
    if (!accounts)
        co_return accounts.error();
    const Result<QList<Job>> jobs = co_await store->jobs();
    if (!jobs)
        co_return jobs.error();
    const Result<QList<store::LeftOver>> records = co_await store->leftOvers();
    if (!records)
        co_return records.error();
    QHash<QString, Job> byUid;
    for (const Job &job : *jobs)
        byUid.insert(job.uid, job);
    QList<Search> searches;
    for (const Account &account : *accounts) {
        // Where there has never been a hub nothing can be left on it.
        if (!account.isThisComputer() || QFileInfo::exists(store->home().hubFolder()))
            searches.append({.account = account});
    }
    for (const store::LeftOver &record : *records) {
        auto of = std::ranges::find_if(searches, [&record](const Search &search) { return search.account.id == record.account; });
        if (of == searches.end())
            of = searches.insert(searches.end(), {.account = {.id = record.account, .name = record.account}});
        of->records.append(record);
    }
    searches.removeIf([&only](const Search &search) { return !only.isEmpty() && search.account.id != only; });
    for (Search &search : searches)
        search.jobs = byUid;
    co_return searches;
}

} // namespace

Async<LeftOvers> findLeftOvers(std::shared_ptr<Sessions> sessions, std::shared_ptr<store::Store> store, QString account, Context context)
{
    Result<QList<Search>> searches = co_await searchesFor(sessions, store, account);
    if (!searches)
        co_return searches.error();
    LeftOvers all;
    Progress progress{.done = 0, .total = searches->size()};
    for (Search &search : *searches) {
        context.report(progress);
        search.context = context;
        search.context.progress = {};
        const Result<> looked = co_await lookAtAccount(search, sessions);
        if (context.cancelled())
            co_return cancelledError();
        if (!looked)
            search.errors.append(looked.error());
        addRecords(search);
        all.remnants += search.found;
        for (const Error &error : std::as_const(search.errors))
            all.unseen.append({.accountName = search.account.name, .error = error});
        ++progress.done;
    }
    context.report(progress);
    co_return all;
}

QString Remnant::name() const
{
    const QString inside = kind == Kind::Branch ? branch : secret;
    return kind == Kind::Repository ? repo.full() : repo.full() + u':' + inside;
}

bool Remnant::needsWord() const
{
    return !isRecorded || repositoryId == 0 || state == State::Running || state == State::Kept || isKept;
}

} // namespace punchcard
