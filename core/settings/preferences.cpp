// SPDX-License-Identifier: MIT
#include "core/settings/preferences.h"

#include <QList>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

const QStringList &themeNames()
{
    static const QStringList names{u"system"_s, u"light"_s, u"dark"_s, u"high-contrast-light"_s, u"high-contrast-dark"_s};
    return names;
}

struct TextField
{
    QLatin1StringView key;
    QString Preferences::*field;
};
constexpr TextField textFields[] = {
    {.key = "editor/font"_L1, .field = &Preferences::editorFont},
    {.key = "editor/theme"_L1, .field = &Preferences::editorTheme},
    {.key = "editor/templates"_L1, .field = &Preferences::templatesFolder},
    {.key = "results/folder"_L1, .field = &Preferences::resultsFolder},
    {.key = "accounts/clientId"_L1, .field = &Preferences::clientId},
};

struct BoolField
{
    QLatin1StringView key;
    bool Preferences::*field;
};
constexpr BoolField boolFields[] = {
    {.key = "editor/softTabs"_L1, .field = &Preferences::softTabs},
    {.key = "editor/wrapLines"_L1, .field = &Preferences::wrapLines},
    {.key = "editor/checkScripts"_L1, .field = &Preferences::checkScripts},
    {.key = "desktop/notifyWhenEnded"_L1, .field = &Preferences::notifyWhenEnded},
    {.key = "desktop/showInTray"_L1, .field = &Preferences::showInTray},
};

struct NumberField
{
    QLatin1StringView key;
    int Preferences::*field;
    int least;
    int most;
};
constexpr NumberField numberFields[] = {
    {.key = "editor/fontSize"_L1, .field = &Preferences::editorFontSize, .least = 0, .most = 72},
    {.key = "editor/tabWidth"_L1, .field = &Preferences::tabWidth, .least = 1, .most = 16},
    {.key = "results/keepLogsDays"_L1, .field = &Preferences::keepLogsDays, .least = 0, .most = 36'500},
    {.key = "results/keepArtifactsDays"_L1, .field = &Preferences::keepArtifactsDays, .least = 0, .most = 36'500},
    {.key = "polling/leastSeconds"_L1, .field = &Preferences::leastPollSeconds, .least = 0, .most = 3600},
};

constexpr auto themeKey = "appearance/theme"_L1;

} // namespace

QVariantHash toVariants(const Preferences &preferences)
{
    QVariantHash values;
    values.insert(themeKey, themeNames().at(int(preferences.theme)));
    for (const TextField &each : textFields)
        values.insert(each.key, preferences.*each.field);
    for (const BoolField &each : boolFields)
        values.insert(each.key, preferences.*each.field);
    for (const NumberField &each : numberFields)
        values.insert(each.key, preferences.*each.field);
    return values;
}

Preferences preferencesFrom(const QVariantHash &values)
{
    Preferences preferences;
    if (const qsizetype theme = themeNames().indexOf(values.value(themeKey).toString()); theme >= 0)
        preferences.theme = Theme(theme);
    for (const TextField &each : textFields)
        preferences.*each.field = values.value(each.key).toString();
    for (const BoolField &each : boolFields) {
        const QString word = values.value(each.key).toString();
        if (word == "true"_L1 || word == "false"_L1)
            preferences.*each.field = word == "true"_L1;
    }
    for (const NumberField &each : numberFields) {
        bool isNumber = false;
        const int number = values.value(each.key).toString().toInt(&isNumber);
        if (isNumber && number >= each.least && number <= each.most)
            preferences.*each.field = number;
    }
    return preferences;
}

} // namespace punchcard
