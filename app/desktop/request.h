// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

namespace punchcard::desktop {

/// What a start of the program asks for; handed over to a window that is there already.
struct Request
{
    QStringList files = {}; ///< absolute
    bool local = false;     ///< choose this computer to run them
    QString activation = {}; ///< by which the desktop lets a window come to the front (Wayland)

    bool operator==(const Request &) const = default;
};

struct Arguments
{
    Request request = {};
    bool verbose = false;
};

/// Ends the program for --help, --version and what it does not know.
[[nodiscard]] Arguments parseArguments(const QStringList &arguments);

[[nodiscard]] QByteArray toMessage(const Request &request);
/// A message that is none asks for nothing.
[[nodiscard]] Request fromMessage(const QByteArray &message);

} // namespace punchcard::desktop
