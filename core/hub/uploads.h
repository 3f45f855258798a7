// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/hub/jobview.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace punchcard::hub {

/// A finished artifact.
struct Artifact
{
    QString name = {};
    QString file = {}; ///< Where it lies, below artifacts/.
    qint64 size = 0; ///< Bytes of that file.
    QString digest = {}; ///< "sha256:<hex>" of those bytes.
    bool archived = true; ///< false: the file itself and no zip (archive: false); its name is `name`.
    bool overwrite = false; ///< Replaces an older artifact of that name.
    int retentionDays = 0; ///< 0: the repository's.
};

/// What a step asks of actions/upload-artifact.
struct UploadOrder
{
    enum class IfNone { Warn, Error, Ignore };
    QString name = {};
    QString path = {}; ///< One pattern a line.
    IfNone ifNone = IfNone::Warn;
    int compression = 6;
    int retentionDays = 0;
    bool overwrite = false;
    bool hidden = false;
    bool archive = true;

    /// From the step's `with`, evaluated. Malformed: an input that is missing or wrong, named.
    [[nodiscard]] static Result<UploadOrder> from(const QMap<QString, QString> &with);
    /// The inputs that the action has.
    [[nodiscard]] static QStringList inputs();
};

struct Upload
{
    std::optional<Artifact> artifact = {}; ///< None: no files, and that is allowed.
    QStringList log = {}; ///< Lines for the step's log.
};

/// What an upload works on.
struct UploadPlace
{
    std::shared_ptr<const JobView> view;
    QString workspace;
    QString home;
    QString target; ///< The artifact's file; made by way of <target>.part.
};

/// Finds the files and packs them. Blocks, for as long as packing takes; little memory whatever their size.
/// Refused: no files and `if-no-files-found: error`, or a name that an artifact cannot hold.
[[nodiscard]] Result<Upload> upload(const UploadOrder &order, const UploadPlace &place, const CancelPtr &cancel);

/// Why @p name cannot be an artifact's name; empty when it can.
[[nodiscard]] QString nameProblem(const QString &name);

} // namespace punchcard::hub
