// SPDX-License-Identifier: MIT
#include "widgets/editor/noticebar.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(const QString &iconName, look::Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_label(new QLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    setAutoFillBackground(true);
    m_icon->setPixmap(look::icon(iconName, tone).pixmap(look::iconSize, look::iconSize));
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    auto *close = new QToolButton(this);
    close->setObjectName(u"closeNotice"_s);
    close->setIcon(look::icon(u"close"_s));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide this message"));
    close->setAccessibleName(tr("Hide this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    m_layout->setContentsMargins(look::gap + look::halfGap, look::halfGap, look::gap, look::halfGap);
    m_layout->setSpacing(look::gap);
    m_layout->addWidget(m_icon);
    m_layout->addWidget(m_label, 1);
    m_layout->addWidget(close);
    hide();
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

} // namespace punchcard
