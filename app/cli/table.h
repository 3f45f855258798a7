// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard::cli {

/// Columns of text, each as wide as its widest cell, one blank between them and none at the end of a line.
class Table
{
public:
    explicit Table(QStringList head);

    /// Line breaks and other control characters in a cell become blanks.
    void add(QStringList cells);
    [[nodiscard]] bool isEmpty() const { return m_rows.size() < 2; }
    [[nodiscard]] QStringList lines() const;

private:
    QList<QStringList> m_rows;
};

/// How many columns of a terminal @p text takes: wide characters take two, combining ones none.
[[nodiscard]] int columnsOf(const QString &text);
/// As much of @p text as fits into @p columns, ending in "…" when something was left out.
[[nodiscard]] QString clipped(const QString &text, int columns);

} // namespace punchcard::cli
