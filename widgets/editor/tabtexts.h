// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard {

struct ScriptName
{
    QString name;
    QString path; ///< empty: it has no file yet
};

/// What stands on the tab of each: its name, and where another has the same, as much of its folder as tells them apart.
[[nodiscard]] QStringList tabTexts(const QList<ScriptName> &scripts);

} // namespace punchcard
