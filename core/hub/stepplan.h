// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobcontext.h"
#include "core/hub/jobview.h"

#include <memory>
#include <optional>

namespace punchcard::hub {

/// A `shell:` as a program to be run.
struct Shell
{
    QStringList arguments = {}; ///< With {0} where the script's file goes.
    QString shown = {}; ///< As the log shows it.
    QString extension = {}; ///< Of the script's file, with its dot.

    /// @p name: as written; empty: what GitHub takes then. Malformed: no shell that GitHub knows, and no {0} in it.
    [[nodiscard]] static Result<Shell> named(const QString &name);
    [[nodiscard]] QStringList command(const QString &script) const;
};

/// A step with all its expressions evaluated.
struct StepPlan
{
    bool runs = false; ///< What its `if` came to; nothing below is filled in when not.
    QString name = {};
    Texts env = {}; ///< The step's own.
    QString script = {};
    Shell shell = {};
    QString folder = {};
    Texts with = {};
    QString action = {}; ///< "actions/checkout" of `uses: actions/checkout@v7`; empty for `run:`.
    std::optional<Milliseconds> timeout = {};
    double timeoutMinutes = 0; ///< As the log names it.
};

/// Pure but for hashFiles(), which reads the job's files: on a job's thread when mayHash() says so.
[[nodiscard]] Result<StepPlan> planStep(const workflow::Step &step, const workflow::Defaults &defaults, const JobContext &context,
                                        const std::shared_ptr<const JobView> &view);
[[nodiscard]] bool mayHash(const workflow::Step &step);
/// The name before anything is evaluated.
[[nodiscard]] QString plainName(const workflow::Step &step);
/// What the log shows of the step before it begins: "##[group]Run …" to "##[endgroup]".
[[nodiscard]] QStringList headerLines(const workflow::Step &step, const StepPlan &plan, const JobContext &context);

} // namespace punchcard::hub
