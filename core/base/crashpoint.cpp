// SPDX-License-Identifier: MIT
#include "core/base/crashpoint.h"

#ifdef PUNCHCARD_TESTING

#include <QByteArray>
#include <QFile>
#include <QList>

#include <atomic>
#include <csignal>

namespace punchcard {

void crashPoint(const char *kind)
{
    static const QList<QByteArray> setting = qgetenv("PUNCHCARD_TEST_CRASH").split(':');
    static std::atomic_int count = 0;
    if (setting.size() != 2)
        return;
    if ((setting.first() == kind || setting.first() == "any") && ++count == setting.last().toInt())
        std::raise(SIGKILL);
    if (setting.first() == "count") {
        QFile file(QString::fromLocal8Bit(setting.last()));
        if (!file.open(QIODevice::Append) || file.write(QByteArray(kind) + '\n') < 0)
            qFatal("the crash points cannot be counted: %s", qPrintable(file.errorString()));
    }
}

} // namespace punchcard

#endif
