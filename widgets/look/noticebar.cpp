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

NoticeBar::NoticeBar(QWidget *parent)
    : NoticeBar(u"info"_s, Tone::Accent, parent)
{
    setObjectName(u"noticeBar"_s);
}

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
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_label->setOpenExternalLinks(true);
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

// A quiet ground in the colour of what is said: from edge to edge where the bar is, else with round corners.
void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ink = colour(m_tone, palette());
    const QColor ground = mixed(ink, palette().color(QPalette::Window), isHighContrast(palette()) ? 0 : 0.1);
    if (x() == 0) {
        painter.fillRect(rect(), ground);
        painter.fillRect(QRect(0, height() - 1, width(), 1), lineColour(palette()));
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(isHighContrast(palette()) ? QPen(ink) : QPen(Qt::NoPen));
        painter.setBrush(ground);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    paintIcon(painter, m_iconPlace->geometry(), m_iconName, ink);
}

void NoticeBar::say(const QString &text, const QString &html)
{
    m_label->setText(html);
    setAccessibleName(text);
    update();
}

void NoticeBar::setText(const QString &text)
{
    say(text, text.toHtmlEscaped());
}

void NoticeBar::showError(const Error &error)
{
    m_iconName = u"warning"_s;
    m_tone = Tone::Failure;
    tell(error.what, error.remedy, error.page);
    setVisible(true);
}

void NoticeBar::tell(const QString &heading, const QString &text, const QUrl &page)
{
    QString html = u"<b>"_s + heading.toHtmlEscaped() + u"</b> "_s + text.toHtmlEscaped();
    if (!page.isEmpty())
        html += u" <a href=\"%1\">%2</a>"_s.arg(page.toString(QUrl::FullyEncoded).toHtmlEscaped(), tr("Open the page"));
    say(text.isEmpty() ? heading : heading + u' ' + text, html);
}

void NoticeBar::showNote(const QString &text)
{
    m_iconName = u"info"_s;
    m_tone = Tone::Accent;
    setText(text);
    setVisible(true);
}

QPushButton *NoticeBar::addButton(const QString &name, const QString &text, std::function<void()> act, Press press)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    m_layout->insertWidget(2 + m_buttons++, button);
    connect(button, &QPushButton::clicked, this, [this, press, act = std::move(act)] {
        if (press == Press::Hides)
            hide();
        act();
    });
    return button;
}

} // namespace punchcard::look
