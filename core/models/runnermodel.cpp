// SPDX-License-Identifier: MIT
#include "core/models/runnermodel.h"

#include "core/models/wording.h"

#include <algorithm>

namespace punchcard {

void RunnerModel::setRuns(const QList<store::PastRun> &runs)
{
    beginResetModel();
    m_runners = byRunner(runs);
    m_longest = {};
    for (const RunnerHistory &runner : std::as_const(m_runners)) {
        if (runner.duration)
            m_longest = std::max(m_longest, runner.duration->most);
    }
    endResetModel();
}

int RunnerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runners.size());
}

int RunnerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunnerModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RunnerHistory &runner = m_runners.at(index.row());
    const std::optional<Spread> &spread = runner.duration;
    switch (role) {
    case Qt::TextAlignmentRole:
        return int((index.column() == Runner || index.column() == Range ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SpreadRole:
        if (!spread)
            return {};
        return QVariantList{qint64(spread->least.count()), qint64(spread->lowerQuartile.count()), qint64(spread->median.count()),
                            qint64(spread->upperQuartile.count()), qint64(spread->most.count())};
    case LongestRole: return qint64(m_longest.count());
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        if (index.column() == Range && spread) {
            return tr("From %1 to %2; half of them between %3 and %4")
                .arg(secondsText(spread->least), secondsText(spread->most), secondsText(spread->lowerQuartile),
                     secondsText(spread->upperQuartile));
        }
        return data(index, Qt::DisplayRole);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Runner: return runner.runner;
    case Runs: return runner.runs;
    case Failures: return runner.failures;
    case Median: return secondsText(spread ? std::optional(spread->median) : std::nullopt);
    case Queued: return secondsText(runner.queued ? std::optional(runner.queued->median) : std::nullopt);
    default: return {};
    }
}

QVariant RunnerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Runner: return tr("Runner");
    case Runs: return tr("Runs");
    case Failures: return tr("Failed");
    case Median: return tr("Median");
    case Range: return tr("Spread");
    case Queued: return tr("Queue");
    default: return {};
    }
}

} // namespace punchcard
