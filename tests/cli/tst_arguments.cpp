// SPDX-License-Identifier: MIT
#include "app/cli/arguments.h"
#include "tests/support/testmain.h"

#include <QDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cli::ExitCode;
using cli::Verb;

class TstArguments : public QObject
{
    Q_OBJECT

private slots:
    void everyFlagOfActionsBatch();
    void whatIsNotGivenIsLeftOpen();
    void repeatedOptionsTakeOneEach();
    void eachTakesAllThatFollow();
    void aTableAndItsLimits();
    void aStandingRepositoryMayBeNamed();
    void verbs_data();
    void verbs();
    void timeoutIsWholeMinutes_data();
    void timeoutIsWholeMinutes();
    void wrongUsage_data();
    void wrongUsage();
    void helpSaysWhatDiffers();
    void everyVerbHasHelp();
    void leftOversAreNamedToBeDeleted();
    void anAccountsDefaults();
    void maxAttemptsIsATime();
    void onThisComputerOwnerAndTokenMeanNothing();
    void elementsAndExports();
};

namespace {

std::expected<cli::Arguments, cli::Told> parsed(const QString &line)
{
    return cli::parseArguments(line.split(u' ', Qt::SkipEmptyParts));
}

QString here(const QString &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

} // namespace

void TstArguments::everyFlagOfActionsBatch()
{
    const auto arguments
        = parsed(u"-owner alexellis -org=false --token-file /tmp/batch --file ./examples/curl.sh --runs-on ubuntu-latest --out ./artifacts"
                 " --private=false --secrets-from .secrets --interval 1s --max-attempts 360 --delete=false --logs=false --verbose"_s);
    QVERIFY2(arguments, qPrintable(arguments ? QString() : arguments.error().err));
    QCOMPARE(arguments->verb, Verb::Run);
    const cli::RunOptions &run = arguments->run;
    QCOMPARE(run.owner, u"alexellis"_s);
    QCOMPARE(run.organisation, std::optional(false));
    QCOMPARE(run.account.tokenFile, u"/tmp/batch"_s);
    QCOMPARE(run.file, here(u"examples/curl.sh"_s));
    QCOMPARE(run.runsOn, QStringList(u"ubuntu-latest"_s));
    QCOMPARE(run.outFolder, here(u"artifacts"_s));
    QCOMPARE(run.secretsFrom, here(u".secrets"_s));
    QCOMPARE(run.isPrivate, std::optional(false));
    QCOMPARE(run.deleteHouse, std::optional(false));
    QCOMPARE(arguments->watch.logs, false);
    QCOMPARE(arguments->watch.interval, std::optional<Milliseconds>(1s));
    QCOMPARE(arguments->watch.maxAttempts, std::optional(360));
    QVERIFY(arguments->verbose);
}

void TstArguments::whatIsNotGivenIsLeftOpen()
{
    const auto arguments = parsed(u"run x.sh"_s);
    QVERIFY(arguments);
    const cli::RunOptions &run = arguments->run;
    QCOMPARE(run.file, here(u"x.sh"_s));
    QVERIFY(!run.organisation && !run.isPrivate && !run.deleteHouse && !run.standing && !run.timeoutMinutes);
    QVERIFY(run.runsOn.isEmpty() && run.outFolder.isEmpty() && !run.account.apiRoot && !run.account.local);
    QVERIFY(arguments->watch.logs);
    QVERIFY(!arguments->watch.limit());
}

// Breaks for the user: the script is taken for one more input.
void TstArguments::repeatedOptionsTakeOneEach()
{
    const auto arguments = parsed(u"run --runs-on self-hosted --runs-on arm64 --input a --secret A=@b --input c x.sh"_s);
    QVERIFY(arguments);
    QCOMPARE(arguments->run.file, here(u"x.sh"_s));
    QCOMPARE(arguments->run.runsOn, QStringList({u"self-hosted"_s, u"arm64"_s}));
    QCOMPARE(arguments->run.inputs, QStringList({here(u"a"_s), here(u"c"_s)}));
    QCOMPARE(arguments->run.secrets, QStringList(u"A=@b"_s));
}

void TstArguments::eachTakesAllThatFollow()
{
    const auto arguments = parsed(u"run x.sh --each a.png b.png c.png --out o"_s);
    QVERIFY(arguments);
    QCOMPARE(arguments->run.each, QStringList({here(u"a.png"_s), here(u"b.png"_s), here(u"c.png"_s)}));
    QCOMPARE(arguments->run.outFolder, here(u"o"_s));
}

void TstArguments::aTableAndItsLimits()
{
    const auto arguments = parsed(u"run x.sh --params p.csv --max-parallel 4 --fail-fast --out o --merge"_s);
    QVERIFY2(arguments, arguments ? "" : qPrintable(arguments.error().err));
    QCOMPARE(arguments->run.params, here(u"p.csv"_s));
    QCOMPARE(arguments->run.maxParallel, std::optional(4));
    QCOMPARE(arguments->run.failFast, std::optional(true));
    QVERIFY(arguments->run.merge);
    const auto others = parsed(u"run x.sh --array 3 --fail-fast=false"_s);
    QVERIFY(others);
    QCOMPARE(others->run.failFast, std::optional(false));
    QVERIFY(!others->run.merge && !others->run.maxParallel);
}

// Breaks for the user: their script is taken for a repository's name.
void TstArguments::aStandingRepositoryMayBeNamed()
{
    for (const QString &line : {u"run x.sh --standing"_s, u"run --standing x.sh"_s, u"run --standing --out o x.sh"_s}) {
        const auto usual = parsed(line);
        QVERIFY2(usual, qPrintable(line));
        QCOMPARE(usual->run.file, here(u"x.sh"_s));
        QCOMPARE(usual->run.standing, std::optional(QString()));
    }
    for (const QString &line : {u"run x.sh --standing jobs"_s, u"run --standing jobs x.sh"_s, u"run --standing=jobs x.sh"_s}) {
        const auto named = parsed(line);
        QVERIFY2(named, qPrintable(line));
        QCOMPARE(named->run.file, here(u"x.sh"_s));
        QCOMPARE(named->run.standing, std::optional(u"jobs"_s));
    }
}

void TstArguments::verbs_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<int>("job");

