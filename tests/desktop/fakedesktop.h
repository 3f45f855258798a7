// SPDX-License-Identifier: MIT
#pragma once

#include <QDBusConnection>
#include <QMutex>
#include <QObject>
#include <QStringList>
#include <QThread>
#include <QVariantMap>

#include <memory>

namespace punchcard::testing {

struct SentNotification
{
    uint id = 0;
    QString summary;
    QString body;
    QStringList actions;
};

/// The desktop's notification server: writes down what it is sent.
class FakeNotifications : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    [[nodiscard]] QList<SentNotification> sent() const;

public slots:
    uint Notify(const QString &application, uint replaced, const QString &icon, const QString &summary, const QString &body,
                const QStringList &actions, const QVariantMap &hints, int timeout);
    QStringList GetCapabilities() { return {QStringLiteral("body"), QStringLiteral("actions"), QStringLiteral("body-markup")}; }
    void CloseNotification(uint id) { emit NotificationClosed(id, 3); }
    QString GetServerInformation(QString &vendor, QString &version, QString &specification);

signals:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
    void ActivationToken(uint id, const QString &token);

private:
    mutable QMutex m_mutex;
    QList<SentNotification> m_sent;
};

/// The desktop's tray.
class FakeTray : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost CONSTANT)
    Q_PROPERTY(int ProtocolVersion READ version CONSTANT)

public:
    [[nodiscard]] bool hasHost() const { return true; }
    [[nodiscard]] int version() const { return 0; }
    /// The bus names of those who have an icon.
    [[nodiscard]] QStringList items() const;

public slots:
    void RegisterStatusNotifierItem(const QString &service);
    void RegisterStatusNotifierHost(const QString &) { }

signals:
    void StatusNotifierItemRegistered(const QString &service);
    void StatusNotifierHostRegistered();

private:
    mutable QMutex m_mutex;
    QStringList m_items;
};

/// Both on the session bus, in a thread of their own: programs also ask them while they wait.
class FakeDesktop
{
public:
    FakeDesktop();
    ~FakeDesktop();

    [[nodiscard]] QList<SentNotification> notifications() const { return m_notifications.sent(); }
    /// The notification server hands @p token on, by which the window may come to the front.
    void click(uint notification, const QString &token);
    [[nodiscard]] QStringList trayIcons() const { return m_tray.items(); }

private:
    QThread m_thread;
    FakeNotifications m_notifications;
    FakeTray m_tray;
    QDBusConnection m_bus;
};

} // namespace punchcard::testing
