// SPDX-License-Identifier: MIT
#include "core/store/habits.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostKept = 5000;

} // namespace

Async<std::optional<QJsonObject>> Habits::lastChoices(QStringList keys) const
{
    using Choices = std::optional<QJsonObject>;
    return m_database->read<Choices>([keys](QSqlDatabase &connection) -> Result<Choices> {
        for (const QString &key : keys) {
            auto rows = execute(connection, u"SELECT choices FROM script_use WHERE key = ?"_s, {key});
            if (!rows)
                return rows.error();
            if (rows->next())
                return Choices(QJsonDocument::fromJson(rows->value(0).toString().toUtf8()).object());
        }
        return Choices();
    });
}

Async<> Habits::keepChoices(QStringList keys, QJsonObject choices, Time now) const
{
    const QString json = QString::fromUtf8(QJsonDocument(choices).toJson(QJsonDocument::Compact));
    return withoutValue(m_database->write<bool>([keys, json, now](QSqlDatabase &connection) -> Result<bool> {
        for (const QString &key : keys) {
            const auto kept = execute(connection,
                                      u"INSERT INTO script_use (key, choices, used_at) VALUES (?, ?, ?)"
                                      " ON CONFLICT(key) DO UPDATE SET choices = excluded.choices, used_at = excluded.used_at"_s,
                                      {key, json, toEpoch(now)});
            if (!kept)
                return kept.error();
        }
        const auto pruned = execute(connection,
                                    u"DELETE FROM script_use WHERE key IN"
                                    " (SELECT key FROM script_use ORDER BY used_at DESC LIMIT -1 OFFSET ?)"_s,
                                    {mostKept});
        if (!pruned)
            return pruned.error();
        return true;
    }));
}

Async<QStringList> Habits::usedLabels(QString account) const
{
    return m_database->read<QStringList>([account](QSqlDatabase &connection) -> Result<QStringList> {
        auto rows = execute(connection,
                            u"SELECT label.value FROM job, json_each(job.spec, '$.runs_on') AS label WHERE job.account = ?"
                            " GROUP BY label.value ORDER BY max(job.id) DESC"_s,
                            {account});
        if (!rows)
            return rows.error();
        QStringList labels;
        while (rows->next())
            labels.append(rows->value(0).toString());
        return labels;
    });
}

Async<bool> Habits::hasSeenPreflight(QString account) const
{
    return m_database->read<bool>([account](QSqlDatabase &connection) -> Result<bool> {
        auto rows = execute(connection, u"SELECT 1 FROM preflight_seen WHERE account = ?"_s, {account});
        if (!rows)
            return rows.error();
        return rows->next();
    });
}

Async<> Habits::keepSeenPreflight(QString account, Time now) const
{
    return withoutValue(m_database->write<bool>([account, now](QSqlDatabase &connection) -> Result<bool> {
        const auto kept
            = execute(connection, u"INSERT OR REPLACE INTO preflight_seen (account, seen_at) VALUES (?, ?)"_s, {account, toEpoch(now)});
        if (!kept)
            return kept.error();
        return true;
    }));
}

QStringList scriptKeys(const QString &path, const QByteArray &text)
{
    QStringList keys;
    if (!path.isEmpty())
        keys.append(u"path:"_s + QFileInfo(path).absoluteFilePath());
    if (!text.trimmed().isEmpty())
        keys.append(u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex()));
    return keys;
}

} // namespace punchcard::store
