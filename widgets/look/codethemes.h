// SPDX-License-Identifier: MIT
#pragma once

#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>

class QPalette;

namespace punchcard::look {

/// Languages and colours, with those that lie on the window's own grounds; there is one for the whole program.
[[nodiscard]] KSyntaxHighlighting::Repository &codeRepository();
/// The colours named @p name; with an empty or unknown name those that fit the palette.
[[nodiscard]] KSyntaxHighlighting::Theme codeTheme(const QString &name, const QPalette &palette);

} // namespace punchcard::look
