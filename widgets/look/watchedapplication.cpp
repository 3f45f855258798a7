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

constexpr milliseconds limit{50};

// What this thread worked, not what it waited for on a busy machine: the other threads and programs are not its fault.
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
    m_level = thread()->loopLevel();
    m_hadOwnLoop = false;
    m_isWatching = true;
    const bool taken = QApplication::notify(receiver, event);
    m_isWatching = false;
    if (m_hadOwnLoop)
        return taken;
    const milliseconds lasted = worked() - before;
    m_longest = std::max(m_longest, lasted);
    if (lasted > limit) {
        const char *const what = QMetaEnum::fromType<QEvent::Type>().valueToKey(int(type));
        qCWarning(lcLoop).noquote() << "the event loop stood for" << lasted.count() << "ms:" << (what ? what : "an event") << "to" << name
                                    << object;
    }
    return taken;
}

} // namespace punchcard::look
