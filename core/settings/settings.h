// SPDX-License-Identifier: MIT
// core/settings: habits, in a file of the home: what a person likes, and how they left the window.
#pragma once

#include "core/base/home.h"
#include "core/settings/preferences.h"

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QSettings>

namespace punchcard {

/// How the window was left. Opaque to everybody but the window.
struct WindowState
{
    QByteArray geometry = {};
    QByteArray docks = {};
    QByteArray splitter = {};
    QByteArray artifacts = {};
    QJsonObject scripts = {};   ///< tabs and cursors
    qint64 job = 0;             ///< number of the selected one; 0: none
    bool welcomed = false;      ///< the start page was left
    bool toldQuitIsFree = false;
};

/// The settings file. A change is on the disk when the event loop comes round.
class Settings : public QObject
{
    Q_OBJECT

public:
    explicit Settings(const Home &home, QObject *parent = nullptr);

    [[nodiscard]] const Preferences &preferences() const { return m_preferences; }
    void setPreferences(const Preferences &preferences);

    [[nodiscard]] WindowState windowState() const;
    void setWindowState(const WindowState &state);

    [[nodiscard]] QString file() const { return m_file.fileName(); }

signals:
    void changed(const punchcard::Preferences &now, const punchcard::Preferences &before);

private:
    QSettings m_file;
    Preferences m_preferences;
};

} // namespace punchcard
