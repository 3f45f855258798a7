// SPDX-License-Identifier: MIT
#pragma once

#include "core/workflow/expressions.h"
#include "core/workflow/jobworkflow.h"
#include "core/workflow/workflowfile.h"

#include <QJsonObject>
#include <QStringList>

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

/// What a file, a label or a value may be called so that it runs as a command or gives a secret away.
inline QStringList hostileTexts()
{
    using namespace Qt::StringLiterals;
    return {u"${{ secrets.TOKEN }}"_s,
            u"$${{ github.token }}"_s,
            u"${{ '${{' }} }}"_s,
            u"${{"_s,
            u"}} ${{ secrets.TOKEN"_s,
            u"a: b"_s,
            u"x # no comment"_s,
            u"&anchor"_s,
            u"*alias"_s,
            u"!!binary x"_s,
            u"- list"_s,
            u"{a: b}"_s,
            u"[a, b]"_s,
            u"'single'"_s,
            u"\"double\""_s,
            u"back\\slash \\n"_s,
            u"yes"_s,
            u"1e3"_s,
            u"0x1f"_s,
            u"012"_s,
            u"null"_s,
            u"~"_s,
            u"%YAML"_s,
            u"--- x"_s,
            u"наклейка 報告 naïve 🃏"_s,
            u"bidi \u202e x \u2066"_s,
            u"separator \u2028 next \u0085 x"_s,
            u"$(touch /tmp/x) `id` ; rm -rf ."_s};
}

} // namespace punchcard::testing
