// SPDX-License-Identifier: MIT
#include "app/cli/textreporter.h"

#include "app/cli/farewell.h"
#include "app/cli/logprinter.h"
#include "app/cli/stateline.h"
#include "app/cli/table.h"
#include "core/accounts/account.h"
#include "core/artifacts/entryname.h"
#include "core/jobs/leavingover.h"
#include "core/jobs/livechoice.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct TextReporterText
{
    Q_DECLARE_TR_FUNCTIONS(TextReporter)
};

// So many rows of files fit before nobody reads them; --json has all.
constexpr qsizetype mostFiles = 200;

const QString &ruler()
{
    static const QString line(40, u'-');
    return line;
}

QString itemName(const Job &job, ItemId id)
{
    const auto item = std::ranges::find(job.items, id, &Item::id);
    if (item == job.items.end())
        return {};
    return item->kind == Item::Kind::Log ? TextReporterText::tr("log") : item->name;
}

} // namespace

TextReporter::TextReporter(Terminal &terminal, QString jobsFolder, Options options)
    : m_terminal(terminal)
    , m_jobsFolder(std::move(jobsFolder))
    , m_options(std::move(options))
{
    if (!m_options.name.isEmpty())
        m_prefix = TextReporterText::tr("%1: ", "before what is told of a job").arg(m_options.name);
    m_tick.setInterval(1s);
    m_tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { showLive(); });
    if (m_terminal.isLive() && !m_options.many)
        m_tick.start();
}

void TextReporter::tell(const QString &text)
{
    m_terminal.tell(m_prefix + text);
}

void TextReporter::submitted(const Job &job, const QStringList &notes)
{
    tell(TextReporterText::tr("Job %1: %2").arg(qint64(job.id)).arg(job.spec.name));
    for (const QString &note : notes)
        tell(note);
}

void TextReporter::update(const Job &job)
{
    if (m_options.many && m_options.name.isEmpty())
        m_prefix = TextReporterText::tr("Job %1 (%2): ").arg(qint64(job.id)).arg(job.spec.name);
    tellPage(job);
    tellWaiting(job);
    tellState(job);
    tellNotLive(job);
}

// Once, and not to who has just said so.
void TextReporter::tellNotLive(const Job &job)
{
    if (m_notLiveTold || !m_options.logs || m_options.many || job.phase != Phase::Started)
        return;
    m_notLiveTold = true;
    const QString why = whyNotLive(job.spec);
    if (!why.isEmpty() && (!m_options.tables || !job.spec.isPrivate))
        tell(why);
    else if (why.isEmpty() && isLiveByChoice(job.spec) && !m_options.element)
        tell(TextReporterText::tr("“punch logs %1 --follow --task N” shows what element N prints while it runs.").arg(qint64(job.id)));
}

void TextReporter::tellPage(const Job &job)
{
    // This computer's hub has no pages.
    if (m_pageTold || job.isOver() || job.phase < Phase::Housed || job.spec.account == thisComputerId() || job.house.page.isEmpty())
        return;
    m_pageTold = true;
    const QString page = job.house.page.toString() + u"/actions"_s;
    if (m_options.many)
        tell(page);
    else
        m_terminal.print(QStringList{ruler(), QString(), TextReporterText::tr("View job at: %1").arg(page), ruler()});
}

void TextReporter::tellWaiting(const Job &job)
{
    const QString waiting = job.waiting ? wordFor(job.waiting->what) + job.waiting->error.what : QString();
    if (waiting != m_waiting && job.waiting)
        tell(waitingLine(*job.waiting));
    if (waiting != m_waiting && !job.waiting && !job.isOver())
        m_state.clear(); // it goes on: say with what
    m_waiting = waiting;
}

void TextReporter::tellState(const Job &job)
{
    const QString state = job.waiting ? TextReporterText::tr("waiting") : stateLine(job);
    if (state == m_state)
        return;
    m_state = state;
    m_since.start();
    m_transfer.clear();
    if (m_tick.isActive()) {
        m_tick.start(); // in step with the state, so that no second is left out
        showLive();
    } else if (!state.isEmpty() && !job.waiting)
        tell(state);
}

void TextReporter::progressed(const Job &job, ItemId item, const Progress &progress)
{
    if (!m_tick.isActive())
        return;
    TransferRate &rate = m_rates[item];
    rate.add(Clock::system().now(), progress);
    m_transfer = itemName(job, item) + u": "_s + rateText(rate);
    showLive();
}

void TextReporter::sending(const Job &, const InputProgress &progress)
{
    if (!m_tick.isActive())
        return;
    m_transfer = TextReporterText::tr("sending inputs: %1 of %2, %3 of %4")
                     .arg(progress.files)
                     .arg(progress.allFiles)
                     .arg(sizeText(progress.bytes), sizeText(progress.allBytes));
    showLive();
}

void TextReporter::showLive()
{
    if (m_state.isEmpty())
        return;
    if (!m_transfer.isEmpty()) {
        m_terminal.live(m_transfer);
        return;
    }
    const auto lasted = std::chrono::round<std::chrono::seconds>(Milliseconds(m_since.elapsed()));
    m_terminal.live(lasted < 1s ? m_state : m_state + u"  "_s + secondsText(lasted));
}

