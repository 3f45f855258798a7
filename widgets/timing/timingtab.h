// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTimer;
class QTreeView;

namespace punchcard {

namespace look {
class EmptyState;
}
class TimingBar;
class TimingModel;

/// Where the time of a job went: one bar, and the same in figures.
class TimingTab : public QWidget
{
    Q_OBJECT

public:
    explicit TimingTab(Desk &desk, QWidget *parent = nullptr);

    void setJob(std::optional<JobId> job);
    [[nodiscard]] TimingModel *model() const { return m_model; }

signals:
    void stepChosen(punchcard::JobId job, int attempt, qint64 task, int step);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    /// What can be chosen: a task of an attempt of a run.
    struct Choice
    {
        int run = 1;
        int attempt = 0;
        int taskRow = 0;
        qint64 task = 0;
        QString name = {};

        bool operator==(const Choice &) const = default;
    };

    void reload();
    void take(const Job &job);
    void showChoice(const Job &job, const Choice &choice);
    void updateTimer();
    void chooseStep(int step);

    Desk &m_desk;
    std::optional<JobId> m_job;
    std::optional<Job> m_known;
    QList<Choice> m_choices;
    TimingModel *m_model;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QComboBox *m_task;
    QLabel *m_total;
    TimingBar *m_bar;
    QTreeView *m_table;
    QTimer *m_ticker;
};

} // namespace punchcard
