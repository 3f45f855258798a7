// SPDX-License-Identifier: MIT
// What was typed, judged: durations, numbers, addresses and paths.
#include "app/cli/commandline.h"

#include "core/accounts/apiroot.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <sstream>
#include <utility>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct Usage
{
    Q_DECLARE_TR_FUNCTIONS(PunchUsage)
};

QString plain(const std::string &text)
{
    return QString::fromStdString(text);
}

/// Empty stays empty. A shell leaves ~ alone in --out=~/x.
QString absolutePath(const std::string &typed)
{
    QString path = plain(typed);
    if (path.isEmpty())
        return {};
    if (path == "~"_L1 || path.startsWith("~/"_L1))
        path.replace(0, 1, QDir::homePath());
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

QStringList absolutePaths(const std::vector<std::string> &typed)
{
    QStringList paths;
    for (const std::string &path : typed)
        paths.append(absolutePath(path));
    return paths;
}

QStringList texts(const std::vector<std::string> &typed)
{
    QStringList list;
    for (const std::string &text : typed)
        list.append(plain(text));
    return list;
}

/// CLI11's messages are English; they name the option, and what was wrong with it. Where it misses a verb, @p unknown stands
/// in the place of one.
QString sentence(const CLI::ParseError &error, const QString &unknown)
{
    if (dynamic_cast<const CLI::RequiredError *>(&error) && !unknown.isEmpty())
        return Usage::tr("“%1” is not known here.").arg(unknown);
    QString message = QString::fromUtf8(error.what()).trimmed();
    return message.endsWith(u'.') ? message : message + u'.';
}

} // namespace

Told CommandLine::wrong(const QString &what) const
{
    const QString command = m_chosen ? u"punch "_s + QString::fromStdString(m_chosen->get_name()) : u"punch"_s;
    return {.code = ExitCode::Usage, .err = what + u' ' + Usage::tr("“%1 --help” shows how to write it.").arg(command) + u'\n'};
}

std::expected<Arguments, Told> CommandLine::parse(const QStringList &arguments)
{
    if (arguments.isEmpty())
        return std::unexpected(Told{.code = ExitCode::Usage, .err = QString::fromStdString(m_app.help())});
    const QString &first = arguments.constFirst();
    const auto isNamed = [&first](const CLI::App *verb) { return verb->check_name(first.toStdString()); };
    const CLI::App &app = m_app;
    if (!first.startsWith(u'-') && app.get_subcommands(isNamed).empty())
        return std::unexpected(wrong(Usage::tr("There is no verb “%1”; a script is run by “punch run %1”.").arg(first)));
    std::vector<std::string> backwards;
    for (const QString &argument : arguments)
        backwards.insert(backwards.begin(), argument.toStdString());
    try {
        m_app.parse(std::move(backwards));
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0) {
            // Help or version: not an error, although thrown as one.
            std::ostringstream out;
            std::ostringstream err;
            m_app.exit(error, out, err);
            return std::unexpected(Told{.out = QString::fromStdString(out.str())});
        }
        for (CLI::App *verb : m_app.get_subcommands())
            m_chosen = verb;
        const bool lacksVerb = !m_chosen || !m_chosen->get_subcommands([](const CLI::App *) { return true; }).empty();
        return std::unexpected(wrong(sentence(error, lacksVerb ? arguments.value(m_chosen ? 1 : 0) : QString())));
    }
    if (const std::optional<Told> told = take())
        return std::unexpected(*told);
    return m_arguments;
}

std::optional<Told> CommandLine::take()
{
    if (given("ID")) {
        bool isNumber = false;
        const qint64 id = plain(m_typed.job).toLongLong(&isNumber);
        if (!isNumber || id < 1)
            return wrong(Usage::tr("“%1” is not the number of a job.").arg(plain(m_typed.job)));
        m_arguments.job = JobId(id);
    }
    // A variable of a shell that was never set, most of the time.
    for (const char *const option : {"--out", "--params", "--secrets-from", "--token-file", "--account", "--owner"}) {
        if (given(option) && m_chosen->get_option(option)->as<std::string>().empty())
            return wrong(Usage::tr("%1 has an empty value: give one, or leave it out.").arg(QLatin1StringView(option)));
    }
    if (m_arguments.verb == Verb::Export) {
        bool isNumber = false;
        const qint64 id = plain(m_typed.exported).toLongLong(&isNumber);
        if (isNumber && id > 0)
            m_arguments.job = JobId(id);
        else
            m_arguments.run.file = absolutePath(m_typed.exported);
    }
    if (given("--task")) {
        if (m_typed.element < 0)
            return wrong(Usage::tr("--task must be at least 0."));
        m_arguments.element = m_typed.element;
    }
    m_arguments.names = texts(m_typed.names);
    if (m_arguments.verb == Verb::LeftOvers && !m_arguments.names.isEmpty() && !m_arguments.deleteThem)
        return wrong(Usage::tr("A name is for what is to be deleted: add --delete."));
    m_arguments.outFolder = absolutePath(m_typed.out);
    m_arguments.example = plain(m_typed.example);
    if (const std::optional<Told> told = takeWatching())
        return told;
    if (const std::optional<Told> told = takeAccount())
        return told;
    return m_arguments.verb == Verb::Run ? takeRun() : std::nullopt;
}

