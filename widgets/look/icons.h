// SPDX-License-Identifier: MIT
// widgets/look: how everything looks and asks. Icons, tones, metrics, prompts, the style; it knows no job.
#pragma once

#include "widgets/look/tones.h"

#include <QIcon>
#include <QString>

class QPainter;

namespace punchcard::look {

/// resources/icons/<name>.svg in the palette's text colour; follows light and dark, crisp at any scale.
[[nodiscard]] QIcon icon(const QString &name);
/// The same in the colour of @p tone.
[[nodiscard]] QIcon icon(const QString &name, Tone tone);

/// Paints one into @p rect in @p colour: for delegates. Turned by @p degrees around its middle.
void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour, qreal degrees = 0);

} // namespace punchcard::look
