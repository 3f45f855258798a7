// SPDX-License-Identifier: MIT
#include "core/hub/stepplan.h"

#include "core/hub/globber.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Steps
{
    Q_DECLARE_TR_FUNCTIONS(Steps)
};

const QString cyan = u"\u001b[36;1m"_s;
const QString plain = u"\u001b[0m"_s;

QString firstLine(const QString &text)
{
    return text.trimmed().section(u'\n', 0, 0).trimmed();
}

// Only where a job in bubblewrap finds it too; otherwise the job's own PATH decides.
QString installed(const QString &program)
{
    return QStandardPaths::findExecutable(program, {u"/usr/local/bin"_s, u"/usr/bin"_s, u"/bin"_s});
}

QString found(const QString &program)
{
    const QString path = installed(program);
    return path.isEmpty() ? program : path;
}

// GitHub's: the digest of the digests of the files, in the order they are found.
Result<QString> hashFiles(const QStringList &patterns, const JobContext &context, const std::shared_ptr<const JobView> &view)
{
    const JobLayout &layout = context.layout();
    const Globber globber(patterns.join(u'\n'), layout.workspace, layout.home);
    const Result<Globber::Found> files = globber.find(*view, true, [] { return false; });
    if (!files)
        return files.error();
    QCryptographicHash whole(QCryptographicHash::Sha256);
    bool any = false;
    for (const QString &path : files->files) {
        if (!path.startsWith(layout.workspace + u'/'))
            continue;
        const Result<std::unique_ptr<QFile>> file = view->open(path);
        if (!file)
            return file.error();
        QCryptographicHash one(QCryptographicHash::Sha256);
        if (!one.addData(file->get()))
            return Error{.kind = Error::Kind::Storage,
                         .what = Steps::tr("The file “%1” could not be read.").arg(path),
                         .remedy = Steps::tr("Check what the job does with it.")};
        whole.addData(one.result());
        any = true;
    }
    return any ? QString::fromLatin1(whole.result().toHex()) : QString();
}

class StepPlanner
{
public:
    StepPlanner(const workflow::Step &step, const workflow::Defaults &defaults, const JobContext &context,
                const std::shared_ptr<const JobView> &view)
        : m_step(step)
        , m_defaults(defaults)
        , m_context(context)
    {
        m_hash = [&context, view](const QStringList &patterns) { return hashFiles(patterns, context, view); };
    }

    Result<StepPlan> plan()
    {
        StepPlan plan;
        if (const Result<> done = texts(m_step.env, {}, plan.env); !done)
            return done.error();
        const Result<bool> runs = workflow::conditionHolds(m_step.condition, scope(plan.env, false));
        if (!runs)
            return runs.error();
        plan.runs = *runs;
        m_scope = scope(plan.env, true);
        const Result<QString> name = workflow::interpolate(plainName(m_step), m_scope);
        plan.name = name && !m_step.name.isEmpty() ? firstLine(*name) : plainName(m_step);
        if (!plan.runs)
            return plan;
        if (const Result<> done = limits(plan); !done)
            return done.error();
        if (const Result<> done = m_step.hasRun ? program(plan) : action(plan); !done)
            return done.error();
        return plan;
    }

private:
    workflow::Scope scope(const Texts &env, bool secrets)
    {
        workflow::Scope result = m_context.scope(env, secrets);
        result.hashFiles = m_hash;
        return result;
    }

    Result<> texts(const workflow::Entries &entries, const Texts &env, Texts &into)
    {
        const workflow::Scope seen = scope(env, true);
        for (const auto &[name, value] : entries) {
            const Result<QString> text = workflow::interpolate(workflow::asText(value), seen);
            if (!text)
                return text.error();
            putText(into, name, *text);
        }
        return {};
    }

