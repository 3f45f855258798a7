// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace punchcard {

/// What GitHub takes in one file of a commit that goes through its API, in bytes before base64: a request of some 40 MB.
inline constexpr qint64 largestInput = 30 << 20;
/// Of all inputs together. A repository may be larger; but all of it goes through the API, a third longer in base64.
inline constexpr qint64 largestInputs = 512 << 20;
/// Tree requests end after ten seconds; with so many entries they are still answered.
inline constexpr qsizetype mostInputFiles = 5000;
/// Files that are no text, or a large one: each takes a request of its own, and GitHub lets 500 an hour create something.
inline constexpr qsizetype mostInputBlobs = 400;

/// @p inputs and @p path under its own name beside the script. Missing: it is not there. Refused: it has no name, or another
/// input has the same. The same path twice is taken once.
[[nodiscard]] Result<QList<InputSource>> withInput(QList<InputSource> inputs, const QString &path);

/// What an input holds.
struct InputMeasure
{
    int files = 0;
    qint64 bytes = 0;
    int leftOut = 0; ///< See InputListing.
    /// Names beside the script with their sizes, the first ten thousand.
    QList<std::pair<QString, qint64>> list = {};
};

/// Looks at every file of @p input. Refused: its name cannot stand beside the script, a file cannot be read or is larger than
/// GitHub takes, there are too many. Blocks: call it on the pool.
[[nodiscard]] Result<InputMeasure> measureInput(const InputSource &input);
/// Likewise of all of them. Refused too: they are too large or too many together.
[[nodiscard]] Result<InputMeasure> measureInputs(const QList<InputSource> &inputs);

} // namespace punchcard
