// SPDX-License-Identifier: MIT
#include "core/jobs/preflight.h"

#include "core/jobs/inputs.h"
#include "core/jobs/livechoice.h"
#include "core/jobs/standinghouse.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct PreflightText
{
    Q_DECLARE_TR_FUNCTIONS(Preflight)
};

void addFile(Preflight &told, const QString &name, qint64 size)
{
    told.files.append({.name = name, .size = size});
    ++told.fileCount;
    told.bytes += size;
}

Result<QByteArray> workflowToSend(const Submission &submission, bool mayUseActions, bool isLive)
{
    if (!mayUseActions)
        return workflow::workflowWithoutActions(submission.spec, {}, submission.script);
    return workflow::jobWorkflow(submission.spec, submission.script.startsWith("#!"), {}, {},
                                 liveOutputOf(submission.spec, isLive, false, submission.script));
}

// @p isLive: also when that hangs on an answer, so that nothing is sent of which nobody was told.
void addFiles(Preflight &told, const Submission &submission, bool isLive)
{
    addFile(told, workflow::scriptFile, submission.script.size());
    if (const auto yaml = workflowToSend(submission, !told.loss, isLive))
        addFile(told, workflow::workflowPath, yaml->size());
    const QStringList programs = told.loss ? QStringList() : livePrograms(isLive, submission.script);
    for (const QString &name : programs)
        addFile(told, workflow::liveFolder + u'/' + name, QFileInfo(u":/punchcard/live/"_s + name).size());
    for (const InputSource &input : submission.spec.inputs) {
        const Result<InputMeasure> measure = measureInput(input);
        if (!measure)
            continue; // check() says what is wrong with it
        for (const auto &[name, size] : measure->list)
            told.files.append({.name = name, .size = size});
        told.fileCount += measure->files;
        told.bytes += measure->bytes;
    }
}

QString ownerOf(const JobSpec &spec, const Account &account)
{
    if (!spec.owner.isEmpty())
        return spec.owner;
    return account.owner.isEmpty() ? account.login : account.owner;
}

QString standingOf(const JobSpec &spec, const Account &account)
{
    return ownerOf(spec, account) + u'/' + (spec.standingRepository.isEmpty() ? usualStandingName() : spec.standingRepository);
}

QString visibleTo(const JobSpec &spec, const Account &account)
{
    if (account.isThisComputer())
        return PreflightText::tr("Nobody else: script, log and results stay on this computer.");
    const QString host = hostOfApiRoot(account.apiRoot);
    if (!spec.isPrivate && spec.housing == Housing::Standing) {
        return PreflightText::tr("You and those who may read %1 on %2; everybody, if that repository is public.")
            .arg(standingOf(spec, account), host);
    }
    if (!spec.isPrivate)
        return PreflightText::tr("Everybody: the repository on %1 is public, and so are the script, the inputs, the log and the results.")
            .arg(host);
    return PreflightText::tr("You and those whom %1 lets into its repositories on %2: the repository is private.")
        .arg(ownerOf(spec, account), host);
}

void addLiveRight(Preflight &told, std::optional<bool> live)
{
    if (!live) {
        told.rights.append(PreflightText::tr("You are asked next whether its output is shown while it runs. With yes it may also write "
                                             "into its repository, and the files below %1 are sent; with no neither.")
                               .arg(workflow::liveFolder));
    } else if (*live) {
        told.rights.append(PreflightText::tr("It may write into its repository, to show its output while it runs."));
    }
}

