// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/base/time.h"
#include "core/http/saved.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <functional>
#include <optional>

namespace punchcard::github {

/// Where the API is and who asks. Roots: https://api.github.com/, https://HOST/api/v3/, http://127.0.0.1:PORT/
struct Api
{
    QUrl root = QUrl(QStringLiteral("https://api.github.com/"));
    SecretString token = {};
    QString version = QStringLiteral("2022-11-28");
    QString authorities = {}; ///< A PEM file of authorities to trust besides the system's (Enterprise Server).
    std::function<Result<>()> mayGo = {}; ///< See http::Request::mayGo.
};

/// Asked at each request: the hub's address, and a token, may change while a job lives.
using ApiSource = std::function<Async<Api>()>;

/// A value and whether the server said that it is what it said last time (304, which costs nothing).
template<typename T>
struct Fresh
{
    T value;
    bool unchanged = false;
};

using http::Saved;

enum class RunId : qint64 { };
enum class TaskId : qint64 { }; ///< GitHub says job.
enum class ArtifactId : qint64 { };

struct RepoName
{
    QString owner = {};
    QString name = {};

    [[nodiscard]] QString full() const { return owner + QLatin1Char('/') + name; }
    bool operator==(const RepoName &) const = default;
};

struct User
{
    QString login = {};
    qint64 id = 0;
    QString type = {}; ///< "User", "Organization", "Bot".
    std::optional<QStringList> scopes = {}; ///< nullopt: a fine-grained or app token, whose rights cannot be read.
};

struct Organisation
{
    QString login = {};
    qint64 id = 0;
};

struct Organisations
{
    QList<Organisation> list = {};
    int hidden = 0; ///< others, for whose single sign-on the token is not authorised
};

/// What is left of the requests of this hour. limit < 0: the server has none.
struct Quota
{
    int limit = -1;
    int remaining = -1;
    int used = 0;
    Time reset = {};
    QString resource = {}; ///< "core" is the one that counts.
};

struct NewRepository
{
    QString organisation = {}; ///< Empty: the user's own.
    QString name = {};
    QString description = {}; ///< Holds the job's uid; how the repository is recognised when an answer was lost.
    bool isPrivate = true;
    bool autoInit = true;
};

struct Repository
{
    qint64 id = 0;
    RepoName name = {};
    QString description = {};
    QUrl htmlUrl = {};
    QString defaultBranch = {};
    bool isPrivate = true;
    bool isAdmin = false; ///< What the token may do there, as far as the server says.
    std::optional<Time> createdAt = {};
    std::optional<Time> pushedAt = {};
};

struct Ref
{
    QString name = {}; ///< "refs/heads/main"
    QString sha = {};
};

/// A file of a new tree: either the sha of a blob or its text.
struct TreeEntry
{
    QString path = {};
    QString mode = QStringLiteral("100644"); ///< 100755 for an executable.
    QString sha = {};
    std::optional<QString> content = {};
};

struct Signature
{
    QString name = {};
    QString email = {};
    Time date = {};
};

/// Everything that a commit's sha is made of, so that a second copy of the request makes the same commit.
struct NewCommit
{
    QString message = {};
    QString tree = {};
    QStringList parents = {};
    Signature author = {};
    Signature committer = {};
};

struct Commit
{
    QString sha = {};
    QString tree = {};
    QString message = {};
    QStringList parents = {};
};

struct FilePut
{
    QString path = {};
    QByteArray content = {};
    QString message = {};
    QString branch = {}; ///< Empty: the default branch.
    QString replaces = {}; ///< The blob's sha when the file is there already.
    std::optional<Signature> author = {};
    std::optional<Signature> committer = {};
};

struct PublicKey
{
    QString keyId = {};
    QByteArray key = {}; ///< 32 bytes.
};

struct SealedSecret
{
    QByteArray encryptedValue = {}; ///< Standard base64 with padding.
    QString keyId = {};
};

/// Of a run, a job or a step. Other: a value that did not exist when this was written.
enum class Status { Requested, Queued, Pending, Waiting, InProgress, Completed, Other };
/// None while it is not completed.
enum class Conclusion { None, Success, Failure, Neutral, Cancelled, Skipped, TimedOut, ActionRequired, Stale, StartupFailure, Other };

struct WorkflowRun
{
    RunId id = {};
    QString name = {};
    QString displayTitle = {};
    Status status = Status::Other;
    Conclusion conclusion = Conclusion::None;
    QString event = {};
    QString headSha = {};
    QString headBranch = {};
    QString path = {};
    qint64 runNumber = 0;
    int runAttempt = 1;
    Time createdAt = {};
    std::optional<Time> runStartedAt = {}; ///< Of the latest attempt; not the moment a runner picked it up.
    Time updatedAt = {};
    QUrl htmlUrl = {};
};

struct Step
{
    int number = 0;
    QString name = {};
    Status status = Status::Queued;
    Conclusion conclusion = Conclusion::None;
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};
};

struct WorkflowJob
{
    TaskId id = {};
    RunId runId = {};
    int runAttempt = 1;
    QString name = {};
    Status status = Status::Other;
    Conclusion conclusion = Conclusion::None;
    std::optional<Time> createdAt = {};
    std::optional<Time> startedAt = {}; ///< Meaningless while runnerId is 0.
    std::optional<Time> completedAt = {};
    QStringList labels = {};
    qint64 runnerId = 0; ///< 0: no runner has picked it up.
    QString runnerName = {};
    QUrl htmlUrl = {};
    QList<Step> steps = {};
};

struct Artifact
{
    ArtifactId id = {};
    QString name = {};
    qint64 size = 0; ///< As stored: of the zip, or of the raw file; 0: not told.
    bool expired = false;
    std::optional<Time> createdAt = {};
    std::optional<Time> expiresAt = {};
    QString digest = {}; ///< "sha256:<hex>" of the stored bytes, empty when the server gives none.
    RunId runId = {};
    QString headSha = {};
};

/// A machine that an organisation offers beside those that GitHub offers to everybody.
struct OfferedRunner
{
    qint64 id = 0;
    QString name = {};
    QStringList labels = {}; ///< That choose it; a larger runner has one, its name.
    bool isHosted = false;   ///< GitHub runs it, for money.
    bool isGroup = false;    ///< Not one machine but a group of them, chosen by its name.
    bool isOnline = true;
    bool isBusy = false;
    int cores = 0;           ///< Of a hosted one; 0: not told.
    int memoryGb = 0;
};

/// A group of an organisation's runners.
struct RunnerGroup
{
    qint64 id = 0;
    QString name = {};
    bool isDefault = false; ///< That of all runners that nobody put elsewhere.
    bool takesPublic = false; ///< Public repositories may use it.
};

/// What GitHub wrote on a job beside its log.
struct Annotation
{
    QString level = {}; ///< "failure", "warning", "notice"
    QString title = {};
    QString message = {};
};

} // namespace punchcard::github
