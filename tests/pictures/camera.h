// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QImage>
#include <QString>

#include <functional>

class QWidget;

namespace punchcard::testing {

/// Waits until @p done; ends the program when it never comes.
void waitUntil(const char *what, const std::function<bool()> &done);

/// Takes pictures of widgets in several themes, each once it stands still.
class Camera
{
public:
    enum class Looks { LightAndDark, AlsoContrast };

    Camera(Settings &settings, QString folder);

    void take(QWidget *widget, const QString &name, Looks looks = Looks::LightAndDark);

private:
    void takeOne(QWidget *widget, const QString &name, Theme theme, const QString &word);

    Settings &m_settings;
    QString m_folder;
};

} // namespace punchcard::testing
