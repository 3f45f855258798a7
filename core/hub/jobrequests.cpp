// SPDX-License-Identifier: MIT
#include "core/hub/jobrequests.h"

#include <QCoreApplication>
#include <QFile>
#include <QLoggingCategory>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcJobRequests, "punchcard.hub.jobs", QtInfoMsg)

namespace {

QList<std::pair<QString, SecretString>> openSecrets(const RepositoryRecord &repository, const RunRecord &run)
{
    QList<std::pair<QString, SecretString>> opened;
    for (const SecretRecord &secret : run.secrets) {
        QByteArray value(secret.sealed.size() - qsizetype(crypto_box_SEALBYTES), '\0');
        const int failed = crypto_box_seal_open(reinterpret_cast<unsigned char *>(value.data()),
                                                reinterpret_cast<const unsigned char *>(secret.sealed.constData()),
                                                static_cast<unsigned long long>(secret.sealed.size()),
                                                reinterpret_cast<const unsigned char *>(repository.publicKey.constData()),
                                                reinterpret_cast<const unsigned char *>(repository.secretKey.constData()));
        if (failed) {
            qCWarning(lcJobRequests) << "the secret" << secret.name << "was not sealed for this repository";
            continue;
        }
        opened.append({secret.name, SecretString(std::move(value))});
    }
    return opened;
}

// Runs on a pool thread, so it has copies of all it uses: the object files themselves never change.
Result<QList<RepositoryFile>> filesAt(const GitStore &git, Id repository, const QString &sha)
{
    const std::optional<git::Commit> commit = git.commit(repository, sha);
    if (!commit) {
        return Error{.kind = Error::Kind::Missing,
                     .what = QCoreApplication::translate("Checkout", "The repository has no commit “%1”.").arg(sha),
                     .remedy = QCoreApplication::translate("Checkout", "Name a branch, a tag or a full commit id.")};
    }
    QList<RepositoryFile> list;
    const QMap<QString, git::TreeEntry> files = git.files(repository, commit->tree);
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString object = git.path(repository, it->sha);
        const auto content = [object, name = it->sha, path = it.key()]() -> Result<QByteArray> {
            std::optional<GitStore::Object> blob = GitStore::readObject(object, name);
            if (!blob) {
                return Error{.kind = Error::Kind::Corrupt,
                             .what = QCoreApplication::translate("Checkout", "The repository's copy of “%1” is damaged.").arg(path),
                             .remedy = QCoreApplication::translate("Checkout", "Submit the job again.")};
            }
            return std::move(blob->content);
        };
        list.append({.path = it.key(), .mode = it->mode, .content = content});
    }
    return list;
}

void append(const QString &path, const QByteArray &line)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner))
        return;
    // A line that was cut off stays one line, and ours begins on its own.
    const bool isEmpty = file.size() == 0;
    file.seek(std::max<qint64>(0, file.size() - 1));
    if (isEmpty)
        file.write("\xEF\xBB\xBF");
    else if (file.read(1) != "\n")
        file.write("\n");
    file.write(line);
}

} // namespace

JobRequest makeJobRequest(State &state, Planner &planner, const workflow::WorkflowFile &file, const RunRecord &run, const JobRecord &record)
{
    const RepositoryRecord &repository = *state.repository(run.repository);
    const workflow::Job &job = *file.job(record.key);
    const QMap<QString, QString> refs = repository.refs;
    const GitStore git = state.git();
    const auto resolve = [refs, sha = run.sha](const QString &ref) {
        if (ref.isEmpty())
            return sha;
        for (const QString &name : {ref, QString(u"refs/heads/"_s + ref), QString(u"refs/tags/"_s + ref)}) {
            if (refs.contains(name))
                return refs.value(name);
        }
        return ref;
    };
    JobRequest request;
    request.folder = state.jobFolder(record);
    request.job = job;
    request.name = record.name;
    request.env = file.env;
    request.defaults = file.defaults;
    request.github = planner.github(run);
    request.matrix = record.matrix;
    request.strategy = record.strategy;
    request.needs = planner.needsContext(run, job);
    request.inputs = run.inputs;
    request.secrets = openSecrets(repository, run);
    request.files = [git, resolve, id = repository.id](const QString &ref) { return filesAt(git, id, resolve(ref)); };
    request.artifactExists = [&state, id = run.id, attempt = record.attempt](const QString &name) {
        for (const ArtifactRecord *artifact : state.artifacts(id)) {
            const JobRecord *const maker = state.job(artifact->job);
            if (artifact->artifact.name == name && maker && maker->attempt == attempt)
                return true;
        }
        return false;
    };
    request.clock = &state.clock();
    return request;
}

void appendToLog(const QString &logFolder, int step, const QString &text, Time now)
{
    const QByteArray stamp = toDateTime(now).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s).toLatin1() + "0000Z ";
    const QByteArray line = stamp + "##[error]" + text.toUtf8() + '\n';
    append(logFolder + u"/job.txt"_s, line);
    if (step > 0)
        append(logFolder + u"/%1.txt"_s.arg(step), line);
}

} // namespace punchcard::hub
