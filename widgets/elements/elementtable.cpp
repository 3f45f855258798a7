// SPDX-License-Identifier: MIT
#include "widgets/elements/elementtable.h"

#include "core/models/elementmodel.h"
#include "widgets/elements/elementcell.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/rowdelegate.h"

#include <QHeaderView>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int measured = 200; // Rows that say how wide a column is.
constexpr int widest = 260;

class ElementRow : public look::RowDelegate
{
public:
    ElementRow(const ElementModel &elements, QObject *parent)
        : RowDelegate(parent)
        , m_elements(elements)
    {
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        option->textElideMode = Qt::ElideMiddle;
        const auto state = ElementState(index.data(ElementModel::StateRole).toInt());
        if (index.column() == m_elements.columnOf(ElementModel::State)) {
            option->icon = look::icon(iconOf(state), toneOf(state));
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = QSize(look::iconSize, look::iconSize);
        } else if (state == ElementState::Waiting || state == ElementState::Cancelled) {
            option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
        }
    }

private:
    const ElementModel &m_elements;
};

} // namespace

ElementTable::ElementTable(ElementModel &elements, ElementFilter &filter, QWidget *parent)
    : QTreeView(parent)
    , m_elements(elements)
    , m_filter(filter)
    , m_sorted(new QSortFilterProxyModel(this))
{
    m_sorted->setSourceModel(&filter);
    m_sorted->setSortRole(ElementModel::SortRole);
    m_sorted->setSortLocaleAware(true);
    setModel(m_sorted);
    setItemDelegate(new ElementRow(elements, this));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(NoFrame);
    setSelectionMode(ExtendedSelection);
    setSortingEnabled(true);
    sortByColumn(0, Qt::AscendingOrder);
    header()->setStretchLastSection(false);
    header()->setResizeContentsPrecision(measured);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &ElementTable::fitColumns);
}

void ElementTable::fitColumns()
{
    sortByColumn(0, Qt::AscendingOrder);
    for (int column = 0; column < m_sorted->columnCount(); ++column) {
        resizeColumnToContents(column);
        header()->resizeSection(column, std::min(header()->sectionSize(column), widest));
    }
    const int state = m_elements.columnOf(ElementModel::State);
    const int room = fontMetrics().horizontalAdvance(elementStateText(ElementState::Succeeded)) + look::iconSize + 4 * look::gap;
    header()->resizeSection(state, std::max(room, header()->sectionSize(state)));
    // They are longer later on.
    const int time = fontMetrics().horizontalAdvance(u"99h59m59s"_s) + 2 * look::gap;
    for (const auto field : {ElementModel::Queued, ElementModel::Ran, ElementModel::Results})
        header()->resizeSection(m_elements.columnOf(field), std::max(time, header()->sectionSize(m_elements.columnOf(field))));
}

QModelIndex ElementTable::indexOf(int number) const
{
    return m_sorted->mapFromSource(m_filter.indexOf(number));
}

QList<int> ElementTable::shown() const
{
    QList<int> numbers;
    numbers.reserve(m_sorted->rowCount());
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        numbers.append(m_sorted->index(row, 0).data(ElementModel::NumberRole).toInt());
    return numbers;
}

QList<int> ElementTable::selected() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, [](const QModelIndex &row) { return row.row(); });
    QList<int> numbers;
    numbers.reserve(rows.size());
    for (const QModelIndex &row : std::as_const(rows))
        numbers.append(row.data(ElementModel::NumberRole).toInt());
    return numbers;
}

} // namespace punchcard
