// SPDX-License-Identifier: MIT
#include "core/jobs/standingsecrets.h"

#include "core/job/marks.h"
#include "core/secrets/secretname.h"

#include <QCoreApplication>

#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct RoomText
{
    Q_DECLARE_TR_FUNCTIONS(StandingSecrets)
};

// Jobs of this process make room and say so; those of other ones do not.
constexpr Milliseconds roomLookedForEvery = 30s;

// Takes back what was set of them, so that no two jobs wait for each other with half of theirs.
Async<> takeOut(Drive &drive, MutationGate::Permit permit, QStringList there)
{
    for (const QString &name : std::as_const(there)) {
        if (standingSecretUid(name) != drive.job.uid)
            continue;
        if (const Result<> paced = co_await drive.session->enterAgain(permit, drive.context); !paced)
            co_return paced;
        if (const Result<> removed = co_await drive.client().deleteSecret(drive.repo(), name, drive.context); !removed)
            co_return removed;
    }
    co_return {};
}

Async<> look(Drive &drive, QStringList there)
{
    const Result<> room = roomForSecrets(drive.repo().full(), there, drive.job.uid, drive.job.spec.secrets.size(), drive.now());
    if (!room && room.error().retry)
        drive.session->seekRoom(drive.job.id);
    co_return room;
}

// Somebody on another computer may have been faster; what GitHub says then is nowhere written.
Async<> explain(Drive &drive, MutationGate::Permit permit, Error refused)
{
    const bool mayBeFull = !refused.retry && (refused.status == 403 || refused.status == 409 || refused.status == 422);
    if (!mayBeFull)
        co_return refused;
    const Result<QStringList> there = co_await drive.client().secretNames(drive.repo(), drive.context);
    if (!there)
        co_return there.error();
    const Result<> room = co_await look(drive, *there);
    if (room)
        co_return refused;
    if (const Result<> out = co_await takeOut(drive, permit, *there); !out)
        co_return out;
    co_return room;
}

} // namespace

Result<> roomForSecrets(const QString &repository, const QStringList &there, const QString &uid, qsizetype need, Time now)
{
    qsizetype foreign = 0;
    qsizetype taken = 0;
    QSet<QString> jobs;
    for (const QString &name : there) {
        const QString other = standingSecretUid(name);
        if (other == uid)
            continue; // would be replaced
        ++taken;
        if (other.isEmpty())
            ++foreign;
        else
            jobs.insert(other);
    }
    if (taken + need <= maxSecrets)
        return {};
    if (foreign + need > maxSecrets) {
        return Error{.kind = Error::Kind::Refused,
                     .what = RoomText::tr("%1 has %2 secrets of its own; with the %3 of this job they are more than GitHub's %4.")
                                 .arg(repository)
                                 .arg(foreign)
                                 .arg(need)
                                 .arg(maxSecrets),
                     .remedy = RoomText::tr("Name another standing repository, or leave --standing out.")};
    }
    return Error{.kind = Error::Kind::Throttled,
                 .what = RoomText::tr("%1 of the %2 secrets that GitHub lets %3 have are taken, by %n job(s).", nullptr, int(jobs.size()))
                             .arg(taken)
                             .arg(maxSecrets)
                             .arg(repository),
                 .remedy = RoomText::tr("This job needs %n of them: it goes on by itself when others have ended.", nullptr, int(need)),
                 .retry = Retry{now + roomLookedForEvery}};
}

// Under one permit, so that no other job of this computer sets its own between the look and ours.
Async<> putStandingSecrets(Drive &drive, QList<SealedOne> secrets)
{
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<QStringList> there = co_await drive.client().secretNames(drive.repo(), drive.context);
    if (!there)
        co_return there.error();
    if (const Result<> room = co_await look(drive, *there); !room)
        co_return room;
    bool isFirst = true;
    for (const SealedOne &secret : std::as_const(secrets)) {
        if (!std::exchange(isFirst, false)) {
            if (const Result<> paced = co_await drive.session->enterAgain(*permit, drive.context); !paced)
                co_return paced;
        }
        const QString name = standingSecret(drive.job.uid, secret.name);
        const Result<> put = co_await drive.client().putSecret(drive.repo(), name, secret.box, drive.context, github::Patience::JustMade);
        if (!put)
            co_return co_await explain(drive, *permit, put.error());
    }
    co_return {};
}

Async<> removeStandingSecrets(Drive &drive)
{
    const QList<SecretSource> secrets = drive.job.spec.secrets;
    for (const SecretSource &secret : secrets) {
        const Result<MutationGate::Permit> permit = co_await drive.enter();
        if (!permit)
            co_return permit.error();
        const QString name = standingSecret(drive.job.uid, secret.name);
        if (const Result<> removed = co_await drive.client().deleteSecret(drive.repo(), name, drive.context); !removed)
            co_return removed;
    }
    if (!secrets.isEmpty())
        drive.session->makeRoom();
    co_return {};
}

} // namespace punchcard
