// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QUrl>

class QHBoxLayout;
class QLabel;
class QListView;
class QModelIndex;
class QToolButton;

namespace punchcard {

class ProblemModel;

/// What ShellCheck found, under the script: a line with the counts that opens to the list. Not there without problems.
class ProblemsPane : public QFrame
{
    Q_OBJECT

public:
    explicit ProblemsPane(ProblemModel *model, QWidget *parent = nullptr);

    void setUnfolded(bool unfolded);
    [[nodiscard]] bool isUnfolded() const;
    void selectRow(int row);

signals:
    void placeRequested(int start, int end);
    void fixRequested(int row);
    void pageRequested(const QUrl &page);
    void unfoldedChanged(bool unfolded);

private:
    void refresh();
    void goTo(const QModelIndex &index);
    void showMenu(const QPoint &at);

    ProblemModel *m_model;
    QToolButton *m_header;
    QLabel *m_counts[4] = {};
    QListView *m_list;
};

} // namespace punchcard
