// SPDX-License-Identifier: MIT
#pragma once

#include "tests/end-to-end/line.h"
#include "tests/end-to-end/smalldisk.h"
#include "tests/end-to-end/trials.h"

#include <span>

class QSqlDatabase;

namespace punchcard::testing {

/// Where on its way a job is: its next request is this one.
struct Moment
{
    const char *name;
    const char *match;
};
inline constexpr Moment moments[] = {
    {"before anything is made", "^GET /user$"},
    {"while the repository is made", "^POST /user/repos$"},
    {"while its secret is sealed", "^PUT .*/actions/secrets/[^/]+$"},
    {"while it is pushed", "^(PATCH .*/git/refs/heads/.*|POST .*/git/refs)$"},
    {"while it is queued", "^GET .*/actions/runs$"},
    {"while it runs", "^GET .*/actions/runs/\\d+/(attempts/1/)?jobs$"},
    {"while its log is fetched", "^GET .*/actions/(runs/\\d+/(attempts/1/)?|jobs/\\d+/)logs$"},
    {"while its artifact is fetched", "^GET .*/actions/artifacts/\\d+/zip$"},
    {"while the repository is deleted", "^DELETE /repos/[^/]+/[^/]+$"},
};
/// Their places.
enum At { Beginning, Making, Sealing, Pushing, Queued, Running, FetchingLog, FetchingArtifact, Deleting };

/// What a hardship does things to: a home, its hub, and what lies between and below them.
class Ordeal
{
public:
    Ordeal(Housing housing, const QStringList &environment);
    ~Ordeal();

    /// Its jobs take the hub for a server, which takes the token in this file.
    void beServer();
    /// "owner/name" of the one repository there is.
    [[nodiscard]] QString repository() const;
    void rename(const QString &name);
    void giveToken(const QByteArray &token) const;
    /// Nobody may write to the database; nothing holds it any more.
    void holdDatabase();
    void freeDatabase();

    Journey journey;
    std::unique_ptr<Line> line;
    std::unique_ptr<SmallDisk> disk;
    std::unique_ptr<ReadOnlyFolder> closed;
    std::unique_ptr<PunchProcess> punch; ///< which drives the job
};

/// What has become of a job.
enum class End {
    AllThere, ///< succeeded, with all results, and nothing is left
    LeftOver, ///< likewise, but for a repository that is left and listed
    NotBegun, ///< refused before it began
    Lost, ///< nobody knows how it ended
    Incomplete, ///< succeeded, without all its results
};

/// Something that happens to a job's surroundings.
struct Hardship
{
    QByteArray name;
    QList<At> at = {}; ///< when it happens; empty: it is so from the beginning on
    End end = End::AllThere;
    QString wait = {}; ///< what the job waits for until it is healed; empty: it need not wait
    QJsonArray faults = {}; ///< from then on, until it is healed
    std::function<void(Ordeal &)> before = {}; ///< before the job begins
    std::function<void(Ordeal &)> strike = {};
    std::function<void(Ordeal &)> heal = {};
    std::function<void(Ordeal &)> after = {}; ///< when all was looked at
    bool killed = false; ///< the process ends then, and each that is started fails until it is healed
    bool slow = false; ///< it lasts long, and is tried with PUNCHCARD_LONG=1 only
    bool mounts = false; ///< it takes disks of the test's own, which not everybody may have
    bool server = false;
    Housing housing = Housing::Repository;
    QStringList environment = {}; ///< of punch
    QStringList hub = {}; ///< of the hub, where that is another
};

/// Puts a job through each of them at each of its moments, several at a time; without PUNCHCARD_LONG=1 at one of @p share
/// moments, others for each, and not through those that are slow.
[[nodiscard]] Verdict endure(const QList<Hardship> &hardships, int share);

} // namespace punchcard::testing
