// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/ansi.h"

#include <QByteArray>
#include <QByteArrayView>

namespace punchcard {

enum class Colours { Off, On };

/// @p line (no line end) as it may go to a terminal, in UTF-8: colours and the like stay, freshly written and switched off
/// at the end; all other control sequences and characters are gone; bidi controls are shown as ‹U+202E›; what is no UTF-8
/// becomes U+FFFD; of a progress bar that was redrawn with CR the last state stays. Pure.
[[nodiscard]] QByteArray terminalText(QByteArrayView line, Colours colours);

/// The same for a line that comes in pieces cut anywhere. CR then begins the line anew in the output ("\r", and the rest of
/// the old text is erased when colours are on), since what was printed cannot be taken back.
class TerminalText
{
public:
    explicit TerminalText(Colours colours);

    [[nodiscard]] QByteArray piece(QByteArrayView bytes);
    /// Ends the line: what has to follow its last piece. Afterwards a new line begins.
    [[nodiscard]] QByteArray endLine();

private:
    Colours m_colours;
    AnsiParser m_parser;
    TextStyle m_written;
};

} // namespace punchcard
