// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/tones.h"

#include <QIconEngine>

#include <optional>

namespace punchcard::look {

/// An icon drawn from one of our SVGs at the moment it is painted, so that it follows palette and scale.
class TintedIcon : public QIconEngine
{
public:
    explicit TintedIcon(QString name, std::optional<Tone> tone = {});

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override { return new TintedIcon(*this); }
    [[nodiscard]] QString key() const override { return QStringLiteral("punchcard-tinted"); }
    [[nodiscard]] QString iconName() override { return m_name; }
    [[nodiscard]] QList<QSize> availableSizes(QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] bool isNull() override;

private:
    [[nodiscard]] QColor colourOf(QIcon::Mode mode) const;

    QString m_name;
    std::optional<Tone> m_tone;
};

/// The SVG @p name in @p colour; @p size is in logical pixels. Cached.
[[nodiscard]] QPixmap tintedPixmap(const QString &name, const QSize &size, qreal ratio, const QColor &colour);
void paintSvg(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour);

} // namespace punchcard::look
