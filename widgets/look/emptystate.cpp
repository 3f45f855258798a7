// SPDX-License-Identifier: MIT
#include "widgets/look/emptystate.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace punchcard::look {

namespace {
constexpr int pictureSize = 40;
constexpr int textWidth = 320;
} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_button->setObjectName("emptyStateButton");
    connect(m_button, &QPushButton::clicked, this, &EmptyState::triggered);
}

void EmptyState::say(const QString &iconName, const QString &title, const QString &text, const QString &action)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    layOut();
    update();
}

// By hand: a layout would ask for the width of the longest text, and give a text that wraps too little height.
void EmptyState::layOut()
{
    const int room = std::max(1, std::min(textWidth, width() - 2 * wideGap));
    const auto heightOf = [room](const QLabel *label) { return label->text().isEmpty() ? 0 : label->heightForWidth(room); };
    const QSize button = m_button->isHidden() ? QSize() : m_button->sizeHint();
    const int pictured = pictureSize + gap;
    const int all = pictured + heightOf(m_title) + gap + heightOf(m_text) + (button.isEmpty() ? 0 : wideGap + button.height());
    // What does not fit loses its picture first.
    const bool hasPicture = all + 2 * gap <= height();
    int top = std::max(gap, (height() - (hasPicture ? all : all - pictured)) * 2 / 5);
    const auto place = [this, &top](int width, int height) {
        const QRect rect((this->width() - width) / 2, top, width, height);
        top += height + gap;
        return rect;
    };
    m_iconPlace = hasPicture ? place(pictureSize, pictureSize) : QRect();
    m_title->setGeometry(place(room, heightOf(m_title)));
    m_text->setGeometry(place(room, heightOf(m_text)));
    top += gap;
    m_button->setGeometry(place(button.width(), button.height()));
}

QSize EmptyState::minimumSizeHint() const
{
    return {m_button->isHidden() ? 8 * wideGap : m_button->sizeHint().width() + 2 * gap, 4 * wideGap};
}

void EmptyState::resizeEvent(QResizeEvent *)
{
    layOut();
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
}

void EmptyState::paintEvent(QPaintEvent *)
{
    if (m_iconPlace.isEmpty())
        return;
    QPainter painter(this);
    paintIcon(painter, m_iconPlace, m_iconName, mixed(iconColour(palette()), palette().window().color(), 0.5));
}

} // namespace punchcard::look
