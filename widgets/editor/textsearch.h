// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

namespace punchcard {

/// What is looked for in a script.
struct Search
{
    QString pattern;
    bool matchCase = false;
    bool wholeWord = false;
    bool regularExpression = false;

    bool operator==(const Search &) const = default;
};

/// A place where it was found, and what was caught there.
struct Hit
{
    int start = 0;
    int end = 0;
};

constexpr int mostHits = 100'000;

/// All places, without overlap, from the first on; at most mostHits. An empty pattern is found nowhere. For the pool.
/// Refused: no regular expression, or one that takes too long here.
[[nodiscard]] Result<QList<Hit>> findAll(const Search &search, const QString &text);

/// What takes the place of @p hit: @p replacement, in which \1, $1 and \n have their meaning after a regular expression.
[[nodiscard]] QString replacementFor(const Search &search, const QString &text, Hit hit, const QString &replacement);

} // namespace punchcard
