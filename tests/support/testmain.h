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

/// PUNCHCARD_TEST(TstTransport, tst_transport): at the end of tst_transport.cpp, before its .moc.
#define PUNCHCARD_TEST(Class, unit) \
    static const ::punchcard::testing::Registration registration_##unit(#unit, [](const QStringList &arguments) { \
        Class object; \
        return QTest::qExec(&object, arguments); \
    });
