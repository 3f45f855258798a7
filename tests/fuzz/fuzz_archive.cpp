// SPDX-License-Identifier: MIT
// A zip that a job's server hands out: an artifact, a log archive, the list of modes and links. Nothing may be written outside
// its folder, nor more than is allowed.
#include "core/artifacts/archivelisting.h"
#include "core/artifacts/manifest.h"
#include "core/artifacts/poolprogress.h"
#include "core/artifacts/zipextractor.h"
#include "core/logs/logarchive.h"
#include "tests/fuzz/harness.h"

#include <QCoroTask>
#include <QDir>

#include <filesystem>

using namespace punchcard;
using namespace Qt::StringLiterals;
namespace fs = std::filesystem;

namespace {

constexpr qint64 mostBytes = 1 << 20;

struct Found
{
    qint64 bytes = 0;
    int files = 0;
};

Found lookAt(const fs::path &folder, bool mayLink)
{
    Found found;
    const fs::path root = fs::canonical(folder);
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(root)) {
        const fs::file_status status = entry.symlink_status();
        if (fs::is_symlink(status)) {
            fuzz::require(mayLink, "an archive makes no links");
            const fs::path target = fs::weakly_canonical(entry.path());
            fuzz::require(target.native().starts_with(root.native() + '/'), "a link does not lead out");
            continue;
        }
        fuzz::require(fs::is_directory(status) || fs::is_regular_file(status), "there are folders and files only");
        using fs::perms;
        fuzz::require((status.permissions() & (perms::set_uid | perms::set_gid | perms::group_write | perms::others_write)) == perms::none,
                      "modes are ours");
        if (fs::is_regular_file(status)) {
            found.bytes += qint64(entry.file_size());
            ++found.files;
        }
    }
    return found;
}

// Beside the target lies what must not change.
void clear(const QString &root)
{
    QDir(root).removeRecursively();
    QDir().mkpath(root);
}

void unpackIt(const QString &zip, const QString &root, const QByteArray &list)
{
    clear(root);
    const QString target = root + u"/target"_s;
    const Result<Unpacked> unpacked
        = QCoro::waitFor(unpack(zip, target, {.bytes = mostBytes, .entries = 1000, .reserve = 1 << 20}, Context()));
    const QStringList beside = QDir(root).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    fuzz::require(beside.isEmpty() || beside == QStringList{u"target"_s}, "nothing is written outside the folder");
    if (beside.isEmpty())
        return;
    const Found found = lookAt(target.toStdString(), false);
    fuzz::require(found.bytes <= mostBytes && found.files <= 1000, "no more is written than is allowed");
    if (!unpacked)
        return;
    fuzz::require(found.files == unpacked->files.size(), "what is told is what is there");
    if (const Result<Manifest> manifest = parseManifest(list)) {
        (void)QCoro::waitFor(applyManifest(manifestOf(*manifest, u"uploads"_s), target, Context()));
        lookAt(target.toStdString(), true);
        fuzz::require(QDir(root).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot).size() == 1,
                      "no manifest reaches outside");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    // Behind the archive's end may stand a comment: it serves as the list.
    const qsizetype end = bytes.lastIndexOf("PK\5\6");
    const QByteArray list = end >= 0 && end + 22 < bytes.size() ? bytes.sliced(end + 22).toByteArray() : bytes.toByteArray();
    const QString zip = fuzz::file("a.zip", bytes);
    const QString root = fuzz::folder() + u"/root"_s;
    unpackIt(zip, root, list);
    const auto share = std::make_shared<PoolShare>();
    share->cancel = Cancel::make();
    (void)listZip(zip, *share);
    (void)listArchive(zip, *share);
    clear(root);
    const TaskInfo task{
        .id = 1, .name = u"job"_s, .steps = {{.number = 1, .name = u"Set up job"_s}, {.number = 2, .name = u"Run job.sh"_s}}};
    (void)QCoro::waitFor(unpackRunLog(zip, root + u"/logs"_s, {task}, Context()));
    const QStringList beside = QDir(root).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    fuzz::require(beside.isEmpty() || beside == QStringList{u"logs"_s}, "logs stay in their folder");
    return 0;
}