    Result<> limits(StepPlan &plan)
    {
        const Result<QString> minutes = workflow::interpolate(m_step.timeoutMinutes, m_scope);
        if (!minutes)
            return minutes.error();
        plan.timeoutMinutes = minutes->toDouble();
        if (plan.timeoutMinutes > 0)
            plan.timeout = Milliseconds(qint64(qMin(plan.timeoutMinutes, 1e6) * 60'000));
        return {};
    }

    Result<> program(StepPlan &plan)
    {
        const auto first = [](const QString &own, const QString &otherwise) { return own.isEmpty() ? otherwise : own; };
        const Result<QString> script = workflow::interpolate(m_step.run, m_scope);
        const Result<QString> shell = workflow::interpolate(first(m_step.shell, m_defaults.shell), m_scope);
        const Result<QString> folder = workflow::interpolate(first(m_step.workingDirectory, m_defaults.workingDirectory), m_scope);
        for (const Result<QString> *text : {&script, &shell, &folder}) {
            if (!*text)
                return text->error();
        }
        const Result<Shell> program = Shell::named(shell->trimmed());
        if (!program)
            return program.error();
        plan.script = QString(*script).replace(u"\r\n"_s, u"\n"_s);
        plan.shell = *program;
        plan.folder = QDir::cleanPath(folder->startsWith(u'/') ? *folder : m_context.layout().workspace + u'/' + *folder);
        return {};
    }

    Result<> action(StepPlan &plan)
    {
        plan.action = m_step.uses.section(u'@', 0, 0).toLower();
        return texts(m_step.with, plan.env, plan.with);
    }

    const workflow::Step &m_step;
    const workflow::Defaults &m_defaults;
    const JobContext &m_context;
    workflow::Scope m_scope;
    std::function<Result<QString>(const QStringList &)> m_hash;
};

} // namespace

Result<Shell> Shell::named(const QString &name)
{
    if (name.isEmpty()) {
        const QString program = found(installed(u"bash"_s).isEmpty() ? u"sh"_s : u"bash"_s);
        return Shell{.arguments = {program, u"-e"_s, u"{0}"_s}, .shown = program + u" -e {0}"_s, .extension = u".sh"_s};
    }
    QStringList arguments;
    QString extension = u".sh"_s;
    if (name == "bash"_L1) {
        arguments = {found(name), u"--noprofile"_s, u"--norc"_s, u"-e"_s, u"-o"_s, u"pipefail"_s, u"{0}"_s};
    } else if (name == "sh"_L1) {
        arguments = {found(name), u"-e"_s, u"{0}"_s};
    } else if (name == "python"_L1) {
        // Debian has it as python3 only.
        arguments = {found(installed(name).isEmpty() ? u"python3"_s : name), u"{0}"_s};
        extension = u".py"_s;
    } else if (name == "pwsh"_L1) {
        arguments = {found(name), u"-command"_s, u". '{0}'"_s};
        extension = u".ps1"_s;
    } else if (name.contains("{0}"_L1)) {
        arguments = QProcess::splitCommand(name);
        if (!arguments.first().contains(u'/'))
            arguments.first() = found(arguments.first());
    } else {
        return Error{.kind = Error::Kind::Malformed,
                     .what = Steps::tr("The shell “%1” is not known.").arg(name),
                     .remedy = Steps::tr("Use bash, sh, python or pwsh, or a command line with {0} where the script's file goes.")};
    }
    return Shell{.arguments = arguments, .shown = arguments.join(u' '), .extension = extension};
}

QStringList Shell::command(const QString &script) const
{
    QStringList result = arguments;
    result.replaceInStrings(u"{0}"_s, script);
    return result;
}

QString plainName(const workflow::Step &step)
{
    if (!step.name.isEmpty())
        return step.name;
    return u"Run "_s + (step.hasRun ? firstLine(step.run) : step.uses);
}

bool mayHash(const workflow::Step &step)
{
    const auto mentions = [](const QString &text) { return text.contains("hashFiles"_L1, Qt::CaseInsensitive); };
    const auto any = [&mentions](const workflow::Entries &entries) {
        return std::ranges::any_of(entries, [&mentions](const auto &entry) { return mentions(entry.second.toString()); });
    };
    return mentions(step.condition) || mentions(step.name) || mentions(step.run) || mentions(step.workingDirectory) || mentions(step.shell)
        || mentions(step.timeoutMinutes) || any(step.env) || any(step.with);
}

Result<StepPlan> planStep(const workflow::Step &step, const workflow::Defaults &defaults, const JobContext &context,
                          const std::shared_ptr<const JobView> &view)
{
    return StepPlanner(step, defaults, context, view).plan();
}

QStringList headerLines(const workflow::Step &step, const StepPlan &plan, const JobContext &context)
{
    QStringList lines;
    if (step.hasRun) {
        lines.append(u"##[group]Run "_s + firstLine(plan.script));
        const QString script = plan.script.endsWith(u'\n') ? plan.script.chopped(1) : plan.script;
        for (const QString &line : script.split(u'\n'))
            lines.append(cyan + line + plain);
        lines.append(u"shell: "_s + plan.shell.shown);
        if (plan.folder != context.layout().workspace)
            lines.append(u"working-directory: "_s + plan.folder);
    } else {
        lines.append(u"##[group]Run "_s + step.uses);
        if (!plan.with.isEmpty())
            lines.append(u"with:"_s);
        for (const auto &[name, value] : plan.with)
            lines.append(u"  "_s + name + u": "_s + value);
    }
    const Texts env = context.merged(plan.env);
    if (!env.isEmpty())
        lines.append(u"env:"_s);
    for (const auto &[name, value] : env)
        lines.append(u"  "_s + name + u": "_s + value);
    lines.append(u"##[endgroup]"_s);
    return lines;
}

} // namespace punchcard::hub
