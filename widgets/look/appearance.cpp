// SPDX-License-Identifier: MIT
#include "widgets/look/appearance.h"

#include "widgets/look/style.h"
#include "widgets/look/tones.h"

#include <QApplication>
#include <QLabel>
#include <QStyleHints>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

struct Colours
{
    QRgb window;
    QRgb base;
    QRgb text;
    QRgb quiet; ///< placeholders
    QRgb disabled;
    QRgb button;
    QRgb highlight;
    QRgb highlighted;
    QRgb accent;
    QRgb link;
    QRgb tip;
    QRgb tipText;
};

constexpr Colours light{.window = 0xfff5f6f8,
                        .base = 0xffffffff,
                        .text = 0xff1f2328,
                        .quiet = 0xff646b76,
                        .disabled = 0xffa6abb5,
                        .button = 0xffffffff,
                        .highlight = 0xffd6e4ff,
                        .highlighted = 0xff1f2328,
                        .accent = 0xff2f68dc,
                        .link = 0xff2764d9,
                        .tip = 0xff2b2d30,
                        .tipText = 0xfff0f1f3};
constexpr Colours dark{.window = 0xff2b2d30,
                       .base = 0xff1e1f22,
                       .text = 0xffdfe1e5,
                       .quiet = 0xff9da3ad,
                       .disabled = 0xff6a6e76,
                       .button = 0xff3a3d42,
                       .highlight = 0xff2e436e,
                       .highlighted = 0xffffffff,
                       .accent = 0xff3a6fe0,
                       .link = 0xff75aaff,
                       .tip = 0xff43464b,
                       .tipText = 0xfff0f1f3};
constexpr Colours contrastLight{.window = 0xffffffff,
                                .base = 0xffffffff,
                                .text = 0xff000000,
                                .quiet = 0xff303030,
                                .disabled = 0xff5a5a5a,
                                .button = 0xffffffff,
                                .highlight = 0xff00329b,
                                .highlighted = 0xffffffff,
                                .accent = 0xff00329b,
                                .link = 0xff00329b,
                                .tip = 0xffffffff,
                                .tipText = 0xff000000};
constexpr Colours contrastDark{.window = 0xff000000,
                               .base = 0xff000000,
                               .text = 0xffffffff,
                               .quiet = 0xffd8d8d8,
                               .disabled = 0xffa0a0a0,
                               .button = 0xff000000,
                               .highlight = 0xff8fd3ff,
                               .highlighted = 0xff000000,
                               .accent = 0xff8fd3ff,
                               .link = 0xff8fd3ff,
                               .tip = 0xff000000,
                               .tipText = 0xffffffff};

const Colours &coloursOf(Theme theme)
{
    switch (theme) {
    case Theme::Dark: return dark;
    case Theme::HighContrastLight: return contrastLight;
    case Theme::HighContrastDark: return contrastDark;
    case Theme::Light:
    case Theme::System: break;
    }
    return light;
}

bool isDarkTheme(Theme theme)
{
    return theme == Theme::Dark || theme == Theme::HighContrastDark;
}

Theme systemTheme()
{
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Theme::Dark : Theme::Light;
}

void setTextAnew(QLabel &label)
{
    const QString text = label.text();
    label.clear();
    label.setText(text);
}

void setPalette(Theme theme)
{
    QApplication::setPalette(paletteOf(theme));
    // A link has the colour that it had when its text was set.
    for (QWidget *widget : QApplication::allWidgets()) {
        auto *label = qobject_cast<QLabel *>(widget);
        if (label && label->text().contains("<a href"_L1))
            setTextAnew(*label);
    }
}

} // namespace

QPalette paletteOf(Theme theme)
{
    const Colours &colours = coloursOf(theme);
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor::fromRgb(colour)); };
    set(QPalette::Window, colours.window);
    set(QPalette::WindowText, colours.text);
    set(QPalette::Base, colours.base);
    set(QPalette::AlternateBase, colours.window);
    set(QPalette::Text, colours.text);
    set(QPalette::PlaceholderText, colours.quiet);
    set(QPalette::Button, colours.button);
    set(QPalette::ButtonText, colours.text);
    set(QPalette::BrightText, colours.text);
    set(QPalette::Highlight, colours.highlight);
    set(QPalette::HighlightedText, colours.highlighted);
    set(QPalette::Accent, colours.accent);
    set(QPalette::Link, colours.link);
    set(QPalette::LinkVisited, colours.link);
    set(QPalette::ToolTipBase, colours.tip);
    set(QPalette::ToolTipText, colours.tipText);
    const QColor window = QColor::fromRgb(colours.window);
    const QColor text = QColor::fromRgb(colours.text);
    palette.setColor(QPalette::Light, mixed(Qt::white, window, 0.5));
    palette.setColor(QPalette::Midlight, mixed(text, window, 0.06));
    palette.setColor(QPalette::Mid, mixed(text, window, 0.2));
    palette.setColor(QPalette::Dark, mixed(text, window, 0.3));
    palette.setColor(QPalette::Shadow, mixed(Qt::black, window, 0.6));
    // The window without the focus keeps the place, not the colour.
    if (theme == Theme::Light || theme == Theme::Dark) {
        palette.setColor(QPalette::Inactive, QPalette::Highlight, mixed(text, window, theme == Theme::Dark ? 0.14 : 0.1));
        palette.setColor(QPalette::Inactive, QPalette::HighlightedText, text);
    }
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgb(colours.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(text, window, 0.08));
    return palette;
}

void applyTheme(Theme theme)
{
    static const bool styled = [] {
        QApplication::setStyle(new Style);
        return true;
    }();
    Q_UNUSED(styled)
    static QMetaObject::Connection following;
    QObject::disconnect(following);
    QStyleHints *hints = QGuiApplication::styleHints();
    if (theme == Theme::System) {
        hints->unsetColorScheme();
        following = QObject::connect(hints, &QStyleHints::colorSchemeChanged, qApp, [] { setPalette(systemTheme()); });
        setPalette(systemTheme());
        return;
    }
    hints->setColorScheme(isDarkTheme(theme) ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light);
    setPalette(theme);
}

} // namespace punchcard::look
