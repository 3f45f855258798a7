// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/jobfolder.h"

#include <QSet>

namespace punchcard {

/// Which contents the job's repository has already, by git's names: written down as they arrive, so that a start after a
/// crash sends none of them again. Losing it costs sending, no more.
class SentBlobs
{
public:
    SentBlobs(const store::JobFolder &folder, qint64 repository);

    [[nodiscard]] bool isEmpty() const { return m_shas.isEmpty(); }
    [[nodiscard]] bool contains(const QByteArray &sha) const { return m_shas.contains(sha); }
    void add(const QByteArrayList &shas);
    /// The server does not know them after all; or the commit is there, and nobody asks any more.
    void forget();

private:
    QString m_file;
    QByteArray m_repository;
    QSet<QByteArray> m_shas;
};

} // namespace punchcard
