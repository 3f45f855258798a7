// SPDX-License-Identifier: MIT
#include "core/artifacts/filekind.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QMimeDatabase>
#include <QSet>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// What a desktop starts, or hands to something that does, when the file is opened: on Linux, macOS or Windows.
const QSet<QString> &runningSuffixes()
{
    static const QSet<QString> suffixes{
        u"appimage"_s, u"apk"_s,     u"app"_s, u"bash"_s, u"bat"_s,  u"class"_s,      u"cmd"_s, u"com"_s, u"command"_s,  u"cpl"_s, u"csh"_s,
        u"deb"_s,      u"desktop"_s, u"dmg"_s, u"exe"_s,  u"fish"_s, u"flatpakref"_s, u"hta"_s, u"jar"_s, u"jnlp"_s,     u"js"_s,  u"jse"_s,
        u"ksh"_s,      u"lnk"_s,     u"msi"_s, u"pif"_s,  u"pkg"_s,  u"pl"_s,         u"ps1"_s, u"py"_s,  u"pyw"_s,      u"rb"_s,  u"reg"_s,
        u"rpm"_s,      u"run"_s,     u"scr"_s, u"sh"_s,   u"snap"_s, u"url"_s,        u"vbe"_s, u"vbs"_s, u"workflow"_s, u"wsf"_s, u"zsh"_s,
    };
    return suffixes;
}

FileKind kindOfMime(const QMimeType &mime)
{
    const QString name = mime.name();
    if (name.startsWith("image/"_L1))
        return FileKind::Image;
    if (name.startsWith("audio/"_L1))
        return FileKind::Sound;
    if (name.startsWith("video/"_L1))
        return FileKind::Film;
    static const QSet<QString> archives{u"application/zip"_s,
                                        u"application/x-tar"_s,
                                        u"application/x-compressed-tar"_s,
                                        u"application/x-bzip-compressed-tar"_s,
                                        u"application/x-bzip2-compressed-tar"_s,
                                        u"application/x-xz-compressed-tar"_s,
                                        u"application/x-zstd-compressed-tar"_s,
                                        u"application/gzip"_s,
                                        u"application/x-bzip2"_s,
                                        u"application/x-xz"_s,
                                        u"application/zstd"_s,
                                        u"application/x-7z-compressed"_s,
                                        u"application/vnd.rar"_s,
                                        u"application/x-cpio"_s,
                                        u"application/vnd.debian.binary-package"_s,
                                        u"application/x-rpm"_s,
                                        u"application/x-cd-image"_s,
                                        u"application/vnd.efi.iso"_s};
    if (archives.contains(name) || mime.inherits(u"application/zip"_s))
        return name.contains("document"_L1) || name == "application/epub+zip"_L1 ? FileKind::Document : FileKind::Archive;
    if (name == "application/pdf"_L1 || name == "application/postscript"_L1 || name == "application/msword"_L1)
        return FileKind::Document;
    if (mime.inherits(u"application/x-shellscript"_s) || mime.inherits(u"application/x-perl"_s) || name.startsWith("text/x-python"_L1))
        return FileKind::Script;
    if (name.startsWith("text/"_L1) || mime.inherits(u"text/plain"_s) || name == "application/json"_L1)
        return FileKind::Text;
    return FileKind::Data;
}

} // namespace

FileKind kindOfName(const QString &name, bool executable)
{
    static const QMimeDatabase database;
    const QString suffix = QFileInfo(name).suffix().toLower();
    // A lookup costs some 20 µs, and a folder of a hundred thousand files has a handful of suffixes.
    static thread_local QHash<QString, FileKind> known;
    auto found = known.find(suffix);
    if (found == known.end()) {
        const QMimeType mime = database.mimeTypeForFile(u"x."_s + suffix, QMimeDatabase::MatchExtension);
        found = known.insert(suffix, suffix.isEmpty() || mime.isDefault() ? FileKind::Data : kindOfMime(mime));
    }
    if (*found != FileKind::Data)
        return *found;
    static const QSet<QString> texts{u"readme"_s, u"license"_s, u"makefile"_s, u"config"_s, u"dockerfile"_s, u"changelog"_s};
    if (texts.contains(name.toLower()))
        return FileKind::Text;
    return executable || suffix == "exe"_L1 ? FileKind::Program : FileKind::Data;
}

bool couldRun(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return runningSuffixes().contains(info.suffix().toLower()); // a bundle on macOS
    if (info.isExecutable() || runningSuffixes().contains(info.suffix().toLower()))
        return true;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const QByteArray begin = file.read(4);
    return begin.startsWith("#!")
        || begin.startsWith("\x7f"
                            "ELF")
        || begin.startsWith("MZ") || begin == "\xcf\xfa\xed\xfe" || begin == "\xca\xfe\xba\xbe";
}

} // namespace punchcard
