// SPDX-License-Identifier: MIT
#include "widgets/look/noticebar.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(const QString &iconName, Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_iconName(iconName)
    , m_tone(tone)
    , m_iconPlace(new QWidget(this))
    , m_label(new QLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    m_iconPlace->setFixedSize(iconSize, iconSize);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    auto *close = new QToolButton(this);
    close->setObjectName(u"closeNotice"_s);
    close->setIcon(icon(u"close"_s));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide this message"));
    close->setAccessibleName(tr("Hide this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    m_layout->setContentsMargins(gap + halfGap, halfGap, gap, halfGap);
    m_layout->setSpacing(gap);
    m_layout->addWidget(m_iconPlace);
    m_layout->addWidget(m_label, 1);
    m_layout->addWidget(close);
    hide();
}

// A quiet ground in the colour of what is said, with a line below.
void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ink = colour(m_tone, palette());
    painter.fillRect(rect(), mixed(ink, palette().color(QPalette::Window), isHighContrast(palette()) ? 0 : 0.08));
    painter.fillRect(QRect(0, height() - 1, width(), 1), lineColour(palette()));
    paintIcon(painter, m_iconPlace->geometry(), m_iconName, ink);
}

void NoticeBar::setText(const QString &text)
{
    m_label->setText(text);
    setAccessibleName(text);
}

QString NoticeBar::text() const
{
    return m_label->text();
}

void NoticeBar::addButton(const QString &name, const QString &text, std::function<void()> act)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    m_layout->insertWidget(2 + m_buttons++, button);
    connect(button, &QPushButton::clicked, this, [this, act = std::move(act)] {
        hide();
        act();
    });
}

} // namespace punchcard::look
