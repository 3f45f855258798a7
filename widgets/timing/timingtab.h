// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/timing/jobview.h"

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
class TimingTab : public JobView
{
    Q_OBJECT

public:
    explicit TimingTab(Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] TimingModel *model() const { return m_model; }

signals:
    void stepChosen(punchcard::JobId job, int attempt, qint64 task, int step);

protected:
    void clear() override;
    void take(const Job &job) override;
    void say(const Error &error) override;
    void tick() override;
    [[nodiscard]] bool isRunning() const override;

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

    void showChoice(const Job &job, const Choice &choice);
    void chooseStep(int step);

    QList<Choice> m_choices;
    TimingModel *m_model;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QComboBox *m_task;
    QLabel *m_total;
    TimingBar *m_bar;
    QTreeView *m_table;
};

} // namespace punchcard
