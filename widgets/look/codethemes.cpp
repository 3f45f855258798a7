// SPDX-License-Identifier: MIT
#include "widgets/look/codethemes.h"

#include "widgets/look/tones.h"

// Not in a namespace: the macro declares a function of rcc's.
static void initialiseThemes()
{
    Q_INIT_RESOURCE(themes);
}

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

QString fittingName(const QPalette &palette)
{
    if (isHighContrast(palette))
        return isDark(palette) ? u"Punchcard High Contrast Dark"_s : u"Punchcard High Contrast Light"_s;
    return isDark(palette) ? u"Punchcard Dark"_s : u"Punchcard Light"_s;
}

} // namespace

KSyntaxHighlighting::Repository &codeRepository()
{
    static KSyntaxHighlighting::Repository theOne;
    static const bool extended = [] {
        initialiseThemes();
        theOne.addCustomSearchPath(u":/highlighting"_s);
        return true;
    }();
    Q_UNUSED(extended)
    return theOne;
}

KSyntaxHighlighting::Theme codeTheme(const QString &name, const QPalette &palette)
{
    if (const KSyntaxHighlighting::Theme chosen = codeRepository().theme(name); !name.isEmpty() && chosen.isValid())
        return chosen;
    return codeRepository().theme(fittingName(palette));
}

} // namespace punchcard::look
