// SPDX-License-Identifier: MIT
#include "core/models/elementmodel.h"

#include "core/models/wording.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QVariant msOf(std::optional<Milliseconds> duration)
{
    return duration ? QVariant(qint64(duration->count())) : QVariant();
}

} // namespace

ElementModel::ElementModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void ElementModel::clear()
{
    beginResetModel();
    m_job = {};
    m_spec = {};
    m_names.clear();
    m_areNumbers.clear();
    m_elements.clear();
    m_rows.clear();
    m_progress.clear();
    m_counts = {};
    endResetModel();
    emit countsChanged();
}

void ElementModel::setJob(const Job &job)
{
    QList<Element> elements = elementsIn(job);
    const bool isKnown = job.id == m_job && elements.size() == m_elements.size() && job.spec == m_spec;
    if (!isKnown) {
        beginResetModel();
        m_job = job.id;
        m_spec = job.spec;
        m_names = parameterNames(m_spec);
        m_elements = std::move(elements);
        m_progress.clear();
        findNumbers();
        endResetModel();
    } else {
        elements.swap(m_elements);
        // One signal for neighbours that have changed together.
        for (int row = 0; row < int(elements.size()); ++row) {
            const int first = row;
            while (row < int(elements.size()) && elements.at(row) != m_elements.at(row))
                ++row;
            if (row > first)
                emit dataChanged(index(first, 0), index(row - 1, columnCount() - 1));
        }
    }
    m_rows.clear();
    for (int row = 0; row < int(m_elements.size()); ++row) {
        if (m_elements.at(row).task != 0)
            m_rows.insert(m_elements.at(row).task, row);
    }
    const ElementCounts counts = countOf(m_elements);
    if (counts == m_counts && isKnown)
        return;
    m_counts = counts;
    emit countsChanged();
}

void ElementModel::findNumbers()
{
    m_areNumbers = QList<bool>(m_names.size(), true);
    for (const Element &element : std::as_const(m_elements)) {
        const QStringList values = parametersOf(m_spec, element.number);
        for (qsizetype i = 0; i < m_names.size(); ++i) {
            bool isNumber = false;
            (void)values.value(i).toDouble(&isNumber);
            m_areNumbers[i] = m_areNumbers.at(i) && isNumber;
        }
    }
}

void ElementModel::setProgress(qint64 task, const LiveProgress &progress)
{
    const auto row = m_rows.constFind(task);
    if (row == m_rows.cend() || m_progress.value(task, {.percent = -1}) == progress)
        return;
    m_progress.insert(task, progress);
    emit dataChanged(index(*row, 0), index(*row, columnCount() - 1), {ProgressRole});
}

// One signal for all that goes on: views paint what is seen of it.
void ElementModel::tick()
{
    const auto goesOn = [](const Element &element) { return !element.isOver() && element.attempt != 0; };
    const auto first = std::ranges::find_if(std::as_const(m_elements), goesOn);
    if (first == m_elements.cend())
        return;
    const auto last = std::find_if(m_elements.crbegin(), m_elements.crend(), goesOn);
    emit dataChanged(index(int(first - m_elements.cbegin()), columnOf(Queued)), index(int(m_elements.crend() - last) - 1, columnOf(Ran)),
                     {Qt::DisplayRole, QueuedRole, RanRole});
}

int ElementModel::columnOf(Field field) const
{
    return field == Number ? 0 : int(field) + int(m_names.size());
}

int ElementModel::parameterOf(int column) const
{
    return column >= 1 && column <= m_names.size() ? column - 1 : -1;
}

ElementModel::Field ElementModel::fieldOf(int column) const
{
    return column == 0 ? Number : Field(column - int(m_names.size()));
}

const Element *ElementModel::element(int number) const
{
    const auto found = std::ranges::lower_bound(m_elements, number, {}, &Element::number);
    return found != m_elements.end() && found->number == number ? &*found : nullptr;
}

QModelIndex ElementModel::indexOf(int number) const
{
    const Element *const found = element(number);
    return found ? index(int(found - m_elements.constData()), 0) : QModelIndex();
}

int ElementModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_elements.size());
}

int ElementModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(FieldCount) + int(m_names.size());
}

QString ElementModel::tipOf(const Element &element) const
{
    QStringList lines{element.text.isEmpty() ? tr("Element %1").arg(element.number)
                                             : tr("Element %1: %2", "number, parameters").arg(element.number).arg(element.text)};
    lines.append(elementStateText(element.state));
    const Time now = m_clock.now();
    if (const auto queued = queuedOf(element, now))
        lines.append(tr("Queued %1").arg(secondsText(queued)));
    if (const auto ran = ranOf(element, now))
        lines.append(tr("Ran %1").arg(secondsText(ran)));
    if (element.state == ElementState::Running && m_progress.contains(element.task))
        lines.append(tr("%1 %", "how far an element is").arg(m_progress.value(element.task).percent));
    return lines.join(u'\n');
}

