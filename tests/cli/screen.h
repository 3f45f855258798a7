// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/terminal.h"

#include <QByteArray>

namespace punchcard::testing {

/// Streams that are kept in memory.
struct Screen
{
    QByteArray out = {};
    QByteArray err = {};
    int width = 80;

    [[nodiscard]] cli::Streams streams(bool isTerminal = false, bool colours = false)
    {
        return {.out =
                    [this](QByteArrayView bytes) {
                        out += bytes;
                        return true;
                    },
                .err =
                    [this](QByteArrayView bytes) {
                        err += bytes;
                        return true;
                    },
                .width = [this] { return width; },
                .outColours = colours,
                .errColours = colours,
                .live = isTerminal};
    }
};

} // namespace punchcard::testing
