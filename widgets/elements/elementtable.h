// SPDX-License-Identifier: MIT
#pragma once

#include <QSortFilterProxyModel>
#include <QTreeView>

namespace punchcard {

class ElementFilter;
class ElementModel;

/// The same elements as a table: parameters, times and results, sorted by what one clicks on.
class ElementTable : public QTreeView
{
    Q_OBJECT

public:
    ElementTable(ElementModel &elements, ElementFilter &filter, QWidget *parent = nullptr);

    /// Invalid: it is not among those that are shown.
    [[nodiscard]] QModelIndex indexOf(int number) const;
    /// Numbers, in the order in which they are seen.
    [[nodiscard]] QList<int> shown() const;
    [[nodiscard]] QList<int> selected() const;

private:
    void fitColumns();

    ElementModel &m_elements;
    ElementFilter &m_filter;
    QSortFilterProxyModel *m_sorted;
};

} // namespace punchcard
