// SPDX-License-Identifier: MIT
#include "core/workflow/expressions.h"

#include "core/workflow/expressionparser.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace punchcard::workflow {
namespace {

struct Expressions
{
    Q_DECLARE_TR_FUNCTIONS(Expressions)
};

using Kind = Expression::Kind;

/// A value on its way: what `*` gave is an array whose lookups go on inside its elements.
struct Value
{
    QJsonValue json = {};
    bool filtered = false;
};

bool isPrimitive(const QJsonValue &value)
{
    return !value.isArray() && !value.isObject();
}

double toNumber(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined: return 0;
    case QJsonValue::Bool: return value.toBool() ? 1 : 0;
    case QJsonValue::Double: return value.toDouble();
    case QJsonValue::String: return textToNumber(value.toString());
    default: return std::numeric_limits<double>::quiet_NaN();
    }
}

bool bothTexts(const QJsonValue &left, const QJsonValue &right)
{
    return left.isString() && right.isString();
}

bool equal(const QJsonValue &left, const QJsonValue &right)
{
    if (bothTexts(left, right))
        return left.toString().compare(right.toString(), Qt::CaseInsensitive) == 0;
    // Arrays and objects are equal to themselves only, which two values never are.
    return toNumber(left) == toNumber(right);
}

bool holds(Kind kind, const QJsonValue &left, const QJsonValue &right)
{
    if (kind == Kind::Equal)
        return equal(left, right);
    if (kind == Kind::NotEqual)
        return !equal(left, right);
    const bool texts = bothTexts(left, right);
    const double a = texts ? left.toString().compare(right.toString(), Qt::CaseInsensitive) : toNumber(left);
    const double b = texts ? 0 : toNumber(right);
    switch (kind) {
    case Kind::Less: return a < b;
    case Kind::LessOrEqual: return a <= b;
    case Kind::Greater: return a > b;
    default: return a >= b;
    }
}

QJsonValue property(const QJsonObject &object, const QString &key)
{
    if (const auto exact = object.constFind(key); exact != object.constEnd())
        return *exact;
    for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry) {
        if (entry.key().compare(key, Qt::CaseInsensitive) == 0)
            return *entry;
    }
    return QJsonValue(QJsonValue::Undefined);
}

/// Undefined when there is nothing of that key.
QJsonValue lookup(const QJsonValue &inside, const QJsonValue &key)
{
    if (inside.isObject() && isPrimitive(key))
        return property(inside.toObject(), asText(key));
    if (inside.isArray()) {
        const double index = toNumber(key);
        if (index >= 0 && index < double(inside.toArray().size()))
            return inside.toArray().at(qsizetype(std::floor(index)));
    }
    return QJsonValue(QJsonValue::Undefined);
}

QJsonArray elements(const QJsonValue &value)
{
    if (value.isArray())
        return value.toArray();
    QJsonArray values;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QJsonValue entry : object)
            values.append(entry);
    }
    return values;
}

QString quotedText(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2));
}

// As GitHub writes it: two blanks a level, "key": value.
QString jsonText(const QJsonValue &value, int level = 0)
{
    const QString inner = u"\n"_s + QString((level + 1) * 2, u' ');
    const QString outer = u"\n"_s + QString(level * 2, u' ');
    if (value.isArray()) {
        QStringList parts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue entry : array)
            parts.append(inner + jsonText(entry, level + 1));
        return parts.isEmpty() ? u"[]"_s : u'[' + parts.join(u',') + outer + u']';
    }
    if (value.isObject()) {
        QStringList parts;
        const QJsonObject object = value.toObject();
        for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry)
            parts.append(inner + quotedText(entry.key()) + u": "_s + jsonText(*entry, level + 1));
        return parts.isEmpty() ? u"{}"_s : u'{' + parts.join(u',') + outer + u'}';
    }
    if (value.isNull() || value.isUndefined())
        return u"null"_s;
    return value.isString() ? quotedText(value.toString()) : asText(value);
}

