// SPDX-License-Identifier: MIT
#include "core/secrets/secretname.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Names
{
    Q_DECLARE_TR_FUNCTIONS(SecretName)
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isLetter(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
}

} // namespace

Result<> checkSecretName(const QString &name)
{
    if (name.isEmpty())
        return refusedError(Names::tr("A secret has no name."), Names::tr("Give it one, such as API_TOKEN."));
    const auto wrong = std::ranges::find_if(name, [](QChar c) { return !isLetter(c) && !isDigit(c) && c != u'_'; });
    if (wrong != name.end())
        return refusedError(Names::tr("“%1” cannot be a secret's name: it contains “%2”.").arg(name, QString(*wrong)),
                            Names::tr("Use only the letters A to Z, digits and “_”."));
    if (isDigit(name.front()))
        return refusedError(Names::tr("“%1” cannot be a secret's name: it begins with a digit.").arg(name),
                            Names::tr("Put a letter or “_” before it."));
    if (name.startsWith("GITHUB_"_L1, Qt::CaseInsensitive))
        return refusedError(Names::tr("“%1” cannot be a secret's name: GitHub keeps names that begin with GITHUB_ for itself.").arg(name),
                            Names::tr("Give it another name, such as “%1”.").arg(u"MY_"_s + name));
    // What the script is told of its place in an array has such names.
    if (name.startsWith("PUNCHCARD_"_L1, Qt::CaseInsensitive))
        return refusedError(
            Names::tr("“%1” cannot be a secret's name: Punchcard keeps names that begin with PUNCHCARD_ for itself.").arg(name),
            Names::tr("Give it another name, such as “%1”.").arg(u"MY_"_s + name));
    return {};
}

QString secretNameFromFile(const QString &fileName)
{
    QString name = fileName;
    for (QChar &c : name) {
        if (c >= u'a' && c <= u'z')
            c = c.toUpper();
        else if (c == u'-' || c == u'.' || c == u' ')
            c = u'_';
    }
    return name;
}

} // namespace punchcard
