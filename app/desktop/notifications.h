// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/ids.h"

#include <QObject>
#include <QString>

namespace punchcard::desktop {

/// Says on the desktop that jobs have ended; a click wants the job shown.
class Notifications : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void show(JobId job, const QString &title, const QString &text);

signals:
    /// @p activation lets a window come to the front (Wayland).
    void chosen(punchcard::JobId job, const QString &activation);
};

} // namespace punchcard::desktop
