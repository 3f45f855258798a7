// SPDX-License-Identifier: MIT
#include "widgets/timing/stepdelegate.h"

#include "core/models/stepmodel.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

namespace punchcard {

using namespace Qt::StringLiterals;

StateLook lookOf(Status status, Conclusion conclusion)
{
    using look::Tone;
    switch (status) {
    case Status::InProgress: return {u"state-running"_s, Tone::Running};
    case Status::Waiting: return {u"state-waiting"_s, Tone::Waiting};
    case Status::Unknown:
    case Status::Queued: return {u"state-queued"_s, Tone::Muted};
    case Status::Completed: break;
    }
    switch (conclusion) {
    case Conclusion::Success: return {u"state-ok"_s, Tone::Success};
    case Conclusion::Failure:
    case Conclusion::StartupFailure: return {u"state-failed"_s, Tone::Failure};
    case Conclusion::TimedOut: return {u"state-timed-out"_s, Tone::Failure};
    case Conclusion::Cancelled: return {u"state-cancelled"_s, Tone::Cancelled};
    case Conclusion::Skipped: return {u"state-cancelled"_s, Tone::Muted};
    case Conclusion::None:
    case Conclusion::Other: break;
    }
    return {u"state-lost"_s, Tone::Warning};
}

void StepDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    RowDelegate::initStyleOption(option, index);
    const auto conclusion = Conclusion(index.data(StepModel::ConclusionRole).toInt());
    if (index.column() != StepModel::Name) {
        option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
        return;
    }
    const StateLook looks = lookOf(Status(index.data(StepModel::StatusRole).toInt()), conclusion);
    option->icon = look::icon(looks.icon, looks.tone);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(look::iconSize, look::iconSize);
    option->textElideMode = Qt::ElideMiddle;
    if (looks.tone == look::Tone::Muted)
        option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
    if (index.data(StepModel::StepRole).toInt() == 0)
        option->font.setWeight(QFont::DemiBold);
}

} // namespace punchcard
