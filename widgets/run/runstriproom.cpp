// SPDX-License-Identifier: MIT
// How the strip gets along with the room that it has: one row, whatever its width.
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/run/optionspanel.h"
#include "widgets/run/resultsline.h"
#include "widgets/run/runnerbox.h"
#include "widgets/run/runstrip.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualRunner = 152;
constexpr int leastRunner = 80;
constexpr int leastResults = 104;

} // namespace

bool RunStrip::isSeen(const QWidget *part, Room room) const
{
    // On this computer there is neither a runner to choose nor anybody who could see the job.
    if ((part == m_runner || part == m_visibility) && m_account.isThisComputer())
        return false;
    const bool hasMenu = room == Room::Menu || room == Room::Least;
    if (part == m_more)
        return hasMenu;
    if (part == m_visibility || part == m_secrets || part == m_inputs || part == m_results)
        return !hasMenu;
    return part != m_options || room != Room::Least;
}

QString RunStrip::accountText(Room room) const
{
    if (room == Room::Least)
        return {};
    return fontMetrics().elidedText(m_account.name, Qt::ElideMiddle, 20 * fontMetrics().averageCharWidth());
}

QString RunStrip::secretsText(Room room) const
{
    const qsizetype count = m_choices.spec.secrets.size();
    if (room == Room::Pictures)
        return count == 0 ? QString() : QString::number(count);
    return count == 0 ? tr("Secrets") : tr("Secrets %1").arg(count);
}

QString RunStrip::inputsText(Room room) const
{
    const qsizetype count = m_choices.spec.inputs.size();
    if (room == Room::Pictures)
        return count == 0 ? QString() : QString::number(count);
    return count == 0 ? tr("Inputs") : tr("Inputs %1").arg(count);
}

int RunStrip::widthFor(Room room) const
{
    const auto buttonWidth = [this](const QString &text) {
        return text.isEmpty() ? look::rowHeight : look::iconSize + 3 * look::gap + fontMetrics().horizontalAdvance(text);
    };
    int width = look::gap;
    for (int i = 0; i < m_row->count(); ++i) {
        const QWidget *part = m_row->itemAt(i)->widget();
        if (!part || !isSeen(part, room))
            continue;
        width += look::gap;
        if (part == m_runner)
            width += room == Room::Least ? leastRunner : usualRunner;
        else if (part == m_accountButton)
            width += buttonWidth(accountText(room)) + look::wideGap;
        else if (part == m_results)
            width += leastResults;
        else if (part == m_visibility)
            width += buttonWidth(room == Room::Words ? m_visibility->text() : QString());
        else if (part == m_secrets || part == m_inputs)
            width += buttonWidth(part == m_secrets ? secretsText(room) : inputsText(room));
        else
            width += part->sizeHint().width();
    }
    return width;
}

void RunStrip::arrange()
{
    for (const Room room : {Room::Words, Room::Pictures, Room::Menu, Room::Least}) {
        if (room == Room::Least || widthFor(room) <= width())
            return fit(room);
    }
}

void RunStrip::fit(Room room)
{
    m_room = room;
    const bool words = room == Room::Words;
    m_visibility->setToolButtonStyle(words ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_accountButton->setText(accountText(room));
    m_accountButton->setToolButtonStyle(room == Room::Least ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_runner->setMinimumWidth(room == Room::Least ? leastRunner : usualRunner);
    m_secrets->setText(secretsText(room));
    m_inputs->setText(inputsText(room));
    m_secrets->setAccessibleName(secretsText(Room::Words));
    m_inputs->setAccessibleName(inputsText(Room::Words));
    for (int i = 0; i < m_row->count(); ++i) {
        if (QWidget *part = m_row->itemAt(i)->widget())
            part->setVisible(isSeen(part, room));
    }
}

// The same words as on the buttons that found no room.
void RunStrip::fillMoreMenu()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    const JobSpec &spec = m_choices.spec;
    menu->addAction(look::icon(u"key"_s), secretsText(Room::Words), this, &RunStrip::showSecrets)->setObjectName(u"moreSecrets"_s);
    menu->addAction(look::icon(u"inputs"_s), inputsText(Room::Words), this, &RunStrip::showInputs)->setObjectName(u"moreInputs"_s);
    const QString results = spec.outFolder.isEmpty() ? tr("Results go to…") : tr("Results go to %1…").arg(m_results->text());
    menu->addAction(look::icon(u"folder"_s), results, m_results, &ResultsLine::choose)->setObjectName(u"moreResults"_s);
    if (!isSeen(m_options, m_room))
        menu->addAction(look::icon(u"settings"_s), tr("Options…"), this, &RunStrip::showOptions)->setObjectName(u"moreOptions"_s);
    menu->addAction(look::icon(u"eye"_s), tr("Before it runs…"), this, &RunStrip::showPreflight)->setObjectName(u"morePreflight"_s);
    menu->addAction(look::icon(u"race"_s), tr("Race…"), this, &RunStrip::race)->setObjectName(u"moreRace"_s);
    if (m_account.isThisComputer())
        return;
    menu->addSeparator();
    menu->addAction(look::icon(spec.isPrivate ? u"globe"_s : u"lock"_s), spec.isPrivate ? tr("Make it public") : tr("Make it private"),
                    this, &RunStrip::toggleVisibility)
        ->setObjectName(u"moreVisibility"_s);
}

QSize RunStrip::sizeHint() const
{
    return {widthFor(Room::Words), QWidget::sizeHint().height()};
}

QSize RunStrip::minimumSizeHint() const
{
    return {widthFor(Room::Least), QWidget::minimumSizeHint().height()};
}

void RunStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace punchcard
