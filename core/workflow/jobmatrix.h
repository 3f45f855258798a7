// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace YAML {
class Emitter;
}

namespace punchcard::workflow {

/// `strategy:` of an array: the elements that run @p number has, each with what it is about.
void emitMatrix(YAML::Emitter &out, const JobSpec &spec, int number);
/// Entries of `env:` that tell the script which element it is; nothing without an array.
void emitElementEnv(YAML::Emitter &out, const JobSpec &spec);

} // namespace punchcard::workflow
