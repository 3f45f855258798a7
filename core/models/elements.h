// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/models/csv.h"
#include "core/models/historymodel.h"

#include <QJsonArray>

namespace punchcard {

/// Where an element of an array stands. A filter is several of them.
enum class ElementState {
    Waiting = 1, ///< no runner has it yet, or the server has not even listed it
    Running = 2,
    Succeeded = 4,
    Failed = 8,
    TimedOut = 16,
    Cancelled = 32, ///< or it never ran although its job is over
};
Q_DECLARE_FLAGS(ElementStates, ElementState)
Q_DECLARE_OPERATORS_FOR_FLAGS(ElementStates)

/// One element of an array: its newest attempt. Times are the server's.
struct Element
{
    int number = 0;
    QString text = {}; ///< its input or parameters; empty: it has only a number
    ElementState state = ElementState::Waiting;
    int attempt = 0;   ///< 0: the server has not listed it yet
    qint64 task = 0;   ///< Task::remoteId; 0: likewise
    QUrl page = {};
    QString runner = {};
    std::optional<Time> asked = {};
    std::optional<Time> startedAt = {}; ///< nullopt: no runner has taken it
    std::optional<Time> completedAt = {};
    int artifacts = 0;
    qint64 size = 0;      ///< bytes of its artifacts, as announced
    QString folder = {};  ///< of its first artifact that is here, below the job's; empty: none is

    bool operator==(const Element &) const = default;
    [[nodiscard]] bool isOver() const { return state != ElementState::Waiting && state != ElementState::Running; }
};

/// The elements of @p job that run, ascending, each as its newest attempt has it; none for a job without an array. Pure.
[[nodiscard]] QList<Element> elementsIn(const Job &job);
/// Which element made artifact @p name ("uploads-3"); -1: none, or the job is no array.
[[nodiscard]] int elementOfArtifact(const JobSpec &spec, const QString &name);

/// How long it waited for a runner, and how long it ran; until @p now while it does. nullopt: that has not begun.
[[nodiscard]] std::optional<Milliseconds> queuedOf(const Element &element, Time now);
[[nodiscard]] std::optional<Milliseconds> ranOf(const Element &element, Time now);

struct ElementCounts
{
    int all = 0;
    int waiting = 0;
    int running = 0;
    int succeeded = 0;
    int failed = 0; ///< with those that timed out
    int cancelled = 0;

    bool operator==(const ElementCounts &) const = default;
    [[nodiscard]] int over() const { return succeeded + failed + cancelled; }
};
[[nodiscard]] ElementCounts countOf(const QList<Element> &elements);

/// How far apart the times of those are that ran to an end of their own, and who was first and last.
struct ElementSpread
{
    Spread ran;
    int fastest = 0; ///< its number
    int slowest = 0;
};
[[nodiscard]] std::optional<ElementSpread> elementSpread(const QList<Element> &elements);

/// "Succeeded", "Waiting"; for people.
[[nodiscard]] QString elementStateText(ElementState state);
/// Stable: "succeeded", "timed_out".
[[nodiscard]] QString wordFor(ElementState state);

/// One column for each parameter, or one for the input, or none.
[[nodiscard]] QStringList parameterNames(const JobSpec &spec);
[[nodiscard]] QStringList parametersOf(const JobSpec &spec, int element);

/// A line of headings and one for each of @p elements: numbers, parameters as they are, times in ISO 8601 and in milliseconds.
[[nodiscard]] QByteArray elementsCsv(const JobSpec &spec, const QList<Element> &elements, CsvReader reader = CsvReader::Program,
                                     char separator = ',');
/// The same for `--json`.
[[nodiscard]] QJsonArray elementsJson(const JobSpec &spec, const QList<Element> &elements);

} // namespace punchcard
