// SPDX-License-Identifier: MIT
// core/lint: what is wrong with a script, for the most part in the eyes of ShellCheck. It is a program of its own; where it is not
// installed nobody hears of it.
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace punchcard {

/// Text to be put in place of what is between two offsets of the script, in UTF-16 units.
struct Edit
{
    qsizetype start = 0;
    qsizetype end = 0;
    QString text = {};
};

/// One thing that ShellCheck found, or what a directive of the script's own has wrong.
struct Finding
{
    enum class Level { Error, Warning, Info, Style };

    Level level = Level::Warning;
    int code = 0;            ///< 2086 of SC2086; 0: of a directive.
    QString message = {};    ///< ShellCheck's own words, which are English; of a directive translated.
    int line = 1;            ///< From 1.
    int column = 1;          ///< From 1, in characters.
    qsizetype start = 0;     ///< In the text that was checked, UTF-16 units.
    qsizetype end = 0;
    QList<Edit> fix = {};    ///< From the first place to the last; empty when ShellCheck knows none.

    [[nodiscard]] bool isShellChecks() const { return code != 0; }
    [[nodiscard]] QString rule() const;
    /// Where more is said about it; empty: nowhere.
    [[nodiscard]] QUrl page() const;

    /// Moves along with an edit of the text. An edit within it leaves no fix.
    void follow(qsizetype position, qsizetype removed, qsizetype added);
};

/// What `shellcheck -f json1` printed about @p text, in the order of the lines. Malformed: it is not that.
[[nodiscard]] Result<QList<Finding>> parseFindings(const QByteArray &json, const QString &text);

} // namespace punchcard
