// SPDX-License-Identifier: MIT
#pragma once

#include <KSyntaxHighlighting/Definition>

#include <QStringList>

namespace punchcard {

/// The language of a script: what its first line says, otherwise its name, otherwise Bash, which is what runs it.
[[nodiscard]] KSyntaxHighlighting::Definition languageOf(const QString &firstLine, const QString &fileName);

/// The names of colours that a user can choose from, in alphabetical order.
[[nodiscard]] QStringList themeNames();

} // namespace punchcard
