// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace punchcard::look {

/// What a pane shows in its middle while it has nothing else: what is missing, and what to do about it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// @p iconName as in icon(); @p action is the button's text, empty: no button.
    void say(const QString &iconName, const QString &title, const QString &text, const QString &action = {});

signals:
    void triggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_iconName;
    QWidget *m_iconPlace;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace punchcard::look
