// SPDX-License-Identifier: MIT
#include "app/cli/livetail.h"

#include "core/job/array.h"
#include "core/logs/livetext.h"
#include "core/logs/logline.h"

#include <QFile>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

// Several at once would be a muddle.
QString liveTextOf(const Job &job, const QString &folder, std::optional<int> element)
{
    for (const Run &run : job.runs) {
        if (run.attempts.isEmpty())
            continue;
        const Attempt &attempt = run.attempts.constLast();
        for (const Task &task : attempt.tasks) {
            const bool isMeant = element ? elementOf(job.spec, task) == *element : attempt.tasks.size() == 1 && job.runs.size() == 1;
            if (isMeant)
                return liveLogPath(folder + u"/logs/attempt-%1"_s.arg(attempt.number), task.name);
        }
    }
    return {};
}

} // namespace

void LiveTail::print(Terminal &terminal, const Job &job, const QString &folder, std::optional<int> element)
{
    const QString name = liveTextOf(job, folder, element);
    if (name.isEmpty())
        return;
    if (name != m_file) {
        forget();
        m_file = name;
    }
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(m_at))
        return;
    const QByteArray read = file.readAll();
    const QByteArrayView whole = QByteArrayView(read).first(read.lastIndexOf('\n') + 1);
    if (whole.isEmpty())
        return;
    QByteArray shown;
    shown.reserve(whole.size());
    for (qsizetype at = 0; at < whole.size();) {
        const qsizetype end = whole.indexOf('\n', at);
        const LogLine line = parseLogLine(whole.sliced(at, end - at));
        at = end + 1;
        m_hash.addData(line.text);
        m_hash.addData("\n");
        ++m_lines;
        if (line.marker != LogMarker::EndGroup)
            shown.append(prefixFor(line.marker)).append(terminalText(line.text, terminal.outColours())).append('\n');
    }
    m_at += whole.size();
    terminal.hold(); // the live line goes
    (void)terminal.write(shown);
    terminal.release();
}

void LiveTail::forget()
{
    m_file.clear();
    m_at = 0;
    m_lines = 0;
    m_hash.reset();
}

} // namespace punchcard::cli
