// SPDX-License-Identifier: MIT
// An array is a script that runs once for each of its elements, which are counted from 0.
#pragma once

#include "core/job/jobspec.h"

#include <QList>
#include <QString>

namespace punchcard {

struct Task;

/// GitHub's limit for the jobs that one run's matrix makes.
inline constexpr int largestMatrix = 256;

/// How many elements the array has, also those that do not run this time; 0: the job is no array.
[[nodiscard]] int arraySize(const JobSpec &spec);
/// The elements that run, ascending; empty: the job is no array.
[[nodiscard]] QList<int> elementsOf(const JobSpec &spec);
/// How many runs the job needs: 1, unless more elements run than a matrix takes.
[[nodiscard]] int runsOf(const JobSpec &spec);
/// The elements that run @p number (Run::number, from 1) has.
[[nodiscard]] QList<int> elementsOfRun(const JobSpec &spec, int number);
/// What the task of @p element is called: "job 3"; of a job without an array (element < 0): "job".
[[nodiscard]] QString taskNameOf(int element);
/// Which element @p task is; -1: the job is no array, or the task is none of ours.
[[nodiscard]] int elementOf(const JobSpec &spec, const Task &task);
/// What an element is about, for people: its input or its parameters ("width=80, seed=2"); empty where it has only a number.
[[nodiscard]] QString elementText(const JobSpec &spec, int element);

} // namespace punchcard
