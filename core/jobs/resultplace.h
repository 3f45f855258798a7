// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QString>

namespace punchcard {

/// Where the content of the job's artifact @p name goes in the folder that the user chose: `uploads` straight into it, anything
/// else into one of its name. What an array's element left goes into one of its number first, unless it is merged. Pure.
[[nodiscard]] QString resultPlace(const QString &outFolder, const QString &name, const JobSpec &spec);
/// Which element of the job's array left artifact @p name; -1: none, or it is no array.
[[nodiscard]] int elementOfArtifact(const QString &name, const JobSpec &spec);

} // namespace punchcard
