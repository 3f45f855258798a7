// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <functional>

namespace punchcard::workflow {

/// What an expression can see.
struct Scope
{
    /// By context name: github, env, vars, secrets, matrix, steps, runner, needs, job, inputs, strategy. One that is
    /// missing is refused by name.
    QJsonObject contexts = {};
    bool success = true; ///< What success() says, and failure() and cancelled() below.
    bool failure = false;
    bool cancelled = false;
    /// What hashFiles() says of these patterns; without it the function is refused.
    std::function<Result<QString>(const QStringList &patterns)> hashFiles = {};
};

/// The value of @p expression, written without ${{ }}. Malformed: it is none, or names something unknown.
[[nodiscard]] Result<QJsonValue> evaluate(const QString &expression, const Scope &scope);

/// @p text with every ${{ }} replaced by its value's text.
[[nodiscard]] Result<QString> interpolate(const QString &text, const Scope &scope);

/// The value of @p text: of the expression itself when the text is one ${{ }} and nothing else, otherwise of interpolate().
[[nodiscard]] Result<QJsonValue> evaluateText(const QString &text, const Scope &scope);

/// The same for every text inside @p value.
[[nodiscard]] Result<QJsonValue> evaluateDeep(const QJsonValue &value, const Scope &scope);

/// Whether an `if:` holds. Empty means success(); one that asks no status function means success() && (it).
[[nodiscard]] Result<bool> conditionHolds(const QString &condition, const Scope &scope);

/// Whether the expressions of @p text are well formed and name only known functions and contexts.
[[nodiscard]] Result<> checkText(const QString &text);
/// The same for an `if:`, whose ${{ }} may be left out.
[[nodiscard]] Result<> checkCondition(const QString &condition);

/// What GitHub counts as true: all but null, false, 0, NaN and the empty text.
[[nodiscard]] bool isTruthy(const QJsonValue &value);
/// A value as text: "" for null, numbers with 15 digits, "Array", "Object".
[[nodiscard]] QString asText(const QJsonValue &value);

} // namespace punchcard::workflow
