// SPDX-License-Identifier: MIT
#include "app/cli/jsonreporter.h"

#include "app/cli/farewell.h"
#include "app/cli/jsonevents.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

// Qt escapes no more than the first 32. Terminals obey those above ASCII too, and bidi characters would hide what is said.
// Outside of strings none of them can be.
QByteArray withEscapes(const QByteArray &json)
{
    static const QRegularExpression special(
        u"[\\x{7F}-\\x{9F}\\x{61C}\\x{200E}\\x{200F}\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}\\x{FEFF}]"_s);
    const QString text = QString::fromUtf8(json);
    QString escaped;
    qsizetype from = 0;
    for (QRegularExpressionMatchIterator found = special.globalMatch(text); found.hasNext();) {
        const qsizetype at = found.next().capturedStart();
        escaped += QStringView(text).sliced(from, at - from);
        escaped += u"\\u%1"_s.arg(text.at(at).unicode(), 4, 16, QChar(u'0'));
        from = at + 1;
    }
    escaped += QStringView(text).sliced(from);
    return from == 0 ? json : escaped.toUtf8();
}

} // namespace

void printJson(Terminal &terminal, const QJsonObject &object)
{
    // Not through print(): what it holds must arrive as it is.
    (void)terminal.write(withEscapes(QJsonDocument(object).toJson(QJsonDocument::Compact)) + '\n');
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
