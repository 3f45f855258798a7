// SPDX-License-Identifier: MIT
#include "widgets/look/noticebar.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastText = 240;

}

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
    , m_layout(new QGridLayout(this))
    , m_buttons(new QHBoxLayout)
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
    m_layout->setHorizontalSpacing(gap);
    m_layout->setVerticalSpacing(halfGap);
    m_layout->setColumnStretch(1, 1);
    m_layout->addWidget(m_iconPlace, 0, 0);
    m_layout->addWidget(m_label, 0, 1);
    m_layout->addLayout(m_buttons, 0, 2);
    m_layout->addWidget(close, 0, 3);
    m_buttons->setSpacing(gap);
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

// Where they would leave the text no room the buttons stand below it.
void NoticeBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const bool isNarrow = m_buttons->count() > 0 && width() < m_buttons->sizeHint().width() + leastText;
    if (isNarrow == m_isNarrow)
        return;
    m_isNarrow = isNarrow;
    m_layout->removeItem(m_buttons);
    if (isNarrow)
        m_layout->addLayout(m_buttons, 1, 1, Qt::AlignLeft);
    else
        m_layout->addLayout(m_buttons, 0, 2);
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
    m_buttons->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, press, act = std::move(act)] {
        if (press == Press::Hides)
            hide();
        act();
    });
    return button;
}

} // namespace punchcard::look
