// SPDX-License-Identifier: MIT
#include "core/settings/settings.h"

#include <QJsonDocument>

namespace punchcard {

using namespace Qt::StringLiterals;

Settings::Settings(const Home &home, QObject *parent)
    : QObject(parent)
    , m_file(home.config + u"/settings.ini"_s, QSettings::IniFormat)
{
    QVariantHash values;
    for (const QString &key : m_file.allKeys())
        values.insert(key, m_file.value(key));
    m_preferences = preferencesFrom(values);
}

void Settings::setPreferences(const Preferences &preferences)
{
    if (preferences == m_preferences)
        return;
    const Preferences before = std::exchange(m_preferences, preferences);
    const QVariantHash values = toVariants(preferences);
    for (auto each = values.cbegin(); each != values.cend(); ++each)
        m_file.setValue(each.key(), each.value());
    emit changed(m_preferences, before);
}

WindowState Settings::windowState() const
{
    const auto value = [this](const char *key) { return m_file.value(u"window/"_s + QLatin1StringView(key)); };
    return {.geometry = value("geometry").toByteArray(),
            .docks = value("docks").toByteArray(),
            .splitter = value("splitter").toByteArray(),
            .artifacts = value("artifacts").toByteArray(),
            .scripts = QJsonDocument::fromJson(value("scripts").toByteArray()).object(),
            .job = value("job").toLongLong(),
            .welcomed = value("welcomed").toBool(),
            .toldQuitIsFree = value("toldQuitIsFree").toBool()};
}

void Settings::setWindowState(const WindowState &state)
{
    m_file.beginGroup(u"window"_s);
    m_file.setValue(u"geometry"_s, state.geometry);
    m_file.setValue(u"docks"_s, state.docks);
    m_file.setValue(u"splitter"_s, state.splitter);
    m_file.setValue(u"artifacts"_s, state.artifacts);
    m_file.setValue(u"scripts"_s, QJsonDocument(state.scripts).toJson(QJsonDocument::Compact));
    m_file.setValue(u"job"_s, state.job);
    m_file.setValue(u"welcomed"_s, state.welcomed);
    m_file.setValue(u"toldQuitIsFree"_s, state.toldQuitIsFree);
    m_file.endGroup();
}

} // namespace punchcard
