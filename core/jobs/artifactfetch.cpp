// SPDX-License-Identifier: MIT
#include "core/jobs/artifactfetch.h"

#include "core/artifacts/placing.h"
#include "core/artifacts/rawartifact.h"
#include "core/artifacts/space.h"
#include "core/artifacts/zipextractor.h"
#include "core/base/files.h"
#include "core/jobs/items.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct ArtifactFetchText
{
    Q_DECLARE_TR_FUNCTIONS(ArtifactFetch)
};

// A digest that does not fit may be the line's fault, not the artifact's.
constexpr int corruptTries = 3;
// No disk has more, whatever the server says of it.
constexpr qint64 largestSize = qint64(1) << 60;

QString keptAt(const QString &archive)
{
    return ArtifactFetchText::tr("The archive is kept: %1").arg(QDir::toNativeSeparators(archive));
}

// Nothing of this one is to be had by trying again; the others are fetched all the same.
Async<> refuse(Drive &drive, Item item, Error error, QString archive)
{
    item.state = Item::State::Refused;
    item.why = error.what + u'\n' + keptAt(archive);
    co_return co_await keepItem(drive, item);
}

Async<> unpackArtifact(Drive &drive, Item item, github::Saved saved)
{
    const QString folder = drive.folder.path() + u'/' + item.path;
    QFile file(saved.file);
    const QByteArray begin = file.open(QIODevice::ReadOnly) ? file.read(4) : QByteArray();
    file.close();
    item.state = Item::State::Here;
    if (artifactForm(saved.contentType.toLatin1(), saved.path, begin) == ArtifactForm::Raw) {
        const QString name = saved.fileName.isEmpty() ? item.name : saved.fileName;
        const Result<UnpackedFile> adopted = adoptRaw(saved.file, folder, safeFolderName(name));
        if (!adopted && adopted.error().kind == Error::Kind::Conflict)
            co_return co_await refuse(drive, item, adopted.error(), saved.file);
        if (!adopted)
            co_return adopted.error();
        co_return co_await keepItem(drive, item);
    }
    const Context context = contextFor(drive, item.id);
    const UnpackLimits limits;
    const Result<Unpacked> unpacked = co_await unpack(saved.file, folder, limits, context);
    using Kind = Error::Kind;
    const Kind kind = unpacked ? Kind::Local : unpacked.error().kind;
    if (kind == Kind::Malformed || kind == Kind::Refused || kind == Kind::Conflict)
        co_return co_await refuse(drive, item, unpacked.error(), saved.file);
    if (!unpacked)
        co_return unpacked.error();
    if (unpacked->refusals.isEmpty()) {
        QFile::remove(saved.file);
    } else {
        item.state = Item::State::Refused;
        item.why = (refusalLines(unpacked->refusals, unpacked->unnamed) << keptAt(saved.file)).join(u'\n');
    }
    co_return co_await keepItem(drive, item);
}

Async<github::Saved> downloadArtifact(Drive &drive, Item item)
{
    const github::Artifact artifact{.id = github::ArtifactId(item.remoteId), .name = item.name, .size = item.size, .digest = item.digest};
    const QString zip = archiveFile(drive.folder, item);
    if (const Result<> made = makePrivateFolder(drive.folder.downloads()); !made)
        co_return made.error();
    const Context context = contextFor(drive, item.id);
    for (int tries = 1;; ++tries) {
        const Result<github::Saved> saved = co_await drive.client().saveArtifact(drive.repo(), artifact, zip, context);
        if (saved || saved.error().kind != Error::Kind::Corrupt || tries == corruptTries)
            co_return saved;
    }
}

} // namespace

Async<> fetchArtifact(Drive &drive, Item item, qint64 others)
{
    // The zip and, for a while beside it, what is in it.
    const qint64 wanted = std::min(item.size, largestSize) + std::min(others, largestSize);
    if (const Result<> space = spaceCheck(drive.folder.path(), wanted * 2); !space)
        co_return space;
    item.state = Item::State::PartlyHere;
    if (const Result<> kept = co_await keepItem(drive, item); !kept)
        co_return kept;
    const Result<github::Saved> saved = co_await downloadArtifact(drive, item);
    if (!saved)
        co_return saved.error();
    co_return co_await unpackArtifact(drive, item, *saved);
}

} // namespace punchcard
