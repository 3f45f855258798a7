// SPDX-License-Identifier: MIT
#include "core/workflow/matrix.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::workflow {
namespace {

struct Matrices
{
    Q_DECLARE_TR_FUNCTIONS(Matrices)
};

constexpr qsizetype mostCombinations = 256;

Error matrixError(const QString &what)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = Matrices::tr("The matrix is wrong: %1.").arg(what),
                 .remedy = Matrices::tr("Mend “strategy” in the workflow file.")};
}

const QJsonValue *find(const Entries &entries, const QString &key)
{
    const auto found = std::ranges::find(entries, key, &std::pair<QString, QJsonValue>::first);
    return found == entries.end() ? nullptr : &found->second;
}

void put(Entries &entries, const QString &key, const QJsonValue &value)
{
    const auto found = std::ranges::find(entries, key, &std::pair<QString, QJsonValue>::first);
    if (found == entries.end())
        entries.append({key, value});
    else
        found->second = value;
}

Entries entriesOf(const QJsonObject &object)
{
    Entries entries;
    for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry)
        entries.append({entry.key(), *entry});
    return entries;
}

Result<QList<Entries>> combinationsOf(const QJsonValue &value, const QString &name)
{
    QList<Entries> result;
    const QJsonArray array = value.toArray();
    for (const QJsonValue entry : array) {
        if (!entry.isObject())
            return matrixError(Matrices::tr("“%1” must be a list of mappings").arg(name));
        result.append(entriesOf(entry.toObject()));
    }
    if (!value.isArray())
        return matrixError(Matrices::tr("“%1” must be a list").arg(name));
    return result;
}

/// The matrix with every expression in it evaluated.
class Evaluated
{
public:
    static Result<Matrix> of(const Matrix &source, const Scope &scope)
    {
        Matrix matrix = source;
        if (!source.expression.isEmpty()) {
            const Result<QJsonValue> whole = evaluateText(source.expression, scope);
            if (!whole)
                return whole.error();
            if (!whole->isObject())
                return matrixError(Matrices::tr("its expression gives no mapping"));
            return fromWhole(whole->toObject());
        }
        for (auto &[name, values] : matrix.axes) {
            const Result<QJsonValue> list = evaluateDeep(values, scope);
            if (!list)
                return list.error();
            values = *list;
        }
        if (const Result<> done = lists(matrix, scope); !done)
            return done.error();
        return matrix;
    }

private:
    static Result<Matrix> fromWhole(QJsonObject whole)
    {
        Matrix matrix;
        for (const auto &[name, into] : {std::pair{u"include"_s, &matrix.include}, std::pair{u"exclude"_s, &matrix.exclude}}) {
            if (!whole.contains(name))
                continue;
            Result<QList<Entries>> list = combinationsOf(whole.take(name), name);
            if (!list)
                return list.error();
            *into = std::move(*list);
        }
        matrix.axes = entriesOf(whole);
        return matrix;
    }

    static Result<> lists(Matrix &matrix, const Scope &scope)
    {
        if (const Result<> included = list(matrix.include, matrix.includeExpression, u"include"_s, scope); !included)
            return included;
        return list(matrix.exclude, matrix.excludeExpression, u"exclude"_s, scope);
    }

    static Result<> list(QList<Entries> &combinations, const QString &expression, const QString &name, const Scope &scope)
    {
        if (!expression.isEmpty()) {
            const Result<QJsonValue> value = evaluateText(expression, scope);
            if (!value)
                return value.error();
            Result<QList<Entries>> given = combinationsOf(*value, name);
            if (!given)
                return given.error();
            combinations = std::move(*given);
            return {};
        }
        for (Entries &combination : combinations) {
            for (auto &[key, value] : combination) {
                const Result<QJsonValue> evaluated = evaluateDeep(value, scope);
                if (!evaluated)
                    return evaluated.error();
                value = *evaluated;
            }
        }
        return {};
    }
};

Result<QList<Entries>> product(const Entries &axes)
{
    QList<Entries> result;
    if (axes.isEmpty())
        return result;
    result.append(Entries());
    for (const auto &[name, values] : axes) {
        const QJsonArray list = values.toArray();
        if (list.isEmpty())
            return matrixError(Matrices::tr("“%1” has no values").arg(name));
        // `exclude` may still thin it out, but not from thousands.
        if (result.size() * list.size() > mostCombinations * 16)
            return matrixError(Matrices::tr("it makes more than %1 jobs").arg(mostCombinations));
        QList<Entries> longer;
        for (const Entries &begun : std::as_const(result)) {
            for (const QJsonValue value : list)
                longer.append(begun + Entries{{name, value}});
        }
        result = longer;
    }
    return result;
}

