// SPDX-License-Identifier: MIT
#include "core/models/racemodel.h"

#include "core/jobs/race.h"
#include "core/models/wording.h"

#include <QLocale>

#include <algorithm>

namespace punchcard {

RaceModel::RaceModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void RaceModel::setJobs(const QList<Job> &jobs)
{
    m_jobs = standingRacers(jobs);
    measure();
}

void RaceModel::tick()
{
    if (m_race.isRunning)
        measure();
}

// The same racers with other figures keep their rows.
void RaceModel::measure()
{
    RaceLanes race = raceLanes(m_jobs, m_clock.now());
    const bool areSame = std::ranges::equal(race.lanes, m_race.lanes, {}, &RaceLane::job, &RaceLane::job);
    if (!areSame)
        beginResetModel();
    m_race = std::move(race);
    if (!areSame)
        endResetModel();
    else if (!m_race.lanes.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit measured();
}

QModelIndex RaceModel::indexOf(JobId job) const
{
    const auto found = std::ranges::find(m_race.lanes, job, &RaceLane::job);
    return found == m_race.lanes.end() ? QModelIndex() : index(int(found - m_race.lanes.begin()), 0);
}

int RaceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_race.lanes.size());
}

int RaceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const RaceFigure *RaceModel::figureOf(const RaceLane &lane, int column)
{
    switch (column) {
    case Queued: return &lane.queued;
    case SetUp: return &lane.setUp;
    case Script: return &lane.script;
    case Total: return &lane.total;
    default: return nullptr;
    }
}

namespace {

QString summaryOf(const RaceLane &lane, bool isWinner)
{
    QStringList parts;
    for (const RaceStretch &stretch : lane.stretches)
        parts.append(
            RaceModel::tr("%1 %2", "a part of a racer's time and how long it was").arg(nameOf(stretch.part), secondsText(stretch.length)));
    const QString state = isWinner ? RaceModel::tr("winner, %1").arg(stateText(lane.state)) : stateText(lane.state);
    if (parts.isEmpty())
        return RaceModel::tr("%1, %2. No times are known yet.", "racer, state").arg(lane.name, state);
    return RaceModel::tr("%1, %2. %3; %4 in all.", "racer, state, its times, their sum")
        .arg(lane.name, state, QLocale().createSeparatedList(parts), secondsText(lane.total.length));
}

} // namespace

QVariant RaceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RaceLane &lane = m_race.lanes.at(index.row());
    const RaceFigure *const figure = figureOf(lane, index.column());
    switch (role) {
    case Qt::DisplayRole: break;
    case Qt::TextAlignmentRole: return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case JobRole: return qint64(lane.job);
    case StateRole: return QVariant::fromValue(lane.state);
    case RatioRole: return figure && figure->ratio ? ratioText(*figure->ratio) : QString();
    case OpenRole: return figure && figure->open;
    case WinnerRole: return m_race.winner == index.row();
    case Qt::AccessibleDescriptionRole:
    case SummaryRole: return summaryOf(lane, m_race.winner == index.row());
    case Qt::AccessibleTextRole:
        if (figure && figure->ratio)
            return tr("%1, %2", "a time, how many times the best").arg(secondsText(figure->length), ratioText(*figure->ratio));
        return data(index, Qt::DisplayRole);
    default: return {};
    }
    if (figure)
        return secondsText(figure->length);
    return index.column() == Racer ? lane.name : stateText(lane.state);
}

QVariant RaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Racer || section == State ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Racer: return tr("Runner");
    case State: return tr("State");
    case Queued: return tr("Queued");
    case SetUp: return tr("Set-up");
    case Script: return tr("Script");
    case Total: return tr("Total");
    default: return {};
    }
}

} // namespace punchcard
