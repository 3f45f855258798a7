// SPDX-License-Identifier: MIT
#include "core/hub/uploads.h"

#include "core/base/files.h"
#include "core/hub/digestfile.h"
#include "core/hub/globber.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Uploads
{
    Q_DECLARE_TR_FUNCTIONS(Uploads)
};

constexpr qsizetype packedAtOnce = 256 * 1024;
constexpr qint64 zip64From = 0xF000'0000; // Compressing may make it a little longer.
constexpr qsizetype most = 10; // File names told in a log.

Error inputError(const QString &what)
{
    return Error{.kind = Error::Kind::Malformed, .what = what, .remedy = Uploads::tr("Mend the step's “with” in the workflow file.")};
}

/// A path as it may stand in a line.
QString inOneLine(const QString &path)
{
    return QString(path).replace(u'\n', u"‹U+000A›"_s).replace(u'\r', u"‹U+000D›"_s);
}

/// What @p path is called in an artifact whose names are relative to @p root.
QString nameIn(const QString &root, const QString &path)
{
    return path.sliced(root == "/"_L1 ? 1 : root.size() + 1);
}

QChar forbiddenIn(const QString &text, QStringView forbidden)
{
    const auto found = std::ranges::find_if(text, [forbidden](QChar c) { return forbidden.contains(c); });
    return found == text.end() ? QChar() : *found;
}

Result<bool> flag(const QMap<QString, QString> &with, const QString &name, bool otherwise)
{
    const QString value = with.value(name).trimmed().toLower();
    if (value.isEmpty())
        return otherwise;
    if (value != "true"_L1 && value != "false"_L1)
        return inputError(Uploads::tr("The input “%1” must be true or false.").arg(name));
    return value == "true"_L1;
}

Result<int> number(const QMap<QString, QString> &with, const QString &name, int otherwise, int greatest)
{
    const QString text = with.value(name).trimmed();
    bool valid = false;
    const int value = text.isEmpty() ? otherwise : text.toInt(&valid);
    if (!text.isEmpty() && (!valid || value < 0 || value > greatest))
        return inputError(Uploads::tr("The input “%1” must be a number from 0 to %2.").arg(name).arg(greatest));
    return value;
}

/// The folder that names inside the artifact are relative to.
QString rootOf(const QStringList &begins, const QStringList &files)
{
    const auto parent = [](const QString &path) { return path.section(u'/', 0, -2); };
    if (begins.size() == 1)
        return files.size() == 1 && files.first() == begins.first() ? parent(begins.first()) : begins.first();
    QStringList common = begins.value(0).split(u'/');
    for (const QString &path : begins) {
        const QStringList names = path.split(u'/');
        const auto [mine, theirs] = std::ranges::mismatch(common, names);
        common = common.first(mine - common.begin());
    }
    return common.join(u'/');
}

/// Copies @p source to @p sink in small pieces. Cancelled, Storage.
Result<> pour(QIODevice &source, QIODevice &sink, const CancelPtr &cancel)
{
    QByteArray chunk(packedAtOnce, Qt::Uninitialized);
    while (true) {
        if (cancel->isRequested())
            return cancelledError();
        const qint64 length = source.read(chunk.data(), chunk.size());
        if (length < 0)
            return storageError(Uploads::tr("A file of the job could not be read."), u"artifact"_s, source.errorString());
        if (length == 0)
            return {};
        if (sink.write(chunk.constData(), length) != length)
            return storageError(Uploads::tr("The artifact could not be written."), u"artifact"_s, sink.errorString());
    }
}

