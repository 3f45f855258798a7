// SPDX-License-Identifier: MIT
// Pictures of every page, in each theme, at the scale of QT_SCALE_FACTOR: punchcard-pictures FOLDER. Somebody looks at them.
#include "core/base/texts.h"
#include "tests/pictures/pages.h"
#include "widgets/look/appearance.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>

using namespace punchcard;
using namespace Qt::StringLiterals;

namespace {

void useFonts(Settings &settings)
{
    if (QFontDatabase::families().contains(u"Inter"_s))
        QApplication::setFont(QFont(u"Inter"_s, 10));
    if (QFontDatabase::families().contains(u"JetBrains Mono"_s)) {
        Preferences preferences = settings.preferences();
        preferences.editorFont = u"JetBrains Mono"_s;
        settings.setPreferences(preferences);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QApplication::setCursorFlashTime(0);
    installTexts();
    const QString folder = QCoreApplication::arguments().value(1);
    if (folder.isEmpty() || !QDir().mkpath(folder))
        qFatal("punchcard-pictures FOLDER");
    look::applyTheme(Theme::Light);
    testing::WindowFixture fixture;
    fixture.prompts.chosen = 1;
    useFonts(*fixture.settings);
    testing::Camera camera(*fixture.settings, folder);
    testing::Pages pages(fixture, camera);
    if (app.devicePixelRatio() >= 3) {
        pages.takeSmall();
        return 0;
    }
    pages.takeFirst();
    pages.takeDesk();
    pages.takeJobs();
    pages.takeArtifacts();
    pages.takeEditor();
    pages.takeHistory();
    pages.takeSheets();
    pages.takeDialogs();
    pages.takeNarrow();
    return 0;
}
