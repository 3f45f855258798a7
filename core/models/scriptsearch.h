// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/job/ids.h"

#include <QList>
#include <QSet>
#include <QString>

namespace punchcard {

/// A job's script as it was sent.
struct StoredScript
{
    JobId job = {};
    QString path = {};
};

/// The jobs whose script has @p text in it, in any case. Reads the first megabyte of each, on the pool.
[[nodiscard]] Async<QSet<JobId>> jobsWithText(QList<StoredScript> scripts, QString text, Context context);

} // namespace punchcard
