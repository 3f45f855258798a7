// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>

namespace punchcard::testing {

/// Under AddressSanitizer freed memory is kept for a while: what a test measures is then the sanitizer's.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool memoryIsOurs = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool memoryIsOurs = false;
#else
inline constexpr bool memoryIsOurs = true;
#endif
#else
inline constexpr bool memoryIsOurs = true;
#endif

/// The most bytes of memory that this process has had so far.
inline qint64 peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.sliced(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace punchcard::testing