Result<QJsonValue> fromJson(const QString &text)
{
    // As the only element of an array, since QJsonDocument takes no scalars.
    const QJsonDocument document = QJsonDocument::fromJson("[" + text.toUtf8() + "]");
    if (!document.isArray() || document.array().size() != 1)
        return expressionError(Expressions::tr("fromJSON() was given a text that is no JSON"), text);
    return document.array().at(0);
}

Result<QString> format(const QString &pattern, const QStringList &arguments)
{
    QString text;
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        const QChar c = pattern.at(at);
        if (c != u'{' && c != u'}') {
            text += c;
            continue;
        }
        if (at + 1 < pattern.size() && pattern.at(at + 1) == c) {
            text += c;
            ++at;
            continue;
        }
        const qsizetype close = pattern.indexOf(u'}', at);
        bool valid = false;
        const uint index = close < 0 || c == u'}' ? 0 : QStringView(pattern).mid(at + 1, close - at - 1).toUInt(&valid);
        if (!valid)
            return expressionError(Expressions::tr("format() was given a wrong pattern"), pattern);
        if (index >= uint(arguments.size()))
            return expressionError(Expressions::tr("format() was given too few arguments"), pattern);
        text += arguments.at(index);
        at = close;
    }
    return text;
}

class Evaluator
{
public:
    explicit Evaluator(const Scope &scope)
        : m_scope(scope)
    {
    }

    Result<Value> value(const Expression &tree)
    {
        switch (tree.kind) {
        case Kind::Literal: return Value{tree.value};
        case Kind::Context: return context(tree.name);
        case Kind::Property: return propertyOf(tree);
        case Kind::Filter: return filter(tree);
        case Kind::Call: return call(tree);
        default: return operation(tree);
        }
    }

private:
    Result<Value> context(const QString &name)
    {
        const auto found = m_scope.contexts.constFind(name);
        if (found == m_scope.contexts.constEnd())
            return expressionError(Expressions::tr("the context “%1” is not available here").arg(name), name);
        return Value{*found};
    }

    Result<Value> propertyOf(const Expression &tree)
    {
        const Result<Value> inside = value(tree.operands[0]);
        if (!inside)
            return inside;
        const Result<Value> key = value(tree.operands[1]);
        if (!key)
            return key;
        if (!inside->filtered) {
            const QJsonValue found = lookup(inside->json, key->json);
            return Value{found.isUndefined() ? QJsonValue(QJsonValue::Null) : found};
        }
        QJsonArray found;
        const QJsonArray candidates = inside->json.toArray();
        for (const QJsonValue candidate : candidates) {
            if (const QJsonValue hit = lookup(candidate, key->json); !hit.isUndefined())
                found.append(hit);
        }
        return Value{found, true};
    }

    Result<Value> filter(const Expression &tree)
    {
        const Result<Value> inside = value(tree.operands[0]);
        if (!inside)
            return inside;
        if (!inside->filtered)
            return Value{elements(inside->json), true};
        QJsonArray found;
        const QJsonArray outer = inside->json.toArray();
        for (const QJsonValue one : outer) {
            const QJsonArray inner = elements(one);
            for (const QJsonValue element : inner)
                found.append(element);
        }
        return Value{found, true};
    }

    Result<Value> operation(const Expression &tree)
    {
        const Result<Value> left = value(tree.operands[0]);
        if (!left)
            return left;
        if (tree.kind == Kind::Not)
            return Value{!isTruthy(left->json)};
        if (tree.kind == Kind::And || tree.kind == Kind::Or)
            return shortCut(tree, *left);
        const Result<Value> right = value(tree.operands[1]);
        if (!right)
            return right;
        return Value{holds(tree.kind, left->json, right->json)};
    }

    // && and || give the operand that decides, not a boolean.
    Result<Value> shortCut(const Expression &tree, const Value &first)
    {
        Result<Value> last = first;
        for (std::size_t at = 1; last && at < tree.operands.size() && isTruthy(last->json) == (tree.kind == Kind::And); ++at)
            last = value(tree.operands[at]);
        return last;
    }

    Result<Value> call(const Expression &tree)
    {
        QList<QJsonValue> arguments;
        for (const Expression &operand : tree.operands) {
            const Result<Value> argument = value(operand);
            if (!argument)
                return argument;
            arguments.append(argument->json);
        }
        const Result<QJsonValue> result = called(tree.name, arguments);
        if (!result)
            return result.error();
        return Value{*result};
    }

