// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/poolprogress.h"
#include "core/logs/logarchive.h"

#include <QByteArray>

namespace punchcard {

/// Text of a log on its way to a file: byte order marks at the beginning of lines go (the runner writes one wherever it
/// began a new block), lines are counted, the first one is remembered. Takes pieces cut anywhere.
class LogText
{
public:
    /// @p bytes as they are to be written.
    [[nodiscard]] QByteArray piece(QByteArrayView bytes);
    /// What is left to be written at the end.
    [[nodiscard]] QByteArray finish();

    [[nodiscard]] bool atLineStart() const { return m_newLine; }
    [[nodiscard]] qint64 lines() const { return m_lines; }
    /// At most firstLineLimit bytes of it, without its end.
    [[nodiscard]] QByteArray firstLine() const { return m_firstLine; }

    static constexpr qsizetype firstLineLimit = 256;

private:
    void emitText(QByteArrayView text, QByteArray &out);

    bool m_lineStart = true;
    qsizetype m_marked = 0; ///< Bytes of a byte order mark seen at the line's beginning.
    qint64 m_lines = 0;
    bool m_newLine = true; ///< The next text begins a line.
    QByteArray m_firstLine;
};

/// What a step's own file in the archive tells about where its lines lie in the whole log.
struct StepText
{
    int number = 0;
    qint64 lines = 0;
    QByteArray firstLine = {};
};

/// Parts @p file, the whole log of a task, by the step files' line counts; every step's first line must be where the counts
/// say. An empty list: they do not fit.
[[nodiscard]] Result<QList<StepLog>> partByStepFiles(const QString &file, const QList<StepInfo> &steps, const QList<StepText> &texts,
                                                     const PoolShare &share);

/// Parts @p file by the stamps of its lines against those of @p steps, helped by the headers that the runner writes where a
/// step begins. Stamps of steps have whole seconds, so a step's first lines may end up in the one before it.
[[nodiscard]] Result<QList<StepLog>> partByStamps(const QString &file, const QList<StepInfo> &steps, const PoolShare &share);

} // namespace punchcard
