// SPDX-License-Identifier: MIT
#include "core/job/repositoryname.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RepositoryNameText
{
    Q_DECLARE_TR_FUNCTIONS(RepositoryName)
};

} // namespace

Result<> checkRepositoryName(const QString &name)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9._-]{1,100}\\z"_s);
    // GitHub takes that end off: the repository would be looked for under a name that it has not.
    const bool losesItsEnd = name.endsWith(".git"_L1, Qt::CaseInsensitive);
    if (form.match(name).hasMatch() && name != "."_L1 && name != ".."_L1 && !losesItsEnd)
        return {};
    if (name.contains(u'/'))
        return refusedError(RepositoryNameText::tr("“%1” is more than a repository's name.").arg(name),
                            RepositoryNameText::tr("Give its name alone, and its owner apart (--owner)."));
    if (losesItsEnd)
        return refusedError(RepositoryNameText::tr("“%1” cannot be a repository's name.").arg(name),
                            RepositoryNameText::tr("Leave out “.git” at its end."));
    return refusedError(RepositoryNameText::tr("“%1” cannot be a repository's name.").arg(name),
                        RepositoryNameText::tr("Use letters, digits, “-”, “_” and “.”, at most 100 of them."));
}

} // namespace punchcard
