// SPDX-License-Identifier: MIT
#pragma once

#include <QtTypes>

namespace punchcard {

/// How much of a job's inputs the server has.
struct InputProgress
{
    qsizetype files = 0;
    qsizetype allFiles = 0;
    qint64 bytes = 0;
    qint64 allBytes = 0;
};

} // namespace punchcard
