// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QStringList>
#include <QTest>

#include <functional>

namespace punchcard::testing {

/// Makes one unit known to the program's main(), which runs the units named on the command line, or all.
struct Registration
{
    Registration(const char *unit, std::function<int(const QStringList &)> run);
};

/// Runs the unit named by the second argument, or all, and calls @p after with the name of each; the exit code.
[[nodiscard]] int runUnits(QStringList arguments, const std::function<void(const char *)> &after = {});

} // namespace punchcard::testing

// Qt Test gives up after five seconds, which is little for a sanitized program on a busy machine. Who waits for what comes
// waits no longer by this.
#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, 30'000)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT(expr, message, 30'000)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT(expr, expected, 30'000)

/// PUNCHCARD_TEST(TstTransport, tst_transport): at the end of tst_transport.cpp, before its .moc.
#define PUNCHCARD_TEST(Class, unit) \
    static const ::punchcard::testing::Registration registration_##unit(#unit, [](const QStringList &arguments) { \
        Class object; \
        return QTest::qExec(&object, arguments); \
    });
