// SPDX-License-Identifier: MIT
#include "app/cli/verbs/verbs.h"
#include "core/base/onpool.h"
#include "core/jobs/savingexport.h"
#include "core/store/jobfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct ExportVerbText
{
    Q_DECLARE_TR_FUNCTIONS(ExportVerb)
};

Async<Submission> exportSource(Bench &bench, Context context)
{
    const Arguments &arguments = bench.arguments;
    if (arguments.job == JobId()) {
        const auto reading = [file = arguments.run.file] { return submissionOfScript(file); };
        co_return co_await onPool(context, reading);
    }
    const Result<Job> job = co_await bench.store().job(arguments.job);
    if (!job)
        co_return job.error();
    const store::JobFolder folder(bench.store().home(), job->uid);
    const Result<QByteArray> script = folder.script();
    if (!script)
        co_return script.error();
    co_return Submission{.spec = job->spec, .script = *script};
}

void tellTodo(Bench &bench, const workflow::ExportedWorkflow &exported, const QString &scriptBelongs)
{
    if (!scriptBelongs.isEmpty())
        bench.terminal.tell(ExportVerbText::tr("The script belongs to %1 in the repository.").arg(scriptBelongs));
    if (!exported.inputs.isEmpty())
        bench.terminal.tell(ExportVerbText::tr("Put into the repository's root: %1").arg(exported.inputs.join(u", "_s)));
    for (const QString &name : exported.secrets)
        bench.terminal.tell(ExportVerbText::tr("Set the secret: %1").arg(u"gh secret set "_s + name));
}

} // namespace

QCoro::Task<ExitCode> exportVerb(Bench &bench)
{
    const Context context = bench.context();
    const Result<Submission> source = co_await exportSource(bench, context);
    if (!source)
        co_return bench.fail(source.error(), source.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    const QString &out = bench.arguments.outFolder;
    const QString name = out.isEmpty() ? QFileInfo(source->spec.name).completeBaseName() + u".yml"_s : QFileInfo(out).fileName();
    const auto exported = workflow::exportWorkflow(source->spec, source->script, name);
    if (!exported)
        co_return bench.fail(exported.error());
    if (out.isEmpty()) {
        (void)bench.terminal.write(exported->yaml);
        tellTodo(bench, *exported, exported->scriptPath.value_or(QString()));
        co_return ExitCode::Succeeded;
    }
    const auto saved = saveExport(*exported, source->script, out, bench.arguments.overwrite);
    if (!saved)
        co_return bench.fail(saved.error());
    for (const QString &file : saved->files)
        bench.terminal.tell(ExportVerbText::tr("Written: %1").arg(QDir::toNativeSeparators(file)));
    tellTodo(bench, *exported, saved->scriptBelongs);
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
