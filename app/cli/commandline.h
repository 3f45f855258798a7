// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace punchcard::cli {

/// The grammar of `punch`, and what its parser fills in before anybody has judged it. Lives for one command.
class CommandLine
{
public:
    CommandLine();

    /// What was asked for, or what is wrong with it.
    [[nodiscard]] std::expected<Arguments, Told> parse(const QStringList &arguments);

private:
    using Strings = std::vector<std::string>;
    /// Texts as they were typed, for options whose value is checked afterwards.
    struct Typed
    {
        std::string file, apiUrl, tokenFile, caFile, owner, account, runnerGroup, secretsFrom, standing, params, out, timeout, interval,
            name, job, example, exported, clientId;
        Strings runsOn, race, secrets, inputs, each, names;
        bool ownRepository = false, organisation = false, isPrivate = true, deleteHouse = true, live = true, failFast = true;
        int array = 0, maxParallel = 0, maxAttempts = 0, element = -1;
    };

    CLI::App *verb(CLI::App &parent, Verb verb, const char *name, const QString &what);
    CLI::App *jobVerb(Verb verb, const char *name, const QString &what);
    void addRun();
    void addArray(CLI::App &run);
    void addAccountChoice(CLI::App &app);
    void addWatching(CLI::App &app);
    void addDefaults(CLI::App &app);
    void addJobVerbs();
    void addRaces();
    void addAccountVerbs();
    void addOthers();
    void addExamples();

    [[nodiscard]] bool given(const char *option) const;
    [[nodiscard]] std::optional<Told> take();
    [[nodiscard]] std::optional<Told> takeWatching();
    [[nodiscard]] std::optional<Told> takeAccount();
    void takeChanges();
    [[nodiscard]] std::optional<Told> takeRun();
    [[nodiscard]] Told wrong(const QString &what) const;

    CLI::App m_app;
    CLI::App *m_chosen = nullptr;
    Arguments m_arguments;
    Typed m_typed;
};

} // namespace punchcard::cli
