// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/job/jobspec.h"

#include <QList>
#include <QStringList>

namespace punchcard {

/// What a folder gives: a secret for each file, by name, and what was left out.
struct FolderSecrets
{
    QList<SecretSource> secrets = {};
    QStringList skipped = {}; ///< A sentence each: hidden and editor-backup files, sub-folders.
};

/// Lists @p folder and checks every value in it: name, size, that it can be read and is not empty. All that is wrong is
/// in one error, each file by its name. Missing: no such folder. Refused: one or more files cannot be secrets.
[[nodiscard]] Result<FolderSecrets> listSecrets(const QString &folder);

/// NAME=@FILE as it stands in a command line, checked as listSecrets() does. A pipe (NAME=@/dev/fd/3) is not read:
/// isRepeatable() tells that its value has to be kept (specsecrets.h).
[[nodiscard]] Result<SecretSource> secretFromArgument(const QString &argument);

/// Whether @p path can be read again later: a regular file, and no pipe, terminal or descriptor.
[[nodiscard]] bool isRepeatable(const QString &path);

/// What can only be seen in all secrets of a job together: two with one name (in any case), more than 100. Refused.
[[nodiscard]] Result<> checkSecretSet(const QList<SecretSource> &secrets);

/// The file's bytes less one final line break (\n or \r\n); the buffers that held them are wiped.
/// Missing, Denied, Refused (empty, larger than 48 KB, no file). Of a pipe it waits at most 10 s.
[[nodiscard]] Result<SecretString> readSecret(const QString &path);

} // namespace punchcard
