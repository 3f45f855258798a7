// SPDX-License-Identifier: MIT
#include "core/hub/database.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcDatabase, "punchcard.hub.database", QtInfoMsg)

namespace {

struct HubDatabase
{
    Q_DECLARE_TR_FUNCTIONS(HubDatabase)
};

constexpr int schemaVersion = 1;

Error sqlFailure(const QSqlError &error, const QString &file)
{
    const int code = error.nativeErrorCode().toInt() & 0xff; // SQLite's own; the rest tells more of it
    if (code != 11 && code != 26) // SQLITE_CORRUPT, SQLITE_NOTADB
        return storageError(HubDatabase::tr("The hub could not store what it was told."), file, error.text());
    return Error{.kind = Error::Kind::Storage,
                 .what = HubDatabase::tr("The hub's database is damaged: %1.").arg(error.databaseText()),
                 .remedy = HubDatabase::tr("Restore “%1” from a backup, or move it away so that the hub starts a new one.")
                               .arg(QDir::toNativeSeparators(file)),
                 .said = error.text(),
                 .detail = file};
}

} // namespace

Database::~Database()
{
    if (m_connection.isEmpty())
        return;
    m_db.close();
    m_db = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<> Database::open(const QString &file)
{
    // The file first, so that it never had other rights; SQLite gives its -wal and -shm the same.
    QFile made(file);
    if (!made.exists() && !made.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner))
        return storageError(HubDatabase::tr("The hub's database could not be made."), file, made.errorString());
    made.close();
    m_connection = QUuid::createUuid().toString();
    m_db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_db.setDatabaseName(file);
    m_db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!m_db.open())
        return storageError(HubDatabase::tr("The hub's database could not be opened."), file, m_db.lastError().text());
    if (const Result<> known = checkVersion(); !known)
        return known;
    execute(u"PRAGMA journal_mode = WAL"_s);
    execute(u"PRAGMA synchronous = NORMAL"_s);
    execute(
        u"CREATE TABLE IF NOT EXISTS document (kind TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"_s);
    execute(u"CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID"_s);
    execute(u"PRAGMA user_version = %1"_s.arg(schemaVersion));
    return takeFailure();
}

Result<> Database::checkVersion()
{
    QSqlQuery query(m_db);
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return sqlFailure(query.lastError(), m_db.databaseName());
    const int version = query.value(0).toInt();
    if (version <= schemaVersion)
        return {};
    return Error{
        .kind = Error::Kind::Storage,
        .what = HubDatabase::tr("The hub's database was written by a newer version of Punchcard."),
        .remedy
        = HubDatabase::tr("Install the newest version; this one leaves “%1” as it is.").arg(QDir::toNativeSeparators(m_db.databaseName())),
        .detail = u"user_version %1, known %2"_s.arg(version).arg(schemaVersion)};
}

void Database::execute(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_db);
    bool done = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    done = done && query.exec();
    if (done)
        return;
    qCCritical(lcDatabase) << "the hub's database refuses:" << query.lastError().text();
    m_failure = sqlFailure(query.lastError(), m_db.databaseName());
}

void Database::put(const QString &kind, qint64 id, const QJsonObject &document)
{
    execute(u"INSERT OR REPLACE INTO document (kind, id, body) VALUES (?, ?, ?)"_s,
            {kind, id, QString::fromUtf8(QJsonDocument(document).toJson(QJsonDocument::Compact))});
}

void Database::remove(const QString &kind, qint64 id)
{
    execute(u"DELETE FROM document WHERE kind = ? AND id = ?"_s, {kind, id});
}

void Database::each(const QString &kind, const std::function<void(const QJsonObject &)> &call)
{
    QSqlQuery query(m_db);
    query.setForwardOnly(true);
    query.prepare(u"SELECT body FROM document WHERE kind = ? ORDER BY id"_s);
    query.addBindValue(kind);
    query.exec();
    while (query.next())
        call(QJsonDocument::fromJson(query.value(0).toByteArray()).object());
    // What cannot be read is not what was never there.
    if (query.lastError().isValid())
        m_failure = sqlFailure(query.lastError(), m_db.databaseName());
}

qint64 Database::next(const QString &counter, qint64 first)
{
    QSqlQuery query(m_db);
    query.prepare(u"INSERT INTO counter (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last"_s);
    query.addBindValue(counter);
    query.addBindValue(first);
    if (query.exec() && query.next())
        return query.value(0).toLongLong();
    m_failure = sqlFailure(query.lastError(), m_db.databaseName());
    return 0;
}

void Database::begin()
{
    execute(u"BEGIN IMMEDIATE"_s);
}

void Database::commit()
{
    execute(u"COMMIT"_s);
}

Result<> Database::takeFailure()
{
    return std::exchange(m_failure, Result<>{});
}

} // namespace punchcard::hub
