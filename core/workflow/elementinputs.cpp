// SPDX-License-Identifier: MIT
#include "core/workflow/elementinputs.h"

#include "core/base/error.h"
#include "core/workflow/jobcheck.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard::workflow {

using namespace Qt::StringLiterals;

namespace {

struct ElementInputsText
{
    Q_DECLARE_TR_FUNCTIONS(ElementInputs)
};

// git compares bytes: a class takes one, and so does `?`.
QString anyOf(QChar character)
{
    if (character.unicode() < 0x20 || character.unicode() == 0x7f)
        return u"[[:cntrl:]]"_s;
    return character == u' ' ? u"[ ]"_s : QString(QString(character).toUtf8().size(), u'?');
}

// What trim() takes for a blank in the language that the action is written in.
qsizetype withoutBlanksAtEnd(const QString &name)
{
    qsizetype end = name.size();
    while (end > 0 && (name.at(end - 1).isSpace() || name.at(end - 1) == QChar(0xfeff)))
        --end;
    return end;
}

} // namespace

bool hasOwnInputs(const JobSpec &spec)
{
    return std::ranges::any_of(spec.inputs, [&spec](const InputSource &input) { return spec.each.contains(input.name); });
}

QStringList commonInputs(const JobSpec &spec)
{
    QStringList names;
    for (const InputSource &input : spec.inputs) {
        if (!spec.each.contains(input.name))
            names.append(input.name);
    }
    return names;
}

QString sparsePattern(const QString &name)
{
    static const QString special = u"*?[\\"_s;
    const qsizetype blanks = withoutBlanksAtEnd(name);
    QString pattern(u'/');
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar character = name.at(i);
        if (i >= blanks || character.category() == QChar::Other_Control) {
            pattern += anyOf(character);
            continue;
        }
        if (special.contains(character))
            pattern += u'\\';
        pattern += character;
    }
    return pattern;
}

QString sparsePatterns(const JobSpec &spec, const QStringList &more)
{
    QStringList lines;
    const QStringList names = QStringList{scriptFile} + more + commonInputs(spec);
    for (const QString &name : names)
        lines.append(sparsePattern(name));
    return lines.join(u'\n');
}

QString checkoutNames(const JobSpec &spec)
{
    return (QStringList{scriptFile} + commonInputs(spec)).join(u'\n');
}

Result<> checkOwnInputs(const JobSpec &spec, bool plain)
{
    if (!hasOwnInputs(spec))
        return {};
    if (!fitsExpression(sparsePatterns(spec, {liveFolder}))) {
        return refusedError(ElementInputsText::tr("The inputs that all elements get are too many."),
                            ElementInputsText::tr("Put them into a folder, and send that."));
    }
    for (const InputSource &input : spec.inputs) {
        if (plain && input.name.contains(u'\n')) {
            return refusedError(
                ElementInputsText::tr("The input “%1” has a line break in its name.").arg(input.name.simplified()),
                ElementInputsText::tr("Rename it: where no action may be used, such a name cannot be told apart from two."));
        }
    }
    return {};
}

} // namespace punchcard::workflow
