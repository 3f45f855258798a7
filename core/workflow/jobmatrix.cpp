// SPDX-License-Identifier: MIT
#include "core/workflow/jobmatrix.h"

#include "core/job/array.h"
#include "core/workflow/elementinputs.h"
#include "core/workflow/emitting.h"

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

// The matrix has other entries, and a column may be called as it likes.
QString keyOfColumn(const QString &name)
{
    return u"param_"_s + name;
}

// A value is evaluated once, where it stands in the matrix; the script's step reads it as a value.
void emitElement(YAML::Emitter &out, const JobSpec &spec, int element)
{
    out << YAML::BeginMap;
    key(out, "task") << element;
    if (!spec.each.isEmpty())
        key(out, "input") << Quoted{spec.each.at(element)};
    if (hasOwnInputs(spec))
        key(out, "own") << Quoted{sparsePattern(spec.each.at(element))};
    for (qsizetype column = 0; column < spec.params.names.size(); ++column) {
        out << YAML::Key << keyOfColumn(spec.params.names.at(column)).toStdString() << YAML::Value
            << Quoted{spec.params.rows.at(element).at(column)};
    }
    out << YAML::EndMap;
}

// GitHub limits each run by itself: together they keep to what was asked for.
int shareOf(int atOnce, int runs, int number)
{
    return atOnce / runs + (number <= atOnce % runs ? 1 : 0);
}

} // namespace

void emitMatrix(YAML::Emitter &out, const JobSpec &spec, int number)
{
    key(out, "strategy") << YAML::BeginMap;
    key(out, "fail-fast") << spec.failFast;
    if (spec.maxParallel)
        key(out, "max-parallel") << shareOf(*spec.maxParallel, runsOf(spec), number);
    key(out, "matrix") << YAML::BeginMap;
    key(out, "include") << YAML::BeginSeq;
    const QList<int> elements = elementsOfRun(spec, number);
    for (const int element : elements)
        emitElement(out, spec, element);
    out << YAML::EndSeq << YAML::EndMap << YAML::EndMap;
}

void emitElementEnv(YAML::Emitter &out, const JobSpec &spec)
{
    const int size = arraySize(spec);
    if (size == 0)
        return;
    key(out, "PUNCHCARD_TASK") << u"${{ matrix.task }}"_s;
    key(out, "PUNCHCARD_TASKS") << QString::number(size);
    if (!spec.each.isEmpty())
        key(out, "PUNCHCARD_INPUT") << u"${{ matrix.input }}"_s;
    for (const QString &name : spec.params.names)
        out << YAML::Key << name.toStdString() << YAML::Value << u"${{ matrix.%1 }}"_s.arg(keyOfColumn(name));
}

} // namespace punchcard::workflow
