// SPDX-License-Identifier: MIT
// app/cli: punch, the same desk from a terminal. arguments (argv to a plain struct), compat (Go's spelling), program
// (start-up and wiring), verbs/ (a file for each verb or group), watchjob (follows one job), reporters (text, JSON).
#pragma once

#include "app/cli/exitcode.h"
#include "core/accounts/account.h"
#include "core/base/time.h"
#include "core/job/ids.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <expected>
#include <optional>

namespace punchcard::cli {

enum class Verb {
    Run,
    List,
    Show,
    Logs,
    Fetch,
    Cancel,
    Rerun,
    Wait,
    Forget,
    Resume,
    LeftOvers,
    AccountList,
    AccountAdd,
    AccountEdit,
    AccountRemove,
    AccountCheck,
    Doctor,
    Examples,
    ExampleShow,
    Race,
    Export,
};

/// How a job is followed.
struct WatchOptions
{
    bool json = false;
    bool logs = true;
    bool detach = false;
    std::optional<Milliseconds> interval = {};
    std::optional<int> maxAttempts = {};

    /// How long to watch once the job is on its way; nullopt: to its end.
    [[nodiscard]] std::optional<Milliseconds> limit() const;
};

/// Which account: at most one of the first three groups is given.
struct AccountOptions
{
    QString account = {};
    bool local = false;
    std::optional<QUrl> apiRoot = {};
    QString tokenFile = {}; ///< absolute
    QString caFile = {};    ///< absolute
};

/// `punch run`; what is not given is left to the account's defaults.
struct RunOptions
{
    QString file = {}; ///< "-": standard input
    AccountOptions account = {};
    QString owner = {};
    std::optional<bool> organisation = {};
    std::optional<bool> isPrivate = {};
    std::optional<bool> deleteHouse = {};
    std::optional<bool> live = {};
    QStringList runsOn = {};
    QString runnerGroup = {};
    QStringList race = {};    ///< those that it races against, as typed
    QString secretsFrom = {}; ///< absolute
    QStringList secrets = {}; ///< NAME=@FILE, as typed
    QStringList inputs = {};  ///< absolute
    int array = 0;
    QStringList each = {};    ///< absolute
    QString params = {};      ///< absolute
    std::optional<int> maxParallel = {};
    std::optional<bool> failFast = {};
    bool merge = false;
    std::optional<QString> standing = {};
    QString outFolder = {};   ///< absolute
    bool overwrite = false;
    std::optional<int> timeoutMinutes = {};
    bool oidc = false;
    bool packages = false;
};

/// `punch account …`
struct AccountVerbOptions
{
    QString account = {}; ///< edit, remove, check: id or name; empty: all
    AccountChanges changes = {}; ///< edit, add
    bool fromGh = false;
    bool byBrowser = false;
    bool isSealed = false; ///< where no keychain works
    QString clientId = {}; ///< of the app that signs in with a browser; empty: the settings', or the one built in
};

/// What was asked for. A plain value.
struct Arguments
{
    Verb verb = Verb::List;
    bool verbose = false;
    WatchOptions watch = {};
    RunOptions run = {};
    AccountVerbOptions accounts = {};
    JobId job = {};
    bool again = false;      ///< race
    bool follow = false;     ///< logs
    bool everything = false; ///< logs
    bool failedOnly = false; ///< rerun
    std::optional<int> element = {}; ///< logs: of an array
    bool elements = false;   ///< show: those of an array alone
    bool csv = false;        ///< show: the same as CSV
    QString outFolder = {};  ///< fetch; export: its file; absolute
    bool overwrite = false;  ///< fetch, export
    bool deleteThem = false; ///< leftovers
    QStringList names = {};  ///< leftovers: those that are to be deleted
    bool yes = false;        ///< leftovers
    QString example = {};    ///< examples show: its name or its file
};

/// Why there is nothing to do: a text asked for (help, version), or what is wrong with the command.
struct Told
{
    ExitCode code = ExitCode::Succeeded;
    QString out = {}; ///< for standard output
    QString err = {}; ///< for standard error
};

/// @p arguments without the program's name, in any spelling that compat.h knows. Relative paths are taken from the
/// current folder; no file is looked at.
[[nodiscard]] std::expected<Arguments, Told> parseArguments(const QStringList &arguments);

} // namespace punchcard::cli
