// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logarchive.h"

#include <QHash>
#include <QList>
#include <QMultiHash>
#include <QSet>

#include <optional>

namespace punchcard {

/// What a file of the run's log archive is to us.
struct ArchiveRole
{
    qsizetype task = 0; ///< Index into the tasks.
    std::optional<int> step = {}; ///< Number of the step; nullopt: the task's whole log.
};

/// Finds out which file of a run's log archive belongs to which task. There is no manifest, names are mangled in ways that
/// changed over the years, cut, and numbered when equal; so only what fits unmistakably is taken.
/// Source: github-api C.1 and C.2.
class ArchiveLayout
{
public:
    explicit ArchiveLayout(const QList<TaskInfo> &tasks);

    /// Takes the name of the next entry in; an empty one is an entry of no use.
    void add(const QString &name);
    /// By number of entry, counted from 0.
    [[nodiscard]] QHash<qint64, ArchiveRole> roles() const;

private:
    struct Step
    {
        qint64 entry = 0;
        int number = 0;
    };
    [[nodiscard]] std::optional<qsizetype> taskOf(const QString &name) const;
    [[nodiscard]] QHash<qsizetype, QList<QString>> claims(const QList<QString> &names) const;

    QList<QString> m_keys; ///< Of the tasks.
    QMultiHash<QString, qint64> m_wholes; ///< Entry by job name as the archive has it.
    QMultiHash<QString, qint64> m_legacy; ///< The same for those with a negative number.
    QHash<QString, QList<Step>> m_folders; ///< Steps by folder.
    qint64 m_count = 0;
};

} // namespace punchcard
