// SPDX-License-Identifier: MIT
// Pictures of every page, in each theme, at the scale of QT_SCALE_FACTOR: punchcard-pictures FOLDER
// [PART…]. Somebody looks at them. Artifacts and narrow need jobs.
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
    const QStringList wanted = QCoreApplication::arguments().mid(2);
    const std::pair<QString, void (testing::Pages::*)()> parts[] = {
        {u"jobs"_s, &testing::Pages::takeJobs},           {u"array"_s, &testing::Pages::takeArray},
        {u"artifacts"_s, &testing::Pages::takeArtifacts}, {u"editor"_s, &testing::Pages::takeEditor},
        {u"history"_s, &testing::Pages::takeHistory},     {u"race"_s, &testing::Pages::takeRace},
        {u"sheets"_s, &testing::Pages::takeSheets},       {u"dialogs"_s, &testing::Pages::takeDialogs},
        {u"narrow"_s, &testing::Pages::takeNarrow},
    };
    for (const auto &[name, take] : parts) {
        if (wanted.isEmpty() || wanted.contains(name))
            (pages.*take)();
    }
    return 0;
}
