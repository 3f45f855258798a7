// SPDX-License-Identifier: MIT
#pragma once

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

class QPalette;

namespace punchcard {

/// The language of a script: what its first line says, otherwise its name, otherwise Bash, which is what runs it.
[[nodiscard]] KSyntaxHighlighting::Definition languageOf(const QString &firstLine, const QString &fileName);

/// The colours named @p name; with an empty or unknown name those that fit the palette, light or dark.
[[nodiscard]] KSyntaxHighlighting::Theme themeFor(const QString &name, const QPalette &palette);
/// The names that a user can choose from, in alphabetical order.
[[nodiscard]] QStringList themeNames();

} // namespace punchcard
