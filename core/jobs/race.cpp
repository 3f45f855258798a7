// SPDX-License-Identifier: MIT
#include "core/jobs/race.h"

#include "core/accounts/account.h"
#include "core/artifacts/placing.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RaceText
{
    Q_DECLARE_TR_FUNCTIONS(Race)
};

const QString &hereWord()
{
    static const QString word = u"local"_s;
    return word;
}

QStringList sortedLabels(const QStringList &labels)
{
    QStringList sorted;
    sorted.reserve(labels.size());
    for (const QString &label : labels)
        sorted.append(label.toLower());
    sorted.sort();
    return sorted;
}

// Labels and group of an account on a server mean nothing here, and neither does what becomes of a repository.
void bringHere(JobSpec &spec)
{
    const Account here = thisComputer();
    spec.account = here.id;
    spec.owner.clear();
    spec.ownerIsOrganisation.reset();
    spec.housing = here.defaults.housing;
    spec.standingRepository.clear();
    spec.isPrivate = here.defaults.isPrivate;
    spec.deleteHouse = here.defaults.deleteHouse;
    spec.oidc = false;
    spec.packages = false;
}

JobSpec specOf(const JobSpec &script, const Racer &racer)
{
    JobSpec spec = script;
    if (racer.account == thisComputerId() && script.account != thisComputerId())
        bringHere(spec);
    spec.runsOn = racer.runner.labels;
    spec.runnerGroup = racer.runner.group;
    spec.mayLackSandbox = spec.mayLackSandbox && spec.account == thisComputerId();
    return spec;
}

QString placeName(const JobSpec &spec)
{
    if (spec.account == thisComputerId())
        return thisComputer().name;
    const QString labels = spec.runsOn.join(u", "_s);
    return labels.isEmpty() ? spec.runnerGroup : labels;
}

// A folder that is named after what it holds: "ubuntu-24.04", "self-hosted+gpu".
QString folderName(const JobSpec &spec, const QString &name)
{
    if (spec.account == thisComputerId() && name == thisComputer().name)
        return hereWord();
    const QString labels = spec.runsOn.join(u'+');
    return safeFolderName(labels.isEmpty() ? spec.runnerGroup : labels);
}

Error sameTwice(const QString &name)
{
    return refusedError(RaceText::tr("“%1” is in the race twice.").arg(name), RaceText::tr("Name each runner once."));
}

} // namespace

Racer racerFromText(const QString &text)
{
    if (text.trimmed() == hereWord())
        return {.account = thisComputerId(), .runner = {.labels = thisComputer().defaults.runsOn}};
    return {.runner = runnerChoiceFromText(text)};
}

QString textOf(const Racer &racer)
{
    return racer.account == thisComputerId() ? hereWord() : textOf(racer.runner);
}

Racer racerOf(const JobSpec &spec)
{
    return {.account = spec.account, .runner = {.labels = spec.runsOn, .group = spec.runnerGroup}};
}

bool isSameRacer(const JobSpec &one, const JobSpec &other)
{
    return one.account == other.account && one.runnerGroup.compare(other.runnerGroup, Qt::CaseInsensitive) == 0
        && sortedLabels(one.runsOn) == sortedLabels(other.runsOn);
}

Result<QList<Submission>> racersOf(const Submission &script, const QList<Racer> &racers)
{
    if (racers.size() < 2)
        return refusedError(RaceText::tr("A race needs two runners at least."), RaceText::tr("Name another one to race against."));
    QList<Submission> submissions;
    QList<JobSpec> specs;
    for (const Racer &racer : racers) {
        const JobSpec spec = specOf(script.spec, racer);
        if (spec.runsOn.isEmpty() && spec.runnerGroup.isEmpty())
            return refusedError(RaceText::tr("A racer has no runner."),
                                RaceText::tr("Name a label, several between commas, or group:NAME."));
        if (std::ranges::any_of(specs, [&spec](const JobSpec &other) { return isSameRacer(spec, other); }))
            return sameTwice(placeName(spec));
        specs.append(spec);
        submissions.append({.spec = spec, .script = script.script, .typed = script.typed});
    }
    if (script.spec.outFolder.isEmpty())
        return submissions;
    const QStringList names = racerNames(specs);
    QStringList folders;
    for (qsizetype i = 0; i < submissions.size(); ++i) {
        const QString wanted = folderName(specs.at(i), names.at(i));
        QString folder = wanted;
        for (int number = 2; folders.contains(folder, Qt::CaseInsensitive); ++number)
            folder = u"%1-%2"_s.arg(wanted).arg(number);
        folders.append(folder);
        submissions[i].spec.outFolder = script.spec.outFolder + u'/' + folder;
    }
    return submissions;
}

QStringList racerNames(const QList<JobSpec> &racers)
{
    QStringList places;
    places.reserve(racers.size());
    for (const JobSpec &spec : racers)
        places.append(placeName(spec));
    QStringList names;
    for (qsizetype i = 0; i < racers.size(); ++i) {
        QString name = places.at(i);
        const QString labels = racers.at(i).runsOn.join(u", "_s);
        if (places.count(name) > 1 && !labels.isEmpty() && labels != name)
            name = RaceText::tr("%1 (%2)", "a computer, labels of a runner").arg(name, labels);
        else if (places.count(name) > 1)
            name = RaceText::tr("%1 (%2)", "a computer, labels of a runner").arg(name, racers.at(i).account);
        names.append(name);
    }
    return names;
}

QList<Job> standingRacers(const QList<Job> &jobs)
{
    QList<Job> standing;
    for (const Job &job : jobs) {
        const auto earlier = std::ranges::find_if(standing, [&job](const Job &one) { return isSameRacer(one.spec, job.spec); });
        if (earlier == standing.end())
            standing.append(job);
        else if (qint64(earlier->id) < qint64(job.id))
            *earlier = job;
    }
    return standing;
}

Result<Submission> submissionOf(const Job &job, const store::JobFolder &folder)
{
    const Result<QByteArray> script = folder.script();
    if (!script)
        return script.error();
    Submission again{.spec = job.spec, .script = *script};
    for (InputSource &input : again.spec.inputs)
        input.path = folder.inputs() + u'/' + input.name;
    return again;
}

} // namespace punchcard
