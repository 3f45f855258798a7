// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QMap>

#include <optional>

namespace punchcard::hub {

/// A workflow command in a program's output: `::name key=value,…::data`, or `##[name key=value;…]data`.
struct LogCommand
{
    QByteArray name = {};
    QMap<QByteArray, QByteArray> properties = {};
    QByteArray data = {};
};

/// The command that @p line is; nullopt for a line that is none or has a name that GitHub does not know either.
[[nodiscard]] std::optional<LogCommand> parseLogCommand(QByteArrayView line);

/// Whether @p line may be one: cheap, for each line of a long log.
[[nodiscard]] bool mayBeCommand(QByteArrayView line);

} // namespace punchcard::hub
