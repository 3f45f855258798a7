// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/secrets/memorytokenstore.h"
#include "tests/end-to-end/journey.h"

namespace punchcard::testing {

/// One desk, in the test's own process, and a hub that is a process like any other; many short jobs at once.
class ManyJobs
{
public:
    /// Its clock runs @p speed times as fast, and so does the hub's. The first one of a process decides.
    explicit ManyJobs(int speed = 1);
    ~ManyJobs();

    /// With further variables in the hub's environment.
    [[nodiscard]] bool begin(const QStringList &hubEnvironment = {});
    /// Takes the hub for a server like any other: it is asked as seldom as GitHub is, and its quota counts.
    [[nodiscard]] bool signIn();
    /// All are asked for before the first is answered.
    void submit(int number);
    /// What a `punch` is called with that runs the next one.
    [[nodiscard]] QStringList nextRun();
    /// Takes up what nobody drives any more.
    [[nodiscard]] bool resume();
    /// Waits until all are over, whoever drives them.
    [[nodiscard]] bool finish();
    /// What is wrong with any of them; empty: each ran once, and all that it made is here.
    [[nodiscard]] QString complaint();
    /// Requests that the hub has counted in this hour.
    [[nodiscard]] int requests() const;
    /// How many of this process's requests to the API, not to where its links lead, had such an answer.
    [[nodiscard]] int answered(int status) const;

    PunchHome home;

private:
    [[nodiscard]] static QString nameOf(int number) { return QStringLiteral("many-%1").arg(number); }
    [[nodiscard]] QByteArray scriptOf(const QString &name) const;
    [[nodiscard]] QString outOf(const QString &name) const { return home.path(QStringLiteral("out/") + name); }

    Witness m_witness;
    QStringList m_clock;
    QString m_account;
    TokenStorePtr m_tokens = std::make_shared<MemoryTokenStore>();
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
    QStringList m_refused;
    QSet<JobId> m_open;
    int m_number = 0;
};

} // namespace punchcard::testing
