// SPDX-License-Identifier: MIT
#include "app/cli/compat.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstCompat : public QObject
{
    Q_OBJECT

private slots:
    void spellings_data();
    void spellings();
};

void TstCompat::spellings_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QStringList>("wanted");

    const auto row = [](const char *name, const char *typed, const char *wanted) {
        QTest::newRow(name) << QString::fromUtf8(typed).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromUtf8(wanted).split(u' ', Qt::SkipEmptyParts);
    };
    row("one dash", "run -file x -org=false", "run --file x --org=false");
    row("two dashes stay", "run --file x --org=false", "run --file x --org=false");
    row("no verb", "--owner me --file x", "run --owner me --file x");
    row("no verb, one dash", "-file=x", "run --file=x");
    row("no file, no verb", "--version", "--version");
    row("no file, help", "--help", "--help");
    row("a verb is one", "list --json", "list --json");
    row("a bool with a word", "--private --org false --file x", "run --private --org=false --file x");
    row("a bool with a capital word", "--file x --delete False", "run --file x --delete=false");
    row("a bool before a script", "run --private x.sh", "run --private x.sh");
    row("a value that looks like a flag", "run --owner -file --file x", "run --owner -file --file x");
    row("a value that looks like a verb", "run --file run", "run --file run");
    row("short flags are others'", "-h", "-h");
    row("unknown ones too", "run -fil x", "run -fil x");
    row("after the dashes nothing changes", "run -file x -- -file y", "run --file x -- -file y");
    row("a file after the dashes is none", "-- --file", "-- --file");
    row("nothing", "", "");
    // As it stands in the article.
    row("the article",
        "--owner alexellis --org=false --token-file ~/batch --file ./examples/curl.sh --runs-on ubuntu-latest --out ./artifacts --private",
        "run --owner alexellis --org=false --token-file ~/batch --file ./examples/curl.sh --runs-on ubuntu-latest --out ./artifacts "
        "--private");
}

// Breaks for the user: a command line that they have used for years is refused when they change the program's name.
void TstCompat::spellings()
{
    QFETCH(QStringList, typed);
    QTEST(cli::modernised(typed), "wanted");
}

PUNCHCARD_TEST(TstCompat, tst_compat)
#include "tst_compat.moc"
