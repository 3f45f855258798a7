// SPDX-License-Identifier: MIT
#include "widgets/elements/elementsbar.h"

#include "widgets/elements/elementcell.h"
#include "widgets/look/findline.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {
// A sign, five letters and the cross that clears it.
constexpr int widthForFinding = 100;
constexpr ElementStates failedStates = ElementStates(ElementState::Failed) | ElementState::TimedOut;
} // namespace

ElementsBar::ElementsBar(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_find(new QLineEdit(this))
{
    setObjectName("elementsBar"_L1);
    setFixedHeight(look::barHeight);
    m_row->setContentsMargins(look::gap, 0, look::gap, 0);
    m_row->setSpacing(look::halfGap);
    addChip("allElements", {}, tr("All"), {});
    for (const auto &[name, states, word] : {std::tuple("runningElements", ElementStates(ElementState::Running), tr("Running")),
                                             {"failedElements", failedStates, tr("Failed")},
                                             {"succeededElements", ElementState::Succeeded, tr("Succeeded")},
                                             {"waitingElements", ElementState::Waiting, tr("Waiting")},
                                             {"cancelledElements", ElementState::Cancelled, tr("Cancelled")}})
        addChip(name, states, word, iconOf(ElementState(states.toInt() & -states.toInt())));
    m_find->setObjectName("findElement"_L1);
    m_find->setPlaceholderText(tr("Find"));
    m_find->setAccessibleName(tr("Find elements by number or parameter"));
    m_find->setToolTip(tr("Looks in numbers, inputs and parameters"));
    m_find->setMinimumWidth(widthForFinding);
    m_find->setMaximumWidth(220);
    look::makeFindLine(m_find);
    connect(m_find, &QLineEdit::textChanged, this, &ElementsBar::textChanged);
    m_row->addStretch(1);
    m_row->addWidget(m_find, 1);
    label();
}

void ElementsBar::addChip(const char *name, ElementStates states, const QString &word, const QString &icon)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1StringView(name));
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setChecked(states == m_states);
    button->setToolButtonStyle(icon.isEmpty() ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    if (!icon.isEmpty())
        button->setIcon(look::icon(icon, toneOf(ElementState(states.toInt() & -states.toInt()))));
    connect(button, &QToolButton::clicked, this, [this, states] { choose(states == m_states ? ElementStates() : states); });
    m_chips.append({.states = states, .word = word, .button = button});
    m_row->addWidget(button);
}

QToolButton *ElementsBar::add(QAction *action, bool isWordy)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setAccessibleName(action->text());
    m_row->addWidget(button);
    if (isWordy)
        m_wordy.append(button);
    return button;
}

int ElementsBar::countOf(const ElementCounts &counts, ElementStates states)
{
    if (!states)
        return counts.all;
    if (states == failedStates)
        return counts.failed;
    switch (ElementState(states.toInt())) {
    case ElementState::Waiting: return counts.waiting;
    case ElementState::Running: return counts.running;
    case ElementState::Succeeded: return counts.succeeded;
    case ElementState::Cancelled: return counts.cancelled;
    case ElementState::Failed:
    case ElementState::TimedOut: break;
    }
    return counts.failed;
}

void ElementsBar::setCounts(const ElementCounts &counts)
{
    m_counts = counts;
    label();
}

void ElementsBar::choose(ElementStates states)
{
    m_states = states;
    label();
    emit statesChosen(states);
}

// As many words as there is room for: those of the states go first, then those of the actions.
void ElementsBar::label()
{
    for (const Words words : {Words::All, Words::Actions, Words::None}) {
        labelWith(words);
        m_row->invalidate();
        if (m_row->minimumSize().width() <= width())
            break;
    }
}

// What there is none of takes no room, unless it is what is being shown.
void ElementsBar::labelWith(Words words)
{
    for (const Chip &chip : std::as_const(m_chips)) {
        const int count = countOf(m_counts, chip.states);
        const QString both = tr("%1 %2", "a state and how many elements are in it").arg(chip.word, locale().toString(count));
        chip.button->setText(words == Words::All || !chip.states ? both : locale().toString(count));
        chip.button->setAccessibleName(both);
        chip.button->setToolTip(chip.states ? tr("%1: show only these").arg(both) : tr("Show all"));
        chip.button->setChecked(chip.states == m_states);
        chip.button->setVisible(!chip.states || count > 0 || chip.states == m_states);
    }
    for (QToolButton *button : std::as_const(m_wordy))
        button->setToolButtonStyle(words == Words::None ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void ElementsBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    label();
}

} // namespace punchcard
