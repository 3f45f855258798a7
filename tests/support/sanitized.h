// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard::testing {

/// Whether a sanitizer watches this program: it is then several times slower and larger.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool isSanitized = true;
#elif defined(__has_feature)
inline constexpr bool isSanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool isSanitized = false;
#endif

} // namespace punchcard::testing
