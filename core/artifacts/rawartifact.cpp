// SPDX-License-Identifier: MIT
#include "core/artifacts/rawartifact.h"

#include "core/artifacts/placing.h"
#include "core/artifacts/safefolder.h"
#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RawArtifact
{
    Q_DECLARE_TR_FUNCTIONS(RawArtifact)
};

// The value of @p name in a header of the form `attachment; a=b; c="d;e"`. Source: RFC 6266, RFC 2616 quoted-string.
QByteArray parameter(const QByteArray &header, const QByteArray &name)
{
    qsizetype at = header.indexOf(';');
    while (at >= 0 && at < header.size()) {
        const qsizetype equals = header.indexOf('=', at + 1);
        if (equals < 0)
            return {};
        const QByteArray key = header.sliced(at + 1, equals - at - 1).trimmed().toLower();
        qsizetype i = equals + 1;
        while (i < header.size() && header.at(i) == ' ')
            ++i;
        QByteArray value;
        if (i < header.size() && header.at(i) == '"') {
            for (++i; i < header.size() && header.at(i) != '"'; ++i) {
                if (header.at(i) == '\\' && i + 1 < header.size())
                    ++i;
                value += header.at(i);
            }
            at = header.indexOf(';', i);
        } else {
            at = header.indexOf(';', i);
            value = header.sliced(i, (at < 0 ? header.size() : at) - i).trimmed();
        }
        if (key == name)
            return value;
    }
    return {};
}

QString dispositionName(const QByteArray &header)
{
    const QByteArray extended = parameter(header, "filename*");
    const qsizetype language = extended.indexOf('\'');
    const qsizetype text = language < 0 ? -1 : extended.indexOf('\'', language + 1);
    if (text >= 0 && extended.first(language).toLower() == "utf-8")
        return QString::fromUtf8(QByteArray::fromPercentEncoding(extended.sliced(text + 1)));
    return QString::fromUtf8(parameter(header, "filename"));
}

bool sameContent(const QString &mine, QFile &there)
{
    QFile file(mine);
    if (!file.open(QIODevice::ReadOnly) || file.size() != there.size())
        return false;
    while (!file.atEnd()) {
        const QByteArray piece = file.read(64 * 1024);
        if (piece.isEmpty() || there.read(piece.size()) != piece)
            return false;
    }
    return true;
}

} // namespace

ArtifactForm artifactForm(const QByteArray &contentType, const QString &urlPath, const QByteArray &firstBytes)
{
    const QByteArray type
        = contentType.first(std::max<qsizetype>(0, contentType.indexOf(';') < 0 ? contentType.size() : contentType.indexOf(';')))
              .trimmed()
              .toLower();
    static const QByteArrayList zips{"application/zip", "application/x-zip-compressed", "application/zip-compressed"};
    if (zips.contains(type) || urlPath.endsWith(u".zip"_s, Qt::CaseInsensitive))
        return ArtifactForm::Zip;
    if (!type.isEmpty())
        return ArtifactForm::Raw;
    // An empty archive has nothing but its end record.
    return firstBytes.startsWith("PK\x03\x04") || firstBytes.startsWith("PK\x05\x06") ? ArtifactForm::Zip : ArtifactForm::Raw;
}

QString rawFileName(const QByteArray &contentDisposition, const QString &artifactName)
{
    QString name = dispositionName(contentDisposition);
    name = name.sliced(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1);
    return safeFolderName(name.isEmpty() ? artifactName : name);
}

Result<UnpackedFile> adoptRaw(const QString &file, const QString &folder, const QString &name)
{
    Result<SafeFolder> target = SafeFolder::open(folder);
    if (!target)
        return target.error();
    const Result<SafeFolder::Found> found = target->look(name);
    if (!found)
        return found.error();
    const UnpackedFile adopted{.path = name, .size = QFileInfo(file).size()};
    using Kind = SafeFolder::Found::Kind;
    const Result<std::unique_ptr<QFile>> there = found->kind == Kind::File ? target->read(name) : Result<std::unique_ptr<QFile>>(nullptr);
    if (there && *there && sameContent(file, **there)) {
        // Whoever put it there may have died before the disk had it.
        if (const Result<> synced = target->sync(); !synced)
            return synced.error();
        QFile::remove(file);
        return adopted;
    }
    // Not by QFile: where something has come there meanwhile it would write through a link.
    const Result<> moved = found->kind == Kind::Missing ? target->moveIn(file, name) : Result<>(Error{.kind = Error::Kind::Conflict});
    if (!moved && moved.error().kind == Error::Kind::Conflict)
        return Error{.kind = Error::Kind::Conflict,
                     .what = RawArtifact::tr("There is already another “%1” in “%2”.").arg(name, QDir::toNativeSeparators(folder)),
                     .remedy = RawArtifact::tr("Move it away, then fetch the artifact again."),
                     .detail = folder + u'/' + name};
    if (!moved)
        return moved.error();
    if (const Result<> synced = target->sync(); !synced)
        return synced.error();
    return adopted;
}

} // namespace punchcard
