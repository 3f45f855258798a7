// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/store/database.h"

#include <QStringList>

namespace punchcard::store {

/// How long each of the last jobs of @p account was queued that asked for the very @p labels and @p group, newest first.
[[nodiscard]] Async<QList<Milliseconds>> queueTimes(std::shared_ptr<Database> database, QString account, QStringList labels, QString group);

} // namespace punchcard::store
