// SPDX-License-Identifier: MIT
#pragma once

#include <QRegularExpression>
#include <QTest>

namespace punchcard::testing {

/// Makes Qt's own warnings fail the test, but the one of the offscreen platform about itself.
inline void failOnWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support )")));
}

} // namespace punchcard::testing
