// SPDX-License-Identifier: MIT
#include "core/models/elements.h"

#include "core/job/array.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonObject>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct ElementsText
{
    Q_DECLARE_TR_FUNCTIONS(Elements)
};

ElementState elementStateOf(const Task &task)
{
    if (task.status == Status::InProgress)
        return ElementState::Running;
    if (task.status != Status::Completed)
        return ElementState::Waiting;
    switch (task.conclusion) {
    case Conclusion::Success: return ElementState::Succeeded;
    case Conclusion::TimedOut: return ElementState::TimedOut;
    case Conclusion::Cancelled:
    case Conclusion::Skipped: return ElementState::Cancelled;
    case Conclusion::Failure:
    case Conclusion::StartupFailure:
    case Conclusion::None:
    case Conclusion::Other: break;
    }
    return ElementState::Failed;
}

void takeTask(Element &element, const Attempt &attempt, const Task &task)
{
    const bool taken = task.runnerId != 0;
    element.state = elementStateOf(task);
    element.attempt = attempt.number;
    element.task = task.remoteId;
    element.page = task.page;
    element.runner = task.runnerName;
    element.asked = task.createdAt ? task.createdAt : attempt.startedAt;
    element.startedAt = taken ? task.startedAt : std::nullopt;
    element.completedAt = task.completedAt;
}

// What an earlier attempt brought is only told of where the newest brought nothing.
void takeArtifacts(const Job &job, const QHash<int, qsizetype> &places, QList<Element> &elements)
{
    QHash<int, int> attempts;
    for (const Item &item : job.items) {
        const int number = item.kind == Item::Kind::Artifact ? elementOfArtifact(job.spec, item.name) : -1;
        const auto place = places.constFind(number);
        if (place == places.cend() || item.attempt < attempts.value(number, 0))
            continue;
        Element &element = elements[*place];
        if (item.attempt > attempts.value(number, 0)) {
            attempts.insert(number, item.attempt);
            element.artifacts = 0;
            element.size = 0;
            element.folder.clear();
        }
        ++element.artifacts;
        element.size += item.size;
        if (element.folder.isEmpty() && item.state == Item::State::Here)
            element.folder = item.path;
    }
}

Milliseconds atLeastNothing(Milliseconds duration)
{
    return std::max(duration, Milliseconds::zero());
}

QString number(std::optional<Milliseconds> duration)
{
    return duration ? QString::number(qint64(duration->count())) : QString();
}

QJsonValue orNothing(std::optional<Milliseconds> duration)
{
    return duration ? QJsonValue(qint64(duration->count())) : QJsonValue();
}

QString stampText(std::optional<Time> time)
{
    return time ? isoTime(*time) : QString();
}

QJsonValue stampValue(std::optional<Time> time)
{
    return time ? QJsonValue(isoTime(*time)) : QJsonValue();
}

// A table is of what has been, not of what goes on just now.
std::optional<Milliseconds> queuedInAll(const Element &element)
{
    return element.startedAt || element.isOver() ? queuedOf(element, {}) : std::nullopt;
}

std::optional<Milliseconds> ranInAll(const Element &element)
{
    return element.completedAt ? ranOf(element, {}) : std::nullopt;
}

} // namespace

int elementOfArtifact(const JobSpec &spec, const QString &name)
{
    bool isNumber = false;
    const int element = name.section(u'-', -1).toInt(&isNumber);
    return isNumber && name.contains(u'-') && element >= 0 && element < arraySize(spec) ? element : -1;
}

QList<Element> elementsIn(const Job &job)
{
    QList<Element> elements;
    QHash<int, qsizetype> places;
    const QList<int> numbers = elementsOf(job.spec);
    elements.reserve(numbers.size());
    for (const int number : numbers) {
        places.insert(number, elements.size());
        elements.append({.number = number, .text = elementText(job.spec, number)});
    }
    if (elements.isEmpty())
        return elements;
    for (const Run &run : job.runs) {
        for (const Attempt &attempt : run.attempts) {
            for (const Task &task : attempt.tasks) {
                const auto place = places.constFind(elementOf(job.spec, task));
                if (place == places.cend() || attempt.number < elements.at(*place).attempt)
                    continue;
                // GitHub lists again what it did not run again.
                if (elements.at(*place).attempt == 0 || !isRepeat(attempt, task))
                    takeTask(elements[*place], attempt, task);
            }
        }
    }
    if (job.phase >= Phase::Ended) {
        for (Element &element : elements) {
            if (!element.isOver())
                element.state = ElementState::Cancelled;
        }
    }
    takeArtifacts(job, places, elements);
    return elements;
}

std::optional<Milliseconds> queuedOf(const Element &element, Time now)
{
    if (!element.asked)
        return std::nullopt;
    if (element.startedAt)
        return atLeastNothing(*element.startedAt - *element.asked);
    if (element.isOver())
        return element.completedAt ? std::optional(atLeastNothing(*element.completedAt - *element.asked)) : std::nullopt;
    return atLeastNothing(now - *element.asked);
}

std::optional<Milliseconds> ranOf(const Element &element, Time now)
{
    if (!element.startedAt || (!element.completedAt && element.state != ElementState::Running))
        return std::nullopt;
    return atLeastNothing(element.completedAt.value_or(now) - *element.startedAt);
}

