// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QByteArray>

/// core/script: what a script says of its job: the directives, the header of an example, the table that an array's elements
/// come from. Strangers write them, so a fuzzer reads them (tests/fuzz).
namespace punchcard {

/// What a directive says. The word that stands for it in a script is wordFor()'s.
enum class DirectiveKey {
    RunsOn,
    Group,
    Timeout,
    Upload,
    Secret,
    Input,
    Array,
    Params,
    MaxParallel,
    FailFast,
    Name,
    Standing,
    Private,
    Oidc,
    Packages,
    Delete,
    Race,
};

/// One `key=value` of a script's comment.
struct Directive
{
    DirectiveKey key = DirectiveKey::RunsOn;
    QString value = {};
    int line = 0;   ///< counted from 1
    int column = 0; ///< of its first letter, counted from 0
    int length = 0;

    bool operator==(const Directive &) const = default;
};

/// A place in a script's comment that cannot be obeyed.
struct DirectiveFault
{
    int line = 0; ///< counted from 1
    int column = 0;
    int length = 0;
    QString what = {};   ///< a sentence
    QString remedy = {}; ///< another
};

/// What a script asks for by itself, in comment lines before its first command:
///     # punchcard: runs-on=ubuntu-24.04-arm timeout=30m upload=out/ secret=API_KEY input=data/ array=8
/// runs-on, upload, secret, input and race may come more than once; runs-on takes several labels between commas too. A value with
/// blanks stands in single or double quotes. private, oidc, packages, delete, fail-fast and standing may stand alone, for true.
/// An array is asked for by array=N, or by params=FILE, a table beside the script, with max-parallel=N and fail-fast.
struct Directives
{
    QList<Directive> list = {};
    QList<DirectiveFault> faults = {};

    [[nodiscard]] bool has(DirectiveKey key) const;
};

[[nodiscard]] QString wordFor(DirectiveKey key);
/// Reads the head of @p script, whatever language it is written in: comments that begin with #, //, -- or ;.
[[nodiscard]] Directives directivesOf(const QByteArray &script);

/// Where the head of a script is being written: a line of directives, and the word at a place in it.
struct DirectiveWord
{
    int start = 0;      ///< of the word in the line
    QString typed = {}; ///< from there to the place
};
/// nullopt: @p line is none, or @p column (UTF-16 units) is not behind its “punchcard:”.
[[nodiscard]] std::optional<DirectiveWord> directiveWordAt(const QString &line, int column);
/// What @p typed can become: keys with their `=`, or for a key with few values the key with each.
[[nodiscard]] QStringList directiveCompletions(const QString &typed, const QStringList &labels);

/// Refused: the first of the faults, with its line.
[[nodiscard]] Result<> checkDirectives(const Directives &directives);

/// Writes into @p spec what @p directives say, but for the @p given keys, which a flag has said already.
/// @p folder: where relative inputs are looked for, the script's own. Reads a table that is asked for.
/// Refused, Missing: an input or a table is not there or cannot be used; a directive has a fault. Then @p spec is as it was.
[[nodiscard]] Result<> applyDirectives(JobSpec &spec, const Directives &directives, const QList<DirectiveKey> &given,
                                       const QString &folder);
/// Brings @p spec from what a script asked for @p before to what it asks for @p now. What it says as before is left alone, since
/// it may have been overruled meanwhile; where it no longer says anything, @p fresh counts. Secrets without a source become Typed.
/// Errors as those of applyDirectives.
[[nodiscard]] Result<> followDirectives(JobSpec &spec, const Directives &before, const Directives &now, const JobSpec &fresh,
                                        const QString &folder);
/// A sentence for each directive that @p spec does not obey, since a flag or the strip says otherwise.
[[nodiscard]] QStringList overruled(const Directives &directives, const JobSpec &spec);

/// What the script wants its job to be called; empty: nothing.
[[nodiscard]] QString askedName(const Directives &directives);
/// Against which runners the script wants to race, as racerFromText() reads them.
[[nodiscard]] QStringList askedRacers(const Directives &directives);
/// Secrets that the script asks for and @p spec has no source for.
[[nodiscard]] QStringList secretsAskedFor(const Directives &directives, const JobSpec &spec);

} // namespace punchcard
