// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/onpool.h"
#include "core/base/result.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThread>

#include <coroutine>
#include <functional>
#include <memory>

class QSqlDatabase;
class QSqlQuery;

namespace punchcard::store {

/// The one write connection to the SQLite file, on a thread of its own: no commit ever blocks the event loop.
class Database : public QObject
{
    Q_OBJECT

public:
    /// Opens or makes @p path (0600), WAL, synchronous=FULL, and brings its schema up to date.
    /// Storage: cannot be opened, is damaged, or was written by a newer version.
    static Async<std::shared_ptr<Database>> open(QString path);
    ~Database() override;

    /// Runs @p work in one transaction on the database's thread: all of it is kept, or nothing. Answers come in the order in which
    /// they were asked for.
    template<typename T>
    Async<T> write(std::function<Result<T>(QSqlDatabase &)> work);
    /// Runs @p work on the database's thread without a transaction.
    template<typename T>
    Async<T> read(std::function<Result<T>(QSqlDatabase &)> work);

    [[nodiscard]] QString path() const { return m_path; }

private:
    /// The answer to a question. Whoever asks first is answered first: an answer that is there already is not taken at once, or it
    /// would overtake those that wait for the event loop, and what it says be replaced by what they say.
    template<typename T>
    struct Answer
    {
        QFuture<T> future;
        std::function<void()> ask;

        [[nodiscard]] bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> asker)
        {
            auto *watcher = new QFutureWatcher<T>;
            QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, asker] {
                watcher->deleteLater();
                asker.resume();
            });
            watcher->setFuture(future);
            ask();
        }
        [[nodiscard]] T await_resume() const { return future.result(); }
    };

    explicit Database(QString path);
    void post(std::function<void(QSqlDatabase &)> work);
    Result<> openHere();
    static Result<> begin(QSqlDatabase &database);
    static Result<> commit(QSqlDatabase &database);
    static void rollBack(QSqlDatabase &database);
    static QString connectionName(const Database *database);

    QString m_path;
    QThread m_thread;
    QObject *m_worker = nullptr; ///< lives on m_thread
};

/// Written to after each commit, so that other processes notice it.
[[nodiscard]] QString bellFile(const QString &database);

/// Prepares and runs @p sql with @p values. Storage on failure, with SQLite's own words.
[[nodiscard]] Result<QSqlQuery> execute(QSqlDatabase &database, const QString &sql, const QVariantList &values = {});

/// The end of a change that has nothing to give back.
Async<> withoutValue(Async<bool> change);

template<typename T>
Async<T> Database::read(std::function<Result<T>(QSqlDatabase &)> work)
{
    auto promise = std::make_shared<QPromise<std::shared_ptr<Result<T>>>>();
    promise->start();
    Answer<std::shared_ptr<Result<T>>> answer{.future = promise->future(), .ask = [this, promise, work = std::move(work)] {
                                                  post([promise, work](QSqlDatabase &database) {
                                                      promise->addResult(std::make_shared<Result<T>>(work(database)));
                                                      promise->finish();
                                                  });
                                              }};
    const std::shared_ptr<Result<T>> result = co_await answer;
    co_return std::move(*result);
}

template<typename T>
Async<T> Database::write(std::function<Result<T>(QSqlDatabase &)> work)
{
    std::function<Result<T>(QSqlDatabase &)> transaction = [work = std::move(work)](QSqlDatabase &database) -> Result<T> {
        if (const Result<> begun = begin(database); !begun)
            return begun.error();
        Result<T> result = work(database);
        if (!result) {
            rollBack(database);
            return result;
        }
        if (const Result<> done = commit(database); !done)
            return done.error();
        return result;
    };
    return read<T>(std::move(transaction));
}

} // namespace punchcard::store
