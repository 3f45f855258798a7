// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "widgets/look/noticebar.h"

namespace punchcard {

/// What a job waits for, until when, and the button that ends it.
class WaitingBar : public look::NoticeBar
{
    Q_OBJECT

public:
    explicit WaitingBar(QWidget *parent);

    void tellWait(const Waiting &waiting);

signals:
    /// The user wants to go where it can be mended.
    void mendWanted();
    void tryAgainWanted();

private:
    QPushButton *m_mend;
};

} // namespace punchcard
