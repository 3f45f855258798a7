// SPDX-License-Identifier: MIT
#include "core/jobs/reponame.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QRegularExpression>

#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<const char *, 32> qualities{"amber", "brisk", "calm",   "clear",  "crisp", "daring", "eager", "early",
                                                 "fair",  "fleet", "frank",  "gentle", "glad",  "grand",  "happy", "keen",
                                                 "kind",  "light", "lively", "lucid",  "merry", "neat",   "noble", "plain",
                                                 "proud", "quick", "quiet",  "rapid",  "sharp", "sunny",  "swift", "warm"};
constexpr std::array<const char *, 32> animals{"badger", "beaver", "bison", "crane",  "dingo", "eagle", "egret",  "falcon",
                                               "ferret", "finch",  "fox",   "gecko",  "heron", "ibex",  "jackal", "koala",
                                               "lark",   "lemur",  "lynx",  "marten", "moose", "newt",  "ocelot", "otter",
                                               "panda",  "puffin", "quail", "raven",  "stoat", "tapir", "vole",   "wren"};

// "-brisk-otter-7f3a91c2"
QString tailFor(const QString &uid)
{
    const QByteArray hash = QCryptographicHash::hash(uid.toUtf8(), QCryptographicHash::Sha256);
    const auto word
        = [&hash](const auto &words, qsizetype at) { return QString::fromLatin1(words[size_t(uchar(hash.at(at))) % words.size()]); };
    return u'-' + word(qualities, 0) + u'-' + word(animals, 1) + u'-' + QString::fromLatin1(hash.mid(2, 4).toHex());
}

} // namespace

QString repositoryName(const QString &scriptName, const QString &uid)
{
    static const QRegularExpression other(u"[^a-z0-9]+"_s);
    QString stem = QFileInfo(scriptName).completeBaseName().toLower().replace(other, u"-"_s).left(30);
    while (stem.startsWith(u'-'))
        stem.removeFirst();
    while (stem.endsWith(u'-'))
        stem.chop(1);
    return (stem.isEmpty() ? u"job"_s : stem) + tailFor(uid);
}

bool isNameOfJob(const QString &repository, const QString &uid)
{
    const QString tail = tailFor(uid);
    return repository.size() > tail.size() && repository.endsWith(tail, Qt::CaseInsensitive);
}

} // namespace punchcard
