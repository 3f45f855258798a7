// SPDX-License-Identifier: MIT
#include "widgets/look/fitscreen.h"

#include "widgets/look/metrics.h"

#include <QScreen>
#include <QWidget>

namespace punchcard::look {

void fitScreen(QWidget *dialog, QSize wanted)
{
    const QWidget *by = dialog->parentWidget() ? dialog->parentWidget() : dialog;
    // The window manager's frame lies around it.
    const QSize room = by->screen()->availableSize() - QSize(gap, barHeight);
    dialog->resize(wanted.boundedTo(room));
}

} // namespace punchcard::look
