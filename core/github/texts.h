// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

namespace punchcard::github {

/// What this folder says to people, as one translation context.
struct Github
{
    Q_DECLARE_TR_FUNCTIONS(Github)
};

} // namespace punchcard::github
