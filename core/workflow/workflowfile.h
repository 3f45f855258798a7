// SPDX-License-Identifier: MIT
// core/workflow: a job's way into a workflow file (jobworkflow) and back out of one: workflowfile reads the YAML,
// expressions evaluates ${{ }}, matrix makes a job's combinations. The reading half is pure: bytes and values in, values out.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace punchcard::workflow {

/// A mapping in the file's order. Texts may hold ${{ }}; numbers and booleans are what YAML's core schema says.
using Entries = QList<std::pair<QString, QJsonValue>>;

/// `on: push`'s filters; all empty: every push.
struct PushFilter
{
    QStringList branches = {};
    QStringList branchesIgnore = {};
    QStringList tags = {};
    QStringList tagsIgnore = {};
    QStringList paths = {};
    QStringList pathsIgnore = {};
};

struct Triggers
{
    bool push = false;
    PushFilter filter = {};
    bool dispatch = false;
    Entries inputs = {}; ///< workflow_dispatch's inputs, name to its description object.
    QStringList others = {}; ///< Events that only GitHub has: schedule, pull_request …

    /// Whether a push to @p ref (refs/heads/…, refs/tags/…) that changed @p paths starts the workflow.
    [[nodiscard]] bool startsOnPush(const QString &ref, const QStringList &changed) const;
};

/// `defaults: run:` of a workflow or a job.
struct Defaults
{
    QString shell = {};
    QString workingDirectory = {};
};

/// `concurrency:`; group may hold ${{ }}, empty when there is none.
struct Concurrency
{
    QString group = {};
    QString cancelInProgress = {}; ///< "true", "false", or an expression.
};

/// `strategy: matrix:`. Where a text stands in place of a list or of the whole, it is one expression.
struct Matrix
{
    QString expression = {}; ///< The whole matrix, `${{ fromJSON(…) }}`; the rest is then empty.
    Entries axes = {}; ///< Name to an array, or to a text with an expression that gives one.
    QList<Entries> include = {};
    QList<Entries> exclude = {};
    QString includeExpression = {};
    QString excludeExpression = {};
    [[nodiscard]] bool isEmpty() const;
};

struct Strategy
{
    Matrix matrix = {};
    QString failFast = {}; ///< As written, or an expression; empty: true.
    QString maxParallel = {}; ///< As written, or an expression; empty: no limit.
};

struct Step
{
    int line = 0; ///< Where it begins in the file, from 1.
    QString id = {};
    QString name = {};
    QString condition = {}; ///< `if:`, as written.
    QString uses = {};
    Entries with = {};
    QString run = {};
    bool hasRun = false;
    QString shell = {};
    Entries env = {};
    QString workingDirectory = {};
    QString timeoutMinutes = {}; ///< As written, or an expression.
    QString continueOnError = {}; ///< As written, or an expression.
};

struct Job
{
    int line = 0;
    QString id = {};
    QString name = {}; ///< As written; empty: the id. displayName() in matrix.h makes the shown one.
    QStringList labels = {}; ///< `runs-on:`; each may hold ${{ }}. resolveRunsOn() in matrix.h evaluates them.
    QString group = {};
    QStringList needs = {};
    QString condition = {};
    Entries env = {};
    Entries permissions = {};
    Defaults defaults = {};
    Concurrency concurrency = {};
    QString timeoutMinutes = {};
    QString continueOnError = {};
    Strategy strategy = {};
    Entries outputs = {};
    QList<Step> steps = {};
    QStringList unsupported = {}; ///< Keys that this computer cannot do (container, services, uses …): refused when it runs.
};

struct WorkflowFile
{
    QString name = {};
    QString runName = {};
    Triggers on = {};
    Entries env = {};
    Entries permissions = {}; ///< A single word (read-all, write-all) is the one entry {"*", word}; `{}` is {"*", "none"}.
    Defaults defaults = {};
    Concurrency concurrency = {};
    QList<Job> jobs = {}; ///< In the file's order; needs are known names and free of circles.

    [[nodiscard]] const Job *job(const QString &id) const;
};

/// Reads a workflow file. Malformed: it is none, with the line (from 1) in `what`, as GitHub's annotation would say it;
/// a mistake in an expression is one as well.
[[nodiscard]] Result<WorkflowFile> parseWorkflow(const QByteArray &yaml);

/// Whether @p name fits a filter of `branches:` or `paths:` (`*`, `**`, `?`, `+`, `[]`, `!`): the last pattern that fits decides.
[[nodiscard]] bool fitsFilter(const QStringList &patterns, const QString &name);

} // namespace punchcard::workflow
