// SPDX-License-Identifier: MIT
#include "app/cli/arguments.h"

#include "app/cli/commandline.h"
#include "app/cli/compat.h"

namespace punchcard::cli {

std::optional<Milliseconds> WatchOptions::limit() const
{
    if (!maxAttempts)
        return std::nullopt;
    // actions-batch looks every second unless told otherwise.
    return interval.value_or(std::chrono::seconds(1)) * *maxAttempts;
}

std::expected<Arguments, Told> parseArguments(const QStringList &arguments)
{
    CommandLine commandLine;
    return commandLine.parse(modernised(arguments));
}

} // namespace punchcard::cli
