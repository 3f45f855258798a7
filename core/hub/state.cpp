// SPDX-License-Identifier: MIT
#include "core/hub/state.h"

#include "core/base/files.h"
#include "core/hub/recordsjson.h"

#include <QDir>
#include <QFile>
#include <QThreadPool>

#include <ranges>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

// As large as GitHub's are today, so that a client that keeps one in 32 bits finds out here.
constexpr Id firstRunId = 34'000'000'001;
constexpr Id firstJobId = 90'000'000'001;
constexpr Id firstArtifactId = 7'000'000'001;

template<typename Map>
auto *lookUp(Map &map, Id id)
{
    const auto it = map.find(id);
    return it == map.end() ? nullptr : &it->second;
}

// A name that no other folder has: deleting gigabytes takes time, and the path may be asked for again at once.
void removeInBackground(const QString &folder)
{
    const QString doomed = folder + u".gone"_s;
    if (QDir().rename(folder, doomed))
        QThreadPool::globalInstance()->start([doomed] { QDir(doomed).removeRecursively(); });
}

QString secretsKey()
{
    return u"secrets"_s;
}

QString policiesKey()
{
    return u"policies"_s;
}

} // namespace

State::State(QString folder, Clock &clock)
    : m_folder(std::move(folder))
    , m_clock(clock)
    , m_git(m_folder + u"/objects"_s)
{
}

Result<> State::open()
{
    for (const QString &folder : {m_folder, m_folder + u"/objects"_s, m_folder + u"/runs"_s}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            return made;
    }
    if (const Result<> opened = m_database.open(m_folder + u"/hub.sqlite"_s); !opened)
        return opened;
    m_database.each(u"repository"_s, [this](const QJsonObject &json) {
        RepositoryRecord record = repositoryFrom(json);
        m_repositories.emplace(record.id, std::move(record));
    });
    m_database.each(u"run"_s, [this](const QJsonObject &json) {
        RunRecord record = runFrom(json);
        m_runs.emplace(record.id, std::move(record));
    });
    m_database.each(u"job"_s, [this](const QJsonObject &json) {
        JobRecord record = jobFrom(json);
        m_jobs.emplace(record.id, std::move(record));
    });
    m_database.each(u"artifact"_s, [this](const QJsonObject &json) {
        ArtifactRecord record = artifactFrom(json);
        m_artifacts.emplace(record.id, std::move(record));
    });
    m_database.each(policiesKey(), [this](const QJsonObject &json) { m_policies = json; });
    m_database.each(secretsKey(), [this](const QJsonObject &json) {
        auto &secrets = m_secrets[json[u"id"].toInteger()];
        for (const SecretRecord &secret : secretsFrom(json[u"secrets"]))
            secrets.insert_or_assign(secret.name, secret);
    });
    // What an earlier hub was about to delete when it died.
    const QDir runs(m_folder + u"/runs"_s);
    for (const QString &left : runs.entryList({u"*.gone"_s}, QDir::Dirs))
        QDir(runs.filePath(left)).removeRecursively();
    return m_database.takeFailure();
}

QList<RepositoryRecord *> State::repositories()
{
    QList<RepositoryRecord *> list;
    for (auto &[id, record] : m_repositories)
        list.append(&record);
    return list;
}

RepositoryRecord *State::repository(Id id)
{
    return lookUp(m_repositories, id);
}

RepositoryRecord *State::repository(const QString &owner, const QString &name)
{
    for (auto &[id, record] : m_repositories) {
        if (record.owner.compare(owner, Qt::CaseInsensitive) == 0 && record.name.compare(name, Qt::CaseInsensitive) == 0)
            return &record;
    }
    return nullptr;
}

RepositoryRecord *State::renamedRepository(const QString &owner, const QString &name)
{
    for (auto &[id, record] : m_repositories) {
        if (record.formerNames.contains(owner + u'/' + name, Qt::CaseInsensitive))
            return &record;
    }
    return nullptr;
}

RepositoryRecord &State::add(RepositoryRecord record)
{
    record.id = m_database.next(u"repository"_s, 800'000'001);
    RepositoryRecord &kept = m_repositories.insert_or_assign(record.id, std::move(record)).first->second;
    save(kept);
    return kept;
}

void State::save(const RepositoryRecord &record)
{
    m_database.put(u"repository"_s, record.id, toJson(record));
}

void State::removeRepository(Id id)
{
    for (const RunRecord *run : runs(id))
        removeRun(run->id);
    m_database.remove(secretsKey(), id);
    m_secrets.erase(id);
    m_database.remove(u"repository"_s, id);
    m_repositories.erase(id);
    m_git.removeAll(id);
}

ActionsPolicy State::organisationPolicy(const QString &organisation) const
{
    return actionsPolicyFrom(m_policies[organisation].toObject());
}

void State::setOrganisationPolicy(const QString &organisation, const ActionsPolicy &policy)
{
    m_policies.insert(organisation, toJson(policy));
    m_database.put(policiesKey(), 1, m_policies);
}

ActionsPolicy State::policyOf(const RepositoryRecord &repository) const
{
    return repository.ownedByOrganisation && m_policies.contains(repository.owner) ? organisationPolicy(repository.owner)
                                                                                   : repository.actions;
}

