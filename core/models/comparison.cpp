// SPDX-License-Identifier: MIT
#include "core/models/comparison.h"

#include "core/job/array.h"
#include "core/models/elements.h"
#include "core/models/timespans.h"
#include "core/models/wording.h"

#include <QDate>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString runnerOf(const Job &job)
{
    const std::optional<Attempt> attempt = newestAttempt(job);
    return attempt && !attempt->tasks.isEmpty() ? attempt->tasks.constFirst().runnerName : QString();
}

QString differenceText(std::optional<Milliseconds> left, std::optional<Milliseconds> right)
{
    if (!left || !right)
        return {};
    const auto seconds = std::chrono::round<std::chrono::seconds>(*right - *left);
    if (seconds.count() == 0)
        return {};
    const QString text = secondsText(std::chrono::abs(seconds));
    return seconds.count() > 0 ? u'+' + text : u'−' + text;
}

ComparedFact timeFact(const QString &label, std::optional<Milliseconds> left, std::optional<Milliseconds> right)
{
    return {.label = label, .left = secondsText(left), .right = secondsText(right), .difference = differenceText(left, right)};
}

std::optional<Milliseconds> lengthOf(const QList<TimeSpan> &spans, TimeSpan::Kind kind)
{
    const auto found = std::ranges::find(spans, kind, &TimeSpan::kind);
    return found == spans.end() || found->open ? std::nullopt : std::optional(found->length);
}

// An array's elements share no stretches.
QList<TimeSpan> spansOf(const Job &job)
{
    if (job.runs.isEmpty() || job.runs.constFirst().attempts.isEmpty() || arraySize(job.spec) > 0)
        return {};
    return timeSpans(job, job.runs.constFirst().number, job.runs.constFirst().attempts.constLast().number, 0, {});
}

QString countText(const ElementCounts &counts)
{
    if (counts.all == 0)
        return {};
    return counts.failed > 0 ? ComparisonModel::tr("%1, %2 failed", "elements of an array").arg(counts.all).arg(counts.failed)
                             : QString::number(counts.all);
}

// What can be said of two arrays, or of one and another job.
QList<ComparedFact> elementFacts(const Job &left, const Job &right)
{
    const QList<Element> leftElements = elementsIn(left);
    const QList<Element> rightElements = elementsIn(right);
    if (leftElements.isEmpty() && rightElements.isEmpty())
        return {};
    QList<ComparedFact> facts{
        {.label = ComparisonModel::tr("Elements"), .left = countText(countOf(leftElements)), .right = countText(countOf(rightElements))}};
    const std::optional<ElementSpread> leftSpread = elementSpread(leftElements);
    const std::optional<ElementSpread> rightSpread = elementSpread(rightElements);
    const auto add = [&](const QString &label, Milliseconds Spread::*which) {
        const auto of
            = [which](const std::optional<ElementSpread> &spread) { return spread ? std::optional(spread->ran.*which) : std::nullopt; };
        facts.append(timeFact(label, of(leftSpread), of(rightSpread)));
    };
    add(ComparisonModel::tr("Fastest element"), &Spread::least);
    add(ComparisonModel::tr("Median element"), &Spread::median);
    add(ComparisonModel::tr("Slowest element"), &Spread::most);
    return facts;
}

} // namespace

QList<ComparedFact> compareJobs(const Job &left, const Job &right)
{
    const QDate today = QDate::currentDate();
    QList<ComparedFact> facts{
        {.label = ComparisonModel::tr("Began"), .left = momentText(left.createdAt, today), .right = momentText(right.createdAt, today)},
        {.label = ComparisonModel::tr("Result"), .left = outcomeText(left.outcome), .right = outcomeText(right.outcome)},
        {.label = ComparisonModel::tr("Asked for"),
         .left = runnerText(left.spec.account, left.spec.runsOn),
         .right = runnerText(right.spec.account, right.spec.runsOn)},
        {.label = ComparisonModel::tr("Ran on"), .left = runnerOf(left), .right = runnerOf(right)},
    };
    facts += elementFacts(left, right);
    const RunTimes leftTimes = timesOf(newestAttempt(left).value_or(Attempt{}));
    const RunTimes rightTimes = timesOf(newestAttempt(right).value_or(Attempt{}));
    const QList<TimeSpan> leftSpans = spansOf(left);
    const QList<TimeSpan> rightSpans = spansOf(right);
    using Kind = TimeSpan::Kind;
    for (const Kind kind :
         {Kind::Sending, Kind::Queued, Kind::SetUp, Kind::Script, Kind::Upload, Kind::WrapUp, Kind::Fetching, Kind::CleanUp}) {
        const std::optional<Milliseconds> leftLength = lengthOf(leftSpans, kind);
        const std::optional<Milliseconds> rightLength = lengthOf(rightSpans, kind);
        if (leftLength || rightLength)
            facts.append(timeFact(nameOf(kind), leftLength, rightLength));
    }
    facts.append(timeFact(ComparisonModel::tr("On the runner in all"), leftTimes.running, rightTimes.running));
    return facts;
}

void ComparisonModel::setJobs(const Job &left, const Job &right)
{
    beginResetModel();
    m_left = left.id;
    m_right = right.id;
    m_facts = compareJobs(left, right);
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_facts.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const ComparedFact &fact = m_facts.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Difference ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == DiffersRole)
        return fact.left != fact.right;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Label: return fact.label;
    case Left: return fact.left;
    case Right: return fact.right;
    case Difference: return fact.difference;
    default: return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Left: return tr("Job #%1").arg(qint64(m_left));
    case Right: return tr("Job #%1").arg(qint64(m_right));
    case Difference: return tr("Difference");
    default: return QString();
    }
}

void DiffModel::setLines(const QList<DiffLine> &lines)
{
    beginResetModel();
    m_lines = lines;
    m_differences = int(std::ranges::count_if(m_lines, [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; }));
    endResetModel();
}

int DiffModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int DiffModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DiffModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DiffLine &line = m_lines.at(index.row());
    const bool isNumber = index.column() == LeftNumber || index.column() == RightNumber;
    if (role == Qt::TextAlignmentRole)
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == KindRole)
        return int(line.kind);
    if (role != Qt::DisplayRole && (role != Qt::ToolTipRole || isNumber))
        return {};
    const auto number = [](int value) { return value > 0 ? QVariant(value) : QVariant(); };
    switch (index.column()) {
    case LeftNumber: return number(line.left);
    case LeftText: return line.leftText;
    case RightNumber: return number(line.right);
    case RightText: return line.rightText;
    default: return {};
    }
}

} // namespace punchcard
