// SPDX-License-Identifier: MIT
#include "core/jobs/example.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>

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

Example exampleFrom(const QString &file, const QByteArray &text)
{
    Example example{.file = file, .text = text};
    const QHash<QByteArray, QString *> fields{{"title", &example.title},
                                              {"needs", &example.needs},
                                              {"returns", &example.returns},
                                              {"takes", &example.takes},
                                              {"runs-on", &example.runsOn}};
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
    return example;
}

QList<Example> builtInExamples()
{
    return examplesIn(u":/punchcard/examples"_s, false);
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
