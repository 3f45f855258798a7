// SPDX-License-Identifier: MIT
#include "core/models/jobdetails.h"

#include "core/accounts/account.h"
#include "core/job/array.h"
#include "core/models/wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct JobDetailsText
{
    Q_DECLARE_TR_FUNCTIONS(JobDetails)
};

QString moment(const Time &time)
{
    return QLocale().toString(toDateTime(time).toLocalTime(), QLocale::ShortFormat);
}

class Section
{
public:
    explicit Section(const QString &title)
        : m_section{.title = title, .details = {}}
    {
    }
    void add(const QString &label, const QString &value, const QUrl &link = {})
    {
        if (!value.isEmpty())
            m_section.details.append({.label = label, .value = value, .link = link});
    }
    void add(const QString &label, const std::optional<Time> &time)
    {
        if (time)
            add(label, moment(*time));
    }
    void appendTo(QList<DetailSection> &sections) const
    {
        if (!m_section.details.isEmpty())
            sections.append(m_section);
    }

private:
    DetailSection m_section;
};

Section problemOf(const Job &job)
{
    Section section(JobDetailsText::tr("What is the matter"));
    const auto addError = [&section](const Error &error) {
        section.add(JobDetailsText::tr("What happened"), error.what);
        section.add(JobDetailsText::tr("What to do"), error.remedy);
        section.add(JobDetailsText::tr("Where to mend it"), error.page.toString(), error.page);
        section.add(JobDetailsText::tr("The server said"), error.said);
    };
    if (job.waiting) {
        section.add(JobDetailsText::tr("Waiting for"), waitedFor(job.waiting->what));
        section.add(JobDetailsText::tr("Until"), job.waiting->until);
        addError(job.waiting->error);
    }
    if (job.error)
        addError(*job.error);
    return section;
}

Section jobOf(const Job &job, const QString &account)
{
    Section section(JobDetailsText::tr("Job"));
    section.add(JobDetailsText::tr("Number"), QString::number(qint64(job.id)));
    section.add(JobDetailsText::tr("Script"), job.spec.name);
    section.add(JobDetailsText::tr("Result"),
                job.outcome == Outcome::Open && job.isOver() ? JobDetailsText::tr("Unknown") : outcomeText(job.outcome));
    section.add(JobDetailsText::tr("Account"), account);
    section.add(JobDetailsText::tr("Run pressed"), job.createdAt);
    section.add(JobDetailsText::tr("Accepted by the server"), job.submittedAt);
    section.add(JobDetailsText::tr("End seen"), job.endedAt);
    section.add(JobDetailsText::tr("Results here"), job.collectedAt);
    section.add(JobDetailsText::tr("Finished"), job.finishedAt);
    section.add(JobDetailsText::tr("Identifier"), job.uid);
    return section;
}

QString rightsOf(const JobSpec &spec)
{
    QStringList rights{spec.housing == Housing::Standing
                           ? JobDetailsText::tr("reads the standing repository with the branches of other jobs")
                           : JobDetailsText::tr("reads its repository")};
    if (spec.oidc)
        rights.append(JobDetailsText::tr("identifies itself to others (OIDC)"));
    if (spec.packages)
        rights.append(JobDetailsText::tr("writes packages"));
    return QLocale().createSeparatedList(rights);
}

QString afterwards(const JobSpec &spec)
{
    if (spec.housing == Housing::Standing) {
        return spec.deleteHouse ? JobDetailsText::tr("Branch, run and secrets are deleted when all has been fetched; the repository stays")
                                : JobDetailsText::tr("Branch and run are kept, the secrets are deleted");
    }
    return spec.deleteHouse ? JobDetailsText::tr("The repository is deleted when all has been fetched")
                            : JobDetailsText::tr("The repository is kept");
}

Section placeOf(const Job &job)
{
    Section section(JobDetailsText::tr("Where it ran"));
    const House &house = job.house;
    const QString repository = house.name.isEmpty() ? QString() : house.owner + u'/' + house.name;
    const bool isStanding = job.spec.housing == Housing::Standing;
    const bool isGone = house.dropped && !isStanding;
    section.add(isStanding ? JobDetailsText::tr("Standing repository") : JobDetailsText::tr("Repository"),
                isGone ? JobDetailsText::tr("%1 (deleted)").arg(repository) : repository, isGone ? QUrl() : house.page);
    section.add(JobDetailsText::tr("Branch"),
                house.dropped && isStanding ? JobDetailsText::tr("%1 (deleted)").arg(house.branch) : house.branch);
    const bool reachable = !house.dropped && !job.commit.sha.isEmpty() && house.page.isValid();
    section.add(JobDetailsText::tr("Commit"), job.commit.sha,
                reachable ? QUrl(house.page.toString() + u"/commit/"_s + job.commit.sha) : QUrl());
    const bool isHere = job.spec.account == thisComputerId();
    section.add(JobDetailsText::tr("Visibility"),
                isHere                   ? JobDetailsText::tr("Script, log and results stay on this computer")
                    : job.spec.isPrivate ? JobDetailsText::tr("Private: only who has access to the repository sees it")
                                         : JobDetailsText::tr("Public: everybody can see script, log and results"));
    section.add(JobDetailsText::tr("Afterwards"), afterwards(job.spec));
    section.add(JobDetailsText::tr("Rights of the job"), rightsOf(job.spec));
    return section;
}

