// SPDX-License-Identifier: MIT
#include "widgets/window/jobtabs.h"

#include "widgets/look/icons.h"
#include "widgets/timing/stepsview.h"

namespace punchcard {

using namespace Qt::StringLiterals;

JobTabs::JobTabs(Desk &desk, QWidget *parent)
    : QTabWidget(parent)
    , m_steps(new StepsView(desk))
{
    setObjectName("jobTabs"_L1);
    setDocumentMode(true);
    addTab(m_steps, look::icon(u"steps"_s), tr("Steps"));
}

void JobTabs::setJob(std::optional<JobId> job)
{
    m_steps->setJob(job);
}

} // namespace punchcard
