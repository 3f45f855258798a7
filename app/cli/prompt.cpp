// SPDX-License-Identifier: MIT
#include "app/cli/prompt.h"

#include "core/base/latch.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct PromptText
{
    Q_DECLARE_TR_FUNCTIONS(Prompt)
};

constexpr qsizetype longestLine = 4096;

#ifdef Q_OS_UNIX
/// Does not show what is typed, as long as it lives.
class Hidden
{
public:
    Hidden()
    {
        m_changed = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= tcflag_t(~ECHO);
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Hidden()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(Hidden)

private:
    termios m_before = {};
    bool m_changed = false;
};

// By the event loop, so that Ctrl-C is heard. A terminal gives whole lines.
Async<QByteArray> readLine(Context context)
{
    Latch latch(context);
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &latch, [&notifier, &latch] {
        notifier.setEnabled(false);
        latch.open();
    });
    co_await latch.opened();
    if (context.cancelled())
        co_return cancelledError();
    QByteArray line(longestLine, Qt::Uninitialized);
    const ssize_t length = ::read(STDIN_FILENO, line.data(), size_t(line.size()));
    line.truncate(std::max<qsizetype>(length, 0));
    co_return line;
}
#else
class Hidden
{
};

Async<QByteArray> readLine(Context context)
{
    QFile input;
    const QByteArray line = input.open(stdin, QIODevice::ReadOnly) ? input.readLine(longestLine) : QByteArray();
    co_return context.cancelled() ? Result<QByteArray>(cancelledError()) : Result<QByteArray>(line);
}
#endif

} // namespace

bool canAsk()
{
#ifdef Q_OS_UNIX
    return ::isatty(STDIN_FILENO) == 1;
#else
    return false;
#endif
}

Async<bool> confirm(Terminal &terminal, QString question, Context context)
{
    terminal.tell(PromptText::tr("%1 [y/N]").arg(question));
    const Result<QByteArray> line = co_await readLine(context);
    if (!line)
        co_return line.error();
    const QByteArray answer = line->trimmed().toLower();
    co_return answer == "y" || answer == "yes";
}

Async<QByteArray> askHidden(Terminal &terminal, QString question, Context context)
{
    terminal.tell(question);
    const Hidden hidden;
    Result<QByteArray> line = co_await readLine(context);
    co_return line;
}

Async<QByteArray> readInput(qint64 limit, Context context)
{
    const auto reading = [limit]() -> Result<QByteArray> {
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly)) {
            return Error{.kind = Error::Kind::Local,
                         .what = PromptText::tr("Standard input cannot be read."),
                         .remedy = PromptText::tr("Name a file instead."),
                         .said = input.errorString()};
        }
        return input.read(limit);
    };
    return onPool(context, reading);
}

} // namespace punchcard::cli
