// SPDX-License-Identifier: MIT
#include "core/secrets/secretfolder.h"

#include "core/secrets/secretfile.h"
#include "core/secrets/secretname.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Folder
{
    Q_DECLARE_TR_FUNCTIONS(SecretFolder)
};

bool isEditorBackup(const QString &name)
{
    return name.endsWith(u'~') || (name.size() > 1 && name.startsWith(u'#') && name.endsWith(u'#'))
        || std::ranges::any_of(QStringList{u".swp"_s, u".swo"_s, u".bak"_s, u".orig"_s, u".tmp"_s},
                               [&name](const QString &ending) { return name.endsWith(ending, Qt::CaseInsensitive); });
}

/// Why @p entry is passed over, as a sentence; nullopt: it is not.
std::optional<QString> skipReason(const QFileInfo &entry)
{
    const QString name = entry.fileName();
    if (name.startsWith(u'.'))
        return Folder::tr("“%1” was left out: hidden.").arg(name);
    if (isEditorBackup(name))
        return Folder::tr("“%1” was left out: an editor's backup.").arg(name);
    if (entry.isDir())
        return Folder::tr("“%1” was left out: a folder.").arg(name);
    return std::nullopt;
}

/// What hinders that @p file is the value of a secret; it is read and forgotten.
Result<> checkValue(const QFileInfo &file)
{
    // Neither one that would wait for a writer nor one that never ends.
    if (file.exists() && !file.isFile())
        return refusedError(Folder::tr("“%1” is not a regular file.").arg(file.fileName()), Folder::tr("Put the value into a file."),
                            file.filePath());
    if (const Result<SecretString> value = readSecret(file.absoluteFilePath()); !value)
        return value.error();
    return {};
}

/// One error out of all that were found, so that nobody mends them one by one.
Error together(const QString &folder, const QList<Error> &errors)
{
    if (errors.size() == 1) {
        Error only = errors.front();
        only.kind = Error::Kind::Refused;
        return only;
    }
    QStringList sentences;
    for (const Error &error : errors)
        sentences += error.what;
    return refusedError(Folder::tr("%n file(s) of “%1” cannot be secrets: %2", nullptr, int(errors.size()))
                            .arg(QDir::toNativeSeparators(folder), sentences.join(u' ')),
                        Folder::tr("Mend them or move them elsewhere, then submit again."), folder);
}

} // namespace

Result<FolderSecrets> listSecrets(const QString &folder)
{
    const QFileInfo info(folder);
    const QString shown = QDir::toNativeSeparators(folder);
    if (!info.exists())
        return Error{.kind = Error::Kind::Missing,
                     .what = Folder::tr("There is no folder “%1” to take secrets from.").arg(shown),
                     .remedy = Folder::tr("Check the path."),
                     .detail = folder};
    if (!info.isDir())
        return refusedError(Folder::tr("“%1” is not a folder.").arg(shown),
                            Folder::tr("Name the folder that holds a file for each secret."), folder);
    // QDir lists a folder that it cannot open as an empty one.
    std::error_code closed;
    const std::filesystem::directory_iterator opened(info.filesystemAbsoluteFilePath(), closed);
    if (closed)
        return Error{.kind = Error::Kind::Denied,
                     .what = Folder::tr("The folder “%1” cannot be read.").arg(shown),
                     .remedy = Folder::tr("Check your rights on it."),
                     .said = QString::fromLocal8Bit(closed.message()),
                     .detail = folder};

    FolderSecrets found;
    QList<Error> errors;
    QHash<QString, QString> fileOfName;
    const QDir::Filters all = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    const QFileInfoList entries = QDir(info.absoluteFilePath()).entryInfoList(all, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (const std::optional<QString> reason = skipReason(entry)) {
            found.skipped += *reason;
            continue;
        }
        const QString name = secretNameFromFile(entry.fileName());
        if (const Result<> fine = checkSecretName(name); !fine) {
            Error error = fine.error();
            error.what = Folder::tr("The file “%1” cannot be a secret: %2").arg(entry.fileName(), error.what);
            error.remedy = Folder::tr("Rename the file. %1").arg(error.remedy);
            errors += error;
            continue;
        }
        if (fileOfName.contains(name)) {
            errors += refusedError(
                Folder::tr("The files “%1” and “%2” would both be the secret %3.").arg(fileOfName.value(name), entry.fileName(), name),
                Folder::tr("Rename one of them."));
            continue;
        }
        fileOfName.insert(name, entry.fileName());
        if (const Result<> fine = checkValue(entry); !fine)
            errors += fine.error();
        else
            found.secrets += SecretSource{.name = name, .from = SecretSource::From::File, .where = entry.absoluteFilePath()};
    }
    if (!errors.isEmpty())
        return together(folder, errors);
    if (const Result<> fine = checkSecretSet(found.secrets); !fine)
        return fine.error();
    return found;
}

