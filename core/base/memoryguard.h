// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard {

/// From now on no core file of this process is written, and no other process of the same user can look into its memory, where
/// tokens lie. Programs that it starts are not concerned. False: the system would not. What is released calls it first of all.
bool guardMemory();

} // namespace punchcard
