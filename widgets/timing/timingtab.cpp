// SPDX-License-Identifier: MIT
#include "widgets/timing/timingtab.h"

#include "core/job/array.h"
#include "core/models/timingmodel.h"
#include "core/models/wording.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/metrics.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/look/tones.h"
#include "widgets/timing/elementspreadbar.h"
#include "widgets/timing/timingbar.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int widestTask = 320;

// A stretch has the colour that it has in the bar beside its name, its steps stand in from it.
class TimingDelegate : public look::RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        const bool isStep = index.data(TimingModel::StepRole).toInt() != 0;
        if (isStep || index.column() == TimingModel::Began || index.column() == TimingModel::Share)
            option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
        if (index.column() != TimingModel::Name)
            return;
        QPixmap mark(QSize(look::iconSize, look::iconSize) * 2);
        mark.setDevicePixelRatio(2);
        mark.fill(Qt::transparent);
        if (!isStep) {
            QPainter painter(&mark);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colourOf(TimeSpan::Kind(index.data(TimingModel::SpanRole).toInt()), option->palette));
            painter.drawRoundedRect(QRectF(2, 2, 12, 12), 3, 3);
        }
        option->icon = QIcon(mark);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(look::iconSize, look::iconSize);
    }
};

} // namespace

TimingTab::TimingTab(Desk &desk, QWidget *parent)
    : JobView(desk, parent)
    , m_model(new TimingModel(Clock::system(), this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_task(new QComboBox(this))
    , m_total(new QLabel(this))
    , m_spread(new ElementSpreadBar(this))
    , m_bar(new TimingBar(m_model, this))
    , m_table(new QTreeView(this))
{
    setObjectName("timingTab");
    m_task->setObjectName("timingTask");
    m_task->setAccessibleName(tr("Task"));
    m_task->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_task->setMaximumWidth(widestTask);
    m_total->setObjectName("timingTotal");
    m_total->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_table->setObjectName("timingTable");
    setFocusProxy(m_table);
    m_table->setAccessibleName(tr("Times"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new TimingDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(TimingModel::Name, QHeaderView::Stretch);
    m_table->header()->setSectionsClickable(false);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(look::wideGap, look::gap, look::wideGap, 0);
    row->addWidget(m_total, 1);
    row->addWidget(m_task);
    auto *barRow = new QHBoxLayout;
    barRow->setContentsMargins(look::wideGap, look::gap, look::wideGap, look::wideGap);
    barRow->addWidget(m_bar);
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_spread);
    column->addLayout(row);
    column->addLayout(barRow);
    column->addWidget(m_table, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);

    ticker()->setObjectName("timingTicker");
    connect(m_model, &TimingModel::spansChanged, this, [this] { m_total->setText(tr("%1 in all").arg(secondsText(m_model->total()))); });
    connect(m_task, &QComboBox::activated, this, [this](int choice) {
        m_wanted = -1;
        if (known())
            showChoice(*known(), m_choices.value(choice));
        updateTicker();
    });
    connect(m_spread, &ElementSpreadBar::elementClicked, this, &TimingTab::chooseElement);
    connect(m_bar, &TimingBar::stepChosen, this, &TimingTab::chooseStep);
    connect(m_table, &QTreeView::activated, this,
            [this](const QModelIndex &index) { chooseStep(index.data(TimingModel::StepRole).toInt()); });
    TimingTab::clear();
}

void TimingTab::clear()
{
    m_choices.clear();
    m_wanted = -1;
    m_spread->setElements({});
    m_model->clear();
    m_pages->setCurrentWidget(m_empty);
    const bool isNone = !job();
    m_empty->say(u"timing"_s, isNone ? tr("No job chosen") : QString(),
                 isNone ? tr("Choose a job to see where its time went.") : QString());
}

void TimingTab::say(const Error &error)
{
    m_empty->say(u"warning"_s, error.what, error.remedy);
}

void TimingTab::tick()
{
    m_model->tick();
}

bool TimingTab::isRunning() const
{
    return m_model->isRunning();
}

void TimingTab::take(const Job &taken)
{
    m_spread->setElements(elementsIn(taken));
    listChoices(taken);
    if (m_wanted >= 0)
        chooseElement(m_wanted);
    m_task->setVisible(m_choices.size() > 1);
    showChoice(taken, m_choices.value(m_task->currentIndex()));
}

void TimingTab::listChoices(const Job &taken)
{
    QList<Choice> choices;
    for (const Run &run : taken.runs) {
        for (const Attempt &attempt : run.attempts) {
            for (int row = 0; row < int(attempt.tasks.size()); ++row) {
                const Task &task = attempt.tasks.at(row);
                const int element = elementOf(taken.spec, task);
                const QString about = elementText(taken.spec, element);
                const QString alone = about.isEmpty() ? task.name : tr("%1: %2", "a task, what it is about").arg(task.name, about);
                const QString name = run.attempts.size() > 1 ? tr("%1, attempt %2").arg(alone).arg(attempt.number) : alone;
                choices.append({.run = run.number,
                                .attempt = attempt.number,
                                .taskRow = row,
                                .task = task.remoteId,
                                .element = element,
                                .name = name});
            }
        }
    }
    if (choices == m_choices)
        return;
    const qint64 chosen = m_choices.value(m_task->currentIndex()).task;
    m_choices = choices;
    QStringList names;
    names.reserve(m_choices.size());
    for (const Choice &choice : std::as_const(m_choices))
        names.append(choice.name);
    m_task->clear();
    m_task->addItems(names);
    // Until somebody chooses: the first task of the newest attempt.
    const int newest = m_choices.isEmpty() ? 0 : std::ranges::max(m_choices, {}, &Choice::attempt).attempt;
    auto found = std::ranges::find(m_choices, chosen, &Choice::task);
    if (found == m_choices.end() || chosen == 0)
        found = std::ranges::find(m_choices, newest, &Choice::attempt);
    m_task->setCurrentIndex(found == m_choices.end() ? -1 : int(found - m_choices.begin()));
}

// Its newest attempt comes last.
void TimingTab::chooseElement(int number)
{
    m_wanted = number;
    for (int choice = int(m_choices.size()) - 1; choice >= 0; --choice) {
        if (m_choices.at(choice).element != number)
            continue;
        m_task->setCurrentIndex(choice);
        if (known())
            showChoice(*known(), m_choices.at(choice));
        return;
    }
}

void TimingTab::showChoice(const Job &shown, const Choice &choice)
{
    m_model->setJob(shown, choice.run, choice.attempt, choice.taskRow);
    const bool anything = m_model->rowCount() > 0;
    m_pages->setCurrentIndex(anything ? 1 : 0);
    if (!anything)
        m_empty->say(u"timing"_s, tr("No times yet"), tr("They come as soon as the server tells them."));
}

void TimingTab::chooseStep(int step)
{
    const Choice choice = m_choices.value(m_task->currentIndex());
    if (job() && step != 0)
        emit stepChosen(*job(), choice.attempt, choice.task, step);
}

} // namespace punchcard
