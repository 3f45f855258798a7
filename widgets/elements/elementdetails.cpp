// SPDX-License-Identifier: MIT
#include "widgets/elements/elementdetails.h"

#include "core/models/wording.h"
#include "widgets/elements/elementcell.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString lineOf(const Element &element, Time now)
{
    QStringList parts{elementStateText(element.state)};
    if (element.attempt > 1)
        parts.append(ElementDetails::tr("attempt %1").arg(element.attempt));
    if (element.attempt == 0)
        parts.append(ElementDetails::tr("not listed by the server yet"));
    if (const auto queued = queuedOf(element, now))
        parts.append(ElementDetails::tr("queued %1").arg(secondsText(queued)));
    if (const auto ran = ranOf(element, now))
        parts.append(ElementDetails::tr("ran %1").arg(secondsText(ran)));
    if (element.artifacts > 0)
        parts.append(ElementDetails::tr("%n artifact(s), %1", nullptr, element.artifacts).arg(sizeText(element.size)));
    if (!element.runner.isEmpty())
        parts.append(element.runner);
    return parts.join(u" · "_s);
}

QLabel *makeLine(const char *name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1StringView(name));
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ElementDetails::ElementDetails(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_first(makeLine("elementTitle", this))
    , m_second(makeLine("elementLine", this))
{
    setObjectName("elementDetails"_L1);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_first->setFont(bold);
    m_second->setForegroundRole(QPalette::PlaceholderText);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addWidget(m_first);
    lines->addWidget(m_second);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap + look::halfGap, look::halfGap, look::gap, look::halfGap);
    row->setSpacing(look::gap);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(lines, 1);
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setAccessibleName(action->text());
        row->addWidget(button);
        row->setSpacing(look::halfGap);
    }
}

void ElementDetails::show(const Element *element, Time now)
{
    m_title = !element            ? tr("No element chosen")
        : element->text.isEmpty() ? tr("Element %1").arg(element->number)
                                  : tr("Element %1 · %2", "number, parameters").arg(element->number).arg(element->text);
    m_line = element ? lineOf(*element, now) : QString();
    const std::optional<ElementState> state = element ? std::optional(element->state) : std::nullopt;
    if (state != m_state) {
        m_state = state;
        m_sign->setPixmap(state
                              ? look::icon(iconOf(*state), toneOf(*state)).pixmap(QSize(look::iconSize, look::iconSize), devicePixelRatio())
                              : QPixmap());
    }
    layOut();
}

void ElementDetails::layOut()
{
    const auto fit = [](QLabel *label, const QString &text) {
        label->setText(label->fontMetrics().elidedText(text, Qt::ElideRight, label->width()));
        label->setToolTip(label->text() == text ? QString() : text);
        label->setAccessibleName(text);
    };
    fit(m_first, m_title);
    fit(m_second, m_line);
}

void ElementDetails::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    layOut();
}

void ElementDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_state)
        m_sign->setPixmap(look::icon(iconOf(*m_state), toneOf(*m_state)).pixmap(QSize(look::iconSize, look::iconSize), devicePixelRatio()));
}

} // namespace punchcard
