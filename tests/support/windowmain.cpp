// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"

#include "core/base/texts.h"

#include <QApplication>
#include <QStandardPaths>

// program [UNIT [Qt Test's arguments...]], for programs that show widgets
int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    punchcard::installTexts();
    return punchcard::testing::runUnits(QCoreApplication::arguments());
}
