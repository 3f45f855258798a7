// SPDX-License-Identifier: MIT
#include "core/jobs/inputtree.h"

#include "core/base/onpool.h"
#include "core/jobs/inputcontent.h"
#include "core/jobs/inputs.h"
#include "core/jobs/sentblobs.h"

#include <QFileInfo>

#include <algorithm>
#include <vector>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// One request with texts: large enough that hardly a job needs a second one, small enough for the server's ten seconds.
constexpr qint64 mostInBatch = 4 << 20;
constexpr qsizetype mostTextsInBatch = 500;
// Rather one request more than the same texts again in the last one.
constexpr qint64 mostRepeated = 64 << 10;
// At once, of the six that may be on their way to a host: what other jobs ask must not wait for inputs.
constexpr int lanes = 4;
// Larger ones go one after the other: each is in memory, and again in base64.
constexpr qint64 largestForAllLanes = 4 << 20;

/// A file of the commit.
struct TreePart
{
    QString path;
    QString mode;
    InputFile file = {};      ///< of an input
    QByteArray content = {};  ///< otherwise
    InputContent what = {};
    qint64 size = 0;

    [[nodiscard]] bool isInput() const { return !file.path.isEmpty(); }
    [[nodiscard]] Result<QByteArray> read() const { return isInput() ? readInput(file) : Result<QByteArray>(content); }
};
using TreeParts = QList<TreePart>;

/// Contents that go in one request, each once.
struct Parcel
{
    TreeParts parts = {};
    bool isBatch = false; ///< of texts; otherwise a blob
};

QString modeOf(InputFile::Kind kind)
{
    switch (kind) {
    case InputFile::Kind::Plain: return u"100644"_s;
    case InputFile::Kind::Executable: return u"100755"_s;
    case InputFile::Kind::Link: return u"120000"_s;
    }
    return {};
}

Result<TreeParts> partsOf(const QString &inputs, const QList<OwnFile> &own)
{
    TreeParts parts = {};
    if (QFileInfo(inputs).isDir()) {
        // Copied as they are to be sent: nothing is left out any more.
        const Result<InputListing> listing = listCopies(inputs);
        if (!listing)
            return listing.error();
        for (const InputFile &file : listing->files)
            parts.append({.path = file.name, .mode = modeOf(file.kind), .file = file});
    }
    for (const OwnFile &file : own)
        parts.append({.path = file.path, .mode = file.mode, .content = file.content});
    for (TreePart &part : parts) {
        const Result<QByteArray> bytes = part.read();
        if (!bytes)
            return bytes.error();
        part.what = contentOf(*bytes);
        part.size = bytes->size();
    }
    return parts;
}

/// What is to be sent before the tree, and what may stand in the tree request itself.
struct Plan
{
    QList<Parcel> large = {};
    QList<Parcel> small = {};
    QSet<QByteArray> withTree = {};
};

Plan planOf(const TreeParts &parts, const SentBlobs &sent)
{
    Plan plan;
    QHash<QByteArray, int> uses;
    Parcel batch{.isBatch = true};
    qint64 bytes = 0;
    for (const TreePart &part : parts) {
        if (sent.contains(part.what.sha) || ++uses[part.what.sha] > 1)
            continue;
        if (!part.what.isText) {
            (part.size > largestForAllLanes ? plan.large : plan.small).append({.parts = {part}});
            continue;
        }
        if (batch.parts.size() == mostTextsInBatch || (!batch.parts.isEmpty() && bytes + part.size > mostInBatch)) {
            plan.small.append(std::exchange(batch, Parcel{.isBatch = true}));
            bytes = 0;
        }
        batch.parts.append(part);
        bytes += part.size;
    }
    qint64 repeated = 0;
    for (const TreePart &part : std::as_const(batch.parts))
        repeated += part.size * (uses[part.what.sha] - 1);
    if (repeated > mostRepeated) {
        plan.small.append(batch);
        return plan;
    }
    for (const TreePart &part : std::as_const(batch.parts))
        plan.withTree.insert(part.what.sha);
    return plan;
}

/// The work that the lanes share; the caller awaits all of them.
struct Lanes
{
    Drive &drive;
    SentBlobs &sent;
    Plan plan;
    QHash<QByteArray, InputProgress> weights = {}; ///< by content: the inputs that have it
    InputProgress progress = {};
    std::optional<Error> failed = {};

    void arrived(const TreeParts &parts)
    {
        QByteArrayList shas;
        shas.reserve(parts.size());
        for (const TreePart &part : parts) {
            const InputProgress weight = weights.value(part.what.sha);
            progress.files += weight.files;
            progress.bytes += weight.bytes;
            shas.append(part.what.sha);
        }
        sent.add(shas);
        tell();
    }
    void tell() const
    {
        if (drive.sending)
            drive.sending(progress);
    }
};

Async<QList<github::TreeEntry>> readTexts(TreeParts parts, Context context)
{
    const auto reading = [parts]() -> Result<QList<github::TreeEntry>> {
        QList<github::TreeEntry> entries;
        entries.reserve(parts.size());
        for (const TreePart &part : parts) {
            const Result<QByteArray> bytes = part.read();
            if (!bytes)
                return bytes.error();
            entries.append({.path = part.path, .mode = part.mode, .content = QString::fromUtf8(*bytes)});
        }
        return entries;
    };
    co_return co_await onPool(context, reading);
}

