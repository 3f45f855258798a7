// SPDX-License-Identifier: MIT
#include "core/jobs/punchcommand.h"

#include "core/accounts/account.h"

#include <QRegularExpression>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString quoted(const QString &argument)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+\\z"_s);
    if (plain.match(argument).hasMatch())
        return argument;
    QString text = argument;
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

void addGitHub(QStringList &arguments, const JobSpec &spec)
{
    arguments += {u"--account"_s, spec.account};
    if (!spec.owner.isEmpty())
        arguments += {u"--owner"_s, spec.owner};
    if (spec.ownerIsOrganisation)
        arguments += *spec.ownerIsOrganisation ? u"--org"_s : u"--org=false"_s;
    arguments += spec.isPrivate ? u"--private"_s : u"--private=false"_s;
    arguments += spec.deleteHouse ? u"--delete"_s : u"--delete=false"_s;
    for (const QString &label : spec.runsOn)
        arguments += {u"--runs-on"_s, label};
    if (!spec.runnerGroup.isEmpty())
        arguments += {u"--runner-group"_s, spec.runnerGroup};
    if (spec.oidc)
        arguments += u"--oidc"_s;
    if (spec.packages)
        arguments += u"--packages"_s;
}

void addEach(QStringList &arguments, const JobSpec &spec)
{
    QStringList paths;
    for (const QString &name : spec.each) {
        for (const InputSource &input : spec.inputs) {
            if (input.name == name)
                paths.append(input.path);
        }
    }
    if (!paths.isEmpty())
        arguments += QStringList{u"--each"_s} + paths;
}

} // namespace

QStringList punchArguments(const JobSpec &spec, const QString &script)
{
    QStringList arguments{u"run"_s, script};
    if (spec.account == thisComputerId())
        arguments += u"--local"_s;
    else
        addGitHub(arguments, spec);
    // In one word: a name may begin with a dash.
    if (spec.housing == Housing::Standing)
        arguments += spec.standingRepository.isEmpty() ? u"--standing"_s : u"--standing="_s + spec.standingRepository;
    for (const SecretSource &secret : spec.secrets) {
        const bool isFile = secret.from == SecretSource::From::File;
        arguments += {u"--secret"_s, secret.name + u"=@"_s + (isFile ? secret.where : secret.name + u".secret"_s)};
    }
    for (const InputSource &input : spec.inputs) {
        if (!spec.each.contains(input.name))
            arguments += {u"--input"_s, input.path};
    }
    if (spec.array > 0)
        arguments += {u"--array"_s, QString::number(spec.array)};
    if (!spec.params.names.isEmpty())
        arguments += {u"--params"_s, spec.params.file.isEmpty() ? u"params.csv"_s : spec.params.file};
    if (spec.maxParallel)
        arguments += {u"--max-parallel"_s, QString::number(*spec.maxParallel)};
    if (spec.failFast)
        arguments += u"--fail-fast"_s;
    if (spec.timeoutMinutes)
        arguments += {u"--timeout"_s, u"%1m"_s.arg(*spec.timeoutMinutes)};
    if (!spec.outFolder.isEmpty())
        arguments += {u"--out"_s, spec.outFolder};
    if (spec.overwrite)
        arguments += u"--overwrite"_s;
    if (spec.merge && !spec.outFolder.isEmpty())
        arguments += u"--merge"_s;
    addEach(arguments, spec);
    return arguments;
}

QString punchCommand(const JobSpec &spec, const QString &script)
{
    QStringList words{u"punch"_s};
    const QStringList arguments = punchArguments(spec, script);
    for (const QString &argument : arguments)
        words.append(quoted(argument));
    return words.join(u' ');
}

} // namespace punchcard
