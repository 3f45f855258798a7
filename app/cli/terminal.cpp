// SPDX-License-Identifier: MIT
#include "app/cli/terminal.h"

#include "app/cli/table.h"

#include <QFile>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>

#ifdef Q_OS_UNIX
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

#ifdef Q_OS_UNIX
// Not through stdio: a log is written from another thread than the rest.
bool writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool isTerminal(int descriptor)
{
    return ::isatty(descriptor) == 1;
}

int widthOf(int descriptor)
{
    winsize size = {};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

constexpr int outDescriptor = STDOUT_FILENO;
constexpr int errDescriptor = STDERR_FILENO;
#else
bool writeAll(int descriptor, QByteArrayView bytes)
{
    std::FILE *const stream = descriptor == 1 ? stdout : stderr;
    return std::fwrite(bytes.data(), 1, size_t(bytes.size()), stream) == size_t(bytes.size()) && std::fflush(stream) == 0;
}

bool isTerminal(int)
{
    return false;
}

int widthOf(int)
{
    return 80;
}

constexpr int outDescriptor = 1;
constexpr int errDescriptor = 2;
#endif

// In a log CR begins a line anew; here it would let a name or a server's message stand in place of what we say of it.
QByteArray harmlessLine(QString line, bool colours)
{
    return terminalText(line.replace(u'\r', u' ').toUtf8(), colours ? Colours::On : Colours::Off);
}

QByteArray harmless(const QString &text, bool colours)
{
    QByteArray result;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        result += harmlessLine(line, colours) + '\n';
    return result;
}

} // namespace

Streams Streams::standard()
{
    const bool isDumb = qEnvironmentVariable("TERM") == "dumb"_L1;
    const auto failure = std::make_shared<std::atomic<int>>(0);
    const auto out = [failure](QByteArrayView bytes) {
        if (writeAll(outDescriptor, bytes))
            return true;
        if (errno != EPIPE)
            *failure = errno;
        return false;
    };
    const bool wantsColours = qEnvironmentVariableIsEmpty("NO_COLOR") && !isDumb;
    return {.out = out,
            .err = [](QByteArrayView bytes) { return writeAll(errDescriptor, bytes); },
            .width = [] { return widthOf(errDescriptor); },
            .outFailure = [failure] { return failure->load(); },
            .outColours = wantsColours && isTerminal(outDescriptor),
            .errColours = wantsColours && isTerminal(errDescriptor),
            .live = !isDumb && isTerminal(errDescriptor)};
}

Terminal::Terminal(Streams streams)
    : m_streams(std::move(streams))
{
}

Terminal::~Terminal()
{
    eraseLive();
}

QString Terminal::outFailure() const
{
    const int failure = m_streams.outFailure();
    return failure == 0 ? QString() : qt_error_string(failure);
}

void Terminal::print(const QString &text)
{
    eraseLive();
    // Nobody reads any more: the job goes on all the same.
    (void)m_streams.out(harmless(text, m_streams.outColours));
}

void Terminal::print(const QStringList &lines)
{
    if (!lines.isEmpty())
        print(lines.join(u'\n'));
}

void Terminal::tell(const QString &text)
{
    eraseLive();
    (void)m_streams.err(harmless(text, m_streams.errColours));
}

void Terminal::live(const QString &text)
{
    if (!m_streams.live || m_held || text == m_live)
        return;
    // One column stays free: a full line would wrap, and could not be erased.
    const QString line = clipped(QString::fromUtf8(harmlessLine(text, false)), m_streams.width() - 1);
    (void)m_streams.err("\r\x1b[K" + line.toUtf8());
    m_live = text;
}

void Terminal::eraseLive()
{
    if (m_live.isEmpty())
        return;
    (void)m_streams.err("\r\x1b[K");
    m_live.clear();
}

void Terminal::hold()
{
    eraseLive();
    m_held = true;
}

QString painted(const QString &text, Paint paint)
{
    switch (paint) {
    case Paint::Good: return u"\x1b[32m"_s + text + u"\x1b[0m"_s;
    case Paint::Bad: return u"\x1b[31m"_s + text + u"\x1b[0m"_s;
    case Paint::Faint: return u"\x1b[2m"_s + text + u"\x1b[0m"_s;
    }
    return text;
}

} // namespace punchcard::cli
