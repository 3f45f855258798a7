// SPDX-License-Identifier: MIT
#include "widgets/look/tintedicon.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Not in a namespace: the macro declares a function of rcc's.
static void initialiseIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

const QByteArray &source(const QString &name)
{
    static QHash<QString, QByteArray> sources;
    static const bool initialised = [] {
        initialiseIcons();
        return true;
    }();
    Q_UNUSED(initialised)
    auto found = sources.find(name);
    if (found == sources.end()) {
        QFile file(u":/icons/%1.svg"_s.arg(name));
        if (!file.open(QIODevice::ReadOnly))
            qWarning("there is no icon %s", qPrintable(name));
        found = sources.insert(name, file.isOpen() ? file.readAll() : QByteArray());
    }
    return *found;
}

} // namespace

void paintSvg(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour)
{
    QByteArray svg = source(name);
    if (svg.isEmpty())
        return;
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    painter.save();
    painter.setOpacity(painter.opacity() * colour.alphaF());
    renderer.render(&painter, rect);
    painter.restore();
}

QPixmap tintedPixmap(const QString &name, const QSize &size, qreal ratio, const QColor &colour)
{
    const QString key = u"punchcard/%1/%2x%3/%4/%5"_s.arg(name).arg(size.width()).arg(size.height()).arg(ratio).arg(colour.rgba(), 8, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    // A square in the middle: the drawings are square, the place for them may not be.
    const qreal side = std::min(size.width(), size.height());
    const QRectF square(std::floor((size.width() - side) / 2), std::floor((size.height() - side) / 2), side, side);
    paintSvg(painter, square, name, colour);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

TintedIcon::TintedIcon(QString name, std::optional<Tone> tone)
    : m_name(std::move(name))
    , m_tone(tone)
{
}

QColor TintedIcon::colourOf(QIcon::Mode mode) const
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled: return palette.color(QPalette::Disabled, QPalette::WindowText);
    case QIcon::Selected: return palette.color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active: break;
    }
    return m_tone ? colour(*m_tone, palette) : iconColour(palette);
}

void TintedIcon::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, painter->device()->devicePixelRatio()));
}

QPixmap TintedIcon::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1.0);
}

QPixmap TintedIcon::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    Q_UNUSED(state)
    return tintedPixmap(m_name, size, scale, colourOf(mode));
}

QList<QSize> TintedIcon::availableSizes(QIcon::Mode mode, QIcon::State state)
{
    Q_UNUSED(mode)
    Q_UNUSED(state)
    return {QSize(16, 16), QSize(24, 24), QSize(32, 32), QSize(48, 48), QSize(64, 64)};
}

bool TintedIcon::isNull()
{
    return source(m_name).isEmpty();
}

} // namespace punchcard::look
