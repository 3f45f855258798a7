// SPDX-License-Identifier: MIT
#include "widgets/run/runnerbox.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QAction>
#include <QCompleter>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// The label on the left, what stands behind it on the right, quieter.
class RunnerDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int words
            = option.fontMetrics.horizontalAdvance(index.data().toString() + index.data(SuggestedRunners::AboutRole).toString());
        return {words + 6 * look::gap, std::max(look::rowHeight, option.fontMetrics.height() + look::gap)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const bool chosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setPen(chosen ? option.palette.color(QPalette::HighlightedText) : look::colour(look::Tone::Muted, option.palette));
        painter->drawText(option.rect.adjusted(look::gap, 0, -look::gap, 0), Qt::AlignVCenter | Qt::AlignRight,
                          index.data(SuggestedRunners::AboutRole).toString());
        painter->restore();
    }
};

/// Completes the label that is being typed and leaves those before it alone.
class LabelCompleter : public QCompleter
{
public:
    LabelCompleter(QAbstractItemModel *model, QLineEdit *line)
        : QCompleter(model, line)
        , m_line(line)
    {
        setCaseSensitivity(Qt::CaseInsensitive);
        setFilterMode(Qt::MatchContains);
        setMaxVisibleItems(12);
    }

    QStringList splitPath(const QString &path) const override { return {path.mid(begin(path)).trimmed()}; }
    QString pathFromIndex(const QModelIndex &index) const override
    {
        const QString typed = m_line->text();
        const int at = begin(typed);
        return typed.left(at) + (at > 0 ? u" "_s : QString()) + index.data().toString();
    }

private:
    static int begin(const QString &text) { return int(text.lastIndexOf(u',')) + 1; }

    QLineEdit *m_line;
};

} // namespace

void SuggestedRunners::setSuggestions(const QList<RunnerSuggestion> &suggestions)
{
    beginResetModel();
    m_suggestions = suggestions;
    endResetModel();
}

int SuggestedRunners::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_suggestions.size());
}

QVariant SuggestedRunners::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunnerSuggestion &suggestion = m_suggestions.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return suggestion.label;
    case Qt::AccessibleDescriptionRole:
    case AboutRole: return suggestion.about;
    case HostedRole: return suggestion.isHosted;
    default: return {};
    }
}

RunnerBox::RunnerBox(QWidget *parent)
    : QComboBox(parent)
    , m_model(new SuggestedRunners(this))
{
    setObjectName(u"runnerBox"_s);
    setAccessibleName(tr("Runner"));
    setEditable(true);
    setInsertPolicy(NoInsert);
    setFocusPolicy(Qt::StrongFocus);
    setMaxVisibleItems(16);
    setMinimumContentsLength(4);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setModel(m_model);
    auto *list = new QListView(this);
    list->setUniformItemSizes(true);
    setView(list);
    list->setItemDelegate(new RunnerDelegate(list));
    setCompleter(nullptr);
    lineEdit()->addAction(look::icon(u"runner"_s), QLineEdit::LeadingPosition)->setText(tr("Runner"));
    auto *completer = new LabelCompleter(m_model, lineEdit());
    lineEdit()->setCompleter(completer);
    completer->popup()->setItemDelegate(new RunnerDelegate(completer->popup()));
    connect(this, &QComboBox::editTextChanged, this, [this](const QString &text) {
        if (!m_applies)
            return;
        m_choice = runnerChoiceFromText(text);
        describe();
        emit choiceChanged();
    });
}

void RunnerBox::setSuggestions(const QList<RunnerSuggestion> &suggestions)
{
    const QSignalBlocker quiet(this);
    const QString typed = currentText();
    m_model->setSuggestions(suggestions);
    setCurrentIndex(findText(typed));
    setEditText(typed);
    if (!lineEdit()->hasFocus())
        lineEdit()->setCursorPosition(0); // its beginning is what tells
    view()->setMinimumWidth(view()->sizeHintForColumn(0));
    describe();
}

RunnerChoice RunnerBox::choice() const
{
    return m_choice;
}

void RunnerBox::setChoice(const RunnerChoice &choice)
{
    m_choice = choice;
    const QSignalBlocker quiet(this);
    setEditText(m_applies ? textOf(choice) : QString());
    lineEdit()->setCursorPosition(0);
    describe();
}

void RunnerBox::setApplies(bool applies)
{
    m_applies = applies;
    setEnabled(applies);
    lineEdit()->setPlaceholderText(applies ? tr("Runner labels") : tr("No runner needed"));
    setChoice(m_choice);
}

void RunnerBox::describe()
{
    QStringList known;
    for (const QString &label : std::as_const(m_choice.labels)) {
        if (const int row = findText(label, Qt::MatchFixedString); row >= 0)
            known.append(tr("%1: %2", "a runner label, what it is").arg(label, itemData(row, SuggestedRunners::AboutRole).toString()));
    }
    known.append(m_applies ? tr("Several labels stand between commas, a group is written group:NAME.")
                           : tr("The script runs on this computer."));
    setToolTip(known.join(u'\n'));
}

void RunnerBox::wheelEvent(QWheelEvent *event)
{
    // Scrolling past it must not change the machine.
    event->ignore();
}

} // namespace punchcard
