// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QTabWidget>

namespace punchcard {

class StepsView;

/// What there is to see of the chosen job, below the script: its log, steps, timing and details.
class JobTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit JobTabs(Desk &desk, QWidget *parent = nullptr);

    void setJob(std::optional<JobId> job);

private:
    StepsView *m_steps;
};

} // namespace punchcard
