// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/hub/actionspolicy.h"
#include "core/hub/jobrunner.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace punchcard::hub {

using Id = qint64;

/// A workflow file that the repository's default branch or a run has shown.
struct WorkflowRecord
{
    Id id = 0;
    QString path = {};
    QString name = {};
    Time createdAt = {};
    int runs = 0; ///< run numbers given so far
};

struct RepositoryRecord
{
    Id id = 0;
    QString owner = {};
    QString name = {};
    bool ownedByOrganisation = false;
    bool isPrivate = false;
    QStringList formerNames = {}; ///< "owner/name", which lead here until another repository takes them
    QString description = {};
    QString defaultBranch = QStringLiteral("main");
    Time createdAt = {};
    Time updatedAt = {};
    Time pushedAt = {};
    QString keyId = {};
    QByteArray publicKey = {}; ///< X25519, for sealed boxes
    QByteArray secretKey = {};
    ActionsPolicy actions = {};
    QMap<QString, QString> refs = {}; ///< "refs/heads/main" to a commit's id
    QList<WorkflowRecord> workflows = {};

    [[nodiscard]] QString fullName() const { return owner + u'/' + name; }
    /// Whether it has no branch yet; then the git database refuses to work, as GitHub's does.
    [[nodiscard]] bool isEmpty() const { return refs.isEmpty(); }
};

struct SecretRecord
{
    QString name = {};
    QByteArray sealed = {};
    Time createdAt = {};
    Time updatedAt = {};
};

enum class Status { Queued, Pending, InProgress, Completed };
/// "queued", "pending", "in_progress", "completed".
[[nodiscard]] QString statusName(Status status);

/// One attempt of a run. The conclusion is GitHub's word, which knows more than a job's ("startup_failure").
struct AttemptRecord
{
    int number = 1;
    Status status = Status::Queued;
    QString conclusion = {};
    Time startedAt = {};
    Time updatedAt = {};
    bool cancelRequested = false;
    bool forced = false; ///< a cancel that lets nothing run any more, not even always()
    QList<Id> jobs = {}; ///< in the workflow's order
};

struct RunRecord
{
    Id id = 0;
    Id repository = 0;
    Id workflow = 0;
    QString path = {};
    QString name = {};
    QString title = {};
    QString event = {};
    QString ref = {}; ///< "refs/heads/main"
    QString sha = {};
    int number = 0;
    Time createdAt = {};
    bool announced = false; ///< Until then no list shows it: making a run is asynchronous on GitHub, too.
    QJsonObject payload = {}; ///< the event
    QJsonObject inputs = {};
    QList<SecretRecord> secrets = {}; ///< as they were when the attempt was queued; gone when it has ended
    QList<AttemptRecord> attempts = {};

    [[nodiscard]] QString branch() const;
    [[nodiscard]] AttemptRecord &latest() { return attempts.last(); }
    [[nodiscard]] const AttemptRecord &latest() const { return attempts.last(); }
    [[nodiscard]] const AttemptRecord *attempt(int number) const;
};

/// A job of an attempt: one of the workflow's, or one combination of its matrix.
struct JobRecord
{
    Id id = 0;
    Id run = 0;
    Id repository = 0;
    int attempt = 1;
    QString key = {}; ///< the id in the workflow file
    QString name = {};
    QJsonObject matrix = {};
    QJsonObject strategy = {}; ///< the `strategy` context: fail-fast, max-parallel, job-index, job-total
    QStringList labels = {};
    QString group = {};
    Status status = Status::Queued;
    std::optional<Conclusion> conclusion = {};
    Time createdAt = {};
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};
    bool onRunner = false; ///< a runner picked it up; only then there is a log
    bool continueOnError = false;
    bool cancelRequested = false;
    QJsonObject outputs = {};
    QList<StepState> steps = {};
    QList<Annotation> annotations = {};
    Id logsOf = 0; ///< the job of an earlier attempt whose result this one repeats

    [[nodiscard]] bool ended() const { return status == Status::Completed; }
};

struct ArtifactRecord
{
    Id id = 0;
    Id run = 0;
    Id repository = 0;
    Id job = 0;
    Artifact artifact = {}; ///< its file is relative to the job's folder
    Time createdAt = {};
    Time expiresAt = {};
    bool expired = false; ///< the file is gone, the entry stays
};

} // namespace punchcard::hub
