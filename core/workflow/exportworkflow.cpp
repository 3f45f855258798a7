// SPDX-License-Identifier: MIT
#include "core/workflow/exportworkflow.h"

#include "core/job/array.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(ExportWorkflow)
};

// More of a script is easier to read in a file of its own.
constexpr qsizetype largestInline = 6000;
constexpr qsizetype longestComment = 100;

/// Lines of YAML. What a user typed comes in by quoted() or remark() only.
class Lines
{
public:
    void add(int indent, const QString &line) { m_text += QString(indent, u' ') + line + u'\n'; }
    void gap() { m_text += u'\n'; }
    [[nodiscard]] QByteArray text() const { return m_text.toUtf8(); }

private:
    QString m_text;
};

// Always in double quotes: a bare yes, 1e3 or 012 is something else to GitHub.
QString quotedScalar(const QString &text)
{
    YAML::Emitter out;
    out << YAML::DoubleQuoted << text.toStdString();
    return QString::fromUtf8(out.c_str(), qsizetype(out.size()));
}

QString typedScalar(const QString &text)
{
    return quotedScalar(withoutExpressions(text));
}

// In a comment nothing may end the line, whatever a parser takes for that.
QString remark(const QString &text)
{
    QString line = text;
    for (QChar &letter : line) {
        if (!letter.isPrint())
            letter = u' ';
    }
    line = line.simplified();
    return line.size() > longestComment ? line.left(longestComment) + u'…' : line;
}

bool isPlainWord(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+\\z"_s);
    return plain.match(text).hasMatch();
}

/// How a script is run where it does not lie in a file that says so itself; nullopt: it has to.
std::optional<QString> shellFor(const QByteArray &script)
{
    if (!script.startsWith("#!"))
        return u"bash {0}"_s;
    static const QRegularExpression shebang(u"^#!\\s*(?:/usr)?(?:/local)?/bin/(?:env\\s+)?(bash|sh)((?:\\s+-[a-z]+)?)\\s*\\z"_s);
    const QRegularExpressionMatch match = shebang.match(QString::fromUtf8(script.first(std::max<qsizetype>(0, script.indexOf('\n')))));
    if (!match.hasMatch())
        return std::nullopt;
    const QString options = match.captured(2).simplified();
    return match.captured(1) + (options.isEmpty() ? QString() : u' ' + options) + u" {0}"_s;
}

// Whether the text can stand in the workflow just as it is.
bool fitsInline(const QByteArray &script)
{
    if (script.size() > largestInline || script.contains("${{") || script.isEmpty() || script.startsWith(' ') || script.startsWith('\n'))
        return false;
    const QString text = QString::fromUtf8(script);
    if (text.toUtf8() != script)
        return false;
    return std::ranges::all_of(text, [](QChar letter) {
        return letter == u'\n' || letter == u'\t' || (letter.isPrint() && letter != QChar::LineSeparator && letter != QChar(0xFEFF))
            || letter.isSurrogate();
    });
}

QString nameIn(const QString &title)
{
    const QString name = title.simplified().replace(u"${{"_s, u"$ {{"_s);
    return name.isEmpty() ? ExportText::tr("script") : name;
}

void addHead(Lines &lines, const JobSpec &spec, const QString &fileName)
{
    lines.add(0, u"# "_s + ExportText::tr("Lies in .github/workflows/ of the repository that it runs in."));
    lines.add(0,
              u"# "_s + ExportText::tr("Start it on the repository's page: Actions, “%1”, Run workflow.").arg(remark(nameIn(spec.name))));
    if (isPlainWord(fileName))
        lines.add(0, u"# "_s + ExportText::tr("Or from a terminal: %1").arg(u"gh workflow run "_s + fileName));
    if (!spec.secrets.isEmpty()) {
        lines.add(0, u"#"_s);
        lines.add(0, u"# "_s + ExportText::tr("Set its secrets before the first run; each line asks for the value:"));
        for (const SecretSource &secret : spec.secrets)
            lines.add(0, u"#   gh secret set "_s + secret.name);
    }
    if (!spec.inputs.isEmpty()) {
        lines.add(0, u"#"_s);
        lines.add(0, u"# "_s + ExportText::tr("The script reads these; put them into the repository's root:"));
        for (const InputSource &input : spec.inputs)
            lines.add(0, u"#   "_s + remark(input.name));
    }
    lines.add(0, u"name: "_s + quotedScalar(nameIn(spec.name)));
    lines.gap();
}

