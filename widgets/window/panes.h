// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

class QWidget;

namespace punchcard {

/// Gives the focus to what @p pane leads to, or, while that is not seen, to the first of its parts that takes keys.
/// false: none does.
bool focusInto(QWidget *pane);

/// The panes of a window in the order in which F6 visits them; those that are not seen are passed over.
class Panes
{
public:
    explicit Panes(QList<QWidget *> panes = {})
        : m_panes(std::move(panes))
    {
    }

    void next() const { go(1); }
    void previous() const { go(-1); }

private:
    void go(qsizetype by) const;

    QList<QWidget *> m_panes;
};

} // namespace punchcard