void TextReporter::printing(const Job &job)
{
    if (m_options.logs && !m_options.many)
        m_tail.print(m_terminal, job, m_jobsFolder + u'/' + job.uid, m_options.element);
}

QCoro::Task<> TextReporter::logHere(Job job)
{
    if (!m_options.logs || m_options.many)
        co_return;
    Context context;
    if (m_options.leave)
        context.cancel = m_options.leave;
    const QString folder = m_jobsFolder + u'/' + job.uid;
    printing(job); // what came last
    const Result<> printed = co_await printLog(m_terminal, job, folder, LogPart::Script, context, m_tail.printed(), m_options.element);
    m_tail.forget();
    m_logPrinted = printed.has_value();
    if (!printed && printed.error().kind != Error::Kind::Cancelled)
        tell(printed.error().what);
}

void TextReporter::cancelling(const Job &job)
{
    tell(TextReporterText::tr("Cancelling job %1; what there is of its log and results is fetched. Ctrl-C again leaves it alone.")
             .arg(qint64(job.id)));
}

void TextReporter::failed(const Error &error, const Job *)
{
    tell(error.sentence());
}

void TextReporter::left(const Job &job, Leaving why)
{
    m_tick.stop();
    const Error error = farewell(job, why);
    tell(error.what);
    m_terminal.tell(error.remedy);
}

void TextReporter::tellRefusals(const Delivery &delivery)
{
    for (const DeliveredArtifact &artifact : delivery.artifacts) {
        if (artifact.state == Item::State::Here)
            continue;
        const QString why = artifact.why.isEmpty() ? TextReporterText::tr("it has not been fetched.") : artifact.why;
        tell(TextReporterText::tr("Not all of “%1” is where it belongs: %2").arg(shownName(artifact.name), why));
    }
}

void TextReporter::tellLostLogs(const Job &job)
{
    for (const Item &item : job.items) {
        const bool isLost = item.state == Item::State::Gone || item.state == Item::State::Refused;
        if (isCurrent(job, item) && item.kind == Item::Kind::Log && isLost)
            tell(item.why);
    }
}

void TextReporter::printFiles(const Job &job, const Delivery &delivery)
{
    Table table({TextReporterText::tr("FILE"), TextReporterText::tr("SIZE")});
    qsizetype shown = 0;
    QSet<QString> places; // elements that are merged may have left the same file
    for (const DeliveredArtifact &artifact : delivery.artifacts) {
        for (const DeliveredFile &file : artifact.files) {
            const QString &place = job.spec.outFolder.isEmpty() ? file.path : file.name;
            if (!places.contains(place) && ++shown <= mostFiles)
                table.add({file.name, sizeText(file.size)});
            places.insert(place);
        }
    }
    if (table.isEmpty())
        return;
    m_terminal.print(QStringList(QString()) + table.lines());
    if (shown > mostFiles)
        m_terminal.print(TextReporterText::tr("… and %n more file(s)", nullptr, int(shown - mostFiles)));
}

void TextReporter::printTimes(const Job &job)
{
    const JobTimes times = timesOf(job);
    Table table({TextReporterText::tr("QUEUED"), TextReporterText::tr("DURATION"), TextReporterText::tr("TOTAL")});
    table.add({secondsText(times.queued), secondsText(times.running), secondsText(times.total)});
    m_terminal.print(QStringList(QString()) + table.lines() + QStringList(QString()));
}

void TextReporter::tellHouse(const Job &job)
{
    const bool stands = job.house.repositoryId != 0 && !job.house.dropped;
    if (!stands || job.error || job.spec.account == thisComputerId())
        return;
    const QString repository = job.house.owner + u'/' + job.house.name;
    const QString page = deletePage(job).toString();
    if (job.spec.housing == Housing::Standing)
        tell(TextReporterText::tr("The branch %1 of %2 is kept, and its run. Delete it at: %3").arg(job.house.branch, repository, page));
    else
        tell(TextReporterText::tr("The repository %1 is kept. Delete it at: %2").arg(repository, page));
}

void TextReporter::over(const Job &job, const Delivery &delivery, ExitCode code)
{
    m_tick.stop();
    if (m_options.tables && !m_options.many && job.submittedAt) {
        printFiles(job, delivery);
        printTimes(job);
    }
    tellRefusals(delivery);
    tellLostLogs(job);
    if (job.error)
        tell(job.error->sentence());
    tellHouse(job);
    const QFileInfo out(delivery.out);
    if (delivery.fileCount() > 0 && (out.isDir() || !out.exists()))
        tell(TextReporterText::tr("Results: %1").arg(QDir::toNativeSeparators(delivery.out)));
    const bool isGood = code == ExitCode::Succeeded;
    m_terminal.tell(painted(endLine(job), isGood ? Paint::Good : Paint::Bad)); // names the job itself
}

} // namespace punchcard::cli
