// SPDX-License-Identifier: MIT
#include "widgets/look/tones.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <cmath>

namespace punchcard::look {

namespace {

struct Shades
{
    QRgb light;
    QRgb dark;
};

Shades shadesOf(Tone tone)
{
    switch (tone) {
    case Tone::Success: return {.light = 0xff1a7f37, .dark = 0xff6cc07a};
    case Tone::Failure: return {.light = 0xffc4242c, .dark = 0xfff47c74};
    case Tone::Warning:
    case Tone::Waiting: return {.light = 0xff946000, .dark = 0xffdfa94b};
    case Tone::Running:
    case Tone::Accent: return {.light = 0xff2764d9, .dark = 0xff75aaff};
    case Tone::Cancelled:
    case Tone::Muted: return {.light = 0xff646b76, .dark = 0xff9da3ad};
    }
    return {};
}

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto channel = [share](float a, float b) { return float(a * share + b * (1 - share)); };
    return QColor::fromRgbF(channel(over.redF(), under.redF()), channel(over.greenF(), under.greenF()),
                            channel(over.blueF(), under.blueF()));
}

QColor readable(const QColor &colour, const QColor &base, double least)
{
    const QColor end = luminance(base) < 0.18 ? QColor(Qt::white) : QColor(Qt::black);
    QColor result = colour;
    for (int step = 1; step <= 20 && contrast(result, base) < least; ++step)
        result = mixed(end, colour, step / 20.0);
    return result;
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Base)) < 0.18;
}

bool isHighContrast(const QPalette &palette)
{
    return contrast(palette.color(QPalette::Text), palette.color(QPalette::Base)) > 19;
}

QColor colour(Tone tone, const QPalette &palette)
{
    const Shades shades = shadesOf(tone);
    const QColor wanted
        = tone == Tone::Accent ? palette.color(QPalette::Accent) : QColor::fromRgb(isDark(palette) ? shades.dark : shades.light);
    // Panes lie on the one, lists and texts on the other.
    const double least = isHighContrast(palette) ? 7 : 4.5;
    return readable(readable(wanted, palette.color(QPalette::Base), least), palette.color(QPalette::Window), least);
}

QColor iconColour(const QPalette &palette)
{
    const double share = isHighContrast(palette) ? 1.0 : 0.78;
    return mixed(palette.color(QPalette::Active, QPalette::WindowText), palette.color(QPalette::Window), share);
}

QColor lineColour(const QPalette &palette)
{
    const double share = isHighContrast(palette) ? 1.0 : isDark(palette) ? 0.14 : 0.12;
    return mixed(palette.color(QPalette::Active, QPalette::WindowText), palette.color(QPalette::Window), share);
}

QFont monospacedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont text = QGuiApplication::font();
    if (text.pointSizeF() > 0)
        font.setPointSizeF(text.pointSizeF());
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

} // namespace punchcard::look
