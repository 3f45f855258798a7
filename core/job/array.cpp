// SPDX-License-Identifier: MIT
#include "core/job/array.h"

#include "core/job/run.h"

#include <QtEnvironmentVariables>

#include <algorithm>
#include <numeric>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// In a build with PUNCHCARD_TESTING the variable PUNCHCARD_TEST_MATRIX stands for GitHub's limit: an array of several runs is
// then one of few elements.
qsizetype mostInRun()
{
#ifdef PUNCHCARD_TESTING
    const int setting = qEnvironmentVariableIntValue("PUNCHCARD_TEST_MATRIX");
    if (setting > 0)
        return setting;
#endif
    return largestMatrix;
}

} // namespace

int arraySize(const JobSpec &spec)
{
    if (!spec.params.rows.isEmpty())
        return int(spec.params.rows.size());
    return spec.each.isEmpty() ? spec.array : int(spec.each.size());
}

QList<int> elementsOf(const JobSpec &spec)
{
    if (!spec.elements.isEmpty())
        return spec.elements;
    QList<int> all(std::max(0, arraySize(spec)));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

int runsOf(const JobSpec &spec)
{
    const qsizetype elements = spec.elements.isEmpty() ? arraySize(spec) : spec.elements.size();
    return std::max(1, int((elements + mostInRun() - 1) / mostInRun()));
}

QList<int> elementsOfRun(const JobSpec &spec, int number)
{
    return elementsOf(spec).mid(qsizetype(number - 1) * mostInRun(), mostInRun());
}

QString taskNameOf(int element)
{
    return element < 0 ? u"job"_s : u"job %1"_s.arg(element);
}

int elementOf(const JobSpec &spec, const Task &task)
{
    bool isNumber = false;
    const int element = task.name.section(u' ', -1).toInt(&isNumber);
    return isNumber && element >= 0 && element < arraySize(spec) ? element : -1;
}

QString elementText(const JobSpec &spec, int element)
{
    if (element >= 0 && element < spec.params.rows.size()) {
        QStringList parts;
        for (qsizetype i = 0; i < spec.params.names.size(); ++i)
            parts.append(spec.params.names.at(i) + u'=' + spec.params.rows.at(element).value(i));
        return parts.join(u", "_s);
    }
    return spec.each.value(element);
}

} // namespace punchcard
