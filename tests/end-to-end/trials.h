// SPDX-License-Identifier: MIT
#pragma once

#include "tests/end-to-end/journey.h"

#include <QJsonArray>

#include <chrono>

namespace punchcard::testing {

/// One hard way for a job. Whatever happens on it, the job must arrive: see Journey::complaint().
struct Trial
{
    enum class Of {
        Run,
        Cancel, ///< of a job that runs and that nobody drives
        Rerun, ///< of a job that is over and whose repository stands
    };

    QByteArray name;
    Of verb = Of::Run;
    Housing housing = Housing::Repository; ///< the same for all trials of a run()
    int elements = 0; ///< likewise: of its array, each of which has a run of its own; 0: it is none
    bool bare = false; ///< it has no input
    QString crash = {}; ///< "store:3": where that `punch` is killed; empty: nowhere
    QStringList further = {}; ///< where each `punch resume` after it is killed; the last one never is
    std::chrono::milliseconds killAfter = {}; ///< it is killed then, if it still runs and no crash came before; 0: it is not
    enum class Power {
        Stays,
        Fails, ///< at each kill: what was not synced is gone
        FailsPartly, ///< some of it is there
    };
    Power power = Power::Stays;
    int sync = 0; ///< with a power that fails: it does so after that sync of the first process
    quint32 dice = 0; ///< what is there after a power failure
    QJsonArray faults = {}; ///< what the hub does to its requests, see core/hub/faults.h
    QStringList environment = {}; ///< of each `punch` and of the hub: the same for all trials of a run()
};

struct Verdict
{
    QStringList lines; ///< one for each trial: how it ended, and what it waited for on its way
    QStringList wrong; ///< one text for each trial that went wrong
    int kills = 0; ///< so many of the crashes really were
    int faults = 0; ///< so many requests really met a fault

    [[nodiscard]] QByteArray text() const { return wrong.join(QLatin1Char('\n')).toUtf8(); }
};

/// Puts a job through every trial, several at a time on homes of their own.
[[nodiscard]] Verdict run(const QList<Trial> &trials);

/// From PUNCHCARD_TEST_SEED, else a new one. It is printed, so that what went wrong can be had again.
[[nodiscard]] quint32 seed();

/// Which of many trials are due: all with PUNCHCARD_LONG=1, otherwise one of @p share, others for each
/// @p row; a sixth of that in a build with sanitizers.
[[nodiscard]] QList<Trial> due(const QList<Trial> &trials, int row, int share = 3);

/// ", waited for network, quota", once each; empty when it never waited.
[[nodiscard]] QString waitsIn(const QList<QJsonObject> &events);
/// The message of a wait of which nobody says what to do; empty when there is none.
[[nodiscard]] QString waitWithoutRemedy(const QList<QJsonObject> &events);

/// How many points of each kind a verb passes that nothing happens to.
[[nodiscard]] QHash<QByteArray, int> countPoints(Trial::Of verb = Trial::Of::Run, Housing housing = Housing::Repository, int elements = 0);

} // namespace punchcard::testing
