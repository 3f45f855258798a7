// SPDX-License-Identifier: MIT
#include "core/hub/sandbox.h"

namespace punchcard::hub::sandbox {

bool works()
{
    return false; // Bubblewrap is Linux's.
}

Result<Launch> launch(const JobLayout &, const QStringList &)
{
    const Result<QString> supervise = supervisor();
    if (!supervise)
        return supervise.error();
    return Launch{.program = *supervise, .environment = plainEnvironment()};
}

QStringList baseEnvironment(const JobLayout &)
{
    return plainEnvironment().toStringList();
}

} // namespace punchcard::hub::sandbox