Result<SecretSource> secretFromArgument(const QString &argument)
{
    const qsizetype equals = argument.indexOf(u'=');
    // The argument is not repeated in the error: somebody may have typed the value itself.
    if (equals < 0 || !QStringView(argument).sliced(equals + 1).startsWith(u'@') || argument.size() == equals + 2)
        return refusedError(
            Folder::tr("A secret on the command line must be a name and a file."),
            Folder::tr("Write NAME=@FILE; a value itself is never an argument, since every program of this computer could read it."));
    const QString name = argument.first(equals);
    if (const Result<> fine = checkSecretName(name); !fine)
        return fine.error();
    const QString path = QFileInfo(argument.sliced(equals + 2)).absoluteFilePath();
    const QFileInfo info(path);
    const bool isStream = info.exists() && !info.isDir() && !isRepeatable(path);
    if (!isStream) {
        if (const Result<SecretString> value = readSecret(path); !value)
            return value.error();
    }
    return SecretSource{.name = name, .from = SecretSource::From::File, .where = path};
}

bool isRepeatable(const QString &path)
{
    const QFileInfo info(path);
    const QString absolute = QDir::cleanPath(info.absoluteFilePath());
    return info.isFile() && !absolute.startsWith("/dev/"_L1) && !absolute.startsWith("/proc/"_L1);
}

Result<> checkSecretSet(const QList<SecretSource> &secrets)
{
    QHash<QString, QString> seen;
    for (const SecretSource &secret : secrets) {
        const QString name = secret.name.toUpper();
        if (seen.contains(name))
            return refusedError(Folder::tr("The secret %1 is given twice.").arg(name),
                                Folder::tr("Leave one of them out; capitals and small letters make no difference."),
                                secret.where + u", "_s + seen.value(name));
        seen.insert(name, secret.where);
    }
    if (secrets.size() > maxSecrets)
        return refusedError(Folder::tr("There are %1 secrets, but a repository can have %2.").arg(secrets.size()).arg(maxSecrets),
                            Folder::tr("Leave some out, or put several values into one file."));
    return {};
}

Result<SecretString> readSecret(const QString &path)
{
    const QString fileName = QFileInfo(path).fileName();
    // One more than a value of the largest size with its line break.
    Result<QByteArray> content = readSecretFile(path, maxSecretBytes + 3);
    if (!content)
        return content.error();
    if (content->endsWith('\n'))
        content->chop(content->endsWith("\r\n") ? 2 : 1);
    if (content->isEmpty())
        return refusedError(Folder::tr("The file “%1” is empty, and a secret cannot be.").arg(fileName),
                            Folder::tr("Put the value into it, or remove the file."), path);
    if (content->size() > maxSecretBytes) {
        wipe(*content);
        return refusedError(Folder::tr("The file “%1” is larger than 48 KB, which is all that a secret can hold.").arg(fileName),
                            Folder::tr("Encrypt it, send it as an input of the job, and make the passphrase the secret."), path);
    }
    return SecretString(std::move(*content));
}

} // namespace punchcard