Section askedOf(const JobSpec &spec)
{
    Section section(JobDetailsText::tr("What was asked for"));
    if (spec.account != thisComputerId())
        section.add(JobDetailsText::tr("Runner labels"), spec.runsOn.join(u", "_s));
    section.add(JobDetailsText::tr("Runner group"), spec.runnerGroup);
    if (spec.timeoutMinutes)
        section.add(JobDetailsText::tr("Time limit"), JobDetailsText::tr("%Ln minute(s)", nullptr, *spec.timeoutMinutes));
    if (const int elements = arraySize(spec); elements > 0)
        section.add(JobDetailsText::tr("Array"), JobDetailsText::tr("%Ln task(s)", nullptr, elements));
    QStringList secrets;
    for (const SecretSource &secret : spec.secrets)
        secrets.append(secret.name);
    section.add(JobDetailsText::tr("Secrets, by name"), secrets.join(u", "_s));
    for (const InputSource &input : spec.inputs)
        section.add(JobDetailsText::tr("Input"), JobDetailsText::tr("%1, from %2").arg(input.name, QDir::toNativeSeparators(input.path)));
    section.add(JobDetailsText::tr("Results also go to"), QDir::toNativeSeparators(spec.outFolder), QUrl::fromLocalFile(spec.outFolder));
    return section;
}

void addRuns(QList<DetailSection> &sections, const Job &job)
{
    for (const Run &run : job.runs) {
        for (const Attempt &attempt : run.attempts) {
            Section section(job.runs.size() > 1 ? JobDetailsText::tr("Run %1, attempt %2").arg(run.number).arg(attempt.number)
                                                : JobDetailsText::tr("Attempt %1").arg(attempt.number));
            section.add(JobDetailsText::tr("State"), statusText(attempt.status, attempt.conclusion));
            section.add(JobDetailsText::tr("Page"), run.page.toString(), run.page);
            section.add(JobDetailsText::tr("Asked for"), attempt.startedAt);
            const RunTimes times = timesOf(attempt);
            if (times.queued)
                section.add(JobDetailsText::tr("Queued"), secondsText(times.queued));
            if (times.running)
                section.add(JobDetailsText::tr("Running"), secondsText(times.running));
            // An array may have hundreds; the steps view has all.
            for (const Task &task : attempt.tasks.first(std::min<qsizetype>(attempt.tasks.size(), 20))) {
                const QString on = task.runnerName.isEmpty() ? task.labels.join(u", "_s) : task.runnerName;
                const QString state = statusText(task.status, task.conclusion);
                section.add(task.name, on.isEmpty() ? state : JobDetailsText::tr("%1 on %2").arg(state, on), task.page);
            }
            section.appendTo(sections);
        }
    }
}

QString itemState(Item::State state)
{
    switch (state) {
    case Item::State::Wanted: return JobDetailsText::tr("Not here yet");
    case Item::State::PartlyHere: return JobDetailsText::tr("Partly here");
    case Item::State::Here: return JobDetailsText::tr("Here");
    case Item::State::Refused: return JobDetailsText::tr("Incomplete");
    case Item::State::Gone: return JobDetailsText::tr("Gone");
    }
    return {};
}

Section itemsOf(const Job &job, const QString &folder)
{
    Section section(JobDetailsText::tr("What came back"));
    for (const Item &item : job.items) {
        const QString label = item.kind == Item::Kind::Log ? JobDetailsText::tr("Log") : item.name;
        const QString state
            = item.size > 0 ? JobDetailsText::tr("%1, %2 packed").arg(itemState(item.state), sizeText(item.size)) : itemState(item.state);
        section.add(label, item.why.isEmpty() ? state : JobDetailsText::tr("%1: %2").arg(state, item.why));
        section.add(JobDetailsText::tr("Checksum"), item.digest);
    }
    section.add(JobDetailsText::tr("The job's folder"), QDir::toNativeSeparators(folder), QUrl::fromLocalFile(folder));
    return section;
}

} // namespace

QList<DetailSection> detailsOf(const Job &job, const QString &account, const QString &folder)
{
    QList<DetailSection> sections;
    problemOf(job).appendTo(sections);
    jobOf(job, account).appendTo(sections);
    placeOf(job).appendTo(sections);
    askedOf(job.spec).appendTo(sections);
    addRuns(sections, job);
    itemsOf(job, folder).appendTo(sections);
    return sections;
}

QString plainText(const QList<DetailSection> &sections)
{
    QStringList lines;
    for (const DetailSection &section : sections) {
        if (!lines.isEmpty())
            lines.append(QString());
        lines.append(section.title);
        for (const Detail &detail : section.details)
            lines.append(JobDetailsText::tr("%1: %2").arg(detail.label, detail.value));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace punchcard
