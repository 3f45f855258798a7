// SPDX-License-Identifier: MIT
// core/base: what every other folder stands on. Result and Error, Async, Context (cancel, progress, clock), pause,
// onPool, SecretString, diagnostics, the home folder. It knows nobody.
#pragma once

#include "core/base/error.h"

#include <QCoroTask>

#include <expected>
#include <utility>

namespace punchcard {

/// A value, or why there is none.
template<typename T = void>
class [[nodiscard]] Result : public std::expected<T, Error>
{
public:
    using std::expected<T, Error>::expected;
    Result(Error error)
        : std::expected<T, Error>(std::unexpect, std::move(error))
    {
    }
};

/// A coroutine that can fail. Starts when called; dropping it does not stop it.
template<typename T = void>
using Async = QCoro::Task<Result<T>>;

} // namespace punchcard
