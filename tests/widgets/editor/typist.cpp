// SPDX-License-Identifier: MIT
// A window that is killed by the test: opens the scripts in a home, types into one and says when that is on the disk.
#include "tests/support/scriptedprompts.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"

#include <QApplication>
#include <QTest>

#include <cstdio>

// typist HOME FILE
int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    punchcard::Home home;
    home.data = app.arguments().at(1);
    punchcard::testing::ScriptedPrompts prompts;
    punchcard::ScriptTabs tabs(home, prompts);
    tabs.show();
    tabs.open(app.arguments().at(2));
    QObject::connect(&tabs, &punchcard::ScriptTabs::recentFilesChanged, &tabs, [&tabs] {
        QTest::keyClicks(tabs.currentPage()->editor(), QStringLiteral("typed "));
        tabs.newScript();
        QTest::keyClicks(tabs.currentPage()->editor(), QStringLiteral("never saved"));
        std::puts("typed");
        std::fflush(stdout);
    });
    return QApplication::exec();
}