ElementCounts countOf(const QList<Element> &elements)
{
    ElementCounts counts{.all = int(elements.size())};
    for (const Element &element : elements) {
        switch (element.state) {
        case ElementState::Waiting: ++counts.waiting; break;
        case ElementState::Running: ++counts.running; break;
        case ElementState::Succeeded: ++counts.succeeded; break;
        case ElementState::Failed:
        case ElementState::TimedOut: ++counts.failed; break;
        case ElementState::Cancelled: ++counts.cancelled; break;
        }
    }
    return counts;
}

std::optional<ElementSpread> elementSpread(const QList<Element> &elements)
{
    QList<std::pair<Milliseconds, int>> ran;
    for (const Element &element : elements) {
        const std::optional<Milliseconds> length
            = element.isOver() && element.state != ElementState::Cancelled ? ranOf(element, {}) : std::nullopt;
        if (length)
            ran.append({*length, element.number});
    }
    if (ran.isEmpty())
        return std::nullopt;
    std::ranges::sort(ran);
    QList<Milliseconds> lengths;
    lengths.reserve(ran.size());
    for (const auto &[length, element] : std::as_const(ran))
        lengths.append(length);
    return ElementSpread{.ran = *spreadOf(std::move(lengths)), .fastest = ran.constFirst().second, .slowest = ran.constLast().second};
}

QString elementStateText(ElementState state)
{
    switch (state) {
    case ElementState::Waiting: return ElementsText::tr("Waiting");
    case ElementState::Running: return ElementsText::tr("Running");
    case ElementState::Succeeded: return ElementsText::tr("Succeeded");
    case ElementState::Failed: return ElementsText::tr("Failed");
    case ElementState::TimedOut: return ElementsText::tr("Timed out");
    case ElementState::Cancelled: return ElementsText::tr("Cancelled");
    }
    return {};
}

QString wordFor(ElementState state)
{
    switch (state) {
    case ElementState::Waiting: return u"waiting"_s;
    case ElementState::Running: return u"running"_s;
    case ElementState::Succeeded: return u"succeeded"_s;
    case ElementState::Failed: return u"failed"_s;
    case ElementState::TimedOut: return u"timed_out"_s;
    case ElementState::Cancelled: return u"cancelled"_s;
    }
    return {};
}

QStringList parameterNames(const JobSpec &spec)
{
    if (!spec.params.rows.isEmpty())
        return spec.params.names;
    return spec.each.isEmpty() ? QStringList() : QStringList(u"input"_s);
}

QStringList parametersOf(const JobSpec &spec, int element)
{
    if (!spec.params.rows.isEmpty())
        return spec.params.rows.value(element);
    return spec.each.isEmpty() ? QStringList() : QStringList(spec.each.value(element));
}

QByteArray elementsCsv(const JobSpec &spec, const QList<Element> &elements, CsvReader reader, char separator)
{
    QStringList names = parameterNames(spec);
    if (reader == CsvReader::Spreadsheet)
        std::ranges::transform(names, names.begin(), csvText);
    const QStringList head = QStringList(u"element"_s) + names + QStringList{u"outcome"_s, u"attempt"_s,    u"queued_ms"_s,
                                                                             u"ran_ms"_s,  u"started_at"_s, u"completed_at"_s,
                                                                             u"runner"_s,  u"artifacts"_s,  u"results_bytes"_s};
    QByteArray csv = csvLine(head, separator);
    for (const Element &element : elements) {
        QStringList parameters = parametersOf(spec, element.number);
        if (reader == CsvReader::Spreadsheet)
            std::ranges::transform(parameters, parameters.begin(), csvText);
        const QStringList cells = QStringList(QString::number(element.number)) + parameters
            + QStringList{wordFor(element.state),       QString::number(element.attempt),
                          number(queuedInAll(element)), number(ranInAll(element)),
                          stampText(element.startedAt), stampText(element.startedAt ? element.completedAt : std::nullopt),
                          csvText(element.runner),      QString::number(element.artifacts),
                          QString::number(element.size)};
        csv += csvLine(cells, separator);
    }
    return csv;
}

QJsonArray elementsJson(const JobSpec &spec, const QList<Element> &elements)
{
    QJsonArray array;
    const QStringList names = parameterNames(spec);
    for (const Element &element : elements) {
        const QStringList values = parametersOf(spec, element.number);
        QJsonObject parameters;
        for (qsizetype i = 0; i < names.size(); ++i)
            parameters.insert(names.at(i), values.value(i));
        array.append(QJsonObject{{u"element"_s, element.number},
                                 {u"parameters"_s, parameters},
                                 {u"outcome"_s, wordFor(element.state)},
                                 {u"attempt"_s, element.attempt},
                                 {u"queued_ms"_s, orNothing(queuedInAll(element))},
                                 {u"duration_ms"_s, orNothing(ranInAll(element))},
                                 {u"started_at"_s, stampValue(element.startedAt)},
                                 {u"completed_at"_s, stampValue(element.startedAt ? element.completedAt : std::nullopt)},
                                 {u"runner"_s, element.runner},
                                 {u"artifacts"_s, element.artifacts},
                                 {u"size"_s, element.size}});
    }
    return array;
}

} // namespace punchcard
