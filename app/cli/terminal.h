// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/terminaltext.h"

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <functional>

namespace punchcard::cli {

/// Where texts go, and what may be done there. standard() is the process's own; tests hand in others.
struct Streams
{
    /// False when nobody reads any more.
    std::function<bool(QByteArrayView)> out;
    std::function<bool(QByteArrayView)> err;
    std::function<int()> width = [] { return 80; };
    /// errno of the first write to standard output that failed, 0: none, or nobody reads any more.
    std::function<int()> outFailure = [] { return 0; };
    bool outColours = false; ///< standard output is a terminal, and nobody asked for no colours (NO_COLOR, TERM=dumb)
    bool errColours = false;
    bool live = false; ///< standard error is a terminal on which a line can be written over

    [[nodiscard]] static Streams standard();
};

/// Standard output for what was asked for, standard error for how it goes. Whatever text comes in, only colours and
/// printable characters go out. Main thread, but for write().
class Terminal
{
public:
    explicit Terminal(Streams streams);
    ~Terminal();
    Q_DISABLE_COPY_MOVE(Terminal)

    /// To standard output, each line made harmless.
    void print(const QString &text);
    void print(const QStringList &lines);
    /// To standard error, likewise.
    void tell(const QString &text);

    /// Shows @p text as the last line of standard error until the next one; nothing where isLive() is false.
    void live(const QString &text);
    /// In columns.
    [[nodiscard]] int width() const { return m_streams.width(); }
    [[nodiscard]] bool isLive() const { return m_streams.live; }
    /// From now on no live line: something else writes to standard error.
    void setPlain() { m_streams.live = false; }

    /// While something writes to standard output from another thread: no live line.
    void hold();
    void release() { m_held = false; }
    /// Bytes that are harmless already, to standard output; from any thread between hold() and release(). False when
    /// nobody reads them any more.
    [[nodiscard]] bool write(QByteArrayView bytes) const { return m_streams.out(bytes); }
    /// Why not all that was printed has arrived, for people; empty when it has, or when whoever read it wanted no more.
    [[nodiscard]] QString outFailure() const;
    [[nodiscard]] Colours outColours() const { return m_streams.outColours ? Colours::On : Colours::Off; }

private:
    void eraseLive();

    Streams m_streams;
    QString m_live;
    bool m_held = false;
};

/// @p text in a colour, for print() and tell(), which take it away where there are no colours.
enum class Paint { Good, Bad, Faint };
[[nodiscard]] QString painted(const QString &text, Paint paint);

} // namespace punchcard::cli
