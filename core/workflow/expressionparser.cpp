// SPDX-License-Identifier: MIT
#include "core/workflow/expressionparser.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace punchcard::workflow {
namespace {

struct Grammar
{
    Q_DECLARE_TR_FUNCTIONS(Expressions)
};

constexpr qsizetype longestExpression = 21'000;
constexpr int deepestExpression = 50;

struct Function
{
    QLatin1StringView name;
    int least;
    int most;
};
constexpr int anyNumber = 255;
constexpr std::array functions = {
    Function{"contains"_L1, 2, 2}, Function{"startsWith"_L1, 2, 2}, Function{"endsWith"_L1, 2, 2},  Function{"format"_L1, 1, anyNumber},
    Function{"join"_L1, 1, 2},     Function{"toJSON"_L1, 1, 1},     Function{"fromJSON"_L1, 1, 1},  Function{"hashFiles"_L1, 1, anyNumber},
    Function{"success"_L1, 0, 0},  Function{"failure"_L1, 0, 0},    Function{"cancelled"_L1, 0, 0}, Function{"always"_L1, 0, 0},
};
constexpr std::array contexts = {"github"_L1, "env"_L1,   "vars"_L1, "secrets"_L1, "matrix"_L1,  "steps"_L1,
                                 "runner"_L1, "needs"_L1, "job"_L1,  "inputs"_L1,  "strategy"_L1};

struct Token
{
    enum class Kind { End, Literal, Word, Symbol };
    Kind kind = Kind::End;
    QJsonValue value = {};
    QString text = {};
};

bool startsWord(QChar c)
{
    return c == u'_' || (c.unicode() < 128 && c.isLetter());
}

bool continuesWord(QChar c)
{
    return startsWord(c) || c == u'-' || (c >= u'0' && c <= u'9');
}

/// Cuts the text into tokens and the tokens into a tree: one descent, a function for each rank of operator.
class Parser
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
    }

    Result<Expression> parse()
    {
        if (m_text.size() > longestExpression)
            return expressionError(Grammar::tr("An expression is longer than %1 characters.").arg(longestExpression), m_text.left(40));
        next();
        std::optional<Expression> tree = either(0);
        if (tree && m_token.kind != Token::Kind::End)
            fail(Grammar::tr("“%1” is not expected here").arg(m_token.text));
        if (!m_problem.isEmpty() || !tree)
            return expressionError(m_problem, m_text);
        return std::move(*tree);
    }

