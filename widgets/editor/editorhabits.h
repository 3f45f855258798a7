// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/editor/indentation.h"
#include "widgets/look/tones.h"

#include <QFont>

namespace punchcard {

/// How a person likes to write.
struct EditorHabits
{
    QString theme = {}; ///< empty: follows light and dark
    QFont font = look::monospacedFont();
    Indentation indentation = {}; ///< of scripts that do not show one of their own
    bool wrapLines = false;
    bool checkScripts = true; ///< with ShellCheck, where it is installed

    bool operator==(const EditorHabits &) const = default;
};

} // namespace punchcard
