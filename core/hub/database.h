// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QSqlDatabase>
#include <QString>

#include <functional>

namespace punchcard::hub {

/// The hub's SQLite file: JSON documents by kind and id, and counters. Only the hub's process opens it.
/// A write that fails is remembered until takeFailure(), so that whoever answers a request can say so.
class Database
{
public:
    Database() = default;
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Storage: it cannot be opened, is damaged, or was written by a newer version.
    [[nodiscard]] Result<> open(const QString &file);

    void put(const QString &kind, qint64 id, const QJsonObject &document);
    void remove(const QString &kind, qint64 id);
    void each(const QString &kind, const std::function<void(const QJsonObject &)> &call);
    /// One more than ever before for this name; the first is @p first.
    [[nodiscard]] qint64 next(const QString &counter, qint64 first);

    /// Everything from begin() to commit() comes to the disk together, or not at all.
    void begin();
    void commit();
    [[nodiscard]] Result<> takeFailure();

private:
    [[nodiscard]] Result<> checkVersion();
    void execute(const QString &sql, const QVariantList &values = {});

    QString m_connection;
    QSqlDatabase m_db;
    Result<> m_failure = {};
};

} // namespace punchcard::hub