    Result<QJsonValue> called(const QString &name, const QList<QJsonValue> &arguments)
    {
        if (name == "success"_L1)
            return QJsonValue(m_scope.success);
        if (name == "failure"_L1)
            return QJsonValue(m_scope.failure);
        if (name == "cancelled"_L1)
            return QJsonValue(m_scope.cancelled);
        if (name == "always"_L1)
            return QJsonValue(true);
        if (name == "contains"_L1)
            return QJsonValue(contains(arguments.at(0), arguments.at(1)));
        if (name == "startsWith"_L1 || name == "endsWith"_L1) {
            if (!isPrimitive(arguments.at(0)) || !isPrimitive(arguments.at(1)))
                return QJsonValue(false);
            const QString text = asText(arguments.at(0));
            const QString part = asText(arguments.at(1));
            return QJsonValue(name == "startsWith"_L1 ? text.startsWith(part, Qt::CaseInsensitive)
                                                      : text.endsWith(part, Qt::CaseInsensitive));
        }
        if (name == "toJSON"_L1)
            return QJsonValue(jsonText(arguments.at(0)));
        if (name == "fromJSON"_L1)
            return fromJson(asText(arguments.at(0)));
        if (name == "join"_L1)
            return QJsonValue(join(arguments));
        return withTexts(name, arguments);
    }

    Result<QJsonValue> withTexts(const QString &name, const QList<QJsonValue> &arguments)
    {
        QStringList texts;
        for (const QJsonValue &argument : arguments)
            texts.append(asText(argument));
        Result<QString> result = QString();
        if (name == "format"_L1)
            result = format(texts.first(), texts.sliced(1));
        else if (m_scope.hashFiles)
            result = m_scope.hashFiles(texts);
        else
            result = expressionError(Expressions::tr("the function “%1” is not available here").arg(name), name);
        if (!result)
            return result.error();
        return QJsonValue(*result);
    }

    static bool contains(const QJsonValue &where, const QJsonValue &what)
    {
        if (where.isArray()) {
            const QJsonArray array = where.toArray();
            return std::ranges::any_of(array, [&what](const QJsonValue &entry) { return equal(entry, what); });
        }
        return isPrimitive(where) && isPrimitive(what) && asText(where).contains(asText(what), Qt::CaseInsensitive);
    }

    static QString join(const QList<QJsonValue> &arguments)
    {
        if (!arguments.first().isArray())
            return isPrimitive(arguments.first()) ? asText(arguments.first()) : QString();
        QStringList parts;
        const QJsonArray array = arguments.first().toArray();
        for (const QJsonValue entry : array)
            parts.append(asText(entry));
        return parts.join(arguments.size() > 1 ? asText(arguments.at(1)) : u","_s);
    }

    const Scope &m_scope;
};

Result<QJsonValue> evaluateTree(const Expression &tree, const Scope &scope)
{
    const Result<Value> value = Evaluator(scope).value(tree);
    if (!value)
        return value.error();
    return value->json;
}

bool isOneExpression(const QList<TextPiece> &pieces)
{
    return pieces.size() == 3 && pieces.first().text.trimmed().isEmpty() && pieces.last().text.trimmed().isEmpty();
}

Result<QString> joined(const QList<TextPiece> &pieces, const Scope &scope)
{
    QString result;
    for (const TextPiece &piece : pieces) {
        if (!piece.isExpression) {
            result += piece.text;
            continue;
        }
        const Result<QJsonValue> value = evaluate(piece.text, scope);
        if (!value)
            return value.error();
        result += asText(*value);
    }
    return result;
}

} // namespace

bool isTruthy(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
    case QJsonValue::Undefined: return false;
    case QJsonValue::Bool: return value.toBool();
    case QJsonValue::Double: return value.toDouble() != 0 && !std::isnan(value.toDouble());
    case QJsonValue::String: return !value.toString().isEmpty();
    default: return true;
    }
}

