// SPDX-License-Identifier: MIT
#include "widgets/timing/elementspreadbar.h"

#include "core/models/wording.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QHelpEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int laneTop = 4;
constexpr int spreadHeight = 24;
constexpr double dotRadius = 3;
constexpr double nearEnough = 8;

} // namespace

ElementSpreadBar::ElementSpreadBar(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
{
    setObjectName("elementSpread");
    m_label->setObjectName("elementSpreadText");
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::gap, look::wideGap, 0);
    column->setSpacing(0);
    column->addWidget(m_label);
    column->addSpacing(spreadHeight + laneTop);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_label, &QLabel::linkActivated, this, [this](const QString &link) { emit elementClicked(link.toInt()); });
    hide();
}

QString ElementSpreadBar::text() const
{
    if (!m_spread)
        return {};
    const auto link = [](int number) { return u"<a href=\"%1\">%2</a>"_s.arg(number).arg(tr("element %1").arg(number)); };
    return tr("Fastest %1 (%2) · median %3 · slowest %4 (%5)", "times, and links to elements")
        .arg(secondsText(m_spread->ran.least), link(m_spread->fastest), secondsText(m_spread->ran.median), secondsText(m_spread->ran.most),
             link(m_spread->slowest));
}

void ElementSpreadBar::setElements(const QList<Element> &elements)
{
    m_spread = elementSpread(elements);
    m_ran.clear();
    for (const Element &element : elements) {
        if (const auto ran = element.isOver() && element.state != ElementState::Cancelled ? ranOf(element, {}) : std::nullopt)
            m_ran.append({*ran, element.number});
    }
    std::ranges::sort(m_ran);
    m_label->setText(text());
    setVisible(m_spread && m_ran.size() > 1);
    update();
}

QRectF ElementSpreadBar::room() const
{
    return QRectF(look::wideGap + dotRadius, height() - spreadHeight, width() - 2 * (look::wideGap + dotRadius), spreadHeight);
}

double ElementSpreadBar::placeOf(Milliseconds ran) const
{
    const double longest = double(std::max<qint64>(1, m_spread->ran.most.count()));
    return room().left() + room().width() * double(ran.count()) / longest;
}

const std::pair<Milliseconds, int> *ElementSpreadBar::nearest(const QPointF &at) const
{
    if (!m_spread || at.y() < room().top())
        return nullptr;
    const auto far = [&](const std::pair<Milliseconds, int> &one) { return std::abs(placeOf(one.first) - at.x()); };
    const auto found = std::ranges::min_element(m_ran, {}, far);
    return found != m_ran.end() && far(*found) <= nearEnough ? &*found : nullptr;
}

void ElementSpreadBar::paintEvent(QPaintEvent *)
{
    if (!m_spread)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Spread &ran = m_spread->ran;
    const double y = room().center().y();
    const QColor accent = look::colour(look::Tone::Accent, palette());
    painter.setPen(QPen(look::lineColour(palette()), 1));
    painter.drawLine(QPointF(room().left(), y), QPointF(room().right(), y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(look::mixed(accent, palette().color(QPalette::Window), 0.2));
    const double left = placeOf(ran.lowerQuartile);
    painter.drawRoundedRect(QRectF(left, y - 9, std::max(2.0, placeOf(ran.upperQuartile) - left), 18), 3, 3);
    QColor dot = accent;
    dot.setAlphaF(m_ran.size() > 64 ? 0.35F : 0.7F);
    painter.setBrush(dot);
    for (const auto &[length, element] : m_ran)
        painter.drawEllipse(QPointF(placeOf(length), y), dotRadius, dotRadius);
    painter.setPen(QPen(accent, 2));
    painter.drawLine(QPointF(placeOf(ran.median), y - 10), QPointF(placeOf(ran.median), y + 10));
}

void ElementSpreadBar::mousePressEvent(QMouseEvent *event)
{
    if (const auto *near = nearest(event->position()))
        emit elementClicked(near->second);
    else
        QWidget::mousePressEvent(event);
}

bool ElementSpreadBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const auto *near = nearest(help->pos()))
        QToolTip::showText(help->globalPos(), tr("Element %1: %2").arg(near->second).arg(secondsText(near->first)), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace punchcard
