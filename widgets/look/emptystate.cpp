// SPDX-License-Identifier: MIT
#include "widgets/look/emptystate.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace punchcard::look {

namespace {
constexpr int pictureSize = 40;
constexpr int textWidth = 320;
} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_iconPlace(new QWidget(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    m_iconPlace->setFixedSize(pictureSize, pictureSize);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setWordWrap(true);
        label->setMaximumWidth(textWidth);
        label->setTextFormat(Qt::PlainText);
    }
    m_button->setObjectName("emptyStateButton");
    connect(m_button, &QPushButton::clicked, this, &EmptyState::triggered);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(wideGap, wideGap, wideGap, wideGap);
    column->setSpacing(gap);
    column->addStretch(2);
    column->addWidget(m_iconPlace, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(gap);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    column->setAlignment(m_title, Qt::AlignHCenter);
    column->setAlignment(m_text, Qt::AlignHCenter);
}

void EmptyState::say(const QString &iconName, const QString &title, const QString &text, const QString &action)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    // A label that wraps has no width of its own in a centred column.
    for (QLabel *label : {m_title, m_text})
        label->setMinimumWidth(std::min(textWidth, label->fontMetrics().horizontalAdvance(label->text()) + gap));
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    update();
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(painter, m_iconPlace->geometry(), m_iconName, mixed(iconColour(palette()), palette().window().color(), 0.5));
}

} // namespace punchcard::look
