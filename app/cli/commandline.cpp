// SPDX-License-Identifier: MIT
#include "app/cli/commandline.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct Help
{
    Q_DECLARE_TR_FUNCTIONS(PunchHelp)
};

constexpr std::size_t columnWidth = 30;

std::string text(const QString &translated)
{
    return translated.toStdString();
}

QString differences()
{
    return Help::tr("Every flag of actions-batch is taken, with one dash or two. Three defaults differ:\n"
                    "  --private       repositories are private unless --private=false\n"
                    "  --org           whether the owner is a user or an organisation is found out\n"
                    "  --max-attempts  ends the watching (exit 5), never the job; --interval is the\n"
                    "                  shortest interval between two looks\n\n"
                    "Exit status: 0 succeeded, 1 failed or timed out, 2 wrong usage, 3 could not be\n"
                    "submitted, 4 cancelled, 5 fate unknown or no longer watched, 6 succeeded but not\n"
                    "all results are here. Ctrl-C cancels the job; a second one leaves it alone.\n"
                    "Tokens come from the account's keychain entry, --token-file or PUNCHCARD_TOKEN.");
}

} // namespace

CommandLine::CommandLine()
    : m_app(text(Help::tr("Runs scripts as batch jobs on GitHub Actions or on this computer.")), "punch")
{
    m_app.require_subcommand(1);
    m_app.get_formatter()->column_width(columnWidth);
    m_app.get_formatter()->label("SUBCOMMAND", "VERB");
    m_app.set_version_flag("--version", "punch " PUNCHCARD_VERSION, text(Help::tr("Show the version")));
    m_app.footer(text(Help::tr("“punch VERB --help” tells more. “punch --file x …” is “punch run --file x …”.")));
    addRun();
    addJobVerbs();
    addRaces();
    addAccountVerbs();
    addOthers();
    addExamples();
}

CLI::App *CommandLine::verb(CLI::App &parent, Verb verb, const char *name, const QString &what)
{
    CLI::App *app = parent.add_subcommand(name, text(what))->group(text(Help::tr("Verbs")));
    app->add_flag("--verbose", m_arguments.verbose, text(Help::tr("Show each request and wait")));
    app->callback([this, app, verb] {
        m_arguments.verb = verb;
        m_chosen = app;
    });
    return app;
}

CLI::App *CommandLine::jobVerb(Verb wanted, const char *name, const QString &what)
{
    CLI::App *app = verb(m_app, wanted, name, what);
    app->usage(text(Help::tr("Usage: punch %1 ID [OPTIONS]").arg(QLatin1StringView(name))));
    app->add_option("ID", m_typed.job, text(Help::tr("The job's number, as “punch list” shows it")))->required()->option_text(" ");
    return app;
}

void CommandLine::addAccountChoice(CLI::App &app)
{
    CLI::Option *account = app.add_option("--account", m_typed.account, text(Help::tr("Where to run, by the account's name")));
    CLI::Option *local = app.add_flag("--local", m_arguments.run.account.local, text(Help::tr("Run on this computer")));
    CLI::Option *url
        = app.add_option("--api-url", m_typed.apiUrl, text(Help::tr("The API's root; default: PUNCHCARD_API_URL, else GitHub")));
    CLI::Option *token = app.add_option("--token-file", m_typed.tokenFile, text(Help::tr("A file that holds the token")));
    CLI::Option *ca = app.add_option("--ca-file", m_typed.caFile, text(Help::tr("Authorities to trust besides the system's, PEM")));
    account->option_text("NAME")->excludes(local)->excludes(url)->excludes(token);
    local->excludes(url)->excludes(ca)->option_text(" ");
    url->option_text("URL");
    token->option_text("FILE");
    ca->option_text("FILE")->excludes(account);
}