    QTest::newRow("list") << u"list --json"_s << Verb::List << 0;
    QTest::newRow("show") << u"show 3"_s << Verb::Show << 3;
    QTest::newRow("elements") << u"show 3 --elements --csv"_s << Verb::Show << 3;
    QTest::newRow("logs") << u"logs 3 --follow --everything"_s << Verb::Logs << 3;
    QTest::newRow("fetch") << u"fetch 3 --out d --overwrite"_s << Verb::Fetch << 3;
    QTest::newRow("cancel") << u"cancel 3"_s << Verb::Cancel << 3;
    QTest::newRow("rerun") << u"rerun 3 --detach"_s << Verb::Rerun << 3;
    QTest::newRow("rerun what failed") << u"rerun --failed 3"_s << Verb::Rerun << 3;
    QTest::newRow("wait") << u"wait 3 --json"_s << Verb::Wait << 3;
    QTest::newRow("forget") << u"forget 3"_s << Verb::Forget << 3;
    QTest::newRow("resume") << u"resume"_s << Verb::Resume << 0;
    QTest::newRow("leftovers") << u"leftovers --delete --yes"_s << Verb::LeftOvers << 0;
    QTest::newRow("account list") << u"account list"_s << Verb::AccountList << 0;
    QTest::newRow("account add") << u"account add --gh --name work"_s << Verb::AccountAdd << 0;
    QTest::newRow("account remove") << u"account remove work"_s << Verb::AccountRemove << 0;
    QTest::newRow("account check") << u"account check"_s << Verb::AccountCheck << 0;
    QTest::newRow("doctor") << u"doctor"_s << Verb::Doctor << 0;
    QTest::newRow("examples") << u"examples --json"_s << Verb::Examples << 0;
    QTest::newRow("examples show") << u"examples show pi"_s << Verb::ExampleShow << 0;
}

void TstArguments::verbs()
{
    QFETCH(QString, line);
    QFETCH(int, job);
    const auto arguments = parsed(line);
    QVERIFY2(arguments, qPrintable(arguments ? QString() : arguments.error().err));
    QTEST(arguments->verb, "verb");
    QCOMPARE(qint64(arguments->job), qint64(job));
}

void TstArguments::timeoutIsWholeMinutes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("minutes");
    QTest::newRow("1m") << u"1m"_s << 1;
    QTest::newRow("61s") << u"61s"_s << 2;
    QTest::newRow("2h") << u"2h"_s << 120;
    QTest::newRow("1h30m1s") << u"1h30m1s"_s << 91;
}

