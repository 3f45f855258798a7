// SPDX-License-Identifier: MIT
#include "core/base/crashpoint.h"

#ifdef PUNCHCARD_TESTING

#include <QByteArray>
#include <QList>

#include <atomic>
#include <csignal>

namespace punchcard {

void crashPoint(const char *kind)
{
    static const QList<QByteArray> setting = qgetenv("PUNCHCARD_TEST_CRASH").split(':');
    static std::atomic_int count = 0;
    if (setting.size() == 2 && setting.first() == kind && ++count == setting.last().toInt())
        std::raise(SIGKILL);
}

} // namespace punchcard

#endif
