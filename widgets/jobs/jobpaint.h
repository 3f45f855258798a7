// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobstate.h"
#include "widgets/look/tones.h"

#include <QString>

namespace punchcard {

/// How a state looks, wherever it is shown.
[[nodiscard]] QString iconOf(JobState state);
[[nodiscard]] look::Tone toneOf(JobState state);

} // namespace punchcard