QList<SecretRecord> State::secrets(Id repository) const
{
    QList<SecretRecord> list;
    const auto it = m_secrets.find(repository);
    if (it != m_secrets.end()) {
        for (const auto &[name, secret] : it->second)
            list.append(secret);
    }
    return list;
}

void State::putSecret(Id repository, const SecretRecord &secret)
{
    m_secrets[repository].insert_or_assign(secret.name, secret);
    m_database.put(secretsKey(), repository, {{u"id"_s, repository}, {u"secrets"_s, toJson(secrets(repository))}});
}

void State::removeSecret(Id repository, const QString &name)
{
    m_secrets[repository].erase(name);
    m_database.put(secretsKey(), repository, {{u"id"_s, repository}, {u"secrets"_s, toJson(secrets(repository))}});
}

QList<RunRecord *> State::runs(Id repository)
{
    QList<RunRecord *> list;
    for (auto &[id, record] : std::views::reverse(m_runs)) {
        if (record.repository == repository)
            list.append(&record);
    }
    return list;
}

QList<RunRecord *> State::allRuns()
{
    QList<RunRecord *> list;
    for (auto &[id, record] : m_runs)
        list.append(&record);
    return list;
}

RunRecord *State::run(Id id)
{
    return lookUp(m_runs, id);
}

RunRecord &State::add(RunRecord record)
{
    record.id = m_database.next(u"run"_s, firstRunId);
    RunRecord &kept = m_runs.insert_or_assign(record.id, std::move(record)).first->second;
    save(kept);
    return kept;
}

void State::save(const RunRecord &record)
{
    m_database.put(u"run"_s, record.id, toJson(record));
}

void State::removeRun(Id id)
{
    const RunRecord *const record = run(id);
    if (!record)
        return;
    for (const AttemptRecord &attempt : record->attempts) {
        for (const Id job : attempt.jobs) {
            m_database.remove(u"job"_s, job);
            m_jobs.erase(job);
        }
    }
    for (const ArtifactRecord *artifact : artifacts(id)) {
        m_database.remove(u"artifact"_s, artifact->id);
        m_artifacts.erase(artifact->id);
    }
    removeInBackground(runFolder(*record));
    m_database.remove(u"run"_s, id);
    m_runs.erase(id);
}

JobRecord *State::job(Id id)
{
    return lookUp(m_jobs, id);
}

QList<JobRecord *> State::jobs(const AttemptRecord &attempt)
{
    QList<JobRecord *> list;
    for (const Id id : attempt.jobs) {
        if (JobRecord *const record = job(id))
            list.append(record);
    }
    return list;
}

JobRecord &State::add(JobRecord record)
{
    record.id = m_database.next(u"job"_s, firstJobId);
    JobRecord &kept = m_jobs.insert_or_assign(record.id, std::move(record)).first->second;
    save(kept);
    return kept;
}

void State::save(const JobRecord &record)
{
    m_database.put(u"job"_s, record.id, toJson(record));
}

ArtifactRecord *State::artifact(Id id)
{
    return lookUp(m_artifacts, id);
}

QList<ArtifactRecord *> State::artifacts(Id run)
{
    QList<ArtifactRecord *> list;
    for (auto &[id, record] : std::views::reverse(m_artifacts)) {
        if (record.run == run)
            list.append(&record);
    }
    return list;
}

ArtifactRecord &State::add(ArtifactRecord record)
{
    record.id = m_database.next(u"artifact"_s, firstArtifactId);
    ArtifactRecord &kept = m_artifacts.insert_or_assign(record.id, std::move(record)).first->second;
    m_database.put(u"artifact"_s, kept.id, toJson(kept));
    return kept;
}

QString State::artifactFile(const ArtifactRecord &record) const
{
    return u"%1/runs/%2/%3/%4"_s.arg(m_folder, QString::number(record.run), QString::number(record.job), record.artifact.file);
}

void State::removeArtifact(Id id)
{
    if (const ArtifactRecord *const record = artifact(id))
        QFile::remove(artifactFile(*record));
    m_database.remove(u"artifact"_s, id);
    m_artifacts.erase(id);
}

void State::expireArtifacts()
{
    for (auto &[id, record] : m_artifacts) {
        if (record.expired || record.expiresAt > now())
            continue;
        record.expired = true;
        QFile::remove(artifactFile(record));
        m_database.put(u"artifact"_s, id, toJson(record));
    }
}

Id State::nextWorkflowId()
{
    return m_database.next(u"workflow"_s, 200'000'001);
}

QString State::runFolder(const RunRecord &run) const
{
    return m_folder + u"/runs/"_s + QString::number(run.id);
}

QString State::jobFolder(const JobRecord &job) const
{
    return u"%1/runs/%2/%3"_s.arg(m_folder).arg(job.run).arg(job.id);
}

QString State::logFolder(const JobRecord &record)
{
    const JobRecord *const origin = record.logsOf ? job(record.logsOf) : nullptr;
    return (origin ? jobFolder(*origin) : jobFolder(record)) + u"/logs"_s;
}

} // namespace punchcard::hub
