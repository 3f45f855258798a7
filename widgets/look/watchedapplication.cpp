// SPDX-License-Identifier: MIT
#include "widgets/look/watchedapplication.h"

#include <QEvent>
#include <QLoggingCategory>
#include <QMetaEnum>
#include <QThread>

#include <ctime>

namespace punchcard::look {

Q_LOGGING_CATEGORY(lcLoop, "punchcard.loop")

namespace {

using namespace std::chrono;

constexpr milliseconds mostWork{50};
// Waiting counts for less: on a busy machine the other threads and programs are not its fault.
constexpr milliseconds mostTime{200};

// What this thread worked.
milliseconds worked()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return duration_cast<milliseconds>(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
#else
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
#endif
}

} // namespace

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
#ifdef NDEBUG
    return QApplication::notify(receiver, event);
#else
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // Only the outermost delivery.
    if (m_isWatching) {
        m_hadOwnLoop = m_hadOwnLoop || thread()->loopLevel() > m_level;
        return QApplication::notify(receiver, event);
    }
    return notifyWatched(receiver, event);
#endif
}

bool WatchedApplication::notifyWatched(QObject *receiver, QEvent *event)
{
    // Both may be gone afterwards.
    const char *const name = receiver->metaObject()->className();
    const QString object = receiver->objectName();
    const QEvent::Type type = event->type();
    const milliseconds before = worked();
    const auto begun = steady_clock::now();
    m_level = thread()->loopLevel();
    m_hadOwnLoop = false;
    m_isWatching = true;
    const bool taken = QApplication::notify(receiver, event);
    m_isWatching = false;
    if (m_hadOwnLoop)
        return taken;
    Turn turn{.lasted = duration_cast<milliseconds>(steady_clock::now() - begun), .worked = worked() - before, .what = {}};
    const bool isTooLong = turn.worked > mostWork || turn.lasted > mostTime;
    if (!isTooLong && turn.lasted <= m_longest.lasted)
        return taken;
    const char *const kind = QMetaEnum::fromType<QEvent::Type>().valueToKey(int(type));
    turn.what = QStringLiteral("%1 to %2 %3").arg(QLatin1StringView(kind ? kind : "an event"), QLatin1StringView(name), object);
    if (isTooLong && m_warns)
        qCWarning(lcLoop).noquote() << "the event loop stood for" << turn.lasted.count() << "ms and worked" << turn.worked.count()
                                    << "ms of it:" << turn.what;
    if (turn.lasted > m_longest.lasted)
        m_longest = std::move(turn);
    return taken;
}

} // namespace punchcard::look
