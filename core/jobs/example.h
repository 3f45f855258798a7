// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace punchcard {

/// A script that can be opened as a new one: what its header says, and its text.
struct Example
{
    QString file = {};    ///< its name, such as fractal.sh
    QString title = {};   ///< the file's name where the header has none
    QString needs = {};
    QString returns = {}; ///< what comes back
    QString takes = {};   ///< about how long
    QString runsOn = {};  ///< in words
    QByteArray text = {};
    bool isOwn = false;   ///< from the user's templates
};

/// Reads the header: the comment lines `# title: …`, `# needs: …`, `# returns: …`, `# takes: …`, `# runs-on: …` before the
/// first line that is none.
[[nodiscard]] Example exampleFrom(const QString &file, const QByteArray &text);

/// Those that come with Punchcard.
[[nodiscard]] QList<Example> builtInExamples();
/// The scripts in @p folder, hidden ones and sub-folders left out. Missing: it is not there. Blocks: call it on the pool.
[[nodiscard]] Result<QList<Example>> templatesIn(const QString &folder);

} // namespace punchcard