Result<> pack(const UploadOrder &order, const UploadPlace &place, const QStringList &files, const QString &root, DigestFile &target,
              const CancelPtr &cancel)
{
    QuaZip zip(&target);
    zip.setUtf8Enabled(true);
    zip.setAutoClose(false);
    const auto broken
        = [&target, &place] { return storageError(Uploads::tr("The artifact could not be written."), place.target, target.errorString()); };
    if (!zip.open(QuaZip::mdCreate))
        return broken();
    for (const QString &path : files) {
        const Result<std::unique_ptr<QFile>> source = place.view->open(path);
        if (!source)
            return source.error();
        QuaZipNewInfo info(nameIn(root, path));
        if (const std::optional<JobView::Info> seen = place.view->look(path))
            info.dateTime = toDateTime(seen->modified).toLocalTime();
        info.externalAttr = 0100644U << 16; // Rights are lost, as on GitHub.
        zip.setZip64Enabled((*source)->size() > zip64From);
        QuaZipFile entry(&zip);
        if (!entry.open(QIODevice::WriteOnly, info, nullptr, 0, Z_DEFLATED, order.compression))
            return broken();
        if (const Result<> poured = pour(**source, entry, cancel); !poured)
            return poured;
        entry.close();
        if (entry.getZipError() != ZIP_OK)
            return broken();
    }
    zip.close();
    if (zip.getZipError() != ZIP_OK || target.isBroken())
        return broken();
    return {};
}

Result<> check(const Globber::Found &found, const QString &root)
{
    if (!found.unnamed.isEmpty())
        return Error{.kind = Error::Kind::Refused,
                     .what = Uploads::tr("The path “%1” cannot be in an artifact: the bytes of its name are no UTF-8.")
                                 .arg(inOneLine(nameIn(root, found.unnamed.constFirst()))),
                     .remedy = Uploads::tr("Rename the file, or pack the files yourself and upload the archive."),
                     .detail = found.unnamed.constFirst()};
    for (const QString &path : found.files) {
        const QString name = nameIn(root, path);
        if (const QChar wrong = forbiddenIn(name, u"\":<>|*?\r\n"); !wrong.isNull())
            return Error{.kind = Error::Kind::Refused,
                         .what = Uploads::tr("The path “%1” cannot be in an artifact: it contains %2.")
                                     .arg(inOneLine(name), wrong.isPrint() ? QString(wrong) : Uploads::tr("a line break")),
                         .remedy = Uploads::tr("Rename the file, or pack the files yourself and upload the archive."),
                         .detail = path};
    }
    return {};
}

Result<Upload> nothing(const UploadOrder &order)
{
    const QString text = u"No files were found with the provided path: %1. No artifacts will be uploaded."_s.arg(order.path.trimmed());
    if (order.ifNone == UploadOrder::IfNone::Error)
        return Error{.kind = Error::Kind::Refused,
                     .what = text,
                     .remedy = Uploads::tr("Check the paths, or what the steps before were to write there.")};
    return Upload{.log = {order.ifNone == UploadOrder::IfNone::Warn ? u"##[warning]"_s + text : text}};
}

Result<> fill(const UploadOrder &order, const UploadPlace &place, const QStringList &files, const QString &root, DigestFile &target,
              const CancelPtr &cancel)
{
    if (order.archive)
        return pack(order, place, files, root, target, cancel);
    const Result<std::unique_ptr<QFile>> source = place.view->open(files.first());
    if (!source)
        return source.error();
    return pour(**source, target, cancel);
}

} // namespace

QStringList UploadOrder::inputs()
{
    return {u"name"_s,
            u"path"_s,
            u"if-no-files-found"_s,
            u"retention-days"_s,
            u"compression-level"_s,
            u"overwrite"_s,
            u"include-hidden-files"_s,
            u"archive"_s};
}

