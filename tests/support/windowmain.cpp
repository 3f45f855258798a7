// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"

#include "core/base/texts.h"
#include "widgets/look/watchedapplication.h"

#include <QStandardPaths>

#include <cstdio>

// program [UNIT [Qt Test's arguments...]], for programs that show widgets. Says of each unit how long the event loop stood.
int main(int argc, char *argv[])
{
    punchcard::look::WatchedApplication app(argc, argv);
    app.setWarns(false); // a sanitizer and a busy machine are slow; whoever reads the line can tell
    QStandardPaths::setTestModeEnabled(true);
    punchcard::installTexts();
    return punchcard::testing::runUnits(QCoreApplication::arguments(), [&app](const char *unit) {
        const auto &turn = app.longestTurn();
        std::printf("%s: the longest turn of the event loop took %lld ms and worked %lld ms: %s\n", unit, qlonglong(turn.lasted.count()),
                    qlonglong(turn.worked.count()), qPrintable(turn.what));
        app.forgetLongestTurn();
    });
}
