// SPDX-License-Identifier: MIT
#include "core/hub/downloads.h"

#include "core/base/onpool.h"
#include "core/hub/fileanswer.h"
#include "core/hub/logzip.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMessageAuthenticationCode>
#include <QSet>
#include <QSysInfo>

#include <sodium.h>

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto linkLife = 1min;

QByteArray stamp(Time time)
{
    return toDateTime(time).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s).toLatin1() + "0000Z ";
}

// What the runner notes before a job's own output begins.
QByteArray handOver(const JobRecord &job)
{
    const QByteArray labels = job.labels.join(u", "_s).toUtf8();
    const QByteArray at = stamp(job.startedAt.value_or(job.createdAt));
    return "\xEF\xBB\xBF" + stamp(job.createdAt) + "Requested labels: " + labels + '\n' + stamp(job.createdAt)
        + "Waiting for a runner to pick up this job...\n" + at
        + "Job is about to start running on the runner: " + QSysInfo::machineHostName().toUtf8() + '\n';
}

} // namespace

Downloads::Downloads(State &state)
    : m_state(state)
    , m_key(32, '\0')
{
    randombytes_buf(m_key.data(), size_t(m_key.size()));
}

QByteArray Downloads::signature(const QString &path, const QString &expiry) const
{
    return QMessageAuthenticationCode::hash(path.toUtf8() + '\n' + expiry.toUtf8(), m_key, QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QString Downloads::signedLink(const QString &path) const
{
    const QString expiry = QString::number(toEpoch(m_state.now() + linkLife));
    return u"%1%2?sv=2025-01-05&sp=r&se=%3&sig=%4"_s.arg(m_origin, path, expiry, QString::fromLatin1(signature(path, expiry)));
}

bool Downloads::isSigned(const Request &request) const
{
    const QString expiry = request.item(u"se"_s);
    const QByteArray given = request.item(u"sig"_s).toLatin1();
    const QByteArray wanted = signature(request.path, expiry);
    return given.size() == wanted.size() && sodium_memcmp(given.constData(), wanted.constData(), size_t(wanted.size())) == 0
        && expiry.toLongLong() >= toEpoch(m_state.now());
}

QString Downloads::jobLog(const JobRecord &job) const
{
    return signedLink(u"/jobs/%1/log.txt"_s.arg(job.id));
}

QString Downloads::artifact(const ArtifactRecord &artifact) const
{
    return signedLink(u"/artifacts/%1/%2"_s.arg(artifact.id).arg(artifact.artifact.archived ? u"content.zip"_s : u"content"_s));
}

QString Downloads::runLogs(const RunRecord &run, const AttemptRecord &attempt)
{
    withArchive(run, attempt, [](const Result<> &) { });
    return signedLink(u"/runs/%1/%2/logs.zip"_s.arg(run.id).arg(attempt.number));
}

QString Downloads::archive(const RunRecord &run, int attempt) const
{
    return m_state.runFolder(run) + u"/logs-%1.zip"_s.arg(attempt);
}

void Downloads::removeLogs(const RunRecord &run)
{
    for (const AttemptRecord &attempt : run.attempts) {
        QFile::remove(archive(run, attempt.number));
        for (const JobRecord *job : m_state.jobs(attempt))
            QDir(m_state.jobFolder(*job) + u"/logs"_s).removeRecursively();
    }
}

QList<ZipMember> Downloads::members(const AttemptRecord &attempt)
{
    QList<ZipMember> list;
    QSet<QString> names;
    int number = 0;
    for (const JobRecord *job : m_state.jobs(attempt)) {
        if (!job->onRunner)
            continue;
        QString name = mangledName(job->name);
        for (int i = 1; names.contains(name.toLower()); ++i)
            name = mangledName(job->name) + u" (%1)"_s.arg(i);
        names.insert(name.toLower());
        const QString folder = m_state.logFolder(*job);
        list.append({.name = u"%1_%2.txt"_s.arg(number++).arg(name), .file = folder + u"/job.txt"_s});
        for (const StepState &step : job->steps) {
            if (!step.logFile.isEmpty())
                list.append({.name = u"%1/%2_%3.txt"_s.arg(name).arg(step.number).arg(mangledName(step.name)),
                             .file = folder + u"/%1.txt"_s.arg(step.number)});
        }
        list.append({.name = name + u"/system.txt"_s, .text = handOver(*job)});
    }
    return list;
}

void Downloads::withArchive(const RunRecord &run, const AttemptRecord &attempt, Ready ready)
{
    const QString zip = archive(run, attempt.number);
    if (QFile::exists(zip)) {
        ready({});
        return;
    }
    const auto packing = m_packing.find(zip);
    if (packing != m_packing.end()) {
        packing->second.append(std::move(ready));
        return;
    }
    m_packing[zip] = {std::move(ready)};
    m_tasks.remove_if([](const QCoro::Task<> &task) { return task.isReady(); });
    m_tasks.push_back(pack(this, zip, members(attempt)));
}

QCoro::Task<> Downloads::pack(QPointer<Downloads> self, QString zip, QList<ZipMember> members)
{
    const Context context;
    const auto write = [zip, members] { return writeZip(zip, members); };
    const Result<> result = co_await onPool(context, write);
    if (self)
        self->packed(zip, result);
}

void Downloads::packed(const QString &zip, const Result<> &result)
{
    const auto packing = m_packing.extract(zip);
    if (packing.empty())
        return;
    for (const Ready &ready : packing.mapped())
        ready(result);
}

void Downloads::send(const ReplyPtr &reply, Answer answer)
{
    if (answer.stream) {
        ++m_streams;
        connect(answer.stream.get(), &QObject::destroyed, this, [this] { --m_streams; });
    }
    reply->send(std::move(answer));
}

void Downloads::handle(const WebServer &server, const Request &request, const ReplyPtr &reply)
{
    const QStringList parts = request.path.mid(1).split(u'/');
    const Id id = parts.value(1).toLongLong();
    // Whoever comes with a link of ours keeps its connection when many strangers come.
    if (const QPointer<SocketGuard> guard = reply->guard(); guard && isSigned(request))
        guard->setKnown();
    if (!server.isOurHost(request.header("host"))) {
        reply->send(blobError(421, "InvalidHeaderValue", "The value for the header Host is not this server's."));
    } else if (!request.reads()) {
        reply->send(blobError(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb."));
    } else if (!request.header("authorization").isEmpty() || !isSigned(request)) {
        reply->send(blobError(403, "AuthenticationFailed",
                              "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly "
                              "including the signature."));
    } else if (const JobRecord *const job = parts.constFirst() == "jobs"_L1 ? m_state.job(id) : nullptr) {
        send(reply, fileAnswer(request, m_state.logFolder(*job) + u"/job.txt"_s, "text/plain; charset=utf-8", {}));
    } else if (const ArtifactRecord *const found = parts.constFirst() == "artifacts"_L1 ? m_state.artifact(id) : nullptr) {
        const bool archived = found->artifact.archived;
        send(reply,
             fileAnswer(request, m_state.artifactFile(*found), archived ? "application/zip" : "application/octet-stream",
                        archived ? found->artifact.name + u".zip"_s : found->artifact.name));
    } else if (const RunRecord *const run = parts.constFirst() == "runs"_L1 ? m_state.run(id) : nullptr) {
        const AttemptRecord *const attempt = run->attempt(parts.value(2).toInt());
        const QString zip = archive(*run, parts.value(2).toInt());
        if (!attempt)
            return;
        withArchive(*run, *attempt, [this, request, reply, zip, name = u"logs_%1.zip"_s.arg(run->id)](const Result<> &packed) {
            send(reply,
                 packed ? fileAnswer(request, zip, "application/zip", name)
                        : blobError(500, "InternalError", packed.error().sentence().toUtf8()));
        });
    } else {
        reply->send(blobError(404, "BlobNotFound", "The specified blob does not exist."));
    }
}

} // namespace punchcard::hub
