// SPDX-License-Identifier: MIT
#pragma once

#include "core/workflow/expressions.h"
#include "core/workflow/jobworkflow.h"
#include "core/workflow/workflowfile.h"

#include <QJsonObject>

namespace punchcard::testing {

/// The workflow of @p spec, read again as the hub does; an empty one, and a warning, where there is none.
inline workflow::WorkflowFile parsed(const JobSpec &spec, bool ownShebang = true)
{
    const Result<QByteArray> yaml = workflow::jobWorkflow(spec, ownShebang);
    if (!yaml) {
        qWarning("%s", qPrintable(yaml.error().what));
        return {};
    }
    const Result<workflow::WorkflowFile> file = workflow::parseWorkflow(*yaml);
    if (!file)
        qWarning("%s in %s", qPrintable(file.error().what), yaml->constData());
    return file.value_or(workflow::WorkflowFile());
}

/// What a runner makes of @p text; only what we put there ourselves may be in reach.
inline QString evaluated(const QString &text, const QJsonObject &matrix = {})
{
    using namespace Qt::StringLiterals;
    const workflow::Scope scope{.contexts = {{u"secrets"_s, QJsonObject{{u"TOKEN"_s, u"stolen"_s}}},
                                             {u"github"_s, QJsonObject{{u"token"_s, u"stolen"_s}}},
                                             {u"matrix"_s, matrix}}};
    return workflow::interpolate(text, scope).value_or(u"<refused>"_s);
}

} // namespace punchcard::testing
