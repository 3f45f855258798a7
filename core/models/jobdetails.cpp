// SPDX-License-Identifier: MIT
#include "core/models/jobdetails.h"

#include "core/accounts/account.h"
#include "core/models/wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
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
    Section section(Text::tr("What is the matter"));
    const auto addError = [&section](const Error &error) {
        section.add(Text::tr("What happened"), error.what);
        section.add(Text::tr("What to do"), error.remedy);
        section.add(Text::tr("Where to mend it"), error.page.toString(), error.page);
        section.add(Text::tr("The server said"), error.said);
    };
    if (job.waiting) {
        section.add(Text::tr("Waiting for"), waitedFor(job.waiting->what));
        section.add(Text::tr("Until"), job.waiting->until);
        addError(job.waiting->error);
    }
    if (job.error)
        addError(*job.error);
    return section;
}

Section jobOf(const Job &job, const QString &account)
{
    Section section(Text::tr("Job"));
    section.add(Text::tr("Number"), QString::number(qint64(job.id)));
    section.add(Text::tr("Script"), job.spec.name);
    section.add(Text::tr("Result"), job.outcome == Outcome::Open && job.isOver() ? Text::tr("Unknown") : outcomeText(job.outcome));
    section.add(Text::tr("Account"), account);
    section.add(Text::tr("Run pressed"), job.createdAt);
    section.add(Text::tr("Accepted by the server"), job.submittedAt);
    section.add(Text::tr("End seen"), job.endedAt);
    section.add(Text::tr("Results here"), job.collectedAt);
    section.add(Text::tr("Finished"), job.finishedAt);
    section.add(Text::tr("Identifier"), job.uid);
    return section;
}

QString rightsOf(const JobSpec &spec)
{
    QStringList rights{Text::tr("reads its repository")};
    if (spec.oidc)
        rights.append(Text::tr("identifies itself to others (OIDC)"));
    if (spec.packages)
        rights.append(Text::tr("writes packages"));
    return QLocale().createSeparatedList(rights);
}

Section placeOf(const Job &job)
{
    Section section(Text::tr("Where it ran"));
    const House &house = job.house;
    const QString repository = house.name.isEmpty() ? QString() : house.owner + u'/' + house.name;
    section.add(Text::tr("Repository"), house.dropped ? Text::tr("%1 (deleted)").arg(repository) : repository,
                house.dropped ? QUrl() : house.page);
    section.add(Text::tr("Branch"), house.branch);
    const bool reachable = !house.dropped && !job.commit.sha.isEmpty() && house.page.isValid();
    section.add(Text::tr("Commit"), job.commit.sha, reachable ? QUrl(house.page.toString() + u"/commit/"_s + job.commit.sha) : QUrl());
    const bool isHere = job.spec.account == thisComputerId();
    section.add(Text::tr("Visibility"),
                isHere                   ? Text::tr("Script, log and results stay on this computer")
                    : job.spec.isPrivate ? Text::tr("Private: only who has access to the repository sees it")
                                         : Text::tr("Public: everybody can see script, log and results"));
    section.add(Text::tr("Afterwards"),
                job.spec.deleteHouse ? Text::tr("The repository is deleted when all has been fetched")
                                     : Text::tr("The repository is kept"));
    section.add(Text::tr("Rights of the job"), rightsOf(job.spec));
    return section;
}

Section askedOf(const JobSpec &spec)
{
    Section section(Text::tr("What was asked for"));
    if (spec.account != thisComputerId())
        section.add(Text::tr("Runner labels"), spec.runsOn.join(u", "_s));
    section.add(Text::tr("Runner group"), spec.runnerGroup);
    if (spec.timeoutMinutes)
        section.add(Text::tr("Time limit"), Text::tr("%Ln minute(s)", nullptr, *spec.timeoutMinutes));
    if (spec.array > 0 || !spec.each.isEmpty())
        section.add(Text::tr("Array"), Text::tr("%Ln task(s)", nullptr, spec.each.isEmpty() ? spec.array : int(spec.each.size())));
    QStringList secrets;
    for (const SecretSource &secret : spec.secrets)
        secrets.append(secret.name);
    section.add(Text::tr("Secrets, by name"), secrets.join(u", "_s));
    for (const InputSource &input : spec.inputs)
        section.add(Text::tr("Input"), Text::tr("%1, from %2").arg(input.name, QDir::toNativeSeparators(input.path)));
    section.add(Text::tr("Results also go to"), QDir::toNativeSeparators(spec.outFolder), QUrl::fromLocalFile(spec.outFolder));
    return section;
}

void addRuns(QList<DetailSection> &sections, const Job &job)
{
    for (const Run &run : job.runs) {
        for (const Attempt &attempt : run.attempts) {
            Section section(job.runs.size() > 1 ? Text::tr("Run %1, attempt %2").arg(run.number).arg(attempt.number)
                                                : Text::tr("Attempt %1").arg(attempt.number));
            section.add(Text::tr("State"), statusText(attempt.status, attempt.conclusion));
            section.add(Text::tr("Page"), run.page.toString(), run.page);
            section.add(Text::tr("Asked for"), attempt.startedAt);
            const RunTimes times = timesOf(attempt);
            if (times.queued)
                section.add(Text::tr("Queued"), secondsText(times.queued));
            if (times.running)
                section.add(Text::tr("Running"), secondsText(times.running));
            // An array may have hundreds; the steps view has all.
            for (const Task &task : attempt.tasks.first(std::min<qsizetype>(attempt.tasks.size(), 20))) {
                const QString on = task.runnerName.isEmpty() ? task.labels.join(u", "_s) : task.runnerName;
                const QString state = statusText(task.status, task.conclusion);
                section.add(task.name, on.isEmpty() ? state : Text::tr("%1 on %2").arg(state, on), task.page);
            }
            section.appendTo(sections);
        }
    }
}

QString itemState(Item::State state)
{
    switch (state) {
    case Item::State::Wanted: return Text::tr("Not here yet");
    case Item::State::PartlyHere: return Text::tr("Partly here");
    case Item::State::Here: return Text::tr("Here");
    case Item::State::Refused: return Text::tr("Incomplete");
    case Item::State::Gone: return Text::tr("Gone");
    }
    return {};
}

Section itemsOf(const Job &job, const QString &folder)
{
    Section section(Text::tr("What came back"));
    for (const Item &item : job.items) {
        const QString label = item.kind == Item::Kind::Log ? Text::tr("Log") : item.name;
        const QString state
            = item.size > 0 ? Text::tr("%1, %2 packed").arg(itemState(item.state), sizeText(item.size)) : itemState(item.state);
        section.add(label, item.why.isEmpty() ? state : Text::tr("%1: %2").arg(state, item.why));
        section.add(Text::tr("Checksum"), item.digest);
    }
    section.add(Text::tr("The job's folder"), QDir::toNativeSeparators(folder), QUrl::fromLocalFile(folder));
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
            lines.append(Text::tr("%1: %2").arg(detail.label, detail.value));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace punchcard
