// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard::hub {

/// A finished artifact.
struct Artifact
{
    QString name = {};
    QString file = {};        ///< Where it lies, below artifacts/.
    qint64 size = 0;          ///< Bytes of that file.
    QString digest = {};      ///< "sha256:<hex>" of those bytes.
    bool archived = true;     ///< false: the file itself and no zip (archive: false); its name is `name`.
    bool overwrite = false;   ///< Replaces an older artifact of that name.
    int retentionDays = 0;    ///< 0: the repository's.
};

} // namespace punchcard::hub
