// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

namespace punchcard::http {

/// What this folder says to people, as one translation context.
struct Http
{
    Q_DECLARE_TR_FUNCTIONS(Http)
};

} // namespace punchcard::http
