// SPDX-License-Identifier: MIT
#include "app/cli/jsonreporter.h"

#include "app/cli/farewell.h"
#include "app/cli/jsonevents.h"

#include <QJsonDocument>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

void printJson(Terminal &terminal, const QJsonObject &object)
{
    // Not through print(): JSON escapes control characters itself, and what it holds must arrive as it is.
    (void)terminal.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

JsonReporter::JsonReporter(Terminal &terminal)
    : m_terminal(terminal)
{
}

void JsonReporter::submitted(const Job &job, const QStringList &notes)
{
    m_notes = notes;
    update(job);
}

void JsonReporter::update(const Job &job)
{
    for (const Phase phase : phasesSince(m_phase, job)) {
        printJson(m_terminal, phaseEvent(job, phase, phase == Phase::Prepared ? m_notes : QStringList()));
        m_phase = phase;
    }
    const QString waiting = job.waiting ? wordFor(job.waiting->what) + job.waiting->error.what : QString();
    if (waiting != m_waiting && job.waiting)
        printJson(m_terminal, waitingEvent(job));
    m_waiting = waiting;
}

QCoro::Task<> JsonReporter::logHere(Job)
{
    co_return;
}

void JsonReporter::failed(const Error &error, const Job *job)
{
    printJson(m_terminal, errorEvent(error, job));
    m_terminal.tell(error.sentence());
}

void JsonReporter::left(const Job &job, Leaving why)
{
    if (why == Leaving::OnItsWay)
        return;
    printJson(m_terminal, errorEvent(farewell(job, why), &job));
}

void JsonReporter::over(const Job &job, const Delivery &delivery, ExitCode code)
{
    if (job.error)
        failed(*job.error, &job);
    printJson(m_terminal, doneEvent(job, delivery, code));
}

} // namespace punchcard::cli
