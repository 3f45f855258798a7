// SPDX-License-Identifier: MIT
// widgets/jobs: the jobs of this home: a list to find them in, and what can be done with one.
#pragma once

#include "core/models/jobfilter.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QListView;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace punchcard {

namespace look {
class EmptyState;
}
class JobActions;

/// The list of jobs with its find field and filter.
class JobList : public QWidget
{
    Q_OBJECT

public:
    JobList(JobModel &jobs, JobActions &actions, const Home &home, QWidget *parent = nullptr);

    [[nodiscard]] QListView *view() const { return m_view; }
    [[nodiscard]] JobFilter &filter() { return *m_filter; }
    [[nodiscard]] std::optional<JobId> current() const;
    /// Chooses @p job once it is there, taking away a filter that hides it.
    void choose(JobId job);
    void focusFind();
    [[nodiscard]] bool isTicking() const { return m_ticker.isActive(); }

signals:
    void currentChanged(std::optional<punchcard::JobId> job);
    /// Enter or a double click.
    void opened(punchcard::JobId job);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeView();
    QWidget *makeBar();
    void fillFilterMenu(QMenu *menu);
    void addKind(QMenu *menu, JobKind kind, const QString &text);
    void showMenu(const QPoint &at);
    void showAll();
    void takeRows();
    void tellCurrent();
    void chooseWished();
    void updateEmptyPage();
    void updateTicker();
    void repaintOpenRows();

    JobModel &m_jobs;
    JobActions &m_actions;
    JobFilter *m_filter;
    QLineEdit *m_find;
    QToolButton *m_filterButton;
    QStackedWidget *m_pages;
    QListView *m_view;
    look::EmptyState *m_empty;
    std::optional<JobId> m_told;
    std::optional<JobId> m_wished; ///< chosen as soon as it is there
    QTimer m_ticker; ///< runs only while an open job can be seen
};

} // namespace punchcard
