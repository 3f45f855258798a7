// SPDX-License-Identifier: MIT
#include "core/hub/checkout.h"

#include <QCoreApplication>
#include <QDir>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Checkouts
{
    Q_DECLARE_TR_FUNCTIONS(Checkouts)
};

constexpr uint linkMode = 0120000;
constexpr uint moduleMode = 0160000;

Error refused(const QString &what)
{
    return Error{.kind = Error::Kind::Refused, .what = what, .remedy = Checkouts::tr("Leave that input out for jobs on this computer.")};
}

// git compares bytes, so each stands for a character here.
QString bytesOf(const QString &text)
{
    return QString::fromLatin1(text.toUtf8());
}

/// The action splits its input into lines, cuts their blanks off, and leaves out those that are empty then.
std::optional<IgnoreRules> sparseRules(const QString &input)
{
    QStringList lines;
    for (const QString &line : input.split(u'\n')) {
        if (const QString pattern = line.trimmed(); !pattern.isEmpty())
            lines.append(bytesOf(pattern));
    }
    if (lines.isEmpty())
        return std::nullopt;
    IgnoreRules rules;
    rules.add(lines.join(u'\n').toUtf8());
    return rules;
}

/// What no rule speaks of goes with the folder that it lies in.
bool isWanted(const QString &path, const std::optional<IgnoreRules> &only)
{
    if (!only)
        return true;
    QString part = bytesOf(path);
    for (bool folder = false; !part.isEmpty(); folder = true) {
        const IgnoreRules::Verdict verdict = only->verdict(part, folder);
        if (verdict != IgnoreRules::Verdict::Open)
            return verdict == IgnoreRules::Verdict::Ignored;
        part = part.section(u'/', 0, -2);
    }
    return false;
}

/// Whether @p path stays where it is put: no way up, no way out, and not git's own folder.
bool isSafe(const QString &path)
{
    const QStringList names = path.split(u'/');
    return !path.isEmpty() && std::ranges::none_of(names, [](const QString &name) {
        return name.isEmpty() || name == "."_L1 || name == ".."_L1 || name.compare(".git"_L1, Qt::CaseInsensitive) == 0
            || name.contains(QChar(0));
    });
}

Result<> put(const RepositoryFile &file, const JobView &view, const QString &target)
{
    if (const Result<> made = view.makeFolder(target.section(u'/', 0, -2)); !made)
        return made;
    const Result<QByteArray> content = file.content();
    if (!content)
        return content.error();
    if (file.mode == linkMode)
        return view.link(target, QString::fromUtf8(*content));
    return view.write(target, *content, (file.mode & 0100) != 0 ? 0755 : 0644);
}

} // namespace

QStringList CheckoutOrder::inputs()
{
    return {u"repository"_s,
            u"ref"_s,
            u"token"_s,
            u"ssh-key"_s,
            u"ssh-known-hosts"_s,
            u"ssh-strict"_s,
            u"ssh-user"_s,
            u"persist-credentials"_s,
            u"path"_s,
            u"clean"_s,
            u"filter"_s,
            u"sparse-checkout"_s,
            u"sparse-checkout-cone-mode"_s,
            u"fetch-depth"_s,
            u"fetch-tags"_s,
            u"show-progress"_s,
            u"lfs"_s,
            u"submodules"_s,
            u"set-safe-directory"_s,
            u"github-server-url"_s,
            u"allow-unsafe-pr-checkout"_s};
}

Result<CheckoutOrder> CheckoutOrder::from(const QMap<QString, QString> &with, const QString &repository)
{
    if (const QString other = with.value(u"repository"_s); !other.isEmpty() && other.compare(repository, Qt::CaseInsensitive) != 0)
        return refused(Checkouts::tr("actions/checkout of another repository (“%1”) is not possible on this computer.").arg(other));
    for (const QString &input : {u"lfs"_s, u"submodules"_s, u"filter"_s, u"ssh-key"_s}) {
        if (const QString value = with.value(input); !value.isEmpty() && value != "false"_L1)
            return refused(Checkouts::tr("The input “%1” of actions/checkout is not known on this computer.").arg(input));
    }
    CheckoutOrder order{
        .ref = with.value(u"ref"_s), .path = QDir::cleanPath(with.value(u"path"_s)), .only = sparseRules(with.value(u"sparse-checkout"_s))};
    const bool isCone = with.value(u"sparse-checkout-cone-mode"_s, u"true"_s).compare("true"_L1, Qt::CaseInsensitive) == 0;
    if (order.only && isCone)
        return refused(Checkouts::tr("actions/checkout takes patterns on this computer only with “sparse-checkout-cone-mode: false”."));
    if (order.path == "."_L1)
        order.path.clear();
    if (!order.path.isEmpty() && !isSafe(order.path))
        return refused(Checkouts::tr("The path “%1” does not lie in the workspace.").arg(order.path));
    return order;
}

Result<QStringList> checkOut(const CheckoutOrder &order, const RepositoryFiles &files, const JobView &view, const QString &workspace,
                             const CancelPtr &cancel)
{
    const QString folder = order.path.isEmpty() ? workspace : workspace + u'/' + order.path;
    QStringList log;
    const Result<QList<RepositoryFile>> list = files ? files(order.ref) : QList<RepositoryFile>();
    if (!list)
        return list.error();
    if (const Result<> made = view.makeFolder(folder); !made)
        return made.error();
    // As the action does when it finds no repository of its own: the folder's content goes.
    if (const Result<> cleared = view.clear(folder); !cleared)
        return cleared.error();
    QStringList links;
    qsizetype count = 0;
    for (const RepositoryFile &file : *list) {
        if (cancel->isRequested())
            return cancelledError();
        if (!isWanted(file.path, order.only))
            continue;
        const bool throughLink = std::ranges::any_of(links, [&file](const QString &link) { return file.path.startsWith(link + u'/'); });
        if (!isSafe(file.path) || throughLink)
            return Error{.kind = Error::Kind::Refused,
                         .what = Checkouts::tr("The repository holds a file that may not be put into a folder: “%1”.").arg(file.path),
                         .remedy = Checkouts::tr("Take it out of the repository.")};
        if (file.mode == moduleMode) {
            log.append(u"##[warning]"_s + Checkouts::tr("The submodule “%1” is left out on this computer.").arg(file.path));
            continue;
        }
        if (const Result<> done = put(file, view, folder + u'/' + file.path); !done)
            return done.error();
        if (file.mode == linkMode)
            links.append(file.path);
        ++count;
    }
    log.prepend(u"%1 files of the repository have been put into '%2'. There is no git folder."_s.arg(count).arg(folder));
    return log;
}

} // namespace punchcard::hub
