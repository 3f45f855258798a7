// SPDX-License-Identifier: MIT
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

#include <functional>

class QPushButton;

namespace punchcard {

/// A list that says in its middle what to do while it is empty; what is dropped on it goes to its window.
class PlainList : public QListView
{
    Q_OBJECT

public:
    PlainList(const QString &whenEmpty, QWidget *parent = nullptr);

    /// Several rows can be chosen, and go by @p button or Del. After setModel().
    void setRemover(QPushButton *button, std::function<void()> remove);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_whenEmpty;
};

/// An icon, the row's text, and another text on the right, which is told as a failure while a problem is there.
class TwoTextsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using IconOf = std::function<QString(const QModelIndex &)>;
    TwoTextsDelegate(int rightRole, int problemRole, IconOf iconOf, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_rightRole;
    int m_problemRole;
    IconOf m_iconOf;
};

} // namespace punchcard
