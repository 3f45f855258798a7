// SPDX-License-Identifier: MIT
#include "app/cli/interrupts.h"

#include "app/cli/exitcode.h"

#include <cstdlib>

namespace punchcard::cli {

Interrupts::Interrupts(QObject *parent)
    : QObject(parent)
{
}

void Interrupts::interrupt()
{
    if (!m_cancels || m_wantsCancel) {
        terminate();
        return;
    }
    m_wantsCancel = true;
    emit cancelWished();
}

void Interrupts::terminate()
{
    if (mustLeave())
        std::_Exit(int(ExitCode::Unknown));
    m_leave->request();
    emit leaveWished();
}

} // namespace punchcard::cli
