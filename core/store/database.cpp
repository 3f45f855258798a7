// SPDX-License-Identifier: MIT
#include "core/store/database.h"

#include "core/base/crashpoint.h"
#include "core/base/files.h"
#include "core/store/migrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Database)
};

QString remedyFor(int code, const QString &file)
{
    const QString shown = QDir::toNativeSeparators(file);
    switch (code) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return Text::tr("Another program holds “%1”, such as a database browser or a backup: close it, then try again.").arg(shown);
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
        return Text::tr("Make “%1” and its folder writable for you, then try again.").arg(shown);
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return Text::tr("Restore “%1” from a backup, or move it away so that Punchcard starts a new one; the job folders stay as they are.")
            .arg(shown);
    case 13: // SQLITE_FULL
        return Text::tr("Make room on the disk of “%1”, then try again.").arg(shown);
    default: return Text::tr("Check the free space and that the disk is in order, then try again.");
    }
}

Error sqlError(const QSqlError &error, const QString &file, const QString &sql)
{
    const QString remedy = remedyFor(error.nativeErrorCode().toInt() & 0xff, file); // SQLite's own; the rest tells more of it
    return Error{.kind = Error::Kind::Storage,
                 .what = Text::tr("Punchcard's database could not be read or written: %1.").arg(error.databaseText()),
                 .remedy = remedy,
                 .said = error.text(),
                 .detail = sql};
}

Result<> migrate(QSqlDatabase &database)
{
    Result<QSqlQuery> asked = execute(database, u"PRAGMA user_version"_s);
    if (!asked)
        return asked.error();
    const int version = asked->next() ? asked->value(0).toInt() : 0;
    asked->finish();
    if (version > migrationCount()) {
        return Error{.kind = Error::Kind::Storage,
                     .what = Text::tr("The database was written by a newer version of Punchcard."),
                     .remedy = Text::tr("Install the newest version; this one leaves the file as it is."),
                     .detail = u"user_version %1, known %2"_s.arg(version).arg(migrationCount())};
    }
    for (int at = version; at < migrationCount(); ++at) {
        for (const QString &statement : migration(at)) {
            if (const Result<QSqlQuery> done = execute(database, statement); !done)
                return done.error();
        }
    }
    if (version < migrationCount()) {
        if (const auto set = execute(database, u"PRAGMA user_version = %1"_s.arg(migrationCount())); !set)
            return set.error();
    }
    return {};
}

// A file of no bytes would be taken for a new one, and all jobs, running ones too, would be forgotten without a word.
Result<> checkNotEmptied(const QString &file)
{
    const QFileInfo info(file);
    if (!info.exists() || info.size() > 0 || QFileInfo(file + u"-wal"_s).size() > 0)
        return {};
    if (QDir(info.dir().filePath(u"jobs"_s)).isEmpty(QDir::Dirs | QDir::NoDotAndDotDot))
        return {};
    return Error{.kind = Error::Kind::Storage,
                 .what = Text::tr("Punchcard's database is empty, although there are jobs beside it."),
                 .remedy
                 = Text::tr("Restore “%1” from a backup, or move it away so that Punchcard starts a new one; the job folders stay as "
                            "they are.")
                       .arg(QDir::toNativeSeparators(file))};
}

// A change of the -wal file is seen before the commit can be read: SQLite syncs it first and then tells its index, in mapped
// memory, which nobody is notified of.
void ringBell(const QString &database)
{
    QFile bell(bellFile(database));
    if (!bell.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner) || bell.write("!") != 1)
        qWarning("others are not told of a commit: %s", qPrintable(bell.errorString()));
}

} // namespace

QString bellFile(const QString &database)
{
    return database + u"-bell"_s;
}

Result<QSqlQuery> execute(QSqlDatabase &database, const QString &sql, const QVariantList &values)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return sqlError(query.lastError(), database.databaseName(), sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return sqlError(query.lastError(), database.databaseName(), sql);
    return query;
}

Database::Database(QString path)
    : m_path(std::move(path))
{
    m_worker = new QObject;
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"database"_s);
    m_thread.start();
}

Database::~Database()
{
    // Behind all that was posted before: what somebody asked to be stored is stored.
    const QString name = connectionName(this);
    QMetaObject::invokeMethod(m_worker, [name, thread = &m_thread] {
        QSqlDatabase::removeDatabase(name);
        thread->quit();
    });
    m_thread.wait();
}

QString Database::connectionName(const Database *database)
{
    return u"punchcard-%1"_s.arg(quintptr(database), 0, 16);
}

Async<std::shared_ptr<Database>> Database::open(QString path)
{
    std::shared_ptr<Database> database(new Database(std::move(path)));
    auto promise = std::make_shared<QPromise<std::shared_ptr<Result<>>>>();
    const auto future = promise->future();
    promise->start();
    QMetaObject::invokeMethod(database->m_worker, [promise, pointer = database.get()] {
        promise->addResult(std::make_shared<Result<>>(pointer->openHere()));
        promise->finish();
    });
    const std::shared_ptr<Result<>> opened = co_await future;
    if (!*opened)
        co_return opened->error();
    co_return database;
}

Result<> Database::openHere()
{
    if (const Result<> full = checkNotEmptied(m_path); !full)
        return full;
    // SQLite gives the -wal and -shm files the mode of the database.
    if (QFile file(m_path); !file.exists()) {
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner) && !file.exists())
            return storageError(Text::tr("Punchcard's database could not be made."), m_path, file.errorString());
    }
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName(this));
    connection.setDatabaseName(m_path);
    connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=15000"_s);
    if (!connection.open())
        return sqlError(connection.lastError(), m_path, u"open "_s + m_path);
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s, u"PRAGMA foreign_keys=ON"_s}) {
        if (const auto set = execute(connection, pragma); !set)
            return set.error();
    }
    if (const Result<> begun = begin(connection); !begun)
        return begun;
    if (const Result<> migrated = migrate(connection); !migrated) {
        rollBack(connection);
        return migrated;
    }
    return commit(connection);
}

void Database::post(std::function<void(QSqlDatabase &)> work)
{
    QMetaObject::invokeMethod(m_worker, [work = std::move(work), name = connectionName(this)] {
        QSqlDatabase connection = QSqlDatabase::database(name);
        work(connection);
    });
}

Result<> Database::begin(QSqlDatabase &database)
{
    // IMMEDIATE: two processes wait for each other here and not in the middle, where SQLite would give up at once.
    if (const auto begun = execute(database, u"BEGIN IMMEDIATE"_s); !begun)
        return begun.error();
    return {};
}

Result<> Database::commit(QSqlDatabase &database)
{
    crashPoint("store");
    const auto done = execute(database, u"COMMIT"_s);
    if (!done) {
        rollBack(database);
        return done.error();
    }
    crashPoint("store");
    ringBell(database.databaseName());
    return {};
}

void Database::rollBack(QSqlDatabase &database)
{
    // Fails where SQLite has done so itself: when the disk is full, for one.
    (void)execute(database, u"ROLLBACK"_s);
}

Async<> withoutValue(Async<bool> change)
{
    const Result<bool> done = co_await std::move(change);
    if (!done)
        co_return done.error();
    co_return {};
}

} // namespace punchcard::store
