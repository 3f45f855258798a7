// SPDX-License-Identifier: MIT
#include "core/jobs/punchcommand.h"

#include "app/cli/arguments.h"
#include "app/cli/submissionbuilder.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstPunchCommand : public QObject
{
    Q_OBJECT

private slots:
    void theCommandMeansTheSameJob();
    void aShellReadsTheSameWords();
    void onThisComputerItIsShort();
    void noValueIsInIt();

private:
    static QStringList words(const QString &command)
    {
        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, u"punch() { printf '%s\\n' \"$@\"; }; "_s + command});
        shell.waitForFinished(10'000);
        QStringList lines = QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n');
        lines.removeLast();
        return lines;
    }
};

// Breaks for the user: the copied command runs another job than the one it was copied from.
void TstPunchCommand::theCommandMeansTheSameJob()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"a.sh"_s, u"it's a $HOME.txt"_s, u"key"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("echo hi\n");
    }
    const Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const JobSpec spec{.name = u"a.sh"_s,
                       .account = account.id,
                       .owner = u"group"_s,
                       .ownerIsOrganisation = true,
                       .runsOn = {u"self-hosted"_s, u"gpu"_s},
                       .runnerGroup = u"big ones"_s,
                       .isPrivate = false,
                       .deleteHouse = false,
                       .oidc = true,
                       .packages = true,
                       .secrets = {{.name = u"KEY"_s, .from = SecretSource::From::File, .where = folder.filePath(u"key"_s)}},
                       .inputs = {{.path = folder.filePath(u"it's a $HOME.txt"_s), .name = u"it's a $HOME.txt"_s}},
                       .array = 3,
                       .timeoutMinutes = 90,
                       .outFolder = folder.filePath(u"out"_s),
                       .overwrite = true};
    const auto meansTheSame = [&](const JobSpec &wanted) {
        const QString command = punchCommand(wanted, folder.filePath(u"a.sh"_s));
        const auto parsed = cli::parseArguments(words(command));
        QVERIFY2(parsed, qPrintable(command));
        const Result<Checked> built = cli::buildSubmission(parsed->run, parsed->watch, account);
        QVERIFY2(built, built ? "" : qPrintable(built.error().what));
        QCOMPARE(parsed->run.account.account, account.id);
        QVERIFY2(built->submission.spec == wanted, qPrintable(command));
    };
    meansTheSame(spec);
    QFile csv(folder.filePath(u"a table.csv"_s));
    QVERIFY(csv.open(QIODevice::WriteOnly) && csv.write("A,B\n1,2\n") > 0);
    csv.close();
    JobSpec table = spec;
    table.array = 0;
    table.params = {.names = {u"A"_s, u"B"_s}, .rows = {{u"1"_s, u"2"_s}}, .file = csv.fileName()};
    table.maxParallel = 2;
    table.failFast = true;
    table.merge = true;
    meansTheSame(table);
    for (const QString &name : {u""_s, u"jobs"_s, u"-jobs"_s}) {
        JobSpec standing = spec;
        standing.housing = Housing::Standing;
        standing.standingRepository = name;
        standing.isPrivate = true;
        meansTheSame(standing);
    }
}

void TstPunchCommand::aShellReadsTheSameWords()
{
    const JobSpec spec{.account = u"x"_s, .runsOn = {u"a b"_s, u"$(date)"_s, u"`id`"_s, u"\"'\\"_s, u"*"_s}};
    QCOMPARE(words(punchCommand(spec, u"-"_s)), punchArguments(spec, u"-"_s));
}

void TstPunchCommand::onThisComputerItIsShort()
{
    QCOMPARE(punchCommand({.account = thisComputerId()}, u"/s/a.sh"_s), u"punch run /s/a.sh --local"_s);
}

void TstPunchCommand::noValueIsInIt()
{
    const JobSpec spec{.account = thisComputerId(),
                       .secrets = {{.name = u"TYPED"_s, .from = SecretSource::From::Typed},
                                   {.name = u"KEPT"_s, .from = SecretSource::From::Set, .where = u"deploy"_s}}};
    QCOMPARE(punchCommand(spec, u"a.sh"_s), u"punch run a.sh --local --secret TYPED=@TYPED.secret --secret KEPT=@KEPT.secret"_s);
}

PUNCHCARD_TEST(TstPunchCommand, tst_punchcommand)
#include "tst_punchcommand.moc"
