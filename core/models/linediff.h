// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard {

/// A line of two texts side by side.
struct DiffLine
{
    enum class Kind { Same, Removed, Added, Changed };
    Kind kind = Kind::Same;
    int left = 0;  ///< line number from 1; 0: there is none on this side
    int right = 0;
    QString leftText = {};
    QString rightText = {};

    bool operator==(const DiffLine &) const = default;
};

/// The shortest way from @p left to @p right by lines (Myers); lines that were exchanged for others stand beside each other
/// as Changed. Texts with more than 1,000 differing lines between the equal ones at both ends are taken as wholly changed.
[[nodiscard]] QList<DiffLine> lineDiff(const QStringList &left, const QStringList &right);

} // namespace punchcard
