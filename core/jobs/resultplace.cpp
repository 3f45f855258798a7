// SPDX-License-Identifier: MIT
#include "core/jobs/resultplace.h"

#include "core/artifacts/placing.h"
#include "core/workflow/jobworkflow.h"

#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

QString resultPlace(const QString &outFolder, const QString &name)
{
    static const QRegularExpression element(u"^uploads-(\\d+)\\z"_s);
    if (name == workflow::uploadsArtifact(-1))
        return outFolder;
    if (const auto match = element.match(name); match.hasMatch())
        return outFolder + u'/' + match.captured(1);
    return outFolder + u'/' + safeFolderName(name);
}

} // namespace punchcard
