// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Gives the artifacts that are here back the modes, links and empty folders that their zips lost, by the manifests that came
/// with them (Drive::manifests). One that is not to be had or not to be trusted changes nothing.
[[nodiscard]] Async<> applyManifests(Drive &drive);

} // namespace punchcard
