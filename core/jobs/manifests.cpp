// SPDX-License-Identifier: MIT
#include "core/jobs/manifests.h"

#include "core/artifacts/manifest.h"
#include "core/artifacts/zipreader.h"
#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/jobs/items.h"
#include "core/workflow/jobworkflow.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(lcJobs)

namespace {

constexpr int mostDownloads = 3; // What arrives damaged may be the line's fault.

// Kept beside the artifacts under the attempt that it came with: the server does not tell of which one it is.
QString keptManifest(const Drive &drive, int attempt, const github::Artifact &artifact)
{
    return drive.folder.path() + u"/manifests/%1-%2"_s.arg(attempt).arg(qint64(artifact.id));
}

int attemptOf(const Drive &drive, const FoundManifest &found)
{
    const QDir kept(drive.folder.path() + u"/manifests"_s);
    const QStringList files = kept.entryList({u"*-%1"_s.arg(qint64(found.artifact.id))}, QDir::Files);
    return files.isEmpty() ? found.attempt : files.constFirst().section(u'-', 0, 0).toInt();
}

Result<QByteArray> unpackManifest(const QString &zip, const CancelPtr &cancel)
{
    Result<ZipReader> reader = ZipReader::open(zip);
    if (!reader)
        return reader.error();
    const Result<std::optional<ZipEntry>> entry = reader->next();
    if (!entry)
        return entry.error();
    QByteArray text;
    if (!*entry || (*entry)->size > largestManifest)
        return Error{.kind = Error::Kind::Malformed, .what = u"no manifest in it"_s};
    PoolShare share{.cancel = cancel};
    const auto write = [&text](QByteArrayView bytes) -> Result<> {
        text.append(bytes);
        return {};
    };
    if (const Result<> read = reader->read(**entry, share, write); !read)
        return read.error();
    return text;
}

// Its text, from the server unless it is here.
Async<QByteArray> fetchManifest(Drive &drive, FoundManifest found)
{
    const QString kept = keptManifest(drive, found.attempt, found.artifact);
    if (QFileInfo::exists(kept))
        co_return readFile(kept, largestManifest);
    if (found.artifact.expired || found.artifact.size > largestManifest)
        co_return Error{.kind = Error::Kind::Missing, .what = u"the manifest is expired, or far too large"_s};
    for (const QString &folder : {drive.folder.downloads(), QFileInfo(kept).path()}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            co_return made.error();
    }
    const QString zip = drive.folder.downloads() + u"/manifest-%1"_s.arg(qint64(found.artifact.id));
    for (int tries = 1;; ++tries) {
        const Result<github::Saved> saved = co_await drive.client().saveArtifact(drive.repo(), found.artifact, zip, drive.context);
        if (saved)
            break;
        if (saved.error().kind != Error::Kind::Corrupt || tries == mostDownloads)
            co_return saved.error();
    }
    const auto unpacking = [zip, cancel = drive.context.cancel] { return unpackManifest(zip, cancel); };
    const Result<QByteArray> text = co_await onPool(drive.context, unpacking);
    QFile::remove(zip);
    if (!text)
        co_return text.error();
    if (const Result<> written = writePrivateFile(kept, *text); !written)
        co_return written.error();
    co_return *text;
}

// What the artifact is made of, for that element's manifest; nullopt: it is another element's.
std::optional<QString> uploadOf(const JobSpec &spec, const QString &artifact, const QString &suffix)
{
    if (artifact == workflow::uploadsFolder + suffix)
        return workflow::uploadsFolder;
    const auto path = std::ranges::find_if(spec.uploads,
                                           [&](const QString &upload) { return workflow::artifactOfUpload(upload) + suffix == artifact; });
    return path == spec.uploads.end() ? std::nullopt : std::optional(*path);
}

Async<> applyTo(Drive &drive, Manifest manifest, FoundManifest found)
{
    const QString suffix = found.artifact.name.sliced(workflow::manifestArtifact.size());
    const QList<Item> items = drive.job.items;
    for (const Item &item : items) {
        const std::optional<QString> upload = uploadOf(drive.job.spec, item.name, suffix);
        // Of one whose archive is kept not all could be unpacked: it is left as it is.
        if (item.kind != Item::Kind::Artifact || item.run != found.run || item.attempt != found.attempt || !upload
            || !isUnpacked(drive.folder, item) || isArchiveHere(drive.folder, item))
            continue;
        const Manifest part = manifestOf(manifest, *upload);
        if (part.isEmpty())
            continue;
        const QString folder = drive.folder.path() + u'/' + item.path;
        const Result<QList<Refusal>> applied = co_await applyManifest(part, folder, drive.context);
        if (!applied)
            co_return applied.error();
        for (const Refusal &refusal : *applied)
            qCWarning(lcJobs).noquote() << "job" << qint64(drive.job.id) << "manifest of" << item.name << refusal.name << refusal.why;
    }
    co_return {};
}

} // namespace

Async<> applyManifests(Drive &drive)
{
    const QList<FoundManifest> manifests = drive.manifests;
    for (const FoundManifest &found : manifests) {
        const int attempt = attemptOf(drive, found);
        if (attempt != found.attempt)
            continue; // an earlier one's, and done
        const Result<QByteArray> text = co_await fetchManifest(drive, found);
        const Result<Manifest> manifest = text ? parseManifest(*text) : Result<Manifest>(text.error());
        using Kind = Error::Kind;
        const bool isLost = !manifest
            && (manifest.error().kind == Kind::Missing || manifest.error().kind == Kind::Corrupt || manifest.error().kind == Kind::Malformed
                || manifest.error().kind == Kind::Refused);
        if (isLost) {
            qCWarning(lcJobs).noquote() << "job" << qint64(drive.job.id) << found.artifact.name << "is not used:" << manifest.error().what;
            continue;
        }
        if (!manifest)
            co_return manifest.error();
        if (const Result<> applied = co_await applyTo(drive, *manifest, found); !applied)
            co_return applied;
    }
    co_return {};
}

} // namespace punchcard
