// SPDX-License-Identifier: MIT
#include "core/jobs/mutationgate.h"

#include "core/base/files.h"
#include "core/base/lockfile.h"
#include "core/base/pause.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLockFile>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds betweenTries = 20ms;
// So many may go through as they come within this time; after that they keep this distance.
constexpr qsizetype unpaced = 20;
constexpr Milliseconds window = 60s;
constexpr Milliseconds distance = 1s;
// More lines than this were not written by us.
constexpr qint64 recentLimit = 64 * 1024;

// The last mutations, oldest first; a line each, milliseconds since the epoch.
QList<Time> readRecent(const QString &file, Time now)
{
    QList<Time> recent;
    const QByteArray text = readFile(file, recentLimit).value_or(QByteArray());
    for (const QByteArray &line : text.split('\n')) {
        bool isNumber = false;
        const Time time{Milliseconds(line.toLongLong(&isNumber))};
        // A clock that was set back would hold everybody up.
        if (isNumber && time > now - window && time <= now)
            recent.append(time);
    }
    return recent;
}

void writeRecent(const QString &file, const QList<Time> &recent)
{
    QByteArray text;
    for (const Time time : recent.last(std::min(recent.size(), unpaced + 1)))
        text += QByteArray::number(qint64(time.time_since_epoch().count())) + '\n';
    // Losing it costs a second of politeness, no more.
    QFile recentFile(file);
    if (recentFile.open(QIODevice::WriteOnly | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner))
        recentFile.write(text);
}

} // namespace

MutationGate::MutationGate(QString lockFile, Pace pace)
    : m_lockFile(std::move(lockFile))
    , m_pace(pace)
{
}

Async<MutationGate::Permit> MutationGate::enter(Context context)
{
    if (const Result<> made = makePrivateFolder(QFileInfo(m_lockFile).absolutePath()); !made)
        co_return made.error();
    for (;;) {
        if (m_taken.expired()) {
            auto lock = std::make_shared<QLockFile>(m_lockFile);
            if (takeLock(*lock)) {
                m_taken = lock;
                if (const Result<> kept = co_await keepPace(context); !kept)
                    co_return kept.error();
                m_last = context.now();
                co_return Permit(lock);
            }
            if (lock->error() != QLockFile::LockFailedError) {
                co_return storageError(QCoreApplication::translate("MutationGate", "The account's lock could not be taken."), m_lockFile,
                                       qt_error_string());
            }
        }
        if (const Result<> waited = co_await pause(betweenTries, context); !waited)
            co_return waited.error();
    }
}

Async<> MutationGate::again(Permit held, Context context)
{
    const Permit kept = std::move(held); // the wait is under the lock
    const Result<> waited = co_await keepPace(context);
    m_last = context.now();
    co_return waited;
}

// Under the lock: who waits here holds the others up too.
Async<> MutationGate::keepPace(Context context)
{
    if (m_pace == Pace::Free)
        co_return {};
    const QString file = m_lockFile + u".recent"_s;
    QList<Time> recent = readRecent(file, context.now());
    if (recent.size() >= unpaced && context.now() - recent.constLast() < distance) {
        const Milliseconds rest = distance - (context.now() - recent.constLast());
        if (const Result<> waited = co_await pause(rest, context); !waited)
            co_return waited;
    }
    recent.append(context.now());
    writeRecent(file, recent);
    co_return {};
}

} // namespace punchcard