std::optional<Told> CommandLine::takeWatching()
{
    if (given("--interval")) {
        m_arguments.watch.interval = parseDuration(plain(m_typed.interval));
        if (!m_arguments.watch.interval || m_arguments.watch.interval->count() == 0)
            return wrong(Usage::tr("--interval: “%1” is not a duration such as 5s or 2m30s.").arg(plain(m_typed.interval)));
    }
    if (given("--max-attempts")) {
        if (m_typed.maxAttempts < 1)
            return wrong(Usage::tr("--max-attempts must be at least 1."));
        m_arguments.watch.maxAttempts = m_typed.maxAttempts;
    }
    return std::nullopt;
}

std::optional<Told> CommandLine::takeAccount()
{
    AccountOptions &account = m_arguments.run.account;
    account.account = plain(m_typed.account);
    account.tokenFile = absolutePath(m_typed.tokenFile);
    account.caFile = absolutePath(m_typed.caFile);
    m_arguments.accounts.account = plain(m_typed.account);
    if (m_arguments.verb == Verb::AccountAdd || m_arguments.verb == Verb::AccountEdit)
        takeChanges();
    m_arguments.accounts.clientId = plain(m_typed.clientId);
    if (given("--api-url")) {
        const Result<QUrl> root = apiRootFromText(plain(m_typed.apiUrl));
        if (!root)
            return wrong(root.error().sentence());
        account.apiRoot = *root;
    }
    return std::nullopt;
}

void CommandLine::takeChanges()
{
    AccountChanges &changes = m_arguments.accounts.changes;
    if (given("--name"))
        changes.name = plain(m_typed.name);
    if (given("--owner"))
        changes.owner = plain(m_typed.owner);
    if (given("--runs-on"))
        changes.runsOn = texts(m_typed.runsOn);
    if (given("--runner-group"))
        changes.runnerGroup = plain(m_typed.runnerGroup);
    if (given("--private"))
        changes.isPrivate = m_typed.isPrivate;
    if (given("--delete"))
        changes.deleteHouse = m_typed.deleteHouse;
    if (given("--live"))
        changes.live = m_typed.live;
    if (given("--own-repository"))
        changes.housing = Housing::Repository;
    if (given("--standing")) {
        changes.housing = Housing::Standing;
        changes.standingRepository = plain(m_typed.standing);
    }
}

std::optional<Told> CommandLine::takeRun()
{
    RunOptions &run = m_arguments.run;
    // “--standing script.sh”: the script must be named, the repository need not be.
    if (m_typed.file.empty())
        std::swap(m_typed.file, m_typed.standing);
    if (m_typed.file.empty())
        return wrong(Usage::tr("No script is named: write its FILE after “run”."));
    run.file = m_typed.file == "-" ? u"-"_s : absolutePath(m_typed.file);
    run.owner = plain(m_typed.owner);
    if (given("--org"))
        run.organisation = m_typed.organisation;
    if (given("--private"))
        run.isPrivate = m_typed.isPrivate;
    if (given("--delete"))
        run.deleteHouse = m_typed.deleteHouse;
    if (given("--live"))
        run.live = m_typed.live;
    run.runsOn = texts(m_typed.runsOn);
    run.runnerGroup = plain(m_typed.runnerGroup);
    run.race = texts(m_typed.race);
    run.secretsFrom = absolutePath(m_typed.secretsFrom);
    run.secrets = texts(m_typed.secrets);
    run.inputs = absolutePaths(m_typed.inputs);
    run.each = absolutePaths(m_typed.each);
    run.params = absolutePath(m_typed.params);
    if (given("--fail-fast"))
        run.failFast = m_typed.failFast;
    if (given("--max-parallel")) {
        if (m_typed.maxParallel < 1)
            return wrong(Usage::tr("--max-parallel must be at least 1."));
        run.maxParallel = m_typed.maxParallel;
    }
    run.outFolder = absolutePath(m_typed.out);
    if (given("--standing"))
        run.standing = plain(m_typed.standing);
    if (given("--array")) {
        if (m_typed.array < 1)
            return wrong(Usage::tr("--array must be at least 1."));
        run.array = m_typed.array;
    }
    if (given("--timeout")) {
        const std::optional<Milliseconds> limit = parseDuration(plain(m_typed.timeout));
        if (!limit)
            return wrong(Usage::tr("--timeout: “%1” is not a duration such as 90s or 2h.").arg(plain(m_typed.timeout)));
        if (*limit < std::chrono::minutes(1))
            return wrong(Usage::tr("--timeout must be at least 1m: GitHub counts in minutes."));
        run.timeoutMinutes = int(std::chrono::ceil<std::chrono::minutes>(*limit).count());
    }
    if (run.account.local && (!run.owner.isEmpty() || run.organisation || !run.account.tokenFile.isEmpty())) {
        // They come from a command that was written for GitHub: on this computer there is one owner and no token.
        run.owner.clear();
        run.organisation.reset();
        run.account.tokenFile.clear();
    }
    return std::nullopt;
}

} // namespace punchcard::cli