void CommandLine::addWatching(CLI::App &app)
{
    WatchOptions &watch = m_arguments.watch;
    app.add_flag("--json", watch.json, text(Help::tr("Print one JSON object a line")));
    app.add_flag("--logs", watch.logs, text(Help::tr("Print what the script printed; default: yes")))->option_text("[=BOOL]");
    app.add_option("--interval", m_typed.interval, text(Help::tr("Shortest interval between two looks: 5s, 2m30s")))->option_text("TIME");
    app.add_option("--max-attempts", m_typed.maxAttempts, text(Help::tr("Stop watching after so many intervals")))->option_text("N");
}

void CommandLine::addRun()
{
    CLI::App *run = verb(m_app, Verb::Run, "run", Help::tr("Run a script and bring back its log and its files"));
    run->usage(text(Help::tr("Usage: punch run FILE [OPTIONS]")));
    run->add_option("FILE,--file", m_typed.file, text(Help::tr("The script; - for standard input")))->option_text(" ");
    addAccountChoice(*run);
    run->add_option("--owner", m_typed.owner, text(Help::tr("Under whom the repository is made; default: yourself")))->option_text("NAME");
    run->add_flag("--org", m_typed.organisation, text(Help::tr("The owner is an organisation; default: found out")))
        ->option_text("[=BOOL]");
    run->add_flag("--private", m_typed.isPrivate, text(Help::tr("Make the repository private; default: yes")))->option_text("[=BOOL]");
    run->add_flag("--delete", m_typed.deleteHouse,
                  text(Help::tr("Delete the repository, or the branch of a standing one, at the end; default: yes")))
        ->option_text("[=BOOL]");
    run->add_flag("--live", m_typed.live,
                  text(Help::tr("Print the output while it runs; default: yes, but not of public jobs and with --json")))
        ->option_text("[=BOOL]");
    const auto repeated = [run](const char *name, Strings &into, const QString &what, const char *shape) {
        return run->add_option(name, into, text(what))->allow_extra_args(false)->option_text(shape);
    };
    repeated("--runs-on", m_typed.runsOn, Help::tr("A label that the runner must have; may be repeated"), "LABEL");
    repeated("--race", m_typed.race,
             Help::tr("Run it at the same time on this one too, and compare: labels between commas, group:NAME, or local for this "
                      "computer; may be repeated"),
             "LABEL");
    run->add_option("--runner-group", m_typed.runnerGroup, text(Help::tr("The group that the runner must be in")))->option_text("NAME");
    run->add_option("--secrets-from", m_typed.secretsFrom, text(Help::tr("A folder with a file for each secret")))->option_text("DIR");
    repeated("--secret", m_typed.secrets, Help::tr("A secret and the file that holds it; may be repeated"), "NAME=@FILE");
    repeated("--input", m_typed.inputs,
             Help::tr("A file or folder to put beside the script, less what its .punchcardignore names; may be repeated"), "PATH");
    addArray(*run);
    run->add_option("--standing", m_typed.standing,
                    text(Help::tr("Use a branch of a standing repository, default punchcard-jobs, instead of a new "
                                  "repository; needs no right to delete one")))
        ->expected(0, 1)
        ->option_text("[REPO]");
    CLI::Option *out = run->add_option("--out", m_typed.out, text(Help::tr("The folder that results go to; default: the job's own")));
    out->option_text("DIR");
    run->add_flag("--merge", m_arguments.run.merge,
                  text(Help::tr("What the elements of an array leave goes into one folder, not one each")))
        ->needs(out)
        ->option_text(" ");
    run->add_flag("--overwrite", m_arguments.run.overwrite, text(Help::tr("Replace files that are there with other content")));
    run->add_option("--timeout", m_typed.timeout, text(Help::tr("End the script after this time: 90s, 2h; whole minutes")))
        ->option_text("TIME");
    run->add_flag("--oidc", m_arguments.run.oidc, text(Help::tr("Let the script ask for an OpenID Connect token")));
    run->add_flag("--packages", m_arguments.run.packages, text(Help::tr("Let the script publish packages")));
    run->add_flag("--detach", m_arguments.watch.detach, text(Help::tr("End once the job is on its way; “punch wait” goes on")));
    addWatching(*run);
    run->footer(text(differences()));
}

