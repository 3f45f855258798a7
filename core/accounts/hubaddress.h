// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"

#include <QUrl>

namespace punchcard {

/// Where this computer's hub is now, from `<home>/hub/address.json` (0600), which the hub writes when it listens:
/// {"api": URL, "blobs": URL, "token": text, "pid": number}. While it lives it holds `<home>/hub/hub.lock` (QLockFile, stale
/// time 0) and takes it with some patience: a client that looks whether it is held blocks it for a moment.
struct HubAddress
{
    QUrl api;
    QUrl blobs;
    SecretString token;
    qint64 pid = 0;
};

[[nodiscard]] QString hubAddressFile(const QString &hubFolder);
[[nodiscard]] QString hubLockFile(const QString &hubFolder);
[[nodiscard]] QString hubLogFile(const QString &hubFolder);
/// Missing: no such file. Malformed: something else is in it, or an address that is not this computer's.
[[nodiscard]] Result<HubAddress> readHubAddress(const QString &hubFolder);
/// The process that holds the hub's lock; 0: nobody, or one that has not yet written who it is.
[[nodiscard]] qint64 hubLockHolder(const QString &hubFolder);

} // namespace punchcard
