// SPDX-License-Identifier: MIT
#include "tests/pictures/camera.h"

#include <QImageWriter>
#include <QTest>
#include <QWidget>

#include <utility>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

// What is painted in slices has turns of the event loop between them.
constexpr int looksAlike = 4;

} // namespace

void waitUntil(const char *what, const std::function<bool()> &done)
{
    if (!QTest::qWaitFor(done, 120'000))
        qFatal("never: %s", what);
}

Camera::Camera(Settings &settings, QString folder)
    : m_settings(settings)
    , m_folder(std::move(folder))
{
}

void Camera::take(QWidget *widget, const QString &name, Looks looks)
{
    takeOne(widget, name, Theme::Light, u"light"_s);
    takeOne(widget, name, Theme::Dark, u"dark"_s);
    if (looks == Looks::AlsoContrast) {
        takeOne(widget, name, Theme::HighContrastLight, u"contrast-light"_s);
        takeOne(widget, name, Theme::HighContrastDark, u"contrast-dark"_s);
    }
}

void Camera::takeOne(QWidget *widget, const QString &name, Theme theme, const QString &word)
{
    Preferences preferences = m_settings.preferences();
    preferences.theme = theme;
    m_settings.setPreferences(preferences);
    QImage picture;
    int alike = 0;
    waitUntil("a picture that stands still", [&] {
        const QImage before = std::exchange(picture, widget->grab().toImage());
        alike = before == picture ? alike + 1 : 0;
        return alike == looksAlike;
    });
    const qreal ratio = widget->devicePixelRatioF();
    const QString scale = ratio > 1 ? u"@%1x"_s.arg(ratio) : QString();
    QImageWriter writer(u"%1/%2-%3%4.png"_s.arg(m_folder, name, word, scale));
    writer.setCompression(50); // more takes long and saves little
    if (!writer.write(picture))
        qFatal("%s", qPrintable(writer.errorString()));
}

} // namespace punchcard::testing