void addStart(Lines &lines)
{
    lines.add(0, u"on:"_s);
    lines.add(2, u"# "_s + ExportText::tr("Started by hand."));
    lines.add(2, u"workflow_dispatch:"_s);
    lines.add(2, u"# "_s + ExportText::tr("Take the # away to start it by each push as well."));
    lines.add(2, u"# push:"_s);
    lines.add(2, u"#   branches: [main]"_s);
    lines.gap();
}

void addPermissions(Lines &lines, const JobSpec &spec)
{
    lines.add(0, u"# "_s + ExportText::tr("What the job's own token may do; all else is forbidden."));
    lines.add(0, u"permissions:"_s);
    lines.add(2, u"contents: read"_s);
    if (spec.oidc)
        lines.add(2, u"id-token: write # "_s + ExportText::tr("ask for an OpenID Connect token"));
    if (spec.packages)
        lines.add(2, u"packages: write # "_s + ExportText::tr("publish packages"));
    lines.gap();
}

void addRunner(Lines &lines, const JobSpec &spec)
{
    QStringList labels;
    for (const QString &label : spec.runsOn)
        labels.append(typedScalar(label));
    const QString list = labels.size() == 1 ? labels.constFirst() : u'[' + labels.join(u", "_s) + u']';
    if (spec.runnerGroup.isEmpty()) {
        lines.add(4, u"runs-on: "_s + list);
        return;
    }
    lines.add(4, u"runs-on:"_s);
    lines.add(6, u"group: "_s + typedScalar(spec.runnerGroup));
    if (!labels.isEmpty())
        lines.add(6, u"labels: "_s + list);
}

// A column may be called as the other entries are.
QString columnKey(const QString &name)
{
    return u"param_"_s + name;
}

void addMatrix(Lines &lines, const JobSpec &spec)
{
    lines.add(4, u"# "_s + ExportText::tr("The script runs once for each of these, each on a runner of its own."));
    lines.add(4, u"strategy:"_s);
    lines.add(6,
              u"fail-fast: %1 # "_s.arg(spec.failFast ? u"true"_s : u"false"_s)
                  + (spec.failFast ? ExportText::tr("the first that fails ends the others")
                                   : ExportText::tr("one that fails does not end the others")));
    if (spec.maxParallel)
        lines.add(6, u"max-parallel: %1"_s.arg(*spec.maxParallel));
    lines.add(6, u"matrix:"_s);
    lines.add(8, u"include:"_s);
    const QList<int> elements = elementsOf(spec);
    for (const int element : elements) {
        lines.add(10, u"- task: %1"_s.arg(element));
        if (element < spec.each.size() && spec.params.rows.isEmpty())
            lines.add(12, u"input: "_s + typedScalar(spec.each.at(element)));
        if (element < spec.params.rows.size() && !spec.params.names.isEmpty()) {
            for (qsizetype i = 0; i < spec.params.names.size(); ++i)
                lines.add(12, columnKey(spec.params.names.at(i)) + u": "_s + typedScalar(spec.params.rows.at(element).value(i)));
        }
    }
}

QString expressionOf(const QString &inside)
{
    return quotedScalar(u"${{ "_s + inside + u" }}"_s);
}

void addEnvironment(Lines &lines, const JobSpec &spec)
{
    const int elements = arraySize(spec);
    if (elements == 0 && spec.secrets.isEmpty())
        return;
    lines.add(8, u"env:"_s);
    for (const SecretSource &secret : spec.secrets)
        lines.add(10, u'"' + secret.name + u"\": "_s + expressionOf(u"secrets."_s + secret.name));
    if (elements == 0)
        return;
    lines.add(10, u"# "_s + ExportText::tr("Which one it is, counted from 0, and how many there are."));
    lines.add(10, u"PUNCHCARD_TASK: "_s + expressionOf(u"matrix.task"_s));
    lines.add(10, u"PUNCHCARD_TASKS: \"%1\""_s.arg(elements));
    if (!spec.params.rows.isEmpty()) {
        for (const QString &name : spec.params.names)
            lines.add(10, quotedScalar(name) + u": "_s + expressionOf(u"matrix."_s + columnKey(name)));
    } else if (!spec.each.isEmpty()) {
        lines.add(10, u"PUNCHCARD_INPUT: "_s + expressionOf(u"matrix.input"_s));
    }
}

void addScript(Lines &lines, const JobSpec &spec, const QByteArray &script, const std::optional<QString> &path)
{
    lines.add(6, u"- name: "_s + typedScalar(ExportText::tr("Run %1").arg(nameIn(spec.name))));
    addEnvironment(lines, spec);
    if (path) {
        const QString file = u"./"_s + *path;
        lines.add(8, u"shell: bash"_s);
        lines.add(8, u"run: "_s + quotedScalar(script.startsWith("#!") ? u"chmod +x %1 && %1"_s.arg(file) : u"bash "_s + file));
        return;
    }
    lines.add(8, u"shell: "_s + quotedScalar(*shellFor(script)));
    lines.add(8, u"run: |"_s);
    QString text = QString::fromUtf8(script);
    while (text.endsWith(u'\n'))
        text.chop(1);
    const QStringList body = text.split(u'\n');
    for (const QString &line : body) {
        if (line.isEmpty())
            lines.gap();
        else
            lines.add(10, line);
    }
}

