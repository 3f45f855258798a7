// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QToolButton;

namespace punchcard {

class LogView;

/// Looks for text in the view's log as it is typed.
class LogFindBar : public QWidget
{
    Q_OBJECT

public:
    explicit LogFindBar(LogView *view, QWidget *parent = nullptr);

    /// Shows it with the selection as what is looked for.
    void open();
    void close();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *makeButton(const QString &name, const QString &icon, const QString &text);
    void find();
    void tellCount();

    LogView *m_view;
    QLineEdit *m_text;
    QToolButton *m_case;
    QToolButton *m_regex;
    QLabel *m_count;
    QTimer m_typing; ///< Waits for the next key before it looks.
    QString m_wrong; ///< Why the expression is not valid.
};

} // namespace punchcard