void TstArguments::timeoutIsWholeMinutes()
{
    QFETCH(QString, typed);
    const auto arguments = parsed(u"run x --timeout "_s + typed);
    QVERIFY(arguments);
    QTEST(arguments->run.timeoutMinutes.value_or(0), "minutes");
}

void TstArguments::wrongUsage_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("names");

    QTest::newRow("nothing") << QString() << u"run"_s;
    QTest::newRow("no script") << u"run"_s << u"FILE"_s;
    QTest::newRow("two scripts") << u"run a b"_s << u"b"_s;
    QTest::newRow("a script for a verb") << u"hello.sh"_s << u"punch run hello.sh"_s;
    QTest::newRow("unknown flag") << u"run x --frobnicate"_s << u"--frobnicate"_s;
    QTest::newRow("two places") << u"run x --local --account a"_s << u"--local"_s;
    QTest::newRow("local and a server") << u"run x --local --api-url https://h"_s << u"--local"_s;
    QTest::newRow("array and each") << u"run x --array 3 --each a b"_s << u"--array"_s;
    QTest::newRow("array and table") << u"run x --array 3 --params p.csv"_s << u"--array"_s;
    QTest::newRow("table and each") << u"run x --params p.csv --each a b"_s << u"--params"_s;
    QTest::newRow("table of no name") << u"run x --params="_s << u"--params"_s;
    QTest::newRow("none at once") << u"run x --array 3 --max-parallel 0"_s << u"--max-parallel"_s;
    QTest::newRow("merged nowhere") << u"run x --array 3 --merge"_s << u"--out"_s;
    QTest::newRow("no array") << u"run x --array 0"_s << u"--array"_s;
    QTest::newRow("no number") << u"run x --max-attempts many"_s << u"--max-attempts"_s;
    QTest::newRow("no attempts") << u"run x --max-attempts 0"_s << u"--max-attempts"_s;
    QTest::newRow("no duration") << u"run x --interval soon"_s << u"--interval"_s;
    QTest::newRow("zero interval") << u"run x --interval 0s"_s << u"--interval"_s;
    QTest::newRow("half a minute") << u"run x --timeout 59s"_s << u"--timeout"_s;
    QTest::newRow("no boolean") << u"run x --private=perhaps"_s << u"--private"_s;
    QTest::newRow("plain http") << u"run x --api-url http://example.com"_s << u"https"_s;
    QTest::newRow("a token in the address") << u"run x --api-url https://me:tok@example.com"_s << u"--token-file"_s;
    QTest::newRow("no job") << u"wait"_s << u"ID"_s;
    QTest::newRow("not a job") << u"wait seven"_s << u"seven"_s;
    QTest::newRow("job zero") << u"cancel 0"_s << u"0"_s;
    QTest::newRow("no account verb") << u"account"_s << u"account"_s;
}

// Breaks for the user: a mistyped command does something, or says nothing about what is wrong.
void TstArguments::wrongUsage()
{
    QFETCH(QString, line);
    QFETCH(QString, names);
    const auto arguments = parsed(line);
    QVERIFY(!arguments);
    QCOMPARE(arguments.error().code, ExitCode::Usage);
    QVERIFY(arguments.error().out.isEmpty());
    QVERIFY2(arguments.error().err.contains(names), qPrintable(arguments.error().err));
    QVERIFY2(!arguments.error().err.contains(u"tok@"_s), "a secret is repeated");
}

void TstArguments::helpSaysWhatDiffers()
{
    const auto help = parsed(u"run --help"_s);
    QVERIFY(!help);
    QCOMPARE(help.error().code, ExitCode::Succeeded);
    for (const QString &word :
         {u"--private=false"_s, u"--org"_s, u"--max-attempts"_s, u"--secrets-from"_s, u"--timeout"_s, u"PUNCHCARD_TOKEN"_s})
        QVERIFY2(help.error().out.contains(word), qPrintable(word));
    const auto version = parsed(u"--version"_s);
    QVERIFY(!version);
    QCOMPARE(version.error().out, u"punch " PUNCHCARD_VERSION "\n"_s);
}

