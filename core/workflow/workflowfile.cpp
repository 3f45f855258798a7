// SPDX-License-Identifier: MIT
#include "core/workflow/workflowfile.h"

#include "core/workflow/expressions.h"
#include "core/workflow/workflowyaml.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::workflow {
namespace {

struct Workflows
{
    Q_DECLARE_TR_FUNCTIONS(Workflows)
};

/// Reads the tree from top to bottom and keeps the first mistake; after it, what is read no longer matters.
class Reader
{
public:
    Result<WorkflowFile> read(const YamlNode &root)
    {
        WorkflowFile file;
        if (!isMapping(root, Workflows::tr("the workflow")))
            return *m_error;
        allow(root, {u"name"_s, u"run-name"_s, u"on"_s, u"env"_s, u"permissions"_s, u"defaults"_s, u"concurrency"_s, u"jobs"_s});
        file.name = text(root, u"name"_s);
        file.runName = checked(root, u"run-name"_s);
        if (const YamlNode *on = required(root, u"on"_s))
            file.on = triggers(*on);
        file.env = texts(root, u"env"_s);
        file.permissions = permissions(root);
        file.defaults = defaults(root);
        file.concurrency = concurrency(root);
        if (const YamlNode *jobs = required(root, u"jobs"_s))
            file.jobs = readJobs(*jobs);
        if (m_error)
            return *m_error;
        return file;
    }

private:
    void fail(int line, const QString &what)
    {
        if (!m_error)
            m_error = workflowError(line, what);
    }

    bool isMapping(const YamlNode &node, const QString &name)
    {
        if (node.kind != YamlNode::Kind::Mapping)
            fail(node.line, Workflows::tr("“%1” must be a mapping").arg(name));
        return node.kind == YamlNode::Kind::Mapping;
    }

    void allow(const YamlNode &node, const QStringList &known)
    {
        for (qsizetype at = 0; at < node.keys.size(); ++at) {
            if (!known.contains(node.keys.at(at)))
                fail(node.children.at(at).line, Workflows::tr("the key “%1” is unknown here").arg(node.keys.at(at)));
        }
    }

    const YamlNode *required(const YamlNode &node, const QString &key)
    {
        const YamlNode *child = node.child(key);
        if (!child)
            fail(node.line, Workflows::tr("“%1” is missing").arg(key));
        return child;
    }

    QString scalar(const YamlNode &node, const QString &name)
    {
        if (node.kind == YamlNode::Kind::List || node.kind == YamlNode::Kind::Mapping)
            fail(node.line, Workflows::tr("“%1” must be a text").arg(name));
        return node.kind == YamlNode::Kind::Scalar ? asText(node.value) : QString();
    }

    QString text(const YamlNode &node, const QString &key)
    {
        const YamlNode *child = node.child(key);
        return child ? scalar(*child, key) : QString();
    }

    void check(const YamlNode &node)
    {
        if (node.kind == YamlNode::Kind::Scalar && node.value.isString()) {
            if (const Result<> good = checkText(node.value.toString()); !good)
                fail(node.line, good.error().what.chopped(1));
        }
        for (const YamlNode &child : node.children)
            check(child);
    }

    /// A text whose expressions are looked through at once.
    QString checked(const YamlNode &node, const QString &key)
    {
        if (const YamlNode *child = node.child(key))
            check(*child);
        return text(node, key);
    }

    QString condition(const YamlNode &node)
    {
        const QString written = text(node, u"if"_s);
        if (const Result<> good = checkCondition(written); !good)
            fail(node.child(u"if"_s)->line, good.error().what.chopped(1));
        return written;
    }

    /// "3", "true" or an expression; anything else is a mistake.
    QString number(const YamlNode &node, const QString &key)
    {
        const QString written = checked(node, key);
        bool valid = false;
        written.toDouble(&valid);
        if (!written.isEmpty() && !valid && !written.contains("${{"_L1))
            fail(node.child(key)->line, Workflows::tr("“%1” must be a number").arg(key));
        return written;
    }

    QString boolean(const YamlNode &node, const QString &key)
    {
        const QString written = checked(node, key);
        if (!written.isEmpty() && written != "true"_L1 && written != "false"_L1 && !written.contains("${{"_L1))
            fail(node.child(key)->line, Workflows::tr("“%1” must be true or false").arg(key));
        return written;
    }

