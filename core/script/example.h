// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard {

/// A script that can be opened as a new one: what its header says, and its text.
struct Example
{
    QString file = {};    ///< its name, such as fractal.sh
    QString title = {};   ///< the file's name where the header has none
    QString group = {};   ///< one of exampleGroups(); may be empty, or another where it is the user's
    QString needs = {};
    QString inputs = {};  ///< which files it reads, in words
    QString array = {};   ///< what it can be an array of, in words
    QString returns = {}; ///< what comes back
    QString takes = {};   ///< about how long
    QString runsOn = {};  ///< in words
    QStringList secrets = {}; ///< by name
    bool oidc = false;        ///< it asks for an OpenID Connect token
    bool worksHere = false;   ///< it needs no network: it runs on this computer as it is
    bool isOwn = false;       ///< from the user's templates
    QByteArray text = {};
};

/// Look around, build, …: in the order in which they are shown.
[[nodiscard]] QStringList exampleGroups();

/// Reads the header: comment lines such as `# title: …` before the first line that is none (examples/README.md has them all).
/// What the job is to be given stands in its directives.
[[nodiscard]] Example exampleFrom(const QString &file, const QByteArray &text);

/// Those that come with Punchcard, by group.
[[nodiscard]] QList<Example> builtInExamples();
/// The scripts in @p folder, hidden ones and sub-folders left out. Missing: it is not there. Blocks: call it on the pool.
[[nodiscard]] Result<QList<Example>> templatesIn(const QString &folder);

} // namespace punchcard
