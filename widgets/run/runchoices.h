// SPDX-License-Identifier: MIT
// widgets/run: from a script to a job. The strip above the script with what a job needs to know, the sheet that says what
// will be sent, the sheets for secrets and inputs, the gallery of examples.
#pragma once

#include "core/jobs/submission.h"

#include <QString>

#include <optional>

namespace punchcard {

/// What ShellCheck thinks of a script.
struct LintCount
{
    int errors = 0;
    int warnings = 0;
    int notes = 0;
};

/// The script that is in front, as the editor has it now.
struct ScriptInFront
{
    QString id = {};   ///< of its tab, as long as it is open
    QString path = {}; ///< empty: never saved
    QString name = {}; ///< for people
    QByteArray text = {};
    std::optional<LintCount> lint = {}; ///< nullopt: not checked
    bool isLintComing = false;          ///< not yet, that is
};

/// What is chosen for a script: the description of its job, and the values of its typed secrets, in memory only.
struct RunChoices
{
    JobSpec spec = {};
    QList<std::pair<QString, SecretString>> typed = {};

    /// Names of typed secrets whose value is not there (any more).
    [[nodiscard]] QStringList valuesLacking() const
    {
        QStringList names;
        for (const SecretSource &source : spec.secrets) {
            const auto isIt = [&source](const auto &pair) { return pair.first == source.name; };
            if (source.from == SecretSource::From::Typed && std::none_of(typed.begin(), typed.end(), isIt))
                names.append(source.name);
        }
        return names;
    }
};

} // namespace punchcard