    /// A text or a list of texts.
    QStringList list(const YamlNode &node, const QString &key)
    {
        const YamlNode *child = node.child(key);
        if (!child || child->kind == YamlNode::Kind::Null)
            return {};
        if (child->kind != YamlNode::Kind::List)
            return {scalar(*child, key)};
        QStringList result;
        for (const YamlNode &entry : child->children)
            result.append(scalar(entry, key));
        return result;
    }

    Entries entries(const YamlNode &node)
    {
        Entries result;
        for (qsizetype at = 0; at < node.keys.size(); ++at)
            result.append({node.keys.at(at), node.children.at(at).json()});
        return result;
    }

    /// A mapping of names to scalars.
    Entries texts(const YamlNode &node, const QString &key)
    {
        const YamlNode *child = node.child(key);
        if (!child || child->kind == YamlNode::Kind::Null || !isMapping(*child, key))
            return {};
        check(*child);
        for (qsizetype at = 0; at < child->keys.size(); ++at)
            scalar(child->children.at(at), child->keys.at(at));
        return entries(*child);
    }

    Entries permissions(const YamlNode &node)
    {
        const YamlNode *child = node.child(u"permissions"_s);
        if (child && child->kind == YamlNode::Kind::Scalar)
            return {{u"*"_s, child->value}};
        Entries named = texts(node, u"permissions"_s);
        // `{}` gives nothing; where the key is missing GitHub gives something.
        if (child && named.isEmpty())
            named.append({u"*"_s, u"none"_s});
        return named;
    }

    Defaults defaults(const YamlNode &node)
    {
        const YamlNode *child = node.child(u"defaults"_s);
        if (!child || !isMapping(*child, u"defaults"_s))
            return {};
        allow(*child, {u"run"_s});
        const YamlNode *run = child->child(u"run"_s);
        if (!run || !isMapping(*run, u"run"_s))
            return {};
        allow(*run, {u"shell"_s, u"working-directory"_s});
        return {.shell = checked(*run, u"shell"_s), .workingDirectory = checked(*run, u"working-directory"_s)};
    }

    Concurrency concurrency(const YamlNode &node)
    {
        const YamlNode *child = node.child(u"concurrency"_s);
        if (!child || child->kind == YamlNode::Kind::Null)
            return {};
        if (child->kind != YamlNode::Kind::Mapping)
            return {.group = checked(node, u"concurrency"_s)};
        allow(*child, {u"group"_s, u"cancel-in-progress"_s, u"queue"_s});
        return {.group = checked(*child, u"group"_s), .cancelInProgress = boolean(*child, u"cancel-in-progress"_s)};
    }

    Triggers triggers(const YamlNode &on)
    {
        Triggers result;
        const auto add = [&result](const QString &event) {
            if (event == "push"_L1)
                result.push = true;
            else if (event == "workflow_dispatch"_L1)
                result.dispatch = true;
            else
                result.others.append(event);
        };
        if (on.kind == YamlNode::Kind::Mapping) {
            std::ranges::for_each(on.keys, add);
        } else if (on.kind == YamlNode::Kind::List) {
            for (const YamlNode &event : on.children)
                add(scalar(event, u"on"_s));
        } else {
            add(scalar(on, u"on"_s));
        }
        if (const YamlNode *push = on.child(u"push"_s); push && push->kind != YamlNode::Kind::Null && isMapping(*push, u"push"_s))
            result.filter = pushFilter(*push);
        if (const YamlNode *dispatch = on.child(u"workflow_dispatch"_s); dispatch && dispatch->kind == YamlNode::Kind::Mapping) {
            allow(*dispatch, {u"inputs"_s});
            if (const YamlNode *inputs = dispatch->child(u"inputs"_s); inputs && inputs->kind == YamlNode::Kind::Mapping)
                result.inputs = entries(*inputs);
        }
        return result;
    }

