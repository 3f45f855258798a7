// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QLineEdit;
class QMenuBar;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace punchcard {

/// All that can be done by keyboard, by menu, with a field to find it in.
class ShortcutsPage : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsPage(const QMenuBar &menus, QWidget *parent = nullptr);

private:
    void fill(const QMenuBar &menus);

    QStandardItemModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_find;
};

} // namespace punchcard
