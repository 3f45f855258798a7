// SPDX-License-Identifier: MIT
#include "widgets/editor/language.h"

#include "widgets/look/codethemes.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace KSyntaxHighlighting;

namespace {

/// "python3" of "#!/usr/bin/env -S python3 -u"; empty without a shebang.
QString interpreterOf(const QString &firstLine)
{
    static const QRegularExpression shebang(uR"(^#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S*\s+)*)?(?:\S*/)?([^\s/]+))"_s);
    return shebang.match(firstLine).captured(1);
}

QString languageOfInterpreter(const QString &interpreter)
{
    static const std::pair<QRegularExpression, QString> known[] = {
        {QRegularExpression(u"^(ba|da|a|k|mk)?sh$|^busybox$"_s), u"Bash"_s},
        {QRegularExpression(u"^zsh$"_s), u"Zsh"_s},
        {QRegularExpression(u"^fish$"_s), u"Fish"_s},
        {QRegularExpression(u"^(python|pypy)[0-9.]*$|^uv$"_s), u"Python"_s},
        {QRegularExpression(u"^perl[0-9.]*$"_s), u"Perl"_s},
        {QRegularExpression(u"^ruby[0-9.]*$"_s), u"Ruby"_s},
        {QRegularExpression(u"^(node|nodejs|bun|deno)$"_s), u"JavaScript"_s},
        {QRegularExpression(u"^(g|m|n)?awk$"_s), u"AWK"_s},
        {QRegularExpression(u"^sed$"_s), u"sed"_s},
        {QRegularExpression(u"^Rscript$"_s), u"R Script"_s},
        {QRegularExpression(u"^php[0-9.]*$"_s), u"PHP/PHP"_s},
        {QRegularExpression(u"^lua(jit)?[0-9.]*$"_s), u"Lua"_s},
        {QRegularExpression(u"^(make|gmake)$"_s), u"Makefile"_s},
        {QRegularExpression(u"^pwsh$"_s), u"PowerShell"_s},
        {QRegularExpression(u"^(tclsh|wish)[0-9.]*$|^expect$"_s), u"Tcl/Tk"_s},
        {QRegularExpression(u"^julia$"_s), u"Julia"_s},
    };
    for (const auto &[pattern, language] : known) {
        if (pattern.match(interpreter).hasMatch())
            return language;
    }
    return {};
}

} // namespace

Definition languageOf(const QString &firstLine, const QString &fileName)
{
    const QString byShebang = languageOfInterpreter(interpreterOf(firstLine));
    if (!byShebang.isEmpty())
        return look::codeRepository().definitionForName(byShebang);
    const Definition byName = look::codeRepository().definitionForFileName(QFileInfo(fileName).fileName());
    if (byName.isValid() && !fileName.isEmpty())
        return byName;
    return look::codeRepository().definitionForName(u"Bash"_s);
}

QStringList themeNames()
{
    QStringList names;
    for (const Theme &theme : look::codeRepository().themes())
        names << theme.name();
    names.sort(Qt::CaseInsensitive);
    return names;
}

} // namespace punchcard