    PushFilter pushFilter(const YamlNode &push)
    {
        allow(push, {u"branches"_s, u"branches-ignore"_s, u"tags"_s, u"tags-ignore"_s, u"paths"_s, u"paths-ignore"_s});
        for (const QString &key : {u"branches"_s, u"tags"_s, u"paths"_s}) {
            if (push.child(key) && push.child(key + u"-ignore"_s))
                fail(push.child(key)->line, Workflows::tr("“%1” and “%1-ignore” exclude each other").arg(key));
        }
        return {.branches = list(push, u"branches"_s),
                .branchesIgnore = list(push, u"branches-ignore"_s),
                .tags = list(push, u"tags"_s),
                .tagsIgnore = list(push, u"tags-ignore"_s),
                .paths = list(push, u"paths"_s),
                .pathsIgnore = list(push, u"paths-ignore"_s)};
    }

    bool isName(const QString &name)
    {
        static const QRegularExpression pattern(uR"(\A[A-Za-z_][A-Za-z0-9_-]*\z)"_s);
        return pattern.match(name).hasMatch() && name.size() <= 100;
    }

    QList<Job> readJobs(const YamlNode &jobs)
    {
        QList<Job> result;
        if (!isMapping(jobs, u"jobs"_s))
            return result;
        for (qsizetype at = 0; at < jobs.keys.size(); ++at) {
            const QString id = jobs.keys.at(at);
            if (!isName(id))
                fail(jobs.children.at(at).line, Workflows::tr("“%1” is no job id: letters, digits, - and _ are allowed").arg(id));
            result.append(job(id, jobs.children.at(at)));
        }
        if (result.isEmpty())
            fail(jobs.line, Workflows::tr("there is no job"));
        checkNeeds(result);
        return result;
    }

    Job job(const QString &id, const YamlNode &node)
    {
        Job result{.line = node.line, .id = id};
        if (!isMapping(node, id))
            return result;
        static const QStringList refused
            = {u"uses"_s, u"with"_s, u"secrets"_s, u"container"_s, u"services"_s, u"environment"_s, u"snapshot"_s};
        allow(node,
              QStringList{u"name"_s, u"needs"_s, u"if"_s, u"runs-on"_s, u"permissions"_s, u"env"_s, u"defaults"_s, u"concurrency"_s,
                          u"timeout-minutes"_s, u"continue-on-error"_s, u"strategy"_s, u"outputs"_s, u"steps"_s}
                  + refused);
        for (const QString &key : refused) {
            if (node.child(key))
                result.unsupported.append(key);
        }
        result.name = checked(node, u"name"_s);
        result.needs = list(node, u"needs"_s);
        result.condition = condition(node);
        result.permissions = permissions(node);
        result.env = texts(node, u"env"_s);
        result.defaults = defaults(node);
        result.concurrency = concurrency(node);
        result.timeoutMinutes = number(node, u"timeout-minutes"_s);
        result.continueOnError = boolean(node, u"continue-on-error"_s);
        result.outputs = texts(node, u"outputs"_s);
        strategy(node, result.strategy);
        if (node.child(u"uses"_s))
            return result;
        runsOn(node, result);
        if (const YamlNode *list = required(node, u"steps"_s))
            result.steps = steps(*list);
        return result;
    }

    void runsOn(const YamlNode &node, Job &result)
    {
        const YamlNode *child = required(node, u"runs-on"_s);
        if (!child)
            return;
        check(*child);
        if (child->kind == YamlNode::Kind::Mapping) {
            allow(*child, {u"group"_s, u"labels"_s});
            result.group = text(*child, u"group"_s);
            result.labels = list(*child, u"labels"_s);
        } else {
            result.labels = list(node, u"runs-on"_s);
        }
        if (result.labels.isEmpty() && result.group.isEmpty())
            fail(child->line, Workflows::tr("“runs-on” names no runner"));
    }

    void strategy(const YamlNode &node, Strategy &result)
    {
        const YamlNode *child = node.child(u"strategy"_s);
        if (!child || !isMapping(*child, u"strategy"_s))
            return;
        allow(*child, {u"matrix"_s, u"fail-fast"_s, u"max-parallel"_s});
        result.failFast = boolean(*child, u"fail-fast"_s);
        result.maxParallel = number(*child, u"max-parallel"_s);
        const YamlNode *matrix = child->child(u"matrix"_s);
        if (!matrix)
            return;
        check(*matrix);
        if (matrix->kind == YamlNode::Kind::Scalar) {
            result.matrix.expression = onlyExpression(*matrix, u"matrix"_s);
            return;
        }
        if (!isMapping(*matrix, u"matrix"_s))
            return;
        for (qsizetype at = 0; at < matrix->keys.size(); ++at)
            axis(matrix->keys.at(at), matrix->children.at(at), result.matrix);
    }