Result<UploadOrder> UploadOrder::from(const QMap<QString, QString> &with)
{
    UploadOrder order{.name = with.value(u"name"_s, u"artifact"_s), .path = with.value(u"path"_s)};
    if (order.path.trimmed().isEmpty())
        return inputError(Uploads::tr("The input “path” of actions/upload-artifact is missing."));
    static const QMap<QString, IfNone> words = {{u"warn"_s, IfNone::Warn}, {u"error"_s, IfNone::Error}, {u"ignore"_s, IfNone::Ignore}};
    const QString word = with.value(u"if-no-files-found"_s, u"warn"_s);
    if (!words.contains(word))
        return inputError(Uploads::tr("The input “if-no-files-found” must be warn, error or ignore."));
    order.ifNone = words.value(word);
    const Result<int> compression = number(with, u"compression-level"_s, 6, 9);
    const Result<int> days = number(with, u"retention-days"_s, 0, 400);
    const Result<bool> overwrite = flag(with, u"overwrite"_s, false);
    const Result<bool> hidden = flag(with, u"include-hidden-files"_s, false);
    const Result<bool> archive = flag(with, u"archive"_s, true);
    for (const Result<int> *value : {&compression, &days}) {
        if (!*value)
            return value->error();
    }
    for (const Result<bool> *value : {&overwrite, &hidden, &archive}) {
        if (!*value)
            return value->error();
    }
    order.compression = *compression;
    order.retentionDays = *days;
    order.overwrite = *overwrite;
    order.hidden = *hidden;
    order.archive = *archive;
    if (const QString problem = nameProblem(order.name); order.archive && !problem.isEmpty())
        return inputError(problem);
    return order;
}

QString nameProblem(const QString &name)
{
    if (name.trimmed().isEmpty())
        return Uploads::tr("An artifact must have a name.");
    if (const QChar wrong = forbiddenIn(name, u"\":<>|*?\r\n\\/"); !wrong.isNull())
        return Uploads::tr("The artifact name “%1” is not allowed: it contains %2.")
            .arg(name, wrong.isPrint() ? QString(wrong) : Uploads::tr("a line break"));
    return {};
}

Result<Upload> upload(const UploadOrder &order, const UploadPlace &place, const CancelPtr &cancel)
{
    const Globber globber(order.path, place.workspace, place.home);
    const Result<Globber::Found> found = globber.find(*place.view, order.hidden, [&cancel] { return cancel->isRequested(); });
    if (!found)
        return found.error();
    const QStringList &files = found->files;
    const QString root = rootOf(globber.searchPaths(), files);
    if (const Result<> good = check(*found, root); !good)
        return good.error();
    if (files.isEmpty())
        return nothing(order);
    Upload result;
    result.log.append(files.size() == 1 ? u"With the provided path, there will be 1 file uploaded"_s
                                        : u"With the provided path, there will be %1 files uploaded"_s.arg(files.size()));
    Artifact artifact{.name = order.name,
                      .file = place.target,
                      .archived = order.archive,
                      .overwrite = order.overwrite,
                      .retentionDays = order.retentionDays};
    if (!order.archive) {
        if (files.size() > 1)
            return Error{.kind = Error::Kind::Refused,
                         .what = Uploads::tr("Without an archive only one file can be uploaded, and %1 were found: %2.")
                                     .arg(files.size())
                                     .arg(files.first(std::min(most, files.size())).join(u", "_s)),
                         .remedy = Uploads::tr("Name one file, or leave “archive: false” out.")};
        artifact.name = files.first().section(u'/', -1);
        if (const QString problem = nameProblem(artifact.name); !problem.isEmpty())
            return inputError(problem);
    }
    DigestFile target(place.target + u".part"_s);
    if (!target.open(QIODevice::WriteOnly))
        return storageError(Uploads::tr("The artifact could not be written."), place.target, target.errorString());
    if (const Result<> filled = fill(order, place, files, root, target, cancel); !filled) {
        target.remove();
        return filled.error();
    }
    artifact.size = target.written();
    artifact.digest = u"sha256:"_s + QString::fromLatin1(target.digest().toHex());
    if (!target.finish(place.target)) {
        target.remove();
        return storageError(Uploads::tr("The artifact could not be written."), place.target, target.errorString());
    }
    result.log += {u"SHA256 digest of uploaded artifact %1 is %2"_s.arg(order.archive ? u"zip"_s : u"file"_s, artifact.digest.sliced(7)),
                   u"Artifact %1 has been successfully uploaded! Final size is %2 bytes."_s.arg(artifact.name).arg(artifact.size)};
    result.artifact = artifact;
    return result;
}

} // namespace punchcard::hub
