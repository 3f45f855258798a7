// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QTextCursor;

namespace punchcard {

/// How a script indents its lines, read from the script itself.
struct Indentation
{
    bool tabs = false;
    int width = 4; ///< Columns of one level, and of a tab.

    bool operator==(const Indentation &) const = default;
    [[nodiscard]] QString level() const { return tabs ? QStringLiteral("\t") : QString(width, u' '); }

    /// From the first few thousand lines; as @p usual where they do not tell.
    [[nodiscard]] static Indentation of(QStringView text, const Indentation &usual);
};

/// Each of these is one step of undo. They work on all lines that the selection touches, and keep it.
void indent(QTextCursor cursor, const Indentation &style);
void unindent(QTextCursor cursor, const Indentation &style);
/// Puts @p marker before every line, or takes it away where all lines that are not empty have it.
void toggleComment(QTextCursor cursor, const QString &marker);

/// Tab without a selection: on to the next stop.
void insertTab(QTextCursor cursor, const Indentation &style);
/// Enter: the new line is indented like this one, deeper after what opens a block.
void insertLine(QTextCursor cursor, const Indentation &style);
/// Backspace among the spaces at a line's start: back to the stop before. False: nothing of that kind there.
[[nodiscard]] bool deleteIndentation(QTextCursor cursor, const Indentation &style);
/// After a word that closes a block was typed alone on its line: moves it back out.
void alignClosing(QTextCursor cursor, const Indentation &style);

} // namespace punchcard
