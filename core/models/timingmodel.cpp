// SPDX-License-Identifier: MIT
#include "core/models/timingmodel.h"

#include "core/models/wording.h"

#include <QLocale>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

TimingModel::TimingModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void TimingModel::clear()
{
    m_job.reset();
    measure();
}

void TimingModel::setJob(const Job &job, int run, int attempt, int taskRow)
{
    m_job = job;
    m_run = run;
    m_attempt = attempt;
    m_taskRow = taskRow;
    const auto ran = std::ranges::find(job.runs, run, &Run::number);
    if (attempt == 0)
        m_attempt = ran != job.runs.end() && !ran->attempts.isEmpty() ? ran->attempts.constLast().number : 1;
    measure();
}

void TimingModel::tick()
{
    if (m_job)
        measure();
}

// The same rows with other figures keep their places.
void TimingModel::measure()
{
    QList<TimeSpan> spans = m_job ? timeSpans(*m_job, m_run, m_attempt, m_taskRow, m_clock.now()) : QList<TimeSpan>();
    QList<Row> rows;
    for (qsizetype span = 0; span < spans.size(); ++span) {
        rows.append({.span = span, .step = {}});
        for (qsizetype step = 0; step < spans.at(span).steps.size(); ++step)
            rows.append({.span = span, .step = step});
    }
    if (rows == m_rows) {
        m_spans = std::move(spans);
        if (!m_rows.isEmpty())
            emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
    } else {
        beginResetModel();
        m_spans = std::move(spans);
        m_rows = std::move(rows);
        endResetModel();
    }
    emit spansChanged();
}

bool TimingModel::isRunning() const
{
    return std::ranges::any_of(m_spans, &TimeSpan::open);
}

Milliseconds TimingModel::total() const
{
    Milliseconds sum{};
    for (const TimeSpan &span : m_spans)
        sum += span.length;
    return sum;
}

QString TimingModel::summary() const
{
    QStringList parts;
    for (const TimeSpan &span : m_spans)
        parts.append(tr("%1 %2", "a stretch of time and how long it was").arg(nameOf(span.kind), secondsText(span.length)));
    if (parts.isEmpty())
        return tr("No times are known yet.");
    return tr("%1. %2 in all.").arg(QLocale().createSeparatedList(parts), secondsText(total()));
}

std::optional<Milliseconds> TimingModel::lengthOf(const Row &row) const
{
    const TimeSpan &span = m_spans.at(row.span);
    return row.step ? punchcard::lengthOf(span.steps.at(*row.step), m_clock.now()) : std::optional(span.length);
}

std::optional<Time> TimingModel::beginOf(const Row &row) const
{
    const TimeSpan &span = m_spans.at(row.span);
    return row.step ? span.steps.at(*row.step).startedAt : std::optional(span.begin);
}

int TimingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TimingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimingModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows.at(index.row());
    const TimeSpan &span = m_spans.at(row.span);
    const std::optional<Milliseconds> length = lengthOf(row);
    switch (role) {
    case Qt::DisplayRole: break;
    case Qt::TextAlignmentRole: return int((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SpanRole: return int(span.kind);
    case StepRole: return row.step ? span.steps.at(*row.step).number : 0;
    case LengthRole: return length ? QVariant(qint64(length->count())) : QVariant();
    case LocalRole: return span.isLocal();
    case OpenRole: return row.step ? span.steps.at(*row.step).status == Status::InProgress : span.open;
    default: return {};
    }
    switch (index.column()) {
    case Name: return row.step ? span.steps.at(*row.step).name : nameOf(span.kind);
    case Began: {
        const std::optional<Time> begin = beginOf(row);
        return begin ? QVariant(QLocale().toString(toDateTime(*begin).toLocalTime().time(), u"HH:mm:ss"_s)) : QVariant();
    }
    case Duration: return length ? QVariant(secondsText(length)) : QVariant();
    case Share:
        if (row.step || !length || total() == Milliseconds::zero())
            return {};
        return tr("%1 %", "a share of the whole").arg(qRound(100.0 * double(length->count()) / double(total().count())));
    default: return {};
    }
}

QVariant TimingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("What");
    case Began: return tr("Began");
    case Duration: return tr("Took");
    case Share: return tr("Share");
    default: return {};
    }
}

} // namespace punchcard
