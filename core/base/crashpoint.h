// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard {

/// Where a test may kill this process: PUNCHCARD_TEST_CRASH=KIND:N makes the Nth call with @p kind a SIGKILL.
/// Kinds: "store" (before and after each commit), "sent" (a mutation has left), "answered" (its answer is here), "read" (so is
/// that of a request that changes nothing), "file" (before and after a file gets its name), "bytes" (some of it were written).
/// KIND may be "any".
/// PUNCHCARD_TEST_CRASH=count:FILE appends each call's kind to FILE, a line each.
/// In a build without PUNCHCARD_TESTING it is nothing.
#ifdef PUNCHCARD_TESTING
void crashPoint(const char *kind);
#else
inline void crashPoint(const char *) { }
#endif

} // namespace punchcard