    void axis(const QString &name, const YamlNode &node, Matrix &matrix)
    {
        if (name == "include"_L1) {
            combinations(name, node, matrix.include, matrix.includeExpression);
        } else if (name == "exclude"_L1) {
            combinations(name, node, matrix.exclude, matrix.excludeExpression);
        } else if (!isName(name)) {
            fail(node.line, Workflows::tr("“%1” is no name for an axis: letters, digits, - and _ are allowed").arg(name));
        } else if (node.kind == YamlNode::Kind::Scalar) {
            matrix.axes.append({name, onlyExpression(node, name)});
        } else if (node.kind != YamlNode::Kind::List || node.children.isEmpty()) {
            fail(node.line, Workflows::tr("“%1” must be a list with at least one value").arg(name));
        } else {
            matrix.axes.append({name, node.json()});
        }
    }

    void combinations(const QString &name, const YamlNode &node, QList<Entries> &into, QString &expression)
    {
        if (node.kind == YamlNode::Kind::Scalar) {
            expression = onlyExpression(node, name);
            return;
        }
        if (node.kind != YamlNode::Kind::List)
            fail(node.line, Workflows::tr("“%1” must be a list").arg(name));
        for (const YamlNode &entry : node.children) {
            if (isMapping(entry, name))
                into.append(entries(entry));
        }
    }

    QString onlyExpression(const YamlNode &node, const QString &name)
    {
        if (!node.text.contains("${{"_L1))
            fail(node.line, Workflows::tr("“%1” must be a list or an expression").arg(name));
        return node.text;
    }

    QList<Step> steps(const YamlNode &list)
    {
        QList<Step> result;
        QSet<QString> ids;
        if (list.kind != YamlNode::Kind::List)
            fail(list.line, Workflows::tr("“steps” must be a list"));
        for (const YamlNode &node : list.children) {
            const Step one = step(node);
            if (!one.id.isEmpty() && ids.contains(one.id.toLower()))
                fail(node.line, Workflows::tr("the step id “%1” is there twice").arg(one.id));
            ids.insert(one.id.toLower());
            result.append(one);
        }
        return result;
    }

    Step step(const YamlNode &node)
    {
        Step result{.line = node.line};
        if (!isMapping(node, u"steps"_s))
            return result;
        allow(node,
              {u"id"_s, u"name"_s, u"if"_s, u"uses"_s, u"with"_s, u"run"_s, u"shell"_s, u"env"_s, u"working-directory"_s,
               u"timeout-minutes"_s, u"continue-on-error"_s});
        result.id = text(node, u"id"_s);
        if (!result.id.isEmpty() && !isName(result.id))
            fail(node.child(u"id"_s)->line, Workflows::tr("“%1” is no step id: letters, digits, - and _ are allowed").arg(result.id));
        result.name = checked(node, u"name"_s);
        result.condition = condition(node);
        result.uses = text(node, u"uses"_s);
        result.with = texts(node, u"with"_s);
        result.run = checked(node, u"run"_s);
        result.hasRun = node.child(u"run"_s) != nullptr;
        result.shell = checked(node, u"shell"_s);
        result.env = texts(node, u"env"_s);
        result.workingDirectory = checked(node, u"working-directory"_s);
        result.timeoutMinutes = number(node, u"timeout-minutes"_s);
        result.continueOnError = boolean(node, u"continue-on-error"_s);
        if (result.hasRun == (node.child(u"uses"_s) != nullptr))
            fail(node.line, Workflows::tr("a step must have either “run” or “uses”"));
        if (!result.hasRun && result.uses.isEmpty())
            fail(node.line, Workflows::tr("“uses” names no action"));
        return result;
    }

