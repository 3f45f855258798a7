// SPDX-License-Identifier: MIT
#pragma once

#include "core/workflow/expressions.h"
#include "core/workflow/workflowfile.h"

namespace punchcard::workflow {

/// What `strategy:` comes to. Without a matrix there is one combination, which is empty.
struct Plan
{
    QList<Entries> combinations = {}; ///< In GitHub's order: the axes' product, then what only `include` has.
    bool failFast = true;
    int maxParallel = 0; ///< 0: no limit.

    /// The `strategy` context of combination @p index.
    [[nodiscard]] QJsonObject strategyContext(qsizetype index) const;
};

/// Malformed: not a matrix, an empty axis, or more than 256 combinations.
[[nodiscard]] Result<Plan> expandMatrix(const Strategy &strategy, const Scope &scope);

/// The `matrix` context of a combination.
[[nodiscard]] QJsonObject toContext(const Entries &combination);

/// The job's name as shown: what `name:` gives, else the id with the combination's values: "build (ubuntu, 3.12)".
/// @p scope holds the combination's matrix and strategy contexts.
[[nodiscard]] Result<QString> displayName(const Job &job, const Entries &combination, const Scope &scope);

struct RunsOn
{
    QStringList labels = {};
    QString group = {};
};

/// `runs-on:` with its expressions evaluated; one may give a whole list.
[[nodiscard]] Result<RunsOn> resolveRunsOn(const Job &job, const Scope &scope);

} // namespace punchcard::workflow
