// SPDX-License-Identifier: MIT
#include "app/cli/submissionbuilder.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstSubmissionBuilder : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void accountsDefaultsFillWhatIsNotSaid();
    void whatIsSaidGoesBeforeDefaults();
    void secretsOfAFolder();
    void aSecretFromAPipeIsKept();
    void inputsAndEach();
    void aTable();
    void twoInputsOfOneName();
    void whatCannotBeRead();
    void flagsGoBeforeTheScript();

private:
    QString write(const QString &name, const QByteArray &content) const;
    [[nodiscard]] cli::RunOptions script() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    Account m_account;
};

void TstSubmissionBuilder::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_account = makeAccount(gitHubApiRoot(), u"me"_s);
    write(u"x.sh"_s, "echo hi\n");
}

QString TstSubmissionBuilder::write(const QString &name, const QByteArray &content) const
{
    QDir().mkpath(QFileInfo(m_dir->filePath(name)).path());
    QFile file(m_dir->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return file.fileName();
}

cli::RunOptions TstSubmissionBuilder::script() const
{
    return {.file = m_dir->filePath(u"x.sh"_s)};
}

void TstSubmissionBuilder::accountsDefaultsFillWhatIsNotSaid()
{
    m_account.owner = u"acme"_s;
    m_account.defaults.runsOn = {u"big"_s};
    m_account.defaults.isPrivate = false;
    m_account.defaults.deleteHouse = false;
    const Result<Checked> built = cli::buildSubmission(script(), {}, m_account);
    QVERIFY(built);
    const JobSpec &spec = built->submission.spec;
    QCOMPARE(built->submission.script, QByteArray("echo hi\n"));
    QCOMPARE(spec.name, u"x.sh"_s);
    QCOMPARE(spec.account, u"github.com/me"_s);
    QCOMPARE(spec.owner, u"acme"_s);
    QCOMPARE(spec.runsOn, QStringList(u"big"_s));
    QVERIFY(!spec.isPrivate && !spec.deleteHouse && !spec.ownerIsOrganisation && !spec.pollMs);
}

void TstSubmissionBuilder::whatIsSaidGoesBeforeDefaults()
{
    m_account.defaults.runsOn = {u"big"_s};
    cli::RunOptions options = script();
    options.owner = u"other"_s;
    options.organisation = true;
    options.isPrivate = false;
    options.runnerGroup = u"fast ones"_s;
    options.timeoutMinutes = 9;
    const Result<Checked> built = cli::buildSubmission(options, {.interval = 20s}, m_account);
    QVERIFY(built);
    const JobSpec &spec = built->submission.spec;
    QCOMPARE(spec.owner, u"other"_s);
    QCOMPARE(spec.ownerIsOrganisation, std::optional(true));
    QVERIFY(!spec.isPrivate);
    QVERIFY2(spec.runsOn.isEmpty(), "the account's label would narrow the group");
    QCOMPARE(spec.runnerGroup, u"fast ones"_s);
    QCOMPARE(spec.timeoutMinutes, std::optional(9));
    QCOMPARE(spec.pollMs, std::optional<qint64>(20'000));
}

void TstSubmissionBuilder::secretsOfAFolder()
{
    write(u"s/openfaas-gateway-password"_s, "admin\n");
    write(u"s/.hidden"_s, "x");
    cli::RunOptions options = script();
    options.secretsFrom = m_dir->filePath(u"s"_s);
    options.secrets = {u"OTHER=@"_s + write(u"other"_s, "y")};
    const Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QVERIFY2(built, qPrintable(built ? QString() : built.error().what));
    QCOMPARE(built->submission.spec.secrets.size(), 2);
    QCOMPARE(built->submission.spec.secrets.at(0).name, u"OPENFAAS_GATEWAY_PASSWORD"_s);
    QCOMPARE(built->submission.spec.secrets.at(1).name, u"OTHER"_s);
    QVERIFY(built->submission.typed.isEmpty());
    QCOMPARE(built->notes.size(), 1);
}

// Breaks for the user: `--secret A=@<(pass show a)` works until the job is taken up again, when the pipe is gone.
void TstSubmissionBuilder::aSecretFromAPipeIsKept()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QCOMPARE(::write(ends[1], "piped\n", 6), ssize_t(6));
    ::close(ends[1]);
    cli::RunOptions options = script();
    options.secrets = {u"A=@/dev/fd/%1"_s.arg(ends[0])};
    const Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    ::close(ends[0]);
    QVERIFY2(built, qPrintable(built ? QString() : built.error().what));
    const SecretSource &source = built->submission.spec.secrets.at(0);
    QCOMPARE(source.from, SecretSource::From::Typed);
    QVERIFY(source.where.isEmpty());
    QCOMPARE(built->submission.typed.size(), 1);
    QCOMPARE(built->submission.typed.at(0).second.bytes(), QByteArrayView("piped"));
}

void TstSubmissionBuilder::inputsAndEach()
{
    cli::RunOptions options = script();
    options.inputs = {write(u"data/table.csv"_s, "1"), m_dir->filePath(u"data"_s)};
    options.each = {write(u"a.png"_s, "a"), write(u"b.png"_s, "b")};
    const Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QVERIFY2(built, qPrintable(built ? QString() : built.error().what));
    QStringList names;
    for (const InputSource &input : built->submission.spec.inputs)
        names.append(input.name);
    QCOMPARE(names, QStringList({u"table.csv"_s, u"data"_s, u"a.png"_s, u"b.png"_s}));
    QCOMPARE(built->submission.spec.each, QStringList({u"a.png"_s, u"b.png"_s}));
}

void TstSubmissionBuilder::aTable()
{
    write(u"x.sh"_s, "# punchcard: array=2 max-parallel=9 fail-fast\necho\n");
    cli::RunOptions options = script();
    options.params = write(u"p.csv"_s, "A,B\n1,2\n");
    options.maxParallel = 3;
    options.failFast = false;
    options.merge = true;
    Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QVERIFY2(built, qPrintable(built ? QString() : built.error().what));
    const JobSpec &spec = built->submission.spec;
    QCOMPARE(spec.params, (Parameters{.names = {u"A"_s, u"B"_s}, .rows = {{u"1"_s, u"2"_s}}, .file = options.params}));
    QCOMPARE(spec.array, 0);
    QCOMPARE(spec.maxParallel, std::optional(3));
    QVERIFY(!spec.failFast && spec.merge);
    options.params = write(u"p.csv"_s, "A,B\n1\n");
    built = cli::buildSubmission(options, {}, m_account);
    QVERIFY(!built && built.error().what.contains(u"Line 2 of “p.csv”"_s));
}

void TstSubmissionBuilder::twoInputsOfOneName()
{
    cli::RunOptions options = script();
    options.inputs = {write(u"a/t"_s, "1"), write(u"b/t"_s, "2")};
    const Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QVERIFY(!built);
    QVERIFY(built.error().what.contains(u"“t”"_s));
}

void TstSubmissionBuilder::flagsGoBeforeTheScript()
{
    write(u"x.sh"_s, "# punchcard: runs-on=script timeout=1h private=false delete=false standing array=2 upload=out\necho\n");
    m_account.defaults.runsOn = {u"big"_s};
    cli::RunOptions options = script();
    Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QVERIFY(built && built->notes.isEmpty());
    QCOMPARE(built->submission.spec.runsOn, QStringList{u"script"_s});
    QCOMPARE(built->submission.spec.uploads, QStringList{u"out"_s});
    QCOMPARE(built->submission.spec.housing, Housing::Standing);

    options.runnerGroup = u"mine"_s;
    options.timeoutMinutes = 5;
    options.isPrivate = true;
    options.deleteHouse = true;
    options.standing = u"other"_s;
    options.array = 3;
    built = cli::buildSubmission(options, {}, m_account);
    QVERIFY(built);
    const JobSpec &spec = built->submission.spec;
    QVERIFY(spec.runsOn.isEmpty() && spec.isPrivate && spec.deleteHouse);
    QCOMPARE(spec.standingRepository, u"other"_s);
    QCOMPARE(spec.array, 3);
    QCOMPARE(spec.timeoutMinutes, std::optional(5));
}

void TstSubmissionBuilder::whatCannotBeRead()
{
    cli::RunOptions options = script();
    options.inputs = {m_dir->filePath(u"nothing"_s)};
    QCOMPARE(cli::buildSubmission(options, {}, m_account).error().kind, Error::Kind::Missing);
    options = {.file = m_dir->filePath(u"no.sh"_s)};
    const Result<Checked> built = cli::buildSubmission(options, {}, m_account);
    QCOMPARE(built.error().kind, Error::Kind::Missing);
    QVERIFY(!built.error().remedy.isEmpty());
}

PUNCHCARD_TEST(TstSubmissionBuilder, tst_submissionbuilder)
#include "tst_submissionbuilder.moc"
