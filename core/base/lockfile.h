// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

class QLockFile;

namespace punchcard {

/// Takes @p lock, a kernel lock that is free again at once when its holder dies; waits for it until @p patience is over. A file
/// that does not say who holds it, as a power failure leaves one, is held by whom the kernel says, and by nobody else.
/// False: see QLockFile::error().
[[nodiscard]] bool takeLock(QLockFile &lock, std::chrono::milliseconds patience = {});

} // namespace punchcard