void addRights(Preflight &told, const JobSpec &spec, const Account &account, std::optional<bool> live)
{
    if (account.isThisComputer()) {
        told.rights.append(told.danger
                               ? PreflightText::tr("It runs with all your rights: it may read, change and delete your files, and use the "
                                                   "network.")
                               : PreflightText::tr("It runs in a folder of its own, walled off from your files, and may use the network."));
        return;
    }
    if (spec.housing == Housing::Standing) {
        told.rights.append(PreflightText::tr("It may read all that lies in %1 while it runs, scripts and inputs of other jobs too, but not "
                                             "their secrets; and nothing else on %2.")
                               .arg(standingOf(spec, account), hostOfApiRoot(account.apiRoot)));
    } else {
        told.rights.append(
            PreflightText::tr("It may read the files of its own repository, and nothing else on %1.").arg(hostOfApiRoot(account.apiRoot)));
    }
    addLiveRight(told, live);
    if (spec.oidc)
        told.rights.append(PreflightText::tr("It may ask for an OpenID Connect token that says who it is."));
    if (spec.packages)
        told.rights.append(PreflightText::tr("It may publish packages."));
}

void addStandingEffects(Preflight &told, const JobSpec &spec, const Account &account)
{
    told.created.append(PreflightText::tr("A branch of the job's own in the standing repository %1; that too, private, if it is not there.")
                            .arg(standingOf(spec, account)));
    if (!spec.secrets.isEmpty()) {
        told.created.append(PreflightText::tr("%n secret(s) in it under names of the job's own, sealed before they leave this computer.",
                                              nullptr, int(spec.secrets.size())));
    }
    if (spec.deleteHouse)
        told.removed.append(
            PreflightText::tr("Branch, run, log and secrets of the job, once log and results are fetched. The repository stays."));
    else if (spec.secrets.isEmpty())
        told.removed.append(PreflightText::tr("Nothing: the branch and the run stay until you delete them."));
    else
        told.removed.append(PreflightText::tr("The secrets. The branch and the run stay until you delete them."));
}

void addEffects(Preflight &told, const JobSpec &spec, const Account &account)
{
    if (account.isThisComputer()) {
        told.created.append(PreflightText::tr("A folder for the run below Punchcard's own."));
        told.removed.append(PreflightText::tr("That folder, once log and results are fetched."));
        return;
    }
    if (spec.housing == Housing::Standing) {
        addStandingEffects(told, spec, account);
        return;
    }
    told.created.append(spec.isPrivate ? PreflightText::tr("A private repository of the job's own, under %1.").arg(ownerOf(spec, account))
                                       : PreflightText::tr("A public repository of the job's own, under %1.").arg(ownerOf(spec, account)));
    if (!spec.secrets.isEmpty())
        told.created.append(
            PreflightText::tr("%n secret(s) in it, sealed before they leave this computer.", nullptr, int(spec.secrets.size())));
    if (spec.deleteHouse)
        told.removed.append(PreflightText::tr("The repository with all that is in it, once log and results are fetched."));
    else
        told.removed.append(PreflightText::tr("Nothing: the repository stays until you delete it."));
}

} // namespace

Preflight preflight(const Submission &submission, const Account &account, const Surroundings &around)
{
    Preflight told;
    if (account.isThisComputer() && !around.sandbox)
        told.danger = around.sandbox.error();
    told.loss = around.loss;
    const Result<Checked> checked = check(submission);
    const Submission &sent = checked ? checked->submission : submission;
    if (checked)
        told.notes = checked->notes;
    else
        told.problem = checked.error();
    const std::optional<bool> live = told.loss ? false : liveChoice(sent.spec, account);
    addFiles(told, sent, live.value_or(true));
    told.visibleTo = visibleTo(sent.spec, account);
    addRights(told, sent.spec, account, live);
    for (const SecretSource &secret : sent.spec.secrets)
        told.secrets.append(secret.name);
    addEffects(told, sent.spec, account);
    told.isBoundByTerms = (account.kind == AccountKind::GitHub || account.kind == AccountKind::DataResidency)
        && !sent.spec.runsOn.contains(u"self-hosted"_s, Qt::CaseInsensitive);
    return told;
}

QUrl runnerTermsPage()
{
    return QUrl(u"https://docs.github.com/en/site-policy/github-terms/github-terms-for-additional-products-and-features#actions"_s);
}

} // namespace punchcard
