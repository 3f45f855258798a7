// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/logprinter.h"

#include <QCryptographicHash>

namespace punchcard::cli {

/// Prints what a job's only task, or one element of an array, prints while it runs, as far as it is here; whole lines.
class LiveTail
{
public:
    /// @p folder: the job's own.
    void print(Terminal &terminal, const Job &job, const QString &folder, std::optional<int> element = {});
    [[nodiscard]] PrintedBefore printed() const { return {.lines = m_lines, .hash = m_hash.result()}; }
    /// Another attempt begins anew.
    void forget();

private:
    QString m_file;
    qint64 m_at = 0;
    qint64 m_lines = 0;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace punchcard::cli
