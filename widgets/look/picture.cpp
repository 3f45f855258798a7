// SPDX-License-Identifier: MIT
#include "widgets/look/picture.h"

#include "widgets/look/icons.h"

#include <QPainter>

namespace punchcard::look {

Picture::Picture(const QString &iconName, std::optional<Tone> tone, int size, QWidget *parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_tone(tone)
{
    setFixedSize(size, size);
}

void Picture::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(painter, rect(), m_iconName, m_tone ? colour(*m_tone, palette()) : iconColour(palette()));
}

} // namespace punchcard::look
