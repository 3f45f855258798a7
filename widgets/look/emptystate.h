// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace punchcard::look {

/// What stands in a pane that has nothing to show: what it is for, and the first step. It asks for little room.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// @p iconName as in icon(); @p action is the button's text, empty: no button.
    void say(const QString &iconName, const QString &title, const QString &text, const QString &action = {});
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void triggered();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut();

    QString m_iconName;
    QRect m_iconPlace;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace punchcard::look