void addKeep(Lines &lines, const QString &artifact, const QString &path, bool isArray)
{
    lines.gap();
    lines.add(6, u"- name: "_s + typedScalar(ExportText::tr("Keep %1").arg(artifact)));
    lines.add(8, u"if: always()"_s);
    lines.add(8, u"uses: actions/upload-artifact@"_s + ActionVersions().uploadArtifact);
    lines.add(8, u"with:"_s);
    lines.add(10, u"name: "_s + quotedScalar(withoutExpressions(artifact) + (isArray ? u"-${{ matrix.task }}"_s : QString())));
    lines.add(10, u"path: "_s + typedScalar(path));
    lines.add(10, u"if-no-files-found: ignore"_s);
    lines.add(10, u"include-hidden-files: true"_s);
}

void addSteps(Lines &lines, const JobSpec &spec, const QByteArray &script, const std::optional<QString> &path)
{
    const bool isArray = arraySize(spec) > 0;
    lines.add(4, u"steps:"_s);
    lines.add(6, u"# "_s + ExportText::tr("Brings the repository's files."));
    lines.add(6, u"- uses: actions/checkout@"_s + ActionVersions().checkout);
    lines.add(8, u"with:"_s);
    lines.add(10, u"persist-credentials: false"_s);
    lines.gap();
    lines.add(6, u"# "_s + ExportText::tr("What the script puts here comes back."));
    lines.add(6, u"- run: mkdir -p uploads"_s);
    lines.add(8, u"shell: bash"_s);
    lines.gap();
    addScript(lines, spec, script, path);
    lines.gap();
    lines.add(6, u"# "_s + ExportText::tr("What it leaves is kept with the run, also after a failure: gh run download"));
    addKeep(lines, uploadsFolder, uploadsFolder, isArray);
    for (QString upload : spec.uploads) {
        const QString artifact = artifactOfUpload(upload);
        while (upload.endsWith(u'/'))
            upload.chop(1);
        addKeep(lines, artifact, upload, isArray);
    }
}

QString scriptPathFor(const QString &title)
{
    static const QRegularExpression others(u"[^A-Za-z0-9._-]+"_s);
    QString name = title.simplified();
    name.replace(others, u"-"_s);
    while (name.startsWith(u'.') || name.startsWith(u'-'))
        name.remove(0, 1);
    return u".github/scripts/"_s + (name.isEmpty() ? u"job.sh"_s : name.left(longestComment));
}

} // namespace

Result<ExportedWorkflow> exportWorkflow(const JobSpec &spec, const QByteArray &script, const QString &fileName)
{
    const qsizetype elements = elementsOf(spec).size();
    if (elements > largestMatrix) {
        return Error{.kind = Error::Kind::Refused,
                     .what = ExportText::tr("An array of %1 elements does not fit into one workflow.").arg(elements),
                     .remedy = ExportText::tr("GitHub takes up to %1; export a part of it.").arg(largestMatrix)};
    }
    // What cannot stand in a workflow of ours can stand in none.
    if (const Result<QByteArray> good = jobWorkflow(spec, true); !good)
        return good.error();
    ExportedWorkflow exported;
    if (!fitsInline(script) || !shellFor(script))
        exported.scriptPath = scriptPathFor(spec.name);
    for (const SecretSource &secret : spec.secrets)
        exported.secrets.append(secret.name);
    for (const InputSource &input : spec.inputs)
        exported.inputs.append(input.name);
    Lines lines;
    addHead(lines, spec, fileName);
    addStart(lines);
    addPermissions(lines, spec);
    lines.add(0, u"jobs:"_s);
    lines.add(2, u"job:"_s);
    if (elements > 0)
        lines.add(4, u"name: "_s + quotedScalar(u"job ${{ matrix.task }}"_s));
    addRunner(lines, spec);
    if (spec.timeoutMinutes)
        lines.add(4, u"timeout-minutes: %1"_s.arg(*spec.timeoutMinutes));
    if (elements > 0)
        addMatrix(lines, spec);
    addSteps(lines, spec, script, exported.scriptPath);
    exported.yaml = lines.text();
    return exported;
}

} // namespace punchcard::workflow
