// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QByteArray>

namespace punchcard {

/// A larger file is no table of parameters.
inline constexpr qint64 largestTable = 16 << 20;

/// Reads a table as RFC 4180 has it: UTF-8, a first line with the columns' names, then a row for each element; values with line
/// breaks, quotation marks or separators stand between quotation marks. The separator is the first of `,` `;` and tab in the first
/// line. Both kinds of line ends, a byte order mark, and blank lines at the end are taken.
/// Refused: it is anything else; @p name of the file and the line are said. Pure.
[[nodiscard]] Result<Parameters> parametersOf(const QByteArray &text, const QString &name);

/// The same of a file, which is noted in Parameters::file. Missing, Storage: it is not there or cannot be read. Blocks.
[[nodiscard]] Result<Parameters> readParameters(const QString &file);

} // namespace punchcard
