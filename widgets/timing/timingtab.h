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
class ElementSpreadBar;
class TimingBar;
class TimingModel;

/// Where the time of a job went: one bar, and the same in figures.
class TimingTab : public JobView
{
    Q_OBJECT

public:
    explicit TimingTab(Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] TimingModel *model() const { return m_model; }
    /// Of an array: shows where the time of one went.
    void chooseElement(int number);

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
        int element = -1; ///< -1: the job is no array
        QString name = {};

        bool operator==(const Choice &) const = default;
    };

    void listChoices(const Job &job);
    void showChoice(const Job &job, const Choice &choice);
    void chooseStep(int step);

    QList<Choice> m_choices;
    int m_wanted = -1; ///< an element that was chosen elsewhere, also while its task is not there
    TimingModel *m_model;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QComboBox *m_task;
    QLabel *m_total;
    ElementSpreadBar *m_spread;
    TimingBar *m_bar;
    QTreeView *m_table;
};

} // namespace punchcard
