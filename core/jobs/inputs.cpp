// SPDX-License-Identifier: MIT
#include "core/jobs/inputs.h"

#include "core/jobs/inputtree.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct InputsText
{
    Q_DECLARE_TR_FUNCTIONS(Inputs)
};

constexpr int mostListed = 10'000;

bool escapes(const QString &name)
{
    const QString clean = QDir::cleanPath(name);
    return clean.isEmpty() || clean == "."_L1 || clean.startsWith(u'/') || clean == ".."_L1 || clean.startsWith("../"_L1)
        || name.contains(u'\\');
}

Result<> add(InputMeasure &measure, const QString &path, const QString &name)
{
    const QFileInfo info(path);
    if (!info.isReadable() || !info.isFile())
        return refusedError(InputsText::tr("The input “%1” cannot be read.").arg(path),
                            InputsText::tr("Check the path and your rights on it."));
    if (info.size() > largestInput) {
        return refusedError(InputsText::tr("The input “%1” has %2 bytes, more than GitHub takes in one file.").arg(path).arg(info.size()),
                            InputsText::tr("Send it another way: up to %1 bytes go through GitHub's API.").arg(largestInput));
    }
    ++measure.files;
    measure.bytes += info.size();
    if (measure.list.size() < mostListed)
        measure.list.append({name, info.size()});
    return {};
}

} // namespace

Result<QList<InputSource>> withInput(QList<InputSource> inputs, const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    if (name.isEmpty())
        return refusedError(InputsText::tr("“%1” has no name that it could have beside the script.").arg(path),
                            InputsText::tr("Name a folder or a file in it."));
    if (!QFileInfo::exists(path))
        return Error{.kind = Error::Kind::Missing,
                     .what = InputsText::tr("There is no input “%1”.").arg(path),
                     .remedy = InputsText::tr("Check the path.")};
    const InputSource wanted{.path = path, .name = name};
    for (const InputSource &other : std::as_const(inputs)) {
        if (other.name == name && other.path != path)
            return refusedError(InputsText::tr("Two inputs are called “%1”.").arg(name),
                                InputsText::tr("Rename one of them, or send their common folder."));
    }
    if (!inputs.contains(wanted))
        inputs.append(wanted);
    return inputs;
}

Result<InputMeasure> measureInput(const InputSource &input)
{
    if (escapes(input.name) || input.name == workflow::scriptFile || input.name.startsWith(".github/"_L1) || input.name == ".github"_L1
        || input.name == ".git"_L1 || input.name.startsWith(".git/"_L1))
        return refusedError(InputsText::tr("An input cannot be called “%1” beside the script.").arg(input.name),
                            InputsText::tr("Rename it."));
    InputMeasure measure;
    if (!QFileInfo(input.path).isDir()) {
        if (const Result<> added = add(measure, input.path, input.name); !added)
            return added.error();
        return measure;
    }
    const QDir root(input.path);
    QDirIterator files(input.path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (const Result<> added = add(measure, file, input.name + u'/' + root.relativeFilePath(file)); !added)
            return added.error();
    }
    return measure;
}

} // namespace punchcard