void CommandLine::addArray(CLI::App &run)
{
    CLI::Option *array = run.add_option("--array", m_typed.array, text(Help::tr("Run it N times, with PUNCHCARD_TASK 0 to N-1")));
    array->option_text("N");
    CLI::Option *each
        = run.add_option("--each", m_typed.each, text(Help::tr("Run it once for each of these, in PUNCHCARD_INPUT; none sees another's")));
    each->option_text("PATH...")->excludes(array);
    CLI::Option *params = run.add_option("--params", m_typed.params,
                                         text(Help::tr("Run it once for each row of a table (CSV), whose columns are variables")));
    params->option_text("FILE")->excludes(array)->excludes(each);
    run.add_option("--max-parallel", m_typed.maxParallel, text(Help::tr("Of an array: so many at once, at most")))->option_text("N");
    run.add_flag("--fail-fast", m_typed.failFast, text(Help::tr("Of an array: the first that fails ends the others; default: no")))
        ->option_text("[=BOOL]");
}

void CommandLine::addJobVerbs()
{
    verb(m_app, Verb::List, "list", Help::tr("List the jobs"))
        ->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));
    CLI::App *show = jobVerb(Verb::Show, "show", Help::tr("Show all about a job"));
    CLI::Option *json = show->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print a JSON object")));
    show->add_flag("--elements", m_arguments.elements, text(Help::tr("Print a table of an array's elements: parameters and times")));
    show->add_flag("--csv", m_arguments.csv, text(Help::tr("Print that table as CSV")))->excludes(json);

    CLI::App *logs = jobVerb(Verb::Logs, "logs", Help::tr("Print what a job's script printed"));
    logs->add_flag("--follow", m_arguments.follow, text(Help::tr("Wait for a log that is not here yet")));
    logs->add_option("--task", m_typed.element, text(Help::tr("Of an array: this element's alone, counted from 0")))->option_text("N");
    logs->add_flag("--everything", m_arguments.everything, text(Help::tr("Print the runner's own steps too")));

    CLI::App *fetch = jobVerb(Verb::Fetch, "fetch", Help::tr("Fetch what is still to be had of a job, or place it elsewhere"));
    fetch->add_option("--out", m_typed.out, text(Help::tr("The folder that results go to")))->option_text("DIR");
    fetch->add_flag("--overwrite", m_arguments.overwrite, text(Help::tr("Replace files that are there with other content")));
    fetch->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));

    CLI::App *exporting
        = verb(m_app, Verb::Export, "export", Help::tr("Write a script, or a job's, as a workflow for a repository of yours"));
    exporting->usage(text(Help::tr("Usage: punch export FILE|ID [OPTIONS]")));
    exporting->add_option("FILE|ID", m_typed.exported, text(Help::tr("The script, or a job's number")))->required()->option_text(" ");
    exporting->add_option("--out", m_typed.out, text(Help::tr("Where to: .github/workflows/NAME.yml; default: standard output")))
        ->option_text("FILE");
    exporting->add_flag("--overwrite", m_arguments.overwrite, text(Help::tr("Replace a file that is there with other content")));

    jobVerb(Verb::Cancel, "cancel", Help::tr("Cancel a job; of one that has ended, give up what it waits for"))
        ->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));
    CLI::App *rerun = jobVerb(Verb::Rerun, "rerun", Help::tr("Run a job again, with the script and the inputs of then"));
    rerun->add_flag("--failed", m_arguments.failedOnly, text(Help::tr("Run only what did not succeed: of an array its failed elements")));
    rerun->add_flag("--detach", m_arguments.watch.detach, text(Help::tr("End once the job is on its way; “punch wait” goes on")));
    addWatching(*rerun);
    CLI::App *wait = jobVerb(Verb::Wait, "wait", Help::tr("Watch a job to its end; Ctrl-C ends the watching only"));
    addWatching(*wait);
    jobVerb(Verb::Forget, "forget", Help::tr("Remove a job and its files from this computer"));
    CLI::App *resume = verb(m_app, Verb::Resume, "resume", Help::tr("Take up all unfinished jobs and watch them to their ends"));
    addWatching(*resume);
}