private:
    using Kind = Expression::Kind;
    using Tree = std::optional<Expression>;

    std::nullopt_t fail(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
        m_token = {};
        return std::nullopt;
    }

    [[nodiscard]] bool isSymbol(QStringView symbol) const { return m_token.kind == Token::Kind::Symbol && m_token.text == symbol; }

    bool take(QStringView symbol)
    {
        if (!isSymbol(symbol))
            return false;
        next();
        return true;
    }

    void next()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
        m_token = {};
        if (m_at >= m_text.size())
            return;
        const QChar c = m_text.at(m_at);
        const QChar after = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar();
        if (c == u'\'')
            return quoted();
        if ((c >= u'0' && c <= u'9') || c == u'+' || c == u'-' || (c == u'.' && after.isDigit() && !m_afterValue))
            return number();
        if (startsWord(c))
            return word();
        static constexpr std::array pairs = {u"&&", u"||", u"==", u"!=", u"<=", u">="};
        const QStringView two = QStringView(m_text).mid(m_at, 2);
        const qsizetype length = std::ranges::any_of(pairs, [two](const char16_t *pair) { return two == QStringView(pair); }) ? 2 : 1;
        if (length == 1 && !u"()[].,*!<>"_s.contains(c)) {
            fail(Grammar::tr("“%1” is not expected here").arg(c));
            return;
        }
        m_token = {.kind = Token::Kind::Symbol, .text = m_text.mid(m_at, length)};
        m_afterValue = c == u')' || c == u']' || c == u'*';
        m_at += length;
    }

    void quoted()
    {
        QString value;
        for (qsizetype at = m_at + 1; at < m_text.size(); ++at) {
            if (m_text.at(at) != u'\'') {
                value += m_text.at(at);
            } else if (at + 1 < m_text.size() && m_text.at(at + 1) == u'\'') {
                value += u'\'';
                ++at;
            } else {
                m_token = {.kind = Token::Kind::Literal, .value = value, .text = m_text.mid(m_at, at + 1 - m_at)};
                m_at = at + 1;
                m_afterValue = true;
                return;
            }
        }
        fail(Grammar::tr("a text is not closed by '"));
    }

    void number()
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size()) {
            const QChar c = m_text.at(end);
            const bool sign = (c == u'+' || c == u'-') && (m_text.at(end - 1) == u'e' || m_text.at(end - 1) == u'E');
            if (!continuesWord(c) && c != u'.' && !sign)
                break;
            if (c == u'-' && !sign)
                break;
            ++end;
        }
        const QString text = m_text.mid(m_at, end - m_at);
        const double value = textToNumber(text);
        if (std::isnan(value)) {
            fail(Grammar::tr("“%1” is no number").arg(text));
            return;
        }
        m_token = {.kind = Token::Kind::Literal, .value = value, .text = text};
        m_at = end;
        m_afterValue = true;
    }

    void word()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && continuesWord(m_text.at(end)))
            ++end;
        const QString text = m_text.mid(m_at, end - m_at);
        m_token = {.kind = Token::Kind::Word, .text = text};
        m_at = end;
        m_afterValue = true;
    }

    Tree binary(Kind kind, Tree left, Tree right)
    {
        if (!left || !right)
            return std::nullopt;
        Expression tree{.kind = kind};
        tree.operands.push_back(std::move(*left));
        tree.operands.push_back(std::move(*right));
        return tree;
    }

    // a || b || c is one node with three operands: a chain costs no depth.
    static Tree chained(Kind kind, Tree left, Tree right)
    {
        if (!left || !right)
            return std::nullopt;
        if (left->kind != kind) {
            Expression tree{.kind = kind};
            tree.operands.push_back(std::move(*left));
            left = std::move(tree);
        }
        left->operands.push_back(std::move(*right));
        return left;
    }

    std::nullopt_t tooDeep() { return fail(Grammar::tr("it is nested deeper than %1").arg(deepestExpression)); }

    Tree either(int depth)
    {
        if (depth > deepestExpression)
            return tooDeep();
        Tree left = both(depth);
        while (left && take(u"||"))
            left = chained(Kind::Or, std::move(left), both(depth));
        return left;
    }

    Tree both(int depth)
    {
        Tree left = equality(depth);
        while (left && take(u"&&"))
            left = chained(Kind::And, std::move(left), equality(depth));
        return left;
    }

    Tree equality(int depth)
    {
        Tree left = order(depth);
        for (int links = 0; left; ++links) {
            if (links > deepestExpression)
                return tooDeep();
            if (take(u"=="))
                left = binary(Kind::Equal, std::move(left), order(depth));
            else if (take(u"!="))
                left = binary(Kind::NotEqual, std::move(left), order(depth));
            else
                break;
        }
        return left;
    }

    Tree order(int depth)
    {
        Tree left = negation(depth);
        for (int links = 0; left; ++links) {
            if (links > deepestExpression)
                return tooDeep();
            if (take(u"<="))
                left = binary(Kind::LessOrEqual, std::move(left), negation(depth));
            else if (take(u">="))
                left = binary(Kind::GreaterOrEqual, std::move(left), negation(depth));
            else if (take(u"<"))
                left = binary(Kind::Less, std::move(left), negation(depth));
            else if (take(u">"))
                left = binary(Kind::Greater, std::move(left), negation(depth));
            else
                break;
        }
        return left;
    }

    Tree negation(int depth)
    {
        if (depth > deepestExpression)
            return tooDeep();

        if (!take(u"!"))
            return lookups(depth);
        Tree inner = negation(depth + 1);
        if (!inner)
            return std::nullopt;
        Expression tree{.kind = Kind::Not};
        tree.operands.push_back(std::move(*inner));
        return tree;
    }

    Tree lookups(int depth)
    {
        Tree value = operand(depth);
        for (int links = 0; value; ++links) {
            // Evaluation descends once for each link: a chain is as deep as it is long.
            if (links > deepestExpression)
                return tooDeep();
            if (take(u".")) {
                if (take(u"*")) {
                    value = filtered(std::move(value));
                } else if (m_token.kind == Token::Kind::Word) {
                    value = binary(Kind::Property, std::move(value), Expression{.value = m_token.text});
                    next();
                } else {
                    return fail(Grammar::tr("a name is missing after “.”"));
                }
            } else if (take(u"[")) {
                if (take(u"*"))
                    value = filtered(std::move(value));
                else
                    value = binary(Kind::Property, std::move(value), either(depth + 1));
                if (value && !take(u"]"))
                    return fail(Grammar::tr("“]” is missing"));
            } else {
                break;
            }
        }
        return value;
    }

    static Tree filtered(Tree inner)
    {
        Expression tree{.kind = Kind::Filter};
        tree.operands.push_back(std::move(*inner));
        return tree;
    }

    Tree operand(int depth)
    {
        if (m_token.kind == Token::Kind::Literal) {
            Expression literal{.value = m_token.value};
            next();
            return literal;
        }
        if (take(u"(")) {
            Tree inner = either(depth + 1);
            if (inner && !take(u")"))
                return fail(Grammar::tr("“)” is missing"));
            return inner;
        }
        if (m_token.kind != Token::Kind::Word)
            return fail(m_token.kind == Token::Kind::End ? Grammar::tr("something is missing at its end")
                                                         : Grammar::tr("“%1” is not expected here").arg(m_token.text));
        const QString name = m_token.text;
        next();
        return take(u"(") ? call(name, depth) : named(name);
    }

    Tree named(const QString &name)
    {
        if (name == "true"_L1 || name == "false"_L1)
            return Expression{.value = name == "true"_L1};
        if (name == "null"_L1)
            return Expression{.value = QJsonValue(QJsonValue::Null)};
        if (name == "NaN"_L1)
            return Expression{.value = std::numeric_limits<double>::quiet_NaN()};
        if (name == "Infinity"_L1)
            return Expression{.value = std::numeric_limits<double>::infinity()};
        const auto known
            = std::ranges::find_if(contexts, [&name](auto context) { return name.compare(context, Qt::CaseInsensitive) == 0; });
        if (known == contexts.end())
            return fail(Grammar::tr("there is no context “%1”").arg(name));
        return Expression{.kind = Kind::Context, .name = *known};
    }

    Tree call(const QString &name, int depth)
    {
        const auto known = std::ranges::find_if(
            functions, [&name](const Function &function) { return name.compare(function.name, Qt::CaseInsensitive) == 0; });
        if (known == functions.end())
            return fail(Grammar::tr("there is no function “%1”").arg(name));
        Expression tree{.kind = Kind::Call, .name = known->name};
        while (!take(u")")) {
            if (!tree.operands.empty() && !take(u","))
                return fail(Grammar::tr("“)” is missing"));
            Tree argument = either(depth + 1);
            if (!argument)
                return std::nullopt;
            tree.operands.push_back(std::move(*argument));
        }
        const int given = int(tree.operands.size());
        if (given < known->least || given > known->most)
            return fail(Grammar::tr("“%1” has too few or too many arguments").arg(known->name));
        return tree;
    }

    QString m_text;
    qsizetype m_at = 0;
    bool m_afterValue = false; ///< A "." that follows is a lookup, not the beginning of a number.
    Token m_token;
    QString m_problem;
};

} // namespace

