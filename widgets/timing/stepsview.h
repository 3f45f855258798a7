// SPDX-License-Identifier: MIT
// widgets/timing: how a job went: its steps, where its time went, all that is known of it, and how its like went before.
#pragma once

#include "widgets/timing/jobview.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QStackedWidget;
class QTreeView;

namespace punchcard {

namespace look {
class EmptyState;
}
class StepModel;

/// Tasks and steps of one attempt, with their state and how long each takes.
class StepsView : public JobView
{
    Q_OBJECT

public:
    explicit StepsView(Desk &desk, QWidget *parent = nullptr);

    [[nodiscard]] QTreeView *view() const { return m_view; }

signals:
    /// The user chose a step, or a task as a whole (@p step 0).
    void stepChosen(punchcard::JobId job, int attempt, qint64 task, int step);
    void attemptChosen(punchcard::JobId job, int attempt);

protected:
    void clear() override;
    void take(const Job &job) override;
    void say(const Error &error) override;
    void tick() override;
    [[nodiscard]] bool isRunning() const override;

private:
    void listAttempts();
    void updateState(const Job *job);

    int m_attempt = 0; ///< as chosen; 0: the newest
    StepModel *m_model;
    QWidget *m_strip;
    QComboBox *m_attempts;
    QStackedWidget *m_pages;
    look::EmptyState *m_empty;
    QTreeView *m_view;
};

} // namespace punchcard
