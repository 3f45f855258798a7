// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace punchcard::hub {

/// How clients of this home find the hub: <home>/hub/address.json, for the owner's eyes only, there while the hub serves.
struct Address
{
    QString api;
    QString blobs;
    QByteArray token;
    qint64 pid = 0;
};

[[nodiscard]] QString addressFile(const QString &hubFolder);
[[nodiscard]] Result<> writeAddress(const QString &hubFolder, const Address &address);
/// nullopt: there is none, or no whole one.
[[nodiscard]] std::optional<Address> readAddress(const QString &hubFolder);
void removeAddress(const QString &hubFolder);

} // namespace punchcard::hub
