// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/secretstring.h"
#include "core/job/jobspec.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace punchcard {

/// What Run submits.
struct Submission
{
    JobSpec spec = {};
    QByteArray script = {};
    /// Values of the secrets that the spec calls Typed, by name.
    QList<std::pair<QString, SecretString>> typed = {};
};

/// A submission that can be sent, and what the user should know about it.
struct Checked
{
    Submission submission = {};
    QStringList notes = {}; ///< A sentence each, such as that Windows line ends were mended.
};

/// Everything local that can be known beforehand, before anything is created: the script, each secret's name, value and
/// size, labels, inputs, the results folder. Reads files; call it on the pool.
/// Refused, Missing, Denied, Storage: what is wrong, by name.
[[nodiscard]] Result<Checked> check(Submission submission);
/// The part of it that a later fetch needs: makes @p folder and tries to write there. An empty one is none.
[[nodiscard]] Result<> checkOutFolder(const QString &folder);

} // namespace punchcard