QVariant ElementModel::shown(const Element &element, int column) const
{
    if (const int parameter = parameterOf(column); parameter >= 0)
        return parametersOf(m_spec, element.number).value(parameter);
    switch (fieldOf(column)) {
    case Number: return QString::number(element.number);
    case State: return elementStateText(element.state);
    case Queued: return element.asked ? secondsText(queuedOf(element, m_clock.now())) : QString();
    case Ran: return element.startedAt ? secondsText(ranOf(element, m_clock.now())) : QString();
    case Results: return element.artifacts > 0 ? sizeText(element.size) : QString();
    case FieldCount: break;
    }
    return {};
}

QVariant ElementModel::sorted(const Element &element, int column) const
{
    if (const int parameter = parameterOf(column); parameter >= 0) {
        const QString value = parametersOf(m_spec, element.number).value(parameter);
        return m_areNumbers.at(parameter) ? QVariant(value.toDouble()) : QVariant(value);
    }
    const auto orLess = [](std::optional<Milliseconds> duration) { return duration ? qint64(duration->count()) : qint64(-1); };
    switch (fieldOf(column)) {
    case Number: return element.number;
    case State: return int(element.state);
    case Queued: return orLess(queuedOf(element, m_clock.now()));
    case Ran: return orLess(ranOf(element, m_clock.now()));
    case Results: return element.artifacts > 0 ? element.size : qint64(-1);
    case FieldCount: break;
    }
    return {};
}

QVariant ElementModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Element &element = m_elements.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return shown(element, index.column());
    case Qt::ToolTipRole: return tipOf(element);
    case Qt::AccessibleTextRole: return index.column() == 0 ? QVariant(tipOf(element).replace(u'\n', u", "_s)) : QVariant();
    case Qt::TextAlignmentRole: {
        const int parameter = parameterOf(index.column());
        const bool isFigure = parameter >= 0 ? m_areNumbers.at(parameter) : fieldOf(index.column()) != State;
        return int((isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case NumberRole: return element.number;
    case StateRole: return int(element.state);
    case TextRole: return element.text;
    case TaskRole: return element.task;
    case AttemptRole: return element.attempt;
    case PageRole: return element.page;
    case FolderRole: return element.folder;
    case QueuedRole: return msOf(queuedOf(element, m_clock.now()));
    case RanRole: return msOf(ranOf(element, m_clock.now()));
    case ProgressRole:
        return element.state == ElementState::Running && m_progress.contains(element.task)
            ? QVariant(m_progress.value(element.task).percent)
            : QVariant();
    case SortRole: return sorted(element, index.column());
    default: return {};
    }
}

QVariant ElementModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const int parameter = parameterOf(section);
    if (role == Qt::TextAlignmentRole) {
        const bool isFigure = parameter >= 0 ? m_areNumbers.at(parameter) : fieldOf(section) != State;
        return int((isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    if (parameter >= 0)
        return m_spec.params.rows.isEmpty() ? tr("Input") : m_names.at(parameter);
    switch (fieldOf(section)) {
    case Number: return tr("Element");
    case State: return tr("Outcome");
    case Queued: return tr("Queued");
    case Ran: return tr("Ran");
    case Results: return tr("Results");
    case FieldCount: break;
    }
    return {};
}

// -- what one wants to see

ElementFilter::ElementFilter(ElementModel &elements, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_elements(elements)
{
    setSourceModel(&elements);
    setSortRole(ElementModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void ElementFilter::setStates(ElementStates states)
{
    if (states == m_states)
        return;
    m_states = states;
    invalidateRowsFilter();
}

void ElementFilter::setText(const QString &text)
{
    if (text.trimmed() == m_text)
        return;
    m_text = text.trimmed();
    invalidateRowsFilter();
}

QModelIndex ElementFilter::indexOf(int number) const
{
    return mapFromSource(m_elements.indexOf(number));
}

bool ElementFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Element &element = m_elements.elements().at(row);
    if (m_states.toInt() != 0 && !m_states.testFlag(element.state))
        return false;
    return m_text.isEmpty() || element.text.contains(m_text, Qt::CaseInsensitive) || QString::number(element.number) == m_text;
}

} // namespace punchcard
