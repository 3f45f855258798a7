// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

namespace punchcard {

/// One line of a table as RFC 4180 has it, in UTF-8 and with its end. A cell is quoted where it must be, and is else as it
/// came; see csvText(). @p separator: ',' in a file, '\t' for pasting.
[[nodiscard]] QByteArray csvLine(const QStringList &cells, char separator = ',');

/// Who reads a table: a program takes each value as it went in, a spreadsheet would run some of them.
enum class CsvReader { Program, Spreadsheet };

/// @p text as a cell that no spreadsheet runs: one that it would take for a formula gets an apostrophe. Numbers and options
/// ("-5", "-O2") stay as they are, since they do nothing.
[[nodiscard]] QString csvText(const QString &text);

} // namespace punchcard
