// SPDX-License-Identifier: MIT
#include "app/desktop/notifications.h"

#include <KNotification>

namespace punchcard::desktop {

using namespace Qt::StringLiterals;

void Notifications::show(JobId job, const QString &title, const QString &text)
{
    // It deletes itself when it is closed.
    auto *notification = new KNotification(u"jobEnded"_s);
    notification->setComponentName(u"punchcard"_s);
    notification->setTitle(title);
    notification->setText(text.toHtmlEscaped());
    notification->setIconName(u"io.github.punchcard.Punchcard"_s);
    connect(notification->addDefaultAction(tr("Show the job")), &KNotificationAction::activated, this,
            [this, job, notification] { emit chosen(job, notification->xdgActivationToken()); });
    notification->sendEvent();
}

} // namespace punchcard::desktop
