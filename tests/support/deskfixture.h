// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/secrets/memorytokenstore.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace punchcard::testing {

/// A home of its own with a store and a desk, and jobs in it that never ran: for what shows jobs.
class DeskFixture
{
public:
    DeskFixture()
        : m_home{.data = m_folder.path(), .config = m_folder.path(), .cache = m_folder.path(), .keychainService = QStringLiteral("test")}
        , m_store(*wait(store::Store::open(m_home)))
        , m_desk(std::make_unique<Desk>(m_store, std::make_shared<MemoryTokenStore>()))
    {
    }

    [[nodiscard]] Desk &desk() { return *m_desk; }
    [[nodiscard]] store::Store &store() { return *m_store; }
    [[nodiscard]] const std::shared_ptr<store::Store> &sharedStore() const { return m_store; }
    [[nodiscard]] QString folderOf(const Job &job) const { return m_home.jobFolder(job.uid); }

    Job addJob(const QString &name = QStringLiteral("kernel.sh"), Phase phase = Phase::Cleared, Outcome outcome = Outcome::Succeeded)
    {
        const Job wanted{.spec = {.name = name}, .createdAt = Clock::system().now()};
        Job job = *wait(m_store->add(wanted));
        job.phase = phase;
        job.outcome = outcome;
        job.results = Results::Complete;
        [[maybe_unused]] const Result<> saved = wait(m_store->save(job));
        return job;
    }
    Item addArtifact(const Job &job, const QString &name, Item::State state = Item::State::Here, const QString &why = {})
    {
        const Item item{.name = name,
                        .remoteId = ++m_remote,
                        .size = 22'700'000,
                        .state = state,
                        .path = QStringLiteral("artifacts/") + name,
                        .why = why};
        return *wait(m_store->saveItem(job.id, item));
    }
    /// @p path is below the job's folder. Gives the whole path.
    QString put(const Job &job, const QString &path, const QByteArray &content = "x")
    {
        const QString whole = folderOf(job) + u'/' + path;
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return whole;
    }

private:
    QTemporaryDir m_folder;
    Home m_home;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
    qint64 m_remote = 0;
};

} // namespace punchcard::testing
