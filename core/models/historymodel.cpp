// SPDX-License-Identifier: MIT
#include "core/models/historymodel.h"

#include "core/models/csv.h"
#include "core/models/wording.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Milliseconds quantile(const QList<Milliseconds> &sorted, double share)
{
    const double place = share * double(sorted.size() - 1);
    const qsizetype below = qsizetype(place);
    const qsizetype above = std::min(below + 1, sorted.size() - 1);
    const double part = place - double(below);
    return Milliseconds(qRound64(double(sorted.at(below).count()) * (1 - part) + double(sorted.at(above).count()) * part));
}

// A spreadsheet takes a cell that begins like this for a formula.
QString guarded(const QString &text)
{
    return !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()) ? u'\'' + text : text;
}

QString milliseconds(std::optional<Milliseconds> duration)
{
    return duration ? QString::number(qint64(duration->count())) : QString();
}

QJsonValue orNull(std::optional<Milliseconds> duration)
{
    return duration ? QJsonValue(qint64(duration->count())) : QJsonValue();
}

} // namespace

std::optional<Spread> spreadOf(QList<Milliseconds> durations)
{
    if (durations.isEmpty())
        return std::nullopt;
    std::ranges::sort(durations);
    return Spread{.count = int(durations.size()),
                  .least = durations.constFirst(),
                  .lowerQuartile = quantile(durations, 0.25),
                  .median = quantile(durations, 0.5),
                  .upperQuartile = quantile(durations, 0.75),
                  .most = durations.constLast()};
}

bool isFailure(Outcome outcome)
{
    return outcome == Outcome::Failed || outcome == Outcome::TimedOut || outcome == Outcome::Lost;
}

QList<RunnerHistory> byRunner(const QList<store::PastRun> &runs)
{
    struct Figures
    {
        RunnerHistory history;
        QList<Milliseconds> durations;
        QList<Milliseconds> queued;
    };
    QHash<QString, Figures> found;
    for (const store::PastRun &run : runs) {
        Figures &figures = found[runnerText(run.account, run.runsOn)];
        figures.history.runner = runnerText(run.account, run.runsOn);
        ++figures.history.runs;
        if (isFailure(run.outcome))
            ++figures.history.failures;
        if (run.outcome == Outcome::Succeeded && run.running)
            figures.durations.append(*run.running);
        if (run.queued)
            figures.queued.append(*run.queued);
    }
    QList<RunnerHistory> histories;
    for (Figures &figures : found) {
        figures.history.duration = spreadOf(std::move(figures.durations));
        figures.history.queued = spreadOf(std::move(figures.queued));
        histories.append(figures.history);
    }
    std::ranges::sort(
        histories, [](const RunnerHistory &a, const RunnerHistory &b) { return a.runs != b.runs ? a.runs > b.runs : a.runner < b.runner; });
    return histories;
}

void HistoryModel::setRuns(const QList<store::PastRun> &runs)
{
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

// Rows are newest first.
QModelIndex HistoryModel::indexOf(JobId job) const
{
    const auto found = std::ranges::find(m_runs, job, &store::PastRun::id);
    return found == m_runs.end() ? QModelIndex() : index(int(m_runs.end() - found) - 1, 0);
}

namespace {

// Figures stand on the right, and so do their headings.
int alignmentOf(int column)
{
    const bool figure = column == HistoryModel::Job || column == HistoryModel::Queued || column == HistoryModel::Duration;
    return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const store::PastRun &run = m_runs.at(m_runs.size() - 1 - index.row());
    const auto ms = [](std::optional<Milliseconds> duration) { return duration ? qint64(duration->count()) : qint64(-1); };
    switch (role) {
    case JobRole: return qint64(run.id);
    case OutcomeRole: return int(run.outcome);
    case Qt::TextAlignmentRole: return alignmentOf(index.column());
    case Qt::DisplayRole:
        switch (index.column()) {
        case Job: return tr("#%1").arg(qint64(run.id));
        case Began: return momentText(run.createdAt, QDate::currentDate());
        case Result: return outcomeText(run.outcome);
        case Queued: return secondsText(run.queued);
        case Duration: return secondsText(run.running);
        case Runner: return runnerText(run.account, run.runsOn);
        default: return {};
        }
    case SortRole:
        switch (index.column()) {
        case Job:
        case Began: return qint64(run.id);
        case Result: return outcomeText(run.outcome);
        case Queued: return ms(run.queued);
        case Duration: return ms(run.running);
        case Runner: return runnerText(run.account, run.runsOn);
        default: return {};
        }
    default: return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Job: return tr("Job");
    case Began: return tr("Began");
    case Result: return tr("Result");
    case Queued: return tr("Queued");
    case Duration: return tr("Duration");
    case Runner: return tr("Runner");
    default: return {};
    }
}

QByteArray historyCsv(const QList<store::PastRun> &runs)
{
    QByteArray csv = "job,name,account,created_at,outcome,results,attempt,tasks,queued_ms,duration_ms,runs_on,runner\r\n";
    for (const store::PastRun &run : runs) {
        csv += csvLine({QString::number(qint64(run.id)), guarded(run.name), guarded(run.account), isoTime(run.createdAt),
                        wordFor(run.outcome), wordFor(run.results), QString::number(run.attempt), QString::number(run.tasks),
                        milliseconds(run.queued), milliseconds(run.running), guarded(run.runsOn.join(u' ')), guarded(run.runnerName)});
    }
    return csv;
}

QByteArray historyJson(const QList<store::PastRun> &runs)
{
    QJsonArray array;
    for (const store::PastRun &run : runs) {
        array.append(QJsonObject{{u"job"_s, qint64(run.id)},
                                 {u"name"_s, run.name},
                                 {u"account"_s, run.account},
                                 {u"created_at"_s, isoTime(run.createdAt)},
                                 {u"outcome"_s, wordFor(run.outcome)},
                                 {u"results"_s, wordFor(run.results)},
                                 {u"attempt"_s, run.attempt},
                                 {u"tasks"_s, run.tasks},
                                 {u"queued_ms"_s, orNull(run.queued)},
                                 {u"duration_ms"_s, orNull(run.running)},
                                 {u"runs_on"_s, QJsonArray::fromStringList(run.runsOn)},
                                 {u"runner"_s, run.runnerName}});
    }
    return QJsonDocument(array).toJson();
}

} // namespace punchcard
