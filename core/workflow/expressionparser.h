// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QJsonValue>
#include <QString>

#include <vector>

namespace punchcard::workflow {

/// An expression as a tree.
struct Expression
{
    enum class Kind { Literal, Context, Property, Filter, Call, Not, And, Or, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
    Kind kind = Kind::Literal;
    QJsonValue value = {}; ///< Literal.
    QString name = {}; ///< Context and Call, in the spelling of the tables.
    std::vector<Expression> operands = {}; ///< Property: what is looked into, and the key.

    /// Whether a function of @p names is called anywhere in it.
    [[nodiscard]] bool calls(const QStringList &names) const;
};

/// Malformed: @p text is no expression, is longer than 21,000 characters or deeper than 50, or names an unknown function
/// or context, or gives a function too few or too many arguments.
[[nodiscard]] Result<Expression> parseExpression(const QString &text);

/// @p text between its ${{ }}: literal pieces and expressions in turn, beginning with a literal one.
struct TextPiece
{
    QString text = {};
    bool isExpression = false;
};
[[nodiscard]] Result<QList<TextPiece>> splitText(const QString &text);

[[nodiscard]] Error expressionError(const QString &what, const QString &expression);
/// What GitHub makes of a text where it needs a number: "" is 0, anything that is none is NaN.
[[nodiscard]] double textToNumber(const QString &text);

} // namespace punchcard::workflow
