// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/logprinter.h"
#include "core/logs/linereader.h"
#include "core/logs/logline.h"
#include "core/logs/terminaltext.h"

#include <QCryptographicHash>

namespace punchcard::cli {

/// Prints what a job's only task, or one element of an array, prints while it runs, as far as it is here: whole lines, and of
/// very long ones the pieces that are here. In little memory.
class LiveTail
{
public:
    /// @p folder: the job's own.
    void print(Terminal &terminal, const Job &job, const QString &folder, std::optional<int> element = {});
    [[nodiscard]] PrintedBefore printed() const { return {.lines = m_lines, .hash = m_hash.result()}; }
    /// Another attempt begins anew.
    void forget();

private:
    [[nodiscard]] QByteArray take(const LineReader::Piece &piece, Colours colours);

    QString m_file;
    qint64 m_at = 0;
    qint64 m_lines = 0;
    bool m_inLine = false; ///< a piece of the line has been printed
    LogMarker m_marker = LogMarker::None; ///< of that line
    std::optional<TerminalText> m_text; ///< what is printing it
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace punchcard::cli
