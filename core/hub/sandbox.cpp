// SPDX-License-Identifier: MIT
#include "core/hub/sandbox.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Sandboxes
{
    Q_DECLARE_TR_FUNCTIONS(Sandboxes)
};

/// Names of GitHub's repositories; anything else could leave the folder or confuse a script.
QString folderName(const QString &repository)
{
    QString name;
    for (const QChar c : repository.section(u'/', -1)) {
        if (c.unicode() < 128 && (c.isLetterOrNumber() || u"-_."_s.contains(c)))
            name += c;
    }
    return name.isEmpty() || name.startsWith(u'.') ? u"repository"_s : name;
}

} // namespace

JobLayout JobLayout::of(const QString &root, const QString &repository, bool sandboxed)
{
    JobLayout layout{.root = root, .sandboxed = sandboxed};
    layout.home = sandboxed ? u"/home/runner"_s : root + u"/home"_s;
    const QString name = folderName(repository);
    layout.workspace = layout.home + u"/work/"_s + name + u'/' + name;
    layout.temp = layout.home + u"/work/_temp"_s;
    layout.tools = layout.home + u"/work/_tool"_s;
    return layout;
}

QString JobLayout::outside(const QString &inside) const
{
    return root + u"/home"_s + inside.sliced(home.size());
}

Result<> JobLayout::make() const
{
    if (QFileInfo::exists(root) && !QDir(root).removeRecursively())
        return storageError(Sandboxes::tr("An older work folder is in the way."), root, qt_error_string());
    for (const QString &folder : {workspace, temp + u"/_runner_file_commands"_s, temp + u"/_github_workflow"_s, tools}) {
        if (const Result<> made = makePrivateFolder(outside(folder)); !made)
            return made;
    }
    for (const QString &folder : {root + u"/tmp"_s, root + u"/var-tmp"_s}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            return made;
        // As everywhere: daemons that a script starts under another user write here too. Its parents are private.
        if (::chmod(QFile::encodeName(folder).constData(), 01777) != 0)
            return storageError(Sandboxes::tr("The job's temporary folder could not be made."), folder, qt_error_string());
    }
    return {};
}

namespace sandbox {

Result<QString> supervisor()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &candidate : {here + u"/punchcard-supervise"_s, here + u"/../libexec/punchcard/punchcard-supervise"_s}) {
        if (const QFileInfo file(candidate); file.isExecutable() && file.isFile())
            return file.canonicalFilePath();
    }
    return Error{.kind = Error::Kind::Missing,
                 .what = Sandboxes::tr("The program punchcard-supervise is missing beside punchcard-hub."),
                 .remedy = Sandboxes::tr("Install Punchcard again."),
                 .detail = here};
}

QProcessEnvironment plainEnvironment()
{
    const QProcessEnvironment whole = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment kept;
    for (const QString &name : whole.keys()) {
        static const QStringList harmless = {u"PATH"_s, u"LANG"_s, u"USER"_s, u"LOGNAME"_s, u"SHELL"_s, u"TZ"_s};
        if (harmless.contains(name) || name.startsWith("LC_"_L1))
            kept.insert(name, whole.value(name));
    }
    return kept;
}

} // namespace sandbox
} // namespace punchcard::hub
