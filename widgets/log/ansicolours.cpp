// SPDX-License-Identifier: MIT
#include "widgets/log/ansicolours.h"

#include "widgets/look/tones.h"

#include <array>

namespace punchcard {
namespace {

constexpr qsizetype knownColours = 4096;

// Black, red, green, yellow, blue, magenta, cyan, white, and the bright ones: quiet enough to stand beside text.
constexpr std::array<QRgb, 16> lightColours{0xff24292f, 0xffb3261e, 0xff1a7f37, 0xff8a6100, 0xff1f5fc4, 0xff8639a8, 0xff0f7585, 0xff6a717b,
                                            0xff4d5560, 0xffd1242f, 0xff2a8f44, 0xff9a6b00, 0xff2f74e0, 0xff9a4cc0, 0xff178595, 0xff8b929b};
constexpr std::array<QRgb, 16> darkColours{0xff5c6370, 0xfff0736a, 0xff74c27d, 0xffdcae55, 0xff74a8f7, 0xffc792e6, 0xff5fc2cd, 0xffc9cdd3,
                                           0xff8a919c, 0xffff8f86, 0xff93d89b, 0xfff0c676, 0xff97c0ff, 0xffd9aef2, 0xff86d9e2, 0xffffffff};

// Source: xterm's 6×6×6 cube and its greys.
QRgb indexedColour(quint32 index)
{
    if (index >= 232) {
        const int grey = int(8 + (index - 232) * 10);
        return qRgb(grey, grey, grey);
    }
    const auto level = [](quint32 step) { return step == 0 ? 0 : int(55 + step * 40); };
    const quint32 cell = index - 16;
    return qRgb(level(cell / 36), level(cell / 6 % 6), level(cell % 6));
}

} // namespace

AnsiColours::AnsiColours(const QPalette &palette)
    : m_text(palette.color(QPalette::Text))
    , m_base(palette.color(QPalette::Base))
    , m_dark(look::isDark(palette))
    , m_least(look::isHighContrast(palette) ? 7 : 4.5)
{
}

QColor AnsiColours::colour(const TextColour &colour) const
{
    switch (colour.kind) {
    case TextColour::Kind::Default: return {};
    case TextColour::Kind::Rgb: return QColor::fromRgb(colour.value);
    case TextColour::Kind::Indexed: break;
    }
    if (colour.value < 16)
        return QColor::fromRgb((m_dark ? darkColours : lightColours).at(colour.value));
    return QColor::fromRgb(indexedColour(colour.value));
}

QColor AnsiColours::readableOn(const QColor &colour, const QColor &ground) const
{
    const quint64 key = quint64(colour.rgb()) << 32 | ground.rgb();
    if (const auto known = m_readable.constFind(key); known != m_readable.cend())
        return QColor::fromRgb(*known);
    if (m_readable.size() >= knownColours)
        m_readable.clear();
    const QColor shown = look::readable(colour, ground, m_least);
    m_readable.insert(key, shown.rgb());
    return shown;
}

QTextCharFormat AnsiColours::format(const TextStyle &style, const QColor &ground) const
{
    QColor text = colour(style.foreground);
    QColor behind = colour(style.background);
    if (style.inverse) {
        const QColor was = text.isValid() ? text : m_text;
        text = behind.isValid() ? behind : m_base;
        behind = was;
    }
    const QColor under = behind.isValid() ? behind : ground;
    if (!text.isValid())
        text = m_text;
    if (style.faint)
        text = look::mixed(text, under, 0.6);
    QTextCharFormat format;
    format.setForeground(readableOn(text, under));
    if (behind.isValid())
        format.setBackground(behind);
    if (style.bold)
        format.setFontWeight(QFont::Bold);
    format.setFontItalic(style.italic);
    format.setFontUnderline(style.underline);
    format.setFontStrikeOut(style.struck);
    return format;
}

} // namespace punchcard
