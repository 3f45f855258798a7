// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/localhub.h"
#include "core/secrets/keychaintokenstore.h"

#include <functional>
#include <vector>

namespace punchcard {

/// What one check of `punch doctor` found.
struct Check
{
    enum class Level { Ok, Warn, Fail };
    QString name = {}; ///< "home", "keychain", "bubblewrap" …: stable, for --json and tests.
    Level level = Level::Ok;
    QString what = {}; ///< One sentence.
    QString remedy = {}; ///< Empty when all is well.
};

/// "ok", "warn", "fail".
[[nodiscard]] QString levelName(Check::Level level);
[[nodiscard]] Check checkFromError(const QString &name, const Error &error, Check::Level level = Check::Level::Fail);

/// Writable, and at least a gigabyte free.
[[nodiscard]] Check checkHome(const Home &home);
/// Really writes, reads and removes an entry.
[[nodiscard]] QCoro::Task<Check> checkKeychain(std::shared_ptr<KeychainTokenStore> keychain, Context context);
/// Really runs /bin/true in a sandbox such as the hub makes.
[[nodiscard]] QCoro::Task<Check> checkBubblewrap(QString program, Context context);
/// Script checks.
[[nodiscard]] QCoro::Task<Check> checkShellCheck(QString program, Context context);
/// GitHub's own command line, and whether it is signed in to github.com.
[[nodiscard]] QCoro::Task<Check> checkGh(QString program, Context context);
/// Really starts it.
[[nodiscard]] QCoro::Task<Check> checkHub(LocalHub hub, Context context);

/// Every check above, then those handed in (such as: does the account's server answer), in order.
using CheckFunction = std::function<QCoro::Task<Check>(Context)>;
[[nodiscard]] QCoro::Task<QList<Check>> runDoctor(Home home, std::shared_ptr<KeychainTokenStore> keychain, LocalHub hub,
                                                  std::vector<CheckFunction> more, Context context);

} // namespace punchcard
