// SPDX-License-Identifier: MIT
#include "core/accounts/tokenplace.h"

#include <QCoreApplication>
#include <QDir>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Places
{
    Q_DECLARE_TR_FUNCTIONS(TokenPlace)
};

constexpr auto sessionPrefix = "session/"_L1;

} // namespace

QString sessionTokenKey(const Account &account)
{
    return sessionPrefix + account.id;
}

QString tokenPlaceWord(const Account &account)
{
    if (account.isThisComputer())
        return u"none"_s;
    if (!account.tokenFile.isEmpty())
        return u"file"_s;
    if (account.fromGh)
        return u"gh"_s;
    if (account.tokenKey.isEmpty())
        return u"environment"_s;
    if (account.isTokenSealed)
        return u"sealed"_s;
    return account.tokenKey.startsWith(sessionPrefix) ? u"session"_s : u"keychain"_s;
}

QString tokenPlaceText(const Account &account, const QString &sealedFile)
{
    const QString word = tokenPlaceWord(account);
    if (word == "none"_L1)
        return Places::tr("none needed");
    if (word == "file"_L1)
        return QDir::toNativeSeparators(account.tokenFile);
    if (word == "gh"_L1)
        return Places::tr("gh's, asked for each time");
    if (word == "environment"_L1)
        return u"PUNCHCARD_TOKEN"_s;
    if (word == "sealed"_L1 && sealedFile.isEmpty())
        return Places::tr("in a file that a passphrase seals");
    if (word == "sealed"_L1)
        return Places::tr("in the sealed file %1").arg(QDir::toNativeSeparators(sealedFile));
    return word == "session"_L1 ? Places::tr("in memory, until Punchcard is closed") : Places::tr("in the keychain");
}

} // namespace punchcard
