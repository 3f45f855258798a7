// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/run.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/look/tones.h"

namespace punchcard {

/// How the state of a task or step looks: the name of its icon and its tone.
struct StateLook
{
    QString icon;
    look::Tone tone;
};
[[nodiscard]] StateLook lookOf(Status status, Conclusion conclusion);

/// Draws a task or step: its state, its name, and what it took.
class StepDelegate : public look::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace punchcard
