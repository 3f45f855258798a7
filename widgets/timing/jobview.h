// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QTimer>
#include <QWidget>

namespace punchcard {

/// Shows one job and follows it: it is read again when it changes, and each second counts while it runs and is seen.
class JobView : public QWidget
{
    Q_OBJECT

public:
    JobView(Desk &desk, QWidget *parent);

    void setJob(std::optional<JobId> job);

protected:
    [[nodiscard]] std::optional<JobId> job() const { return m_job; }
    /// As it was last read.
    [[nodiscard]] const std::optional<Job> &known() const { return m_known; }
    [[nodiscard]] QTimer *ticker() { return &m_ticker; }
    /// After what is shown began or ended to run.
    void updateTicker();

    /// Another job, or none: what was shown goes.
    virtual void clear() = 0;
    virtual void take(const Job &job) = 0;
    virtual void say(const Error &error) = 0;
    virtual void tick() = 0;
    [[nodiscard]] virtual bool isRunning() const = 0;

    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void reload();

    Desk &m_desk;
    std::optional<JobId> m_job;
    std::optional<Job> m_known;
    std::optional<JobId> m_reading; ///< the answer is on its way
    bool m_readAgain = false;       ///< it will be old
    QTimer m_ticker;
};

} // namespace punchcard
