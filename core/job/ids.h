// SPDX-License-Identifier: MIT
#pragma once

#include <QtTypes>

namespace punchcard {

/// A job's small number on this computer, for people. Never leaves it: the uid does.
enum class JobId : qint64 { };
/// A row of what a job brings home.
enum class ItemId : qint64 { };
/// Jobs that belong together: a race, a rerun and what it repeats.
enum class GroupId : qint64 { };

} // namespace punchcard