bool excludes(const Entries &pattern, const Entries &combination)
{
    return std::ranges::all_of(pattern, [&combination](const auto &entry) {
        const QJsonValue *value = find(combination, entry.first);
        return value && *value == entry.second;
    });
}

// An entry joins each combination of the axes whose own values it does not change; one that joins none stands alone.
QList<Entries> withIncluded(const QList<Entries> &originals, const QList<Entries> &included)
{
    QList<Entries> result = originals;
    for (const Entries &extra : included) {
        bool joined = false;
        for (qsizetype at = 0; at < originals.size(); ++at) {
            const bool fits = std::ranges::all_of(extra, [&original = originals.at(at)](const auto &entry) {
                const QJsonValue *value = find(original, entry.first);
                return !value || *value == entry.second;
            });
            if (!fits)
                continue;
            for (const auto &[key, value] : extra)
                put(result[at], key, value);
            joined = true;
        }
        if (!joined)
            result.append(extra);
    }
    return result;
}

void collectScalars(const QJsonValue &value, QStringList &into)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue entry : array)
            collectScalars(entry, into);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QJsonValue entry : object)
            collectScalars(entry, into);
    } else if (const QString text = asText(value); !text.isEmpty()) {
        into.append(text);
    }
}

} // namespace

Result<Plan> expandMatrix(const Strategy &strategy, const Scope &scope)
{
    Plan plan;
    const Result<QJsonValue> failFast = evaluateText(strategy.failFast.isEmpty() ? u"true"_s : strategy.failFast, scope);
    if (!failFast)
        return failFast.error();
    plan.failFast = asText(*failFast) == "true"_L1;
    const Result<QString> maxParallel = interpolate(strategy.maxParallel, scope);
    if (!maxParallel)
        return maxParallel.error();
    plan.maxParallel = qMax(0, int(maxParallel->toDouble()));
    if (strategy.matrix.isEmpty()) {
        plan.combinations.append(Entries());
        return plan;
    }
    const Result<Matrix> matrix = Evaluated::of(strategy.matrix, scope);
    if (!matrix)
        return matrix.error();
    Result<QList<Entries>> combinations = product(matrix->axes);
    if (!combinations)
        return combinations.error();
    combinations->removeIf([&matrix](const Entries &combination) {
        return std::ranges::any_of(matrix->exclude, [&combination](const Entries &pattern) { return excludes(pattern, combination); });
    });
    plan.combinations = withIncluded(*combinations, matrix->include);
    if (plan.combinations.isEmpty())
        return matrixError(Matrices::tr("it makes no job"));
    if (plan.combinations.size() > mostCombinations)
        return matrixError(Matrices::tr("it makes more than %1 jobs").arg(mostCombinations));
    return plan;
}

QJsonObject Plan::strategyContext(qsizetype index) const
{
    const qsizetype total = combinations.size();
    return {{u"fail-fast"_s, failFast},
            {u"job-index"_s, index},
            {u"job-total"_s, total},
            {u"max-parallel"_s, maxParallel > 0 ? qsizetype(maxParallel) : total}};
}

QJsonObject toContext(const Entries &combination)
{
    QJsonObject object;
    for (const auto &[key, value] : combination)
        object.insert(key, value);
    return object;
}

Result<QString> displayName(const Job &job, const Entries &combination, const Scope &scope)
{
    if (job.name.contains("${{"_L1)) {
        const Result<QString> name = interpolate(job.name, scope);
        if (!name || !name->trimmed().isEmpty())
            return name;
    }
    QStringList values;
    for (const auto &[key, value] : combination)
        collectScalars(value, values);
    const QString base = job.name.isEmpty() || job.name.contains("${{"_L1) ? job.id : job.name;
    const QString name = values.isEmpty() ? base : u"%1 (%2)"_s.arg(base, values.join(u", "_s));
    return name.size() > 100 ? name.left(97) + u"..."_s : name;
}

Result<RunsOn> resolveRunsOn(const Job &job, const Scope &scope)
{
    RunsOn result;
    for (const QString &label : job.labels) {
        const Result<QJsonValue> value = evaluateText(label, scope);
        if (!value)
            return value.error();
        const QJsonArray list = value->isArray() ? value->toArray() : QJsonArray{*value};
        for (const QJsonValue entry : list)
            result.labels.append(asText(entry).trimmed());
    }
    const Result<QString> group = interpolate(job.group, scope);
    if (!group)
        return group.error();
    result.group = *group;
    return result;
}

} // namespace punchcard::workflow