void TstArguments::everyVerbHasHelp()
{
    for (const QString &verb : {u"list"_s, u"show"_s, u"logs"_s, u"fetch"_s, u"cancel"_s, u"rerun"_s, u"wait"_s, u"forget"_s, u"resume"_s,
                                u"leftovers"_s, u"account"_s, u"account list"_s, u"account add"_s, u"account edit"_s, u"account remove"_s,
                                u"account check"_s, u"doctor"_s, u"examples"_s, u"examples show"_s}) {
        const auto help = parsed(verb + u" --help"_s);
        QVERIFY2(!help && help.error().code == ExitCode::Succeeded, qPrintable(verb));
        for (const QString &line : help.error().out.split(u'\n'))
            QVERIFY2(line.size() <= 100, qPrintable(line));
    }
}

void TstArguments::anAccountsDefaults()
{
    const auto edited = parsed(
        u"account edit work --owner guild --runs-on gpu --runs-on x64 --private=false --delete=false --live=false --standing batch"_s);
    QVERIFY(edited);
    QCOMPARE(edited->verb, Verb::AccountEdit);
    QCOMPARE(edited->accounts.account, u"work"_s);
    const AccountChanges wanted{.owner = u"guild"_s,
                                .runsOn = QStringList{u"gpu"_s, u"x64"_s},
                                .isPrivate = false,
                                .deleteHouse = false,
                                .housing = Housing::Standing,
                                .standingRepository = u"batch"_s,
                                .live = false};
    QCOMPARE(edited->accounts.changes, wanted);
    QCOMPARE(parsed(u"account edit work --own-repository"_s)->accounts.changes.housing, Housing::Repository);
    QVERIFY(!parsed(u"account edit work --own-repository --standing"_s));
    QVERIFY(!parsed(u"account edit"_s));
    const auto added = parsed(u"account add --browser --client-id Iv1.abc --standing"_s);
    QVERIFY(added);
    QVERIFY(added->accounts.byBrowser);
    QCOMPARE(added->accounts.clientId, u"Iv1.abc"_s);
    QCOMPARE(added->accounts.changes.housing, Housing::Standing);
    QCOMPARE(added->accounts.changes.standingRepository, QString());
    QVERIFY(!parsed(u"account add --gh --browser"_s));
    QVERIFY(!parsed(u"account add --client-id Iv1.abc"_s));
}

void TstArguments::leftOversAreNamedToBeDeleted()
{
    const auto named = parsed(u"leftovers --delete octo/a octo/b:punchcard/x --account work --json"_s);
    QVERIFY(named);
    QCOMPARE(named->names, (QStringList{u"octo/a"_s, u"octo/b:punchcard/x"_s}));
    QCOMPARE(named->accounts.account, u"work"_s);
    QVERIFY(named->watch.json && named->deleteThem);
    // Breaks for the user: they believe that it was deleted.
    QCOMPARE(parsed(u"leftovers octo/a"_s).error().code, ExitCode::Usage);
}

void TstArguments::maxAttemptsIsATime()
{
    const auto plain = parsed(u"run x --max-attempts 360"_s);
    QVERIFY(plain);
    QCOMPARE(plain->watch.limit(), std::optional<Milliseconds>(360s));
    const auto slow = parsed(u"run x --max-attempts 3 --interval 1m"_s);
    QVERIFY(slow);
    QCOMPARE(slow->watch.limit(), std::optional<Milliseconds>(180s));
}

void TstArguments::onThisComputerOwnerAndTokenMeanNothing()
{
    const auto arguments = parsed(u"--owner me --org=false --token-file t --file x --local"_s);
    QVERIFY2(arguments, qPrintable(arguments ? QString() : arguments.error().err));
    QVERIFY(arguments->run.owner.isEmpty());
    QVERIFY(arguments->run.account.tokenFile.isEmpty());
}

void TstArguments::elementsAndExports()
{
    QCOMPARE(parsed(u"logs 3 --follow --task 17"_s)->element, std::optional(17));
    QVERIFY(!parsed(u"logs 3 --task -1"_s));
    QCOMPARE(parsed(u"export 12"_s)->job, JobId(12));
    const auto file = parsed(u"export a.sh --out x.yml --overwrite"_s);
    QCOMPARE(file->run.file, here(u"a.sh"_s));
    QCOMPARE(file->outFolder, here(u"x.yml"_s));
    QVERIFY(file->overwrite && file->job == JobId());
    QVERIFY(!parsed(u"export"_s));
}

PUNCHCARD_TEST(TstArguments, tst_arguments)
#include "tst_arguments.moc"
