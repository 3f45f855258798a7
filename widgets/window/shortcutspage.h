// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QLineEdit;
class QMenuBar;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTreeView;

namespace punchcard {

/// All that can be done by keyboard, by menu and by pane, with a field to find it in.
class ShortcutsPage : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsPage(const QMenuBar &menus, QWidget *parent = nullptr);

    /// Keys that hold in one pane only. Those of @p actions without any are left out.
    void add(const QString &title, const QList<QAction *> &actions);

private:
    void fill(const QMenuBar &menus);

    QStandardItemModel *m_model;
    QSortFilterProxyModel *m_found;
    QTreeView *m_view;
    QLineEdit *m_find;
};

} // namespace punchcard
