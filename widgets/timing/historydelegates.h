// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/timing/stepdelegate.h"

namespace punchcard {

[[nodiscard]] StateLook lookOf(Outcome outcome);

/// A past run: its result with an icon.
class HistoryDelegate : public look::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// A runner's figures, with the spread of its durations as a box between whiskers.
class SpreadDelegate : public look::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace punchcard
