// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

class QPainter;
class QPalette;
class QPointF;

namespace punchcard {

constexpr double historyMarkRadius = 3.5;

/// The mark of a run that ended so: failures are crosses, all others dots.
void paintRunMark(QPainter &painter, QPointF place, Outcome outcome, double radius, const QPalette &palette);
/// That of its time in the queue: small and quiet, so that it does not hide what counts.
void paintQueueMark(QPainter &painter, QPointF place, const QPalette &palette);

} // namespace punchcard
