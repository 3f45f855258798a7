// SPDX-License-Identifier: MIT
// A workflow file: this computer's hub reads one from whatever repository is pushed to it.
#include "core/workflow/matrix.h"
#include "core/workflow/workflowfile.h"
#include "tests/fuzz/harness.h"

using namespace punchcard;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray yaml(reinterpret_cast<const char *>(data), qsizetype(size));
    const Result<workflow::WorkflowFile> file = workflow::parseWorkflow(yaml);
    if (!file) {
        fuzz::require(!file.error().what.isEmpty(), "a refusal says why");
        return 0;
    }
    fuzz::require(!file->jobs.isEmpty(), "a workflow has a job");
    workflow::Scope scope;
    for (const char *const context : {"github", "env", "vars", "secrets", "inputs", "needs", "runner"})
        scope.contexts.insert(QString::fromLatin1(context), QJsonObject());
    for (const workflow::Job &job : file->jobs) {
        fuzz::require(file->job(job.id) == &job, "ids differ");
        const Result<workflow::Plan> plan = workflow::expandMatrix(job.strategy, scope);
        if (!plan)
            continue;
        fuzz::require(!plan->combinations.isEmpty() && plan->combinations.size() <= 256, "a matrix makes 1 to 256 jobs");
        workflow::Scope inner = scope;
        inner.contexts.insert(QStringLiteral("matrix"), workflow::toContext(plan->combinations.first()));
        inner.contexts.insert(QStringLiteral("strategy"), plan->strategyContext(0));
        (void)workflow::displayName(job, plan->combinations.first(), inner);
        (void)workflow::resolveRunsOn(job, inner);
    }
    (void)file->on.startsOnPush(QStringLiteral("refs/heads/main"), {QStringLiteral("job.sh")});
    return 0;
}
