// SPDX-License-Identifier: MIT
#pragma once

#include "core/workflow/jobworkflow.h"

namespace YAML {
class Emitter;
}

namespace punchcard::workflow {

/// How the files come and go: by actions, or with the script in `plain` and without any.
struct Carriage
{
    QString uid = {};
    bool ownShebang = false;
    ActionVersions versions = {};
    std::optional<QByteArray> plain = {};
    std::optional<LiveOutput> live = {}; ///< not in `plain`: its scripts would not be there
};

/// `steps:` of the job.
void emitSteps(YAML::Emitter &out, const JobSpec &spec, const Carriage &carriage);

} // namespace punchcard::workflow