    void checkNeeds(const QList<Job> &jobs)
    {
        // A job is settled once all that it needs is; what never settles is a circle.
        QSet<QString> settled;
        for (bool moved = true; moved;) {
            moved = false;
            for (const Job &job : jobs) {
                for (const QString &need : job.needs) {
                    if (std::ranges::none_of(jobs, [&need](const Job &other) { return other.id == need; }))
                        fail(job.line, Workflows::tr("job “%1” needs “%2”, which is no job of this file").arg(job.id, need));
                }
                const bool ready = std::ranges::all_of(job.needs, [&settled](const QString &need) { return settled.contains(need); });
                if (ready && !settled.contains(job.id)) {
                    settled.insert(job.id);
                    moved = true;
                }
            }
        }
        for (const Job &job : jobs) {
            if (!settled.contains(job.id))
                fail(job.line, Workflows::tr("job “%1” waits for itself by its “needs”").arg(job.id));
        }
    }

    std::optional<Error> m_error;
};

// GitHub's patterns: * stays within a folder, ** does not, ? and + repeat what stands before them, [] is a choice.
QRegularExpression filterPattern(const QString &pattern)
{
    QString regex;
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        const QChar c = pattern.at(at);
        const QStringView rest = QStringView(pattern).sliced(at);
        if (rest.startsWith(u"**/")) {
            regex += u"(?:.*/)?"_s;
            at += 2;
        } else if (rest.startsWith(u"**")) {
            regex += u".*"_s;
            ++at;
        } else if (c == u'*') {
            regex += u"[^/]*"_s;
        } else if (c == u'?' || c == u'+') {
            regex += at == 0 ? QRegularExpression::escape(QString(c)) : QString(c);
        } else if (c == u'[' && rest.indexOf(u']') > 1) {
            const qsizetype close = rest.indexOf(u']');
            regex += u'[' + rest.mid(1, close - 1).toString().replace(u"\\"_s, u"\\\\"_s).replace(u"["_s, u"\\["_s) + u']';
            at += close;
        } else if (c == u'\\' && at + 1 < pattern.size()) {
            regex += QRegularExpression::escape(QString(pattern.at(++at)));
        } else {
            regex += QRegularExpression::escape(QString(c));
        }
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(regex), QRegularExpression::DotMatchesEverythingOption);
}

bool fitsAnyPath(const QStringList &patterns, const QStringList &paths)
{
    return std::ranges::any_of(paths, [&patterns](const QString &path) { return fitsFilter(patterns, path); });
}

} // namespace

bool Matrix::isEmpty() const
{
    return expression.isEmpty() && axes.isEmpty() && include.isEmpty() && includeExpression.isEmpty();
}

const Job *WorkflowFile::job(const QString &id) const
{
    const auto found = std::ranges::find(jobs, id, &Job::id);
    return found == jobs.end() ? nullptr : &*found;
}

bool fitsFilter(const QStringList &patterns, const QString &name)
{
    bool fits = false;
    for (const QString &pattern : patterns) {
        const bool negative = pattern.startsWith(u'!');
        if (filterPattern(negative ? pattern.sliced(1) : pattern).match(name).hasMatch())
            fits = !negative;
    }
    return fits;
}

bool Triggers::startsOnPush(const QString &ref, const QStringList &changed) const
{
    if (!push)
        return false;
    const bool isTag = ref.startsWith("refs/tags/"_L1);
    const QString name = ref.section(u'/', 2);
    const QStringList &wanted = isTag ? filter.tags : filter.branches;
    const QStringList &ignored = isTag ? filter.tagsIgnore : filter.branchesIgnore;
    const bool othersOnly
        = isTag ? !filter.branches.isEmpty() || !filter.branchesIgnore.isEmpty() : !filter.tags.isEmpty() || !filter.tagsIgnore.isEmpty();
    if (!wanted.isEmpty() ? !fitsFilter(wanted, name) : (!ignored.isEmpty() ? fitsFilter(ignored, name) : othersOnly))
        return false;
    if (isTag)
        return true;
    if (!filter.paths.isEmpty())
        return fitsAnyPath(filter.paths, changed);
    return filter.pathsIgnore.isEmpty()
        || std::ranges::any_of(changed, [this](const QString &path) { return !fitsFilter(filter.pathsIgnore, path); });
}

Result<WorkflowFile> parseWorkflow(const QByteArray &yaml)
{
    const Result<YamlNode> root = readYaml(yaml);
    if (!root)
        return root.error();
    return Reader().read(*root);
}

} // namespace punchcard::workflow
