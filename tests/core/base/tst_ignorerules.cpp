// SPDX-License-Identifier: MIT
#include "core/base/ignorerules.h"

#include "tests/support/testmain.h"

using namespace punchcard;

class TstIgnoreRules : public QObject
{
    Q_OBJECT

private slots:
    void asGitDoes_data();
    void asGitDoes();
};

namespace {

using Ruling = IgnoreRules::Verdict;

void row(const char *rules, const char *path, Ruling verdict = Ruling::Ignored)
{
    static int number = 0;
    const bool folder = QByteArrayView(path).endsWith('/');
    QTest::addRow("%d %s: %s", ++number, QByteArray(rules).simplified().constData(), path)
        << QByteArray(rules) << QString::fromUtf8(path).chopped(folder ? 1 : 0) << folder << verdict;
}

} // namespace

// Each row was asked of `git check-ignore` too, which takes `?` for a byte and also looks at the folders above.
void TstIgnoreRules::asGitDoes_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("folder");
    QTest::addColumn<Ruling>("verdict");
    constexpr Ruling open = Ruling::Open;
    row("a", "a");
    row("a", "b/a");
    row("a", "a/");
    row("a", "ab", open);
    row("A", "a", open);
    row("# a", "# a", open);
    row("\\#a", "#a");
    row("\\!a", "!a");
    row("\n\r\na\r\n", "a");
    row("\xef\xbb\xbf"
        "a",
        "a");
    row("a  ", "a");
    row("a\\ ", "a ");
    row("a\\ ", "a", open);
    row("a b", "a b");
    // The last one decides.
    row("*.o\n!keep.o", "x.o");
    row("*.o\n!keep.o", "keep.o", Ruling::Kept);
    row("!keep.o\n*.o", "keep.o");
    // Folders alone.
    row("out/", "out/");
    row("out/", "out", open);
    row("out/", "a/out/");
    // Anchored by a slash at the begin or in the middle.
    row("/a", "a");
    row("/a", "b/a", open);
    row("a/b", "a/b");
    row("a/b", "x/a/b", open);
    row("/a/b/", "a/b/");
    // Wildcards keep to one name.
    row("*", "a");
    row("a*c", "abbc");
    row("a*c", "ac");
    row("/a*c", "ab/c", open);
    row("a/*", "a/b");
    row("a/*", "a/b/c", open);
    row("a?c", "abc");
    row("a?c", "ac", open);
    row("a/?", "a//", open);
    row("a?c",
        "a\xc3\xa4"
        "c");
    row("a\\*c", "a*c");
    row("a\\*c", "abc", open);
    // Across folders.
    row("**/a", "a");
    row("**/a", "x/y/a");
    row("**/a", "x/ya", open);
    row("**/a/b", "x/a/b");
    row("a/**", "a/b");
    row("a/**", "a/b/c");
    row("a/**", "a/", open);
    row("a/**/b", "a/b");
    row("a/**/b", "a/x/y/b");
    row("a/**/b", "a/xb", open);
    row("a/**/**/b", "a/b");
    row("a/**/*.o", "a/x/y.o");
    row("**", "x");
    row("a/**b", "a/xb");
    row("a/**b", "a/x/b", open);
    // Sets.
    row("[ab]", "b");
    row("[!ab]", "b", open);
    row("[^ab]", "c");
    row("[a-c]x", "bx");
    row("[a-c]x", "dx", open);
    row("[]a]", "]");
    row("[!]a]", "b");
    row("[a\\]b]", "]");
    row("[a-]", "-");
    row("[[:digit:]x]", "7");
    row("[[:digit:]x]", "x");
    row("[[:upper:]]", "a", open);
    row("a/[!x]b", "a//b", open);
    row("[ab", "[ab", open);
    row("a\\", "a", open);
}

void TstIgnoreRules::asGitDoes()
{
    QFETCH(const QByteArray, rules);
    QFETCH(const QString, path);
    QFETCH(const bool, folder);
    IgnoreRules ignore;
    ignore.add(rules);
    QTEST(ignore.verdict(path, folder), "verdict");
}

PUNCHCARD_TEST(TstIgnoreRules, tst_ignorerules)
#include "tst_ignorerules.moc"
