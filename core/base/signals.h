// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <memory>

namespace punchcard {

/// The process's signals, brought to the event loop. One per process; what the process ignores already stays ignored.
class Signals : public QObject
{
    Q_OBJECT

public:
    explicit Signals(QObject *parent = nullptr);
    ~Signals() override;

signals:
    /// Ctrl-C.
    void interrupted();
    /// SIGTERM, SIGHUP: somebody wants us gone.
    void terminated();

private:
    struct Source;
    std::unique_ptr<Source> m_source;
};

} // namespace punchcard
