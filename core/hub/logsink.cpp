// SPDX-License-Identifier: MIT
#include "core/hub/logsink.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include <utility>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

struct Logs
{
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

constexpr qsizetype pendingLimit = 512 * 1024;
constexpr qsizetype longestMessage = 4096;
const QByteArray byteOrderMark = "\xEF\xBB\xBF";

} // namespace

LogSink::LogSink(Options options)
    : m_options(std::move(options))
{
    openFile(m_jobFile, u"job.txt"_s);
}

void LogSink::openFile(std::unique_ptr<QFile> &file, const QString &name)
{
    file = std::make_unique<QFile>(m_options.folder + u'/' + name);
    if (!file->open(QIODevice::WriteOnly | QIODevice::Unbuffered | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner)
        || file->write(byteOrderMark) != byteOrderMark.size())
        fail(file->errorString());
}

void LogSink::fail(const QString &reason)
{
    if (!std::exchange(m_broken, true))
        m_options.failed(reason);
}

void LogSink::beginStep(int number)
{
    endLine();
    if (m_cutOff > 0)
        line("##[warning]" + Logs::tr("%1 bytes of this step's output were left out.").arg(m_cutOff).toUtf8());
    flush();
    m_cutOff = 0;
    m_stopToken.clear();
    m_stepFile.reset();
    m_step = number;
    if (number > 0 && !m_broken)
        openFile(m_stepFile, QString::number(number) + u".txt"_s);
}

const QByteArray &LogSink::stamp()
{
    const qint64 now = toEpoch(m_options.clock->now());
    if (now != m_stampTime) {
        m_stampTime = now;
        m_stamp = QDateTime::fromMSecsSinceEpoch(now, QTimeZone::UTC).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s).toLatin1() + "0000Z ";
    }
    return m_stamp;
}

void LogSink::line(const QByteArray &text)
{
    endLine();
    write(stamp() + m_masker.masked(text) + '\n', true);
}

void LogSink::output(QByteArrayView lines)
{
    // Lines that may be commands are rare: what lies between them goes in one piece.
    qsizetype done = 0;
    for (qsizetype at = 0; at < lines.size();) {
        const qsizetype found = lines.indexOf('\n', at);
        const qsizetype next = found < 0 ? lines.size() : found + 1;
        QByteArrayView one = lines.sliced(at, next - at);
        if (!m_begun && mayBeCommand(one)) {
            one = one.chopped(one.endsWith("\r\n") ? 2 : one.endsWith('\n') ? 1 : 0);
            if (const auto command = parseLogCommand(one); command || !m_stopToken.isEmpty()) {
                program(lines.sliced(done, at - done));
                done = next;
                obey(one, command.value_or(LogCommand()));
            }
        }
        if (found >= 0 && m_begun) {
            program(lines.sliced(done, next - done));
            done = next;
        }
        at = next;
    }
    program(lines.sliced(done));
}

void LogSink::obey(QByteArrayView line, const LogCommand &command)
{
    if (!m_stopToken.isEmpty()) {
        if (line.trimmed() == "::" + m_stopToken + "::")
            m_stopToken.clear();
        return program(QByteArray(line.toByteArray() + '\n'));
    }
    LogCommand safe{.name = command.name};
    if (command.name == "add-mask") {
        // The mask's own line never shows. Its lines count one by one, as maskForms() has it.
        if (!command.data.trimmed().isEmpty()) {
            addMask(command.data);
            safe.data = command.data;
            m_options.commanded(m_step, safe);
        }
        return;
    }
    safe.data = m_masker.masked(command.data).left(longestMessage);
    for (auto property = command.properties.constBegin(); property != command.properties.constEnd(); ++property)
        safe.properties.insert(property.key(), m_masker.masked(*property));
    if (command.name == "stop-commands") {
        m_stopToken = command.data;
        return program(QByteArray(line.toByteArray() + '\n'));
    }
    if (command.name == "group" || command.name == "endgroup")
        return show("##[" + command.name + "]", command);
    if (command.name == "debug") {
        if (m_options.debug)
            show("##[debug]", command);
        return;
    }
    if (command.name == "echo")
        return;
    if (command.name == "error" || command.name == "warning" || command.name == "notice")
        show("##[" + command.name + "]", command);
    m_options.commanded(m_step, safe);
}

void LogSink::show(const QByteArray &marker, const LogCommand &command)
{
    write(stamp() + marker + m_masker.masked(command.data).left(longestMessage) + '\n', false);
}

void LogSink::program(QByteArrayView lines)
{
    if (lines.isEmpty())
        return;
    if (m_begun) {
        // The rest of a line whose beginning is in the files already.
        const qsizetype found = lines.indexOf('\n');
        const QByteArrayView rest = found < 0 ? lines : lines.first(found);
        write(m_masker.begin(rest, m_covered, true).text + '\n', false);
        m_begun = false;
        m_covered = 0;
        return program(found < 0 ? QByteArrayView() : lines.sliced(found + 1));
    }
    const QByteArray safe = m_masker.masked(lines);
    const QByteArray &now = stamp();
    QByteArray stamped;
    stamped.reserve(safe.size() + safe.size() / 2 + 64);
    for (qsizetype at = 0; at < safe.size();) {
        const qsizetype found = safe.indexOf('\n', at);
        const qsizetype end = found < 0 ? safe.size() : found;
        const qsizetype text = end > at && safe.at(end - 1) == '\r' ? end - 1 : end;
        stamped.append(now).append(QByteArrayView(safe).sliced(at, text - at)).append('\n');
        at = end + 1;
    }
    write(stamped, false);
}

qsizetype LogSink::beginning(QByteArrayView text)
{
    const Masker::Piece piece = m_masker.begin(text, m_covered, false);
    write((m_begun ? QByteArray() : stamp()) + piece.text, false);
    m_begun = true;
    m_covered = piece.covered;
    return piece.keepFrom;
}

void LogSink::endLine()
{
    if (!m_begun)
        return;
    m_begun = false;
    m_covered = 0;
    write("\n", true);
}

void LogSink::write(const QByteArray &bytes, bool own)
{
    if (m_broken)
        return;
    if (!own && m_kept + bytes.size() > m_options.limit) {
        m_kept = std::max(m_kept, m_options.limit); // what is shorter does not get in later
        if (!std::exchange(m_isLimitSaid, true)) {
            if (std::exchange(m_begun, false))
                m_pending += '\n';
            m_pending += stamp() + "##[warning]"
                + Logs::tr("The log has reached %1 bytes, Punchcard's limit on this computer: what is printed from here on is left out.")
                      .arg(m_options.limit)
                      .toUtf8()
                + '\n';
        }
        m_cutOff += bytes.size();
        return;
    }
    m_kept += bytes.size();
    m_pending += bytes;
    if (m_pending.size() > pendingLimit)
        flush();
}

void LogSink::flush()
{
    if (m_pending.isEmpty())
        return;
    for (const auto *file : {&m_jobFile, &m_stepFile}) {
        if (!m_broken && *file && (*file)->write(m_pending) != m_pending.size())
            fail((*file)->errorString());
    }
    m_pending.clear();
}

} // namespace punchcard::hub
