// SPDX-License-Identifier: MIT
#pragma once

class QLineEdit;

namespace punchcard::look {

/// A button at the end of @p line that empties it, with a name that can be read out.
void addClearButton(QLineEdit *line);
/// @p line finds as one types: a glass before it, and a clear button.
void makeFindLine(QLineEdit *line);

} // namespace punchcard::look
