// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"

#include "core/base/texts.h"

#include <QCoreApplication>
#include <QStandardPaths>

// program [UNIT [Qt Test's arguments...]]. In a file of its own: a program with another main() does not link it.
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    punchcard::installTexts();
    return punchcard::testing::runUnits(QCoreApplication::arguments());
}
