// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/sanitized.h"

#include <QFile>

namespace punchcard::testing {

/// How much more memory than at its construction this process has had at most. Linux, without AddressSanitizer, which keeps
/// freed memory for a while; elsewhere more() is -1.
class PeakMemory
{
public:
    PeakMemory()
        : m_supported(!isSanitized && reset())
        , m_before(read("VmRSS:"))
    {
    }
    /// Bytes.
    [[nodiscard]] qint64 more() const { return m_supported ? read("VmHWM:") - m_before : -1; }

private:
    static bool reset()
    {
        QFile file(QStringLiteral("/proc/self/clear_refs"));
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write("5") == 1;
    }
    static qint64 read(const QByteArray &key)
    {
        QFile file(QStringLiteral("/proc/self/status"));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray status = file.readAll();
        const QByteArray value = status.sliced(status.indexOf(key) + key.size()).trimmed();
        return value.first(value.indexOf(' ')).toLongLong() * 1024;
    }

    bool m_supported;
    qint64 m_before;
};

} // namespace punchcard::testing
