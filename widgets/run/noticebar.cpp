// SPDX-License-Identifier: MIT
#include "widgets/run/noticebar.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
{
    setObjectName(u"noticeBar"_s);
    m_text->setObjectName(u"noticeText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setOpenExternalLinks(true);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto *close = new QToolButton(this);
    close->setObjectName(u"noticeClose"_s);
    close->setIcon(look::icon(u"close"_s));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap, look::halfGap, look::halfGap, look::halfGap);
    row->setSpacing(look::gap);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::showError(const Error &error)
{
    QString html = u"<b>"_s + error.what.toHtmlEscaped() + u"</b> "_s + error.remedy.toHtmlEscaped();
    if (!error.page.isEmpty())
        html += u" <a href=\"%1\">%2</a>"_s.arg(error.page.toString(QUrl::FullyEncoded).toHtmlEscaped(), tr("Open the page"));
    show(look::Tone::Failure, u"warning"_s, html);
}

void NoticeBar::showNote(const QString &text)
{
    show(look::Tone::Accent, u"info"_s, text.toHtmlEscaped());
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::show(look::Tone tone, const QString &icon, const QString &html)
{
    m_tone = tone;
    m_icon->setPixmap(look::icon(icon, tone).pixmap(QSize(look::iconSize, look::iconSize), devicePixelRatio()));
    m_text->setText(html);
    m_text->setAccessibleName(html);
    setVisible(true);
    update();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look::mixed(look::colour(m_tone, palette()), palette().color(QPalette::Window), 0.12));
    painter.drawRoundedRect(rect(), look::radius, look::radius);
}

} // namespace punchcard
