// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// What is known of a job that no runner has picked up yet.
struct QueueFacts
{
    QStringList labels = {};
    QString group = {};
    bool isPrivate = true;
    bool hasHosted = true; ///< the server has machines of its own: it is no Enterprise Server
    std::optional<QList<github::OfferedRunner>> runners = {}; ///< nullopt: the token may not list them
    std::optional<QList<github::RunnerGroup>> groups = {};    ///< that the repository may use; nullopt: likewise
    int ownRunning = 0; ///< other jobs of the account that run now
    Milliseconds waited{};
    Milliseconds usual{};
    bool isUsualKnown = false; ///< from jobs of before
};

/// Whether a machine of GitHub's is meant.
[[nodiscard]] bool wantsHosted(const QStringList &labels, const QString &group);
/// What counts as long: longer than any of @p before when these are enough, or what people put up with.
[[nodiscard]] Milliseconds usualQueueTime(const QList<Milliseconds> &before, bool hosted);
/// Why it may be, as far as the facts go, and what GitHub will do. Pure.
[[nodiscard]] Waiting queueWaiting(const QueueFacts &facts, const QUrl &page);

/// Notices that a job has been queued for longer than usual and says why that may be. Such a job is never given up: GitHub
/// ends it after a day. Asks the server for two things at most, once.
class QueueWait
{
public:
    /// What the job waits for, now that @p attempt has been queued @p since; nullopt while that is as usual. Fails only when
    /// cancelled.
    [[nodiscard]] Async<std::optional<Waiting>> look(Drive &drive, const Attempt &attempt, Time since);

private:
    QCoro::Task<> learnUsual(Drive &drive);
    Async<QueueFacts> ask(Drive &drive);

    std::optional<Milliseconds> m_usual;
    bool m_isUsualKnown = false;
    std::optional<Waiting> m_waiting;
};

} // namespace punchcard