QString asText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double: {
        const double number = value.toDouble();
        if (std::isnan(number))
            return u"NaN"_s;
        if (std::isinf(number))
            return number > 0 ? u"Infinity"_s : u"-Infinity"_s;
        return number == 0 ? u"0"_s : QString::number(number, 'G', 15);
    }
    case QJsonValue::String: return value.toString();
    case QJsonValue::Array: return u"Array"_s;
    case QJsonValue::Object: return u"Object"_s;
    default: return {};
    }
}

Result<QJsonValue> evaluate(const QString &expression, const Scope &scope)
{
    const Result<Expression> tree = parseExpression(expression);
    if (!tree)
        return tree.error();
    return evaluateTree(*tree, scope);
}

Result<QString> interpolate(const QString &text, const Scope &scope)
{
    const Result<QList<TextPiece>> pieces = splitText(text);
    if (!pieces)
        return pieces.error();
    return joined(*pieces, scope);
}

Result<QJsonValue> evaluateText(const QString &text, const Scope &scope)
{
    const Result<QList<TextPiece>> pieces = splitText(text);
    if (!pieces)
        return pieces.error();
    if (isOneExpression(*pieces))
        return evaluate(pieces->at(1).text, scope);
    const Result<QString> result = joined(*pieces, scope);
    if (!result)
        return result.error();
    return QJsonValue(*result);
}

Result<QJsonValue> evaluateDeep(const QJsonValue &value, const Scope &scope)
{
    if (value.isString())
        return evaluateText(value.toString(), scope);
    if (value.isArray()) {
        QJsonArray array;
        const QJsonArray source = value.toArray();
        for (const QJsonValue entry : source) {
            const Result<QJsonValue> element = evaluateDeep(entry, scope);
            if (!element)
                return element;
            array.append(*element);
        }
        return QJsonValue(array);
    }
    if (value.isObject()) {
        QJsonObject object;
        const QJsonObject source = value.toObject();
        for (auto entry = source.constBegin(); entry != source.constEnd(); ++entry) {
            const Result<QJsonValue> element = evaluateDeep(*entry, scope);
            if (!element)
                return element;
            object.insert(entry.key(), *element);
        }
        return QJsonValue(object);
    }
    return value;
}

Result<bool> conditionHolds(const QString &condition, const Scope &scope)
{
    static const QStringList statusFunctions = {u"success"_s, u"failure"_s, u"cancelled"_s, u"always"_s};
    if (condition.trimmed().isEmpty())
        return scope.success;
    const Result<QList<TextPiece>> pieces = splitText(condition);
    if (!pieces)
        return pieces.error();
    if (pieces->size() == 1 || isOneExpression(*pieces)) {
        const Result<Expression> tree = parseExpression(pieces->size() == 1 ? condition : pieces->at(1).text);
        if (!tree)
            return tree.error();
        if (!scope.success && !tree->calls(statusFunctions))
            return false;
        const Result<QJsonValue> value = evaluateTree(*tree, scope);
        if (!value)
            return value.error();
        return isTruthy(*value);
    }
    // A text with expressions inside is a text, and true unless empty: GitHub's rule, surprising as it is.
    const Result<QString> text = joined(*pieces, scope);
    if (!text)
        return text.error();
    bool asksStatus = false;
    for (const TextPiece &piece : *pieces) {
        if (const Result<Expression> tree = parseExpression(piece.isExpression ? piece.text : u"''"_s); tree)
            asksStatus = asksStatus || tree->calls(statusFunctions);
    }
    return (scope.success || asksStatus) && !text->isEmpty();
}

Result<> checkText(const QString &text)
{
    const Result<QList<TextPiece>> pieces = splitText(text);
    if (!pieces)
        return pieces.error();
    for (const TextPiece &piece : *pieces) {
        if (!piece.isExpression)
            continue;
        if (const Result<Expression> tree = parseExpression(piece.text); !tree)
            return tree.error();
    }
    return {};
}

Result<> checkCondition(const QString &condition)
{
    if (condition.contains("${{"_L1) || condition.trimmed().isEmpty())
        return checkText(condition);
    if (const Result<Expression> tree = parseExpression(condition); !tree)
        return tree.error();
    return {};
}

} // namespace punchcard::workflow
