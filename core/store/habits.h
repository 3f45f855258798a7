// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/store/database.h"

#include <QJsonObject>
#include <QStringList>

namespace punchcard::store {

/// What was chosen before, so that nobody has to choose it again. Never holds a secret's value: a job's description has none.
class Habits
{
public:
    explicit Habits(std::shared_ptr<Database> database)
        : m_database(std::move(database))
    {
    }

    /// What was last chosen with a script that has one of @p keys (scriptKeys), the first that is known. nullopt: none is.
    [[nodiscard]] Async<std::optional<QJsonObject>> lastChoices(QStringList keys) const;
    /// Keeps @p choices under all of @p keys; the oldest beyond a few thousand are dropped.
    [[nodiscard]] Async<> keepChoices(QStringList keys, QJsonObject choices, Time now) const;

    /// Labels that jobs of @p account asked for, newest first.
    [[nodiscard]] Async<QStringList> usedLabels(QString account) const;

    /// Whether somebody has seen what a job of @p account sends and creates.
    [[nodiscard]] Async<bool> hasSeenPreflight(QString account) const;
    [[nodiscard]] Async<> keepSeenPreflight(QString account, Time now) const;

private:
    std::shared_ptr<Database> m_database;
};

/// How a script is known again: by its absolute path when it has one, then by its text.
[[nodiscard]] QStringList scriptKeys(const QString &path, const QByteArray &text);

} // namespace punchcard::store
