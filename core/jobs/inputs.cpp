// SPDX-License-Identifier: MIT
#include "core/jobs/inputs.h"

#include "core/jobs/inputcontent.h"
#include "core/jobs/inputwalk.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QSet>

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

Result<> add(InputMeasure &measure, const InputFile &file)
{
    if (file.size > largestInput) {
        return refusedError(
            InputsText::tr("The input “%1” has %2 bytes, more than GitHub takes in one file.").arg(file.path).arg(file.size),
            InputsText::tr("Send it another way: up to %1 bytes go through GitHub's API.").arg(largestInput));
    }
    ++measure.files;
    measure.bytes += file.size;
    if (measure.list.size() < mostListed)
        measure.list.append({file.name, file.size});
    return {};
}

Result<> checkName(const QString &name)
{
    // Qt drops it where it reads JSON: another file would arrive.
    if (name.startsWith(QChar::ByteOrderMark)) {
        return refusedError(InputsText::tr("The name of the input “%1” begins with a byte order mark.").arg(name.sliced(1)),
                            InputsText::tr("Rename it, or send the folder that it is in."));
    }
    const QString first = name.section(u'/', 0, 0);
    if (escapes(name) || name == workflow::scriptFile || first == ".github"_L1 || isGitFolder(first) || first == workflow::manifestFile)
        return refusedError(InputsText::tr("An input cannot be called “%1” beside the script.").arg(name), InputsText::tr("Rename it."));
    return {};
}

// Of those that are too many only if they are no texts, which travel together.
Result<> checkBlobs(const QList<InputFile> &files)
{
    if (files.size() <= mostInputBlobs)
        return {};
    QSet<QByteArray> blobs;
    for (const InputFile &file : files) {
        const Result<QByteArray> bytes = readInput(file);
        if (!bytes)
            return bytes.error();
        if (const InputContent content = contentOf(*bytes); !content.isText)
            blobs.insert(content.sha);
    }
    if (blobs.size() <= mostInputBlobs)
        return {};
    return refusedError(InputsText::tr("%1 of the inputs are no small texts, more than GitHub takes within an hour.").arg(blobs.size()),
                        InputsText::tr("Pack them (tar), send the archive and unpack it in the script."));
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
    return measureInputs({input});
}

Result<InputMeasure> measureInputs(const QList<InputSource> &inputs)
{
    InputMeasure measure;
    QList<InputFile> files;
    for (const InputSource &input : inputs) {
        if (const Result<> named = checkName(input.name); !named)
            return named.error();
        const Result<InputListing> listing = listInput(input, mostInputFiles);
        if (!listing)
            return listing.error();
        measure.leftOut += listing->leftOut;
        for (const InputFile &file : listing->files) {
            if (const Result<> added = add(measure, file); !added)
                return added.error();
        }
        files += listing->files;
    }
    if (measure.bytes > largestInputs || measure.files > mostInputFiles) {
        const QLocale locale;
        return refusedError(InputsText::tr("The inputs have %1 in %2 files, too much for a commit through GitHub's API.")
                                .arg(locale.formattedDataSize(measure.bytes), locale.toString(measure.files)),
                            InputsText::tr("Up to %1 in %2 files can be sent; let the script fetch the rest from elsewhere.")
                                .arg(locale.formattedDataSize(largestInputs), locale.toString(mostInputFiles)));
    }
    if (const Result<> few = checkBlobs(files); !few)
        return few.error();
    return measure;
}

} // namespace punchcard
