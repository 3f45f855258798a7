// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

namespace punchcard {

/// One line of a table as RFC 4180 has it, in UTF-8 and with its end. A cell is quoted where it must be, and is else as it
/// came: nothing is put before what a spreadsheet might take for a formula. @p separator: ',' in a file, '\t' for pasting.
[[nodiscard]] QByteArray csvLine(const QStringList &cells, char separator = ',');

} // namespace punchcard
