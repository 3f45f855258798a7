// SPDX-License-Identifier: MIT
#include "core/base/memoryguard.h"

namespace punchcard {

bool guardMemory()
{
    return false;
}

} // namespace punchcard