Error expressionError(const QString &what, const QString &expression)
{
    const QString shown = expression.size() > 200 ? expression.left(200) + u"…"_s : expression;
    return Error{.kind = Error::Kind::Malformed,
                 .what = Grammar::tr("The expression “%1” is wrong: %2.").arg(shown.trimmed(), what),
                 .remedy = Grammar::tr("Mend it in the workflow file."),
                 .detail = shown};
}

double textToNumber(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return 0;
    bool valid = false;
    double value = std::numeric_limits<double>::quiet_NaN();
    if (trimmed.startsWith("0x"_L1))
        value = double(trimmed.sliced(2).toUInt(&valid, 16));
    else if (trimmed.startsWith("0o"_L1))
        value = double(trimmed.sliced(2).toUInt(&valid, 8));
    else if (trimmed == "Infinity"_L1 || trimmed == "+Infinity"_L1)
        return std::numeric_limits<double>::infinity();
    else if (trimmed == "-Infinity"_L1)
        return -std::numeric_limits<double>::infinity();
    else if (trimmed.back().isDigit() || trimmed.back() == u'.') // toDouble() would take "inf" and "nan" as well.
        value = trimmed.toDouble(&valid);
    return valid ? value : std::numeric_limits<double>::quiet_NaN();
}

bool Expression::calls(const QStringList &names) const
{
    return (kind == Kind::Call && names.contains(name))
        || std::ranges::any_of(operands, [&names](const Expression &operand) { return operand.calls(names); });
}

Result<Expression> parseExpression(const QString &text)
{
    return Parser(text).parse();
}

Result<QList<TextPiece>> splitText(const QString &text)
{
    QList<TextPiece> pieces;
    qsizetype at = 0;
    while (true) {
        const qsizetype open = text.indexOf("${{"_L1, at);
        pieces.append({.text = text.mid(at, open < 0 ? -1 : open - at)});
        if (open < 0)
            return pieces;
        if (text.size() > longestExpression)
            return expressionError(Grammar::tr("a text with an expression in it is longer than %1 characters").arg(longestExpression),
                                   text.left(40));
        qsizetype close = open + 3;
        bool quoted = false;
        while (close < text.size() && (quoted || QStringView(text).mid(close, 2) != u"}}")) {
            quoted ^= text.at(close) == u'\'';
            ++close;
        }
        if (close >= text.size())
            return expressionError(Grammar::tr("it is not closed by }}"), text.mid(open));
        pieces.append({.text = text.mid(open + 3, close - open - 3), .isExpression = true});
        at = close + 2;
    }
}

} // namespace punchcard::workflow
