// SPDX-License-Identifier: MIT
#include "tests/desktop/fakedesktop.h"

#include <QMutexLocker>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

QList<SentNotification> FakeNotifications::sent() const
{
    const QMutexLocker lock(&m_mutex);
    return m_sent;
}

uint FakeNotifications::Notify(const QString &, uint replaced, const QString &, const QString &summary, const QString &body,
                               const QStringList &actions, const QVariantMap &, int)
{
    const QMutexLocker lock(&m_mutex);
    const uint id = replaced > 0 ? replaced : uint(m_sent.size()) + 1;
    m_sent.append({.id = id, .summary = summary, .body = body, .actions = actions});
    return id;
}

QString FakeNotifications::GetServerInformation(QString &vendor, QString &version, QString &specification)
{
    vendor = u"test"_s;
    version = u"1"_s;
    specification = u"1.2"_s;
    return u"test"_s;
}

QStringList FakeTray::items() const
{
    const QMutexLocker lock(&m_mutex);
    return m_items;
}

void FakeTray::RegisterStatusNotifierItem(const QString &service)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_items.append(service);
    }
    emit StatusNotifierItemRegistered(service);
}

FakeDesktop::FakeDesktop()
    : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"fake desktop"_s))
{
    m_notifications.moveToThread(&m_thread);
    m_tray.moveToThread(&m_thread);
    m_thread.start();
    const auto put = [this](QObject *object, const QString &path, const QString &service) {
        const auto inThread = [this, object, path, service] {
            if (!m_bus.registerObject(path, object, QDBusConnection::ExportAllContents) || !m_bus.registerService(service))
                qFatal("no session bus");
        };
        QMetaObject::invokeMethod(object, inThread, Qt::BlockingQueuedConnection);
    };
    put(&m_notifications, u"/org/freedesktop/Notifications"_s, u"org.freedesktop.Notifications"_s);
    put(&m_tray, u"/StatusNotifierWatcher"_s, u"org.kde.StatusNotifierWatcher"_s);
}

FakeDesktop::~FakeDesktop()
{
    const auto leave = [this] {
        m_bus.unregisterObject(u"/org/freedesktop/Notifications"_s);
        m_bus.unregisterObject(u"/StatusNotifierWatcher"_s);
    };
    QMetaObject::invokeMethod(&m_tray, leave, Qt::BlockingQueuedConnection);
    QDBusConnection::disconnectFromBus(u"fake desktop"_s);
    m_thread.quit();
    m_thread.wait();
}

void FakeDesktop::click(uint notification, const QString &token)
{
    QMetaObject::invokeMethod(&m_notifications, [this, notification, token] {
        emit m_notifications.ActivationToken(notification, token);
        emit m_notifications.ActionInvoked(notification, u"default"_s);
        emit m_notifications.NotificationClosed(notification, 2);
    });
}

} // namespace punchcard::testing