void CommandLine::addRaces()
{
    CLI::App *race = verb(m_app, Verb::Race, "race", Help::tr("Draw a race again, or list all of them"));
    race->usage(text(Help::tr("Usage: punch race [ID] [OPTIONS]")));
    CLI::Option *id = race->add_option("ID", m_typed.job, text(Help::tr("The number of any job in it; without one all are listed")));
    id->option_text(" ");
    race->add_flag("--again", m_arguments.again, text(Help::tr("Race once more: the script and the inputs of then, on the same runners")))
        ->needs(id);
    race->add_flag("--detach", m_arguments.watch.detach, text(Help::tr("End once all are on their way; “punch wait” goes on")));
    addWatching(*race);
    race->footer(text(Help::tr("A race is begun by “punch run FILE --runs-on LABEL --race LABEL”.")));
}

void CommandLine::addDefaults(CLI::App &app)
{
    app.add_option("--name", m_typed.name, text(Help::tr("What the account is called here; default: the login")))->option_text("NAME");
    app.add_option("--owner", m_typed.owner, text(Help::tr("Under whom repositories are made; default: yourself")))->option_text("NAME");
    app.add_option("--runs-on", m_typed.runsOn, text(Help::tr("A label that runners must have; may be repeated")))
        ->allow_extra_args(false)
        ->option_text("LABEL");
    app.add_option("--runner-group", m_typed.runnerGroup, text(Help::tr("The group that runners must be in")))->option_text("NAME");
    app.add_flag("--private", m_typed.isPrivate, text(Help::tr("Make repositories private; default: yes")))->option_text("[=BOOL]");
    app.add_flag("--delete", m_typed.deleteHouse, text(Help::tr("Delete them at the end; default: yes")))->option_text("[=BOOL]");
    app.add_flag("--live", m_typed.live, text(Help::tr("Print the output of private jobs while they run; default: yes")))
        ->option_text("[=BOOL]");
    CLI::Option *standing
        = app.add_option("--standing", m_typed.standing, text(Help::tr("House jobs in branches of a standing repository")));
    standing->expected(0, 1)->option_text("[REPO]");
    app.add_flag("--own-repository", m_typed.ownRepository, text(Help::tr("House each job in a repository of its own; the default")))
        ->excludes(standing)
        ->option_text(" ");
}

