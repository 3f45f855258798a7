// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

/// SIGTERM and SIGINT as a Qt signal; SIGHUP and SIGPIPE are ignored, so the hub outlives the terminal that started it.
class Signals : public QObject
{
    Q_OBJECT

public:
    Signals();
    ~Signals() override;

signals:
    void toldToLeave();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};
