// SPDX-License-Identifier: MIT
#include "core/jobs/resultplace.h"

#include "core/artifacts/placing.h"
#include "core/job/array.h"
#include "core/workflow/jobworkflow.h"

#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

int elementOfArtifact(const QString &name, const JobSpec &spec)
{
    static const QRegularExpression ending(u"-(0|[1-9]\\d{0,8})\\z"_s);
    const QRegularExpressionMatch match = ending.match(name);
    const int element = match.hasMatch() ? match.captured(1).toInt() : -1;
    return element < arraySize(spec) ? element : -1;
}

QString resultPlace(const QString &outFolder, const QString &name, const JobSpec &spec)
{
    const int element = elementOfArtifact(name, spec);
    const QString bare = element < 0 ? name : name.section(u'-', 0, -2);
    const QString folder = element < 0 || spec.merge ? outFolder : outFolder + u'/' + QString::number(element);
    return bare == workflow::uploadsFolder ? folder : folder + u'/' + safeFolderName(bare);
}

} // namespace punchcard
