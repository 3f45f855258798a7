// SPDX-License-Identifier: MIT
// How the desk begins a race: several jobs that are written down together.
#include "core/jobs/actionrules.h"
#include "core/jobs/race.h"
#include "core/jobs/ready.h"
#include "core/store/races.h"

#include <QPointer>

namespace punchcard {

Async<std::vector<Desk::Ready>> Desk::readyRacers(std::shared_ptr<store::Store> store, std::shared_ptr<Sessions> sessions,
                                                  QList<Submission> racers, StartedRace *race, Context context)
{
    QList<JobSpec> specs;
    specs.reserve(racers.size());
    for (const Submission &racer : std::as_const(racers))
        specs.append(racer.spec);
    const QStringList names = racerNames(specs);
    std::vector<Ready> ready;
    QList<NewJob> drafts;
    for (qsizetype i = 0; i < racers.size(); ++i) {
        std::optional<Error> refused;
        Result<Ready> one = co_await makeReady(store, sessions, racers.at(i), context);
        if (one) {
            const Result<> written = co_await writeDraft(store, sessions->tokens(), one->draft(), context);
            if (!written)
                refused = written.error();
        } else {
            refused = one.error();
        }
        if (refused && refused->kind == Error::Kind::Cancelled) {
            // The user wants none of it.
            co_await takeBack(store, sessions->tokens(), drafts);
            co_return *refused;
        }
        if (refused) {
            race->refused.append({.name = names.at(i), .error = *refused});
        } else {
            drafts.append(one->draft());
            ready.push_back(std::move(*one));
        }
    }
    co_return ready;
}

Async<Desk::StartedRace> Desk::submitRace(QList<Submission> racers, Context context)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const auto sessions = m_sessions;
    StartedRace race;
    Result<std::vector<Ready>> ready = co_await readyRacers(store, sessions, racers, &race, context);
    if (!ready)
        co_return ready.error();
    if (ready->empty())
        co_return race.refused.isEmpty() ? cancelledError() : race.refused.constFirst().error;
    QList<NewJob> drafts;
    drafts.reserve(qsizetype(ready->size()));
    for (const Ready &one : *ready)
        drafts.append(one.draft());
    const Result<QList<Job>> jobs = co_await enterTogether(store, sessions->tokens(), drafts, store::raceKind(), context);
    if (!jobs)
        co_return jobs.error();
    race.race = jobs->constFirst().group.value_or(GroupId());
    for (qsizetype i = 0; i < jobs->size(); ++i) {
        if (!self)
            co_return cancelledError(); // written down: the next start takes them up
        Ready &one = (*ready)[std::size_t(i)];
        // One that cannot be driven yet says so in what it waits for.
        if (const Result<bool> driven = co_await takeUp(jobs->at(i), std::move(one.lock)); !driven)
            qWarning("racer %lld could not be taken up: %s", qint64(jobs->at(i).id), qPrintable(driven.error().what));
        const QStringList notes = co_await notesOnRules(store, jobs->at(i).spec, one.account, Clock::system().now());
        race.racers.append({.job = jobs->at(i), .notes = one.checked.notes + notes});
    }
    co_return race;
}

Async<Desk::StartedRace> Desk::raceAgain(GroupId race, Context context)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const Result<QList<Job>> jobs = co_await store::jobsOfRace(store->database(), race);
    if (!jobs)
        co_return jobs.error();
    if (!self)
        co_return cancelledError();
    QList<Submission> racers;
    const QList<Job> standing = standingRacers(*jobs);
    for (const Job &job : standing) {
        const Result<Submission> again = submissionOf(job, folderOf(job));
        if (!again)
            co_return again.error();
        racers.append(*again);
    }
    co_return co_await submitRace(racers, context);
}

} // namespace punchcard
