// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/cancel.h"

#include <QObject>

namespace punchcard::cli {

/// What the user's Ctrl-C means. Where a job may be cancelled the first one wishes that, the second one leaves; elsewhere
/// the first one leaves. SIGTERM and SIGHUP always leave. After that one more ends the process on the spot.
class Interrupts : public QObject
{
    Q_OBJECT

public:
    explicit Interrupts(QObject *parent = nullptr);

    void setCancels(bool cancels) { m_cancels = cancels; }
    [[nodiscard]] bool wantsCancel() const { return m_wantsCancel; }
    [[nodiscard]] bool mustLeave() const { return m_leave->isRequested(); }
    /// Requested when all has to be left; for the contexts of what is under way.
    [[nodiscard]] CancelPtr leave() const { return m_leave; }

    void interrupt();
    void terminate();

signals:
    void cancelWished();
    void leaveWished();

private:
    CancelPtr m_leave = Cancel::make();
    bool m_cancels = false;
    bool m_wantsCancel = false;
};

} // namespace punchcard::cli