// The permit is for the begin alone. So the requests of all jobs begin in turn and at the pace that GitHub asks for (a
// second apart after 20, which is less than the 80 a minute that may create something), and may still be on their way
// together: contents are named by what they are, so neither their order nor a second copy matters.
Async<> mayBegin(Drive &drive)
{
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    co_return {};
}

// A tree that nobody will look at; what counts is that the texts are there afterwards.
Async<> sendBatch(Lanes &work, TreeParts parts)
{
    Result<QList<github::TreeEntry>> entries = co_await readTexts(parts, work.drive.context);
    if (!entries)
        co_return entries.error();
    for (qsizetype i = 0; i < entries->size(); ++i) {
        (*entries)[i].path = QString::number(i);
        (*entries)[i].mode = u"100644"_s;
    }
    if (const Result<> begun = co_await mayBegin(work.drive); !begun)
        co_return begun;
    const Result<QString> tree
        = co_await work.drive.client().createTree(work.drive.repo(), *entries, QString(), work.drive.context, github::Patience::JustMade);
    if (!tree)
        co_return tree.error();
    work.arrived(parts);
    co_return {};
}

Async<> sendBlob(Lanes &work, TreePart part)
{
    const auto reading = [part] { return part.read(); };
    const Result<QByteArray> bytes = co_await onPool(work.drive.context, reading);
    if (!bytes)
        co_return bytes.error();
    if (const Result<> begun = co_await mayBegin(work.drive); !begun)
        co_return begun;
    const Result<QString> sha
        = co_await work.drive.client().createBlob(work.drive.repo(), *bytes, work.drive.context, github::Patience::JustMade);
    if (!sha)
        co_return sha.error();
    work.arrived({part});
    co_return {};
}

Async<> runLane(Lanes &work, bool takesLarge)
{
    for (;;) {
        const bool large = takesLarge && !work.plan.large.isEmpty();
        QList<Parcel> &from = large ? work.plan.large : work.plan.small;
        if (from.isEmpty() || work.failed)
            co_return {};
        const Parcel parcel = from.takeFirst();
        const Result<> sent = co_await (parcel.isBatch ? sendBatch(work, parcel.parts) : sendBlob(work, parcel.parts.constFirst()));
        if (!sent && !work.failed)
            work.failed = sent.error();
    }
}

Async<> runLanes(Lanes &work)
{
    if (work.plan.large.isEmpty() && work.plan.small.isEmpty())
        co_return {};
    work.tell();
    std::vector<Async<>> running;
    running.reserve(lanes);
    for (int lane = 0; lane < lanes; ++lane)
        running.push_back(runLane(work, lane == 0));
    for (const Async<> &lane : running)
        (void)co_await lane;
    if (work.failed)
        co_return *work.failed;
    co_return {};
}

Async<QString> sendParts(Drive &drive, TreeParts parts, SentBlobs &sent)
{
    Lanes work{.drive = drive, .sent = sent, .plan = planOf(parts, sent)};
    for (const TreePart &part : std::as_const(parts)) {
        if (!part.isInput())
            continue;
        ++work.progress.allFiles;
        work.progress.allBytes += part.size;
        if (sent.contains(part.what.sha)) {
            ++work.progress.files;
            work.progress.bytes += part.size;
        } else {
            InputProgress &weight = work.weights[part.what.sha];
            ++weight.files;
            weight.bytes += part.size;
        }
    }
    const QSet<QByteArray> withTree = work.plan.withTree;
    if (const Result<> done = co_await runLanes(work); !done)
        co_return done.error();
    TreeParts texts;
    QList<github::TreeEntry> entries;
    for (const TreePart &part : std::as_const(parts)) {
        if (withTree.contains(part.what.sha))
            texts.append(part);
        else
            entries.append({.path = part.path, .mode = part.mode, .sha = QString::fromLatin1(part.what.sha)});
    }
    const Result<QList<github::TreeEntry>> read = co_await readTexts(texts, drive.context);
    if (!read)
        co_return read.error();
    entries += *read;
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    co_return co_await drive.client().createTree(drive.repo(), entries, QString(), drive.context, github::Patience::JustMade);
}

} // namespace

Async<QString> sendTree(Drive &drive, QList<OwnFile> own)
{
    const auto packing = [inputs = drive.folder.inputs(), own] { return partsOf(inputs, own); };
    const Result<TreeParts> parts = co_await onPool(drive.context, packing);
    if (!parts)
        co_return parts.error();
    SentBlobs sent(drive.folder, drive.job.house.repositoryId);
    const bool trusts = !sent.isEmpty();
    const Result<QString> tree = co_await sendParts(drive, *parts, sent);
    // It does not know what an earlier life had sent: from the beginning, then.
    if (tree || !trusts || tree.error().status != 422)
        co_return tree;
    sent.forget();
    co_return co_await sendParts(drive, *parts, sent);
}

} // namespace punchcard