void CommandLine::addAccountVerbs()
{
    CLI::App *account
        = m_app.add_subcommand("account", text(Help::tr("Accounts: where jobs can run, and as whom")))->group(text(Help::tr("Verbs")));
    account->require_subcommand(1);
    verb(*account, Verb::AccountList, "list", Help::tr("List the accounts"))
        ->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));

    CLI::App *add = verb(*account, Verb::AccountAdd, "add", Help::tr("Sign in"));
    add->add_option("--api-url", m_typed.apiUrl, text(Help::tr("The API's root; default: PUNCHCARD_API_URL, else GitHub")))
        ->option_text("URL");
    CLI::Option *token = add->add_option("--token-file", m_typed.tokenFile, text(Help::tr("Take the token from this file")));
    CLI::Option *gh = add->add_flag("--gh", m_arguments.accounts.fromGh, text(Help::tr("Take over the sign-in of gh")));
    CLI::Option *browser = add->add_flag("--browser", m_arguments.accounts.byBrowser, text(Help::tr("Sign in with a browser and a code")));
    add->add_flag("--sealed", m_arguments.accounts.isSealed,
                  text(Help::tr("Where no keychain works: keep it in a file that a passphrase seals")))
        ->option_text(" ")
        ->excludes(gh);
    token->option_text("FILE")->excludes(gh)->excludes(browser);
    gh->option_text(" ")->excludes(browser);
    browser->option_text(" ");
    add->add_option("--client-id", m_typed.clientId, text(Help::tr("The OAuth app that signs in; default: as built or set")))
        ->option_text("ID")
        ->needs(browser);
    add->add_option("--ca-file", m_typed.caFile, text(Help::tr("Authorities to trust besides the system's, PEM")))->option_text("FILE");
    addDefaults(*add);
    add->footer(text(Help::tr("Without --token-file, --gh and --browser the token is read from standard input; on a\n"
                              "terminal you are asked whether gh's sign-in is to be taken over, and then for a token.\n"
                              "gh's token is asked for each time and kept nowhere. The passphrase of --sealed is asked\n"
                              "for, or read from the file that PUNCHCARD_PASSPHRASE_FILE names. A classic token needs the scopes\n"
                              "repo, workflow, delete_repo and read:org.")));

    CLI::App *edit = verb(*account, Verb::AccountEdit, "edit", Help::tr("Change what an account's jobs begin with"));
    edit->add_option("NAME", m_typed.account, text(Help::tr("The account's name or id")))->required()->option_text(" ");
    addDefaults(*edit);

    CLI::App *remove = verb(*account, Verb::AccountRemove, "remove", Help::tr("Sign out: remove an account and its token"));
    remove->add_option("NAME", m_typed.account, text(Help::tr("The account's name or id")))->required()->option_text(" ");
    CLI::App *check = verb(*account, Verb::AccountCheck, "check", Help::tr("Ask the server who the token belongs to and what it may do"));
    check->add_option("NAME", m_typed.account, text(Help::tr("The account's name or id; default: all")))->option_text(" ");
}

void CommandLine::addOthers()
{
    CLI::App *leftOvers = verb(m_app, Verb::LeftOvers, "leftovers", Help::tr("List what earlier jobs left on the server"));
    leftOvers->add_flag("--delete", m_arguments.deleteThem, text(Help::tr("Delete it, asking for each")));
    leftOvers->add_flag("--yes", m_arguments.yes, text(Help::tr("Do not ask")));
    leftOvers->add_option("NAME", m_typed.names, text(Help::tr("With --delete: only these, as they are listed")))->option_text(" ");
    leftOvers->add_option("--account", m_typed.account, text(Help::tr("Look at this account only; default: all")))->option_text("NAME");
    leftOvers->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));
    leftOvers->footer(text(Help::tr("Without asking goes only what this computer noted that a job left. What another one may\n"
                                    "have made is deleted when you say so, or name it.")));
    verb(m_app, Verb::Doctor, "doctor", Help::tr("Check what Punchcard needs"))
        ->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));
}

void CommandLine::addExamples()
{
    CLI::App *examples = verb(m_app, Verb::Examples, "examples", Help::tr("List scripts to begin with, or show one"));
    examples->add_flag("--json", m_arguments.watch.json, text(Help::tr("Print one JSON object a line")));
    // Both are called, the inner one first: it alone is meant then.
    examples->callback([this, examples] {
        if (!examples->get_subcommands().empty())
            return;
        m_arguments.verb = Verb::Examples;
        m_chosen = examples;
    });
    CLI::App *show = verb(*examples, Verb::ExampleShow, "show", Help::tr("Print an example, to look at it or to put it into a file"));
    show->add_option("NAME", m_typed.example, text(Help::tr("Its name, as “punch examples” shows it")))->required()->option_text(" ");
    show->footer(text(Help::tr("punch examples show pi > pi.sh      makes a copy\n"
                               "punch examples show pi | punch run - --local      runs it")));
}

bool CommandLine::given(const char *option) const
{
    const CLI::Option *found = m_chosen ? m_chosen->get_option_no_throw(option) : nullptr;
    return found && found->count() > 0;
}

} // namespace punchcard::cli
