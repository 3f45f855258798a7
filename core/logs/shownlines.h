// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logdocument.h"
#include "core/logs/logfolds.h"

namespace punchcard {

/// The lines of a document that are shown: all but those in folded groups and those that only end a group. A line is named
/// by the byte offset of its beginning, rows count shown lines from 0.
class ShownLines
{
public:
    explicit ShownLines(const LogDocument &document)
        : m_document(document)
    {
    }

    LogFolds &folds() { return m_folds; }
    [[nodiscard]] const LogFolds &folds() const { return m_folds; }
    void clear() { m_folds = {}; }

    [[nodiscard]] qint64 first() const { return m_document.begin(); }
    [[nodiscard]] qint64 last() const;
    /// The document's end after the last one.
    [[nodiscard]] qint64 next(qint64 line) const;
    /// first() before the first one.
    [[nodiscard]] qint64 previous(qint64 line) const;
    /// The shown line that byte @p offset is in, or the one that hides it.
    [[nodiscard]] qint64 at(qint64 offset) const;

    [[nodiscard]] qint64 rows() const;
    [[nodiscard]] qint64 rowOf(qint64 line) const { return m_folds.rowOf(m_document.lineAt(line)); }
    /// The same to some hundred lines, without a look at the file.
    [[nodiscard]] qint64 roughRowOf(qint64 offset) const { return m_folds.rowOf(m_document.roughLineAt(offset)); }
    [[nodiscard]] qint64 atRow(qint64 row) const;

private:
    const LogDocument &m_document;
    LogFolds m_folds;
};

} // namespace punchcard
