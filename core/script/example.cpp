// SPDX-License-Identifier: MIT
#include "core/script/example.h"

#include "core/base/files.h"
#include "core/script/directives.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestTemplate = 1 << 20;

struct ExampleText
{
    Q_DECLARE_TR_FUNCTIONS(Example)
};

QList<Example> examplesIn(const QString &folder, bool areOwn)
{
    QList<Example> list;
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files | QDir::Readable, QDir::Name)) {
        const Result<QByteArray> text = readFile(info.filePath(), largestTemplate);
        if (!text || text->contains('\0'))
            continue; // no script
        Example example = exampleFrom(info.fileName(), *text);
        example.isOwn = areOwn;
        list.append(example);
    }
    return list;
}

} // namespace

QStringList exampleGroups()
{
    return {u"Look around"_s, u"Build"_s, u"Media"_s, u"Machine learning"_s, u"Deploy"_s, u"Measure"_s};
}

Example exampleFrom(const QString &file, const QByteArray &text)
{
    Example example{.file = file, .text = text};
    QString network;
    const QHash<QByteArray, QString *> fields{{"title", &example.title},     {"group", &example.group}, {"needs", &example.needs},
                                              {"inputs", &example.inputs},   {"array", &example.array}, {"network", &network},
                                              {"returns", &example.returns}, {"takes", &example.takes}, {"runs-on", &example.runsOn}};
    for (QByteArray line : text.split('\n')) {
        line = line.trimmed();
        if (!line.startsWith('#'))
            break;
        const qsizetype colon = line.indexOf(':');
        if (QString *field = fields.value(line.mid(1, colon - 1).trimmed()); field && colon > 0)
            *field = QString::fromUtf8(line.mid(colon + 1)).trimmed();
    }
    if (example.title.isEmpty())
        example.title = file;
    example.worksHere = network == "none"_L1;
    JobSpec asked;
    const Directives directives = directivesOf(text);
    // A template of the user's with a mistake in them is still shown; running it tells.
    if (applyDirectives(asked, directives, {DirectiveKey::Input, DirectiveKey::Params}, {}))
        example.oidc = asked.oidc;
    example.secrets = secretsAskedFor(directives, asked);
    return example;
}

QList<Example> builtInExamples()
{
    QList<Example> examples = examplesIn(u":/punchcard/examples"_s, false);
    const QStringList groups = exampleGroups();
    std::ranges::stable_sort(examples, {}, [&groups](const Example &example) { return groups.indexOf(example.group); });
    return examples;
}

Result<QList<Example>> templatesIn(const QString &folder)
{
    if (!QFileInfo(folder).isDir()) {
        return Error{.kind = Error::Kind::Missing,
                     .what = ExampleText::tr("The folder of your templates, “%1”, is not there.").arg(folder),
                     .remedy = ExampleText::tr("Choose another in the settings.")};
    }
    return examplesIn(folder, true);
}

} // namespace punchcard
